//! A variable has a value.

use cfn_model::{IntoProp, Prop};

use crate::pipeline::{ConfigurationKey, Rule, RuleProvider};

/// What AWS says of rules about variables.
pub static VARIABLE_CHECK: RuleProvider = RuleProvider {
    provider: "VariableCheck",
    version: "1",
    inputs: 0..=0,
    configuration: &[
        ConfigurationKey::required("Variable", "The variable, as `#{Namespace.Name}`."),
        ConfigurationKey::required("Value", "What it is compared with."),
        ConfigurationKey::required("Operator", "How it is compared.").one_of(&["EQ", "NE", "CONTAINS", "MATCHES"]),
    ],
    skips: true,
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html",
};

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
        Rule::new(rule.name, &VARIABLE_CHECK)
            .configure("Variable", rule.variable)
            .configure("Value", rule.value)
            .configure("Operator", operator)
    }
}
