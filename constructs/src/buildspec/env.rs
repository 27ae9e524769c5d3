//! [`Env`]: the variables of the build.

use cfn_model::Map;
use indexmap::IndexMap;

use crate::spec::{Fields, Writer};

/// The shell and the environment variables of the build.
///
/// A variable of the project, or of the call that starts the build, wins over one of the same name here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Env {
    /// The shell that runs the commands. Default: `/bin/sh` on Linux.
    pub shell: Option<Shell>,
    /// Variables in plain text. They can be read in the console and in logs; secrets belong in the next two.
    pub variables: IndexMap<String, String>,
    /// Variables from the Parameter Store: the name of the variable, and the name of the parameter.
    pub parameter_store: IndexMap<String, String>,
    /// Variables from Secrets Manager: the name of the variable, and
    /// `secret-id:json-key:version-stage:version-id`, of which all but the first may be missing.
    /// See [`SecretReference`](super::SecretReference).
    pub secrets_manager: IndexMap<String, String>,
    /// The variables that later stages of a pipeline can use.
    pub exported_variables: Vec<String>,
    /// Whether Git gets its credentials from CodeBuild. Default: no.
    pub git_credential_helper: Option<bool>,
}

/// A shell that CodeBuild can run commands with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// `bash`, on Linux.
    Bash,
    /// `/bin/sh`, on Linux.
    Sh,
    /// `powershell.exe`, on Windows.
    PowerShell,
    /// `cmd.exe`, on Windows.
    Cmd,
}

impl Shell {
    /// Every shell.
    pub const ALL: &[Shell] = &[Shell::Bash, Shell::Sh, Shell::PowerShell, Shell::Cmd];

    /// The name in a buildspec.
    pub fn name(self) -> &'static str {
        match self {
            Shell::Bash => "bash",
            Shell::Sh => "/bin/sh",
            Shell::PowerShell => "powershell.exe",
            Shell::Cmd => "cmd.exe",
        }
    }

    /// Whether it is a shell of Windows.
    pub fn is_windows(self) -> bool {
        matches!(self, Shell::PowerShell | Shell::Cmd)
    }
}

impl Env {
    pub(super) const KEYS: &[&str] =
        &["shell", "variables", "parameter-store", "secrets-manager", "exported-variables", "git-credential-helper"];

    /// An environment without variables.
    pub fn new() -> Self {
        Env::default()
    }

    /// Sets the shell that runs the commands.
    #[must_use]
    pub fn shell(mut self, shell: Shell) -> Self {
        self.shell = Some(shell);
        self
    }

    /// Adds a variable in plain text.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// Adds a variable from the Parameter Store.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, parameter: impl Into<String>) -> Self {
        self.parameter_store.insert(name.into(), parameter.into());
        self
    }

    /// Adds a variable from Secrets Manager: `secret-id:json-key:version-stage:version-id`.
    #[must_use]
    pub fn secret(mut self, name: impl Into<String>, reference: impl Into<String>) -> Self {
        self.secrets_manager.insert(name.into(), reference.into());
        self
    }

    /// Adds a variable to those that later stages of a pipeline can use.
    #[must_use]
    pub fn export(mut self, name: impl Into<String>) -> Self {
        self.exported_variables.push(name.into());
        self
    }

    /// Sets whether Git gets its credentials from CodeBuild.
    #[must_use]
    pub fn git_credential_helper(mut self, enable: bool) -> Self {
        self.git_credential_helper = Some(enable);
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        // The name that version 0.1 has for them.
        let mut variables = fields.text_map("plaintext");
        variables.extend(fields.text_map("variables"));
        Env {
            shell: fields.one_of("shell", Shell::ALL, |shell| shell.name()),
            variables,
            parameter_store: fields.text_map("parameter-store"),
            secrets_manager: fields.text_map("secrets-manager"),
            exported_variables: fields.texts("exported-variables"),
            git_credential_helper: fields.flag("git-credential-helper"),
        }
    }

    /// Writes the section, with plain variables under the key `variables`.
    pub(super) fn write(&self, variables: &'static str) -> Map {
        Writer::default()
            .value("shell", self.shell.map(Shell::name))
            .text_map(variables, &self.variables)
            .text_map("parameter-store", &self.parameter_store)
            .text_map("secrets-manager", &self.secrets_manager)
            .texts("exported-variables", &self.exported_variables)
            .yes_no("git-credential-helper", self.git_credential_helper)
            .finish()
    }
}
