//! [`ImageRollback`]: the last environment, put back on the version before.

use cfn_model::{Map, Prop, Value, iam};

use super::{ImagePromotionPipelineProps, PromotionHistory};
use crate::Stack;
use crate::iam::Statement;
use crate::pipeline::{Pipeline, json_text};
use crate::services::lambda::{Code, Function, FunctionProps, Runtime};
use crate::services::{Grantee, Seconds};

const ROLLBACK: &str = include_str!("code/rollback.py");

impl ImageRollback {
    /// The entry of the function's metadata that has the names of the `images`, and the `prefix` of their repositories.
    pub const METADATA: &str = "cfn-stacks:image-promotion";
}

/// A function that puts the moving tag of an image back on the version before, in the last environment.
///
/// While an execution of the pipeline runs, it does nothing. What it does starts no execution: those start with
/// pushes to the first environment.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRollback {
    /// The function. Its event has the `name` of the image and a `request`, unique for the call.
    pub function: Function,
}

impl ImageRollback {
    pub(super) fn new(
        stack: &mut Stack,
        props: &ImagePromotionPipelineProps,
        pipeline: Pipeline,
        history: &PromotionHistory,
    ) -> Option<Self> {
        let last = props.environments.last()?;
        let images: Vec<Value> = props.images.iter().map(Value::from).collect();
        let function = FunctionProps::new(Runtime::Python3_13, "index.handler", Code::inline(ROLLBACK))
            .variable("IMAGES", json_text(&Value::List(images)))
            .variable("PREFIX", last.prefix.as_str())
            .variable("REGISTRY", last.registry())
            .variable("MOVING_TAG", props.moving_tag.as_str())
            .variable("ENVIRONMENT", last.name.as_str())
            .variable("PIPELINE", pipeline.name())
            .variable("HISTORY_TABLE", history.table.name());
        let description = Some(format!("Puts an image of {} back on the version before.", last.name));
        let function =
            Function::new(stack, "Rollback", FunctionProps { description, timeout: Seconds(60), ..function });
        // Another account's policies know the role by its name.
        if last.account.is_some() {
            let name = props.names().rollback_role();
            stack.modify(function.role.handle, |role: iam::Role| role.role_name(name));
        }
        let repositories: Vec<Prop<String>> = props.images.iter().map(|image| last.arn(image)).collect();
        let tag = ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:PutImage"];
        function.allow(stack, Statement::allow(tag).on(repositories));
        function.allow(stack, Statement::allow(["codepipeline:ListPipelineExecutions"]).on([pipeline.arn()]));
        let write = ["dynamodb:GetItem", "dynamodb:PutItem"];
        function.allow(stack, Statement::allow(write).on([history.table.arn()]));
        // The command line finds the function by this, and learns from its variables where the history is.
        let images = Value::List(props.images.iter().map(Value::from).collect());
        let told = Map::from([("images", images), ("prefix", last.prefix.as_str().into())]);
        stack.resource(function.handle).metadata(Self::METADATA, told);
        Some(ImageRollback { function })
    }
}
