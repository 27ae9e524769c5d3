//! The stacks of a namespace in the CI and the beta account.

use cfn_constructs::Stack;
use cfn_constructs::patterns::{
    BetaPipeline, BetaPipelineProps, CiPipeline, CiPipelineProps, PipelineBuild, PipelineNotificationsProps,
};
use cfn_constructs::services::codebuild::{BuildEnvironment, ComputeType, ImageCredentials};
use cfn_constructs::services::{Bucket, BucketProps, Days, Minutes};
use cfn_model::Prop;

use super::{
    Caller, Names, Namespace, RegistryRelease, Stage, clone, extensions, image, permissions, stack as stack_of,
};

/// The stack that runs contract tests of what is pushed.
pub(super) fn ci(train: &RegistryRelease, namespace: &Namespace, caller: Caller) -> Stack {
    let mut stack = stack(train, namespace, Stage::Ci, caller);
    let mut props = pipeline(&mut stack, train, namespace, Stage::Ci, extensions::contract_tests(train, namespace));
    props.shared_permissions = permissions::ci(train, &Names::of(train, namespace));
    let ci = CiPipeline::new(&mut stack, "Tests", props);
    stack.output("Pipeline", ci.pipeline.name());
    stack
}

/// The stack that runs integration tests of what is to be released, and hands over what passes.
pub(super) fn beta(train: &RegistryRelease, namespace: &Namespace, caller: Caller) -> Stack {
    let names = Names::of(train, namespace);
    let mut stack = stack(train, namespace, Stage::Beta, caller);
    handlers_bucket(&mut stack, &names, &train.accounts.beta, &train.region);
    let builds = extensions::integration_tests(&mut stack, train, namespace);
    let mut props = pipeline(&mut stack, train, namespace, Stage::Beta, builds);
    props.shared_permissions = permissions::beta(train, &names);
    let beta = BetaPipelineProps {
        key_alias: Some(names.pipeline(Stage::Beta)),
        ..BetaPipelineProps::new(props, names.handover(train))
    };
    let beta = BetaPipeline::new(&mut stack, "Tests", beta);
    stack.output("Pipeline", beta.ci.pipeline.name());
    stack
}

fn stack(train: &RegistryRelease, namespace: &Namespace, stage: Stage, caller: Caller) -> Stack {
    let (name, what) = match stage {
        Stage::Ci => ("Ci", "contract"),
        Stage::Beta => ("Beta", "integration"),
    };
    let description = format!("Runs {what} tests of the extensions of {}.", namespace.name);
    stack_of(train, format!("{}{}{name}", train.name, namespace.name), stage.account(train), description, caller)
}

fn pipeline(
    stack: &mut Stack,
    train: &RegistryRelease,
    namespace: &Namespace,
    stage: Stage,
    builds: Vec<PipelineBuild>,
) -> CiPipelineProps {
    let name = Names::of(train, namespace).pipeline(stage);
    let emails = emails(train, namespace);
    let source = clone::source(stack, train, namespace, stage);
    CiPipelineProps {
        environment: environment(train),
        notifications: (!emails.is_empty()).then(|| PipelineNotificationsProps::new(name.as_str(), emails)),
        timeout: Minutes(train.build_minutes),
        name: Some(name),
        ..CiPipelineProps::new(source, builds)
    }
}

/// Who is told of the pipelines of a namespace.
pub(super) fn emails(train: &RegistryRelease, namespace: &Namespace) -> Vec<String> {
    let mut emails: Vec<String> = Vec::new();
    for address in train.notify.iter().chain(&namespace.notify) {
        if !emails.contains(address) {
            emails.push(address.clone());
        }
    }
    emails
}

/// Where builds run: in the image of the CI account, with Docker, in which handlers are built and run.
pub(super) fn environment(train: &RegistryRelease) -> BuildEnvironment {
    BuildEnvironment {
        image: Prop::new(image::uri(train)),
        image_credentials: ImageCredentials::Role,
        compute_type: ComputeType::Medium,
        ..BuildEnvironment::docker()
    }
}

/// The bucket that packages are registered from. Each is there under a name of its own and is of use only
/// until it is registered.
pub(super) fn handlers_bucket(stack: &mut Stack, names: &Names, account: &str, region: &str) -> Bucket {
    let name = Some(names.handlers_bucket(account, region));
    Bucket::new(stack, "HandlerPackages", BucketProps { name, expiry: Some(Days(90)), ..BucketProps::default() })
}
