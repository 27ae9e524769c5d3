//! [`Interface`]: what a template takes and gives.

use cfn_model::template::{Section, Template};
use cfn_model::{Diagnostic, Map, Value};

use crate::Stack;
use crate::stack::Element;
use crate::synth::logical_id;

/// The parameters and outputs of a template, so that whoever deploys it can be told of values that it does not
/// take and of outputs that it does not have.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Interface {
    /// The parameters, and whether each has to be given.
    parameters: Vec<(String, bool)>,
    outputs: Vec<String>,
}

impl Interface {
    /// That of a template.
    pub fn of_template(template: &Template) -> Self {
        let parameters = template.entries(Section::Parameters);
        Interface {
            parameters: parameters.map(|(name, parameter)| (name.to_owned(), is_required(parameter))).collect(),
            outputs: template.entries(Section::Outputs).map(|(name, _)| name.to_owned()).collect(),
        }
    }

    /// That of a stack, as far as it is made. What is added to the stack later is not in it.
    pub fn of(stack: &Stack) -> Self {
        let mut interface = Interface::default();
        for node in stack.tree.nodes() {
            let Element::Entry { section, value } = &stack.elements[node.index()] else { continue };
            match (section, value) {
                (Section::Parameters, Value::Map(parameter)) => {
                    interface.parameters.push((logical_id(stack, node), is_required(parameter)));
                }
                (Section::Outputs, _) => interface.outputs.push(logical_id(stack, node)),
                _ => {}
            }
        }
        interface
    }

    /// Reports values for parameters that there are not, and parameters without a value.
    pub(super) fn check_parameters<'a>(
        &self,
        stack: &mut Stack,
        code: &'static str,
        given: impl IntoIterator<Item = &'a str>,
        is_given: impl Fn(&str) -> bool,
    ) {
        for name in given {
            if !self.parameters.iter().any(|(known, _)| known == name) {
                let message = format!("the template has no parameter `{name}`");
                let names = self.parameters.iter().map(|(name, _)| name.as_str());
                let otherwise = "take the value out, or add the parameter to the template";
                stack.report(unknown(code, message, name, names, otherwise).property("Parameters"));
            }
        }
        for (name, required) in &self.parameters {
            if *required && !is_given(name) {
                stack.report(
                    Diagnostic::error(code, format!("the parameter `{name}` has no value"))
                        .property("Parameters")
                        .help("give it a value in `parameters`, or a default in the template"),
                );
            }
        }
    }

    /// Reports an output that there is not.
    pub(super) fn check_output(&self, stack: &mut Stack, code: &'static str, name: &str) {
        if !self.outputs.iter().any(|known| known == name) {
            let message = format!("the template has no output `{name}`");
            let names = self.outputs.iter().map(String::as_str);
            stack.report(unknown(code, message, name, names, "add the output to the template"));
        }
    }
}

fn is_required(parameter: &Map) -> bool {
    !parameter.contains_key("Default")
}

fn unknown<'a>(
    code: &'static str,
    message: String,
    name: &str,
    names: impl Iterator<Item = &'a str>,
    otherwise: &str,
) -> Diagnostic {
    let nearest = cfn_model::nearest(name, names);
    let help = nearest.map_or_else(|| otherwise.to_owned(), |nearest| format!("did you mean `{nearest}`?"));
    Diagnostic::error(code, message).help(help)
}
