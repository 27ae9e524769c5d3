//! A pipeline with its builds, approvals and deployments: `cargo run` writes its template to `cfn.out`.

use cfn_stacks::delivery_pipeline::{
    Action, Approval, Build, CloudFormation, ConnectionSource, DeliveryPipeline, Stage, StageFailure, Variable,
    delivery_pipeline,
};
use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    app().run()
}

fn app() -> App {
    let connection = "arn:aws:codeconnections:eu-central-1:111111111111:connection/00000000-0000-0000-0000-000000000000";
    // An artifact has the name of the action that writes it.
    let source = ConnectionSource::new("Source", connection, "OWNER/NAME");
    let build = Build { output: true, ..Build::commands("Build", "Source", ["./build.sh"]) };
    let test = Build { test: true, ..Build::commands("Test", "Source", ["./test.sh"]) };
    let approval = Approval::new("Approve").message("Release #{variables.Release}?");
    delivery_pipeline(&DeliveryPipeline {
        // Whoever starts an execution by hand may give it another value.
        variables: vec![Variable::new("Release", "unnamed")],
        approvers: vec!["releases@example.com".into()],
        ..DeliveryPipeline::new(
            "Delivery",
            [
                Stage::new("Source", [source.into()]),
                // Actions of a stage run beside each other.
                Stage::new("Build", [build.into(), test.into()]),
                Stage::new("Staging", [deploy("delivery-staging").into()]).on_failure(StageFailure::Rollback),
                Stage::new("Production", [approval.into(), Action::from(deploy("delivery-production")).after(2)]),
            ],
        )
    })
}

/// The stack of that name, and what CloudFormation may do to make what is in the template.
fn deploy(stack: &str) -> CloudFormation {
    let topics = format!("arn:${{AWS::Partition}}:sns:${{AWS::Region}}:${{AWS::AccountId}}:{stack}-*");
    let actions = ["sns:CreateTopic", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:SetTopicAttributes"];
    CloudFormation::new("Deploy", stack, "Build", "template.yaml")
        .parameter("Release", "#{variables.Release}")
        .allow(actions, [topics])
}
