//! The pipeline: stages one after the other, and what is common to all of them.

use cfn_constructs::Stack;
use cfn_constructs::pipeline::actions::ManualApprovalAction;
use cfn_constructs::pipeline::{BucketRef, CrossAccountRole, IntoAction, Pipeline, PipelineProps};
use cfn_constructs::services::codedeploy::EcsDeploymentGroup;
use cfn_constructs::services::sns::AnyTopic;
use cfn_constructs::services::{Bucket, BucketEncryption, BucketProps, Days, Key, KeyProps, Minutes};
use cfn_model::codepipeline::pipeline::ExecutionMode;

use super::places::{ARTIFACTS, VIRGINIA, tools as stack_of_tools};
use super::tools::Tools;
use super::{builds, production, sources, staging};

/// The stack of the pipeline and of what it works with.
pub(crate) fn stack(visitor: &CrossAccountRole, service: EcsDeploymentGroup, virginia: BucketRef) -> Stack {
    let mut stack = stack_of_tools("ShopRelease").description("Releases the shop.");
    let tools = Tools::new(&mut stack);
    let artifacts = artifacts(&mut stack);
    let pipeline = Pipeline::new(
        &mut stack,
        "Pipeline",
        PipelineProps {
            name: Some("shop".into()),
            // A release waits for the one before it, and none is overtaken.
            execution_mode: ExecutionMode::Queued,
            variables: sources::variables(),
            triggers: sources::triggers(),
            artifact_store: Some(artifacts.into()),
            regional_stores: vec![(VIRGINIA.into(), virginia)],
            ..PipelineProps::new([
                sources::stage(&tools),
                builds::build(&tools),
                builds::check(&tools),
                staging::stage(&tools, service),
                production::approval(&tools),
                production::stage(&tools, visitor),
                production::rollout(&tools),
            ])
        },
    );
    // Approvals are told to a topic that is encrypted with a key of its own.
    tools.deciders.grant_publish(&mut stack, &pipeline);
    ask_security(&mut stack, pipeline);
    stack
}

/// What another team may ask of every pipeline, whoever wrote it: names are all that it takes to change one.
/// Permissions, artifact stores and events follow what is left in the end.
fn ask_security(stack: &mut Stack, pipeline: Pipeline) {
    let ask = ManualApprovalAction::new("Security").message("Has the release been looked at?").timeout(Minutes(60));
    pipeline.edit(stack, |stages| {
        stages.stage("Approve").insert_beside("Release", ask);
        let scan = stages.stage("Build").action("ScanCode");
        scan.configuration.insert("MediumThreshold", "10");
    });
}

/// The bucket of the artifacts, which production reads: with a key of its own, since nobody else can use the
/// account's key for S3.
fn artifacts(stack: &mut Stack) -> Bucket {
    let key = Key::new(stack, "ArtifactsKey", KeyProps::default());
    let props = BucketProps {
        name: Some(ARTIFACTS.into()),
        encryption: BucketEncryption::Key(key),
        expiry: Some(Days(90)),
        ..BucketProps::default()
    };
    Bucket::new(stack, "Artifacts", props)
}
