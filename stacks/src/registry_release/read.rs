//! The release train as a file.

use std::path::Path;

use cfn_model::Diagnostic;

use super::RegistryRelease;
use crate::config_file;

/// Reads the description of a train, in YAML or JSON.
///
/// # Errors
///
/// The file cannot be read, has a key that is not known, lacks one, or has a value of another kind. What else is
/// wrong with the train is found at synthesis.
pub fn read_train(file: &Path) -> Result<RegistryRelease, Vec<Diagnostic>> {
    config_file::read(file, "the keys are those of `RegistryRelease`, which its documentation explains")
}
