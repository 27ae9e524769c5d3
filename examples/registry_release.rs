//! The release of extensions of the CloudFormation registry, in three accounts: contract tests of each push,
//! integration tests of each release, and publishing in many regions.
//!
//! ```text
//! cargo run --example registry_release -- [TRAIN] [COMMAND] [OPTIONS]
//! ```
//!
//! `TRAIN` is a file that describes the release train, in YAML or JSON. Without it the train below is taken.
//! `--help` tells the commands and options.

use std::ffi::OsString;
use std::path::Path;

use cfn_stacks::prelude::*;
use cfn_stacks::registry_release::{
    Accounts, Extension, Language, Namespace, RegistryRelease, TrainSource, read_train, registry_release,
};

fn main() -> ExitCode {
    let mut options: Vec<OsString> = std::env::args_os().skip(1).collect();
    let is_file = |word: &OsString| Path::new(word).extension().is_some();
    let file = options.first().is_some_and(is_file).then(|| options.remove(0));
    let app = file.map_or_else(app, |file| match read_train(Path::new(&file)) {
        Ok(train) => registry_release(&train),
        Err(problems) => App::new().with_diagnostics(problems),
    });
    app.run_with(options)
}

/// What there is without a file.
pub(crate) fn app() -> App {
    registry_release(&train())
}

fn train() -> RegistryRelease {
    let accounts = Accounts::new("111111111111", "222222222222", "333333333333");
    let bucket_notification =
        Extension::new("AwsCommunity::S3::BucketNotification", "resources/S3_BucketNotification", Language::Python)
            .allow(["s3:GetBucketNotification", "s3:PutBucketNotification"], ["arn:${AWS::Partition}:s3:::community-*"])
            .allow_tests(["s3:CreateBucket", "s3:DeleteBucket"], ["arn:${AWS::Partition}:s3:::community-*"]);
    let lookup =
        Extension::new("AwsCommunity::CloudFormation::Lookup", "resources/CloudFormation_Lookup", Language::Java)
            .allow(["ssm:GetParameter"], ["arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:parameter/lookup/*"]);
    let table = Extension::module("AwsCommunity::DynamoDB::Table::MODULE", "modules/DynamoDB_Table");
    let shelf = Extension::new("Acme::Storage::Shelf", "shelf", Language::TypeScript);

    RegistryRelease {
        regions: ["us-east-1", "eu-central-1", "ap-southeast-2"].map(String::from).into(),
        notify: vec!["releases@example.com".into()],
        ..RegistryRelease::new(
            "Registry",
            accounts,
            "us-east-1",
            TrainSource::Webhook { secret: "registry/webhook".into(), token_secret: Some("registry/github".into()) },
            [
                Namespace::new("AwsCommunity", "acme/community-extensions", [bucket_notification, lookup, table]),
                // Extensions of somebody else, in a repository of theirs.
                Namespace::new("Acme", "acme/extensions", [shelf]),
            ],
        )
    }
}
