//! [`Measure`]: how long a value will be at deployment.

use cfn_model::{Value, pseudo};

use crate::stack::Stack;
use crate::tree::NodeId;

/// What stands around the name in an ARN: partition, service, region, account and type at their longest usual.
const ARN: usize = 70;
/// What CloudFormation puts between and after stack and logical id in a name that it makes.
const GENERATED: usize = 14;
/// What is assumed of a value that nothing is known of.
const UNKNOWN: usize = 100;

/// How long values of a stack will be once their references have theirs. AWS counts those, and not
/// the template's text. Where that cannot be known it is guessed, rather too long than too short.
pub(crate) struct Measure<'a>(pub(crate) &'a Stack);

impl Measure<'_> {
    /// The length as JSON without white space.
    pub(crate) fn value(&self, value: &Value) -> usize {
        let separators = |count: usize| count.saturating_sub(1);
        match value {
            Value::Null | Value::Bool(true) => 4,
            Value::Bool(false) => 5,
            Value::Number(number) => number.to_string().len(),
            Value::List(items) => {
                2 + separators(items.len()) + items.iter().map(|item| self.value(item)).sum::<usize>()
            }
            Value::Map(map) => {
                let entries = map.iter().map(|(key, value)| key.len() + 3 + self.value(value));
                2 + separators(map.len()) + entries.sum::<usize>()
            }
            text => 2 + self.text(text),
        }
    }

    /// The length of a string, without its quotes.
    fn text(&self, value: &Value) -> usize {
        let Measure(stack) = self;
        match value {
            Value::String(text) => text.len(),
            Value::Text(parts) => parts.iter().map(|part| self.text(part)).sum(),
            Value::Reference(reference) if reference.target.tree == stack.uid => {
                let ids = stack.tree.ids(NodeId(reference.target.node));
                let name = ids.iter().map(|id| id.len()).sum::<usize>() + GENERATED;
                name + reference.attribute.as_ref().map_or(0, |_| ARN)
            }
            value if value == pseudo::partition().value() => "aws-us-gov".len(),
            value if value == pseudo::region().value() => "ap-southeast-1".len(),
            value if value == pseudo::account_id().value() => "111122223333".len(),
            value if value == pseudo::stack_name().value() => stack.name().len(),
            _ => UNKNOWN,
        }
    }
}
