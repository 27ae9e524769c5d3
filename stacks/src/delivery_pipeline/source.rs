//! Where a pipeline begins: branches, zip files and images.

use cfn_constructs::pipeline::actions::{ChangeDetection, ConnectionSourceAction, EcrSourceAction, S3SourceAction};
use cfn_constructs::pipeline::{
    Artifact, BucketRef, IntoAction, Patterns, PullRequestEvent as Event, PullRequestFilter, PushFilter, Trigger,
};
use cfn_model::Prop;
use serde::{Deserialize, Serialize};

use super::Making;

/// A branch of a repository, through a connection of CodeConnections.
///
/// Without filters each push to the branch starts the pipeline.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectionSource {
    /// Its name, and that of its artifact: letters, digits, hyphens and underscores, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The ARN of the connection.
    pub connection: String,
    /// The repository: `OWNER/NAME`.
    pub repository: String,
    /// The branch. `main` by default.
    #[serde(default = "main")]
    pub branch: String,
    /// Whether builds clone the repository with its history. Only builds can read such an artifact. Off by default: the
    /// artifact has the files.
    #[serde(default)]
    pub full_clone: bool,
    /// The pushes that start the pipeline, each filter on its own, at most 3. By default those to the branch, unless there
    /// are filters for pull requests.
    #[serde(default)]
    pub push: Vec<Pushes>,
    /// The pull requests that start the pipeline, each filter on its own, at most 3. None by default.
    #[serde(default)]
    pub pull_requests: Vec<PullRequests>,
}

/// Pushes to branches or of tags. Patterns are globs such as `release/*`, at most 8 in a list.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html>.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pushes {
    /// The branches. None by default.
    #[serde(default)]
    pub branches: Vec<String>,
    /// Branches that are not meant. None by default.
    #[serde(default)]
    pub except_branches: Vec<String>,
    /// The files, one of which has to be changed. Only with branches, and any by default.
    #[serde(default)]
    pub file_paths: Vec<String>,
    /// Files whose changes do not count. None by default.
    #[serde(default)]
    pub except_file_paths: Vec<String>,
    /// The tags. Not with branches, and none by default.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Tags that are not meant. None by default.
    #[serde(default)]
    pub except_tags: Vec<String>,
}

/// Pull requests into branches. Patterns are globs such as `release/*`, at most 8 in a list.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html>.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PullRequests {
    /// The branches that they go into, `**` for all.
    pub branches: Vec<String>,
    /// Branches that are not meant. None by default.
    #[serde(default)]
    pub except_branches: Vec<String>,
    /// The files, one of which has to be changed. Any by default.
    #[serde(default)]
    pub file_paths: Vec<String>,
    /// Files whose changes do not count. None by default.
    #[serde(default)]
    pub except_file_paths: Vec<String>,
    /// What happens to them. All of it by default.
    #[serde(default)]
    pub events: Vec<PullRequestEvent>,
}

/// What happens to a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PullRequestEvent {
    /// It is opened.
    Open,
    /// It gets a new revision.
    Updated,
    /// It is closed, which includes that it is merged.
    Closed,
}

/// A zip file of a bucket that keeps versions. Each new version starts the pipeline.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct S3Source {
    /// Its name, and that of its artifact: letters, digits, hyphens and underscores, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The name of the bucket, which is there already, keeps versions, and sends its events to EventBridge.
    pub bucket: String,
    /// The key of the zip file.
    pub key: String,
    /// The ARN of the key that encrypts it, where that is the account's own. None by default.
    #[serde(default)]
    pub kms_key: Option<String>,
    /// Whether a new version starts the pipeline. On by default.
    #[serde(default = "on")]
    pub starts: bool,
}

/// The image under a tag of a repository of ECR. Its artifact is the file `imageDetail.json`, which names the image.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EcrSource {
    /// Its name, and that of its artifact: letters, digits, hyphens and underscores, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The name of the repository, which is in the pipeline's account and region.
    pub repository: String,
    /// The tag. `latest` by default.
    #[serde(default = "latest")]
    pub tag: String,
    /// Whether a push of the tag starts the pipeline. On by default.
    #[serde(default = "on")]
    pub starts: bool,
}

fn main() -> String {
    "main".to_owned()
}

fn latest() -> String {
    "latest".to_owned()
}

fn on() -> bool {
    true
}

impl ConnectionSource {
    /// The branch `main` of the repository, everything else by default.
    pub fn new(name: impl Into<String>, connection: impl Into<String>, repository: impl Into<String>) -> Self {
        ConnectionSource {
            name: name.into(),
            run_order: None,
            connection: connection.into(),
            repository: repository.into(),
            branch: main(),
            full_clone: false,
            push: Vec::new(),
            pull_requests: Vec::new(),
        }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> impl IntoAction + use<> {
        making.known("connection", &self.connection);
        let (name, connection) = (self.name.as_str(), self.connection.as_str());
        let output = Artifact::new(name);
        let source = ConnectionSourceAction::new(name, connection, &*self.repository, &*self.branch, output);
        ConnectionSourceAction { full_clone: self.full_clone, ..source }
    }

    /// The filters, where there are any.
    pub(super) fn trigger(&self) -> Option<Trigger> {
        let mut trigger = Trigger::new(self.name.as_str());
        trigger.push = self.push.iter().map(Pushes::filter).collect();
        trigger.pull_requests = self.pull_requests.iter().map(PullRequests::filter).collect();
        (!trigger.push.is_empty() || !trigger.pull_requests.is_empty()).then_some(trigger)
    }
}

impl Pushes {
    /// Pushes to these branches.
    pub fn branches<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Self {
        Pushes { branches: patterns.into_iter().map(Into::into).collect(), ..Pushes::default() }
    }

    /// Pushes of these tags.
    pub fn tags<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Self {
        Pushes { tags: patterns.into_iter().map(Into::into).collect(), ..Pushes::default() }
    }

    fn filter(&self) -> PushFilter {
        PushFilter {
            branches: patterns(&self.branches, &self.except_branches),
            file_paths: patterns(&self.file_paths, &self.except_file_paths),
            tags: patterns(&self.tags, &self.except_tags),
        }
    }
}

impl PullRequests {
    /// Pull requests into these branches.
    pub fn into_branches<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Self {
        PullRequests { branches: patterns.into_iter().map(Into::into).collect(), ..PullRequests::default() }
    }

    fn filter(&self) -> PullRequestFilter {
        let event = |event: &PullRequestEvent| match event {
            PullRequestEvent::Open => Event::Open,
            PullRequestEvent::Updated => Event::Updated,
            PullRequestEvent::Closed => Event::Closed,
        };
        PullRequestFilter {
            events: self.events.iter().map(event).collect(),
            branches: patterns(&self.branches, &self.except_branches),
            file_paths: patterns(&self.file_paths, &self.except_file_paths),
        }
    }
}

fn patterns(includes: &[String], excludes: &[String]) -> Patterns {
    Patterns { includes: includes.to_vec(), excludes: excludes.to_vec() }
}

impl S3Source {
    /// The zip file under that key, everything else by default.
    pub fn new(name: impl Into<String>, bucket: impl Into<String>, key: impl Into<String>) -> Self {
        let (name, bucket, key) = (name.into(), bucket.into(), key.into());
        S3Source { name, run_order: None, bucket, key, kms_key: None, starts: on() }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> impl IntoAction + use<> {
        making.known("bucket", &self.bucket);
        making.known("key", &self.key);
        let bucket = BucketRef { key: self.kms_key.as_deref().map(Prop::new), ..BucketRef::named(&*self.bucket) };
        let source = S3SourceAction::new(&*self.name, bucket, &*self.key, Artifact::new(&*self.name));
        let detection = if self.starts { ChangeDetection::Events } else { ChangeDetection::None };
        S3SourceAction { detection, ..source }
    }
}

impl EcrSource {
    /// The image tagged `latest` of that repository, everything else by default.
    pub fn new(name: impl Into<String>, repository: impl Into<String>) -> Self {
        let (name, repository) = (name.into(), repository.into());
        EcrSource { name, run_order: None, repository, tag: latest(), starts: on() }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> impl IntoAction + use<> {
        making.known("repository", &self.repository);
        let source = EcrSourceAction::new(&*self.name, &*self.repository, Artifact::new(&*self.name));
        EcrSourceAction { tag: self.tag.clone(), starts_pipeline: self.starts, ..source }
    }
}
