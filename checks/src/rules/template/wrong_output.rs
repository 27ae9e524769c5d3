//! Outputs that are not what CloudFormation wants.

use cfn_model::template::Section;
use cfn_model::{Map, Severity, Value};

use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::schema::part;

pub(super) static X: Check = Check {
    code: "wrong-output",
    severity: Severity::Error,
    title: "an attribute that an output does not have, or of another type",
    docs: "An output has a `Value`, and may have a `Description`, a `Condition`, and an `Export` with a `Name`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    cfn_lint: &["E6001", "E6002", "E6003", "E6011"],
    run: Some(run),
};

pub(super) static NOT_TEXT: Check = Check {
    code: "output-not-text",
    severity: Severity::Error,
    title: "an output or a name of an export that is not text",
    docs: "The value of an output and the name under which it is exported are single values. A list is joined with \
           `Fn::Join`, and split again by who reads it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    cfn_lint: &["E6101", "E6102"],
    run: None,
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let (Some(form), Some(text)) = (facts::part("Output"), facts::part("Text")) else { return };
    for (id, output) in context.template.section(Section::Outputs).into_iter().flat_map(Map::iter) {
        let Some(map) = output.as_map().filter(|_| !id.starts_with("Fn::")) else { continue };
        let path = Path::of(["Outputs", id]);
        part(context, &X, form, output, (path.clone(), &Env::default()), findings);
        let condition = map.get("Condition").and_then(Value::as_str);
        let env = condition.and_then(|name| context.conditions.assume(&Env::default(), name, true)).unwrap_or_default();
        match map.get("Value") {
            Some(Value::Null) => {
                let finding = Finding::new(&X, &path, format!("the value of `{id}` is null"));
                findings.push(finding.help("write a value"));
            }
            Some(value) => part(context, &NOT_TEXT, text, value, (path.join("Value"), &env), findings),
            None => {}
        }
        if let Some(name) = map.get("Export").and_then(Value::as_map).and_then(|export| export.get("Name")) {
            part(context, &NOT_TEXT, text, name, (path.join("Export").join("Name"), &env), findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NOT_TEXT, X};
    use crate::testing::check;

    #[test]
    fn outputs_have_a_form() {
        for (output, wrong, not_text) in [
            ("{Value: a, Export: {Name: b}, Description: c}", &[][..], &[][..]),
            ("{Value: a, Foo: b}", &["Outputs.O.Foo"], &[]),
            ("{Value: a, Export: {}}", &["Outputs.O.Export"], &[]),
            ("{Value: a, Export: b}", &["Outputs.O.Export"], &[]),
            ("{Value: }", &["Outputs.O"], &[]),
            ("{Value: [a]}", &[], &["Outputs.O.Value"]),
            ("{Value: !Split [a, b]}", &[], &["Outputs.O.Value"]),
            ("{Value: !GetAtt V.CidrBlockAssociations}", &[], &["Outputs.O.Value.Fn::GetAtt"]),
            ("{Value: a, Export: {Name: [b]}}", &[], &["Outputs.O.Export.Name"]),
        ] {
            let yaml = format!("Resources: {{V: {{Type: AWS::EC2::VPC}}}}\nOutputs: {{O: {output}}}");
            check(&X, &yaml, wrong);
            check(&NOT_TEXT, &yaml, not_text);
        }
    }
}
