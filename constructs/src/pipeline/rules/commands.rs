//! Commands succeed.

use crate::pipeline::{Artifact, Rule, log_permissions, providers};

/// Shell commands succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandsRule {
    /// The rule's name.
    pub name: String,
    /// The commands, 1 to 50 of one line each.
    pub commands: Vec<String>,
    /// Artifacts that the commands read. None by default.
    pub inputs: Vec<Artifact>,
}

impl CommandsRule {
    /// The commands succeed.
    pub fn new<C: Into<String>>(name: impl Into<String>, commands: impl IntoIterator<Item = C>) -> Self {
        let commands = commands.into_iter().map(Into::into).collect();
        CommandsRule { name: name.into(), commands, inputs: Vec::new() }
    }
}

impl From<CommandsRule> for Rule {
    fn from(rule: CommandsRule) -> Self {
        let mut made = Rule::new(rule.name, &providers::rules::COMMANDS).reads(rule.inputs);
        made.permissions.extend(log_permissions());
        made.commands = rule.commands;
        made
    }
}
