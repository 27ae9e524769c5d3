//! Repositories of GitHub, GitLab, Bitbucket and their kin, through a connection.

use super::{ConfigurationKey, Form, OutputVariables, Provider};

/// A branch of a repository.
pub static SOURCE: Provider = Provider {
    outputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("ConnectionArn", "The connection.").form(Form::Pattern(
            r"^arn:[^:]+:(codestar-connections|codeconnections):[^:]+:[0-9]{12}:connection/.+$",
            "an ARN of a connection, such as `arn:aws:codeconnections:REGION:ACCOUNT:connection/ID`",
        )),
        ConfigurationKey::required("FullRepositoryId", "The repository, with its owner: `owner/name`.")
            .form(Form::Pattern(r"^[^/:]+(/[^/:]+)+$", "an owner, a slash and a repository, such as `acme/site`")),
        ConfigurationKey::required("BranchName", "The branch."),
        ConfigurationKey::optional(
            "OutputArtifactFormat",
            "Whether the artifact is an archive of the files, or a reference from which CodeBuild clones.",
        )
        .one_of(&["CODE_ZIP", "CODEBUILD_CLONE_REF"]),
        ConfigurationKey::optional(
            "DetectChanges",
            "Whether a push to the branch starts the pipeline. It does by default.",
        )
        .boolean(),
    ],
    // For pull requests it gives more than the user guide lists.
    output_variables: OutputVariables::AndOthers(&[
        "AuthorDate",
        "AuthorDisplayName",
        "AuthorEmail",
        "AuthorId",
        "BranchName",
        "CommitId",
        "CommitMessage",
        "ConnectionArn",
        "FullRepositoryName",
    ]),
    ..Provider::new(
        "Source",
        "CodeStarSourceConnection",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html",
    )
};
