//! [`Measure`]: how long a value will be at deployment.

use cfn_model::Value;

use crate::iam::{PolicyDocument, Statement};
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
    /// The length of a policy.
    pub(crate) fn document(&self, document: &PolicyDocument) -> usize {
        let statements = document.statements().iter().map(|statement| self.statement(statement));
        self.value(&PolicyDocument::default().into_value()) + statements.sum::<usize>()
    }

    /// The length of a statement, with the comma that separates it from the next.
    pub(crate) fn statement(&self, statement: &Statement) -> usize {
        // Long lists are measured where they are: a value would hold copies of all their items.
        let Statement { actions, resources, conditions, .. } = statement;
        let rest = self.value(&statement.without_lists().into_value()) - "[]".len();
        let list = |count: usize, items: usize| if count == 1 { items } else { items + 2 + count.saturating_sub(1) };
        let actions = list(actions.len(), actions.iter().map(|action| action.len() + 2).sum());
        let resources = match resources.as_slice() {
            [] => 0,
            some => ",\"Resource\":".len() + list(some.len(), some.iter().map(|item| self.value(item)).sum()),
        };
        let conditions = match conditions.is_empty() {
            true => 0,
            false => {
                ",\"Condition\":".len()
                    + conditions.iter().map(|(key, value)| key.len() + 4 + self.value(value)).sum::<usize>()
                    + 1
            }
        };
        rest + actions + resources + conditions + 1
    }

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
                let ids = stack.tree.ancestors(NodeId(reference.target.node)).map(|node| stack.tree.id(node));
                let name = ids.map(str::len).sum::<usize>() + GENERATED;
                name + reference.attribute.as_ref().map_or(0, |_| ARN)
            }
            value if value.is_ref_of("AWS::Partition") => "aws-us-gov".len(),
            value if value.is_ref_of("AWS::Region") => "ap-southeast-1".len(),
            value if value.is_ref_of("AWS::AccountId") => "111122223333".len(),
            value if value.is_ref_of("AWS::StackName") => stack.name().len(),
            _ => UNKNOWN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::{Operator, Principal};

    #[test]
    fn a_statement_is_as_long_as_its_value() {
        let get = || Statement::allow(["s3:GetObject"]);
        let statements = [
            get().on(["a"]),
            get().on(["a", "b"]).sid("Both"),
            Statement::deny(["s3:GetObject", "s3:PutObject"]).on_all_resources().to([Principal::arn("arn")]),
            get().when(Operator::StringEquals, "aws:SourceAccount", ["1"]).when(Operator::Bool, "aws:x", ["true", "y"]),
            get().when(Operator::StringLike, "a", ["1"]).when(Operator::StringLike, "b", ["2"]),
        ];
        let stack = Stack::new("Stack");
        let measure = Measure(&stack);
        for statement in &statements {
            assert_eq!(measure.statement(statement), measure.value(&statement.to_value()) + 1, "{statement:?}");
        }
        let document = PolicyDocument::new(statements);
        // The last statement has no comma.
        assert_eq!(measure.document(&document), measure.value(&document.to_value()) + 1);
    }
}
