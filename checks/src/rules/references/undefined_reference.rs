//! Names in `Ref`, `Fn::GetAtt` and `Fn::Sub` that nothing has.

use cfn_model::template::Section;
use cfn_model::{Function, Severity, Value, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::mentions::Mention;
use crate::names::{Named, PSEUDO};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "undefined-reference",
    severity: Severity::Error,
    title: "a reference to something that the template does not have",
    docs: "`Ref`, `Fn::GetAtt` and the variables of `Fn::Sub` name parameters and resources of the same template, or \
           pseudo parameters such as `AWS::Region`. What another stack has is reached by an import or a parameter.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html",
    cfn_lint: &["E1010", "E1019", "E1020", "E6101"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for mention in &context.mentions {
        let place = mention.call(&context.calls).place;
        if place.in_loop || place.is_inert() {
            continue;
        }
        // A reference to what there surely is.
        if !mention.has_attribute && (mention.resource.is_some() || PSEUDO.contains(&mention.name)) {
            continue;
        }
        let named = context.named(mention.name);
        let message = match (named, mention.has_attribute) {
            (Named::Nothing, _) => format!("there is no {} `{}`", wanted(mention), mention.name),
            (Named::Parameter(_), true) => format!("`{}` is a parameter, which has no attributes", mention.name),
            (Named::Pseudo, true) => format!("`{}` is a pseudo parameter, which has no attributes", mention.name),
            _ => continue,
        };
        let mut finding = Finding::new(&X, &path(context, mention), message).help(help(context, mention, named));
        // Macros may still add what is named here.
        if context.has_foreign_macros() {
            finding.severity = Severity::Warning;
        }
        findings.push(finding);
    }
}

fn wanted(mention: &Mention<'_>) -> &'static str {
    if mention.has_attribute { "resource" } else { "parameter or resource" }
}

/// Where the name stands.
pub(super) fn path<'a>(context: &Context<'a>, mention: &Mention<'a>) -> Path<'a> {
    let path = mention.path(context);
    match (mention.function, &mention.call(&context.calls).call.argument) {
        (Function::GetAtt, Value::List(_)) => path.join(0),
        _ => path,
    }
}

fn help(context: &Context<'_>, mention: &Mention<'_>, named: Named<'_>) -> String {
    if named != Named::Nothing {
        return format!("take its value, with `Ref` or `${{{}}}`", mention.name);
    }
    let resources = context.ids(Section::Resources);
    let candidates: Vec<&str> = if mention.has_attribute {
        resources.collect()
    } else {
        context.ids(Section::Parameters).chain(resources).chain(PSEUDO.iter().copied()).collect()
    };
    match nearest(mention.name, candidates) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if mention.function == Function::Sub => {
            format!("add it, or write `${{!{}}}` where the text is meant", mention.name)
        }
        None => format!("add the {}", wanted(mention)),
    }
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
        let place = "Resources.T.Properties.DisplayName.";
        let expected: Vec<String> = expected.iter().map(|rest| format!("{place}{rest}")).collect();
        testing::check(&X, &yaml, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn names_are_found_where_they_stand() {
        check("!Ref Nope", &["Ref"]);
        check("!Ref Name", &[]);
        check("!Ref AWS::Regoin", &["Ref"]);
        check("!GetAtt Nope.Arn", &["Fn::GetAtt.0"]);
        check("!GetAtt Name.Arn", &["Fn::GetAtt.0"]);
        check("{Fn::GetAtt: Nope.Arn}", &["Fn::GetAtt"]);
        check("!Sub '${Nope} ${Nope.Arn} ${Name} ${!Text}'", &["Fn::Sub", "Fn::Sub"]);
        check("!Sub ['${Given}', {Given: x}]", &[]);
        check("!If [C, !Ref Nope, x]", &["Fn::If.1.Ref"]);
    }

    #[test]
    fn what_loops_modules_and_sam_make_may_be_there() {
        for yaml in [
            "Resources: {'Fn::ForEach::A': [X, [a], {'T${X}': {Type: AWS::SNS::Topic}}], \
             B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Ta}}}",
            "Resources: {'Fn::ForEach::A': [X, !Ref L, {'T${X}': {Type: AWS::SNS::Topic}}], \
             B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Tb}}}",
            "Resources: {M: {Type: A::B::C::MODULE}, B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref MTopic}}}",
            "Transform: AWS::Serverless-2016-10-31\nOutputs: {O: {Value: !Ref ServerlessRestApi}, P: {Value: !GetAtt FRole.Arn}}\n\
             Resources: {F: {Type: AWS::Serverless::Function}}",
            "Metadata: {Note: !Ref Nope}\nResources: {T: {Type: AWS::SNS::Topic}}",
        ] {
            testing::check(&X, yaml, &[]);
        }
        testing::check(
            &X,
            "Resources: {'Fn::ForEach::A': [X, [a], {'T${X}': {Type: AWS::SNS::Topic}}]}\nOutputs: {O: {Value: !Ref Tb}}",
            &["Outputs.O.Value.Ref"],
        );
    }
}
