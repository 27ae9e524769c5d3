//! [`Repository`]: packages that are used together.

use cfn_model::{Diagnostic, Handle, Prop, codeartifact, sub};

use super::{Domain, POLICY_BYTES};
use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::services::Grantee;
use crate::stack::{MAIN, RemovalPolicy};

/// How many upstream repositories a repository may have.
///
/// See <https://docs.aws.amazon.com/codeartifact/latest/ug/service-limits.html>.
const MOST_UPSTREAMS: usize = 10;

/// A repository for packages. It is kept when the stack is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The repository itself.
    pub handle: Handle<codeartifact::Repository>,
    /// The domain it belongs to.
    pub domain: Domain,
}

/// What a [`Repository`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct RepositoryProps {
    /// The repository's name: 2 to 100 characters, letters, digits and `._-`.
    pub name: String,
    /// What it is for, at most 1,000 characters. None by default.
    pub description: Option<String>,
    /// Where packages are looked for that it does not have, in this order. At most 10; none by default.
    pub upstreams: Vec<Repository>,
    /// The public registry that it fetches packages from. A repository has one at most; none by default.
    pub external_connection: Option<ExternalConnection>,
    /// What becomes of the repository with the stack. By default it is kept.
    pub removal_policy: RemovalPolicy,
}

impl RepositoryProps {
    /// A repository of that name, everything else by default.
    pub fn new(name: impl Into<String>) -> Self {
        RepositoryProps {
            name: name.into(),
            description: None,
            upstreams: Vec::new(),
            external_connection: None,
            removal_policy: RemovalPolicy::Retain,
        }
    }
}

/// A public registry of packages.
///
/// See <https://docs.aws.amazon.com/codeartifact/latest/ug/external-connection.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExternalConnection {
    /// npm, for JavaScript.
    Npm,
    /// PyPI, for Python.
    Pypi,
    /// crates.io, for Rust.
    CratesIo,
    /// RubyGems, for Ruby.
    RubyGems,
    /// NuGet, for .NET.
    Nuget,
    /// Maven Central, for Java.
    MavenCentral,
    /// Google's Maven repository, for Android.
    MavenGoogleAndroid,
    /// The plugins of Gradle.
    MavenGradlePlugins,
    /// CommonsWare's Maven repository, for Android.
    MavenCommonsWare,
    /// Clojars, for Clojure.
    MavenClojars,
}

impl ExternalConnection {
    /// The name CodeArtifact knows it by.
    pub fn name(self) -> &'static str {
        match self {
            ExternalConnection::Npm => "public:npmjs",
            ExternalConnection::Pypi => "public:pypi",
            ExternalConnection::CratesIo => "public:crates-io",
            ExternalConnection::RubyGems => "public:ruby-gems-org",
            ExternalConnection::Nuget => "public:nuget-org",
            ExternalConnection::MavenCentral => "public:maven-central",
            ExternalConnection::MavenGoogleAndroid => "public:maven-googleandroid",
            ExternalConnection::MavenGradlePlugins => "public:maven-gradleplugins",
            ExternalConnection::MavenCommonsWare => "public:maven-commonsware",
            ExternalConnection::MavenClojars => "public:maven-clojars",
        }
    }
}

impl Repository {
    /// Adds a repository to the domain.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, domain: Domain, props: RepositoryProps) -> Self {
        stack.construct(id, |stack| {
            check_upstreams(stack, domain, &props.upstreams);
            let mut repository = codeartifact::Repository::new(domain.name(), props.name);
            if let Some(description) = props.description {
                repository = repository.description(description);
            }
            if !props.upstreams.is_empty() {
                repository =
                    repository.upstreams(props.upstreams.into_iter().map(Repository::name).collect::<Vec<_>>());
            }
            if let Some(connection) = props.external_connection {
                repository = repository.external_connections([connection.name()]);
            }
            let handle = stack.add(MAIN, repository);
            stack.grow_policy(handle, "PermissionsPolicyDocument", POLICY_BYTES);
            stack.resource(handle).removal_policy(props.removal_policy);
            Repository { handle, domain }
        })
    }

    /// The repository's name.
    pub fn name(self) -> Prop<String> {
        self.handle.name()
    }

    /// The repository's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// Lets `grantee` sign in, and fetch packages from the repository and from what is upstream of it.
    ///
    /// See <https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html>.
    pub fn grant_read(self, stack: &mut Stack, grantee: &impl Grantee) {
        self.domain.grant_sign_in(stack, grantee);
        grantee.allow(stack, Statement::allow(READ).on([self.arn()]));
    }

    /// Lets `grantee` sign in, and publish packages to the repository. Tools look first at what is there.
    pub fn grant_publish(self, stack: &mut Stack, grantee: &impl Grantee) {
        self.grant_read(stack, grantee);
        let packages =
            sub!("arn:{partition}:codeartifact:{region}:{account}:package/{}/{}/*", self.domain.name(), self.name());
        grantee.allow(stack, Statement::allow(PUBLISH).on([packages]));
    }

    /// Adds a statement to the repository's own policy, for principals of other accounts.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        // `*` stands for the repository that has the policy, and its packages.
        stack.add_statement(self.handle, statement.on_all_resources());
    }

    /// Lets others fetch packages. Their own accounts have to allow it, too, and the domain has to let them sign in:
    /// [`Domain::grant_sign_in_to`].
    pub fn grant_read_to(self, stack: &mut Stack, principals: impl IntoIterator<Item = Principal>) {
        self.add_to_policy(stack, Statement::allow(READ).to(principals));
    }
}

const READ: [&str; 2] = ["codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"];
const PUBLISH: [&str; 2] = ["codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"];

fn check_upstreams(stack: &mut Stack, domain: Domain, upstreams: &[Repository]) {
    let mut report = |message: String, help: &str| {
        stack.report(Diagnostic::error("codeartifact-upstream", message).property("Upstreams").help(help));
    };
    if upstreams.len() > MOST_UPSTREAMS {
        let message = format!("{} upstream repositories are given, {MOST_UPSTREAMS} are allowed", upstreams.len());
        report(message, "put a repository between that has some of them upstream");
    }
    for (index, upstream) in upstreams.iter().enumerate() {
        if upstream.domain != domain {
            let message = format!("upstream repository {} is of another domain", index + 1);
            report(message, "use one of the same domain; packages are not shared between domains");
        }
        if upstreams[..index].contains(upstream) {
            report(format!("upstream repository {} is there twice", index + 1), "name it once");
        }
    }
}
