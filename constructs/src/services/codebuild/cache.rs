//! [`Cache`]: what one build leaves for the next.

use cfn_model::codebuild::project::{ProjectCache, ProjectCacheModes, ProjectCacheType};
use cfn_model::{Diagnostic, sub};

use super::super::{Bucket, Role};
use super::BuildEnvironment;
use crate::Stack;

/// What one build leaves for the next.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html>.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Cache {
    /// Nothing.
    #[default]
    None,
    /// What is left on the machine of an earlier build, where the next one happens to run on it.
    Local(Vec<CacheMode>),
    /// The files that the buildspec names, in a bucket.
    Bucket {
        /// The bucket.
        bucket: Bucket,
        /// The folder in it.
        prefix: String,
        /// What several projects name alike to share the cache. By default a project has its own.
        namespace: Option<String>,
    },
}

/// What is kept on a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheMode {
    /// The Git metadata of the sources.
    Source,
    /// The layers of Docker images, which takes a privileged environment on Linux.
    DockerLayers,
    /// The folders that the buildspec names.
    Custom,
}

impl Cache {
    /// The cache in a folder of the bucket.
    pub fn bucket(bucket: Bucket, prefix: impl Into<String>) -> Self {
        Cache::Bucket { bucket, prefix: prefix.into(), namespace: None }
    }

    pub(super) fn to_property(
        &self,
        stack: &mut Stack,
        role: Role,
        environment: &BuildEnvironment,
    ) -> Option<ProjectCache> {
        match self {
            Cache::None => None,
            Cache::Local(modes) => {
                check(stack, modes, environment);
                let modes: Vec<ProjectCacheModes> = modes.iter().map(|mode| mode.to_property()).collect();
                Some(ProjectCache::new(ProjectCacheType::Local).modes(modes))
            }
            Cache::Bucket { bucket, prefix, namespace } => {
                let prefix = prefix.trim_matches('/');
                bucket.grant_read_write(stack, &role, &format!("{prefix}/*"));
                let cache = ProjectCache::new(ProjectCacheType::S3).location(sub!("{}/{}", bucket.name(), prefix));
                Some(match namespace {
                    Some(namespace) => cache.cache_namespace(namespace.as_str()),
                    None => cache,
                })
            }
        }
    }
}

impl CacheMode {
    fn to_property(self) -> ProjectCacheModes {
        match self {
            CacheMode::Source => ProjectCacheModes::LocalSourceCache,
            CacheMode::DockerLayers => ProjectCacheModes::LocalDockerLayerCache,
            CacheMode::Custom => ProjectCacheModes::LocalCustomCache,
        }
    }
}

fn check(stack: &mut Stack, modes: &[CacheMode], environment: &BuildEnvironment) {
    if modes.is_empty() {
        stack.report(
            Diagnostic::error("build-cache", "a local cache keeps nothing")
                .property("Cache.Modes")
                .help("name at least one of Source, DockerLayers and Custom, or use Cache::None"),
        );
    }
    if modes.contains(&CacheMode::DockerLayers) && !environment.privileged {
        stack.report(
            Diagnostic::error("build-cache", "layers of Docker images can be kept in a privileged environment only")
                .property("Cache.Modes")
                .help("start from BuildEnvironment::docker(), or leave DockerLayers out"),
        );
    }
}
