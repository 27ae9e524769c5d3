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
            repository: repository.into(),
            branch: branch.into(),
            output,
            full_clone: false,
            detect_changes: true,
        }
    }
}

impl IntoAction for ConnectionSourceAction {
    fn into_action(self) -> Action {
        let connect = use_connection(&self.connection);
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

/// Leave to use the connection. The service has had two names, and each connection is known by the one
/// in its ARN; where that is not known yet, both are allowed.
fn use_connection(connection: &Prop<String>) -> Statement {
    let literal = connection.value().as_str().unwrap_or_default();
    let actions: &[&str] = if literal.contains(":codeconnections:") {
        &["codeconnections:UseConnection"]
    } else if literal.contains(":codestar-connections:") {
        &["codestar-connections:UseConnection"]
    } else {
        &["codeconnections:UseConnection", "codestar-connections:UseConnection"]
    };
    Statement::allow(actions.to_vec()).on([connection.clone()])
}
