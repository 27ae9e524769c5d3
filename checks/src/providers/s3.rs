//! Amazon S3 as a source, and as a target of deployment.

use super::{ConfigurationKey, Need, OutputVariables, Provider, When};

/// An object of a bucket. The bucket has to keep versions.
pub static SOURCE: Provider = Provider {
    outputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("S3Bucket", "The bucket."),
        ConfigurationKey::required("S3ObjectKey", "The key of the object, an archive."),
        ConfigurationKey::optional("AllowOverrideForS3ObjectKey", "Whether a run may name another object.").boolean(),
        ConfigurationKey::optional(
            "PollForSourceChanges",
            "Whether the bucket is asked for changes from time to time.",
        )
        .boolean(),
    ],
    output_variables: OutputVariables::Fixed(&["BucketName", "ETag", "ObjectKey", "VersionId"]),
    ..Provider::new(
        "Source",
        "S3",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html",
    )
};

/// Files that are put into a bucket.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("BucketName", "The bucket."),
        ConfigurationKey::required("Extract", "Whether the files are put there one by one, instead of as an archive.")
            .boolean(),
        ConfigurationKey::optional(
            "ObjectKey",
            "The key of the archive, or the prefix of the files' keys. Required where they are not extracted.",
        ),
        ConfigurationKey::optional("KMSEncryptionKeyARN", "The key that the objects are encrypted with."),
        ConfigurationKey::optional("CannedACL", "Who may see the objects.").one_of(&[
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control",
            "log-delivery-write",
        ]),
        ConfigurationKey::optional("CacheControl", "The header by that name that the objects are served with."),
    ],
    needs: &[Need { key: "ObjectKey", when: When::Is("Extract", &["false"]) }],
    // What AWS does not document may be there all the same.
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Deploy",
        "S3",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html",
    )
};
