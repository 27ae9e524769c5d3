//! Attributes in `Fn::GetAtt` and `Fn::Sub` that the resource's type does not have.

use std::collections::HashSet;

use cfn_model::{Function, Severity, nearest};

use crate::Check;
use crate::context::Context;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "no-such-attribute",
    severity: Severity::Error,
    title: "an attribute that the resource's type does not have",
    docs: "`Fn::GetAtt` reads what AWS sets, by the names that the type's page lists under its return values. Most \
           properties that a template sets cannot be read back.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html",
    cfn_lint: &["E1010", "E1019"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let mut known: HashSet<(&str, &str)> = HashSet::new();
    for mention in &context.mentions {
        let place = mention.call(&context.calls).place;
        let (Some(attribute), Some(index)) = (mention.attribute, mention.resource) else { continue };
        let resource = &context.resources[index];
        if place.in_loop || place.is_inert() || known.contains(&(resource.type_name, attribute)) {
            continue;
        }
        if facts::attribute(resource.type_name, attribute).is_some() {
            known.insert((resource.type_name, attribute));
            continue;
        }
        let path = mention.path(context);
        // The same place, whether the function has a list or the short form's text.
        let path = if mention.function == Function::GetAtt { path.join(1) } else { path };
        let message = format!("`{}` of type {} has no attribute `{attribute}`", mention.name, resource.type_name);
        let names = facts::attributes(resource.type_name);
        let names = || names.iter().map(String::as_str);
        let help = match nearest(attribute, names()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if names().next().is_none() => "the type has no attributes; `Ref` gives its name or id".to_owned(),
            None => format!("the type has {}", report::list(names())),
        };
        findings.push(Finding::new(&X, &path, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn attributes_are_those_of_the_type() {
        for (type_name, value, expected) in [
            ("AWS::S3::Bucket", "!GetAtt R.Arm", &["Outputs.O.Value.Fn::GetAtt.1"][..]),
            ("AWS::S3::Bucket", "{Fn::GetAtt: R.Arm}", &["Outputs.O.Value.Fn::GetAtt.1"]),
            ("AWS::S3::Bucket", "!Sub 'x${R.Arm}'", &["Outputs.O.Value.Fn::Sub"]),
            ("AWS::S3::Bucket", "!GetAtt R.Arn", &[]),
            ("AWS::CloudFormation::Stack", "!GetAtt R.Outputs.Name", &[]),
            ("Custom::Thing", "!GetAtt R.Any", &[]),
            ("AWS::Serverless::Function", "!GetAtt R.Alias.Any", &[]),
        ] {
            check(
                &X,
                &format!("Resources: {{R: {{Type: {type_name}}}}}\nOutputs: {{O: {{Value: {value}}}}}"),
                expected,
            );
        }
    }
}
