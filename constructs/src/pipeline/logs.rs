//! Where CodePipeline logs what runs on its own compute.

use cfn_model::{Prop, Reference, Target, Value, sub};

use crate::iam::Statement;

/// Stands for the name of the pipeline that an action is in, which the action does not know.
const PIPELINE: Reference = Reference { target: Target { tree: u32::MAX, node: u32::MAX }, attribute: None };

/// What actions and rules that run on CodePipeline's own compute have to be allowed: to write the log
/// group of their pipeline, and to read it for what is shown of them.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html>.
pub fn log_permissions() -> [Statement; 2] {
    let name: Prop<String> = Prop::from_value(PIPELINE);
    let group = sub!("arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{}", name);
    let streams = sub!("{}:*", group.clone());
    [
        Statement::allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])
            .on([group, streams.clone()]),
        Statement::allow(["logs:GetLogEvents"]).on([streams]),
    ]
}

/// Whether the value stands for the pipeline's name.
pub(super) fn is_pipeline_name(value: &Value) -> bool {
    matches!(value, Value::Reference(reference) if **reference == PIPELINE)
}
