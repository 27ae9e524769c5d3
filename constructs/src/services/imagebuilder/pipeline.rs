//! [`ImagePipeline`]: images are built again and again.

use cfn_model::imagebuilder::image_pipeline as model;
use cfn_model::{Diagnostic, Handle, Prop, imagebuilder, sub};

use super::{ContainerRecipe, DistributionConfiguration, ImageRecipe, InfrastructureConfiguration};
use crate::Stack;
use crate::iam::Statement;
use crate::services::schedule_expression::is_recurring;
use crate::services::{Grantee, Minutes};
use crate::stack::MAIN;

/// A pipeline that builds images of a recipe, tests them and hands them on.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-pipelines.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImagePipeline {
    /// The pipeline itself.
    pub handle: Handle<imagebuilder::ImagePipeline>,
}

/// The recipe of a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// For machine images.
    Image(ImageRecipe),
    /// For container images.
    Container(ContainerRecipe),
}

impl From<ImageRecipe> for Recipe {
    fn from(recipe: ImageRecipe) -> Self {
        Recipe::Image(recipe)
    }
}

impl From<ContainerRecipe> for Recipe {
    fn from(recipe: ContainerRecipe) -> Self {
        Recipe::Container(recipe)
    }
}

/// When a pipeline starts by itself.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageSchedule {
    /// When: `cron(0 2 * * ? *)` or `rate(1 day)`.
    pub expression: String,
    /// The time zone of the expression, such as `Europe/Berlin`. UTC by default.
    pub time_zone: Option<String>,
    /// Whether it starts only where the parent image or a component has a newer version. On by default.
    pub only_with_updates: bool,
    /// After how many failures one after the other it stops to start, 1 to 10. By default never.
    pub disable_after_failures: Option<u8>,
}

impl ImageSchedule {
    /// At those times in UTC, where there is something new.
    pub fn new(expression: impl Into<String>) -> Self {
        ImageSchedule {
            expression: expression.into(),
            time_zone: None,
            only_with_updates: true,
            disable_after_failures: None,
        }
    }

    fn into_property(self, stack: &mut Stack) -> model::Schedule {
        if !is_recurring(&self.expression) {
            stack.report(
                Diagnostic::error("imagebuilder-schedule", format!("`{}` is no schedule", self.expression))
                    .property("Schedule.ScheduleExpression")
                    .help("write `cron(0 2 * * ? *)` with its six fields, or `rate(1 day)`"),
            );
        }
        let start = if self.only_with_updates {
            model::SchedulePipelineExecutionStartCondition::ExpressionMatchAndDependencyUpdatesAvailable
        } else {
            model::SchedulePipelineExecutionStartCondition::ExpressionMatchOnly
        };
        let mut schedule =
            model::Schedule::new().pipeline_execution_start_condition(start).schedule_expression(self.expression);
        if let Some(time_zone) = self.time_zone {
            schedule = schedule.timezone(time_zone);
        }
        match self.disable_after_failures {
            Some(failures) => schedule.auto_disable_policy(model::AutoDisablePolicy::new(failures)),
            None => schedule,
        }
    }
}

/// What an [`ImagePipeline`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ImagePipelineProps {
    /// The pipeline's name: 3 to 128 characters, letters, digits, spaces, hyphens and underscores.
    pub name: String,
    /// What is built.
    pub recipe: Recipe,
    /// What it is built on.
    pub infrastructure: InfrastructureConfiguration,
    /// Where images go. By default they stay in the stack's region and account.
    pub distribution: Option<DistributionConfiguration>,
    /// When it starts by itself. By default never: somebody starts it, or another pipeline.
    pub schedule: Option<ImageSchedule>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
    /// How long tests may take, 60 to 1,440 minutes; `None` for no tests. 60 minutes by default.
    pub tests: Option<Minutes>,
    /// Whether Amazon Inspector looks for vulnerabilities, where the account has it on. Off by default.
    pub scan: bool,
    /// Whether it starts by itself at all. On by default.
    pub enabled: bool,
}

impl ImagePipelineProps {
    /// A pipeline that builds the recipe on those machines, everything else by default.
    pub fn new(name: impl Into<String>, recipe: Recipe, infrastructure: InfrastructureConfiguration) -> Self {
        ImagePipelineProps {
            name: name.into(),
            recipe,
            infrastructure,
            distribution: None,
            schedule: None,
            description: None,
            tests: Some(Minutes(60)),
            scan: false,
            enabled: true,
        }
    }
}

impl ImagePipeline {
    /// Adds a pipeline. The role of its machines gets to read the recipe, where that is one for containers.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ImagePipelineProps) -> Self {
        stack.construct(id, |stack| {
            let tests = match props.tests {
                Some(timeout) => model::ImageTestsConfiguration::new()
                    .image_tests_enabled(true)
                    .timeout_minutes(timeout.within(60..=1_440, stack, "ImageTestsConfiguration.TimeoutMinutes")),
                None => model::ImageTestsConfiguration::new().image_tests_enabled(false),
            };
            let status = if props.enabled { model::Status::Enabled } else { model::Status::Disabled };
            let pipeline = imagebuilder::ImagePipeline::new(props.infrastructure.arn(), props.name)
                .image_tests_configuration(tests)
                .status(status);
            let mut pipeline = match props.recipe {
                Recipe::Image(recipe) => pipeline.image_recipe_arn(recipe.arn()),
                Recipe::Container(recipe) => {
                    let read = Statement::allow(["imagebuilder:GetContainerRecipe"]).on([recipe.arn()]);
                    props.infrastructure.allow(stack, read);
                    pipeline.container_recipe_arn(recipe.arn())
                }
            };
            if let Some(distribution) = props.distribution {
                pipeline = pipeline.distribution_configuration_arn(distribution.arn());
            }
            if let Some(schedule) = props.schedule {
                pipeline = pipeline.schedule(schedule.into_property(stack));
            }
            if let Some(description) = props.description {
                pipeline = pipeline.description(description);
            }
            if props.scan {
                let scanning = model::ImageScanningConfiguration::new().image_scanning_enabled(true);
                pipeline = pipeline.image_scanning_configuration(scanning);
            }
            ImagePipeline { handle: stack.add(MAIN, pipeline) }
        })
    }

    /// The pipeline's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// Lets `grantee` start the pipeline, and see the images it builds.
    pub fn grant_start(self, stack: &mut Stack, grantee: &impl Grantee) {
        self.start_permissions().into_iter().for_each(|statement| grantee.allow(stack, statement));
    }

    /// What has to be allowed to whoever starts it.
    pub(crate) fn start_permissions(self) -> [Statement; 2] {
        let start = ["imagebuilder:GetImagePipeline", "imagebuilder:StartImagePipelineExecution"];
        // An image is named after the recipe, and its build by a number that only the start tells.
        let images = sub!("arn:{partition}:imagebuilder:{region}:{account}:image/*");
        [Statement::allow(start).on([self.arn()]), Statement::allow(["imagebuilder:GetImage"]).on([images])]
    }
}
