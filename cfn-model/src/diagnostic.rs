//! [`Diagnostic`]: a problem as data, with everything a person needs to mend it.

use std::borrow::Cow;
use std::fmt;
use std::panic;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Info,
    /// Likely a mistake.
    Warning,
    /// The result would be wrong or refused. Nothing is written while there is one.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A place in a file: of the user's Rust, or of a template or document that was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file, as the user named it or as the compiler did. Empty for text that came from no file.
    pub file: Cow<'static, str>,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1 in characters.
    pub column: u32,
}

impl From<&'static panic::Location<'static>> for Location {
    fn from(caller: &'static panic::Location<'static>) -> Self {
        Location { file: Cow::Borrowed(caller.file()), line: caller.line(), column: caller.column() }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = if self.file.is_empty() { "<input>" } else { &*self.file };
        write!(f, "{file}:{}:{}", self.line, self.column)
    }
}

/// One problem.
///
/// The message says what is wrong, the value given and what is allowed; the help says what to do.
/// Both are lower case and end without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A name that never changes its meaning, such as `duplicate-key`.
    pub code: &'static str,
    /// The path of the construct, such as `ContainersCi/Build/Project`.
    pub construct: Option<String>,
    /// The path of the property below it, such as `Source.Type`.
    pub property: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where it comes from.
    pub location: Option<Location>,
}

impl Diagnostic {
    /// A problem of the given severity.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            severity,
            code,
            construct: None,
            property: None,
            message: message.into(),
            help: None,
            location: None,
        }
    }

    /// A problem that stops synthesis.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Error, code, message)
    }

    /// A likely mistake.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Warning, code, message)
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With the path of the construct it is about.
    #[must_use]
    pub fn construct(mut self, path: impl Into<String>) -> Self {
        self.construct = Some(path.into());
        self
    }

    /// With the path of the property it is about.
    #[must_use]
    pub fn property(mut self, path: impl Into<String>) -> Self {
        self.property = Some(path.into());
        self
    }

    /// With the place it comes from.
    #[must_use]
    pub fn at(mut self, location: impl Into<Location>) -> Self {
        self.location = Some(location.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// Compiler style: `error[code]: message`, then ` --> file:line:column`, ` in construct.property` and the help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        if let Some(location) = &self.location {
            write!(f, "\n  --> {location}")?;
        }
        match (&self.construct, &self.property) {
            (Some(construct), Some(property)) => write!(f, "\n   in {construct}: {property}")?,
            (Some(path), None) | (None, Some(path)) => write!(f, "\n   in {path}")?,
            (None, None) => {}
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_like_one_of_the_compiler() {
        let location = Location { file: "src/main.rs".into(), line: 3, column: 9 };
        let problem = Diagnostic::error("empty-name", "the name is empty")
            .construct("Ci/Build")
            .property("Name")
            .help("give a name of 2 to 255 characters")
            .at(location);
        assert_eq!(
            problem.to_string(),
            "error[empty-name]: the name is empty\n  --> src/main.rs:3:9\n   in Ci/Build: Name\n  \
             help: give a name of 2 to 255 characters"
        );
    }
}
