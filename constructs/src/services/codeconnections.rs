//! CodeConnections: how AWS signs in to Git servers elsewhere.

use cfn_model::codeconnections::{connection, host};
use cfn_model::{Handle, IntoProp, Prop, Value, codeconnections};

use super::Grantee;
use crate::Stack;
use crate::iam::Statement;
use crate::stack::MAIN;

/// A connection to a Git server.
///
/// It is `PENDING` after it is created, and of no use until a person completes it in the console, which no template
/// can do. A connection is thus best made once, in a stack of its own, and used by its ARN.
///
/// See <https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The connection itself.
    pub handle: Handle<codeconnections::Connection>,
}

/// The server that a connection leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Provider {
    /// github.com.
    GitHub,
    /// gitlab.com.
    GitLab,
    /// bitbucket.org.
    Bitbucket,
    /// dev.azure.com.
    AzureDevOps,
    /// A GitHub Enterprise server, by the ARN of its [`Host`].
    GitHubEnterpriseServer(Prop<String>),
    /// A GitLab server of one's own, by the ARN of its [`Host`].
    GitLabSelfManaged(Prop<String>),
}

impl Provider {
    fn kind(&self) -> connection::ProviderType {
        match self {
            Provider::GitHub => connection::ProviderType::GitHub,
            Provider::GitLab => connection::ProviderType::GitLab,
            Provider::Bitbucket => connection::ProviderType::Bitbucket,
            Provider::AzureDevOps => connection::ProviderType::AzureDevOps,
            Provider::GitHubEnterpriseServer(_) => connection::ProviderType::GitHubEnterpriseServer,
            Provider::GitLabSelfManaged(_) => connection::ProviderType::GitLabSelfManaged,
        }
    }
}

impl Connection {
    /// Adds a connection of that name, at most 32 characters.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, name: impl IntoProp<String>, provider: Provider) -> Self {
        let name = name.into_prop();
        stack.construct(id, |stack| {
            let mut connection = codeconnections::Connection::new(name);
            // A host says itself what kind of server it is.
            connection = match provider {
                Provider::GitHubEnterpriseServer(host) | Provider::GitLabSelfManaged(host) => connection.host_arn(host),
                provider => connection.provider_type(provider.kind()),
            };
            Connection { handle: stack.add(MAIN, connection) }
        })
    }

    /// A connection that exists already, by ARN.
    pub fn from_arn(arn: impl IntoProp<String>) -> ImportedConnection {
        ImportedConnection { arn: arn.into_prop() }
    }

    /// The connection's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.connection_arn()
    }
}

/// A connection of this app, or one that exists already.
pub trait AnyConnection {
    /// The connection's ARN.
    fn arn(&self) -> Prop<String>;

    /// The service by which IAM knows the connection's actions: those of older connections are still
    /// `codestar-connections`.
    fn services(&self) -> &'static [&'static str];

    /// Lets `grantee` use the connection, as pipelines do.
    ///
    /// See <https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html>.
    fn grant_use(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        grant(self, stack, grantee, &["UseConnection"]);
    }

    /// Lets `grantee` sign in with the connection by itself, as CodeBuild does.
    ///
    /// See <https://docs.aws.amazon.com/codebuild/latest/userguide/connections-github-app.html>.
    fn grant_sign_in(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        grant(self, stack, grantee, &["GetConnection", "GetConnectionToken", "UseConnection"]);
    }
}

fn grant(connection: &impl AnyConnection, stack: &mut Stack, grantee: &impl Grantee, actions: &[&str]) {
    let services = connection.services().iter();
    let actions = services.flat_map(|service| actions.iter().map(move |action| format!("{service}:{action}")));
    grantee.allow(stack, Statement::allow(actions).on([connection.arn()]));
}

impl AnyConnection for Connection {
    fn arn(&self) -> Prop<String> {
        self.handle.connection_arn()
    }

    fn services(&self) -> &'static [&'static str] {
        &["codeconnections"]
    }
}

/// A connection that exists already.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedConnection {
    arn: Prop<String>,
}

impl AnyConnection for ImportedConnection {
    fn arn(&self) -> Prop<String> {
        self.arn.clone()
    }

    fn services(&self) -> &'static [&'static str] {
        let named = |service: &str| {
            let of = format!(":{service}:");
            match self.arn.value() {
                Value::String(arn) => arn.contains(&of),
                Value::Text(parts) => parts.iter().any(|part| part.as_str().is_some_and(|text| text.contains(&of))),
                _ => false,
            }
        };
        if named("codeconnections") {
            &["codeconnections"]
        } else if named("codestar-connections") {
            &["codestar-connections"]
        } else {
            // Only deployment knows which of the two it is.
            &["codeconnections", "codestar-connections"]
        }
    }
}

/// A Git server of one's own, for connections to it. As a connection, it is completed in the console.
///
/// See <https://docs.aws.amazon.com/dtconsole/latest/userguide/welcome-hosts.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    /// The host itself.
    pub handle: Handle<codeconnections::Host>,
}

/// What kind of server a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKind {
    /// A GitHub Enterprise server.
    GitHubEnterpriseServer,
    /// A GitLab server.
    GitLabSelfManaged,
}

/// What a [`Host`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct HostProps {
    /// The host's name, at most 64 characters.
    pub name: String,
    /// What kind of server it is.
    pub kind: HostKind,
    /// Where the server is: `https://git.example.com`.
    pub endpoint: Prop<String>,
    /// The network it is reached through. `None`, the default, where it is reached over the internet.
    pub vpc: Option<HostVpc>,
}

impl HostProps {
    /// A server that is reached over the internet.
    pub fn new(name: impl Into<String>, kind: HostKind, endpoint: impl IntoProp<String>) -> Self {
        HostProps { name: name.into(), kind, endpoint: endpoint.into_prop(), vpc: None }
    }
}

/// The network that a server is reached through.
#[derive(Clone, Debug, PartialEq)]
pub struct HostVpc {
    /// The VPC, by id.
    pub vpc: Prop<String>,
    /// Its subnets, by id. 1 to 10.
    pub subnets: Vec<Prop<String>>,
    /// The security groups, by id. 1 to 10.
    pub security_groups: Vec<Prop<String>>,
    /// The server's certificate, where no public authority has signed it, as PEM. None by default.
    pub certificate: Option<String>,
}

impl Host {
    /// Adds a host.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: HostProps) -> Self {
        stack.construct(id, |stack| {
            let kind = match props.kind {
                HostKind::GitHubEnterpriseServer => host::ProviderType::GitHubEnterpriseServer,
                HostKind::GitLabSelfManaged => host::ProviderType::GitLabSelfManaged,
            };
            let mut host = codeconnections::Host::new(props.name, props.endpoint, kind);
            if let Some(vpc) = props.vpc {
                let mut network = host::VpcConfiguration::new(vpc.security_groups, vpc.subnets, vpc.vpc);
                if let Some(certificate) = vpc.certificate {
                    network = network.tls_certificate(certificate);
                }
                host = host.vpc_configuration(network);
            }
            Host { handle: stack.add(MAIN, host) }
        })
    }

    /// The host's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.host_arn()
    }
}
