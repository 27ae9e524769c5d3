//! Where a build's source comes from.

use cfn_model::codebuild::project;
use cfn_model::codebuild::project::SourceType;
use cfn_model::{Diagnostic, Prop};

use super::super::Bucket;
use super::BuildspecSource;
use crate::Stack;

/// Where a build's source comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A repository at GitHub, by its HTTPS URL.
    GitHub(String),
    /// A repository of a GitHub Enterprise server, by its HTTPS URL.
    GitHubEnterprise(String),
    /// A repository at GitLab, by its HTTPS URL.
    GitLab(String),
    /// A repository of a GitLab server, by its HTTPS URL.
    GitLabSelfManaged(String),
    /// A repository at Bitbucket, by its HTTPS URL.
    Bitbucket(String),
    /// A CodeCommit repository, by its HTTPS clone URL.
    CodeCommit(Prop<String>),
    /// A zip file in a bucket, by its key.
    S3(Bucket, String),
    /// Whatever the pipeline hands over that runs the build.
    CodePipeline,
    /// None: the buildspec brings what it needs.
    NoSource,
}

impl Source {
    /// A repository at GitHub: `https://github.com/OWNER/NAME`.
    pub fn github(url: impl Into<String>) -> Self {
        Source::GitHub(url.into())
    }

    fn source_type(&self) -> SourceType {
        match self {
            Source::GitHub(_) => SourceType::Github,
            Source::GitHubEnterprise(_) => SourceType::GithubEnterprise,
            Source::GitLab(_) => SourceType::Gitlab,
            Source::GitLabSelfManaged(_) => SourceType::GitlabSelfManaged,
            Source::Bitbucket(_) => SourceType::Bitbucket,
            Source::CodeCommit(_) => SourceType::Codecommit,
            Source::S3(..) => SourceType::S3,
            Source::CodePipeline => SourceType::Codepipeline,
            Source::NoSource => SourceType::NoSource,
        }
    }

    /// Whether pushes to the source can start builds.
    pub(super) fn has_webhooks(&self) -> bool {
        use Source::{Bitbucket, GitHub, GitHubEnterprise, GitLab, GitLabSelfManaged};
        matches!(self, GitHub(_) | GitHubEnterprise(_) | GitLab(_) | GitLabSelfManaged(_) | Bitbucket(_))
    }

    fn location(&self) -> Option<Prop<String>> {
        match self {
            Source::GitHub(url)
            | Source::GitHubEnterprise(url)
            | Source::GitLab(url)
            | Source::GitLabSelfManaged(url)
            | Source::Bitbucket(url) => Some(Prop::new(url)),
            Source::CodeCommit(url) => Some(url.clone()),
            Source::S3(bucket, key) => Some(cfn_model::sub!("{}/{}", bucket.name(), key)),
            Source::CodePipeline | Source::NoSource => None,
        }
    }

    pub(super) fn to_property(&self, stack: &mut Stack, buildspec: &BuildspecSource) -> project::Source {
        self.check(stack);
        let mut source = project::Source::new(self.source_type()).build_spec(buildspec.to_property());
        if let Some(location) = self.location() {
            source = source.location(location);
        }
        if self.has_webhooks() {
            source = source.report_build_status(true);
        }
        source
    }

    fn check(&self, stack: &mut Stack) {
        let (url, host) = match self {
            Source::GitHub(url) => (url, Some("github.com")),
            Source::GitLab(url) => (url, Some("gitlab.com")),
            Source::Bitbucket(url) => (url, Some("bitbucket.org")),
            Source::GitHubEnterprise(url) | Source::GitLabSelfManaged(url) => (url, None),
            _ => return,
        };
        let example = format!("https://{}/OWNER/NAME", host.unwrap_or("HOST"));
        let rest = url.strip_prefix("https://");
        let problem = match (rest, host) {
            (None, _) => Some("is not an https URL"),
            (Some(rest), _) if rest.contains('@') => Some("has credentials in it"),
            (Some(rest), Some(host)) if !rest.starts_with(&format!("{host}/")) => Some("is on another server"),
            (Some(rest), _) if rest.trim_end_matches('/').split('/').filter(|step| !step.is_empty()).count() < 3 => {
                Some("names no repository")
            }
            _ => None,
        };
        if let Some(problem) = problem {
            // What stands before an `@` may be a token: it is not repeated.
            let shown = url.rsplit_once('@').map_or(url.as_str(), |(_, rest)| rest);
            stack.report(
                Diagnostic::error("source-url", format!("the repository `{shown}` {problem}"))
                    .property("Source.Location")
                    .help(format!("write it as `{example}`; credentials belong in source credentials")),
            );
        }
    }
}
