//! The typed buildspec: what CodeBuild runs, as a value that is parsed, checked and emitted.
//!
//! ```
//! use cfn_constructs::buildspec::{Buildspec, Commands, Env, Phase};
//!
//! let spec = Buildspec::new()
//!     .env(Env::new().secret("DOCKER_PASSWORD", "Dockerhub:AccessToken"))
//!     .phase(Phase::Build, Commands::new(["make", "make test"]).finally(["make clean"]));
//! assert!(spec.check().is_empty());
//! assert!(spec.to_yaml().starts_with("version: 0.2\n"));
//! ```
//!
//! Each file holds one part of the document: its type, how it is read and how it is written.
//! `checks/` holds what is judged about a whole document.
//!
//! Facts come from the
//! [buildspec reference](https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html) and the
//! [batch buildspec reference](https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html).

mod artifacts;
mod batch;
mod build_env;
mod cache;
pub mod checks;
mod document;
mod entry;
mod env;
mod identifier;
mod matrix;
mod on_failure;
mod phases;
mod reports;
mod secret;
mod source;
mod version;

pub use artifacts::Artifacts;
pub use batch::{Batch, Builds};
pub use build_env::BuildEnv;
pub use cache::{Cache, CacheAction};
pub use document::{Buildspec, Proxy};
pub use entry::{GraphEntry, ListEntry};
pub use env::{Env, Shell};
pub use identifier::Identifier;
pub use matrix::{Fanout, Matrix, MatrixEnv};
pub use on_failure::{OnFailure, Retry};
pub use phases::{Commands, Phase};
pub use reports::{Report, ReportFormat};
pub use secret::SecretReference;
pub use version::Version;
