//! What each type of action becomes.

use cfn_constructs::Stack;
use cfn_constructs::iam::Statement;
use cfn_constructs::pipeline::actions::{
    Capability, ChangeDetection, CloudFormationAction, CodeBuildAction, CodeBuildBatch, CodeCommitSourceAction,
    CommandsAction, ConnectionSourceAction, EcrSourceAction, LambdaInvokeAction, ManualApprovalAction,
    ParameterOverride, PipelineInvokeAction, RevisionKind, S3DeployAction, S3SourceAction, S3Upload, SourceRevision,
    StackOperation, StackTemplate,
};
use cfn_constructs::pipeline::{Action, Artifact, BucketRef, IntoAction, Output, Stage};
use cfn_constructs::services::codebuild::EnvironmentVariable;
use cfn_constructs::services::{Minutes, Role, RoleProps};
use cfn_model::{Prop, Value};
use serde_json::json;

use super::{build, check as check_path, pipeline, source, template};

/// The configuration of the action.
fn configured(action: impl IntoAction, expected: serde_json::Value) -> Action {
    let action = action.into_action();
    assert_eq!(Value::Map(action.configuration.clone()), Value::from(expected));
    action
}

/// What the action needs, as `actions on resource`.
fn needs(action: &Action) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Text(parts) => parts.iter().map(|part| part.as_str().unwrap_or("?")).collect(),
        _ => "?".to_owned(),
    };
    let list = |value: &Value| match value {
        Value::List(items) => items.iter().map(&text).collect::<Vec<_>>().join(" "),
        one => text(one),
    };
    let one = |statement: &Statement| {
        let statement = statement.to_value();
        let part = |name: &str| statement.at(name).map(&list).unwrap_or_default();
        format!("{} on {}", part("Action"), part("Resource"))
    };
    action.permissions.iter().map(one).collect()
}

#[test]
fn a_source_in_a_bucket_is_started_by_events_and_told_the_version() {
    let action = configured(
        S3SourceAction::new("Upload", BucketRef::named("uploads"), "source.zip", source()),
        json!({"S3Bucket": "uploads", "S3ObjectKey": "source.zip", "PollForSourceChanges": "false"}),
    );
    let event = action.started_by.as_ref().expect("it starts the pipeline");
    assert_eq!(
        Value::Map(event.pattern.clone()),
        Value::from(json!({
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": ["uploads"]}, "object": {"key": ["source.zip"]}}
        }))
    );
    assert_eq!(event.revision.map(|revision| revision.kind), Some("S3_OBJECT_VERSION_ID"));

    let polled = S3SourceAction {
        detection: ChangeDetection::Polling,
        ..S3SourceAction::new("Upload", BucketRef::named("uploads").key("arn:aws:kms:::key/1"), "source.zip", source())
    };
    let action = polled.into_action();
    assert_eq!(action.text("PollForSourceChanges"), Some("true"));
    assert_eq!(action.started_by, None);
    assert_eq!(needs(&action)[2], "kms:Decrypt kms:DescribeKey on arn:aws:kms:::key/1");
}

#[test]
fn files_are_put_where_the_action_says_and_nowhere_else() {
    let deploy = || S3DeployAction::new("Put", BucketRef::named("site"), source());
    let action = configured(deploy(), json!({"BucketName": "site", "Extract": "true"}));
    assert_eq!(needs(&action), ["s3:AbortMultipartUpload s3:PutObject on arn:?:s3:::site/*"]);

    let folder = S3DeployAction { upload: S3Upload::FilesInto(Prop::new("docs")), ..deploy() };
    let action = configured(folder, json!({"BucketName": "site", "Extract": "true", "ObjectKey": "docs"}));
    assert_eq!(needs(&action), ["s3:AbortMultipartUpload s3:PutObject on arn:?:s3:::site/docs/*"]);

    let versioned = S3DeployAction {
        cache_control: Some("max-age=60".into()),
        ..S3DeployAction::zip("Put", BucketRef::named("site").key("key"), source(), "#{variables.Release}.zip")
    };
    let action = configured(
        versioned,
        json!({
            "BucketName": "site", "Extract": "false", "ObjectKey": "#{variables.Release}.zip",
            "KMSEncryptionKeyARN": "key", "CacheControl": "max-age=60"
        }),
    );
    // Only the execution knows the name.
    assert_eq!(needs(&action)[0], "s3:AbortMultipartUpload s3:PutObject on arn:?:s3:::site/*");
}

#[test]
fn an_image_is_the_one_that_was_pushed() {
    let action = configured(
        EcrSourceAction::new("Image", "dev/site", source()),
        json!({"RepositoryName": "dev/site", "ImageTag": "latest"}),
    );
    assert_eq!(needs(&action), ["ecr:DescribeImages on arn:?:ecr:?:?:repository/dev/site"]);
    let event = action.started_by.expect("it starts the pipeline");
    assert_eq!(
        event.pattern.get("detail"),
        Some(&Value::from(json!({
            "action-type": ["PUSH"], "result": ["SUCCESS"], "repository-name": ["dev/site"], "image-tag": ["latest"]
        })))
    );
    assert_eq!(
        event.revision.map(|revision| (revision.kind, revision.path)),
        Some(("IMAGE_DIGEST", "$.detail.image-digest"))
    );
}

#[test]
fn builds_clone_what_is_only_a_reference() {
    let mut stack = Stack::new("S");
    let compile = build(&mut stack, "Compile");
    let role = compile.project.role;
    let mut commit = CodeCommitSourceAction::new("Git", "site", "main", source());
    commit.full_clone = true;
    let stages = [Stage::new("Source").with(commit.clone()), Stage::new("Build").with(compile)];
    let action = configured(
        commit,
        json!({
            "RepositoryName": "site", "BranchName": "main", "PollForSourceChanges": "false",
            "OutputArtifactFormat": "CODEBUILD_CLONE_REF"
        }),
    );
    assert!(needs(&action)[0].contains("codecommit:GetRepository"));
    let props = cfn_constructs::pipeline::PipelineProps::new(stages);
    let pipeline = cfn_constructs::pipeline::Pipeline::new(&mut stack, "Pipeline", props);
    assert_ne!(pipeline.role, role);
    let template = template(stack);
    let policy = format!("{:?}", template.at("Resources.CompileProjectRolePolicy.Properties.PolicyDocument"));
    assert!(policy.contains("codecommit:GitPull"), "{policy}");
}

#[test]
fn a_connection_is_used_under_its_own_name() {
    let named = |arn: &str| {
        let action = ConnectionSourceAction::new("Git", arn, "acme/site", "main", source()).into_action();
        needs(&action).remove(0).split(" on ").next().unwrap_or_default().to_owned()
    };
    let arn = |service: &str| format!("arn:aws:{service}:eu-central-1:111122223333:connection/0123");
    assert_eq!(named(&arn("codeconnections")), "codeconnections:UseConnection");
    assert_eq!(named(&arn("codestar-connections")), "codestar-connections:UseConnection");
    assert_eq!(
        named("{{resolve:ssm:/connection}}"),
        "codeconnections:UseConnection codestar-connections:UseConnection"
    );

    let wrong = ConnectionSourceAction::new("Git", "arn", "https://github.com/acme/site", "main", source());
    assert_eq!(wrong.into_action().problems[0].message, "`https://github.com/acme/site` is no repository");
}

#[test]
fn an_approval_tells_whoever_decides() {
    let topic = "arn:aws:sns:eu-central-1:111122223333:releases";
    let approval = ManualApprovalAction::new("Ask").notify(topic).message("Really?").link("https://example.com");
    let action = configured(
        approval.timeout(Minutes(60)),
        json!({"NotificationArn": topic, "ExternalEntityLink": "https://example.com", "CustomData": "Really?"}),
    );
    assert_eq!(needs(&action), [format!("sns:Publish on {topic}")]);
    let mut stack = Stack::new("S");
    pipeline(&mut stack, [Stage::new("Go").with(action)]);
    check_path(&template(stack), "Resources.Pipeline.Properties.Stages.1.Actions.0.TimeoutInMinutes", json!(60));
}

#[test]
fn a_batch_is_started_as_one() {
    let mut stack = Stack::new("S");
    let mut action = build(&mut stack, "Compile").outputs([Artifact::new("Out")]);
    action.extra_inputs = vec![Artifact::new("More")];
    action.batch = Some(CodeBuildBatch { combine_artifacts: true });
    let action = CodeBuildAction::into_action(action);
    assert_eq!(action.text("PrimarySource"), Some("Source"));
    assert_eq!((action.text("BatchEnabled"), action.text("CombineArtifacts")), (Some("true"), Some("true")));
    let needs = needs(&action);
    assert_eq!(needs, ["codebuild:BatchGetBuildBatches codebuild:StartBuildBatch codebuild:StopBuildBatch on ?"]);
}

#[test]
fn a_stack_is_deployed_with_its_template_and_parameters() {
    let template = StackTemplate {
        configuration: Some((source(), "config.json".into())),
        parameters: vec![
            ("Image".into(), ParameterOverride::FromFile(Artifact::new("Out"), "out.json".into(), "Image".into())),
            ("Bucket".into(), ParameterOverride::ArtifactBucket(Artifact::new("Code"))),
        ],
        ..StackTemplate::new(source(), "template.yaml", "arn:aws:iam::111122223333:role/cfn")
    };
    let template =
        template.capability(Capability::NamedIam).capability(Capability::AutoExpand).parameter("Stage", "prod");
    let mut deploy = CloudFormationAction::deploy("Deploy", "site", template);
    deploy.output = Some((Artifact::new("Outputs"), "outputs.json".into()));
    let action = configured(
        deploy,
        json!({
            "ActionMode": "CREATE_UPDATE",
            "StackName": "site",
            "RoleArn": "arn:aws:iam::111122223333:role/cfn",
            "TemplatePath": "Source::template.yaml",
            "Capabilities": "CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND",
            "TemplateConfiguration": "Source::config.json",
            "ParameterOverrides": "{\"Image\":{\"Fn::GetParam\":[\"Out\",\"out.json\",\"Image\"]},\
                \"Bucket\":{\"Fn::GetArtifactAtt\":[\"Code\",\"BucketName\"]},\"Stage\":\"prod\"}",
            "OutputFileName": "outputs.json"
        }),
    );
    assert_eq!(action.inputs, ["Source", "Out", "Code"].map(Artifact::new));
    assert_eq!(action.outputs, [Output::from(Artifact::new("Outputs"))]);
    assert_eq!(
        needs(&action),
        [
            "cloudformation:CreateStack cloudformation:DescribeStackEvents cloudformation:DescribeStacks \
             cloudformation:GetTemplate cloudformation:SetStackPolicy cloudformation:UpdateStack \
             on arn:?:cloudformation:?:?:stack/site/*",
            "iam:PassRole on arn:aws:iam::111122223333:role/cfn",
        ]
    );
}

#[test]
fn change_sets_are_made_and_carried_out_by_name() {
    let template = StackTemplate::new(source(), "template.yaml", "arn:aws:iam::111122223333:role/cfn");
    let create = StackOperation::CreateChangeSet("release".into(), template);
    let action = CloudFormationAction::new("Plan", "site", create).into_action();
    assert_eq!(action.text("ActionMode"), Some("CHANGE_SET_REPLACE"));
    let statement = action.permissions[1].to_value();
    let condition = json!({"StringEquals": {"cloudformation:ChangeSetName": "release"}});
    assert_eq!(statement.at("Condition"), Some(&Value::from(condition)));

    let execute = StackOperation::ExecuteChangeSet("release".into());
    configured(
        CloudFormationAction::new("Do", "site", execute),
        json!({"ActionMode": "CHANGE_SET_EXECUTE", "StackName": "site", "ChangeSetName": "release"}),
    );
    let delete = StackOperation::Delete(Prop::new("arn:aws:iam::111122223333:role/cfn"));
    let action = CloudFormationAction::new("Clean", "site", delete).into_action();
    assert!(needs(&action)[0].starts_with("cloudformation:DeleteStack "));
}

#[test]
fn a_function_may_tell_how_it_went() {
    let mut stack = Stack::new("S");
    let role = Role::new(&mut stack, "R", RoleProps::for_service("lambda.amazonaws.com"));
    let invoke = LambdaInvokeAction::new("Notify", "notify").function_role(role).user_parameters("hello");
    let action = configured(invoke, json!({"FunctionName": "notify", "UserParameters": "hello"}));
    assert_eq!(needs(&action)[0], "lambda:InvokeFunction on arn:?:lambda:?:?:function:notify");
    assert_eq!(action.grants.len(), 1);
    assert_eq!(action.artifact_roles, [role]);
}

#[test]
fn another_pipeline_is_started_with_its_variables() {
    let mut invoke = PipelineInvokeAction::new("Next", "deploy").set_variable("Stage", "#{variables.Stage}");
    invoke.revisions.push(SourceRevision {
        action: "Image".into(),
        kind: RevisionKind::ImageDigest,
        value: Prop::new("#{Image.ImageDigest}"),
    });
    let action = configured(
        invoke,
        json!({
            "PipelineName": "deploy",
            "SourceRevisions":
                "[{\"actionName\":\"Image\",\"revisionType\":\"IMAGE_DIGEST\",\"revisionValue\":\"#{Image.ImageDigest}\"}]",
            "Variables": "[{\"name\":\"Stage\",\"value\":\"#{variables.Stage}\"}]"
        }),
    );
    assert_eq!(needs(&action), ["codepipeline:StartPipelineExecution on arn:?:codepipeline:?:?:deploy"]);
}

#[test]
fn commands_stand_beside_the_configuration() {
    let mut stack = Stack::new("S");
    let mut commands = CommandsAction::new("Make", source(), ["make", "export TAG=1"])
        .output(Output::of_files(Artifact::new("Out"), ["dist/**"]));
    commands.variables = vec![EnvironmentVariable::plain("CI", "true")];
    commands.exported_variables = vec!["TAG".into()];
    let tag = commands.variable("TAG");
    let tell = ManualApprovalAction::new("Tell").message(tag);
    pipeline(&mut stack, [Stage::new("Go").with(commands).then(tell)]);
    let template = template(stack);
    let action = "Resources.Pipeline.Properties.Stages.1.Actions.0";
    check_path(&template, &format!("{action}.Commands"), json!(["make", "export TAG=1"]));
    check_path(&template, &format!("{action}.EnvironmentVariables"), json!([{"Name": "CI", "Value": "true"}]));
    check_path(&template, &format!("{action}.OutputVariables"), json!(["TAG"]));
    check_path(&template, &format!("{action}.OutputArtifacts"), json!([{"Name": "Out", "Files": ["dist/**"]}]));
    // It has a namespace because somebody reads from it.
    check_path(&template, &format!("{action}.Namespace"), json!("MakeVariables"));
    assert_eq!(template.at("Resources.Pipeline.Properties.Stages.1.Actions.1.Namespace"), None);
    assert_eq!(template.at(&format!("{action}.Configuration")), None);
}
