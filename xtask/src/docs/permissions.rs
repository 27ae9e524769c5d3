//! What the role of an action has to be allowed, as the constructs grant it.

use cfn_constructs::Stack;
use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::pipeline::actions::{
    AppConfigAction, AppConfigTarget, CloudFormationAction, CodeBuildAction, CodeCommitSourceAction, CodeDeployAction,
    CodeDeployToEcsAction, CommandsAction, ConnectionSourceAction, Ec2DeployAction, Ec2Instances, Ec2Steps,
    EcrBuildAndPublishAction, EcrSourceAction, EcsDeployAction, EksDeployAction, EksWorkload, ElasticBeanstalkAction,
    InspectorScanAction, LambdaDeployAction, LambdaInvokeAction, ManualApprovalAction, PipelineInvokeAction,
    ProductVersion, S3DeployAction, S3SourceAction, ServiceCatalogAction, StackInstancesAction, StackSetAction,
    StackSetPermissions, StackSetTargets, StackTemplate, StepFunctionsAction,
};
use cfn_constructs::pipeline::{Action, Artifact, BucketRef, IntoAction};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_model::{Function, Intrinsic, Value};

/// The permissions of the actions of a kind, one statement a line; none where none of our types makes such actions.
pub(super) fn of(category: &str, provider: &str) -> Vec<String> {
    // A test by CodeBuild is a build in all but its name.
    let category = if provider == "CodeBuild" { "Build" } else { category };
    let mut lines = Vec::new();
    let of_kind = |action: &Action| action.kind.category.as_str() == category && action.kind.provider == provider;
    for action in samples().iter().filter(|action| of_kind(action)) {
        for statement in &action.permissions {
            let line = line(&statement.to_value());
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// One action of each kind, on things whose names say what they are.
fn samples() -> Vec<Action> {
    let (input, output) = (|| Artifact::new("Input"), || Artifact::new("Output"));
    let mut stack = Stack::new("Samples");
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    let project = Project::new(&mut stack, "PROJECT", ProjectProps::new(Source::CodePipeline, buildspec));
    let template = StackTemplate::new(input(), "template.yaml", "arn:aws:iam::ACCOUNT:role/ROLE");
    let self_managed = StackSetPermissions::self_managed();
    vec![
        S3SourceAction::new("A", BucketRef::named("BUCKET"), "KEY", output()).into_action(),
        EcrSourceAction::new("A", "REPOSITORY", output()).into_action(),
        CodeCommitSourceAction::new("A", "REPOSITORY", "main", output()).into_action(),
        ConnectionSourceAction::new("A", "CONNECTION_ARN", "OWNER/NAME", "main", output()).into_action(),
        CodeBuildAction::new("A", project, input()).into_action(),
        EcrBuildAndPublishAction::new("A", "REPOSITORY", input()).into_action(),
        CommandsAction::new("A", input(), ["make"]).into_action(),
        ManualApprovalAction::new("A").notify("TOPIC_ARN").into_action(),
        LambdaInvokeAction::new("A", "FUNCTION").into_action(),
        StepFunctionsAction::new("A", "arn:aws:states:REGION:ACCOUNT:stateMachine:MACHINE").into_action(),
        PipelineInvokeAction::new("A", "PIPELINE").into_action(),
        InspectorScanAction::source_code("A", input()).output(output()).into_action(),
        InspectorScanAction::image("A", "REPOSITORY", "TAG").into_action(),
        CloudFormationAction::deploy("A", "STACK", template).into_action(),
        StackSetAction::new("A", "STACK_SET", input(), "template.yaml", self_managed).into_action(),
        StackInstancesAction::new("A", "STACK_SET", StackSetTargets::accounts(["111122223333"]), ["us-east-1"])
            .into_action(),
        CodeDeployAction::new("A", "APPLICATION", "GROUP", input()).into_action(),
        CodeDeployToEcsAction::new("A", "APPLICATION", "GROUP", input()).into_action(),
        EcsDeployAction::new("A", "CLUSTER", "SERVICE", input()).into_action(),
        EksDeployAction::new("A", "CLUSTER", input(), EksWorkload::manifests(["app.yaml"])).into_action(),
        Ec2DeployAction::new("A", Ec2Instances::ec2("KEY", "VALUE"), input(), Ec2Steps::script("/srv", "start.sh"))
            .into_action(),
        LambdaDeployAction::code("A", "FUNCTION", input()).into_action(),
        S3DeployAction::new("A", BucketRef::named("BUCKET"), input()).into_action(),
        AppConfigAction::new("A", AppConfigTarget::new("APPLICATION", "ENVIRONMENT", "PROFILE"), input(), "flags.json")
            .into_action(),
        ElasticBeanstalkAction::new("A", "APPLICATION", "ENVIRONMENT", input()).into_action(),
        ServiceCatalogAction::new("A", "PRODUCT", input(), ProductVersion::File("version.json".into())).into_action(),
    ]
}

/// A statement: its actions, the resources, and whether there are conditions.
fn line(statement: &Value) -> String {
    let list = |name: &str| -> Vec<String> {
        let items = match statement.at(name) {
            Some(Value::List(items)) => items.iter().collect(),
            one => one.into_iter().collect::<Vec<_>>(),
        };
        items.into_iter().map(|item| format!("`{}`", shown(item))).collect()
    };
    let mut line = format!("{} on {}", list("Action").join(", "), list("Resource").join(", "));
    if let Some(Value::Map(condition)) = statement.at("Condition") {
        let keys = condition.values().filter_map(Value::as_map).flat_map(|keys| keys.keys());
        let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
        line.push_str(&format!(" (depends on {})", keys.join(", ")));
    }
    line
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Text(parts) => parts.iter().map(shown).collect(),
        Value::Intrinsic(call) => match (&**call, call.argument.as_str()) {
            (Intrinsic { function: Function::Ref, .. }, Some(name)) => format!("${{{name}}}"),
            (Intrinsic { function: Function::Sub, .. }, Some(text)) => text.to_owned(),
            _ => "…".to_owned(),
        },
        // The build project, which is the only construct among the samples.
        Value::Reference(_) => "PROJECT_ARN".to_owned(),
        _ => "…".to_owned(),
    }
}
