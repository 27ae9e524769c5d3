//! Notification rules: who is told what happens to a pipeline, a project, a repository or an application.

mod events;
mod rule;

pub use events::{ApplicationEvent, PipelineEvent, ProjectEvent, RepositoryEvent};
pub use rule::{NotificationDetail, NotificationRule, NotificationRuleProps, NotificationSource, NotificationTarget};
