//! Configuration files: read, with the place of what is wrong.

use std::fs;
use std::path::Path;

use cfn_model::{Diagnostic, Location};
use serde::de::DeserializeOwned;

/// Reads a file, in YAML or JSON. `keys` tells which keys there are, for those who misspell one.
pub(crate) fn read<T: DeserializeOwned>(file: &Path, keys: &str) -> Result<T, Vec<Diagnostic>> {
    let shown = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| {
        let message = format!("the configuration file `{shown}` cannot be read: {error}");
        vec![Diagnostic::error("config", message).help("name a file that exists and may be read, or leave it out")]
    })?;
    serde_yaml::from_str(&text).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let location = Location { file: shown.into(), line: place(line), column: place(column) };
        vec![Diagnostic::error("config", without_place(&error.to_string())).at(location).help(keys)]
    })
}

/// The message without the line and column at its end, which the diagnostic carries itself.
fn without_place(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(message, _)| message)
}
