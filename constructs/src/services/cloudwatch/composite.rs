//! [`CompositeAlarm`]: an alarm on other alarms.

use cfn_model::{Diagnostic, Handle, IntoProp, Prop, cloudwatch, sub};

use super::{Alarm, AlarmActions};
use crate::Stack;
use crate::stack::MAIN;

/// How many characters a rule may have.
const RULE_CHARACTERS: usize = 10_240;

/// An alarm on other alarms, so that many that go off together tell once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompositeAlarm {
    /// The alarm itself.
    pub handle: Handle<cloudwatch::CompositeAlarm>,
}

/// When a composite alarm goes off.
///
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmRule(Prop<String>);

impl AlarmRule {
    /// The alarm has gone off.
    pub fn alarm(alarm: Alarm) -> Self {
        AlarmRule::alarm_arn(alarm.arn())
    }

    /// The composite alarm has gone off.
    pub fn composite(alarm: CompositeAlarm) -> Self {
        AlarmRule::alarm_arn(alarm.arn())
    }

    /// The alarm with that ARN has gone off.
    pub fn alarm_arn(arn: impl IntoProp<String>) -> Self {
        AlarmRule(sub!("ALARM(\"{}\")", arn))
    }

    /// All of them hold.
    pub fn all(rules: impl IntoIterator<Item = AlarmRule>) -> Self {
        AlarmRule::join(" AND ", rules)
    }

    /// One of them holds.
    pub fn any(rules: impl IntoIterator<Item = AlarmRule>) -> Self {
        AlarmRule::join(" OR ", rules)
    }

    fn join(word: &str, rules: impl IntoIterator<Item = AlarmRule>) -> Self {
        let joined =
            rules.into_iter().map(|AlarmRule(rule)| rule).reduce(|before, rule| sub!("{}{}{}", before, word, rule));
        AlarmRule(joined.map_or_else(|| Prop::new(""), |joined| sub!("({})", joined)))
    }
}

impl std::ops::Not for AlarmRule {
    type Output = AlarmRule;

    /// It does not hold.
    fn not(self) -> Self::Output {
        AlarmRule(sub!("NOT {}", self.0))
    }
}

/// What a [`CompositeAlarm`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositeAlarmProps {
    /// When it goes off.
    pub rule: AlarmRule,
    /// What it does when its state changes. By default nothing.
    pub actions: AlarmActions,
    /// The alarm's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
}

impl CompositeAlarmProps {
    /// An alarm that goes off when the rule holds.
    pub fn new(rule: AlarmRule) -> Self {
        CompositeAlarmProps { rule, actions: AlarmActions::default(), name: None, description: None }
    }
}

impl CompositeAlarm {
    /// Adds a composite alarm.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: CompositeAlarmProps) -> Self {
        stack.construct(id, |stack| {
            let AlarmRule(rule) = props.rule;
            let mut characters = 0;
            rule.value().walk(&mut |part| characters += part.as_str().map_or(0, |text| text.chars().count()));
            if characters == 0 || characters > RULE_CHARACTERS {
                stack.report(
                    Diagnostic::error(
                        "alarm-rule",
                        format!("the rule has {characters} characters, 1 to {RULE_CHARACTERS} are allowed"),
                    )
                    .property("AlarmRule")
                    .help("name at least one alarm; put many into composite alarms of their own"),
                );
            }
            let mut alarm = cloudwatch::CompositeAlarm::new(rule);
            for (property, arns) in props.actions.to_properties(stack) {
                alarm = match property {
                    "AlarmActions" => alarm.alarm_actions(arns),
                    "OKActions" => alarm.ok_actions(arns),
                    _ => alarm.insufficient_data_actions(arns),
                };
            }
            if let Some(name) = props.name {
                alarm = alarm.alarm_name(name);
            }
            if let Some(description) = props.description {
                alarm = alarm.alarm_description(description);
            }
            let handle = stack.add(MAIN, alarm);
            props.actions.grant_topics(stack);
            #[cfg(feature = "lambda")]
            props.actions.grant_functions(stack, &handle.arn());
            CompositeAlarm { handle }
        })
    }

    /// The alarm's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The alarm's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}
