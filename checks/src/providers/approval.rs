//! A person who decides.

use super::{ConfigurationKey, Provider};

/// A person decides whether the pipeline goes on.
pub static MANUAL: Provider = Provider {
    configuration: &[
        ConfigurationKey::optional("NotificationArn", "The SNS topic that is told when a decision is due."),
        ConfigurationKey::optional("ExternalEntityLink", "A page for whoever decides."),
        ConfigurationKey::optional("CustomData", "A message for whoever decides."),
    ],
    ..Provider::new(
        "Approval",
        "Manual",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html",
    )
};
