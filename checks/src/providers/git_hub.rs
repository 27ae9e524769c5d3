//! GitHub with a token, as it was before connections.

use super::{ConfigurationKey, OutputVariables, Provider};

/// A branch of a repository.
pub static SOURCE: Provider = Provider {
    owner: "ThirdParty",
    outputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("Owner", "The user or organization that the repository belongs to."),
        ConfigurationKey::required("Repo", "The repository, without its owner."),
        ConfigurationKey::required("Branch", "The branch."),
        ConfigurationKey::required("OAuthToken", "The token that CodePipeline reads the repository with.").secret(),
        ConfigurationKey::optional("PollForSourceChanges", "Whether GitHub is asked for changes from time to time.")
            .boolean(),
    ],
    output_variables: OutputVariables::Fixed(&[
        "AuthorDate",
        "BranchName",
        "CommitId",
        "CommitMessage",
        "CommitUrl",
        "CommitterDate",
        "RepositoryName",
    ]),
    replaced_by: Some("a connection to GitHub, with the provider `CodeStarSourceConnection`"),
    ..Provider::new(
        "Source",
        "GitHub",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html",
    )
};
