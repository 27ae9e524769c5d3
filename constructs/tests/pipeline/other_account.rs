//! A deployment with CodeDeploy in another account: the two stacks that it takes, as a whole.

use cfn_constructs::pipeline::actions::{CodeDeployAction, EksDeployAction, EksWorkload};
use cfn_constructs::pipeline::{
    BucketRef, CrossAccountRole, CrossAccountRoleProps, IntoAction, Pipeline, PipelineProps, Stage,
};
use cfn_constructs::services::codedeploy::{
    Application, ApplicationProps, Instances, Revisions, ServerDeploymentGroup, ServerDeploymentGroupProps,
};
use cfn_constructs::services::{Bucket, BucketEncryption, BucketProps, Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::Value;
use serde_json::json;

use super::{check, source, source_stage, template};

const HERE: &str = "111111111111";
const THERE: &str = "222222222222";
const REGION: &str = "eu-central-1";

fn deploy() -> CodeDeployAction {
    CodeDeployAction::new("Deploy", "site", "servers", source()).foreign_instance_role(THERE, "site-instances")
}

/// The account that is deployed to: what is deployed, the machines' role, and a role for the pipeline.
fn production() -> (Stack, CrossAccountRole) {
    let mut there = Stack::new("Production").account(THERE).region(REGION);
    let application = Application::new(&mut there, "Site", ApplicationProps { name: Some("site".into()) });
    let group = ServerDeploymentGroupProps {
        application: Some(application),
        name: Some("servers".into()),
        ..ServerDeploymentGroupProps::new(Instances::auto_scaling_groups(["site"]))
    };
    ServerDeploymentGroup::new(&mut there, "Servers", group);
    let instances = Role::new(&mut there, "Instances", RoleProps::for_service("ec2.amazonaws.com"));
    there.modify(instances.handle, |role| role.role_name("site-instances"));
    let keys = format!("arn:aws:kms:{REGION}:{HERE}:key/*");
    Revisions::new("arn:aws:s3:::acme-release-artifacts", "*").key(keys).grant_read(&mut there, &instances);
    let props = CrossAccountRoleProps::new("release-pipeline", HERE, BucketRef::named("acme-release-artifacts"))
        .allow(deploy());
    let role = CrossAccountRole::new(&mut there, "Visitor", props);
    (there, role)
}

/// The account of the pipeline.
fn release(role: &CrossAccountRole) -> Stack {
    let mut here = Stack::new("Release").account(HERE).region(REGION);
    let key = Key::new(&mut here, "Key", KeyProps::default());
    let artifacts = BucketProps {
        name: Some("acme-release-artifacts".into()),
        encryption: BucketEncryption::Key(key),
        ..BucketProps::default()
    };
    let artifacts = Bucket::new(&mut here, "Artifacts", artifacts);
    let stages = [source_stage(&mut here), Stage::new("Production").with(deploy().role(role.action_role()))];
    let props = PipelineProps { artifact_store: Some(artifacts.into()), ..PipelineProps::new(stages) };
    Pipeline::new(&mut here, "Pipeline", props);
    here
}

/// The statements of a policy whose actions begin with the text.
fn statements<'t>(template: &'t Value, policy: &str, action: &str) -> Vec<&'t Value> {
    let all = template.at(policy).and_then(|document| document.at("Statement")).and_then(Value::as_list);
    let first = |statement: &Value| match statement.at("Action") {
        Some(Value::List(actions)) => actions.first().and_then(Value::as_str).map(str::to_owned),
        one => one.and_then(Value::as_str).map(str::to_owned),
    };
    let begins = |statement: &&Value| first(statement).is_some_and(|first| first.starts_with(action));
    all.expect("there is such a policy").iter().filter(begins).collect()
}

#[test]
fn both_accounts_let_each_other() {
    let (there, role) = production();
    let here = release(&role);
    // Neither refers to the other, so that they can be deployed in any order, by anyone.
    let assembly = App::new().with(here).with(there).synth().unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(assembly.stacks.iter().all(|stack| stack.dependencies.is_empty()));
    let [here, there] = assembly.stacks.as_slice() else { panic!("there are two stacks") };
    let (here, there) = (here.template.clone().into_value(), there.template.clone().into_value());

    // The pipeline takes on the role, and may do nothing with CodeDeploy itself.
    let visitor = json!({"Fn::Sub": format!("arn:${{AWS::Partition}}:iam::{THERE}:role/release-pipeline")});
    let instances = json!({"Fn::Sub": format!("arn:${{AWS::Partition}}:iam::{THERE}:role/site-instances")});
    check(&here, "Resources.Pipeline.Properties.Stages.1.Actions.0.RoleArn", visitor.clone());
    let own = "Resources.PipelineRolePolicy.Properties.PolicyDocument";
    assert_eq!(statements(&here, own, "codedeploy:"), Vec::<&Value>::new());
    let assume = statements(&here, own, "sts:AssumeRole");
    assert_eq!(assume.iter().filter_map(|one| one.at("Resource")).collect::<Vec<_>>(), [&Value::from(visitor.clone())]);

    // The bucket and its key let in that role and the machines, to read and nothing else.
    for role in [&visitor, &instances] {
        for (policy, action, actions) in [
            (
                "Resources.ArtifactsPolicy.Properties.PolicyDocument",
                "s3:GetObject",
                json!(["s3:GetObject", "s3:GetObjectVersion"]),
            ),
            ("Resources.Key.Properties.KeyPolicy", "kms:Decrypt", json!(["kms:Decrypt", "kms:DescribeKey"])),
        ] {
            let condition = Value::from(json!({"ArnEquals": {"aws:PrincipalArn": role}}));
            let let_in = statements(&here, policy, action);
            let let_in = let_in.iter().find(|one| one.at("Condition") == Some(&condition));
            let let_in = let_in.unwrap_or_else(|| panic!("{policy} does not let in {role}"));
            assert_eq!(let_in.at("Action"), Some(&Value::from(actions)));
            let account = json!({"AWS": {"Fn::Sub": format!("arn:${{AWS::Partition}}:iam::{THERE}:root")}});
            assert_eq!(let_in.at("Principal"), Some(&Value::from(account)));
        }
    }

    // Over there the role may deploy to just that group, and read the artifacts.
    let of_role = "Resources.VisitorRolePolicy.Properties.PolicyDocument";
    let resource = |text: &str| Value::from(json!({"Fn::Sub": text}));
    assert_eq!(
        statements(&there, of_role, "codedeploy:CreateDeployment")[0].at("Resource"),
        Some(&resource(
            "arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:site/servers"
        ))
    );
    let objects = resource("arn:${AWS::Partition}:s3:::acme-release-artifacts/*");
    assert_eq!(statements(&there, of_role, "s3:GetObject")[0].at("Resource"), Some(&objects));
    let decrypt = statements(&there, of_role, "kms:Decrypt");
    let through = json!({"StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.${AWS::URLSuffix}"}}});
    assert_eq!(decrypt[0].at("Condition"), Some(&Value::from(through)));
}

#[test]
fn only_the_name_of_the_pipeline_stays_open() {
    let mut there = Stack::new("Production").account(THERE).region(REGION);
    let action = EksDeployAction::new("Deploy", "prod", source(), EksWorkload::manifests(["site.yaml"]));
    let props = CrossAccountRoleProps::new("visitor", HERE, BucketRef::named("artifacts")).allow(action);
    CrossAccountRole::new(&mut there, "Visitor", props);
    let there = template(there);
    let logs = statements(&there, "Resources.VisitorRolePolicy.Properties.PolicyDocument", "logs:GetLogEvents");
    let group = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/codepipeline/*:*";
    assert_eq!(logs[0].at("Resource"), Some(&Value::from(json!({"Fn::Sub": group}))));
}
