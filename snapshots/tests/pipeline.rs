//! Pipelines, with the stacks of other regions and accounts that they need.

use cfn_constructs::buildspec::{Buildspec, Commands, Env, Phase};
use cfn_constructs::pipeline::actions::{
    Capability, CloudFormationAction, CodeBuildAction, CodeBuildBatch, CodeCommitSourceAction, CommandsAction,
    ConnectionSourceAction, EcrSourceAction, LambdaInvokeAction, ManualApprovalAction, PipelineInvokeAction,
    S3DeployAction, S3SourceAction, StackOperation, StackTemplate,
};
use cfn_constructs::pipeline::rules::{
    AlarmState, CloudWatchAlarmRule, CodeBuildRule, CommandsRule, Comparison, DeploymentWindowRule, LambdaInvokeRule,
    VariableCheckRule,
};
use cfn_constructs::pipeline::{
    ActionRole, Artifact, BucketRef, CrossAccountRole, CrossAccountRoleProps, IntoAction, OnFailure, Output, Pipeline,
    PipelineProps, PullRequestEvent, PullRequestFilter, PushFilter, RetryMode, Rule, Stage, SuccessResult, Trigger,
    Variable, execution_id, output_variable,
};
use cfn_constructs::services::codebuild::{BatchConfig, EnvironmentVariable, Project, ProjectProps, Source};
use cfn_constructs::services::{
    Bucket, BucketEncryption, BucketProps, Key, KeyProps, Minutes, Role, RoleProps, Secret,
};
use cfn_constructs::{App, Stack};
use cfn_model::codepipeline::pipeline::ExecutionMode;
use cfn_model::{Prop, sub};

const CI: &str = "111111111111";
const PRODUCTION: &str = "222222222222";

fn project(stack: &mut Stack, id: &str) -> Project {
    let buildspec = Buildspec::new()
        .env(Env::new().export("IMAGE_TAG"))
        .phase(Phase::Build, Commands::new(["IMAGE_TAG=$(./tag.sh)", "make"]));
    let batch = Some(BatchConfig::default());
    Project::new(stack, id, ProjectProps { batch, ..ProjectProps::new(Source::CodePipeline, buildspec) })
}

fn default() -> Stack {
    let mut stack = Stack::new("PipelineDefault");
    let uploads = Bucket::new(&mut stack, "Uploads", BucketProps::default());
    let project = project(&mut stack, "Build");
    let source = Artifact::new("Source");
    Pipeline::new(
        &mut stack,
        "Pipeline",
        PipelineProps::new([
            Stage::new("Source").with(S3SourceAction::new("Upload", uploads, "source.zip", source.clone())),
            Stage::new("Build").with(CodeBuildAction::new("Compile", project, source)),
        ]),
    );
    stack
}

/// Every kind of source.
fn sources() -> (Stage, Artifact) {
    let git = Artifact::new("Git");
    let connection =
        "arn:aws:codeconnections:eu-central-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef";
    let connected = ConnectionSourceAction {
        full_clone: true,
        ..ConnectionSourceAction::new("Git", connection, "acme/site", "main", git.clone())
    };
    let stage = Stage::new("Source")
        .with(connected)
        .with(CodeCommitSourceAction::new("Config", "config", "main", Artifact::new("Config")))
        .with(EcrSourceAction::new("Base", "base/site", Artifact::new("Base")));
    (stage, git)
}

/// Stages with every kind of action and rule.
fn everything(ci: &mut Stack, visitor: &CrossAccountRole) -> PipelineProps {
    let (sources, git) = sources();
    let (built, outputs) = (Artifact::new("Built"), Artifact::new("Outputs"));
    let compile_project = project(ci, "Compile");
    let test_project = project(ci, "Test");
    let function_role = Role::new(ci, "FunctionRole", RoleProps::for_service("lambda.amazonaws.com"));
    let deploy_role = Role::new(ci, "DeployRole", RoleProps::for_service("cloudformation.amazonaws.com"));
    let site = Bucket::new(ci, "Site", BucketProps::default());
    let release = Variable::new("Release").default_value("none").description("The name of the release.");

    let compile = CodeBuildAction {
        variables: vec![
            EnvironmentVariable::plain("RELEASE", &release),
            EnvironmentVariable::secret("TOKEN", Secret::new("ci/github"), "token"),
        ],
        ..CodeBuildAction::new("Compile", compile_project, git.clone()).outputs([built.clone()])
    };
    let tag = compile.variable("IMAGE_TAG");
    let test = CodeBuildAction {
        test: true,
        batch: Some(CodeBuildBatch::default()),
        ..CodeBuildAction::new("Test", test_project, git.clone())
    };
    let mut scan = CommandsAction::new("Scan", built.clone(), ["./scan.sh"])
        .output(Output::of_files(Artifact::new("Report"), ["report/**"]));
    scan.exported_variables = vec!["FINDINGS".into()];
    let findings = scan.variable("FINDINGS");
    let ask = ManualApprovalAction::new("Ask")
        .notify(sub!("arn:{partition}:sns:{region}:{account}:releases"))
        .message(sub!("Release {} as {}? {} findings.", &release, tag.clone(), findings))
        .link(sub!("https://example.com/{}", execution_id()));

    let template = StackTemplate::new(built.clone(), "template.yaml", deploy_role.arn()).capability(Capability::Iam);
    let plan = StackOperation::CreateChangeSet("release".into(), template.clone().parameter("Tag", tag));
    let mut deploy = CloudFormationAction::new("Carry", "site", StackOperation::ExecuteChangeSet("release".into()));
    deploy.output = Some((outputs, "outputs.json".into()));
    let preview = CloudFormationAction::new("Preview", "preview", StackOperation::ReplaceOnFailure(template));
    let produce = production_deploy(&built);

    let quiet = CloudWatchAlarmRule {
        states: vec![AlarmState::Ok],
        wait: Some(Minutes(10)),
        ..CloudWatchAlarmRule::new("Quiet", "errors")
    };
    let main = VariableCheckRule::new("Main", output_variable("Git", "BranchName"), Comparison::Equals, "main");
    let rules: [Rule; 2] =
        [DeploymentWindowRule::new("Hours", "* * 9-17 ? * MON-FRI").time_zone("Europe/Berlin").into(), quiet.into()];
    let smoke: [Rule; 3] = [
        CommandsRule::new("Smoke", ["curl --fail https://example.com"]).into(),
        LambdaInvokeRule::new("Asked", "smoke").into(),
        CodeBuildRule::new("Built", test_project, git).into(),
    ];
    PipelineProps {
        name: Some("release".into()),
        execution_mode: ExecutionMode::Queued,
        variables: vec![release],
        triggers: vec![
            Trigger::new("Git")
                .push(PushFilter::branches(["main", "release/*"]).file_paths(["src/**"]).except_file_paths(["**/*.md"]))
                .push(PushFilter::tags(["v*"]).except_tags(["v0.*"]))
                .pull_request(PullRequestFilter::into_branches(["main"]).events([PullRequestEvent::Closed])),
        ],
        ..PipelineProps::new([
            sources,
            Stage::new("Build")
                .with(compile)
                .with(test.role(ActionRole::PerAction))
                .retry_on_failure(RetryMode::FailedActions),
            Stage::new("Check").with(scan).then(ask.timeout(Minutes(1_440))).skip_unless([main]),
            Stage::new("Deploy")
                .with(CloudFormationAction::new("Plan", "site", plan))
                .with(preview.region("eu-west-1"))
                .then(deploy)
                .then(S3DeployAction::new("Publish", site, built))
                .only_if(rules)
                .on_success(SuccessResult::Rollback, smoke)
                .roll_back_on_failure(),
            Stage::new("Production")
                .with(produce.role(visitor.action_role()))
                .then(LambdaInvokeAction::new("Tell", "tell").function_role(function_role))
                .with(PipelineInvokeAction::new("Docs", "docs").set_variable("Release", "#{variables.Release}"))
                .disabled("Not before the release party.")
                .on_failure(OnFailure::roll_back()),
        ])
    }
}

/// What is done in the other account.
fn production_deploy(built: &Artifact) -> CloudFormationAction {
    let role = Prop::new(format!("arn:aws:iam::{PRODUCTION}:role/cloudformation"));
    CloudFormationAction::deploy("Produce", "site", StackTemplate::new(built.clone(), "template.yaml", role))
}

#[test]
fn pipelines() {
    let mut production = Stack::new("PipelineProduction").account(PRODUCTION).region("eu-central-1");
    let artifacts = BucketRef::named("acme-release-artifacts");
    let visitor = CrossAccountRoleProps::new("release-visitor", CI, artifacts)
        .allow(production_deploy(&Artifact::new("Built")))
        .only_for(format!("arn:aws:iam::{CI}:role/PipelineEverything-*"));
    let visitor = CrossAccountRole::new(&mut production, "Visitor", visitor);

    let mut ireland = Stack::new("PipelineIreland").account(CI).region("eu-west-1");
    let there = Bucket::new(&mut ireland, "Artifacts", BucketProps::default());

    let mut ci = Stack::new("PipelineEverything").account(CI).region("eu-central-1");
    let key = Key::new(&mut ci, "Key", KeyProps::default());
    let artifacts = BucketProps {
        name: Some("acme-release-artifacts".into()),
        encryption: BucketEncryption::Key(key),
        ..BucketProps::default()
    };
    let artifacts = Bucket::new(&mut ci, "Artifacts", artifacts);
    let props = PipelineProps {
        artifact_store: Some(artifacts.into()),
        regional_stores: vec![("eu-west-1".into(), there.into())],
        ..everything(&mut ci, &visitor)
    };
    Pipeline::new(&mut ci, "Pipeline", props);
    snapshots::check("services/pipeline", App::new().with_all([default(), ci, ireland, production]));
}
