//! [`Schedule`]: something that EventBridge Scheduler starts again and again.

use cfn_model::scheduler::schedule::{FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy, Target};
use cfn_model::{Diagnostic, Handle, IntoProp, Map, Prop, Value, scheduler, sub};

use super::codebuild::Project;
use super::json_text::json_text;
#[cfg(feature = "lambda")]
use super::lambda::Invocable;
use super::schedule_expression::is_schedule;
use super::{Grantee, Role, RoleProps};
use crate::Stack;
use crate::iam::Statement;
use crate::stack::MAIN;

/// A schedule with the role that its target needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The schedule itself.
    pub handle: Handle<scheduler::Schedule>,
    /// The role with which it starts its target.
    pub role: Role,
}

/// What a schedule starts.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleTarget {
    /// One build of the project.
    Build(Project),
    /// A batch build of the project. An EventBridge rule could only start a single one.
    BatchBuild(Project),
    /// An execution of a pipeline of type V2.
    Pipeline {
        /// The pipeline's name.
        name: Prop<String>,
        /// The pipeline's variables, by name, whose values are others than its defaults.
        variables: Vec<(String, String)>,
    },
    /// A call of a function.
    #[cfg(feature = "lambda")]
    Function {
        /// The ARN of the function or alias.
        arn: Prop<String>,
        /// What it gets. By default an empty map.
        input: Option<Value>,
    },
    /// An execution of a state machine.
    StateMachine {
        /// The state machine's ARN.
        arn: Prop<String>,
        /// What it gets. By default an empty map.
        input: Option<Value>,
    },
}

impl ScheduleTarget {
    /// An execution of the pipeline of that name, whose variables have their defaults.
    pub fn pipeline(name: impl IntoProp<String>) -> Self {
        ScheduleTarget::Pipeline { name: name.into_prop(), variables: Vec::new() }
    }

    /// A call of the function or alias.
    #[cfg(feature = "lambda")]
    pub fn function(function: &impl Invocable) -> Self {
        ScheduleTarget::Function { arn: function.invoke_arn(), input: None }
    }

    /// An execution of the state machine with that ARN.
    pub fn state_machine(arn: impl IntoProp<String>) -> Self {
        ScheduleTarget::StateMachine { arn: arn.into_prop(), input: None }
    }

    /// The target, which the role is allowed. Problems are reported.
    fn into_property(self, stack: &mut Stack, role: Role) -> Target {
        match self {
            ScheduleTarget::Build(project) => operation(stack, role, "codebuild:StartBuild", project.arn())
                .input(json_text(&Map::from([("ProjectName", project.name())]).into())),
            ScheduleTarget::BatchBuild(project) => operation(stack, role, "codebuild:StartBuildBatch", project.arn())
                .input(json_text(&Map::from([("ProjectName", project.name())]).into())),
            ScheduleTarget::Pipeline { name, variables } => {
                check_variables(stack, &variables);
                let arn = sub!("arn:{partition}:codepipeline:{region}:{account}:{}", name.clone());
                let mut input = Map::from([("Name", name)]);
                if !variables.is_empty() {
                    let variable = |(name, value): (String, String)| Map::from([("Name", name), ("Value", value)]);
                    input.insert("Variables", variables.into_iter().map(variable).collect::<Vec<_>>());
                }
                operation(stack, role, "codepipeline:StartPipelineExecution", arn).input(json_text(&input.into()))
            }
            #[cfg(feature = "lambda")]
            ScheduleTarget::Function { arn, input } => service(stack, role, "lambda:InvokeFunction", arn, input),
            ScheduleTarget::StateMachine { arn, input } => service(stack, role, "states:StartExecution", arn, input),
        }
    }
}

/// A target that is an operation of an API, such as `codebuild:StartBuild`, which the role is allowed on the resource.
///
/// See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html>.
fn operation(stack: &mut Stack, role: Role, action: &str, resource: Prop<String>) -> Target {
    role.allow(stack, Statement::allow([action]).on([resource]));
    let (service, name) = action.split_once(':').unwrap_or(("", action));
    let (first, rest) = name.split_at(1);
    let operation = format!("{service}:{}{rest}", first.to_lowercase());
    Target::new(sub!("arn:{partition}:scheduler:::aws-sdk:{}", operation), role.arn())
}

/// A target that the scheduler knows by the resource's own ARN.
///
/// See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html>.
fn service(stack: &mut Stack, role: Role, action: &str, arn: Prop<String>, input: Option<Value>) -> Target {
    role.allow(stack, Statement::allow([action]).on([arn.clone()]));
    let target = Target::new(arn, role.arn());
    match input {
        Some(input) => target.input(json_text(&input)),
        None => target,
    }
}

fn check_variables(stack: &mut Stack, variables: &[(String, String)]) {
    let named = |character: char| character.is_ascii_alphanumeric() || matches!(character, '@' | '-' | '_');
    for (name, value) in variables {
        if name.is_empty() || !name.chars().all(named) || value.is_empty() {
            stack.report(
                Diagnostic::error("pipeline-variable", format!("`{name}` cannot have the value `{value}`"))
                    .property("Target.Input")
                    .help("use letters, digits, `@`, `-` and `_` in names, and values that are not empty"),
            );
        }
    }
}

/// What a [`Schedule`] is made of.
#[derive(Clone, Debug)]
pub struct ScheduleProps {
    /// When: `cron(0 2 * * ? *)`, `rate(1 day)` or `at(2030-01-01T00:00:00)`.
    ///
    /// See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.
    pub expression: String,
    /// The time zone of a `cron` or `at` expression, such as `Europe/Berlin`. UTC by default.
    pub time_zone: Option<String>,
    /// What is started.
    pub target: ScheduleTarget,
}

impl Schedule {
    /// Adds a schedule, and a role that may start its target and nothing else.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ScheduleProps) -> Self {
        stack.construct(id, |stack| {
            if !is_schedule(&props.expression) {
                stack.report(
                    Diagnostic::error("schedule", format!("`{}` is no schedule", props.expression))
                        .property("ScheduleExpression")
                        .help(
                            "write `cron(0 2 * * ? *)` with its six fields, `rate(1 day)` or `at(2030-01-01T00:00:00)`",
                        ),
                );
            }
            let role = Role::new(stack, "Role", RoleProps::for_service("scheduler.amazonaws.com"));
            let target = props.target.into_property(stack, role);
            let target = target.retry_policy(RetryPolicy::new().maximum_retry_attempts(3));
            let window = FlexibleTimeWindow::new(FlexibleTimeWindowMode::Off);
            let mut schedule = scheduler::Schedule::new(window, props.expression, target);
            if let Some(time_zone) = props.time_zone {
                schedule = schedule.schedule_expression_timezone(time_zone);
            }
            Schedule { handle: stack.add(MAIN, schedule), role }
        })
    }

    /// The schedule's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}
