//! What a reference gives, beside what the place wants: the form of text, and the values of parameters and mappings.

use cfn_model::{Function, Intrinsic, Severity, Value};

use super::compiled::Schema;
use super::evaluate::{Validator, Verdict};
use super::report;
use crate::conditions::Env;
use crate::context::Context;
use crate::data::Node;
use crate::facts::{self, Attribute};
use crate::finding::Finding;
use crate::path::Path;

/// Types whose attributes are whatever somebody else makes them.
const OPEN: &[&str] = &[
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Stack",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

/// The type whose reference is an id or a name, by its own properties.
const SECURITY_GROUP: &str = "AWS::EC2::SecurityGroup";

impl<'a> Validator<'_, 'a> {
    /// A reference to a resource gives an id, a name or an ARN: not always the one that is wanted.
    pub(super) fn source(&mut self, schema: &Schema, call: &'a Intrinsic) {
        let Some(wanted) = schema.format else { return };
        let Some((what, given)) = source(self.context, call) else { return };
        // Of addresses and dates no schema says that an attribute gives them.
        let unsaid = self.is_trying() || !wanted.starts_with("AWS::");
        if given.contains(&wanted) || (given.is_empty() && unsaid) {
            return;
        }
        if self.is_enough() {
            return;
        }
        let help = self.better(call, wanted);
        let wanted = words(wanted);
        let mut finding = match given.as_slice() {
            // Nobody has written down what it gives: it may fit all the same.
            [] => Finding::new(&report::WRONG_SOURCE, &self.path, format!("{what} may not give {wanted}"))
                .severity(Severity::Warning),
            given => {
                let given: Vec<&str> = given.iter().map(|format| words(format)).collect();
                let message = format!("{what} gives {}, {wanted} is wanted", given.join(" or "));
                Finding::new(&report::WRONG_SOURCE, &self.path, message)
            }
        };
        if let Some(help) = help {
            finding = finding.help(help);
        }
        self.push(finding);
    }

    /// The attribute of the same resource that gives what is wanted.
    fn better(&self, call: &Intrinsic, wanted: &str) -> Option<String> {
        let id = match &call.argument {
            Value::String(text) => text.split('.').next()?,
            Value::List(parts) => parts.first()?.as_str()?,
            _ => return None,
        };
        let type_name = self.context.resource(id)?.type_name;
        let fits = |name: &String| match facts::attribute(type_name, name) {
            Some(Attribute::Of(node)) => formats(node).contains(&wanted),
            _ => false,
        };
        facts::attributes(type_name).into_iter().find(fits).map(|name| format!("write `!GetAtt {id}.{name}`"))
    }

    /// The values that a parameter or a mapping may put in the place.
    pub(super) fn candidates(&mut self, schema: &'static Schema, call: &'a Intrinsic, env: &Env) {
        // Within one of several forms, what does not fit this one may fit another.
        if self.is_trying() {
            return;
        }
        let candidates = match call.function {
            Function::Ref => parameter(self.context, call, env),
            _ => return,
        };
        for (path, value) in candidates {
            let (verdict, findings) = self.verdict(|validator| validator.known(schema, value, env));
            if verdict != Verdict::Invalid {
                continue;
            }
            let place = self.path.to_steps().join(".");
            let reason = findings.first_message().unwrap_or("it does not fit").to_owned();
            let message = format!("as the value of `{place}`, {reason}");
            let finding = Finding::new(&report::UNFIT_VALUE, &path, message);
            self.push(finding.help("give a value that fits, or none"));
        }
    }
}

/// What a call refers to, in words, and the forms that it gives; `None` where nothing is known of it.
fn source(context: &Context<'_>, call: &Intrinsic) -> Option<(String, Vec<&'static str>)> {
    match (call.function, &call.argument) {
        (Function::Ref, Value::String(name)) => {
            let resource = context.resource(name)?;
            if resource.type_name == SECURITY_GROUP && context.parameter(name).is_none() {
                let inside = resource.property("VpcId").is_some();
                let form = if inside { "AWS::EC2::SecurityGroup.Id" } else { "AWS::EC2::SecurityGroup.Name" };
                return Some((format!("`Ref` of `{name}`"), vec![form]));
            }
            if context.parameter(name).is_some() || OPEN.contains(&resource.type_name) {
                return None;
            }
            resource.schema?;
            let given = facts::reference(resource.type_name).map(formats).unwrap_or_default();
            Some((format!("`Ref` of `{name}`"), given))
        }
        (Function::GetAtt, argument) => {
            let (name, attribute) = match argument {
                Value::String(text) => text.split_once('.')?,
                Value::List(parts) => match parts.as_slice() {
                    [name, attribute] => (name.as_str()?, attribute.as_str()?),
                    _ => return None,
                },
                _ => return None,
            };
            let type_name = context.resource(name)?.type_name;
            if OPEN.contains(&type_name) || (type_name, attribute) == ("AWS::SSM::Parameter", "Value") {
                return None;
            }
            match facts::attribute(type_name, attribute)? {
                Attribute::Of(node) => Some((format!("`{attribute}` of `{name}`"), formats(node))),
                Attribute::Unknown => None,
            }
        }
        _ => None,
    }
}

/// The forms that a schema names, of which any may be.
fn formats(schema: Node) -> Vec<&'static str> {
    let own = schema.get("format").and_then(Node::as_str);
    let any = schema.get("anyOf").into_iter().flat_map(Node::items);
    own.into_iter().chain(any.filter_map(|form| form.get("format")?.as_str())).collect()
}

/// A form in words, as far as it has some.
fn words(format: &'static str) -> &'static str {
    super::formats::words(format).unwrap_or(format)
}

/// The values that a template gives to a parameter, and where they stand.
fn parameter<'a>(context: &Context<'a>, call: &'a Intrinsic, env: &Env) -> Vec<(Path<'a>, &'a Value)> {
    let named = call.argument.as_str().and_then(|name| Some((name, context.parameter(name)?)));
    let Some((name, parameter)) = named else { return Vec::new() };
    let kind = parameter.get("Type").and_then(Value::as_str).unwrap_or_default();
    // The Parameter Store holds the value, and a list is no value of the place.
    if kind.starts_with("AWS::SSM::") || kind.starts_with("List<") || kind == "CommaDelimitedList" {
        return Vec::new();
    }
    let path = Path::of(["Parameters", name]);
    let allowed = parameter.get("AllowedValues").and_then(Value::as_list).unwrap_or_default().iter().enumerate();
    let mut values: Vec<_> = allowed.map(|(index, value)| (path.join("AllowedValues").join(index), value)).collect();
    if values.is_empty() {
        values.extend(parameter.get("Default").map(|value| (path.join("Default"), value)));
    }
    // The bounds of a number can be given as well.
    let bounds = ["MinValue", "MaxValue"].into_iter().filter(|_| kind == "Number");
    values.extend(bounds.filter_map(|key| Some((path.join(key), parameter.get(key)?))));
    // Nothing stands for a value that is not given, and conditions often choose by it.
    values.retain(|(_, value)| {
        let text = super::text_of(value);
        text.is_some_and(|text| !text.is_empty() && context.conditions.admits(env, call, &text))
    });
    values
}

#[cfg(test)]
mod tests {
    use super::report::{UNFIT_VALUE, WRONG_SOURCE};
    use crate::testing::check;

    #[test]
    fn references_give_what_is_wanted() {
        for (value, expected) in [
            ("!Ref V", &["Resources.X.Properties.GroupId"][..]),
            ("!Ref S", &["Resources.X.Properties.GroupId"]),
            ("!GetAtt S.GroupId", &[]),
            ("!Ref Inside", &[]),
            ("!GetAtt C.Any", &[]),
            ("!GetAtt T.TopicName", &["Resources.X.Properties.GroupId"]),
        ] {
            check(
                &WRONG_SOURCE,
                &format!(
                    "Resources:\n  V: {{Type: AWS::EC2::VPC}}\n  S: {{Type: AWS::EC2::SecurityGroup}}\n  C: {{Type: Custom::C}}\n  \
                     T: {{Type: AWS::SNS::Topic}}\n  Inside: {{Type: AWS::EC2::SecurityGroup, Properties: {{VpcId: !Ref V}}}}\n  \
                     X: {{Type: AWS::EC2::SecurityGroupIngress, Properties: {{GroupId: {value}}}}}"
                ),
                expected,
            );
        }
    }

    #[test]
    fn parameters_fit_where_they_are_used() {
        for (parameter, name, expected) in [
            ("Default: 'A B'", "!Ref P", &["Parameters.P.Default"][..]),
            ("Default: ab-c", "!Ref P", &[]),
            ("Default: ''", "!Ref P", &[]),
            ("AllowedValues: [abc, 'A B']", "!Ref P", &["Parameters.P.AllowedValues.1"]),
            ("AllowedValues: [abc, 'A B']", "!If [Plain, !Ref P, abc]", &[]),
        ] {
            check(
                &UNFIT_VALUE,
                &format!(
                    "Parameters: {{P: {{Type: String, {parameter}}}}}\nConditions: {{Plain: !Equals [!Ref P, abc]}}\n\
                     Resources: {{B: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {name}}}}}}}"
                ),
                expected,
            );
        }
    }
}
