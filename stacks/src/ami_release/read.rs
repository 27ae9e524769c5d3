//! The release, and machine images, as files.

use std::fs;
use std::path::Path;

use cfn_constructs::patterns::MachineImages;
use cfn_model::Diagnostic;
use cfn_model::parse::{self, Limits};

use super::AmiRelease;
use crate::config_file;

/// Reads the description of a release, in YAML or JSON.
///
/// # Errors
///
/// The file cannot be read, has a key that is not known, lacks one, or has a value of another kind. What else is
/// wrong with the release is found at synthesis.
pub fn read_release(file: &Path) -> Result<AmiRelease, Vec<Diagnostic>> {
    config_file::read(file, "the keys are those of `AmiRelease`, which its documentation explains")
}

/// Reads machine images: the manifest that Packer has written, or the file that a build of the pipeline finds in `$IMAGES`.
///
/// # Errors
///
/// The file cannot be read, or everything that is wrong with it, each with its line.
pub fn read_images(file: &Path) -> Result<MachineImages, Vec<Diagnostic>> {
    let shown = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| {
        let message = format!("the file of machine images `{shown}` cannot be read: {error}");
        vec![Diagnostic::error("machine-images", message).help("name a file that exists and may be read")]
    })?;
    let document = parse::document(&text, shown.clone(), &Limits::default())?;
    if document.value.at("builds").is_some() {
        MachineImages::parse_packer(&text, &shown)
    } else {
        MachineImages::parse(&text, &shown)
    }
}
