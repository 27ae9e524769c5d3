//! What one stack takes from another: an output there, and a function here that reads it.

use std::collections::BTreeSet;

use cfn_model::functions::{GetStackOutput, import_value};
use cfn_model::template::{Parameter, Section, Template};
use cfn_model::{Diagnostic, Expr, Function, Map, Properties, Value};

use super::logical_ids::pascal_case;
use crate::stack::{CrossReferences, Stack};
use crate::tree::NodeId;

/// A parameter of one stack that takes an output of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterSource {
    /// The parameter's logical id.
    pub parameter: String,
    /// The stack whose output fills it.
    pub stack: String,
    /// The output.
    pub output: String,
}

/// What one stack takes from others.
#[derive(Default)]
pub(crate) struct Taken {
    /// By the stack that has to give them.
    outputs: Vec<(usize, Output)>,
    /// Parameters that the outputs fill.
    parameters: Vec<ParameterSource>,
    /// The producer, and the node that needs it, as often as it does.
    edges: Vec<(usize, NodeId)>,
}

struct Output {
    id: String,
    value: Value,
    exported: bool,
}

impl Taken {
    /// How `consumer`, which this is of, reads `value` of `producer`.
    pub(crate) fn take(
        &mut self,
        stacks: &[Stack],
        consumer: usize,
        producer: usize,
        node: NodeId,
        value: Value,
        problems: &mut Vec<Diagnostic>,
    ) -> Value {
        let (here, there) = (&stacks[consumer], &stacks[producer]);
        let report = |problem: Diagnostic, problems: &mut Vec<Diagnostic>| {
            problems.push(problem.construct(here.tree.path(node)).at(here.tree.location(node)));
        };
        let Some(id) = output_id(&value) else {
            let problem = Diagnostic::error("cross-stack", "a condition or mapping of another stack is used")
                .help("declare it in this stack too");
            report(problem, problems);
            return Value::Null;
        };
        self.edges.push((producer, node));
        let how = here.cross_references;
        let exported = how == CrossReferences::Export;
        self.outputs.push((producer, Output { id: id.clone(), value, exported }));

        let differs = |of: fn(&Stack) -> Option<&String>| match (of(here), of(there)) {
            (Some(here), Some(there)) => here != there,
            _ => false,
        };
        let other_account = differs(|stack| stack.environment.account.as_ref());
        let other_region = differs(|stack| stack.environment.region.as_ref());
        let stack_name = there.name();
        match how {
            CrossReferences::Weak => {
                let mut function = GetStackOutput::new(stack_name, id.as_str());
                if let (true, Some(region)) = (other_region, &there.environment.region) {
                    function = function.region(region);
                }
                match (&there.outputs_role, other_account) {
                    (Some(role), true) => function = function.role_arn(role),
                    (None, true) => report(
                        Diagnostic::error("cross-account", format!("`{stack_name}` is in another account"))
                            .help("name the role that may read its outputs, with `Stack::outputs_role` of that stack"),
                        problems,
                    ),
                    (_, false) => {}
                }
                Expr::from(function).into()
            }
            CrossReferences::Export => {
                if other_account || other_region {
                    let problem = Diagnostic::error(
                        "cross-environment",
                        format!("`{stack_name}` is in another account or region, where no export is read"),
                    );
                    report(problem.help("use `CrossReferences::Weak` for this stack"), problems);
                }
                import_value(export_name(stack_name, &id)).into()
            }
            CrossReferences::Parameter => {
                let source = ParameterSource {
                    parameter: format!("{}{id}", pascal_case(stack_name)),
                    stack: stack_name.to_owned(),
                    output: id,
                };
                let reference = cfn_model::functions::reference(source.parameter.as_str());
                if !self.parameters.contains(&source) {
                    self.parameters.push(source);
                }
                reference.into()
            }
        }
    }
}

/// Everything that stacks take from each other.
pub(crate) struct Links {
    /// By stack: outputs that others need.
    outputs: Vec<Vec<Output>>,
    /// By stack: parameters that others' outputs fill.
    pub(crate) parameters: Vec<Vec<ParameterSource>>,
    /// Consumer, producer, and the node of the consumer that needs it.
    pub(crate) edges: BTreeSet<(usize, usize, NodeId)>,
}

impl Links {
    /// What each of the stacks takes, put together.
    pub(crate) fn new(taken: Vec<Taken>) -> Self {
        let mut links = Links {
            outputs: taken.iter().map(|_| Vec::new()).collect(),
            parameters: Vec::with_capacity(taken.len()),
            edges: BTreeSet::new(),
        };
        for (consumer, taken) in taken.into_iter().enumerate() {
            links.edges.extend(taken.edges.into_iter().map(|(producer, node)| (consumer, producer, node)));
            links.parameters.push(taken.parameters);
            for (producer, output) in taken.outputs {
                let present = &mut links.outputs[producer];
                match present.iter_mut().find(|other| other.id == output.id && other.value == output.value) {
                    Some(other) => other.exported |= output.exported,
                    None => present.push(output),
                }
            }
        }
        links
    }

    /// Adds the outputs and parameters to the templates that need them.
    pub(crate) fn add_to(&self, stacks: &[Stack], templates: &mut [Template], problems: &mut Vec<Diagnostic>) {
        for (index, (stack, template)) in stacks.iter().zip(templates).enumerate() {
            let name = stack.name();
            for output in &self.outputs[index] {
                let mut entry = Map::from([("Value", output.value.clone())]);
                if output.exported {
                    entry.insert("Export", Map::from([("Name", export_name(name, &output.id))]));
                }
                let outputs = template.section_mut(Section::Outputs);
                let taken = outputs.get(&output.id).and_then(|present| present.at("Value"));
                if taken.is_some_and(|value| *value != output.value) {
                    problems.push(
                        Diagnostic::error("cross-stack", format!("another stack needs the output `{}`", output.id))
                            .help("the stack has an output of that name with another value: rename that one")
                            .construct(name),
                    );
                } else if taken.is_none() || output.exported {
                    outputs.insert(output.id.clone(), entry);
                }
            }
            for source in &self.parameters[index] {
                let description = format!("The output {} of the stack {}.", source.output, source.stack);
                let parameter = Parameter::string().description(description);
                template.section_mut(Section::Parameters).insert(source.parameter.clone(), parameter.into_map());
            }
        }
    }
}

fn export_name(stack: &str, output: &str) -> String {
    format!("{stack}:{output}")
}

/// The id of the output that carries a `Ref` or `Fn::GetAtt`: the logical id and the attribute.
fn output_id(value: &Value) -> Option<String> {
    let call = value.as_intrinsic()?;
    match (call.function, &call.argument) {
        (Function::Ref, Value::String(id)) => Some(format!("{id}Ref")),
        (Function::GetAtt, Value::List(path)) => {
            let (id, attribute) = (path.first()?.as_str()?, path.get(1)?.as_str()?);
            Some(format!("{id}{}", pascal_case(attribute)))
        }
        _ => None,
    }
}
