//! Deployments of every kind, in the account of the tools, where the shop is tried out.

use cfn_constructs::pipeline::actions::{
    AppConfigAction, AppConfigTarget, Capability, CloudFormationAction, CodeDeployToEcsAction, Ec2DeployAction,
    Ec2Instances, Ec2Limit, Ec2Steps, EcsDeployAction, EksDeployAction, EksWorkload, ElasticBeanstalkAction,
    LambdaDeployAction, LambdaShift, StackOperation, StackTemplate, StepFunctionsAction,
};
use cfn_constructs::pipeline::rules::{AlarmState, CloudWatchAlarmRule, CodeBuildRule, CommandsRule};
use cfn_constructs::pipeline::{ActionRole, Artifact, IntoAction, Rule, Stage, SuccessResult, execution_id};
use cfn_constructs::services::Minutes;
use cfn_constructs::services::codebuild::EnvironmentVariable;
use cfn_constructs::services::codedeploy::EcsDeploymentGroup;
use cfn_model::{Map, Prop, Value, sub};

use super::builds::{built, suggestions, version};
use super::containers::task_roles;
use super::functions;
use super::sources::settings;
use super::tools::Tools;

/// The role that CloudFormation works with, which each team gets with its account.
pub(crate) fn cloudformation_role() -> Prop<String> {
    sub!("arn:{partition}:iam::{account}:role/shop-cloudformation")
}

/// Stacks first, what runs on them next, then tests, which decide whether it stays.
pub(crate) fn stage(tools: &Tools, service: EcsDeploymentGroup) -> Stage {
    let image = sub!("{}:{}", tools.images.uri(), execution_id());
    let template = |name: &str| StackTemplate::new(built(), name, cloudformation_role()).capability(Capability::Iam);
    // What a change set will do can be read in the console before the next action carries it out.
    let plan = StackOperation::CreateChangeSet("release".into(), template("shop.yaml").parameter("Version", version()));
    let mut carry = CloudFormationAction::new("Carry", "shop", StackOperation::ExecuteChangeSet("release".into()));
    carry.output = Some((Artifact::new("ShopOutputs"), "outputs.json".into()));
    let functions =
        CloudFormationAction::deploy("Functions", functions::STACK, template("ShopFunctions.template.json"));

    let tests = StepFunctionsAction::of("Journey", tools.journey)
        .input(Map::from([("execution", Value::from(execution_id())), ("version", Value::from(version()))]))
        .output(Artifact::new("JourneyReport"));
    let rules: [Rule; 3] = [
        CloudWatchAlarmRule {
            states: vec![AlarmState::Ok],
            wait: Some(Minutes(10)),
            ..CloudWatchAlarmRule::new("OrdersWork", tools.failed_orders.name())
        }
        .into(),
        CodeBuildRule::new("Smoke", tools.smoke, built()).into(),
        CommandsRule::new("Reachable", ["curl --fail --silent https://staging.shop.example.com/health"]).into(),
    ];
    Stage::new("Staging")
        .with(CloudFormationAction::new("Plan", "shop", plan))
        .then(carry)
        .with(functions)
        .then(checkout(service))
        .with_all(services(&image))
        .then(tests)
        .on_success(SuccessResult::Rollback, rules)
        .roll_back_on_failure()
}

/// The checkout goes out as a canary: CodeDeploy moves a tenth of its traffic first.
fn checkout(service: EcsDeploymentGroup) -> CodeDeployToEcsAction {
    CodeDeployToEcsAction::to_group("Checkout", service, built()).task_roles(task_roles())
}

/// Everything else, side by side.
fn services(image: &Prop<String>) -> [cfn_constructs::pipeline::Action; 7] {
    let mut search = EcsDeployAction::new("Search", "shop", "search", built()).task_roles(task_roles());
    search.deployment_timeout = Some(Minutes(20));
    // The pipeline's role needs an access entry of the cluster, which says what it may do there.
    let mut mail = EksDeployAction::new("Mail", "shop", built(), EksWorkload::helm("mail", "charts/mail"))
        .env(EnvironmentVariable::plain("IMAGE", image.clone()));
    mail.namespace = Some(Prop::new("shop"));
    let mut importer = Ec2DeployAction::new(
        "Importer",
        Ec2Instances::ec2("role", "importer"),
        built(),
        Ec2Steps::script("/srv/importer", "importer/start.sh"),
    );
    importer.max_batch = Some(Ec2Limit::Percent(50));
    let suggestions = LambdaDeployAction::code("Suggestions", "shop-suggestions", suggestions())
        .alias("live", LambdaShift::Canary(10, Minutes(5)))
        .alarms(["shop-suggestions-errors"]);
    // What Elastic Beanstalk takes is much: it gets a role of its own.
    let partners = ElasticBeanstalkAction::new("Partners", "shop-partners", "staging", built());
    let flags = AppConfigTarget::new("a1b2c3d", "e4f5a6b", "c7d8e9f");
    let flags = AppConfigAction::new("Flags", flags, settings(), "flags.json")
        .strategy("AppConfig.Linear50PercentEvery30Seconds");
    let preview = StackTemplate::new(built(), "preview.yaml", cloudformation_role());
    // A stack that only shows the release, and is made again where it has failed.
    let preview = CloudFormationAction::new("Preview", "shop-preview", StackOperation::ReplaceOnFailure(preview));
    [
        search.into_action(),
        mail.into_action(),
        importer.into_action(),
        suggestions.into_action(),
        partners.role(ActionRole::PerAction),
        flags.into_action(),
        preview.into_action(),
    ]
}
