//! The pipeline as a file.

use std::path::Path;

use cfn_model::Diagnostic;

use super::DeliveryPipeline;
use crate::config_file;

/// Reads the description of a pipeline, in YAML or JSON.
///
/// # Errors
///
/// The file cannot be read, has a key that is not known, lacks one, or has a value of another kind. What else is
/// wrong with the pipeline is found at synthesis.
pub fn read_pipeline(file: &Path) -> Result<DeliveryPipeline, Vec<Diagnostic>> {
    config_file::read(file, "the keys are those of `DeliveryPipeline`, which its documentation explains")
}
