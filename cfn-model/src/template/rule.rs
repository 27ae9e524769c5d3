//! [`Rule`]: what must hold among parameters before CloudFormation does anything.

use super::part;
use crate::{Condition, Expr, Function, Intrinsic, Map, Value};

part! {
    /// Assertions about parameters, which hold always or where a condition holds.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html>.
    Rule
}

impl Rule {
    /// A rule that `assertion` holds; `description` is told where it does not.
    pub fn new(assertion: Condition, description: impl Into<String>) -> Self {
        Rule::with("Assertions", Vec::<Value>::new()).assert(assertion, description)
    }

    /// One more assertion.
    pub fn assert(mut self, assertion: Condition, description: impl Into<String>) -> Self {
        let assertion =
            Map::from([("Assert", Value::from(assertion)), ("AssertDescription", Value::String(description.into()))]);
        if let Some(Value::List(assertions)) = self.0.get_mut("Assertions") {
            assertions.push(assertion.into());
        }
        self
    }

    /// The assertions are looked at only where the condition holds.
    pub fn when(mut self, condition: Condition) -> Self {
        self.0.insert_at(0, "RuleCondition", condition);
        self
    }
}

fn call(function: Function, arguments: impl Into<Value>) -> Value {
    Intrinsic::new(function, arguments).into()
}

/// `Fn::EachMemberEquals`: every item of a list is `value`.
pub fn each_member_equals(items: impl Into<Value>, value: impl Into<Value>) -> Condition {
    Condition::from_value(call(Function::EachMemberEquals, vec![items.into(), value.into()]))
}

/// `Fn::EachMemberIn`: every item of a list is one of `allowed`.
pub fn each_member_in(items: impl Into<Value>, allowed: impl Into<Value>) -> Condition {
    Condition::from_value(call(Function::EachMemberIn, vec![items.into(), allowed.into()]))
}

/// `Fn::RefAll`: the values of all parameters of a type, such as `AWS::EC2::VPC::Id`.
pub fn ref_all(parameter_type: impl Into<String>) -> Expr {
    Expr::from_value(call(Function::RefAll, parameter_type.into()))
}

/// `Fn::ValueOf`: an attribute of what a parameter names, such as the `VpcId` of a subnet.
pub fn value_of(parameter: impl Into<Value>, attribute: impl Into<String>) -> Expr {
    Expr::from_value(call(Function::ValueOf, vec![parameter.into(), Value::String(attribute.into())]))
}

/// `Fn::ValueOfAll`: an attribute of what all parameters of a type name.
pub fn value_of_all(parameter_type: impl Into<String>, attribute: impl Into<String>) -> Expr {
    Expr::from_value(call(Function::ValueOfAll, [parameter_type.into(), attribute.into()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions;

    #[test]
    fn a_rule_has_its_condition_first() {
        let production = Condition::equals(functions::reference("Stage"), "prod");
        let rule = Rule::new(each_member_in(value_of("Subnets", "VpcId"), ref_all("AWS::EC2::VPC::Id")), "one VPC")
            .assert(Condition::contains(["t3.large"], functions::reference("Size")), "large")
            .when(production);
        assert_eq!(
            serde_json::to_string(&rule).unwrap(),
            r#"{"RuleCondition":{"Fn::Equals":[{"Ref":"Stage"},"prod"]},"Assertions":[{"Assert":{"Fn::EachMemberIn":[{"Fn::ValueOf":["Subnets","VpcId"]},{"Fn::RefAll":"AWS::EC2::VPC::Id"}]},"AssertDescription":"one VPC"},{"Assert":{"Fn::Contains":[["t3.large"],{"Ref":"Size"}]},"AssertDescription":"large"}]}"#
        );
    }
}
