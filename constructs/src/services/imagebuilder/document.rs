//! [`ComponentDocument`]: what a component does, step by step.

use std::collections::BTreeMap;

use cfn_model::{Map, Number, Value, emit};

/// What a component does: commands by phase.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-use-documents.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComponentDocument {
    phases: BTreeMap<ComponentPhase, Vec<Step>>,
}

/// When commands run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComponentPhase {
    /// While the image is built.
    Build,
    /// On the same machine, before an image is made of it.
    Validate,
    /// On a machine that was started from the image.
    Test,
}

impl ComponentPhase {
    fn name(self) -> &'static str {
        match self {
            ComponentPhase::Build => "build",
            ComponentPhase::Validate => "validate",
            ComponentPhase::Test => "test",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    name: String,
    action: &'static str,
    commands: Vec<String>,
}

impl ComponentDocument {
    /// A document that does nothing.
    pub fn new() -> Self {
        ComponentDocument::default()
    }

    /// Adds a step of shell commands, for Linux and macOS. Its name is the only one of that name in its phase.
    #[must_use]
    pub fn bash<C: Into<String>>(
        self,
        phase: ComponentPhase,
        name: impl Into<String>,
        commands: impl IntoIterator<Item = C>,
    ) -> Self {
        self.step(phase, name.into(), "ExecuteBash", commands.into_iter().map(Into::into).collect())
    }

    /// Adds a step of PowerShell commands, for Windows. Its name is the only one of that name in its phase.
    #[must_use]
    pub fn powershell<C: Into<String>>(
        self,
        phase: ComponentPhase,
        name: impl Into<String>,
        commands: impl IntoIterator<Item = C>,
    ) -> Self {
        self.step(phase, name.into(), "ExecutePowerShell", commands.into_iter().map(Into::into).collect())
    }

    fn step(mut self, phase: ComponentPhase, name: String, action: &'static str, commands: Vec<String>) -> Self {
        self.phases.entry(phase).or_default().push(Step { name, action, commands });
        self
    }

    /// What is wrong with it, in words: names that are there twice, steps without commands.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.phases.is_empty() {
            problems.push("the component does nothing".to_owned());
        }
        for (phase, steps) in &self.phases {
            for (index, step) in steps.iter().enumerate() {
                let (name, phase) = (&step.name, phase.name());
                if steps[..index].iter().any(|other| other.name == *name) {
                    problems.push(format!("the step `{name}` is twice in the phase {phase}"));
                }
                if step.commands.is_empty() {
                    problems.push(format!("the step `{name}` of the phase {phase} has no commands"));
                }
            }
        }
        problems
    }

    /// The document as YAML. The same document gives the same text.
    pub fn to_yaml(&self) -> String {
        let phases: Vec<Map> = self
            .phases
            .iter()
            .map(|(phase, steps)| {
                let steps: Vec<Map> = steps.iter().map(Step::write).collect();
                Map::from([("name", Value::from(phase.name())), ("steps", steps.into())])
            })
            .collect();
        let document = Map::from([("schemaVersion", Number::from_text("1.0").into()), ("phases", Value::from(phases))]);
        emit::to_yaml(&document.into())
    }
}

impl Step {
    fn write(&self) -> Map {
        let inputs = Map::from([("commands", self.commands.clone())]);
        Map::from([("name", Value::from(&self.name)), ("action", Value::from(self.action)), ("inputs", inputs.into())])
    }
}
