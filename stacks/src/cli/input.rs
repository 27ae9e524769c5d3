//! Files that commands read, and their problems shown in place.

use std::ffi::OsStr;
use std::io::{self, Read};

#[cfg(feature = "cli")]
use cfn_model::Diagnostic;

use super::Failure;
#[cfg(feature = "cli")]
use super::excerpt;

/// A text that was read, and the name it goes by.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) text: String,
}

impl Input {
    /// Reads a file; standard input for `-`.
    pub(super) fn read(file: &OsStr) -> Result<Self, Failure> {
        let name = if file == "-" { "<stdin>".to_owned() } else { file.to_string_lossy().into_owned() };
        let bytes = if file == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            std::fs::read(file)
        };
        let bytes = bytes.map_err(|error| Failure::Io(format!("`{name}` cannot be read: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            Failure::Io(format!("`{name}` is not UTF-8 text, from byte {place} on; save it as UTF-8"))
        })?;
        Ok(Input { name, text })
    }

    /// The problems, each with the line of the text that it is about.
    #[cfg(feature = "cli")]
    pub(super) fn with_excerpts(&self, problems: &[Diagnostic]) -> String {
        let shown: Vec<String> = problems.iter().map(|problem| excerpt::show(problem, &self.text, false)).collect();
        shown.join("\n\n")
    }
}
