//! What a parameter says of itself, and cannot.

use cfn_model::template::{ParameterType, Section};
use cfn_model::{Severity, Value, nearest};

use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::schema::part;

pub(super) static X: Check = Check {
    code: "wrong-parameter",
    severity: Severity::Error,
    title: "an attribute that a parameter does not have, or of another type",
    docs: "A parameter has `Type`, `Default`, `AllowedValues`, `AllowedPattern`, lengths or bounds, `NoEcho`, \
           `Description` and `ConstraintDescription`, all of which are plain values. Numbers have bounds and no lengths.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    cfn_lint: &["E2001", "E2011"],
    run: Some(run),
};

pub(super) static UNKNOWN_TYPE: Check = Check {
    code: "unknown-parameter-type",
    severity: Severity::Error,
    title: "a type that parameters do not have",
    docs: "A parameter is a `String`, a `Number`, a list of them, something that exists in the account, such as \
           `AWS::EC2::VPC::Id`, or an entry of the Parameter Store. Lists and entries of other types are taken without \
           a look at the value, which is a warning.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
    cfn_lint: &["E2002", "W2002"],
    run: None,
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (id, parameter) in context.template.section(Section::Parameters).into_iter().flat_map(cfn_model::Map::iter) {
        let Some(map) = parameter.as_map().filter(|_| !id.starts_with("Fn::")) else { continue };
        let type_name = map.get("Type").and_then(Value::as_str);
        let form = if type_name == Some("Number") { "NumberParameter" } else { "Parameter" };
        let path = Path::of(["Parameters", id]);
        if let Some(form) = facts::part(form) {
            part(context, &X, form, parameter, (path.clone(), &Env::default()), findings);
        }
        if let Some(name) = type_name {
            check_type(name, &path.join("Type"), findings);
        }
    }
}

fn check_type(name: &str, path: &Path<'_>, findings: &mut Findings) {
    // Undocumented, and taken for what it is an entry of.
    let documented =
        matches!(name, "AWS::SSM::Parameter::Value<Number>" | "AWS::SSM::Parameter::Value<AWS::SSM::Parameter::Name>");
    if documented || ParameterType::from_name(name).is_some() {
        return;
    }
    let finding = Finding::new(&UNKNOWN_TYPE, path, format!("parameters have no type `{name}`"));
    let known: Vec<String> = ["String", "Number", "CommaDelimitedList", "List<Number>"]
        .into_iter()
        .map(str::to_owned)
        .chain(cfn_model::template::AwsType::ALL.into_iter().flat_map(|kind| {
            [ParameterType::Aws(kind), ParameterType::AwsList(kind), ParameterType::Ssm(kind)]
                .map(|one| one.name().into_owned())
        }))
        .collect();
    let mut finding = match nearest(name, known.iter().map(String::as_str)) {
        Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
        None => {
            finding.help("write `String`, `Number`, `CommaDelimitedList`, or a type of AWS such as `AWS::EC2::VPC::Id`")
        }
    };
    if name.starts_with("List<") || name.starts_with("AWS::SSM::Parameter::Value<") {
        finding.severity = Severity::Warning;
    }
    findings.push(finding);
}

#[cfg(test)]
mod tests {
    use super::{UNKNOWN_TYPE, X};
    use crate::testing::check;

    #[test]
    fn parameters_have_attributes_by_their_type() {
        for (parameter, expected) in [
            ("{Type: String, MinLength: 1, AllowedValues: [1, true, a]}", &[][..]),
            ("{Type: String, MinValue: 1}", &["Parameters.P.MinValue"]),
            ("{Type: Number, MinLength: 1}", &["Parameters.P.MinLength"]),
            ("{Type: String, Default: [a]}", &["Parameters.P.Default"]),
            ("{Type: String, Default: }", &["Parameters.P.Default"]),
            ("{Type: String, AllowedValues: a}", &["Parameters.P.AllowedValues"]),
            ("{Type: String, NoEcho: maybe}", &["Parameters.P.NoEcho"]),
            ("{Type: String, MaxLength: 5000}", &["Parameters.P.MaxLength"]),
        ] {
            check(
                &X,
                &format!("Parameters: {{P: {parameter}}}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}"),
                expected,
            );
        }
    }

    #[test]
    fn types_are_known() {
        for (name, expected) in [
            ("String", &[][..]),
            ("AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>", &[]),
            ("Strin", &["Parameters.P.Type"]),
            ("List<String>", &["Parameters.P.Type"]),
        ] {
            let parameters = format!("Parameters: {{P: {{Type: {name}}}}}");
            check(&UNKNOWN_TYPE, &format!("{parameters}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}"), expected);
        }
    }
}
