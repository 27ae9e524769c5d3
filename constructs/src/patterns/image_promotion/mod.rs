//! [`ImagePromotionPipeline`]: images go from environment to environment, and back.

mod check;
mod environment;
mod history;
mod repositories;
mod rollback;
mod stages;

use cfn_model::Prop;
use cfn_model::codepipeline::pipeline::ExecutionMode;

pub use environment::{ImageEnvironment, ImageTest};
pub use history::PromotionHistory;
pub use repositories::{EnvironmentRepositories, ImagePromotionNames};
pub use rollback::ImageRollback;

use super::{PipelineNotifications, PipelineNotificationsProps};
use crate::Stack;
use crate::pipeline::{Pipeline, PipelineProps, Variable};
use crate::services::codebuild::Project;
use crate::services::events::{EventTarget, InputValue, PipelineInput, Rule, RuleProps};
use crate::services::sns::{SubscriptionProps, Topic, TopicProps};
use crate::services::{LogGroup, LogGroupProps, Minutes, Role, RoleProps};

/// A pipeline that takes each image pushed to the first environment to the next ones: after an approval, by its
/// digest, and with a test where there is one.
///
/// An execution carries its image as variables of the pipeline, from the event of the push to every action, and
/// executions queue: what is pushed while another image is on its way is promoted after it. Each environment keeps
/// its history: the image that had the moving tag has the next version when the new one gets the tag.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct ImagePromotionPipeline {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// What starts it, one for each image.
    pub rules: Vec<Rule>,
    /// The builds that promote, one for each environment but the first.
    pub promotions: Vec<Project>,
    /// What was done when.
    pub history: PromotionHistory,
    /// What puts the last environment back. `None` where there are no environments.
    pub rollback: Option<ImageRollback>,
    /// Who is asked for approvals, where somebody is told.
    pub approvers: Option<Topic>,
    /// Who is told how executions end, where somebody is.
    pub notifications: Option<PipelineNotifications>,
}

/// What an [`ImagePromotionPipeline`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ImagePromotionPipelineProps {
    /// The pipeline's name: at most 32 letters, digits and hyphens. The names of the roles that other accounts know
    /// begin with it.
    pub name: String,
    /// The names of the images, with which the names of the repositories of every environment end.
    pub images: Vec<String>,
    /// The environments, in the order in which images get there: at least two. Images are pushed to the first.
    pub environments: Vec<ImageEnvironment>,
    /// The tag that moves from image to image, at whose pushes the pipeline starts. `latest` by default.
    pub moving_tag: String,
    /// How long an approval is waited for, at most 60 days: 86,400 minutes. 7 days by default.
    pub approval_timeout: Minutes,
    /// The e-mail addresses that are asked for approvals. None by default.
    pub approvers: Vec<String>,
    /// Who is told how executions end. By default nobody.
    pub notifications: Option<PipelineNotificationsProps>,
    /// How long a promotion may take. 30 minutes by default.
    pub timeout: Minutes,
}

impl ImagePromotionPipelineProps {
    /// These images through these environments, everything else by default.
    pub fn new<I: Into<String>>(
        name: impl Into<String>,
        images: impl IntoIterator<Item = I>,
        environments: impl IntoIterator<Item = ImageEnvironment>,
    ) -> Self {
        ImagePromotionPipelineProps {
            name: name.into(),
            images: images.into_iter().map(Into::into).collect(),
            environments: environments.into_iter().collect(),
            moving_tag: "latest".to_owned(),
            approval_timeout: Minutes(7 * 24 * 60),
            approvers: Vec::new(),
            notifications: None,
            timeout: Minutes(30),
        }
    }

    /// What this pipeline and the repositories of other accounts know each other by.
    pub fn names(&self) -> ImagePromotionNames {
        ImagePromotionNames { pipeline: self.name.clone() }
    }
}

/// The variable that says which image an execution is about.
const NAME: &str = "IMAGE_NAME";

/// The variable that says which of its images.
const DIGEST: &str = "IMAGE_DIGEST";

impl ImagePromotionPipeline {
    /// Adds the pipeline, with the repositories of those environments that are in the stack's own account.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ImagePromotionPipelineProps) -> Self {
        stack.construct(id, |stack| {
            check::check(stack, &props);
            for environment in props.environments.iter().filter(|environment| environment.account.is_none()) {
                EnvironmentRepositories::add(stack, &props, environment);
            }
            let history = PromotionHistory::new(stack);
            let approvers = (!props.approvers.is_empty()).then(|| approvers(stack, &props.approvers));
            let promotions = stages::promotions(stack, &props, &history);
            let stages = stages::stages(stack, &props, &promotions, &history, approvers);
            let pipeline = Pipeline::new(
                stack,
                "Pipeline",
                PipelineProps {
                    name: Some(props.name.clone()),
                    execution_mode: ExecutionMode::Queued,
                    variables: vec![
                        Variable::new(NAME).description("The name of the image that was pushed."),
                        Variable::new(DIGEST).description("The digest of the image that was pushed."),
                    ],
                    ..PipelineProps::new(stages)
                },
            );
            let rules = start(stack, &props, pipeline);
            let rollback = ImageRollback::new(stack, &props, pipeline, &history);
            let notifications =
                props.notifications.map(|told| PipelineNotifications::new(stack, "Notifications", pipeline, told));
            ImagePromotionPipeline { pipeline, rules, promotions, history, rollback, approvers, notifications }
        })
    }
}

fn approvers(stack: &mut Stack, addresses: &[String]) -> Topic {
    stack.scope("Approvers", |stack| {
        let topic = Topic::new(stack, "Topic", TopicProps::default());
        for address in addresses {
            topic.subscribe(stack, address.as_str(), SubscriptionProps::email(address));
        }
        topic
    })
}

/// Each push of the moving tag starts an execution that carries the image, and is written to a log. A rule for each
/// image tells its name, which the event has only as a part of the repository's.
fn start(stack: &mut Stack, props: &ImagePromotionPipelineProps, pipeline: Pipeline) -> Vec<Rule> {
    let Some(first) = props.environments.first() else { return Vec::new() };
    let logs = LogGroup::new(stack, "PushLog", LogGroupProps::default());
    let role = RoleProps::for_service("events.amazonaws.com").description("Starts the pipeline for each push.");
    let role = Role::new(stack, "PushRole", role);
    let rule = |stack: &mut Stack, image: &String| {
        let input = PipelineInput::default()
            .variable(NAME, image.as_str())
            .variable(DIGEST, InputValue::event("$.detail.image-digest"));
        let rule = RuleProps::on(first.pushes(image, &props.moving_tag))
            .description(format!("Promotes what is pushed to {}.", first.repository(image)))
            .target(EventTarget::pipeline(pipeline.name()).input(input))
            .target(EventTarget::log_group(logs));
        Rule::new(stack, image.as_str(), RuleProps { role: Some(role), ..rule })
    };
    stack.scope("Pushes", |stack| props.images.iter().map(|image| rule(stack, image)).collect())
}

/// Which image an action is about.
fn image_name() -> Prop<String> {
    Variable::new(NAME).value()
}

fn image_digest() -> Prop<String> {
    Variable::new(DIGEST).value()
}
