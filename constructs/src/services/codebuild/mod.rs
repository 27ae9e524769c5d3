//! CodeBuild: projects, what starts them, and the credentials for their sources.

mod artifacts;
mod batch;
mod cache;
mod environment;
mod fleet;
mod network;
mod project;
mod report_group;
mod source;
mod source_credential;
mod webhook;

pub use artifacts::BuildArtifacts;
pub use batch::BatchConfig;
pub use cache::{Cache, CacheMode};
pub use environment::{BuildEnvironment, ComputeType, EnvironmentVariable, ImageCredentials};
pub use fleet::{Fleet, FleetComputeType, FleetEnvironmentType, FleetProps, FleetScaling};
pub use network::Network;
pub use project::{BuildspecSource, Project, ProjectProps};
pub use report_group::{ReportGroup, ReportGroupProps, ReportType};
pub use source::{SecondarySource, Source};
pub use source_credential::{SourceAuth, SourceCredential, SourceServer};
pub use webhook::{FilterGroup, Webhook, WebhookEvent};
