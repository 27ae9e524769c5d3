//! The forms of a schedule expression, which rules and schedules share.

/// Whether EventBridge Scheduler takes it: `cron(…)` with six fields, `rate(…)` or `at(…)`.
#[cfg(feature = "scheduler")]
pub(super) fn is_schedule(expression: &str) -> bool {
    let time = expression.strip_prefix("at(").and_then(|rest| rest.strip_suffix(')'));
    is_recurring(expression) || time.is_some_and(|time| time.len() == "2030-01-01T00:00:00".len() && time.contains('T'))
}

/// Whether a rule takes it: `cron(…)` with six fields, or `rate(…)`.
pub(super) fn is_recurring(expression: &str) -> bool {
    let inside = |kind: &str| expression.strip_prefix(kind)?.strip_suffix(')');
    if let Some(fields) = inside("cron(") {
        fields.split_whitespace().count() == 6
    } else if let Some(rate) = inside("rate(") {
        let mut words = rate.split_whitespace();
        let count = words.next().and_then(|count| count.parse::<u32>().ok()).is_some_and(|count| count > 0);
        let units = ["minute", "minutes", "hour", "hours", "day", "days"];
        count && words.next().is_some_and(|unit| units.contains(&unit)) && words.next().is_none()
    } else {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_have_a_known_form() {
        for (expression, expected) in [
            ("cron(0 2 * * ? *)", true),
            ("cron(0 2 * * ?)", false),
            ("rate(1 day)", true),
            ("rate(0 days)", false),
            ("rate(2 weeks)", false),
            ("every night", false),
        ] {
            assert_eq!(is_recurring(expression), expected, "{expression}");
        }
    }

    #[cfg(feature = "scheduler")]
    #[test]
    fn only_the_scheduler_knows_a_single_time() {
        assert!(is_schedule("at(2030-01-01T00:00:00)"));
        assert!(is_schedule("rate(1 day)"));
        assert!(!is_recurring("at(2030-01-01T00:00:00)"));
    }
}
