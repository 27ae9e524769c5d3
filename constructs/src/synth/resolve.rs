//! References and text become the functions that CloudFormation evaluates.

use cfn_model::template::Section;
use cfn_model::{Diagnostic, Function, Intrinsic, Reference, Value, text};

use super::LogicalIds;
use super::cross_stack::Taken;
use crate::stack::Stack;
use crate::tree::NodeId;

/// Resolves the values of one stack.
pub(crate) struct Resolver<'a> {
    pub(crate) stacks: &'a [Stack],
    pub(crate) ids: &'a [LogicalIds],
    /// The stack whose values are resolved.
    pub(crate) consumer: usize,
    /// What it takes from others.
    pub(crate) taken: Taken,
    pub(crate) problems: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(stacks: &'a [Stack], ids: &'a [LogicalIds], consumer: usize) -> Self {
        Resolver { stacks, ids, consumer, taken: Taken::default(), problems: Vec::new() }
    }

    pub(crate) fn stack(&self) -> &'a Stack {
        &self.stacks[self.consumer]
    }

    pub(crate) fn id(&self, node: NodeId) -> &'a str {
        self.ids[self.consumer].of(node)
    }

    /// The value as it stands in the template. `node` is whose value it is, for problems.
    pub(crate) fn resolve(&mut self, node: NodeId, mut value: Value) -> Value {
        value.change_nodes(&mut |value| match value {
            Value::Reference(reference) => *value = self.reference(node, reference),
            Value::Text(parts) => *value = text::resolve(std::mem::take(parts)),
            _ => {}
        });
        value
    }

    fn reference(&mut self, node: NodeId, reference: &Reference) -> Value {
        let producer = self.stacks.iter().position(|stack| stack.uid == reference.target.tree);
        let target = NodeId(reference.target.node);
        match producer {
            Some(producer) => {
                let value = expression(&self.ids[producer], target, reference);
                if producer == self.consumer {
                    return value;
                }
                self.taken.take(self.stacks, self.consumer, producer, node, value, &mut self.problems)
            }
            None => {
                let stack = self.stack();
                self.problems.push(
                    Diagnostic::error("other-app", "a value of a stack that is not in the app is used")
                        .help("add that stack to the app, with `App::with`")
                        .construct(stack.tree.path(node))
                        .at(stack.tree.location(node)),
                );
                // Left as it is: what it would be is not known, and so nothing is wrong with it.
                reference.clone().into()
            }
        }
    }
}

/// How the stack that has those ids says what a reference means.
fn expression(ids: &LogicalIds, target: NodeId, reference: &Reference) -> Value {
    let id = ids.of(target);
    match (ids.section(target), &reference.attribute) {
        // Conditions and mappings are named where they are used, not evaluated.
        (Some(Section::Conditions | Section::Mappings), _) => Value::from(id),
        (_, Some(attribute)) => Intrinsic::new(Function::GetAtt, [id, attribute]).into(),
        (_, None) => Intrinsic::new(Function::Ref, id).into(),
    }
}
