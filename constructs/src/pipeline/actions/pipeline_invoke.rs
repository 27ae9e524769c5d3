//! Another pipeline is started.

use cfn_model::{IntoProp, Map, Prop, Value, sub};

use crate::iam::Statement;
use crate::pipeline::{Action, IntoAction, json_text, providers};

/// Another pipeline of the same account is started.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineInvokeAction {
    /// The action's name.
    pub name: String,
    /// The name of the pipeline that is started.
    pub pipeline: Prop<String>,
    /// The values of its variables, by name. By default their own.
    pub variables: Vec<(String, Prop<String>)>,
    /// The revisions that it takes. By default the newest.
    pub revisions: Vec<SourceRevision>,
}

/// The revision that a source of the started pipeline takes.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRevision {
    /// The name of the source action there.
    pub action: String,
    /// What kind of revision it is: `COMMIT_ID`, `IMAGE_DIGEST`, `S3_OBJECT_VERSION_ID` or `S3_OBJECT_KEY`.
    pub kind: RevisionKind,
    /// The revision, such as a variable of a source of this pipeline.
    pub value: Prop<String>,
}

/// What kind of revision a source takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionKind {
    /// A commit, by its id.
    CommitId,
    /// An image, by its digest.
    ImageDigest,
    /// A version of the object.
    S3ObjectVersionId,
    /// Another object.
    S3ObjectKey,
}

impl RevisionKind {
    fn name(self) -> &'static str {
        match self {
            RevisionKind::CommitId => "COMMIT_ID",
            RevisionKind::ImageDigest => "IMAGE_DIGEST",
            RevisionKind::S3ObjectVersionId => "S3_OBJECT_VERSION_ID",
            RevisionKind::S3ObjectKey => "S3_OBJECT_KEY",
        }
    }
}

impl PipelineInvokeAction {
    /// The pipeline of that name is started.
    pub fn new(name: impl Into<String>, pipeline: impl IntoProp<String>) -> Self {
        let pipeline = pipeline.into_prop();
        PipelineInvokeAction { name: name.into(), pipeline, variables: Vec::new(), revisions: Vec::new() }
    }

    /// With the value of one of its variables.
    #[must_use]
    pub fn set_variable(mut self, variable: impl Into<String>, value: impl IntoProp<String>) -> Self {
        self.variables.push((variable.into(), value.into_prop()));
        self
    }
}

impl IntoAction for PipelineInvokeAction {
    fn into_action(self) -> Action {
        let arn = sub!("arn:{partition}:codepipeline:{region}:{account}:{}", self.pipeline.clone());
        let mut action = Action::new(self.name, &providers::pipeline::INVOKE)
            .configure("PipelineName", self.pipeline)
            .needs(Statement::allow(["codepipeline:StartPipelineExecution"]).on([arn]));
        if !self.revisions.is_empty() {
            let revisions = self.revisions.into_iter().map(|revision| {
                Map::from([
                    ("actionName", Value::from(revision.action)),
                    ("revisionType", Value::from(revision.kind.name())),
                    ("revisionValue", revision.value.into_value()),
                ])
            });
            action = action.configure("SourceRevisions", json_text(&Value::from(revisions.collect::<Vec<_>>())));
        }
        if !self.variables.is_empty() {
            let variables = self.variables.into_iter();
            let objects =
                variables.map(|(name, value)| Map::from([("name", Value::from(name)), ("value", value.into_value())]));
            action = action.configure("Variables", json_text(&Value::from(objects.collect::<Vec<_>>())));
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}
