//! [`SourceCredential`]: how CodeBuild signs in to a source server.

use cfn_model::codebuild::source_credential::{AuthType, ServerType};
use cfn_model::{Handle, Prop, codebuild};

use super::super::Secret;
use crate::Stack;
use crate::stack::MAIN;

/// The server that the credentials are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceServer {
    /// github.com.
    GitHub,
    /// A GitHub Enterprise server.
    GitHubEnterprise,
    /// gitlab.com.
    GitLab,
    /// A GitLab server of one's own.
    GitLabSelfManaged,
    /// bitbucket.org.
    Bitbucket,
}

impl SourceServer {
    fn server_type(self) -> ServerType {
        match self {
            SourceServer::GitHub => ServerType::Github,
            SourceServer::GitHubEnterprise => ServerType::GithubEnterprise,
            SourceServer::GitLab => ServerType::Gitlab,
            SourceServer::GitLabSelfManaged => ServerType::GitlabSelfManaged,
            SourceServer::Bitbucket => ServerType::Bitbucket,
        }
    }
}

/// How CodeBuild signs in.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceAuth {
    /// With a personal access token, taken at deployment from one key of a secret.
    Token {
        /// The secret.
        secret: Secret,
        /// The key of it that holds the token.
        json_key: String,
    },
    /// With a user's name and app password, for Bitbucket, taken at deployment from two keys of a secret.
    Password {
        /// The secret.
        secret: Secret,
        /// The key of it that holds the user's name.
        user_key: String,
        /// The key of it that holds the password.
        password_key: String,
    },
    /// With a connection of CodeConnections, by ARN.
    Connection(Prop<String>),
    /// With a secret that CodeBuild reads itself whenever it signs in, by ARN. The secret's form is told at
    /// <https://docs.aws.amazon.com/codebuild/latest/userguide/asm-create-secret.html>.
    SecretsManager(Prop<String>),
}

/// The credentials with which CodeBuild signs in to a source server: one for each kind of server in
/// an account and region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceCredential {
    /// The credential itself.
    pub handle: Handle<codebuild::SourceCredential>,
}

impl SourceCredential {
    /// Adds the credentials. A second one for the same kind of server in one app is an error.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, server: SourceServer, auth: &SourceAuth) -> Self {
        stack.construct(id, |stack| {
            let server_type = server.server_type();
            stack.claim(format!("CodeBuild source credential for {}", server_type.as_str()));
            let credential = |auth_type, token| codebuild::SourceCredential::new(auth_type, server_type, token);
            let credential = match auth {
                SourceAuth::Token { secret, json_key } => {
                    credential(AuthType::PersonalAccessToken, Prop::new(secret.value(json_key)))
                }
                SourceAuth::Password { secret, user_key, password_key } => {
                    credential(AuthType::BasicAuth, Prop::new(secret.value(password_key)))
                        .username(secret.value(user_key))
                }
                SourceAuth::Connection(arn) => credential(AuthType::Codeconnections, arn.clone()),
                SourceAuth::SecretsManager(arn) => credential(AuthType::SecretsManager, arn.clone()),
            };
            SourceCredential { handle: stack.add(MAIN, credential) }
        })
    }
}
