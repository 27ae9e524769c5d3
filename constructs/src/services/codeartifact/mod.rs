//! CodeArtifact: repositories for packages.
//!
//! ```
//! use cfn_constructs::Stack;
//! use cfn_constructs::services::codeartifact::{
//!     Domain, DomainProps, ExternalConnection, Repository, RepositoryProps,
//! };
//!
//! let mut stack = Stack::new("Packages");
//! let domain = Domain::new(&mut stack, "Domain", DomainProps::new("acme"));
//! let pypi = RepositoryProps {
//!     external_connection: Some(ExternalConnection::Pypi),
//!     ..RepositoryProps::new("pypi")
//! };
//! let pypi = Repository::new(&mut stack, "Pypi", domain, pypi);
//! let team = RepositoryProps { upstreams: vec![pypi], ..RepositoryProps::new("team") };
//! Repository::new(&mut stack, "Team", domain, team);
//! ```

mod domain;
mod repository;

pub use domain::{Domain, DomainProps};
pub use repository::{ExternalConnection, Repository, RepositoryProps};

/// CodeArtifact takes policies of up to this many bytes.
///
/// See <https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_PutDomainPermissionsPolicy.html>.
const POLICY_BYTES: usize = 5_120;
