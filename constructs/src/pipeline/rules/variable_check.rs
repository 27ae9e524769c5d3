//! A variable has a value.

use cfn_model::{IntoProp, Prop};

use crate::pipeline::{Rule, providers};

/// How a variable is compared with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is the text.
    Equals,
    /// It is not the text.
    Differs,
    /// It has the text in it.
    Contains,
    /// It matches the text, which is a regular expression of Java.
    Matches,
}

/// A variable has a value.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableCheckRule {
    /// The rule's name.
    pub name: String,
    /// The variable: what an action's `variable` or a pipeline variable's `value` gives.
    pub variable: Prop<String>,
    /// How it is compared.
    pub comparison: Comparison,
    /// What it is compared with.
    pub value: Prop<String>,
}

impl VariableCheckRule {
    /// The variable compares with the value in that way.
    pub fn new(
        name: impl Into<String>,
        variable: impl IntoProp<String>,
        comparison: Comparison,
        value: impl IntoProp<String>,
    ) -> Self {
        let (variable, value) = (variable.into_prop(), value.into_prop());
        VariableCheckRule { name: name.into(), variable, comparison, value }
    }
}

impl From<VariableCheckRule> for Rule {
    fn from(rule: VariableCheckRule) -> Self {
        let operator = match rule.comparison {
            Comparison::Equals => "EQ",
            Comparison::Differs => "NE",
            Comparison::Contains => "CONTAINS",
            Comparison::Matches => "MATCHES",
        };
        Rule::new(rule.name, &providers::rules::VARIABLE_CHECK)
            .configure("Variable", rule.variable)
            .configure("Value", rule.value)
            .configure("Operator", operator)
    }
}
