//! Constructors of the intrinsic functions.
//!
//! Arguments that must be known before deployment are plain strings; the rest takes values and
//! expressions alike. References to resources come from handles, see [`Handle`](crate::Handle).

use crate::{Expr, Function, IntoProp, Intrinsic, Key, List, Map, Prop, Value};

fn call(function: Function, argument: impl Into<Value>) -> Value {
    Value::from(Intrinsic::new(function, argument))
}

/// `Ref` by logical id, for templates that are written without a construct tree.
pub fn reference(logical_id: impl Into<String>) -> Expr {
    Expr(call(Function::Ref, logical_id.into()))
}

/// `Fn::GetAtt` by logical id and attribute, for templates that are written without a construct tree.
pub fn get_att(logical_id: impl Into<String>, attribute: impl Into<String>) -> Expr {
    Expr(call(Function::GetAtt, [logical_id.into(), attribute.into()]))
}

/// `Fn::Sub` with its text as CloudFormation reads it. Prefer [`sub!`](crate::sub), which needs no `${}`.
pub fn sub(text: impl Into<String>) -> Prop<String> {
    Prop::from_value(call(Function::Sub, text.into()))
}

/// `Fn::Sub` with values for its variables.
pub fn sub_with<V: Into<Value>>(
    text: impl Into<String>,
    variables: impl IntoIterator<Item = (&'static str, V)>,
) -> Prop<String> {
    let variables: Map = variables.into_iter().collect();
    Prop::from_value(call(Function::Sub, vec![Value::String(text.into()), Value::Map(variables)]))
}

/// `Fn::Join`: the items with `delimiter` between them.
pub fn join(delimiter: impl Into<String>, items: impl IntoProp<List<String>>) -> Prop<String> {
    Prop::from_value(call(Function::Join, vec![Value::String(delimiter.into()), items.into_prop().into_value()]))
}

/// `Fn::Select`: item number `index` of the list, counted from 0.
pub fn select<T>(index: impl IntoProp<i64>, items: impl IntoProp<List<T>>) -> Prop<T> {
    Prop::from_value(call(Function::Select, vec![index.into_prop().into_value(), items.into_prop().into_value()]))
}

/// `Fn::Split`: the parts of `text` between occurrences of `delimiter`.
pub fn split(delimiter: impl Into<String>, text: impl IntoProp<String>) -> Prop<List<String>> {
    Prop::from_value(call(Function::Split, vec![Value::String(delimiter.into()), text.into_prop().into_value()]))
}

/// `Fn::If`: `then` where the condition of that name holds, `otherwise` where not.
pub fn if_(condition: impl Into<String>, then: impl Into<Value>, otherwise: impl Into<Value>) -> Expr {
    Expr(call(Function::If, vec![Value::String(condition.into()), then.into(), otherwise.into()]))
}

/// `Fn::FindInMap`: the value of the mapping under two keys.
pub fn find_in_map(mapping: impl Into<String>, first: impl IntoProp<String>, second: impl IntoProp<String>) -> Expr {
    let keys = vec![Value::String(mapping.into()), first.into_prop().into_value(), second.into_prop().into_value()];
    Expr(call(Function::FindInMap, keys))
}

/// `Fn::FindInMap` with a default for keys that are not there (`AWS::LanguageExtensions`).
pub fn find_in_map_or(
    mapping: impl Into<String>,
    first: impl IntoProp<String>,
    second: impl IntoProp<String>,
    default: impl Into<Value>,
) -> Expr {
    let default = Map::from([("DefaultValue", default.into())]);
    let keys = vec![
        Value::String(mapping.into()),
        first.into_prop().into_value(),
        second.into_prop().into_value(),
        default.into(),
    ];
    Expr(call(Function::FindInMap, keys))
}

/// `Fn::ImportValue`: the export of that name, of a stack in the same account and region.
pub fn import_value(name: impl IntoProp<String>) -> Expr {
    Expr(call(Function::ImportValue, name.into_prop()))
}

/// `Fn::GetStackOutput`: an output of another stack, read when this one is created or updated.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct GetStackOutput(Map);

impl GetStackOutput {
    /// The output `output` of the stack `stack_name` in this account and region.
    pub fn new(stack_name: impl IntoProp<String>, output: impl IntoProp<String>) -> Self {
        GetStackOutput(Map::from([("StackName", stack_name.into_prop()), ("OutputName", output.into_prop())]))
    }

    /// The region of the stack, where it is another.
    #[must_use]
    pub fn region(mut self, region: impl IntoProp<String>) -> Self {
        self.0.insert("Region", region.into_prop());
        self
    }

    /// The role to read the output with, where the stack is in another account: it must allow
    /// `cloudformation:DescribeStacks` there.
    #[must_use]
    pub fn role_arn(mut self, role_arn: impl IntoProp<String>) -> Self {
        self.0.insert("RoleArn", role_arn.into_prop());
        self
    }
}

impl From<GetStackOutput> for Expr {
    fn from(function: GetStackOutput) -> Self {
        Expr(call(Function::GetStackOutput, function.0))
    }
}

impl<T> IntoProp<T> for GetStackOutput {
    fn into_prop(self) -> Prop<T> {
        Expr::from(self).into_prop()
    }
}

/// `Fn::Base64`: the text in base64, as user data wants it.
pub fn base64(text: impl IntoProp<String>) -> Prop<String> {
    Prop::from_value(call(Function::Base64, text.into_prop()))
}

/// `Fn::Cidr`: `count` blocks of `bits` host bits inside `block`.
pub fn cidr(block: impl IntoProp<String>, count: impl IntoProp<i64>, bits: impl IntoProp<i64>) -> Prop<List<String>> {
    let arguments = vec![block.into_prop().into_value(), count.into_prop().into_value(), bits.into_prop().into_value()];
    Prop::from_value(call(Function::Cidr, arguments))
}

/// `Fn::GetAZs`: the availability zones of a region; of the stack's own, where the name is empty.
pub fn get_azs(region: impl IntoProp<String>) -> Prop<List<String>> {
    Prop::from_value(call(Function::GetAzs, region.into_prop()))
}

/// `Fn::Transform`: what the macro `name` makes of `parameters`.
pub fn transform(name: impl Into<String>, parameters: impl Into<Value>) -> Expr {
    let argument = Map::from([("Name", Value::String(name.into())), ("Parameters", parameters.into())]);
    Expr(call(Function::Transform, argument))
}

/// `Fn::ToJsonString`: a list or map as JSON text (`AWS::LanguageExtensions`).
pub fn to_json_string(value: impl IntoProp<crate::Json>) -> Prop<String> {
    Prop::from_value(call(Function::ToJsonString, value.into_prop()))
}

/// `Fn::Length`: how many items a list has (`AWS::LanguageExtensions`).
pub fn length<T>(items: impl IntoProp<List<T>>) -> Prop<i64> {
    Prop::from_value(call(Function::Length, items.into_prop()))
}

/// `Fn::ForEach`: a key and value to put among resources, outputs, conditions or properties, which
/// becomes one entry for each item of `collection` (`AWS::LanguageExtensions`).
///
/// `output_key` names the entries; `${Identifier}` in it, and in `output`, stands for the item.
pub fn for_each(
    loop_name: &str,
    identifier: impl Into<String>,
    collection: impl IntoProp<List<String>>,
    output_key: impl Into<String>,
    output: impl Into<Value>,
) -> (Key, Value) {
    let body = Map::from([(output_key.into(), output.into())]);
    let arguments = vec![Value::String(identifier.into()), collection.into_prop().into_value(), Value::Map(body)];
    (Key::Owned(format!("Fn::ForEach::{loop_name}")), Value::List(arguments))
}

/// A condition: what the `Conditions` section names, and what `Fn::If` and resources refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(Value);

impl Condition {
    /// A condition from any value, which is not checked here.
    pub fn from_value(value: impl Into<Value>) -> Self {
        Condition(value.into())
    }

    /// `Fn::Equals`: both values are the same.
    pub fn equals(left: impl Into<Value>, right: impl Into<Value>) -> Self {
        Condition(call(Function::Equals, vec![left.into(), right.into()]))
    }

    /// The condition of that name.
    pub fn named(name: impl Into<String>) -> Self {
        Condition(call(Function::Condition, name.into()))
    }

    /// `Fn::And`: all of them hold. CloudFormation takes two to ten.
    pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Condition(call(Function::And, Value::List(conditions.into_iter().map(|condition| condition.0).collect())))
    }

    /// `Fn::Or`: one of them holds. CloudFormation takes two to ten.
    pub fn any(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Condition(call(Function::Or, Value::List(conditions.into_iter().map(|condition| condition.0).collect())))
    }

    /// `Fn::Contains`: `value` is one of `items`. Only in rules.
    pub fn contains(items: impl Into<Value>, value: impl Into<Value>) -> Self {
        Condition(call(Function::Contains, vec![items.into(), value.into()]))
    }
}

impl std::ops::Not for Condition {
    type Output = Condition;

    /// `Fn::Not`: it does not hold.
    fn not(self) -> Self::Output {
        Condition(call(Function::Not, vec![self.0]))
    }
}

impl From<Condition> for Value {
    fn from(condition: Condition) -> Self {
        condition.0
    }
}
