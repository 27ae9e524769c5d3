//! A scan for vulnerabilities.

use cfn_model::{IntoProp, Prop, sub};

use super::common::{known, wrong};
use super::ecr_build_and_publish::is_tag;
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, log_permissions, providers};

/// A scan of source code or of an image for vulnerabilities, with Amazon Inspector, on CodePipeline's own compute.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct InspectorScanAction {
    /// The action's name.
    pub name: String,
    /// What is scanned.
    pub target: InspectorTarget,
    /// With how many vulnerabilities the action still succeeds.
    pub thresholds: InspectorThresholds,
    /// The artifact that the findings are written to: a software bill of materials. None by default.
    pub output: Option<Artifact>,
}

/// What is scanned for vulnerabilities.
#[derive(Clone, Debug, PartialEq)]
pub enum InspectorTarget {
    /// The source code of an artifact.
    SourceCode(Artifact),
    /// An image of a private repository of ECR, by the repository's name and the image's tag.
    Image(Prop<String>, Prop<String>),
}

/// How many vulnerabilities of each severity are let pass. With more of them the action fails. By default
/// any number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct InspectorThresholds {
    /// Critical ones.
    pub critical: Option<u32>,
    /// Those of high severity.
    pub high: Option<u32>,
    /// Those of medium severity.
    pub medium: Option<u32>,
    /// Those of low severity.
    pub low: Option<u32>,
}

impl InspectorScanAction {
    /// The source code of the artifact is scanned.
    pub fn source_code(name: impl Into<String>, input: Artifact) -> Self {
        InspectorScanAction::new(name, InspectorTarget::SourceCode(input))
    }

    /// The image under that tag of the repository of that name is scanned.
    pub fn image(name: impl Into<String>, repository: impl IntoProp<String>, tag: impl IntoProp<String>) -> Self {
        InspectorScanAction::new(name, InspectorTarget::Image(repository.into_prop(), tag.into_prop()))
    }

    fn new(name: impl Into<String>, target: InspectorTarget) -> Self {
        InspectorScanAction { name: name.into(), target, thresholds: InspectorThresholds::default(), output: None }
    }

    /// With how many vulnerabilities are let pass.
    #[must_use]
    pub fn thresholds(mut self, thresholds: InspectorThresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// With the artifact that the findings are written to.
    #[must_use]
    pub fn output(mut self, output: Artifact) -> Self {
        self.output = Some(output);
        self
    }

    /// The highest severity that was found, for later actions: `medium`, `high` or `critical`.
    pub fn highest_severity(&self) -> Prop<String> {
        self.variable("HighestScannedSeverity")
    }
}

impl IntoAction for InspectorScanAction {
    fn into_action(self) -> Action {
        let InspectorThresholds { critical, high, medium, low } = self.thresholds;
        let count = |count: Option<u32>| count.map(|count| count.to_string());
        let mut action = Action::new(self.name, &providers::inspector::INVOKE)
            .configure_some("CriticalThreshold", count(critical))
            .configure_some("HighThreshold", count(high))
            .configure_some("MediumThreshold", count(medium))
            .configure_some("LowThreshold", count(low))
            .writes(self.output)
            // It knows no resource.
            .needs(Statement::allow(["inspector-scan:ScanSbom"]).on_all_resources());
        action.permissions.extend(log_permissions());
        match self.target {
            InspectorTarget::SourceCode(input) => action.configure("InspectorRunMode", "SourceCodeScan").reads([input]),
            InspectorTarget::Image(repository, tag) => image(action, repository, tag),
        }
    }

    fn name(&self) -> &str {
        &self.name
    }
}

fn image(mut action: Action, repository: Prop<String>, tag: Prop<String>) -> Action {
    let arn = sub!("arn:{partition}:ecr:{region}:{account}:repository/{}", repository.clone());
    let pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    if let Some(text) = known(&tag).filter(|tag| !is_tag(tag)) {
        let help = "use letters, digits and `_.-`, 1 to 128, beginning with a letter, a digit or `_`";
        action = action.problem("ImageTag", wrong(format!("`{text}` is no tag of an image"), help));
    }
    action
        .configure("InspectorRunMode", "ECRImageScan")
        .configure("ECRRepositoryName", repository)
        .configure("ImageTag", tag)
        .needs(Statement::allow(pull).on([arn]))
        // AWS's example leaves it out, but nobody pulls without. Signing in is to the registry as a whole.
        .needs(Statement::allow(["ecr:GetAuthorizationToken"]).on_all_resources())
}
