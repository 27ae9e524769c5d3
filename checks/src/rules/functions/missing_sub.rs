//! `${Name}` in a text that nothing replaces.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::mentions::variables;
use crate::names::{Named, PSEUDO};
use crate::path::{Path, Step};
use crate::spots::Part;

pub(super) static X: Check = Check {
    code: "missing-sub",
    severity: Severity::Error,
    title: "`${Name}` in a text that is not in `Fn::Sub`",
    docs: "Only `Fn::Sub` replaces `${Name}`; elsewhere it stays as it is written. In a text of several lines it may be \
           a variable of a script that has the name of a parameter by chance, so there it is only a warning.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    cfn_lint: &["E1029"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for text in context.texts.iter().filter(|text| text.holds(const { Part::new("${") })) {
        if is_replaced(context, text.spot) {
            continue;
        }
        let (path, text) = (context.spots.path(text.spot), text.text);
        // `${stageVariables.x}` and their kin are names of other services: only those of the template count.
        let mut missing = variables(text).filter(|name| is_named(context, name) && !is_given(context, &path, name));
        if let Some(name) = missing.next() {
            let message = format!("`${{{name}}}` is not replaced here: the text is not in `Fn::Sub`");
            let help = format!("write `!Sub`, or `${{!{name}}}` in one where the text is meant as it is");
            let mut finding = Finding::new(&X, &path, message).help(help);
            if text.contains('\n') && !PSEUDO.contains(&name) || matches!(path.steps(), [Step::Key("Metadata"), ..]) {
                finding.severity = Severity::Warning;
            }
            findings.push(finding);
        }
    }
}

/// Whether a function, or a template inside the template, replaces the variable.
fn is_replaced(context: &Context<'_>, spot: usize) -> bool {
    let is_function = |step: Step<'_>| matches!(step, Step::Key(key) if key == Function::Sub.name() || key.starts_with("Fn::ForEach"));
    let mut steps = context.spots.steps(spot).peekable();
    steps.peek() == Some(&Step::Key("TemplateBody")) || steps.any(is_function)
}

/// Whether `Ref` or `Fn::GetAtt` would find the name.
fn is_named(context: &Context<'_>, name: &str) -> bool {
    match name.split_once('.') {
        Some((id, attribute)) => context.resource(id).is_some_and(|resource| {
            resource.schema.is_some() && facts::attribute(resource.type_name, attribute).is_some()
        }),
        None => !matches!(context.named(name), Named::Perhaps | Named::Nothing),
    }
}

/// Whether a state machine gives the name in its `DefinitionSubstitutions`.
fn is_given(context: &Context<'_>, path: &Path<'_>, name: &str) -> bool {
    let [
        Step::Key("Resources"),
        Step::Key(id),
        Step::Key("Properties"),
        Step::Key("DefinitionString" | "Definition"),
        ..,
    ] = path.steps()
    else {
        return false;
    };
    let given = context.resource(id).and_then(|resource| resource.property("DefinitionSubstitutions"));
    given.and_then(Value::as_map).is_some_and(|given| given.contains_key(name))
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing;

    fn check(value: &str, expected: &[&str]) {
        let yaml = format!(
            "Parameters: {{Name: {{Type: String}}}}\n\
             Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: {value}}}}}}}"
        );
        testing::check(&X, &yaml, expected);
    }

    #[test]
    fn names_of_the_template_are_meant_to_be_replaced() {
        let here = &["Resources.T.Properties.DisplayName"];
        check("'${Name}'", here);
        check("'a ${AWS::Region}'", here);
        check("'${T.TopicName}'", here);
        check("'${Nope} ${stageVariables.x} ${T.Nope}'", &[]);
        check("!Sub '${Name}'", &[]);
        check("!Join ['', ['${Name}']]", &["Resources.T.Properties.DisplayName.Fn::Join.1.0"]);
    }

    #[test]
    fn state_machines_have_substitutions_of_their_own() {
        let machine = |given| {
            format!(
                "Parameters: {{Name: {{Type: String}}}}\nResources: {{M: {{Type: AWS::StepFunctions::StateMachine, \
                 Properties: {{DefinitionString: 'x ${{Name}}', {given}}}}}}}"
            )
        };
        testing::check(&X, &machine("DefinitionSubstitutions: {Name: y}"), &[]);
        testing::check(&X, &machine(""), &["Resources.M.Properties.DefinitionString"]);
    }
}
