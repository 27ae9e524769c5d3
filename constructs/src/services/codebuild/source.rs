//! Where a build's source comes from.

use cfn_model::codebuild::project;
use cfn_model::codebuild::project::SourceType;
use cfn_model::{Diagnostic, Prop, sub};

use super::super::{Bucket, Grantee, Role};
use super::BuildspecSource;
use crate::Stack;
use crate::iam::Statement;

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
            Source::S3(bucket, key) => Some(sub!("{}/{}", bucket.name(), key)),
            Source::CodePipeline | Source::NoSource => None,
        }
    }

    pub(super) fn to_property(&self, stack: &mut Stack, buildspec: &BuildspecSource) -> project::Source {
        let source = project::Source::new(self.source_type()).build_spec(buildspec.to_property());
        self.locate(source, stack)
    }

    /// The source with the place it comes from.
    fn locate(&self, mut source: project::Source, stack: &mut Stack) -> project::Source {
        self.check(stack);
        if let Some(location) = self.location() {
            source = source.location(location);
        }
        if self.has_webhooks() {
            source = source.report_build_status(true);
        }
        source
    }

    /// Lets the role read the source, where that takes a permission of AWS.
    pub(super) fn grant_read(&self, stack: &mut Stack, role: Role) {
        match self {
            Source::S3(bucket, key) => bucket.grant_read(stack, &role, key),
            Source::CodeCommit(url) => {
                // The last step of the clone URL is the repository's name, where it is written out.
                let url = url.value().as_str().map(|url| url.rsplit('/').next().unwrap_or_default().to_owned());
                let name = url.unwrap_or_else(|| "*".to_owned());
                let repository = sub!("arn:{partition}:codecommit:{region}:{account}:{}", name);
                role.allow(stack, Statement::allow(["codecommit:GitPull"]).on([repository]));
            }
            _ => {}
        }
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

/// A source beside the main one. A build finds it in the folder that `CODEBUILD_SRC_DIR_` and the identifier name.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-multi-in-out.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct SecondarySource {
    /// What the buildspec knows it by: letters, digits and underscores, at most 128.
    pub identifier: String,
    /// Where it comes from.
    pub source: Source,
    /// The branch, tag, commit or object version. The default one by default.
    pub version: Option<String>,
}

impl SecondarySource {
    /// The default branch or newest version of a source.
    pub fn new(identifier: impl Into<String>, source: Source) -> Self {
        SecondarySource { identifier: identifier.into(), source, version: None }
    }

    pub(super) fn to_property(&self, stack: &mut Stack, role: Role) -> project::Source {
        self.source.grant_read(stack, role);
        let source = project::Source::new(self.source.source_type()).source_identifier(self.identifier.as_str());
        self.source.locate(source, stack)
    }

    pub(super) fn version_property(&self) -> Option<project::ProjectSourceVersion> {
        let version = self.version.as_deref()?;
        Some(project::ProjectSourceVersion::new(self.identifier.as_str()).source_version(version))
    }

    pub(super) fn check(stack: &mut Stack, sources: &[SecondarySource]) {
        let mut report = |index: usize, message: String, help: &str| {
            stack.report(
                Diagnostic::error("secondary-source", message).property(format!("SecondarySources.{index}")).help(help),
            );
        };
        if sources.len() > 12 {
            report(12, format!("there are {} secondary sources, 12 are allowed", sources.len()), "take some out");
        }
        for (index, SecondarySource { identifier, source, .. }) in sources.iter().enumerate() {
            let valid = |character: char| character.is_ascii_alphanumeric() || character == '_';
            if identifier.is_empty() || identifier.len() > 128 || !identifier.chars().all(valid) {
                let help = "use letters, digits and underscores, at most 128";
                report(index, format!("`{identifier}` is no identifier for a source"), help);
            }
            if sources[..index].iter().any(|other| other.identifier == *identifier) {
                report(index, format!("two sources have the identifier `{identifier}`"), "give one of them another");
            }
            if matches!(source, Source::CodePipeline | Source::NoSource) {
                report(index, format!("the source `{identifier}` comes from nowhere"), "name a repository or a bucket");
            }
        }
    }
}
