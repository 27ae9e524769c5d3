//! [`Rule`]: what happens when an event happens.

use cfn_model::events::rule::{State, Target};
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, events};

use super::{EventPattern, EventTarget, check};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::schedule_expression::is_recurring;
use crate::services::{Role, RoleProps};
use crate::stack::MAIN;

const SERVICE: &str = "events.amazonaws.com";

/// A rule of EventBridge, and the role with which it starts its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule itself.
    pub handle: Handle<events::Rule>,
    /// The role with which it starts its targets, where one of them needs it.
    pub role: Option<Role>,
}

/// What makes a rule act.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleTrigger {
    /// Events that match the pattern.
    Pattern(EventPattern),
    /// The clock: `cron(0 2 * * ? *)` or `rate(1 day)`, in UTC. A [`Schedule`](crate::services::Schedule)
    /// knows time zones and single times as well.
    Schedule(String),
}

/// What a [`Rule`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleProps {
    /// What makes it act.
    pub trigger: RuleTrigger,
    /// What it starts, one to five targets.
    pub targets: Vec<EventTarget>,
    /// The rule's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// What the rule is for, at most 512 characters. None by default.
    pub description: Option<String>,
    /// The event bus whose events it sees, by name or ARN. By default the account's default bus, to
    /// which the services of AWS send.
    pub event_bus: Option<Prop<String>>,
    /// The role with which it starts its targets, which is allowed what they need. By default one is made where a
    /// target needs it.
    pub role: Option<Role>,
    /// Whether it acts. On by default.
    pub enabled: bool,
}

impl RuleProps {
    fn new(trigger: RuleTrigger) -> Self {
        RuleProps {
            trigger,
            targets: Vec::new(),
            name: None,
            description: None,
            event_bus: None,
            role: None,
            enabled: true,
        }
    }

    /// A rule for events that match: a pattern, or one of the [typed events](super::sources).
    pub fn on(pattern: impl Into<EventPattern>) -> Self {
        RuleProps::new(RuleTrigger::Pattern(pattern.into()))
    }

    /// A rule that acts again and again: `cron(0 2 * * ? *)` or `rate(1 day)`, in UTC.
    pub fn schedule(expression: impl Into<String>) -> Self {
        RuleProps::new(RuleTrigger::Schedule(expression.into()))
    }

    /// With one more target.
    #[must_use]
    pub fn target(mut self, target: EventTarget) -> Self {
        self.targets.push(target);
        self
    }

    /// With what the rule is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// For the events of that bus, by name or ARN.
    #[must_use]
    pub fn event_bus(mut self, bus: impl IntoProp<String>) -> Self {
        self.event_bus = Some(bus.into_prop());
        self
    }
}

impl Rule {
    /// Adds a rule, with the permissions that its targets need and no others.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: RuleProps) -> Self {
        stack.construct(id, |stack| {
            check_props(stack, &props);
            let role = props.targets.iter().any(EventTarget::needs_role).then(|| {
                props.role.unwrap_or_else(|| {
                    let role = RoleProps::for_service(SERVICE).description("Starts the targets of the rule.");
                    Role::new(stack, "Role", role)
                })
            });
            let ids = ids(&props.targets);
            let targets: Vec<Target> = props
                .targets
                .iter()
                .zip(&ids)
                .map(|(target, id)| {
                    target.grant(stack, role);
                    target.to_property(stack, id, role)
                })
                .collect();

            let state = if props.enabled { State::Enabled } else { State::Disabled };
            let mut rule = events::Rule::new().state(state).targets(targets);
            rule = match props.trigger {
                RuleTrigger::Pattern(pattern) => rule.event_pattern(pattern),
                RuleTrigger::Schedule(expression) => rule.schedule_expression(expression),
            };
            if let Some(name) = props.name {
                rule = rule.name(name);
            }
            if let Some(description) = props.description {
                rule = rule.description(description);
            }
            if let Some(bus) = props.event_bus {
                rule = rule.event_bus_name(bus);
            }
            let handle = stack.add(MAIN, rule);
            #[cfg(feature = "lambda")]
            props.targets.iter().zip(&ids).for_each(|(target, id)| target.grant_to_rule(stack, id, handle));
            Rule { handle, role }
        })
    }

    /// The rule's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// What the policy of a dead-letter queue must allow, for this rule to send to it.
    ///
    /// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html>.
    pub fn dead_letter_statement(self, queue_arn: impl IntoProp<String>) -> Statement {
        Statement::allow(["sqs:SendMessage"]).to([Principal::service(SERVICE)]).on([queue_arn]).when(
            Operator::ArnEquals,
            "aws:SourceArn",
            [self.arn()],
        )
    }
}

/// The targets' ids: their kinds, numbered from the second of a kind on.
fn ids(targets: &[EventTarget]) -> Vec<String> {
    let nth = |index: usize| targets[..=index].iter().filter(|other| other.kind() == targets[index].kind()).count();
    targets
        .iter()
        .enumerate()
        .map(|(index, target)| match nth(index) {
            1 => target.kind().to_owned(),
            number => format!("{}{number}", target.kind()),
        })
        .collect()
}

fn check_props(stack: &mut Stack, props: &RuleProps) {
    match &props.trigger {
        RuleTrigger::Pattern(pattern) => check::check(pattern).into_iter().for_each(|problem| stack.report(problem)),
        RuleTrigger::Schedule(expression) => {
            if !is_recurring(expression) {
                stack.report(
                    Diagnostic::error("schedule", format!("`{expression}` is no schedule for a rule"))
                        .property("ScheduleExpression")
                        .help("write `cron(0 2 * * ? *)` with its six fields, or `rate(1 day)`"),
                );
            }
            if props.event_bus.is_some() {
                stack.report(
                    Diagnostic::error("schedule", "only rules of the default event bus follow the clock")
                        .property("EventBusName")
                        .help("leave the event bus out"),
                );
            }
        }
    }
    if props.targets.is_empty() {
        stack.report(
            Diagnostic::error("rule-targets", "the rule has no target, so that nothing happens")
                .property("Targets")
                .help("give it one to five targets"),
        );
    }
}
