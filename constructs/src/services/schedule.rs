//! [`Schedule`]: something that EventBridge Scheduler starts again and again.

use cfn_model::scheduler::schedule::{FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy, Target};
use cfn_model::{Diagnostic, Handle, Prop, scheduler, sub};

use super::codebuild::Project;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleTarget {
    /// One build of the project.
    Build(Project),
    /// A batch build of the project. An EventBridge rule could only start a single one.
    BatchBuild(Project),
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
            let (project, action, operation) = match props.target {
                ScheduleTarget::Build(project) => (project, "codebuild:StartBuild", "startBuild"),
                ScheduleTarget::BatchBuild(project) => (project, "codebuild:StartBuildBatch", "startBuildBatch"),
            };
            role.allow(stack, Statement::allow([action]).on([project.arn()]));
            let operation = sub!("arn:{partition}:scheduler:::aws-sdk:codebuild:{}", operation);
            let target = Target::new(operation, role.arn())
                .input(sub!("{{\"ProjectName\":\"{}\"}}", project.name()))
                .retry_policy(RetryPolicy::new().maximum_retry_attempts(3));
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
