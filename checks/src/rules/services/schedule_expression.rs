//! Schedules that EventBridge cannot read.

use cfn_model::Severity;

use super::related::select;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::shown;

pub(super) static X: Check = Check {
    code: "schedule-expression",
    severity: Severity::Error,
    title: "a schedule that EventBridge cannot read",
    docs: "A rule runs at a rate, `rate(5 minutes)`, or at times, `cron(0 6 * * ? *)`: six fields, of which either the \
           day of the month or that of the week is `?`.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
    cfn_lint: &["E3027"],
    run: Some(run),
};

/// Where rules have schedules: the type, and the way from its properties.
const PLACES: &[(&str, &[&str])] = &[("AWS::Events::Rule", &["ScheduleExpression"])];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (type_name, steps) in PLACES {
        for case in context.of_type(type_name).flat_map(|resource| select(context, resource, steps)) {
            let Some(text) = case.value.as_str().filter(|text| !text.contains("{{resolve:")) else { continue };
            if let Err(problem) = read(text) {
                let message = format!("{} is no schedule: {problem}", shown(text));
                let help = "write `rate(5 minutes)`, or `cron(0 6 * * ? *)` for six o'clock each day";
                findings.push(Finding::new(&X, &case.path(), message).help(help));
            }
        }
    }
}

fn read(text: &str) -> Result<(), String> {
    let inside = |kind: &str| text.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
    match (inside("rate"), inside("cron")) {
        (Some(rate), _) => read_rate(rate),
        (None, Some(cron)) => read_cron(cron),
        (None, None) => Err("it is neither `rate(…)` nor `cron(…)`".to_owned()),
    }
}

fn read_rate(rate: &str) -> Result<(), String> {
    let (value, unit) = rate.split_once(' ').ok_or("a rate is a number and a unit")?;
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let value: f64 = value.parse().ok().filter(|_| digits).ok_or_else(|| format!("{} is no number", shown(value)))?;
    if value < 1.0 {
        return Err("the number is at least 1".to_owned());
    }
    let units = if value > 1.0 { ["minutes", "hours", "days"] } else { ["minute", "hour", "day"] };
    if units.contains(&unit) {
        Ok(())
    } else {
        Err(format!("the unit is one of {}", crate::schema::list(units.into_iter())))
    }
}

fn read_cron(cron: &str) -> Result<(), String> {
    let fields: Vec<&str> = cron.split(' ').collect();
    let [_, _, day_of_month, _, day_of_week, _] = fields[..] else {
        return Err(format!("it has {} fields instead of six", fields.len()));
    };
    if day_of_month != "?" && day_of_week != "?" {
        return Err("either the day of the month or that of the week has to be `?`".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn schedules_are_read() {
        let right =
            ["rate(1 minute)", "rate(5 minutes)", "rate(1 day)", "cron(0 6 * * ? *)", "cron(0/5 8-17 ? * MON-FRI *)"];
        right.iter().for_each(|text| assert_eq!(read(text), Ok(()), "{text}"));
        let wrong = [
            "5 minutes",
            "rate(5)",
            "rate()",
            "rate(five minutes)",
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(0 minutes)",
            "cron(0 6 * * *)",
            "cron(0 6 * * * *)",
            "cron()",
            "Rate(5 minutes)",
        ];
        wrong.iter().for_each(|text| assert!(read(text).is_err(), "{text}"));
    }
}
