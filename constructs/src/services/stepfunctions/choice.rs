//! [`Choice`]: which state comes next.

use cfn_model::{IntoProp, Json, Map, Value};

use super::State;
use super::state::{data, state};

state! {
    /// Goes on with one of several states, by conditions.
    Choice
}
data!(Choice);

impl Choice {
    /// A choice without conditions yet.
    pub fn new() -> Self {
        Choice { state: State::new("Choice") }
    }

    /// Goes on with the state of that name where the condition holds. The first that holds is the one that counts.
    #[must_use]
    pub fn when(mut self, condition: Condition, next: impl Into<String>) -> Self {
        let mut rule = condition.0;
        rule.insert("Next", next.into());
        self.state.push("Choices", rule);
        self
    }

    /// Goes on with the state of that name where no condition holds. Without it the state machine fails then.
    #[must_use]
    pub fn otherwise(mut self, next: impl Into<String>) -> Self {
        self.state.put("Default", next.into());
        self
    }

    /// Sets variables for the states that come after.
    #[must_use]
    pub fn assign(mut self, variables: impl IntoProp<Json>) -> Self {
        self.state.put("Assign", variables.into_prop());
        self
    }
}

impl Default for Choice {
    fn default() -> Self {
        Choice::new()
    }
}

/// What a [`Choice`] asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(Map);

impl Condition {
    /// A JSONata expression that gives true or false, such as `{% $states.input.count > 1 %}`.
    pub fn jsonata(expression: impl Into<String>) -> Self {
        Condition(Map::from([("Condition", expression.into())]))
    }

    /// A comparison of what stands at a path, such as `$.count`. JSONPath only.
    pub fn path(variable: impl Into<String>, operator: Operator, value: impl Into<Value>) -> Self {
        Condition(Map::from([("Variable", Value::from(variable.into())), (operator.name(), value.into())]))
    }

    /// All of the conditions. JSONPath only.
    pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Condition(Map::from([("And", conditions.into_iter().map(|condition| condition.0).collect::<Vec<_>>())]))
    }

    /// One of the conditions. JSONPath only.
    pub fn any(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Condition(Map::from([("Or", conditions.into_iter().map(|condition| condition.0).collect::<Vec<_>>())]))
    }
}

impl std::ops::Not for Condition {
    type Output = Condition;

    /// The opposite. JSONPath only.
    fn not(self) -> Condition {
        Condition(Map::from([("Not", self.0)]))
    }
}

macro_rules! operators {
    ($($variant:ident)+) => {
        /// How a condition in JSONPath compares, in the names of the Amazon States Language. Those that end
        /// with `Path` compare with what stands at another path, those that begin with `Is` with true or false.
        ///
        /// See <https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html>.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the names are those of the language, and the page above explains each")]
        pub enum Operator { $($variant,)+ }

        impl Operator {
            /// Every operator.
            pub const ALL: &'static [Operator] = &[$(Operator::$variant,)+];

            /// The name as it stands in a definition.
            pub fn name(self) -> &'static str {
                match self { $(Operator::$variant => stringify!($variant),)+ }
            }
        }
    };
}

operators! {
    BooleanEquals BooleanEqualsPath
    IsBoolean IsNull IsNumeric IsPresent IsString IsTimestamp
    NumericEquals NumericEqualsPath
    NumericGreaterThan NumericGreaterThanPath NumericGreaterThanEquals NumericGreaterThanEqualsPath
    NumericLessThan NumericLessThanPath NumericLessThanEquals NumericLessThanEqualsPath
    StringEquals StringEqualsPath
    StringGreaterThan StringGreaterThanPath StringGreaterThanEquals StringGreaterThanEqualsPath
    StringLessThan StringLessThanPath StringLessThanEquals StringLessThanEqualsPath
    StringMatches
    TimestampEquals TimestampEqualsPath
    TimestampGreaterThan TimestampGreaterThanPath TimestampGreaterThanEquals TimestampGreaterThanEqualsPath
    TimestampLessThan TimestampLessThanPath TimestampLessThanEquals TimestampLessThanEqualsPath
}
