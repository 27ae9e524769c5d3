//! CodeBuild: projects, what starts them, and the credentials for their sources.

mod environment;
mod project;
mod source;
mod source_credential;
mod webhook;

pub use environment::{BuildEnvironment, ComputeType, EnvironmentVariable};
pub use project::{BatchConfig, BuildspecSource, Project, ProjectProps};
pub use source::Source;
pub use source_credential::{SourceAuth, SourceCredential, SourceServer};
pub use webhook::{FilterGroup, Webhook, WebhookEvent};
