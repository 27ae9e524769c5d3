//! [`SourceCredentials`]: how CodeBuild signs in to a source server.

use cfn_model::IntoProp;

use crate::Stack;
use crate::services::Secret;
use crate::services::codebuild::{SourceAuth, SourceCredential, SourceServer};

/// The credentials with which all projects of an account and region reach a source server.
///
/// CodeBuild has one set for each kind of server in an account and region, so this goes into a stack
/// of its own that is deployed once, however many projects there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceCredentials {
    /// The credential.
    pub credential: SourceCredential,
}

/// What [`SourceCredentials`] are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceCredentialsProps {
    /// The server.
    pub server: SourceServer,
    /// How CodeBuild signs in.
    pub auth: SourceAuth,
}

impl SourceCredentialsProps {
    /// A personal access token for GitHub: the key `token` of a secret, by the secret's name or ARN.
    pub fn token_from_secret(secret: impl Into<String>) -> Self {
        let auth = SourceAuth::Token { secret: Secret::new(secret.into()), json_key: "token".into() };
        SourceCredentialsProps { server: SourceServer::GitHub, auth }
    }

    /// A connection of CodeConnections to GitHub, by ARN.
    pub fn connection(arn: impl IntoProp<String>) -> Self {
        SourceCredentialsProps { server: SourceServer::GitHub, auth: SourceAuth::Connection(arn.into_prop()) }
    }

    /// For another kind of server.
    #[must_use]
    pub fn server(mut self, server: SourceServer) -> Self {
        self.server = server;
        self
    }
}

impl SourceCredentials {
    /// Adds the credentials. A second one for the same kind of server in one app is an error.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: SourceCredentialsProps) -> Self {
        SourceCredentials { credential: SourceCredential::new(stack, id, props.server, &props.auth) }
    }
}
