//! Parameters of the Parameter Store of Systems Manager.
//!
//! CloudFormation makes `String` and `StringList` parameters. It cannot make a `SecureString`, whose
//! value would have to stand in the template: such a one is made by hand and named with
//! [`ImportedParameter::secure`], or kept as a [`Secret`](super::Secret).
//!
//! See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html>.

use cfn_model::ssm::parameter::{DataType, Tier, Type};
use cfn_model::{Diagnostic, Handle, IntoProp, List, Prop, functions, ssm, ssm_secure, sub};

use super::{Grantee, Key};
use crate::Stack;
use crate::iam::Statement;
use crate::stack::MAIN;

/// A parameter of the Parameter Store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The parameter itself.
    pub handle: Handle<ssm::Parameter>,
}

/// What a parameter holds.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterValue {
    /// Text.
    String(Prop<String>),
    /// A list of texts, none of which has a comma.
    StringList(Vec<Prop<String>>),
    /// The id of a machine image, which the Parameter Store looks up before it takes it.
    ImageId(Prop<String>),
}

/// What a [`Parameter`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterProps {
    /// What it holds.
    pub value: ParameterValue,
    /// Its name, which begins with a slash where it has several steps, such as `/ci/url`. By default
    /// CloudFormation makes one.
    pub name: Option<String>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
    /// A regular expression that its values match. By default they may be anything.
    pub allowed_pattern: Option<String>,
    /// Whether it may hold 8 KiB rather than 4, which is paid for. Off by default.
    pub advanced: bool,
}

impl ParameterProps {
    /// A parameter that holds text, everything else by default.
    pub fn string(value: impl IntoProp<String>) -> Self {
        ParameterProps::of(ParameterValue::String(value.into_prop()))
    }

    /// A parameter that holds a list of texts, everything else by default.
    pub fn list<V: IntoProp<String>>(values: impl IntoIterator<Item = V>) -> Self {
        ParameterProps::of(ParameterValue::StringList(values.into_iter().map(IntoProp::into_prop).collect()))
    }

    /// A parameter that holds the id of a machine image, everything else by default.
    pub fn image_id(value: impl IntoProp<String>) -> Self {
        ParameterProps::of(ParameterValue::ImageId(value.into_prop()))
    }

    fn of(value: ParameterValue) -> Self {
        ParameterProps { value, name: None, description: None, allowed_pattern: None, advanced: false }
    }
}

impl Parameter {
    /// Adds a parameter.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ParameterProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let mut parameter = match props.value {
                ParameterValue::String(value) => ssm::Parameter::new(Type::String, value),
                ParameterValue::StringList(values) => ssm::Parameter::new(Type::StringList, joined(values)),
                ParameterValue::ImageId(value) => {
                    ssm::Parameter::new(Type::String, value).data_type(DataType::AwsEc2Image)
                }
            };
            if let Some(name) = props.name {
                parameter = parameter.name(name);
            }
            if let Some(description) = props.description {
                parameter = parameter.description(description);
            }
            if let Some(pattern) = props.allowed_pattern {
                parameter = parameter.allowed_pattern(pattern);
            }
            if props.advanced {
                parameter = parameter.tier(Tier::Advanced);
            }
            Parameter { handle: stack.add(MAIN, parameter) }
        })
    }

    /// The parameter's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The parameter's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// The value that the stack gave it. A list is text with commas in between.
    pub fn value(self) -> Prop<String> {
        self.handle.value()
    }

    /// Lets `grantee` read the parameter.
    pub fn grant_read(self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, read(self.arn()));
    }

    /// Lets `grantee` change the parameter, which the next deployment of the stack does not notice.
    pub fn grant_write(self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, write(self.arn()));
    }
}

/// A parameter that is there already, or that another program makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedParameter {
    name: String,
    version: Option<u32>,
    secure: bool,
    key: Option<Key>,
}

impl ImportedParameter {
    /// The parameter of that name, such as `/ci/url`.
    pub fn named(name: impl Into<String>) -> Self {
        ImportedParameter { name: name.into(), version: None, secure: false, key: None }
    }

    /// The `SecureString` of that name.
    pub fn secure(name: impl Into<String>) -> Self {
        ImportedParameter { secure: true, ..ImportedParameter::named(name) }
    }

    /// Always this version of it. By default the one that is the latest at deployment.
    #[must_use]
    pub fn version(mut self, version: u32) -> Self {
        self.version = Some(version);
        self
    }

    /// Says which key of the account's own a `SecureString` is encrypted with, so that grants include it.
    /// The one that AWS keeps for the Parameter Store in the account needs no grant.
    #[must_use]
    pub fn encrypted_with(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }

    /// The parameter's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The parameter's ARN, in the stack's account and region.
    pub fn arn(&self) -> Prop<String> {
        arn_of(&self.name)
    }

    /// The value, as a reference that CloudFormation resolves at deployment. That of a `SecureString`
    /// never reaches the template, and only some properties take it.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html>.
    pub fn value(&self) -> Prop<String> {
        if self.secure { ssm_secure(&self.name, self.version) } else { ssm(&self.name, self.version) }
    }

    /// The items of a `StringList`, as a list that deployment knows.
    pub fn list(&self) -> Prop<List<String>> {
        functions::split(",", self.value())
    }

    /// Lets `grantee` read the parameter.
    pub fn grant_read(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, read(self.arn()));
        if let Some(key) = self.key {
            key.grant_decrypt(stack, grantee);
        }
    }

    /// Lets `grantee` change the parameter.
    pub fn grant_write(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, write(self.arn()));
        if let Some(key) = self.key {
            key.grant_encrypt_decrypt(stack, grantee);
        }
    }
}

/// Lets `grantee` read all parameters below a path, such as `/ci`.
pub fn grant_read_path(stack: &mut Stack, grantee: &impl Grantee, path: &str) {
    let path = path.trim_end_matches('/');
    let below = arn_of(&format!("{path}/*"));
    grantee.allow(stack, read(below.clone()));
    grantee.allow(stack, Statement::allow(["ssm:GetParametersByPath"]).on([arn_of(path), below]));
}

fn arn_of(name: &str) -> Prop<String> {
    sub!("arn:{partition}:ssm:{region}:{account}:parameter/{}", name.trim_start_matches('/'))
}

fn read(arn: Prop<String>) -> Statement {
    Statement::allow(["ssm:GetParameter", "ssm:GetParameters"]).on([arn])
}

fn write(arn: Prop<String>) -> Statement {
    Statement::allow(["ssm:PutParameter"]).on([arn])
}

/// The items with commas in between: text, where all of them are known.
fn joined(items: Vec<Prop<String>>) -> Prop<String> {
    let known: Option<Vec<&str>> = items.iter().map(|item| item.value().as_str()).collect();
    match known {
        Some(known) => Prop::new(known.join(",")),
        None => functions::join(",", items),
    }
}

/// See <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html>.
fn check(stack: &mut Stack, props: &ParameterProps) {
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("ssm-parameter", message).property(property).help(help));
    };
    if let Some(name) = &props.name {
        check_name(name, &mut report);
    }
    if let ParameterValue::StringList(items) = &props.value {
        let with_comma = items.iter().filter_map(|item| item.value().as_str()).find(|item| item.contains(','));
        if let Some(item) = with_comma {
            let help = "split it, or keep the list as JSON in a String";
            report("Value", format!("the item `{item}` of a list has a comma, which separates items"), help);
        }
    }
    let bytes = match &props.value {
        ParameterValue::String(value) | ParameterValue::ImageId(value) => value.value().as_str().map(str::len),
        ParameterValue::StringList(items) => joined(items.clone()).value().as_str().map(str::len),
    };
    let most = if props.advanced { 8_192 } else { 4_096 };
    if let Some(bytes) = bytes.filter(|bytes| !(1..=most).contains(bytes)) {
        let help = if bytes > most && !props.advanced {
            "set `advanced`, which allows 8192, or keep it in S3"
        } else {
            "give a value of that size"
        };
        report("Value", format!("the value has {bytes} bytes, 1 to {most} are allowed"), help);
    }
}

fn check_name(name: &str, report: &mut impl FnMut(&str, String, &str)) {
    let sound = name.chars().all(|character| character.is_ascii_alphanumeric() || "_.-/".contains(character));
    let steps: Vec<&str> = name.trim_start_matches('/').split('/').collect();
    let first = steps[0].to_ascii_lowercase();
    if !sound || steps.contains(&"") || name.starts_with("//") {
        let help = "use letters, digits and _.-, in steps that single slashes separate";
        report("Name", format!("`{name}` is no name for a parameter"), help);
    } else if first.starts_with("aws") || first.starts_with("ssm") {
        let help = "begin it in another way";
        report("Name", format!("the name `{name}` begins as AWS's own parameters do"), help);
    } else if steps.len() > 1 && !name.starts_with('/') {
        report("Name", format!("the name `{name}` has steps, and no slash before the first"), "begin it with a slash");
    } else if steps.len() > 15 || name.len() > 1_011 {
        let help = "use at most 15 steps and 1011 characters";
        report(
            "Name",
            format!("the name `{name}` is too long: {} steps, {} characters", steps.len(), name.len()),
            help,
        );
    }
}
