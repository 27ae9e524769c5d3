//! Amazon ECR as a source, and builds of images that are pushed there.

use super::{ConfigurationKey, OutputVariables, Provider};

/// An image of a repository.
pub static SOURCE: Provider = Provider {
    outputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("RepositoryName", "The repository."),
        ConfigurationKey::optional("ImageTag", "The tag. By default `latest`."),
    ],
    output_variables: OutputVariables::Fixed(&["ImageDigest", "ImageTag", "ImageURI", "RegistryId", "RepositoryName"]),
    ..Provider::new(
        "Source",
        "ECR",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html",
    )
};

/// An image that is built from a Dockerfile and pushed.
pub static BUILD_AND_PUBLISH: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("ECRRepositoryName", "The repository that the image is pushed to."),
        ConfigurationKey::optional("DockerFilePath", "The folder of the Dockerfile. By default the artifact's root."),
        ConfigurationKey::optional("ImageTags", "The image's tags, with commas between them. By default `latest`."),
        ConfigurationKey::optional("RegistryType", "Whether the repository is public or private. By default private.")
            .one_of(&["private", "public"]),
    ],
    output_variables: OutputVariables::AndOthers(&["ECRImageDigestId", "ECRRepositoryName"]),
    v2_only: true,
    ..Provider::new(
        "Build",
        "ECRBuildAndPublish",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html",
    )
};
