//! A branch of a repository outside AWS, through a connection.

use cfn_model::{Diagnostic, IntoProp, Prop};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, providers};

/// A branch of a repository of GitHub, GitLab, Bitbucket or their servers, through a connection of CodeConnections.
///
/// A [`Trigger`](crate::pipeline::Trigger) says more about what starts the pipeline.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionSourceAction {
    /// The action's name.
    pub name: String,
    /// The connection's ARN.
    pub connection: Prop<String>,
    /// The service by which IAM knows the connection: `codeconnections` or, for older ones, `codestar-connections`.
    /// By default the one in its ARN, and both where that is not known yet.
    pub service: Option<&'static str>,
    /// The repository: `OWNER/NAME`, with the groups of GitLab before the name.
    pub repository: String,
    /// The branch.
    pub branch: String,
    /// The artifact that the branch becomes.
    pub output: Artifact,
    /// Whether builds clone the repository with its history. Only builds can read such an artifact, and
    /// their roles are allowed to use the connection. By default the artifact is a zip file of the files.
    pub full_clone: bool,
    /// Whether a push to the branch starts the pipeline, where no trigger says more. On by default.
    pub detect_changes: bool,
}

impl ConnectionSourceAction {
    /// A branch of the repository.
    pub fn new(
        name: impl Into<String>,
        connection: impl IntoProp<String>,
        repository: impl Into<String>,
        branch: impl Into<String>,
        output: Artifact,
    ) -> Self {
        ConnectionSourceAction {
            name: name.into(),
            connection: connection.into_prop(),
            service: None,
            repository: repository.into(),
            branch: branch.into(),
            output,
            full_clone: false,
            detect_changes: true,
        }
    }

    /// A branch of the repository, through a connection of the app.
    #[cfg(feature = "codeconnections")]
    pub fn through(
        name: impl Into<String>,
        connection: crate::services::codeconnections::Connection,
        repository: impl Into<String>,
        branch: impl Into<String>,
        output: Artifact,
    ) -> Self {
        let source = ConnectionSourceAction::new(name, connection.arn(), repository, branch, output);
        ConnectionSourceAction { service: Some("codeconnections"), ..source }
    }
}

impl IntoAction for ConnectionSourceAction {
    fn into_action(self) -> Action {
        let connect = use_connection(&self.connection, self.service);
        let mut action = Action::new(self.name, &providers::connection::SOURCE)
            .configure("ConnectionArn", self.connection)
            .configure("FullRepositoryId", self.repository.as_str())
            .configure("BranchName", self.branch)
            .configure("DetectChanges", if self.detect_changes { "true" } else { "false" })
            .needs(connect.clone())
            .writes([self.output]);
        if self.full_clone {
            action = action.configure("OutputArtifactFormat", "CODEBUILD_CLONE_REF");
            action.for_readers.push(connect);
        }
        let steps = self.repository.split('/').filter(|step| !step.is_empty()).count();
        if steps < 2 || self.repository.contains(':') {
            let message = format!("`{}` is no repository", self.repository);
            let problem = Diagnostic::error("action-configuration", message).help("write it as `OWNER/NAME`");
            action = action.problem("FullRepositoryId", problem);
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Leave to use the connection. The service has had two names, and each connection is known by one of them.
fn use_connection(connection: &Prop<String>, service: Option<&'static str>) -> Statement {
    let both = ["codeconnections", "codestar-connections"];
    let literal = connection.value().as_str().unwrap_or_default();
    let known = service.or_else(|| both.into_iter().find(|service| literal.contains(&format!(":{service}:"))));
    let services = known.map_or_else(|| both.to_vec(), |service| vec![service]);
    Statement::allow(services.into_iter().map(|service| format!("{service}:UseConnection"))).on([connection.clone()])
}
