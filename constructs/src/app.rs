//! [`App`]: the stacks that are synthesised together.

use std::panic::Location;
use std::path::{Component, PathBuf};

use cfn_model::Diagnostic;

use crate::stack::{DeploymentRoles, Stack};
use crate::synth::{self, Assembly, AssemblyFile};

/// The stacks of a program, and the files that go with them.
#[derive(Debug, Default)]
pub struct App {
    pub(crate) stacks: Vec<Stack>,
    pub(crate) files: Vec<AssemblyFile>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl From<Stack> for App {
    /// An app of one stack.
    fn from(stack: Stack) -> Self {
        App::new().with(stack)
    }
}

impl App {
    /// An app without stacks.
    pub fn new() -> Self {
        App::default()
    }

    /// With one more stack.
    #[must_use]
    pub fn with(mut self, stack: Stack) -> Self {
        self.stacks.push(stack);
        self
    }

    /// With more stacks.
    #[must_use]
    pub fn with_all(mut self, stacks: impl IntoIterator<Item = Stack>) -> Self {
        self.stacks.extend(stacks);
        self
    }

    /// With a file beside the templates, such as a buildspec. Its path is relative to the output
    /// folder and stays inside it; two files of one path are an error.
    #[must_use]
    #[track_caller]
    pub fn with_file(mut self, path: impl Into<PathBuf>, contents: impl Into<String>) -> Self {
        let file = AssemblyFile { path: path.into(), contents: contents.into() };
        let shown = file.path.display();
        let inside = file.path.components().all(|step| matches!(step, Component::Normal(_)));
        if !inside || file.path.as_os_str().is_empty() {
            self.diagnostics.push(
                Diagnostic::error("file-path", format!("the path `{shown}` leaves the output folder"))
                    .help("give a relative path without `..`")
                    .at(Location::caller()),
            );
        } else if self.files.iter().any(|other| other.path == file.path) {
            self.diagnostics.push(
                Diagnostic::error("file-path", format!("two files have the path `{shown}`"))
                    .help("give one of them another path")
                    .at(Location::caller()),
            );
        }
        self.files.push(file);
        self
    }

    /// With roles that deploy the stacks added so far, but for those that have roles of their own.
    #[must_use]
    pub fn with_deployment_roles(mut self, roles: &DeploymentRoles) -> Self {
        for stack in &mut self.stacks {
            stack.deployment_roles.get_or_insert_with(|| roles.clone());
        }
        self
    }

    /// With problems that were found before the app was made, for instance while reading its input.
    #[must_use]
    pub fn with_diagnostics(mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) -> Self {
        self.diagnostics.extend(diagnostics);
        self
    }

    /// The names of the stacks, as they were added.
    pub fn stack_names(&self) -> impl Iterator<Item = &str> {
        self.stacks.iter().map(Stack::name)
    }

    /// The templates, or everything that is wrong.
    ///
    /// # Errors
    ///
    /// All problems of all stacks, the gravest first, when one of them is an error.
    pub fn synth(self) -> Result<Assembly, Vec<Diagnostic>> {
        synth::synth(self)
    }
}
