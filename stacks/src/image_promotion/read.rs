//! The promotion as a file.

use std::path::Path;

use cfn_model::Diagnostic;

use super::ImagePromotion;
use crate::config_file;

/// Reads the description of a promotion, in YAML or JSON.
///
/// # Errors
///
/// The file cannot be read, has a key that is not known, lacks one, or has a value of another kind. What else is
/// wrong with the promotion is found at synthesis.
pub fn read_promotion(file: &Path) -> Result<ImagePromotion, Vec<Diagnostic>> {
    config_file::read(file, "the keys are those of `ImagePromotion`, which its documentation explains")
}
