//! A pipeline of CodePipeline, with its builds, approvals and deployments, described as data.
//!
//! One stack holds the pipeline, a project for each build, and the roles of all, each with what it needs. What is not
//! described here, such as the rules of stages and other regions, is composed of `cfn_constructs::pipeline`.

mod action;
mod approval;
mod build;
mod cloudformation;
mod deploy;
mod invoke;
mod making;
mod other;
mod props;
mod read;
mod source;

use std::panic::Location;

use cfn_constructs::patterns::{PipelineNotifications, PipelineNotificationsProps};
use cfn_constructs::pipeline::{IntoAction, OnFailure, Pipeline, PipelineProps, RetryMode};
use cfn_constructs::services::Role;
use cfn_constructs::services::sns::{SubscriptionProps, Topic, TopicProps};
use cfn_constructs::{App, Stack, pipeline};

pub use action::Action;
pub use approval::Approval;
pub use build::{Build, BuildMachine, Commands, SecretKey};
pub use cloudformation::{CloudFormation, StackCapability, StackOperation};
pub use deploy::{CodeDeploy, EcsDeploy, S3Deploy};
pub use invoke::{LambdaInvoke, StepFunctions};
use making::Making;
pub use other::{ActionCategory, ActionOwner, OtherAction};
pub use props::{DeliveryPipeline, ExecutionMode, Stage, StageFailure, Variable};
pub use read::read_pipeline;
pub use source::{ConnectionSource, EcrSource, PullRequestEvent, PullRequests, Pushes, S3Source};

pub use crate::permission::Permission;

/// The stack of the pipeline. What is wrong with the props is found at synthesis, and points at the line that called
/// this.
#[track_caller]
pub fn delivery_pipeline(delivery: &DeliveryPipeline) -> App {
    let mut stack = Stack::new_at(delivery.name.clone(), Location::caller())
        .description(format!("The pipeline {}.", delivery.name));
    if let Some(account) = &delivery.account {
        stack = stack.account(account);
    }
    if let Some(region) = &delivery.region {
        stack = stack.region(region);
    }
    stack.tag("delivery-pipeline", delivery.name.as_str());

    let approvers = match &delivery.approvers[..] {
        [] => None,
        addresses => Some(approvers(&mut stack, addresses)),
    };
    let triggers = delivery.stages.iter().flat_map(|stage| &stage.actions).filter_map(Action::trigger).collect();
    let mut handed_on = Vec::new();
    let stages: Vec<pipeline::Stage> = stack.construct("Actions", |stack| {
        let numbered = delivery.stages.iter().enumerate();
        numbered.map(|(index, stage)| stage.make(stack, index, delivery, approvers, &mut handed_on)).collect()
    });
    let props = PipelineProps {
        name: Some(delivery.name.clone()),
        execution_mode: delivery.execution_mode.into(),
        variables: delivery.variables.iter().map(Variable::variable).collect(),
        triggers,
        ..PipelineProps::new(stages)
    };
    let pipeline = Pipeline::new(&mut stack, "Pipeline", props);
    handed_on.into_iter().for_each(|role| role.before(&mut stack, pipeline.handle));
    if !delivery.notify.is_empty() {
        let props = PipelineNotificationsProps::new(delivery.name.as_str(), delivery.notify.iter().cloned());
        PipelineNotifications::new(&mut stack, "Notifications", pipeline, props);
    }
    stack.output("PipelineName", pipeline.name());
    if let Some(artifacts) = pipeline.artifacts {
        stack.output("ArtifactBucket", artifacts.name());
    }
    App::new().with(stack)
}

impl Stage {
    /// The stage, with what its actions work with.
    fn make(
        &self,
        stack: &mut Stack,
        index: usize,
        delivery: &DeliveryPipeline,
        approvers: Option<Topic>,
        handed_on: &mut Vec<Role>,
    ) -> pipeline::Stage {
        let mut made = pipeline::Stage::new(self.name.as_str());
        made.disabled = self.closed.clone();
        made.on_failure = self.on_failure.map(|failure| match failure {
            StageFailure::Rollback => OnFailure::roll_back(),
            StageFailure::RetryFailed => OnFailure::retry(RetryMode::FailedActions),
            StageFailure::RetryAll => OnFailure::retry(RetryMode::AllActions),
        });
        made.actions = stack.scope(self.name.as_str(), |stack| {
            let numbered = self.actions.iter().enumerate();
            let make = |(position, action): (usize, &Action)| {
                let path = format!("stages.{index}.actions.{position}");
                let account = delivery.account.as_deref();
                let making = &mut Making { stack: &mut *stack, path, account, approvers, handed_on: &mut *handed_on };
                // Actions of a stage run beside each other, unless they say something else.
                action.make(making).run_order(action.run_order().unwrap_or(1))
            };
            numbered.map(make).collect()
        });
        made
    }
}

/// The topic that tells of approvals which are due.
#[track_caller]
fn approvers(stack: &mut Stack, addresses: &[String]) -> Topic {
    stack.construct("Approvers", |stack| {
        let topic = Topic::new(stack, "Topic", TopicProps::default());
        for address in addresses {
            topic.subscribe(stack, address.as_str(), SubscriptionProps::email(address));
        }
        topic
    })
}
