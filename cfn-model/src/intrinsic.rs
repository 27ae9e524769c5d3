//! [`Intrinsic`]: the functions that CloudFormation evaluates at deployment.

use crate::{Map, Value};

/// An intrinsic function with its argument as it stands in the template.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Intrinsic {
    /// Which function.
    pub function: Function,
    /// What it is applied to: a string, a list or a map, by function.
    pub argument: Value,
}

macro_rules! functions {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal $tag:literal,)*) => {
        /// The name of an intrinsic function.
        ///
        /// `Fn::ForEach` is not among them: it stands as a key beside others (`Fn::ForEach::Name`)
        /// and is kept as one. See [`functions::for_each`](crate::functions::for_each).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Function {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Function {
            /// Every function.
            pub const ALL: &[Function] = &[$(Function::$variant,)*];

            /// The name of the long form: `Ref`, `Fn::GetAtt`.
            pub fn name(self) -> &'static str {
                match self { $(Function::$variant => $name,)* }
            }

            /// The tag of the short form, without its exclamation mark: `Ref`, `GetAtt`.
            pub fn tag(self) -> &'static str {
                match self { $(Function::$variant => $tag,)* }
            }

            /// The function of a long name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Function::$variant),)* _ => None }
            }

            /// The function of a short tag, given without its exclamation mark.
            pub fn from_tag(tag: &str) -> Option<Self> {
                match tag { $($tag => Some(Function::$variant),)* _ => None }
            }
        }
    };
}

functions! {
    /// `Ref`: a parameter's value, or a resource's main identifier.
    Ref "Ref" "Ref",
    /// `Fn::GetAtt`: an attribute of a resource.
    GetAtt "Fn::GetAtt" "GetAtt",
    /// `Fn::Sub`: text with `${}` variables.
    Sub "Fn::Sub" "Sub",
    /// `Fn::Join`: a list joined to a string.
    Join "Fn::Join" "Join",
    /// `Fn::Select`: one item of a list.
    Select "Fn::Select" "Select",
    /// `Fn::Split`: a string split into a list.
    Split "Fn::Split" "Split",
    /// `Fn::If`: one of two values, by a condition.
    If "Fn::If" "If",
    /// `Fn::Equals`: whether two values are equal.
    Equals "Fn::Equals" "Equals",
    /// `Fn::And`: whether all of two to ten conditions hold.
    And "Fn::And" "And",
    /// `Fn::Or`: whether one of two to ten conditions holds.
    Or "Fn::Or" "Or",
    /// `Fn::Not`: whether a condition does not hold.
    Not "Fn::Not" "Not",
    /// `Condition`: a named condition inside another.
    Condition "Condition" "Condition",
    /// `Fn::FindInMap`: a value of the `Mappings` section.
    FindInMap "Fn::FindInMap" "FindInMap",
    /// `Fn::ImportValue`: an export of another stack.
    ImportValue "Fn::ImportValue" "ImportValue",
    /// `Fn::GetStackOutput`: an output of another stack, region or account.
    GetStackOutput "Fn::GetStackOutput" "GetStackOutput",
    /// `Fn::Base64`: text in base64.
    Base64 "Fn::Base64" "Base64",
    /// `Fn::Cidr`: a list of address blocks.
    Cidr "Fn::Cidr" "Cidr",
    /// `Fn::GetAZs`: the availability zones of a region.
    GetAzs "Fn::GetAZs" "GetAZs",
    /// `Fn::Transform`: what a macro makes of its parameters.
    Transform "Fn::Transform" "Transform",
    /// `Fn::ToJsonString`: a value as JSON text (`AWS::LanguageExtensions`).
    ToJsonString "Fn::ToJsonString" "ToJsonString",
    /// `Fn::Length`: how many items a list has (`AWS::LanguageExtensions`).
    Length "Fn::Length" "Length",
    /// `Fn::Contains`: whether a list holds a value (rules).
    Contains "Fn::Contains" "Contains",
    /// `Fn::EachMemberEquals`: whether all items of a list equal a value (rules).
    EachMemberEquals "Fn::EachMemberEquals" "EachMemberEquals",
    /// `Fn::EachMemberIn`: whether all items of a list are in another (rules).
    EachMemberIn "Fn::EachMemberIn" "EachMemberIn",
    /// `Fn::RefAll`: the values of all parameters of a type (rules).
    RefAll "Fn::RefAll" "RefAll",
    /// `Fn::ValueOf`: an attribute of a parameter's value (rules).
    ValueOf "Fn::ValueOf" "ValueOf",
    /// `Fn::ValueOfAll`: an attribute of the values of all parameters of a type (rules).
    ValueOfAll "Fn::ValueOfAll" "ValueOfAll",
}

impl Intrinsic {
    /// A function applied to an argument.
    pub fn new(function: Function, argument: impl Into<Value>) -> Self {
        Intrinsic { function, argument: argument.into() }
    }

    /// Reads `{"Fn::Name": argument}`, or gives the map back when it is not of that form.
    ///
    /// `{"Condition": …}` is given back: only its place in the template tells whether it is the
    /// function or, say, the element of a policy statement.
    pub fn from_long_form(map: Map) -> Result<Self, Map> {
        let function = match map.only() {
            Some((name, _)) => Function::from_name(name).filter(|function| *function != Function::Condition),
            None => None,
        };
        match function {
            Some(function) => {
                let argument = map.into_iter().next().map(|(_, argument)| argument).unwrap_or_default();
                Ok(Intrinsic { function, argument })
            }
            None => Err(map),
        }
    }

    /// The logical ids of the parameters and resources that `Ref`, `Fn::GetAtt` or `Fn::Sub` names here. What is
    /// deeper in the argument has names of its own.
    pub fn names(&self) -> Vec<&str> {
        let first = |text| str::split(text, '.').next();
        match (self.function, &self.argument) {
            (Function::Ref, Value::String(id)) => vec![id],
            (Function::GetAtt, Value::String(path)) => first(path).into_iter().collect(),
            (Function::GetAtt, Value::List(path)) => path.first().and_then(Value::as_str).into_iter().collect(),
            (Function::Sub, Value::String(text)) => variables(text).collect(),
            (Function::Sub, Value::List(arguments)) => {
                let given = arguments.get(1).and_then(Value::as_map);
                let text = arguments.first().and_then(Value::as_str).unwrap_or_default();
                variables(text).filter(|name| !given.is_some_and(|given| given.contains_key(name))).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The logical ids in the text of a `Fn::Sub`. `${!…}` is text.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    let inside = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    inside.filter(|(name, _)| !name.starts_with('!')).map(|(name, _)| name.split('.').next().unwrap_or(name).trim())
}

impl From<Intrinsic> for Value {
    fn from(call: Intrinsic) -> Self {
        Value::Intrinsic(Box::new(call))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_name_parameters_and_resources() {
        let check = |function, argument: Value, expected: &[&str]| {
            assert_eq!(Intrinsic::new(function, argument).names(), expected);
        };
        check(Function::Ref, "A".into(), &["A"]);
        check(Function::GetAtt, "A.Arn".into(), &["A"]);
        check(Function::GetAtt, Value::List(vec!["A".into(), "Arn".into()]), &["A"]);
        check(Function::Sub, "${A}-${ B.Arn }-${!C}-${AWS::Region}".into(), &["A", "B", "AWS::Region"]);
        let given = Value::List(vec!["${A}${B}".into(), Map::from([("A", 1)]).into()]);
        check(Function::Sub, given, &["B"]);
        check(Function::If, "A".into(), &[]);
    }

    #[test]
    fn names_and_tags_lead_back() {
        for function in Function::ALL {
            assert_eq!(Function::from_name(function.name()), Some(*function));
            assert_eq!(Function::from_tag(function.tag()), Some(*function));
        }
    }
}
