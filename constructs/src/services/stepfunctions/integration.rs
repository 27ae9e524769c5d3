//! The services that a [`Task`] calls by name.
//!
//! See <https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html>.

use cfn_model::{IntoProp, Map, Value};

use super::execution::executions_of;
use super::{Executable, Pattern, Task};
use crate::iam::Statement;

impl Task {
    /// Calls any action of the AWS SDK, such as `aws_sdk("ecr", "describeImages", …)`, on the resources
    /// with these ARNs; `*` is for actions that know none.
    ///
    /// The service is named as in the SDK for Java, the action in camel case. Where IAM names the
    /// permission in another way than the action, use [`Task::allow`] besides.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>.
    pub fn aws_sdk<R: IntoProp<String>>(service: &str, action: &str, resources: impl IntoIterator<Item = R>) -> Self {
        let task = Task::integration(&format!("aws-sdk:{service}:{action}"), Pattern::RequestResponse);
        task.allow(Statement::allow([permission(service, action)]).on(resources))
    }

    /// Publishes to the topic of SNS with that ARN.
    pub fn publish(topic_arn: impl IntoProp<String>, message: impl Into<Value>) -> Self {
        let arn = topic_arn.into_prop();
        Task::integration("sns:publish", Pattern::RequestResponse)
            .argument("TopicArn", arn.clone())
            .argument("Message", message)
            .allow(Statement::allow(["sns:Publish"]).on([arn]))
    }

    /// Sends a message to the queue of SQS with that URL and ARN.
    pub fn send_message(
        queue_url: impl IntoProp<String>,
        queue_arn: impl IntoProp<String>,
        body: impl Into<Value>,
    ) -> Self {
        Task::integration("sqs:sendMessage", Pattern::RequestResponse)
            .argument("QueueUrl", queue_url.into_prop())
            .argument("MessageBody", body)
            .allow(Statement::allow(["sqs:SendMessage"]).on([queue_arn]))
    }

    /// Starts an execution of another state machine, with this state's input unless `Input` is an argument.
    ///
    /// With [`Pattern::RunJob`] the task is done when the execution is, and gives on its output as JSON.
    pub fn start_execution(machine: &impl Executable, pattern: Pattern) -> Self {
        let arn = machine.machine_arn();
        let name = match pattern {
            // The second form gives the output as JSON, where the first gives it as text.
            Pattern::RunJob => "states:startExecution.sync:2",
            _ => "states:startExecution",
        };
        let suffix = if pattern == Pattern::RunJob { Pattern::RequestResponse } else { pattern };
        let mut task = Task::integration(name, suffix)
            .argument("StateMachineArn", arn.clone())
            .allow(Statement::allow(["states:StartExecution"]).on([arn]));
        task.state.whole_input = Some("Input");
        if pattern == Pattern::RunJob {
            let executions = executions_of(machine);
            task = task
                .allow(Statement::allow(["states:DescribeExecution", "states:StopExecution"]).on([executions]))
                .with_managed_rule("StepFunctionsGetEventsForStepFunctionsExecutionRule");
        }
        task
    }

    /// Starts an execution of the pipeline of CodePipeline with that name and ARN, and does not wait for it.
    pub fn start_pipeline(name: impl IntoProp<String>, arn: impl IntoProp<String>) -> Self {
        Task::aws_sdk("codepipeline", "startPipelineExecution", [arn.into_prop()]).argument("Name", name.into_prop())
    }

    /// Puts events on the event bus with that ARN: maps with `Source`, `DetailType` and `Detail`.
    pub fn put_events(event_bus_arn: impl IntoProp<String>, entries: impl IntoIterator<Item = Map>) -> Self {
        let arn = event_bus_arn.into_prop();
        let entries: Vec<Value> = entries
            .into_iter()
            .map(|mut entry| {
                entry.insert("EventBusName", arn.clone());
                entry.into()
            })
            .collect();
        Task::integration("events:putEvents", Pattern::RequestResponse)
            .argument("Entries", entries)
            .allow(Statement::allow(["events:PutEvents"]).on([arn]))
    }
}

#[cfg(feature = "lambda")]
impl Task {
    /// Invokes a function, with this state's input unless `Payload` is an argument. It gives on the
    /// function's answer under `Payload`.
    ///
    /// Errors of Lambda itself are worth a [`Retry::of_lambda`](super::Retry::of_lambda).
    pub fn invoke(function: &impl crate::services::lambda::Invocable, pattern: Pattern) -> Self {
        let arn = function.invoke_arn();
        let mut task = Task::integration("lambda:invoke", pattern)
            .argument("FunctionName", arn.clone())
            .allow(Statement::allow(["lambda:InvokeFunction"]).on([arn]));
        task.state.whole_input = Some("Payload");
        task
    }
}

#[cfg(feature = "codebuild")]
impl Task {
    /// Starts a build of a project.
    pub fn start_build(project: crate::services::codebuild::Project, pattern: Pattern) -> Self {
        Task::build(project, pattern, "startBuild", ["StartBuild", "StopBuild", "BatchGetBuilds"])
    }

    /// Starts a batch build of a project.
    pub fn start_build_batch(project: crate::services::codebuild::Project, pattern: Pattern) -> Self {
        let actions = ["StartBuildBatch", "StopBuildBatch", "BatchGetBuildBatches"];
        Task::build(project, pattern, "startBuildBatch", actions)
    }

    fn build(
        project: crate::services::codebuild::Project,
        pattern: Pattern,
        action: &str,
        [start, stop, get]: [&str; 3],
    ) -> Self {
        let allow = |actions: &[&str]| {
            let actions = actions.iter().map(|action| format!("codebuild:{action}"));
            Statement::allow(actions).on([project.arn()])
        };
        let task = Task::integration(&format!("codebuild:{action}"), pattern).argument("ProjectName", project.name());
        match pattern {
            Pattern::RunJob => task
                .allow(allow(&[start, stop, get]))
                .with_managed_rule(&format!("StepFunctionsGetEventForCodeBuild{start}Rule")),
            _ => task.allow(allow(&[start])),
        }
    }
}

#[cfg(feature = "dynamodb")]
impl Task {
    /// Gets an item of a table by its key, such as `{"id": {"S": "{% $states.input.id %}"}}`.
    pub fn get_item(table: &impl crate::services::dynamodb::TableAccess, key: impl Into<Value>) -> Self {
        Task::item(table, "getItem", "GetItem", &["kms:Decrypt"]).argument("Key", key)
    }

    /// Puts an item into a table, in the place of one with the same key.
    pub fn put_item(table: &impl crate::services::dynamodb::TableAccess, item: impl Into<Value>) -> Self {
        Task::item(table, "putItem", "PutItem", &["kms:Decrypt", "kms:GenerateDataKey"]).argument("Item", item)
    }

    /// Changes an item of a table, as an expression such as `SET #status = :status` says. Names and
    /// values of the expression are further arguments.
    pub fn update_item(
        table: &impl crate::services::dynamodb::TableAccess,
        key: impl Into<Value>,
        expression: impl Into<Value>,
    ) -> Self {
        Task::item(table, "updateItem", "UpdateItem", &["kms:Decrypt", "kms:GenerateDataKey"])
            .argument("Key", key)
            .argument("UpdateExpression", expression)
    }

    /// Deletes an item of a table by its key.
    pub fn delete_item(table: &impl crate::services::dynamodb::TableAccess, key: impl Into<Value>) -> Self {
        Task::item(table, "deleteItem", "DeleteItem", &["kms:Decrypt", "kms:GenerateDataKey"]).argument("Key", key)
    }

    fn item(
        table: &impl crate::services::dynamodb::TableAccess,
        action: &str,
        permission: &str,
        key_actions: &[&str],
    ) -> Self {
        // DynamoDB takes an ARN where it takes a name.
        let arn = table.table_arn();
        let task = Task::integration(&format!("dynamodb:{action}"), Pattern::RequestResponse)
            .argument("TableName", arn.clone())
            .allow(Statement::allow([format!("dynamodb:{permission}")]).on([arn]));
        match table.key() {
            Some(key) => task.allow(Statement::allow(key_actions.iter().copied()).on([key.arn()])),
            None => task,
        }
    }
}

/// How IAM names an action of the SDK for Java, where it does not simply begin in upper case.
fn permission(service: &str, action: &str) -> String {
    let service = match service {
        "cloudwatchevents" | "eventbridge" => "events",
        "cloudwatchlogs" => "logs",
        "codestarconnections" => "codestar-connections",
        "codestarnotifications" => "codestar-notifications",
        "elasticloadbalancingv2" => "elasticloadbalancing",
        "sfn" => "states",
        other => other,
    };
    let action = match (service, action) {
        ("lambda", "invoke") => "InvokeFunction".to_owned(),
        ("s3", "headBucket" | "listObjects" | "listObjectsV2") => "ListBucket".to_owned(),
        ("s3", "headObject") => "GetObject".to_owned(),
        ("s3", "copyObject" | "createMultipartUpload" | "uploadPart") => "PutObject".to_owned(),
        ("s3", "deleteObjects") => "DeleteObject".to_owned(),
        (_, action) => {
            let mut letters = action.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
        }
    };
    format!("{service}:{action}")
}

#[cfg(test)]
mod tests {
    use super::permission;

    #[test]
    fn actions_of_the_sdk_have_permissions() {
        for (service, action, expected) in [
            ("ecr", "describeImages", "ecr:DescribeImages"),
            ("sfn", "startExecution", "states:StartExecution"),
            ("cloudwatchlogs", "putLogEvents", "logs:PutLogEvents"),
            ("s3", "listObjectsV2", "s3:ListBucket"),
            ("lambda", "invoke", "lambda:InvokeFunction"),
        ] {
            assert_eq!(permission(service, action), expected);
        }
    }
}
