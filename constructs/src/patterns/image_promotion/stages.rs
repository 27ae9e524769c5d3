//! The stages of the pipeline: what happens on the way to each environment.

use cfn_model::{Prop, iam, sub};

use super::repositories::{READ, WRITE};
use super::{ImageEnvironment, ImagePromotionPipelineProps, PromotionHistory};
use crate::Stack;
use crate::assets::Asset;
use crate::buildspec::{Buildspec, Commands, Phase};
use crate::iam::Statement;
use crate::pipeline::actions::{ChangeDetection, CodeBuildAction, ManualApprovalAction, S3SourceAction};
use crate::pipeline::{Artifact, BucketRef, IntoAction, Stage};
use crate::services::Grantee;
use crate::services::codebuild::{EnvironmentVariable, Project, ProjectProps, Source};
use crate::services::sns::{AnyTopic, Topic};

/// Where the builds run: `docker buildx` there is new enough to copy an image without putting it into a list.
const IMAGE: &str = "aws/codebuild/amazonlinux-x86_64-standard:5.0";

/// What the builds run.
const PROMOTE: &str = include_str!("code/promote.py");

/// The build of each environment but the first, which brings images there from the one before.
pub(super) fn promotions(
    stack: &mut Stack,
    props: &ImagePromotionPipelineProps,
    history: &PromotionHistory,
) -> Vec<Project> {
    let pairs = props.environments.windows(2).map(|pair| (&pair[0], &pair[1]));
    pairs.map(|(source, target)| promotion(stack, props, source, target, history)).collect()
}

fn promotion(
    stack: &mut Stack,
    props: &ImagePromotionPipelineProps,
    source: &ImageEnvironment,
    target: &ImageEnvironment,
    history: &PromotionHistory,
) -> Project {
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["python3 promote.py"]));
    let id = format!("PromoteTo-{}", target.name);
    let mut project = ProjectProps::new(Source::CodePipeline, buildspec);
    project.description = Some(format!("Brings images from {} to {}.", source.name, target.name));
    project.timeout = props.timeout;
    project.environment.image = Prop::new(IMAGE);
    let plain = |name: &str, value: Prop<String>| EnvironmentVariable::plain(name, value);
    project.environment.variables.extend([
        plain("MOVING_TAG", Prop::new(props.moving_tag.as_str())),
        plain("SOURCE_REGISTRY", source.registry()),
        plain("SOURCE_PREFIX", Prop::new(source.prefix.as_str())),
        plain("TARGET_REGISTRY", target.registry()),
        plain("TARGET_PREFIX", Prop::new(target.prefix.as_str())),
        plain("ENVIRONMENT", Prop::new(target.name.as_str())),
        plain("HISTORY_TABLE", history.table.name()),
        // What AWS throttles is asked for again, with more and more time in between.
        plain("AWS_RETRY_MODE", Prop::new("adaptive")),
        plain("AWS_MAX_ATTEMPTS", Prop::new("10")),
    ]);
    let project = Project::new(stack, id, project);
    // Another account's policies know the role by its name.
    if source.account.is_some() || target.account.is_some() {
        let role = props.names().promotion_role(target);
        stack.modify(project.role.handle, |named: iam::Role| named.role_name(role));
    }

    let arns = |environment: &ImageEnvironment| -> Vec<Prop<String>> {
        props.images.iter().map(|image| environment.arn(image)).collect()
    };
    project.allow(stack, Statement::allow(READ).on(arns(source)));
    project.allow(stack, Statement::allow(READ.into_iter().chain(WRITE)).on(arns(target)));
    // Signing in is to the registry as a whole, and knows no resources.
    project.allow(stack, Statement::allow(["ecr:GetAuthorizationToken"]).on_all_resources());
    project.allow(stack, Statement::allow(["dynamodb:PutItem"]).on([history.table.arn()]));
    project
}

/// The source, which is what the builds run, and a stage for each environment but the first.
pub(super) fn stages(
    stack: &mut Stack,
    props: &ImagePromotionPipelineProps,
    promotions: &[Project],
    history: &PromotionHistory,
    approvers: Option<Topic>,
) -> Vec<Stage> {
    let code = stack.add_asset(&Asset::files([("promote.py", PROMOTE)]));
    let artifact = Artifact::new("Code");
    let source = S3SourceAction::new("Code", BucketRef::named(code.bucket), code.key, artifact.clone());
    // The image is what an execution is about, and starts it; the code changes with the stack.
    let source = S3SourceAction { detection: ChangeDetection::None, ..source };
    let mut stages = vec![Stage::new("Source").with(source)];
    for (index, (environment, project)) in props.environments.iter().skip(1).zip(promotions).enumerate() {
        let mut stage = Stage::new(environment.name.as_str());
        if index == 0 {
            stage = stage.with(history.action().run_order(1));
        }
        if environment.approval {
            stage = stage.with(approval(props, environment, approvers).run_order(1));
        }
        let promote = CodeBuildAction::new("Promote", *project, artifact.clone())
            .env(EnvironmentVariable::plain("IMAGE_NAME", super::image_name()))
            .env(EnvironmentVariable::plain("IMAGE_DIGEST", super::image_digest()))
            .env(EnvironmentVariable::plain("EXECUTION_ID", crate::pipeline::execution_id()));
        stage = stage.with(promote.run_order(2));
        if let Some(test) = environment.test_action() {
            stage = stage.with(test.run_order(3));
        }
        stages.push(stage);
    }
    stages
}

fn approval(
    props: &ImagePromotionPipelineProps,
    environment: &ImageEnvironment,
    approvers: Option<Topic>,
) -> crate::pipeline::Action {
    let message = sub!("{}: {} goes to {}?", super::image_name(), super::image_digest(), environment.name.as_str());
    let mut approval = ManualApprovalAction::new("Approve").message(message);
    if let Some(topic) = approvers {
        approval = approval.notify(topic.arn());
    }
    let mut action = approval.timeout(props.approval_timeout);
    if let Some(key) = approvers.and_then(Topic::key) {
        action = action.needs(Statement::allow(["kms:Decrypt", "kms:GenerateDataKey*"]).on([key.arn()]));
    }
    action
}
