//! How the console shows the parameters, in a form that it does not read.

use cfn_model::template::Section;
use cfn_model::{Severity, Value, nearest};

use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::schema::part;

/// The key in `Metadata`.
const INTERFACE: &str = "AWS::CloudFormation::Interface";

pub(super) static X: Check = Check {
    code: "wrong-interface",
    severity: Severity::Error,
    title: "groups or labels of parameters that the console does not read",
    docs: "`AWS::CloudFormation::Interface` has `ParameterGroups`, a list with `Label` and `Parameters`, and \
           `ParameterLabels`, a map from parameters to labels. A label is `default: text`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html",
    cfn_lint: &["E4001"],
    run: Some(run),
};

pub(super) static UNKNOWN: Check = Check {
    code: "unknown-interface-parameter",
    severity: Severity::Warning,
    title: "a group or label for a parameter that the template does not have",
    docs: "The console passes over names that are no parameters; often one was renamed here and not there.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html",
    cfn_lint: &["W4001"],
    run: Some(unknown),
};

fn interface<'a>(context: &Context<'a>) -> Option<&'a Value> {
    context.template.section(Section::Metadata)?.get(INTERFACE)
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    if let (Some(value), Some(form)) = (interface(context), facts::part("Interface")) {
        part(context, &X, form, value, (Path::of(["Metadata", INTERFACE]), &Env::default()), findings);
    }
}

fn unknown(context: &Context<'_>, findings: &mut Findings) {
    let Some(interface) = interface(context) else { return };
    let path = Path::of(["Metadata", INTERFACE]);
    let mut look = |name: &str, path: &Path<'_>| {
        if context.has_entry(Section::Parameters, name) || context.is_open(Section::Parameters) {
            return;
        }
        let finding = Finding::new(&UNKNOWN, path, format!("there is no parameter `{name}`"));
        findings.push(match nearest(name, context.ids(Section::Parameters)) {
            Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
            None => finding.help("take it out, or add the parameter"),
        });
    };
    let groups = path.join("ParameterGroups");
    for (index, group) in
        interface.at("ParameterGroups").and_then(Value::as_list).unwrap_or_default().iter().enumerate()
    {
        let names = group.at("Parameters").and_then(Value::as_list).unwrap_or_default();
        for (at, name) in names.iter().enumerate() {
            if let Some(name) = name.as_str() {
                look(name, &groups.join(index).join("Parameters").join(at));
            }
        }
    }
    for name in interface.at("ParameterLabels").and_then(Value::as_map).into_iter().flat_map(cfn_model::Map::keys) {
        look(name, &path.join("ParameterLabels").join(&**name));
    }
}

#[cfg(test)]
mod tests {
    use super::{UNKNOWN, X};
    use crate::testing::check;

    #[test]
    fn groups_and_labels_have_a_form() {
        let yaml = "Parameters: {P: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic}}\nMetadata: \
                    {AWS::CloudFormation::Interface: {Foo: a, ParameterGroups: [{Label: {default: a}, Parameters: [P, Q]}], \
                    ParameterLabels: {P: {Default: a}, R: {default: b}}}}";
        let path = "Metadata.AWS::CloudFormation::Interface";
        check(&X, yaml, &[&format!("{path}.Foo"), &format!("{path}.ParameterLabels.P.Default")]);
        check(
            &UNKNOWN,
            yaml,
            &[&format!("{path}.ParameterGroups.0.Parameters.1"), &format!("{path}.ParameterLabels.R")],
        );
    }
}
