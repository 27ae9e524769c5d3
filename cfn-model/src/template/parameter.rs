//! [`Parameter`]: a value that is given when a stack is created or updated.

use std::borrow::Cow;

use super::part;
use crate::Value;

/// A type that CloudFormation knows from AWS: it offers what exists in the account, and checks what is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AwsType {
    /// A zone, such as `us-west-2a`.
    AvailabilityZoneName,
    /// A machine image, such as `ami-0ff8a91507f77f867`.
    ImageId,
    /// An EC2 instance, such as `i-1e731a32`.
    InstanceId,
    /// The name of an EC2 key pair.
    KeyPairName,
    /// The name of a security group of EC2-Classic or the default VPC.
    SecurityGroupName,
    /// A security group, such as `sg-a123fd85`.
    SecurityGroupId,
    /// A subnet, such as `subnet-123a351e`.
    SubnetId,
    /// An EBS volume, such as `vol-3cdd3f56`.
    VolumeId,
    /// A VPC, such as `vpc-a123baa3`.
    VpcId,
    /// A hosted zone of Route 53, such as `Z23YXV4OVPL04A`.
    HostedZoneId,
}

impl AwsType {
    /// Every such type.
    pub const ALL: [AwsType; 10] = [
        AwsType::AvailabilityZoneName,
        AwsType::ImageId,
        AwsType::InstanceId,
        AwsType::KeyPairName,
        AwsType::SecurityGroupName,
        AwsType::SecurityGroupId,
        AwsType::SubnetId,
        AwsType::VolumeId,
        AwsType::VpcId,
        AwsType::HostedZoneId,
    ];

    /// The name in a template.
    pub fn name(self) -> &'static str {
        match self {
            AwsType::AvailabilityZoneName => "AWS::EC2::AvailabilityZone::Name",
            AwsType::ImageId => "AWS::EC2::Image::Id",
            AwsType::InstanceId => "AWS::EC2::Instance::Id",
            AwsType::KeyPairName => "AWS::EC2::KeyPair::KeyName",
            AwsType::SecurityGroupName => "AWS::EC2::SecurityGroup::GroupName",
            AwsType::SecurityGroupId => "AWS::EC2::SecurityGroup::Id",
            AwsType::SubnetId => "AWS::EC2::Subnet::Id",
            AwsType::VolumeId => "AWS::EC2::Volume::Id",
            AwsType::VpcId => "AWS::EC2::VPC::Id",
            AwsType::HostedZoneId => "AWS::Route53::HostedZone::Id",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        AwsType::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The type of a parameter.
///
/// Those of the Parameter Store take the name of an entry there, and give its value.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterType {
    /// `String`.
    String,
    /// `Number`: an integer or a float, which `Ref` gives as text.
    Number,
    /// `List<Number>`: numbers separated by commas.
    NumberList,
    /// `CommaDelimitedList`: strings separated by commas; blanks around them are removed.
    CommaDelimitedList,
    /// A value that exists in the account.
    Aws(AwsType),
    /// Several values that exist in the account, separated by commas.
    AwsList(AwsType),
    /// `AWS::SSM::Parameter::Name`: the name of an entry of the Parameter Store, itself.
    SsmName,
    /// `AWS::SSM::Parameter::Value<String>`.
    SsmString,
    /// `AWS::SSM::Parameter::Value<List<String>>`.
    SsmStringList,
    /// `AWS::SSM::Parameter::Value<CommaDelimitedList>`, the same under another name.
    SsmCommaDelimitedList,
    /// `AWS::SSM::Parameter::Value<…>` of a value that exists in the account.
    Ssm(AwsType),
    /// `AWS::SSM::Parameter::Value<List<…>>` of values that exist in the account.
    SsmList(AwsType),
}

impl ParameterType {
    /// The name in a template.
    pub fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            ParameterType::String => "String",
            ParameterType::Number => "Number",
            ParameterType::NumberList => "List<Number>",
            ParameterType::CommaDelimitedList => "CommaDelimitedList",
            ParameterType::SsmName => "AWS::SSM::Parameter::Name",
            ParameterType::SsmString => "AWS::SSM::Parameter::Value<String>",
            ParameterType::SsmStringList => "AWS::SSM::Parameter::Value<List<String>>",
            ParameterType::SsmCommaDelimitedList => "AWS::SSM::Parameter::Value<CommaDelimitedList>",
            ParameterType::Aws(kind) => kind.name(),
            ParameterType::AwsList(kind) => return Cow::Owned(format!("List<{}>", kind.name())),
            ParameterType::Ssm(kind) => return Cow::Owned(format!("AWS::SSM::Parameter::Value<{}>", kind.name())),
            ParameterType::SsmList(kind) => {
                return Cow::Owned(format!("AWS::SSM::Parameter::Value<List<{}>>", kind.name()));
            }
        })
    }

    /// The type of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let inside = |text, prefix| str::strip_prefix(text, prefix)?.strip_suffix('>');
        if let Some(stored) = inside(name, "AWS::SSM::Parameter::Value<") {
            return match (stored, inside(stored, "List<")) {
                ("String", _) => Some(ParameterType::SsmString),
                ("CommaDelimitedList", _) => Some(ParameterType::SsmCommaDelimitedList),
                (_, Some("String")) => Some(ParameterType::SsmStringList),
                (_, Some(item)) => AwsType::from_name(item).map(ParameterType::SsmList),
                (kind, None) => AwsType::from_name(kind).map(ParameterType::Ssm),
            };
        }
        match (name, inside(name, "List<")) {
            ("String", _) => Some(ParameterType::String),
            ("Number", _) => Some(ParameterType::Number),
            ("CommaDelimitedList", _) => Some(ParameterType::CommaDelimitedList),
            ("AWS::SSM::Parameter::Name", _) => Some(ParameterType::SsmName),
            (_, Some("Number")) => Some(ParameterType::NumberList),
            (_, Some(item)) => AwsType::from_name(item).map(ParameterType::AwsList),
            (kind, None) => AwsType::from_name(kind).map(ParameterType::Aws),
        }
    }

    /// Whether `Ref` to such a parameter gives a list.
    pub fn is_list(self) -> bool {
        match self {
            ParameterType::NumberList | ParameterType::CommaDelimitedList | ParameterType::AwsList(_) => true,
            ParameterType::SsmStringList | ParameterType::SsmCommaDelimitedList | ParameterType::SsmList(_) => true,
            ParameterType::String | ParameterType::Number | ParameterType::Aws(_) => false,
            ParameterType::SsmName | ParameterType::SsmString | ParameterType::Ssm(_) => false,
        }
    }
}

part! {
    /// A parameter of a template. It has to be given where it has no default.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>.
    Parameter
}

impl Parameter {
    /// A parameter of that type.
    pub fn new(kind: ParameterType) -> Self {
        Parameter::with("Type", kind.name().into_owned())
    }

    /// Any text.
    pub fn string() -> Self {
        Parameter::new(ParameterType::String)
    }

    /// An integer or a float.
    pub fn number() -> Self {
        Parameter::new(ParameterType::Number)
    }

    /// Numbers separated by commas.
    pub fn numbers() -> Self {
        Parameter::new(ParameterType::NumberList)
    }

    /// Strings separated by commas.
    pub fn strings() -> Self {
        Parameter::new(ParameterType::CommaDelimitedList)
    }

    /// Something that exists in the account.
    pub fn aws(kind: AwsType) -> Self {
        Parameter::new(ParameterType::Aws(kind))
    }

    /// Several things that exist in the account, separated by commas.
    pub fn aws_list(kind: AwsType) -> Self {
        Parameter::new(ParameterType::AwsList(kind))
    }

    /// Text that is read from the Parameter Store, under the name that is given.
    pub fn ssm() -> Self {
        Parameter::new(ParameterType::SsmString)
    }

    /// The type, where it is one that is known.
    pub fn kind(&self) -> Option<ParameterType> {
        ParameterType::from_name(self.0.get("Type")?.as_str()?)
    }

    /// The value where none is given. Lists are written with commas, as when they are given.
    pub fn default(self, value: impl Into<Value>) -> Self {
        self.put("Default", value)
    }

    /// The values to choose from.
    pub fn allowed_values<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Self {
        self.put("AllowedValues", values.into_iter().map(Into::into).collect::<Vec<Value>>())
    }

    /// A regular expression that the whole value matches, or each item of a `CommaDelimitedList`.
    pub fn allowed_pattern(self, pattern: impl Into<String>) -> Self {
        self.put("AllowedPattern", pattern.into())
    }

    /// The fewest characters of a `String`.
    pub fn min_length(self, characters: u32) -> Self {
        self.put("MinLength", characters)
    }

    /// The most characters of a `String`, of 4,096 at most.
    pub fn max_length(self, characters: u32) -> Self {
        self.put("MaxLength", characters)
    }

    /// The least value of a `Number`.
    pub fn min_value(self, value: impl Into<Value>) -> Self {
        self.put("MinValue", value)
    }

    /// The greatest value of a `Number`.
    pub fn max_value(self, value: impl Into<Value>) -> Self {
        self.put("MaxValue", value)
    }

    /// Shows the value as asterisks. It stays readable where `Metadata`, `Outputs` or a resource's
    /// own metadata carry it: a secret belongs into Secrets Manager.
    pub fn no_echo(self) -> Self {
        self.put("NoEcho", true)
    }

    /// What is told where a constraint is not met.
    pub fn constraint_description(self, text: impl Into<String>) -> Self {
        self.put("ConstraintDescription", text.into())
    }

    /// What the parameter is for, in up to 4,000 characters.
    pub fn description(self, text: impl Into<String>) -> Self {
        self.put("Description", text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_by_their_names() {
        let simple = [
            ParameterType::String,
            ParameterType::Number,
            ParameterType::NumberList,
            ParameterType::CommaDelimitedList,
            ParameterType::SsmName,
            ParameterType::SsmString,
            ParameterType::SsmStringList,
            ParameterType::SsmCommaDelimitedList,
        ];
        let wrappers = [ParameterType::Aws, ParameterType::AwsList, ParameterType::Ssm, ParameterType::SsmList];
        let wrapped = AwsType::ALL.into_iter().flat_map(|kind| wrappers.map(|wrap| wrap(kind)));
        for kind in simple.into_iter().chain(wrapped) {
            assert_eq!(ParameterType::from_name(&kind.name()), Some(kind));
        }
        for name in ["", "string", "List<String>", "List<AWS::EC2::VPC::Id", "AWS::SSM::Parameter::Value<Number>"] {
            assert_eq!(ParameterType::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_parameter_says_what_was_asked_for() {
        let parameter = Parameter::string().default("a").allowed_values(["a", "b"]).max_length(3).no_echo();
        assert_eq!(
            serde_json::to_string(&parameter).unwrap(),
            r#"{"Type":"String","Default":"a","AllowedValues":["a","b"],"MaxLength":3,"NoEcho":true}"#
        );
        assert_eq!(Parameter::aws_list(AwsType::SubnetId).kind(), Some(ParameterType::AwsList(AwsType::SubnetId)));
    }
}
