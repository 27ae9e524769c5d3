//! Actions in other regions and accounts, and constructs of other stacks.

use cfn_constructs::pipeline::actions::{CloudFormationAction, S3DeployAction, StackOperation, StackTemplate};
use cfn_constructs::pipeline::{
    ActionRole, Artifact, BucketRef, CrossAccountRole, CrossAccountRoleProps, IntoAction, Pipeline, PipelineProps,
    Stage,
};
use cfn_constructs::services::{Bucket, BucketEncryption, BucketProps, Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Value};
use serde_json::json;

use super::{build, check, problems, source, source_stage, template, templates};

const HERE: &str = "111111111111";
const THERE: &str = "222222222222";

fn stack() -> Stack {
    Stack::new("Ci").account(HERE).region("eu-central-1")
}

/// The stack is deployed by a role of its account.
fn deploy() -> CloudFormationAction {
    let role = Prop::new(format!("arn:aws:iam::{THERE}:role/cloudformation"));
    CloudFormationAction::deploy("Deploy", "site", StackTemplate::new(source(), "template.yaml", role))
}

#[test]
fn each_region_has_its_own_store() {
    let mut there = Stack::new("Ireland").account(HERE).region("eu-west-1");
    let key = Key::new(&mut there, "Key", KeyProps::default());
    let encryption = BucketEncryption::Key(key);
    let store = Bucket::new(&mut there, "Artifacts", BucketProps { encryption, ..BucketProps::default() });
    let mut ci = stack();
    let deploy = CloudFormationAction::new(
        "Clean",
        "old",
        StackOperation::Delete(Prop::new(format!("arn:aws:iam::{HERE}:role/x"))),
    );
    let stages = [source_stage(&mut ci), Stage::new("Go").with(deploy.region("eu-west-1"))];
    let regional_stores = vec![("eu-west-1".to_owned(), store.into())];
    Pipeline::new(&mut ci, "Pipeline", PipelineProps { regional_stores, ..PipelineProps::new(stages) });

    let all = templates([ci, there]);
    let ci = all.iter().find(|template| template.at("Resources.Pipeline").is_some()).expect("it is there");
    let output =
        |name: &str| json!({"Fn::GetStackOutput": {"StackName": "Ireland", "OutputName": name, "Region": "eu-west-1"}});
    check(
        ci,
        "Resources.Pipeline.Properties.ArtifactStores",
        json!([
            {"ArtifactStore": {"Location": {"Ref": "PipelineArtifacts"}, "Type": "S3"}, "Region": "eu-central-1"},
            {
                "ArtifactStore": {
                    "Location": output("ArtifactsRef"),
                    "Type": "S3",
                    "EncryptionKey": {"Id": output("KeyArn"), "Type": "KMS"}
                },
                "Region": "eu-west-1"
            }
        ]),
    );
    check(ci, "Resources.Pipeline.Properties.Stages.1.Actions.0.Region", json!("eu-west-1"));
    // What the action works on is in its own region.
    let policy = format!("{:?}", ci.at("Resources.PipelineRolePolicy.Properties.PolicyDocument"));
    assert!(policy.contains("cloudformation:eu-west-1:${AWS::AccountId}:stack/old/*"), "{policy}");
}

#[test]
fn a_region_without_a_store_is_reported_with_what_to_give() {
    let mut ci = stack();
    let stages = [source_stage(&mut ci), Stage::new("Go").with(deploy().region("eu-west-1"))];
    Pipeline::new(&mut ci, "Pipeline", PipelineProps::new(stages));
    let found = problems(ci);
    let store = found.iter().find(|problem| problem.code == "artifact-store").expect("it is reported");
    assert_eq!(
        store.message,
        "the action `Deploy` of the stage `Go` runs in `eu-west-1`, where the pipeline has no artifact store"
    );
    assert!(store.help.as_deref().is_some_and(|help| help.contains(".region(\"eu-west-1\")")));
    assert_eq!(store.property.as_deref(), Some("Stages.1.Actions.0.Region"));
}

#[test]
fn an_action_of_another_account_is_let_at_the_artifacts() {
    let mut ci = stack();
    let role = ActionRole::OtherAccount(THERE.into(), "deploy".into());
    let stages = [source_stage(&mut ci), Stage::new("Go").with(deploy().role(role))];
    Pipeline::new(&mut ci, "Pipeline", PipelineProps::new(stages));
    let ci = template(ci);
    let arn = json!({"Fn::Sub": "arn:${AWS::Partition}:iam::222222222222:role/deploy"});
    check(&ci, "Resources.Pipeline.Properties.Stages.1.Actions.0.RoleArn", arn.clone());
    let principal = json!({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::222222222222:root"}});
    check(
        &ci,
        "Resources.PipelineArtifactsPolicy.Properties.PolicyDocument.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": principal,
            "Action": ["s3:GetObject", "s3:GetObjectVersion"],
            "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${PipelineArtifacts}/*"},
            "Condition": {"ArnEquals": {"aws:PrincipalArn": arn}}
        }),
    );
    // The account's key for S3 is for no other account, so that the pipeline has a key of its own.
    check(
        &ci,
        "Resources.PipelineArtifactsKey.Properties.KeyPolicy.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": principal,
            "Action": ["kms:Decrypt", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"ArnEquals": {"aws:PrincipalArn": arn}}
        }),
    );
    check(
        &ci,
        "Resources.Pipeline.Properties.ArtifactStore.EncryptionKey",
        json!({"Id": {"Fn::GetAtt": ["PipelineArtifactsKey", "Arn"]}, "Type": "KMS"}),
    );
    let policy = format!("{:?}", ci.at("Resources.PipelineRolePolicy.Properties.PolicyDocument"));
    assert!(policy.contains("sts:AssumeRole"));
    assert!(!policy.contains("cloudformation:CreateStack"), "that is for the other role to be allowed: {policy}");
}

#[test]
fn whoever_reads_artifacts_may_use_their_key() {
    let mut ci = stack();
    let reader = Role::new(&mut ci, "Reader", RoleProps::for_service("lambda.amazonaws.com"));
    let role = ActionRole::OtherAccount(THERE.into(), "deploy".into());
    let stages = [source_stage(&mut ci), Stage::new("Go").with(deploy().role(role))];
    let pipeline = Pipeline::new(&mut ci, "Pipeline", PipelineProps::new(stages));
    pipeline.grant_read_artifacts(&mut ci, &reader);
    let policy = format!("{:?}", template(ci).at("Resources.ReaderPolicy.Properties.PolicyDocument"));
    assert!(policy.contains("kms:Decrypt") && policy.contains("s3:GetObject"), "{policy}");
    assert!(!policy.contains("s3:PutObject"), "{policy}");
}

#[test]
fn without_other_accounts_there_is_no_key_to_pay_for() {
    let mut ci = stack();
    let role = ActionRole::OtherAccount(THERE.into(), "deploy".into());
    let stages = [source_stage(&mut ci), Stage::new("Go").with(deploy().role(role))];
    let pipeline = Pipeline::new(&mut ci, "Pipeline", PipelineProps::new(stages));
    pipeline.edit(&mut ci, |stages| stages.stage("Go").action("Deploy").role = ActionRole::Pipeline);
    let ci = template(ci);
    assert_eq!(ci.at("Resources.PipelineArtifactsKey"), None);
    assert_eq!(ci.at("Resources.Pipeline.Properties.ArtifactStore.EncryptionKey"), None);
}

#[test]
fn a_store_without_a_key_is_of_no_use_to_other_accounts() {
    let mut ci = stack();
    let role = ActionRole::Arn(Prop::new(format!("arn:aws:iam::{THERE}:role/deploy")));
    let stages = [source_stage(&mut ci), Stage::new("Go").with(deploy().role(role))];
    let artifact_store = Some(BucketRef::named("artifacts"));
    Pipeline::new(&mut ci, "Pipeline", PipelineProps { artifact_store, ..PipelineProps::new(stages) });
    let found = problems(ci);
    let store = found.iter().find(|problem| problem.code == "artifact-store").expect("it is reported");
    assert_eq!(store.message, "an action runs in another account, which cannot read the artifact store");
}

#[test]
fn the_other_account_knows_the_pipeline_by_name() {
    let mut there = Stack::new("Production").account(THERE).region("eu-central-1");
    let props = CrossAccountRoleProps::new("deploy", HERE, BucketRef::named("acme-artifacts"))
        .allow(deploy())
        .only_for(format!("arn:aws:iam::{HERE}:role/Ci-*"));
    let role = CrossAccountRole::new(&mut there, "Deploy", props);
    assert_eq!(role.action_role(), ActionRole::OtherAccount(THERE.into(), "deploy".into()));
    let there = template(there);
    check(&there, "Resources.DeployRole.Properties.RoleName", json!("deploy"));
    check(
        &there,
        "Resources.DeployRole.Properties.AssumeRolePolicyDocument.Statement.0.Condition",
        json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/Ci-*"}}),
    );
    let policy = format!("{:?}", there.at("Resources.DeployRolePolicy.Properties.PolicyDocument"));
    for part in
        ["cloudformation:CreateStack", "iam:PassRole", "s3:::acme-artifacts/*", ":111111111111:key/*", "kms:ViaService"]
    {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert!(!policy.contains("s3:PutObject"));
}

#[test]
fn a_role_of_another_account_needs_to_know_its_own() {
    let mut there = Stack::new("Production");
    CrossAccountRole::new(&mut there, "Deploy", CrossAccountRoleProps::new("deploy", HERE, BucketRef::named("a")));
    let messages: Vec<String> = problems(there).into_iter().map(|problem| problem.message).collect();
    assert_eq!(messages, ["the account of the role is not known"]);
}

#[test]
fn a_project_of_another_stack_is_let_at_the_artifacts() {
    let mut builds = Stack::new("Builds");
    let compile = build(&mut builds, "Compile");
    let mut ci = Stack::new("Ci");
    let mut shared = Stack::new("Shared");
    let artifacts = Bucket::new(&mut shared, "Artifacts", BucketProps::default());
    let stages = [source_stage(&mut ci), Stage::new("Build").with(compile)];
    let artifact_store = Some(artifacts.into());
    Pipeline::new(&mut ci, "Pipeline", PipelineProps { artifact_store, ..PipelineProps::new(stages) });
    let assembly = App::new().with_all([ci, builds, shared]).synth().unwrap_or_else(|found| panic!("{found:#?}"));
    let order: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name.as_str()).collect();
    assert_eq!(order, ["Shared", "Builds", "Ci"]);
    let policy =
        assembly.stacks[1].template.as_map().get("Resources").and_then(|all| all.at("CompileProjectRolePolicy"));
    assert!(format!("{policy:?}").contains("ArtifactsRef"), "{policy:?}");
}

#[test]
fn a_deployment_to_a_bucket_of_another_stack_is_narrow() {
    let mut site = Stack::new("Site");
    let bucket = Bucket::new(&mut site, "Files", BucketProps::default());
    let mut ci = Stack::new("Ci");
    let deploy = S3DeployAction::zip("Put", bucket, Artifact::new("Source"), "releases/site.zip");
    let stages = [source_stage(&mut ci), Stage::new("Go").with(deploy)];
    Pipeline::new(&mut ci, "Pipeline", PipelineProps::new(stages));
    let all = templates([ci, site]);
    let policy = all[1].at("Resources.PipelineRolePolicy.Properties.PolicyDocument.Statement").and_then(Value::as_list);
    let put = policy.and_then(|statements| statements.last()).expect("there is a statement");
    assert_eq!(put.at("Action"), Some(&Value::from(json!(["s3:AbortMultipartUpload", "s3:PutObject"]))));
    assert!(format!("{:?}", put.at("Resource")).contains("/releases/site.zip"), "{put:?}");
}
