//! A branch of a CodeCommit repository.

use cfn_model::{IntoProp, Map, Prop, Value, sub};

use super::ChangeDetection;
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, Revision, SourceEvent, providers};

/// A branch of a CodeCommit repository.
///
/// By default each push to the branch starts an execution for just its commit, through EventBridge.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeCommitSourceAction {
    /// The action's name.
    pub name: String,
    /// The repository's name.
    pub repository: Prop<String>,
    /// The branch.
    pub branch: String,
    /// The artifact that the branch becomes.
    pub output: Artifact,
    /// Whether builds clone the repository with its history. Only builds can read such an artifact, and
    /// their roles are allowed to clone. By default the artifact is a zip file of the files.
    pub full_clone: bool,
    /// What starts the pipeline.
    pub detection: ChangeDetection,
}

impl CodeCommitSourceAction {
    /// A branch of the repository of that name.
    pub fn new(
        name: impl Into<String>,
        repository: impl IntoProp<String>,
        branch: impl Into<String>,
        output: Artifact,
    ) -> Self {
        CodeCommitSourceAction {
            name: name.into(),
            repository: repository.into_prop(),
            branch: branch.into(),
            output,
            full_clone: false,
            detection: ChangeDetection::default(),
        }
    }
}

impl IntoAction for CodeCommitSourceAction {
    fn into_action(self) -> Action {
        let arn = sub!("arn:{partition}:codecommit:{region}:{account}:{}", self.repository.clone());
        let mut needs = vec![
            "codecommit:CancelUploadArchive",
            "codecommit:GetBranch",
            "codecommit:GetCommit",
            "codecommit:GetUploadArchiveStatus",
            "codecommit:UploadArchive",
        ];
        if self.full_clone {
            needs.push("codecommit:GetRepository");
        }
        let mut action = Action::new(self.name, &providers::code_commit::SOURCE)
            .configure("RepositoryName", self.repository)
            .configure("BranchName", self.branch.as_str())
            .configure("PollForSourceChanges", self.detection.polls())
            .needs(Statement::allow(needs).on([arn.clone()]))
            .writes([self.output]);
        if self.full_clone {
            action = action.configure("OutputArtifactFormat", "CODEBUILD_CLONE_REF");
            action.for_readers.push(Statement::allow(["codecommit:GitPull"]).on([arn.clone()]));
        }
        if self.detection == ChangeDetection::Events {
            action.started_by = Some(SourceEvent {
                pattern: pattern(arn.into_value(), &self.branch),
                revision: Some(Revision { kind: "COMMIT_ID", path: "$.detail.commitId" }),
                bucket: None,
            });
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// The branch is made or pushed to.
///
/// See <https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html>.
fn pattern(repository: Value, branch: &str) -> Map {
    let detail = Map::from([
        ("event", Value::from(["referenceCreated", "referenceUpdated"])),
        ("referenceType", Value::from(["branch"])),
        ("referenceName", Value::from([branch])),
    ]);
    Map::from([
        ("source", Value::from(["aws.codecommit"])),
        ("detail-type", Value::from(["CodeCommit Repository State Change"])),
        ("resources", Value::from(vec![repository])),
        ("detail", Value::from(detail)),
    ])
}
