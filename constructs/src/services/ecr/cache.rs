//! [`PullThroughCache`]: images of other registries, kept here.

use cfn_model::ecr::pull_through_cache_rule::UpstreamRegistry;
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, ecr, sub};

use super::check_account;
use crate::Stack;
use crate::stack::MAIN;

/// A rule by which ECR fetches images of another registry when somebody pulls them, and keeps them.
///
/// Whoever pulls an image for the first time needs `ecr:BatchImportUpstreamImage`, and `ecr:CreateRepository`, on the
/// repositories of the prefix.
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PullThroughCache {
    /// The rule itself.
    pub handle: Handle<ecr::PullThroughCacheRule>,
}

/// The registry that images come from.
///
/// Some want credentials: a secret of Secrets Manager in the same account and region, by ARN, whose name begins with
/// `ecr-pullthroughcache/` and which holds the keys `username` and `accessToken`.
#[derive(Clone, Debug, PartialEq)]
pub enum Upstream {
    /// `public.ecr.aws`.
    EcrPublic,
    /// `registry.k8s.io`.
    Kubernetes,
    /// `quay.io`.
    Quay,
    /// `registry-1.docker.io`, with a secret.
    DockerHub(Prop<String>),
    /// `ghcr.io`, with a secret.
    GitHub(Prop<String>),
    /// `registry.gitlab.com`, with a secret.
    GitLab(Prop<String>),
    /// `cgr.dev`, with a secret.
    Chainguard(Prop<String>),
    /// A registry of Azure.
    Azure {
        /// The registry's name, before `.azurecr.io`.
        registry: String,
        /// The secret.
        secret: Prop<String>,
    },
    /// A private registry of ECR, in another account or region.
    Ecr {
        /// The account, by its 12 digits.
        account: String,
        /// The region.
        region: String,
        /// The role that ECR fetches images with, by ARN, where the account is another.
        role: Option<Prop<String>>,
    },
}

/// What a [`PullThroughCache`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PullThroughCacheProps {
    /// What the names of repositories for fetched images begin with: 2 to 30 characters, or `ROOT` for all that no
    /// other rule is about. Only one rule of the registry has it.
    pub prefix: String,
    /// Where images come from.
    pub upstream: Upstream,
    /// What the names of repositories there begin with. By default the whole registry is meant.
    pub upstream_prefix: Option<String>,
}

impl PullThroughCacheProps {
    /// Images of the registry, in repositories whose names begin so.
    pub fn new(prefix: impl Into<String>, upstream: Upstream) -> Self {
        PullThroughCacheProps { prefix: prefix.into(), upstream, upstream_prefix: None }
    }
}

impl Upstream {
    /// Docker Hub, with the secret of that ARN.
    pub fn docker_hub(secret: impl IntoProp<String>) -> Self {
        Upstream::DockerHub(secret.into_prop())
    }

    /// GitHub, with the secret of that ARN.
    pub fn github(secret: impl IntoProp<String>) -> Self {
        Upstream::GitHub(secret.into_prop())
    }

    /// GitLab, with the secret of that ARN.
    pub fn gitlab(secret: impl IntoProp<String>) -> Self {
        Upstream::GitLab(secret.into_prop())
    }

    fn registry(&self) -> UpstreamRegistry {
        match self {
            Upstream::EcrPublic => UpstreamRegistry::EcrPublic,
            Upstream::Kubernetes => UpstreamRegistry::K8s,
            Upstream::Quay => UpstreamRegistry::Quay,
            Upstream::DockerHub(_) => UpstreamRegistry::DockerHub,
            Upstream::GitHub(_) => UpstreamRegistry::GithubContainerRegistry,
            Upstream::GitLab(_) => UpstreamRegistry::GitlabContainerRegistry,
            Upstream::Chainguard(_) => UpstreamRegistry::Chainguard,
            Upstream::Azure { .. } => UpstreamRegistry::AzureContainerRegistry,
            Upstream::Ecr { .. } => UpstreamRegistry::Ecr,
        }
    }

    fn url(&self) -> Prop<String> {
        match self {
            Upstream::EcrPublic => Prop::new("public.ecr.aws"),
            Upstream::Kubernetes => Prop::new("registry.k8s.io"),
            Upstream::Quay => Prop::new("quay.io"),
            Upstream::DockerHub(_) => Prop::new("registry-1.docker.io"),
            Upstream::GitHub(_) => Prop::new("ghcr.io"),
            Upstream::GitLab(_) => Prop::new("registry.gitlab.com"),
            Upstream::Chainguard(_) => Prop::new("cgr.dev"),
            Upstream::Azure { registry, .. } => Prop::new(format!("{registry}.azurecr.io")),
            Upstream::Ecr { account, region, .. } => sub!("{}.dkr.ecr.{}.{url_suffix}", account, region),
        }
    }

    fn secret(&self) -> Option<&Prop<String>> {
        match self {
            Upstream::DockerHub(secret)
            | Upstream::GitHub(secret)
            | Upstream::GitLab(secret)
            | Upstream::Chainguard(secret)
            | Upstream::Azure { secret, .. } => Some(secret),
            Upstream::EcrPublic | Upstream::Kubernetes | Upstream::Quay | Upstream::Ecr { .. } => None,
        }
    }
}

impl PullThroughCache {
    /// Adds a rule. A second one for the same prefix in the same account and region is an error.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: PullThroughCacheProps) -> Self {
        stack.construct(id, |stack| {
            stack.claim(format!("pull-through cache for the prefix `{}`", props.prefix));
            check(stack, &props.upstream);
            let mut rule = ecr::PullThroughCacheRule::new()
                .ecr_repository_prefix(props.prefix)
                .upstream_registry(props.upstream.registry())
                .upstream_registry_url(props.upstream.url());
            if let Some(secret) = props.upstream.secret() {
                rule = rule.credential_arn(secret.clone());
            }
            if let Upstream::Ecr { role: Some(role), .. } = props.upstream {
                rule = rule.custom_role_arn(role);
            }
            if let Some(prefix) = props.upstream_prefix {
                rule = rule.upstream_repository_prefix(prefix);
            }
            PullThroughCache { handle: stack.add(MAIN, rule) }
        })
    }
}

fn check(stack: &mut Stack, upstream: &Upstream) {
    if let Some(arn) = upstream.secret().and_then(|secret| secret.value().as_str())
        && !arn.contains(":secret:ecr-pullthroughcache/")
    {
        stack.report(
            Diagnostic::error("ecr-cache-secret", format!("`{arn}` is no secret that ECR reads"))
                .property("CredentialArn")
                .help("give the ARN of a secret whose name begins with `ecr-pullthroughcache/`"),
        );
    }
    if let Upstream::Ecr { account, role, .. } = upstream {
        check_account(stack, "UpstreamRegistryUrl", account);
        let elsewhere = stack.environment.account.as_ref().is_some_and(|own| own != account);
        if elsewhere && role.is_none() {
            stack.report(
                Diagnostic::error("ecr-cache-role", "images come from another account, and no role fetches them")
                    .property("CustomRoleArn")
                    .help("give the role that ECR assumes, by ARN"),
            );
        }
    }
}
