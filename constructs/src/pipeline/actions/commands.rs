//! Shell commands run, without a build project.

use crate::pipeline::{Action, Artifact, IntoAction, Output, log_permissions, providers};
use crate::services::codebuild::EnvironmentVariable;

/// Shell commands run on Linux, without a build project, for at most 55 minutes. The pipeline's role is theirs.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandsAction {
    /// The action's name.
    pub name: String,
    /// The commands, 1 to 50 of one line each.
    pub commands: Vec<String>,
    /// The artifact that they run in.
    pub input: Artifact,
    /// Other artifacts that they read, at most 9. None by default.
    pub extra_inputs: Vec<Artifact>,
    /// The artifact that they write, and the files that make it. None by default.
    pub output: Option<Output>,
    /// Variables of the commands, at most 10: plain ones and secrets. None by default.
    pub variables: Vec<EnvironmentVariable>,
    /// The variables of the shell that later actions can read, at most 15. None by default.
    pub exported_variables: Vec<String>,
}

impl CommandsAction {
    /// The commands run in the artifact.
    pub fn new<C: Into<String>>(
        name: impl Into<String>,
        input: Artifact,
        commands: impl IntoIterator<Item = C>,
    ) -> Self {
        CommandsAction {
            name: name.into(),
            commands: commands.into_iter().map(Into::into).collect(),
            input,
            extra_inputs: Vec::new(),
            output: None,
            variables: Vec::new(),
            exported_variables: Vec::new(),
        }
    }

    /// With the artifact that they write.
    #[must_use]
    pub fn output(mut self, output: impl Into<Output>) -> Self {
        self.output = Some(output.into());
        self
    }
}

impl IntoAction for CommandsAction {
    fn into_action(self) -> Action {
        let mut action = Action::new(self.name, &providers::commands::COMPUTE)
            .reads([self.input])
            .reads(self.extra_inputs)
            .writes(self.output);
        action.permissions.extend(log_permissions());
        action.permissions.extend(self.variables.iter().filter_map(EnvironmentVariable::permission));
        action.commands = self.commands;
        action.environment = self.variables;
        action.exported_variables = self.exported_variables;
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}
