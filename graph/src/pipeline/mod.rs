//! [`Pipeline`]: a pipeline as its stages and actions.

mod outline;
mod picture;
mod read;
mod text;

use crate::Format;

/// A pipeline of a template, as a person thinks of it.
///
/// Values that only deployment knows are named: `${Release}`.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pipeline {
    /// The logical id of the resource.
    pub id: String,
    /// What the pipeline is called; its logical id where CloudFormation names it.
    pub name: String,
    /// Its type and execution mode: `V2`, `V2 queued`.
    pub mode: String,
    /// What starts it, in words.
    pub triggers: Vec<String>,
    /// The names of its variables.
    pub variables: Vec<String>,
    /// Its stages, in their order.
    pub stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// The conditions that it is entered and left by, in words: `before entry: VariableCheck, else skip`.
    pub conditions: Vec<String>,
    /// Its actions: those of one run order run in parallel, after all those before them.
    pub steps: Vec<Vec<Action>>,
}

/// An action of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Action {
    /// Its name.
    pub name: String,
    /// Its category: `Source`, `Build`, `Test`, `Deploy`, `Approval`, `Invoke`, `Compute`.
    pub category: String,
    /// What runs it: `CodeBuild`, `Manual`.
    pub provider: String,
    /// The account that it runs in, where that is another one.
    pub account: Option<String>,
    /// The region that it runs in, where that is said.
    pub region: Option<String>,
    /// The condition of the template that it depends on.
    pub condition: Option<String>,
}

impl Pipeline {
    /// The picture of the pipeline.
    pub fn draw(&self, format: Format) -> String {
        match format {
            Format::Svg => picture::draw(self),
            Format::Mermaid => outline::outline(self).mermaid(),
            Format::Dot => outline::outline(self).dot(&self.name),
            Format::Json => outline::outline(self).json(&self.name),
            Format::Text { colours } => text::draw(self, colours),
        }
    }

    /// What the pipeline is in a line: its type, mode and variables.
    pub fn summary(&self) -> String {
        let actions = self.stages.iter().flat_map(|stage| &stage.steps).flatten().count();
        let mut parts = vec![self.mode.clone(), counted(self.stages.len(), "stage"), counted(actions, "action")];
        if !self.variables.is_empty() {
            parts.push(format!("variables {}", self.variables.join(", ")));
        }
        parts.join(" · ")
    }
}

impl Action {
    /// Whether a person decides here.
    pub fn is_approval(&self) -> bool {
        self.category == "Approval"
    }

    /// What runs it, in words.
    pub fn what(&self) -> String {
        if self.is_approval() { "Manual approval".into() } else { self.provider.clone() }
    }

    /// Where it runs, and on what it depends, in words. Empty where there is nothing to say.
    pub fn place(&self) -> String {
        let account = self.account.as_deref();
        let condition = self.condition.as_ref().map(|condition| format!("if {condition}"));
        let parts = account.into_iter().chain(self.region.as_deref()).chain(condition.as_deref());
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// A number of things in words.
pub(crate) fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
