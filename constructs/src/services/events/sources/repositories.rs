//! The events of CodeCommit.
//!
//! See <https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html>.

use cfn_model::Prop;

use super::{EventPattern, Filter, names, texts};

states! {
    /// What happened to a branch or tag.
    RepositoryEvent {
        /// It was made.
        Created = "referenceCreated",
        /// It was moved: a push or a merge.
        Updated = "referenceUpdated",
        /// It was deleted.
        Deleted = "referenceDeleted",
        /// A merge was tried out and not kept.
        UnreferencedMergeCommitCreated = "unreferencedMergeCommitCreated",
    }
}

states! {
    /// What a reference is.
    ReferenceType {
        /// A branch.
        Branch = "branch",
        /// A tag.
        Tag = "tag",
    }
}

states! {
    /// What happened to a pull request.
    PullRequestEvent {
        /// It was opened.
        Created = "pullRequestCreated",
        /// Its branch was pushed to.
        SourceBranchUpdated = "pullRequestSourceBranchUpdated",
        /// It was closed.
        StatusChanged = "pullRequestStatusChanged",
        /// It was merged.
        MergeStatusUpdated = "pullRequestMergeStatusUpdated",
        /// Somebody approved it, or took an approval back.
        ApprovalStateChanged = "pullRequestApprovalStateChanged",
        /// It got an approval rule.
        ApprovalRuleCreated = "pullRequestApprovalRuleCreated",
        /// An approval rule of it changed.
        ApprovalRuleUpdated = "pullRequestApprovalRuleUpdated",
        /// It lost an approval rule.
        ApprovalRuleDeleted = "pullRequestApprovalRuleDeleted",
        /// Its approval rules were set aside, or count again.
        ApprovalRuleOverridden = "pullRequestApprovalRuleOverridden",
    }
}

/// A branch or tag of a repository changed.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RepositoryStateChange {
    /// The repositories, by ARN. By default all of the account and region.
    pub repositories: Vec<Prop<String>>,
    /// What happened. By default anything.
    pub events: Vec<RepositoryEvent>,
    /// Whether to branches or to tags. By default to both.
    pub reference_types: Vec<ReferenceType>,
    /// The branches or tags, by name. By default all.
    pub references: Vec<String>,
}

impl RepositoryStateChange {
    /// Pushes to those branches, the first push to one included.
    pub fn pushes<B: Into<String>>(repository_arn: Prop<String>, branches: impl IntoIterator<Item = B>) -> Self {
        RepositoryStateChange {
            repositories: vec![repository_arn],
            events: vec![RepositoryEvent::Created, RepositoryEvent::Updated],
            reference_types: vec![ReferenceType::Branch],
            references: branches.into_iter().map(Into::into).collect(),
        }
    }
}

/// A pull request changed.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PullRequestStateChange {
    /// The repositories, by ARN. By default all of the account and region.
    pub repositories: Vec<Prop<String>>,
    /// What happened. By default anything.
    pub events: Vec<PullRequestEvent>,
    /// The branches that it is to be merged into, by name. By default any.
    pub destinations: Vec<String>,
}

fn pattern(detail_type: &str, repositories: &[Prop<String>]) -> EventPattern {
    let pattern = EventPattern::of("aws.codecommit", detail_type);
    if repositories.is_empty() { pattern } else { pattern.resources(names(repositories)) }
}

impl From<RepositoryStateChange> for EventPattern {
    fn from(change: RepositoryStateChange) -> Self {
        pattern("CodeCommit Repository State Change", &change.repositories)
            .detail_if_any("event", change.events)
            .detail_if_any("referenceType", change.reference_types)
            .detail_if_any("referenceName", texts(&change.references))
    }
}

impl From<PullRequestStateChange> for EventPattern {
    fn from(change: PullRequestStateChange) -> Self {
        let destinations = change.destinations.iter().map(|branch| format!("refs/heads/{branch}"));
        pattern("CodeCommit Pull Request State Change", &change.repositories)
            .detail_if_any("event", change.events)
            .detail_if_any("destinationReference", destinations)
    }
}
