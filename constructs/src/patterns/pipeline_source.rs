//! [`PipelineSource`]: where the source of a pipeline comes from, and what starts it.

use cfn_model::{IntoProp, Prop};

use crate::pipeline::actions::{ConnectionSourceAction, S3SourceAction};
use crate::pipeline::{Action, Artifact, BucketRef, IntoAction, PushFilter, Trigger};

/// Where the source of a pipeline comes from. What becomes of it is the same for each.
#[derive(Clone, Debug, PartialEq)]
pub enum PipelineSource {
    /// A zip file of a bucket that keeps versions. Each new version starts an execution for just that version.
    Bucket {
        /// The bucket.
        bucket: BucketRef,
        /// The key of the zip file.
        key: String,
    },
    /// A branch of a repository outside AWS. Each push to it starts an execution, by a trigger of the pipeline.
    Connection {
        /// The ARN of the connection.
        connection: Prop<String>,
        /// The repository: `OWNER/NAME`.
        repository: String,
        /// The branch.
        branch: String,
    },
}

impl PipelineSource {
    /// The zip file of that key.
    pub fn bucket(bucket: impl Into<BucketRef>, key: impl Into<String>) -> Self {
        PipelineSource::Bucket { bucket: bucket.into(), key: key.into() }
    }

    /// A branch of a repository, through the connection with that ARN.
    pub fn connection(
        connection: impl IntoProp<String>,
        repository: impl Into<String>,
        branch: impl Into<String>,
    ) -> Self {
        let (repository, branch) = (repository.into(), branch.into());
        PipelineSource::Connection { connection: connection.into_prop(), repository, branch }
    }

    /// The source action of that name.
    pub(super) fn into_action(self, name: &str, output: Artifact) -> Action {
        match self {
            PipelineSource::Bucket { bucket, key } => S3SourceAction::new(name, bucket, key, output).into_action(),
            PipelineSource::Connection { connection, repository, branch } => {
                let source = ConnectionSourceAction::new(name, connection, repository, branch, output);
                // The trigger says which pushes start it.
                ConnectionSourceAction { detect_changes: false, ..source }.into_action()
            }
        }
    }

    /// What starts the pipeline, where the source action of that name does not see to it.
    pub(super) fn trigger(&self, name: &str) -> Option<Trigger> {
        match self {
            PipelineSource::Bucket { .. } => None,
            PipelineSource::Connection { branch, .. } => {
                Some(Trigger::new(name).push(PushFilter::branches([branch.as_str()])))
            }
        }
    }
}
