//! Scans for vulnerabilities with Amazon Inspector.

use super::{ConfigurationKey, Form, Need, OutputVariables, Provider, When};

const THRESHOLD: Form = Form::Number(0, i64::MAX);

/// A scan of sources, or of an image in ECR.
pub static INVOKE: Provider = Provider {
    inputs: 0..=1,
    outputs: 0..=1,
    configuration: &[
        ConfigurationKey::required("InspectorRunMode", "What is scanned.").one_of(&["SourceCodeScan", "ECRImageScan"]),
        ConfigurationKey::optional("ECRRepositoryName", "The repository of the image. Required for images."),
        ConfigurationKey::optional("ImageTag", "The image's tag."),
        ConfigurationKey::optional("CriticalThreshold", "How many critical findings are let pass.").form(THRESHOLD),
        ConfigurationKey::optional("HighThreshold", "How many findings of high severity are let pass.").form(THRESHOLD),
        ConfigurationKey::optional("MediumThreshold", "How many findings of medium severity are let pass.")
            .form(THRESHOLD),
        ConfigurationKey::optional("LowThreshold", "How many findings of low severity are let pass.").form(THRESHOLD),
    ],
    needs: &[Need { key: "ECRRepositoryName", when: When::Is("InspectorRunMode", &["ECRImageScan"]) }],
    output_variables: OutputVariables::AndOthers(&["HighestScannedSeverity"]),
    v2_only: true,
    ..Provider::new(
        "Invoke",
        "InspectorScan",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html",
    )
};
