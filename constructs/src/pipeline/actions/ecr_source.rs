//! An image of a registry.

use cfn_model::{IntoProp, Map, Prop, Value, sub};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, Revision, SourceEvent, providers};

/// The image under a tag of a repository. The artifact is a file that tells its URI, `imageDetail.json`.
///
/// Each push of the tag starts an execution for just the image that was pushed, through EventBridge.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct EcrSourceAction {
    /// The action's name.
    pub name: String,
    /// The repository's name.
    pub repository: Prop<String>,
    /// The tag. `latest` by default.
    pub tag: String,
    /// The artifact.
    pub output: Artifact,
    /// Whether a push of the tag starts the pipeline. On by default.
    pub starts_pipeline: bool,
}

impl EcrSourceAction {
    /// The image tagged `latest` of the repository of that name.
    pub fn new(name: impl Into<String>, repository: impl IntoProp<String>, output: Artifact) -> Self {
        let repository = repository.into_prop();
        EcrSourceAction { name: name.into(), repository, tag: "latest".into(), output, starts_pipeline: true }
    }
}

impl IntoAction for EcrSourceAction {
    fn into_action(self) -> Action {
        let repository = self.repository;
        let arn = sub!("arn:{partition}:ecr:{region}:{account}:repository/{}", repository.clone());
        let mut action = Action::new(self.name, &providers::ecr::SOURCE)
            .configure("RepositoryName", repository.clone())
            .configure("ImageTag", self.tag.as_str())
            .needs(Statement::allow(["ecr:DescribeImages"]).on([arn]))
            .writes([self.output]);
        if self.starts_pipeline {
            action.started_by = Some(SourceEvent {
                pattern: pattern(repository.into_value(), &self.tag),
                revision: Some(Revision { kind: "IMAGE_DIGEST", path: "$.detail.image-digest" }),
                bucket: None,
            });
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// An image is pushed with the tag.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html>.
fn pattern(repository: Value, tag: &str) -> Map {
    let detail = Map::from([
        ("action-type", Value::from(["PUSH"])),
        ("result", Value::from(["SUCCESS"])),
        ("repository-name", Value::from(vec![repository])),
        ("image-tag", Value::from([tag])),
    ]);
    Map::from([
        ("source", Value::from(["aws.ecr"])),
        ("detail-type", Value::from(["ECR Image Action"])),
        ("detail", Value::from(detail)),
    ])
}
