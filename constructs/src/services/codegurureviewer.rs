//! CodeGuru Reviewer: which repositories it looks at.

use cfn_model::codegurureviewer::repository_association::Type;
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, codegurureviewer};

use crate::Stack;
use crate::stack::MAIN;

/// A repository whose pull requests CodeGuru Reviewer comments on.
///
/// AWS keeps the service running for those who use it already and takes no new customers, of which synthesis warns.
///
/// See <https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/working-with-repositories.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepositoryAssociation {
    /// The association itself.
    pub handle: Handle<codegurureviewer::RepositoryAssociation>,
}

/// The repository that is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewedRepository {
    /// One of CodeCommit, by name.
    CodeCommit(Prop<String>),
    /// One at Bitbucket.
    Bitbucket(ConnectedRepository),
    /// One of a GitHub Enterprise server.
    GitHubEnterprise(ConnectedRepository),
    /// Archives in a bucket.
    S3 {
        /// What the association is called.
        name: String,
        /// The bucket's name, which begins with `codeguru-reviewer-`.
        bucket: Prop<String>,
    },
}

/// A repository that is reached through a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectedRepository {
    /// The repository's name.
    pub name: String,
    /// Who owns it there.
    pub owner: String,
    /// The connection, by ARN.
    pub connection: Prop<String>,
}

impl ConnectedRepository {
    /// A repository by its owner and name, and the connection to it by ARN.
    pub fn new(owner: impl Into<String>, name: impl Into<String>, connection: impl IntoProp<String>) -> Self {
        ConnectedRepository { name: name.into(), owner: owner.into(), connection: connection.into_prop() }
    }
}

impl RepositoryAssociation {
    /// Adds an association.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, repository: ReviewedRepository) -> Self {
        stack.construct(id, |stack| {
            let association = match repository {
                ReviewedRepository::CodeCommit(name) => {
                    codegurureviewer::RepositoryAssociation::new(name, Type::CodeCommit)
                }
                ReviewedRepository::Bitbucket(repository) => connected(repository, Type::Bitbucket),
                ReviewedRepository::GitHubEnterprise(repository) => connected(repository, Type::GitHubEnterpriseServer),
                ReviewedRepository::S3 { name, bucket } => {
                    check_bucket(stack, &bucket);
                    codegurureviewer::RepositoryAssociation::new(name, Type::S3Bucket).bucket_name(bucket)
                }
            };
            RepositoryAssociation { handle: stack.add(MAIN, association) }
        })
    }

    /// The association's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.association_arn()
    }
}

fn connected(repository: ConnectedRepository, kind: Type) -> codegurureviewer::RepositoryAssociation {
    codegurureviewer::RepositoryAssociation::new(repository.name, kind)
        .connection_arn(repository.connection)
        .owner(repository.owner)
}

fn check_bucket(stack: &mut Stack, bucket: &Prop<String>) {
    if let Some(name) = bucket.value().as_str().filter(|name| !name.starts_with("codeguru-reviewer-")) {
        stack.report(
            Diagnostic::error("codeguru-bucket", format!("CodeGuru Reviewer reads no bucket named `{name}`"))
                .property("BucketName")
                .help("use one whose name begins with `codeguru-reviewer-`"),
        );
    }
}
