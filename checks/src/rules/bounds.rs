//! [`Row`]: what a service asks for beyond the schema of its type, as rows of a table.

use cfn_model::{Value, nearest};

use crate::Check;
use crate::cases::{self, Case};
use crate::conditions::{Conditions, Env};
use crate::finding::{Finding, Findings};
use crate::partial::{self, GAP};
use crate::pattern;
use crate::schema::report::{list, shown};

/// A property, by the way to it (`*` for the items of a list), and what it may be.
pub(super) struct Row(pub(super) &'static [&'static str], pub(super) Bound);

/// What a property may be.
pub(super) enum Bound {
    /// One of these, in any case.
    OneOf(&'static [&'static str]),
    /// A text of that many characters.
    Length(usize, usize),
    /// A text that matches, and what that is in words.
    Pattern(&'static str, &'static str),
    /// A whole number.
    Number(i64, i64),
    /// A list of that many items.
    Items(usize, usize),
}

/// Looks at the properties of a resource by each row.
pub(super) fn look_at(
    check: &'static Check,
    rows: &[Row],
    properties: &Case<'_>,
    conditions: &Conditions<'_>,
    findings: &mut Findings,
) {
    for Row(steps, bound) in rows {
        properties.each(steps, conditions, &mut |value, env| {
            if let Some((message, help)) = problem(bound, value, env, conditions) {
                let finding = Finding::new(check, &properties.path_to(value), message);
                findings.push(match help {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            }
        });
    }
}

fn problem(bound: &Bound, value: &Value, env: &Env, conditions: &Conditions<'_>) -> Option<(String, Option<String>)> {
    if let Bound::Items(least, most) = bound {
        let Value::List(items) = value else { return None };
        let (there, perhaps) = cases::count(items, env, conditions)?;
        return if there > *most {
            Some((format!("there are {there} items, at most {most} are allowed"), None))
        } else if perhaps < *least {
            Some((format!("there are {perhaps} items, at least {least} are needed"), None))
        } else {
            None
        };
    }
    let text = partial::text(value)?;
    let given = || shown(&text);
    if let Bound::Length(_, most) = bound
        && text.chars().filter(|letter| *letter != GAP).count() > *most
    {
        return Some((format!("{} is too long, at most {most} characters are allowed", given()), None));
    }
    if text.contains(GAP) {
        return None;
    }
    match bound {
        Bound::OneOf(values) => {
            if values.iter().any(|value| value.eq_ignore_ascii_case(&text)) {
                return None;
            }
            let allowed = list(values.iter().copied());
            let help = match nearest(&text, values.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? allowed are {allowed}"),
                None => format!("allowed are {allowed}"),
            };
            Some((format!("{} is not one of the allowed values", given()), Some(help)))
        }
        Bound::Length(least, _) => {
            let short = text.chars().count() < *least;
            short.then(|| (format!("{} is too short, at least {least} characters are needed", given()), None))
        }
        Bound::Pattern(wanted, words) => {
            let wrong = pattern::matches(wanted, &text) == Some(false);
            wrong.then(|| (format!("{} is not allowed here", given()), Some(format!("give {words}"))))
        }
        Bound::Number(least, most) => {
            let fits = text.trim().parse::<i64>().is_ok_and(|number| (least..=most).contains(&&number));
            (!fits).then(|| (format!("{} is out of range, {least} to {most} is allowed", given()), None))
        }
        Bound::Items(..) => None,
    }
}
