//! What builds may do.

use cfn_constructs::iam::Statement;
use cfn_model::sub;

use super::{Names, RegistryRelease};

/// Pulling the image of the CI account.
fn pull(train: &RegistryRelease) -> [Statement; 2] {
    let repository = sub!(
        "arn:{partition}:ecr:{}:{}:repository/{}",
        train.region.as_str(),
        train.accounts.ci.as_str(),
        train.image.repository.as_str()
    );
    let pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    // Signing in is to the registry as a whole, and knows no resources.
    [Statement::allow(pull).on([repository]), Statement::allow(["ecr:GetAuthorizationToken"]).on_all_resources()]
}

/// Creating, updating and deleting the stacks of tests, whose names begin with the namespace's prefix.
fn test_stacks(names: &Names) -> [Statement; 2] {
    let actions = [
        "cloudformation:CreateChangeSet",
        "cloudformation:DeleteStack",
        "cloudformation:DescribeChangeSet",
        "cloudformation:DescribeStackEvents",
        "cloudformation:ExecuteChangeSet",
        "cloudformation:GetTemplateSummary",
        "cloudformation:TagResource",
    ];
    let stacks = sub!("arn:{partition}:cloudformation:{region}:{account}:stack/{}-test-*/*", names.prefix.as_str());
    // Asking for stacks that may not be there, and looking through all of them, is asking for any.
    let any = sub!("arn:{partition}:cloudformation:{region}:{account}:stack/*");
    [Statement::allow(actions).on([stacks]), Statement::allow(["cloudformation:DescribeStacks"]).on([any])]
}

/// Registering a package as a new version. None of the actions on types knows resources.
fn register(handlers_bucket: &str) -> [Statement; 2] {
    let types = [
        "cloudformation:DescribeType",
        "cloudformation:DescribeTypeRegistration",
        "cloudformation:RegisterType",
        "cloudformation:SetTypeDefaultVersion",
    ];
    let packages = sub!("arn:{partition}:s3:::{}/*", handlers_bucket);
    [Statement::allow(types).on_all_resources(), Statement::allow(["s3:GetObject", "s3:PutObject"]).on([packages])]
}

/// What every build of the CI account may do.
pub(super) fn ci(train: &RegistryRelease, names: &Names) -> Vec<Statement> {
    // The inputs of contract tests name exports of the set-up stacks.
    let exports = Statement::allow(["cloudformation:ListExports"]).on_all_resources();
    pull(train).into_iter().chain(test_stacks(names)).chain([exports]).collect()
}

/// What every build of the beta account may do.
pub(super) fn beta(train: &RegistryRelease, names: &Names) -> Vec<Statement> {
    let bucket = names.handlers_bucket(&train.accounts.beta, &train.region);
    pull(train).into_iter().chain(test_stacks(names)).chain(register(&bucket)).collect()
}

/// What every build of the prod account may do, in each region.
pub(super) fn prod(train: &RegistryRelease, names: &Names) -> Vec<Statement> {
    let bucket = names.handlers_bucket(&train.accounts.prod, &train.region);
    let publish = ["cloudformation:PublishType", "cloudformation:TestType"];
    let handlers = sub!("arn:{partition}:iam::{account}:role/{}-handler-*", names.prefix.as_str());
    pull(train)
        .into_iter()
        .chain(register(&bucket))
        .chain([Statement::allow(publish).on_all_resources(), Statement::allow(["iam:PassRole"]).on([handlers])])
        .collect()
}
