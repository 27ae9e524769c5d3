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
    pub(crate) parts: Vec<Part>,
}

/// What another app has become a part of this one with.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) about: String,
    /// Its stacks.
    pub(crate) stacks: Vec<u32>,
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

    /// With all of another app, as a part that is known by a name: in the output, its files go to a folder of that name,
    /// beside which an index tells what each part is made of. `about` says in a line what it is for. Parts that the other app has
    /// itself are not told apart.
    ///
    /// The name is that of a folder: letters, digits, `.`, `_` and `-`, beginning with a letter. Two parts of one name are an
    /// error, as are two stacks of one name in the same place.
    #[must_use]
    #[track_caller]
    pub fn with_app(mut self, name: impl Into<String>, about: impl Into<String>, app: App) -> Self {
        let (name, about) = (name.into(), about.into());
        let problem =
            |message: String, help: &str| Diagnostic::error("app-part", message).help(help).at(Location::caller());
        let allowed = |character: char| character.is_ascii_alphanumeric() || ['.', '_', '-'].contains(&character);
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(allowed) {
            let help = "use letters, digits, `.`, `_` and `-`, beginning with a letter";
            self.diagnostics.push(problem(format!("`{name}` is no name for a part of an app"), help));
        } else if self.parts.iter().any(|part| part.name == name) {
            let message = format!("two parts of the app are named `{name}`");
            self.diagnostics.push(problem(message, "give one of them another name"));
        }
        self.files.extend(app.files.into_iter().map(|AssemblyFile { path, contents }| {
            let path = PathBuf::from(&name).join(path);
            AssemblyFile { path, contents }
        }));
        self.parts.push(Part { name, about, stacks: app.stacks.iter().map(|stack| stack.uid).collect() });
        self.stacks.extend(app.stacks);
        self.diagnostics.extend(app.diagnostics);
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
