//! [`Trigger`]: which pushes and pull requests start a pipeline.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html>.

/// Which pushes and pull requests of a repository start the pipeline. Patterns are globs: `release/*`, `src/**`.
///
/// Only for sources of the provider `CodeStarSourceConnection`. Without a trigger such a source starts
/// the pipeline on each push to its branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The name of the source action.
    pub source: String,
    /// The pushes, each filter on its own, at most 3.
    pub push: Vec<PushFilter>,
    /// The pull requests, each filter on its own, at most 3.
    pub pull_requests: Vec<PullRequestFilter>,
}

impl Trigger {
    /// A trigger for the source action of that name, without filters. It needs at least one.
    pub fn new(source: impl Into<String>) -> Self {
        Trigger { source: source.into(), push: Vec::new(), pull_requests: Vec::new() }
    }

    /// Also for such pushes.
    #[must_use]
    pub fn push(mut self, filter: PushFilter) -> Self {
        self.push.push(filter);
        self
    }

    /// Also for such pull requests.
    #[must_use]
    pub fn pull_request(mut self, filter: PullRequestFilter) -> Self {
        self.pull_requests.push(filter);
        self
    }
}

/// What has to match one of the first, where there are some, and none of the others. At most 8 each.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Patterns {
    /// What is meant. Everything where there are none.
    pub includes: Vec<String>,
    /// What is not meant, also where `includes` names it.
    pub excludes: Vec<String>,
}

impl Patterns {
    /// Whether there are no patterns.
    pub fn is_empty(&self) -> bool {
        self.includes.is_empty() && self.excludes.is_empty()
    }

    fn include<P: Into<String>>(&mut self, patterns: impl IntoIterator<Item = P>) {
        self.includes.extend(patterns.into_iter().map(Into::into));
    }

    fn exclude<P: Into<String>>(&mut self, patterns: impl IntoIterator<Item = P>) {
        self.excludes.extend(patterns.into_iter().map(Into::into));
    }
}

/// Pushes: of tags, or to branches.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PushFilter {
    /// The branches that are pushed to.
    pub branches: Patterns,
    /// The files that are changed. Only with branches.
    pub file_paths: Patterns,
    /// The tags that are pushed. Not with branches.
    pub tags: Patterns,
}

impl PushFilter {
    /// Pushes to branches that match one of the patterns.
    pub fn branches<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Self {
        let mut filter = PushFilter::default();
        filter.branches.include(patterns);
        filter
    }

    /// Pushes of tags that match one of the patterns.
    pub fn tags<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Self {
        let mut filter = PushFilter::default();
        filter.tags.include(patterns);
        filter
    }

    /// But not to branches that match one of the patterns.
    #[must_use]
    pub fn except_branches<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.branches.exclude(patterns);
        self
    }

    /// But not of tags that match one of the patterns.
    #[must_use]
    pub fn except_tags<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.tags.exclude(patterns);
        self
    }

    /// That change a file whose path matches one of the patterns.
    #[must_use]
    pub fn file_paths<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.file_paths.include(patterns);
        self
    }

    /// That change a file whose path matches none of the patterns.
    #[must_use]
    pub fn except_file_paths<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.file_paths.exclude(patterns);
        self
    }
}

/// What happens to a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullRequestEvent {
    /// It is opened.
    Open,
    /// It gets a new revision.
    Updated,
    /// It is closed, which includes that it is merged.
    Closed,
}

/// Pull requests into branches.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PullRequestFilter {
    /// What happens to them. Everything where there is none.
    pub events: Vec<PullRequestEvent>,
    /// The branches that they go into.
    pub branches: Patterns,
    /// The files that they change.
    pub file_paths: Patterns,
}

impl PullRequestFilter {
    /// Pull requests into branches that match one of the patterns.
    pub fn into_branches<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Self {
        let mut filter = PullRequestFilter::default();
        filter.branches.include(patterns);
        filter
    }

    /// Only for these events.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = PullRequestEvent>) -> Self {
        self.events.extend(events);
        self
    }

    /// But not into branches that match one of the patterns.
    #[must_use]
    pub fn except_branches<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.branches.exclude(patterns);
        self
    }

    /// That change a file whose path matches one of the patterns.
    #[must_use]
    pub fn file_paths<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.file_paths.include(patterns);
        self
    }

    /// That change a file whose path matches none of the patterns.
    #[must_use]
    pub fn except_file_paths<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.file_paths.exclude(patterns);
        self
    }
}
