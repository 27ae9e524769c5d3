//! [`BuildArtifacts`]: where a build puts what it makes.

use cfn_model::codebuild::project::{Artifacts, ArtifactsNamespaceType, ArtifactsPackaging, ArtifactsType};

use super::super::{Bucket, Grantee, Role};
use crate::Stack;
use crate::iam::Statement;

/// Where a build puts what it makes. Which files those are is for the buildspec to say.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildArtifacts {
    /// The bucket.
    pub bucket: Bucket,
    /// The folder in the bucket. The bucket's root by default.
    pub path: Option<String>,
    /// The name of the artifact. By default the buildspec gives it, so that no build overwrites another's.
    pub name: Option<String>,
    /// Whether the files are put in one zip file. Off by default: they are uploaded one by one.
    pub zip: bool,
    /// Whether each build gets a folder of its id below the path. Off by default.
    pub folder_per_build: bool,
    /// Whether artifacts are encrypted. On by default, with the project's key.
    pub encrypted: bool,
}

impl From<Bucket> for BuildArtifacts {
    /// The root of the bucket, under names that the buildspec gives.
    fn from(bucket: Bucket) -> Self {
        BuildArtifacts { bucket, path: None, name: None, zip: false, folder_per_build: false, encrypted: true }
    }
}

impl BuildArtifacts {
    pub(super) fn to_property(&self) -> Artifacts {
        let mut artifacts = Artifacts::new(ArtifactsType::S3).location(self.bucket.name());
        artifacts = match &self.name {
            Some(name) => artifacts.name(name.as_str()),
            None => artifacts.override_artifact_name(true),
        };
        if let Some(path) = &self.path {
            artifacts = artifacts.path(path.as_str());
        }
        if self.zip {
            artifacts = artifacts.packaging(ArtifactsPackaging::Zip);
        }
        if self.folder_per_build {
            artifacts = artifacts.namespace_type(ArtifactsNamespaceType::BuildId);
        }
        if !self.encrypted {
            artifacts = artifacts.encryption_disabled(true);
        }
        artifacts
    }

    /// Lets the role upload below the path.
    pub(super) fn grant(&self, stack: &mut Stack, role: Role) {
        let objects = match self.path.as_deref().map(|path| path.trim_matches('/')) {
            Some(path) if !path.is_empty() => format!("{path}/*"),
            _ => "*".to_owned(),
        };
        self.bucket.grant_put(stack, &role, &objects);
        // CodeBuild looks at the bucket before it uploads, see
        // https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
        let look = Statement::allow(["s3:GetBucketAcl", "s3:GetBucketLocation"]).on([self.bucket.arn()]);
        role.allow(stack, look);
    }
}
