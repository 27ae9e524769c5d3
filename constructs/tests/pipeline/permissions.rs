//! What pipelines may do, and nothing more.

use cfn_constructs::Stack;
use cfn_constructs::iam::{Principal, Statement};
use cfn_constructs::pipeline::actions::{CommandsAction, ManualApprovalAction};
use cfn_constructs::pipeline::{Action, ActionRole, ActionType, IntoAction, Pipeline, PipelineProps, Stage};
use cfn_constructs::services::codebuild::EnvironmentVariable;
use cfn_constructs::services::{Grantee, Role, RoleProps, Secret};
use cfn_model::codepipeline::pipeline::ActionTypeIdCategory as Category;
use cfn_model::{Value, sub};
use serde_json::json;

use super::{build, check, pipeline, source, source_stage, template};

const POLICY: &str = "Resources.PipelineRolePolicy.Properties.PolicyDocument.Statement";

/// The actions that a policy allows on the resource.
fn allowed_on(template: &Value, policy: &str, resource: serde_json::Value) -> Vec<String> {
    let path = format!("Resources.{policy}.Properties.PolicyDocument.Statement");
    let statements = template.at(&path).and_then(Value::as_list).unwrap_or_default();
    let on = statements.iter().filter(|statement| statement.at("Resource") == Some(&Value::from(resource.clone())));
    let actions = on.filter_map(|statement| statement.at("Action")).flat_map(|action| match action {
        Value::List(actions) => actions.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        one => vec![one.as_str().unwrap_or_default().to_owned()],
    });
    actions.collect()
}

#[test]
fn one_role_may_do_what_its_actions_need() {
    let mut stack = Stack::new("S");
    let compile = build(&mut stack, "Compile");
    pipeline(&mut stack, [Stage::new("Build").with(compile)]);
    let template = template(stack);
    check(
        &template,
        POLICY,
        json!([
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"],
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${PipelineArtifacts}/*"}
            },
            {
                "Effect": "Allow",
                "Action": ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${PipelineArtifacts}"}
            },
            {
                "Effect": "Allow",
                "Action": [
                    "s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"
                ],
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Uploads}/source.zip"}
            },
            {
                "Effect": "Allow",
                "Action": ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"],
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Uploads}"}
            },
            {
                "Effect": "Allow",
                "Action": ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
                "Resource": {"Fn::GetAtt": ["CompileProject", "Arn"]}
            }
        ]),
    );
    // A build that writes nothing may not write.
    let artifacts = json!({"Fn::Sub": "arn:${AWS::Partition}:s3:::${PipelineArtifacts}/*"});
    assert_eq!(allowed_on(&template, "CompileProjectRolePolicy", artifacts), ["s3:GetObject", "s3:GetObjectVersion"]);
    check(&template, "Resources.Pipeline.DependsOn", json!(["PipelineRolePolicy", "CompileProjectRolePolicy"]));
}

#[test]
fn the_first_execution_waits_for_all_of_a_large_policy() {
    let mut stack = Stack::new("S");
    let needs = |index: usize| {
        let arn = sub!(
            "arn:{partition}:s3:::a-bucket-with-a-rather-long-name/and-a-rather-long-prefix/{}",
            index.to_string()
        );
        let kind = ActionType::custom(Category::Deploy, "Ours", "1");
        Action::new(format!("A{index}"), kind).needs(Statement::allow(["s3:GetObject"]).on([arn]))
    };
    pipeline(
        &mut stack,
        [1, 2, 3].map(|stage| Stage::new(format!("S{stage}")).with_all((0..50).map(|index| needs(50 * stage + index)))),
    );
    let template = template(stack);
    check(&template, "Resources.Pipeline.DependsOn", json!(["PipelineRolePolicy", "PipelineRolePolicy2"]));
    check(&template, "Resources.PipelineRolePolicy2.Type", json!("AWS::IAM::ManagedPolicy"));
}

#[test]
fn a_role_for_an_action_may_do_what_that_action_needs() {
    let mut stack = Stack::new("S");
    let compile = build(&mut stack, "Compile");
    let tell = ManualApprovalAction::new("Tell").notify("arn:aws:sns:eu-central-1:111122223333:releases");
    pipeline(&mut stack, [Stage::new("Build").with(compile.role(ActionRole::PerAction)).with(tell)]);
    let template = template(stack);
    check(
        &template,
        "Resources.Pipeline.Properties.Stages.1.Actions.0.RoleArn",
        json!({"Fn::GetAtt": ["PipelineBuildCompileRole", "Arn"]}),
    );
    check(
        &template,
        "Resources.PipelineBuildCompileRole.Properties.AssumeRolePolicyDocument.Statement",
        json!([{
            "Effect": "Allow",
            "Principal": {"AWS": {"Fn::GetAtt": ["PipelineRole", "Arn"]}},
            "Action": "sts:AssumeRole"
        }]),
    );
    let project = json!({"Fn::GetAtt": ["CompileProject", "Arn"]});
    let starts = ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"];
    assert_eq!(allowed_on(&template, "PipelineBuildCompileRolePolicy", project.clone()), starts);
    assert!(allowed_on(&template, "PipelineRolePolicy", project).is_empty());
    let role = json!({"Fn::GetAtt": ["PipelineBuildCompileRole", "Arn"]});
    assert_eq!(allowed_on(&template, "PipelineRolePolicy", role), ["sts:AssumeRole"]);
    let topic = json!("arn:aws:sns:eu-central-1:111122223333:releases");
    assert_eq!(allowed_on(&template, "PipelineRolePolicy", topic), ["sns:Publish"]);
}

#[test]
fn every_action_can_have_a_role_of_its_own() {
    let mut stack = Stack::new("S");
    let stages = [source_stage(&mut stack), Stage::new("Go").with(ManualApprovalAction::new("Ask"))];
    Pipeline::new(&mut stack, "Pipeline", PipelineProps { role_per_action: true, ..PipelineProps::new(stages) });
    let template = template(stack);
    assert!(template.at("Resources.PipelineSourceUploadRole").is_some());
    // It asks nobody by message, so that there is nothing to allow.
    assert_eq!(template.at("Resources.Pipeline.Properties.Stages.1.Actions.0.RoleArn"), None);
}

#[test]
fn a_given_role_gets_what_its_action_needs() {
    let mut stack = Stack::new("S");
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::this_account()]);
    let role = Role::new(&mut stack, "Mine", RoleProps::trusting(trust));
    let compile = build(&mut stack, "Compile").role(ActionRole::Role(role));
    pipeline(&mut stack, [Stage::new("Build").with(compile)]);
    let project = json!({"Fn::GetAtt": ["CompileProject", "Arn"]});
    assert_eq!(allowed_on(&template(stack), "MinePolicy", project).len(), 3);
}

#[test]
fn commands_log_to_the_group_of_their_pipeline() {
    let group = |stack: &str, name: Option<&str>, expected: &str| {
        let mut stack = Stack::new(stack);
        let commands = CommandsAction::new("Make", source(), ["make"]);
        let stages = [source_stage(&mut stack), Stage::new("Go").with(commands)];
        let props = PipelineProps { name: name.map(str::to_owned), ..PipelineProps::new(stages) };
        Pipeline::new(&mut stack, "Pipeline", props);
        let prefix = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/codepipeline/";
        let on = json!([{"Fn::Sub": format!("{prefix}{expected}")}, {"Fn::Sub": format!("{prefix}{expected}:*")}]);
        allowed_on(&template(stack), "PipelineRolePolicy", on)
    };
    let writes = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    assert_eq!(group("S", None, "${AWS::StackName}-*"), writes);
    assert_eq!(group("S", Some("release"), "release"), writes);
    // What CloudFormation makes of so long a name is not known.
    assert_eq!(group(&"S".repeat(90), None, "*"), writes);
}

#[test]
fn a_build_reads_the_secrets_of_its_run() {
    let mut stack = Stack::new("S");
    let token = EnvironmentVariable::secret("TOKEN", Secret::new("ci/github"), "token");
    let compile =
        build(&mut stack, "Compile").env(token).env(EnvironmentVariable::plain("STAGE", "#{variables.Stage}"));
    let stages = [source_stage(&mut stack), Stage::new("Build").with(compile)];
    let variables = vec![cfn_constructs::pipeline::Variable::new("Stage").default_value("test")];
    Pipeline::new(&mut stack, "Pipeline", PipelineProps { variables, ..PipelineProps::new(stages) });
    let template = template(stack);
    check(
        &template,
        "Resources.Pipeline.Properties.Stages.1.Actions.0.Configuration.EnvironmentVariables",
        json!(
            "[{\"name\":\"TOKEN\",\"value\":\"ci/github:token\",\"type\":\"SECRETS_MANAGER\"},\
             {\"name\":\"STAGE\",\"value\":\"#{variables.Stage}\"}]"
        ),
    );
    let secret = json!({"Fn::Sub":
        "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:ci/github-??????"});
    assert_eq!(allowed_on(&template, "CompileProjectRolePolicy", secret), ["secretsmanager:GetSecretValue"]);
}

#[test]
fn others_are_granted_the_pipeline() {
    let mut stack = Stack::new("S");
    let role = Role::new(&mut stack, "R", RoleProps::for_service("lambda.amazonaws.com"));
    let pipeline = pipeline(&mut stack, [Stage::new("Go").with(ManualApprovalAction::new("Ask"))]);
    pipeline.grant_start(&mut stack, &role);
    pipeline.grant_approve(&mut stack, &role, "Go", "Ask");
    pipeline.allow(&mut stack, Statement::allow(["sts:GetCallerIdentity"]).on_all_resources());
    let template = template(stack);
    let arn = "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}";
    assert_eq!(
        allowed_on(&template, "RPolicy", json!({"Fn::Sub": arn})),
        ["codepipeline:GetPipelineExecution", "codepipeline:GetPipelineState", "codepipeline:StartPipelineExecution"]
    );
    let approval = json!({"Fn::Sub": format!("{arn}/Go/Ask")});
    assert_eq!(allowed_on(&template, "RPolicy", approval), ["codepipeline:PutApprovalResult"]);
    assert_eq!(allowed_on(&template, "PipelineRolePolicy", json!("*")), ["sts:GetCallerIdentity"]);
}
