//! The other sections: parameters, mappings, conditions, rules, outputs, metadata, transforms.

use cfn_model::template::{Mapping, Output, Parameter, Rule, Section};

use cfn_model::{Condition, Expr, Function, IntoProp, Intrinsic, Properties, Reference, Target, Value};

use super::{Element, Stack};

/// A condition of the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionRef(Target);

impl ConditionRef {
    pub(crate) fn name(self) -> Value {
        Reference { target: self.0, attribute: None }.into()
    }

    /// `Fn::If`: `then` where the condition holds, `otherwise` where not.
    pub fn choose(self, then: impl Into<Value>, otherwise: impl Into<Value>) -> Expr {
        Expr::from_value(Intrinsic::new(Function::If, vec![self.name(), then.into(), otherwise.into()]))
    }

    /// The condition as a part of another.
    pub fn condition(self) -> Condition {
        Condition::from_value(Intrinsic::new(Function::Condition, self.name()))
    }
}

/// A mapping of the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappingRef(Target);

impl MappingRef {
    /// `Fn::FindInMap`: the value under two keys.
    pub fn find(self, first: impl IntoProp<String>, second: impl IntoProp<String>) -> Expr {
        let name = Value::from(Reference { target: self.0, attribute: None });
        let keys = vec![name, first.into_prop().into_value(), second.into_prop().into_value()];
        Expr::from_value(Intrinsic::new(Function::FindInMap, keys))
    }
}

impl Stack {
    #[track_caller]
    fn entry(&mut self, section: Section, id: String, value: Value) -> Target {
        let node = self.add_node(id, Element::Entry { section, value });
        self.target(node)
    }

    /// Adds a parameter and gives its value. Its logical id is its path, like a resource's.
    #[track_caller]
    pub fn parameter(&mut self, id: impl Into<String>, parameter: Parameter) -> Expr {
        let target = self.entry(Section::Parameters, id.into(), parameter.into_map().into());
        Expr::from_value(Reference { target, attribute: None })
    }

    /// Adds a mapping.
    #[track_caller]
    pub fn mapping(&mut self, id: impl Into<String>, mapping: Mapping) -> MappingRef {
        MappingRef(self.entry(Section::Mappings, id.into(), mapping.into_map().into()))
    }

    /// Adds a condition.
    #[track_caller]
    pub fn condition(&mut self, id: impl Into<String>, condition: Condition) -> ConditionRef {
        ConditionRef(self.entry(Section::Conditions, id.into(), condition.into()))
    }

    /// Adds a rule, which CloudFormation checks before it creates or updates anything.
    #[track_caller]
    pub fn rule(&mut self, id: impl Into<String>, rule: Rule) {
        self.entry(Section::Rules, id.into(), rule.into_map().into());
    }

    /// Adds an output: a value, or an [`Output`] with description, export or condition.
    #[track_caller]
    pub fn output(&mut self, id: impl Into<String>, output: impl Into<Output>) {
        self.entry(Section::Outputs, id.into(), output.into().into_map().into());
    }

    /// Sets an entry of the template's `Metadata`.
    pub fn metadata(&mut self, key: impl Into<String>, value: impl Into<Value>) {
        self.metadata.insert(key.into(), value);
    }

    /// Adds a macro that transforms the template, such as `AWS::LanguageExtensions`.
    pub fn transform(&mut self, name: impl Into<String>) {
        let name = name.into();
        if !self.transforms.contains(&name) {
            self.transforms.push(name);
        }
    }
}
