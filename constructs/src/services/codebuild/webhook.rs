//! Which pushes and pull requests start a build.
//!
//! See <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>.

use cfn_model::codebuild::project::{WebhookFilter, WebhookFilterType};
use cfn_model::{Diagnostic, List, Prop, Value};

use crate::Stack;

/// Something that happens in a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the events")]
pub enum WebhookEvent {
    Push,
    PullRequestCreated,
    PullRequestUpdated,
    PullRequestReopened,
    PullRequestMerged,
    PullRequestClosed,
    Released,
    Prereleased,
}

impl WebhookEvent {
    fn name(self) -> &'static str {
        match self {
            WebhookEvent::Push => "PUSH",
            WebhookEvent::PullRequestCreated => "PULL_REQUEST_CREATED",
            WebhookEvent::PullRequestUpdated => "PULL_REQUEST_UPDATED",
            WebhookEvent::PullRequestReopened => "PULL_REQUEST_REOPENED",
            WebhookEvent::PullRequestMerged => "PULL_REQUEST_MERGED",
            WebhookEvent::PullRequestClosed => "PULL_REQUEST_CLOSED",
            WebhookEvent::Released => "RELEASED",
            WebhookEvent::Prereleased => "PRERELEASED",
        }
    }
}

/// A webhook that CodeBuild creates in the repository. A build starts when all filters of one of
/// its groups match.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Webhook {
    groups: Vec<FilterGroup>,
}

/// Filters that have to match together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterGroup {
    filters: Vec<Filter>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    kind: WebhookFilterType,
    pattern: String,
    exclude: bool,
}

impl Webhook {
    /// A build for every push to a branch whose whole name matches one of the patterns, which are
    /// regular expressions: `main`, `feature/.*`.
    pub fn push<B: AsRef<str>>(branches: impl IntoIterator<Item = B>) -> Self {
        Webhook::default().group(FilterGroup::new([WebhookEvent::Push]).branches(branches))
    }

    /// Also builds when this group matches.
    #[must_use]
    pub fn group(mut self, group: FilterGroup) -> Self {
        self.groups.push(group);
        self
    }

    pub(super) fn to_property(&self, stack: &mut Stack) -> Prop<List<List<WebhookFilter>>> {
        for filter in self.groups.iter().flat_map(|group| &group.filters) {
            filter.check(stack);
        }
        let groups: Vec<Value> = self.groups.iter().map(FilterGroup::to_value).collect();
        Prop::from_value(groups)
    }
}

impl FilterGroup {
    /// Any of the events.
    pub fn new(events: impl IntoIterator<Item = WebhookEvent>) -> Self {
        let names: Vec<&str> = events.into_iter().map(WebhookEvent::name).collect();
        FilterGroup {
            filters: vec![Filter { kind: WebhookFilterType::Event, pattern: names.join(", "), exclude: false }],
        }
    }

    fn filter(mut self, kind: WebhookFilterType, pattern: String, exclude: bool) -> Self {
        self.filters.push(Filter { kind, pattern, exclude });
        self
    }

    /// On a branch whose whole name matches one of the regular expressions.
    #[must_use]
    pub fn branches<B: AsRef<str>>(self, branches: impl IntoIterator<Item = B>) -> Self {
        let pattern = refs("heads", branches);
        self.filter(WebhookFilterType::HeadRef, pattern, false)
    }

    /// Not on a branch whose whole name matches one of the regular expressions.
    #[must_use]
    pub fn except_branches<B: AsRef<str>>(self, branches: impl IntoIterator<Item = B>) -> Self {
        let pattern = refs("heads", branches);
        self.filter(WebhookFilterType::HeadRef, pattern, true)
    }

    /// On a tag whose whole name matches one of the regular expressions.
    #[must_use]
    pub fn tags<B: AsRef<str>>(self, tags: impl IntoIterator<Item = B>) -> Self {
        let pattern = refs("tags", tags);
        self.filter(WebhookFilterType::HeadRef, pattern, false)
    }

    /// A pull request into a branch whose whole name matches one of the regular expressions.
    #[must_use]
    pub fn base_branches<B: AsRef<str>>(self, branches: impl IntoIterator<Item = B>) -> Self {
        let pattern = refs("heads", branches);
        self.filter(WebhookFilterType::BaseRef, pattern, false)
    }

    /// Changes a file whose path matches the regular expression.
    #[must_use]
    pub fn file_path(self, pattern: impl Into<String>) -> Self {
        self.filter(WebhookFilterType::FilePath, pattern.into(), false)
    }

    /// Its commit message does not match the regular expression.
    #[must_use]
    pub fn except_commit_message(self, pattern: impl Into<String>) -> Self {
        self.filter(WebhookFilterType::CommitMessage, pattern.into(), true)
    }

    fn to_value(&self) -> Value {
        Value::from(Prop::<List<WebhookFilter>>::new(
            self.filters
                .iter()
                .map(|filter| {
                    let property = WebhookFilter::new(filter.pattern.as_str(), filter.kind);
                    if filter.exclude { property.exclude_matched_pattern(true) } else { property }
                })
                .collect::<Vec<_>>(),
        ))
    }
}

impl Filter {
    fn check(&self, stack: &mut Stack) {
        if self.pattern.is_empty() || self.pattern.ends_with("/()$") {
            stack.report(
                Diagnostic::error("webhook-filter", "a webhook filter names nothing")
                    .property("Triggers.FilterGroups")
                    .help("give at least one event and one branch, or leave the filter out"),
            );
        }
    }
}

fn refs<B: AsRef<str>>(kind: &str, names: impl IntoIterator<Item = B>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    match names.as_slice() {
        [one] => format!("^refs/{kind}/{one}$"),
        several => format!("^refs/{kind}/({})$", several.join("|")),
    }
}
