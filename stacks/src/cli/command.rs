//! [`Command`]: what a command is called, what it takes, and what does it.
//!
//! A command is a static beside the function that does it. Help, completions and the reading of arguments all
//! follow from it.

use std::io::Write;

use cfn_constructs::{App, Assembly, StackArtifact};
use cfn_model::Diagnostic;

use super::options::Options;
use super::{Failure, check, print};

/// A command of the command line.
pub(super) struct Command {
    /// What is typed.
    pub(super) name: &'static str,
    /// What it does, in a line.
    pub(super) about: &'static str,
    /// The words after it, as the usage shows them, and how many there may be.
    pub(super) words: (&'static str, usize),
    pub(super) options: &'static [Opt],
    /// What its help says after the options. Empty where there is no more to say.
    pub(super) details: &'static str,
    pub(super) run: fn(Call<'_>) -> Result<(), Failure>,
}

/// No words after the command.
pub(super) const NO_WORDS: (&str, usize) = ("", 0);

/// An option of a command.
pub(super) struct Opt {
    pub(super) short: Option<char>,
    pub(super) long: &'static str,
    pub(super) takes: Takes,
    pub(super) help: &'static str,
}

/// The value of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    /// Text, which the help calls by this name.
    Text(&'static str),
    /// The path of a file or folder, which the help calls by this name.
    Path(&'static str),
    /// One of a few words. The help calls it by the name, and lists them.
    One(&'static str, &'static [&'static str]),
}

impl Opt {
    pub(super) const fn flag(long: &'static str, help: &'static str) -> Self {
        Opt { short: None, long, takes: Takes::Nothing, help }
    }

    pub(super) const fn text(long: &'static str, name: &'static str, help: &'static str) -> Self {
        Opt { short: None, long, takes: Takes::Text(name), help }
    }

    pub(super) const fn path(long: &'static str, name: &'static str, help: &'static str) -> Self {
        Opt { short: None, long, takes: Takes::Path(name), help }
    }

    pub(super) const fn one(
        long: &'static str,
        name: &'static str,
        choices: &'static [&'static str],
        help: &'static str,
    ) -> Self {
        Opt { short: None, long, takes: Takes::One(name, choices), help }
    }

    pub(super) const fn short(mut self, short: char) -> Self {
        self.short = Some(short);
        self
    }
}

/// Which stacks a command is about.
pub(super) const STACK: Opt = Opt::text(
    "stack",
    "PATTERN",
    "only stacks whose name matches; `*` stands for any text, `?` for one character; may be repeated",
)
.short('s');

/// What a command is about where there is no program of one's own.
pub(super) const CONFIG: Opt =
    Opt::path("config", "FILE", "the config file that describes the app, in YAML or JSON; `-` for standard input")
        .short('c');

/// For programs that read the output.
pub(super) const JSON: Opt = Opt::flag("json", "print JSON");

/// What to be strict about.
pub(super) const DENY: Opt = Opt::one("deny", "WHAT", &["warnings"], "`warnings`: fail on warnings too");

/// A command that was called: with what, about which app, and where to print to.
pub(super) struct Call<'a> {
    /// The app whose command line this is; the binary has none.
    pub(super) app: Option<App>,
    /// The file that describes the app, where one does.
    #[cfg(feature = "tool")]
    pub(super) config: Option<super::config::Config>,
    pub(super) options: Options,
    /// The name of the program, for what tells how to call it.
    pub(super) program: &'a super::program::Program,
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
}

impl Call<'_> {
    /// The app that the command is about.
    pub(super) fn app(&mut self) -> Result<App, Failure> {
        #[cfg(feature = "tool")]
        if let Some(file) = self.options.path("config") {
            let (config, app) = super::config::Config::read(&file)?;
            self.config = Some(config);
            return Ok(app);
        }
        self.app.take().ok_or_else(|| {
            let name = self.program.name.as_str();
            Failure::Usage(format!("there is no app here; name a file that describes one: {name} … --config FILE"))
        })
    }

    /// The app, synthesised. Warnings are told; where they are denied, they end the command.
    pub(super) fn assembly(&mut self) -> Result<Assembly, Failure> {
        let mut assembly = self.app()?.synth().map_err(|problems| self.failure(problems))?;
        let warnings = std::mem::take(&mut assembly.diagnostics);
        assembly.diagnostics = self.placed(warnings);
        for problem in &assembly.diagnostics {
            // A warning that cannot be shown is no reason to stop.
            let _ = writeln!(self.err, "{problem}\n");
        }
        match check::refused(&assembly.diagnostics, self.options.has("deny")) {
            Some(reason) => Err(Failure::Refused(format!("{reason}; nothing was written"))),
            None => Ok(assembly),
        }
    }

    /// Whether a program made the app, and no config file.
    pub(super) fn is_program(&self) -> bool {
        #[cfg(feature = "tool")]
        return self.config.is_none();
        #[cfg(not(feature = "tool"))]
        true
    }

    /// The problems, each where it is in the file that describes the app.
    #[cfg(feature = "tool")]
    pub(super) fn placed(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        match &self.config {
            Some(config) => problems.into_iter().map(|problem| config.place(problem)).collect(),
            None => problems,
        }
    }

    /// The problems, which are where the program made them.
    #[cfg(not(feature = "tool"))]
    pub(super) fn placed(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        problems
    }

    fn failure(&self, problems: Vec<Diagnostic>) -> Failure {
        #[cfg(feature = "tool")]
        if let Some(config) = &self.config {
            return config.failure(problems);
        }
        Failure::Problems(problems)
    }

    /// The stacks that `--stack` asks for, in the order of their deployment.
    pub(super) fn selected<'b>(&self, assembly: &'b Assembly) -> Result<Vec<&'b StackArtifact>, Failure> {
        let stacks: Vec<&StackArtifact> =
            assembly.stacks.iter().filter(|stack| self.options.wants(&stack.name)).collect();
        if stacks.is_empty() && self.options.has("stack") {
            let names: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name.as_str()).collect();
            return Err(Failure::Usage(format!(
                "no stack matches `{}`; the stacks are {}",
                self.options.texts("stack").collect::<Vec<_>>().join("`, `"),
                names.join(", ")
            )));
        }
        Ok(stacks)
    }

    /// Prints the text to the output.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Failure> {
        print(text, self.out)
    }
}
