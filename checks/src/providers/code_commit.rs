//! A CodeCommit repository as a source.

use super::{ConfigurationKey, OutputVariables, Provider};

/// A branch of a repository.
pub static SOURCE: Provider = Provider {
    outputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("RepositoryName", "The repository."),
        ConfigurationKey::required("BranchName", "The branch."),
        ConfigurationKey::optional(
            "PollForSourceChanges",
            "Whether the repository is asked for changes from time to time. It is, where nothing is said.",
        )
        .boolean(),
        ConfigurationKey::optional(
            "OutputArtifactFormat",
            "Whether the artifact is an archive of the files, or a reference from which CodeBuild clones.",
        )
        .one_of(&["CODE_ZIP", "CODEBUILD_CLONE_REF"]),
    ],
    output_variables: OutputVariables::Fixed(&[
        "AuthorDate",
        "BranchName",
        "CommitId",
        "CommitMessage",
        "CommitterDate",
        "RepositoryName",
    ]),
    ..Provider::new(
        "Source",
        "CodeCommit",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
    )
};
