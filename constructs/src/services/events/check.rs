//! What EventBridge would refuse in a pattern, or would never match.
//!
//! See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>.

use std::net::IpAddr;

use cfn_model::{Diagnostic, Map, Value};

use super::EventPattern;
use super::pattern::NO_MAP;
use crate::services::json_text::{json_text, known_length};

/// The fields that an event has.
const FIELDS: [&str; 11] = [
    "account",
    "detail",
    "detail-type",
    "id",
    "region",
    "replay-name",
    "resources",
    "source",
    "time",
    "version",
    "$or",
];

/// How many characters a pattern has at most, where the account's quota has been raised, and where not.
///
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
const CHARACTERS: usize = 4096;
const CHARACTERS_BY_DEFAULT: usize = 2048;

/// The bound on numbers, on either side of zero.
const LARGEST_NUMBER: f64 = 5e9;

const OPERATORS: &str =
    "`prefix`, `suffix`, `anything-but`, `numeric`, `exists`, `equals-ignore-case`, `wildcard` and `cidr`";

/// Everything that is wrong with the pattern.
pub(super) fn check(pattern: &EventPattern) -> Vec<Diagnostic> {
    let mut problems = Problems(Vec::new());
    let value = pattern.to_value();
    match value.as_map() {
        Some(map) if !map.contains_key(NO_MAP) => {
            top_level(map, &mut problems);
            fields(map, "", &mut problems);
        }
        _ => problems.report("", "the pattern is no map of fields", "write {\"source\": [\"aws.codebuild\"]}"),
    }
    let characters = known_length(json_text(&value).value());
    if characters > CHARACTERS {
        let message = format!("the pattern has {characters} characters, {CHARACTERS} are allowed");
        problems.report("", message, "shorten it with `prefix` or `wildcard`, or spread it over several rules");
    } else if characters > CHARACTERS_BY_DEFAULT {
        problems.0.push(
            Diagnostic::warning(
                "event-pattern",
                format!("the pattern has {characters} characters, an account has {CHARACTERS_BY_DEFAULT} at first"),
            )
            .property("EventPattern")
            .help("shorten it, or have the quota `Event pattern size` raised"),
        );
    }
    problems.0
}

struct Problems(Vec<Diagnostic>);

impl Problems {
    fn report(&mut self, path: &str, message: impl Into<String>, help: impl Into<String>) {
        let property = if path.is_empty() { "EventPattern".to_owned() } else { format!("EventPattern.{path}") };
        self.0.push(Diagnostic::error("event-pattern", message).property(property).help(help));
    }
}

fn top_level(map: &Map, problems: &mut Problems) {
    for key in map.keys().filter(|key| !FIELDS.contains(&&***key)) {
        problems.report(
            key,
            format!("events have no field `{key}`"),
            format!("events have {}; what a service tells is below `detail`", FIELDS[..10].join(", ")),
        );
    }
}

fn fields(map: &Map, path: &str, problems: &mut Problems) {
    if map.is_empty() {
        problems.report(path, "the pattern names no field here", "name a field, or leave this out");
    }
    for (key, value) in map {
        let path = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
        match value {
            Value::List(items) if key == "$or" => alternatives(items, &path, problems),
            Value::List(items) if items.is_empty() => {
                problems.report(
                    &path,
                    format!("`{path}` has no values, so that nothing matches"),
                    "name a value, or leave the field out",
                );
            }
            Value::List(items) => items.iter().for_each(|item| filter(item, &path, problems)),
            Value::Map(map) => fields(map, &path, problems),
            _ => problems.report(&path, format!("`{path}` is no list"), "put the value into a list: [value]"),
        }
    }
}

fn alternatives(items: &[Value], path: &str, problems: &mut Problems) {
    if items.len() < 2 {
        let count = items.len();
        problems.report(
            path,
            format!("`$or` has {count} alternatives, at least 2 are needed"),
            "name another, or leave it out",
        );
    }
    for item in items {
        match item.as_map() {
            Some(map) => fields(map, path, problems),
            None => problems.report(path, "an alternative of `$or` is no map of fields", "write {\"field\": [value]}"),
        }
    }
}

fn filter(item: &Value, path: &str, problems: &mut Problems) {
    let map = match item {
        Value::Map(map) => map,
        Value::List(_) => {
            problems.report(path, format!("a value of `{path}` is a list"), "put all values into one list");
            return;
        }
        _ => return,
    };
    let Some((operator, argument)) = map.only() else {
        let count = map.len();
        problems.report(
            path,
            format!("a filter of `{path}` has {count} operators, it has one"),
            "write one map for each",
        );
        return;
    };
    match operator {
        "prefix" | "suffix" => match argument {
            Value::Map(inner)
                if inner.only().is_some_and(|(name, text)| name == "equals-ignore-case" && is_text(text)) => {}
            text if is_text(text) => {}
            _ => problems.report(
                path,
                format!("`{operator}` takes text"),
                "give text, or {\"equals-ignore-case\": text}",
            ),
        },
        "equals-ignore-case" if !is_text(argument) => {
            problems.report(path, "`equals-ignore-case` takes text", "give one text");
        }
        "equals-ignore-case" => {}
        "exists" if argument.as_bool().is_none() => {
            problems.report(path, "`exists` takes true or false", "give one of the two")
        }
        "exists" => {}
        "wildcard" => wildcard(argument, path, problems),
        "cidr" => cidr(argument, path, problems),
        "numeric" => numeric(argument, path, problems),
        "anything-but" => anything_but(argument, path, problems),
        unknown => {
            problems.report(path, format!("there is no operator `{unknown}`"), format!("there are {OPERATORS}"));
        }
    }
}

fn is_text(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_))
}

fn wildcard(argument: &Value, path: &str, problems: &mut Problems) {
    let patterns = argument.as_list().unwrap_or(std::slice::from_ref(argument));
    for pattern in patterns {
        if !is_text(pattern) {
            problems.report(path, "`wildcard` takes text", "give text in which `*` stands for any characters");
        } else if pattern.as_str().is_some_and(|pattern| pattern.contains("**")) {
            problems.report(path, "a wildcard has two `*` in a row", "write one");
        }
    }
}

fn cidr(argument: &Value, path: &str, problems: &mut Problems) {
    let Value::String(block) = argument else { return };
    let valid = block.split_once('/').is_some_and(|(address, bits)| {
        let most = match address.parse() {
            Ok(IpAddr::V4(_)) => 32,
            Ok(IpAddr::V6(_)) => 128,
            Err(_) => return false,
        };
        bits.parse::<u8>().is_ok_and(|bits| bits <= most)
    });
    if !valid {
        problems.report(path, format!("`{block}` is no block of addresses"), "write `10.0.0.0/24` or `2001:db8::/32`");
    }
}

fn numeric(argument: &Value, path: &str, problems: &mut Problems) {
    let help = "write [\">=\", 1] or [\">=\", 1, \"<\", 10]";
    let bounds: Option<Vec<(&str, f64)>> = argument.as_list().and_then(|items| {
        items
            .chunks(2)
            .map(|pair| match pair {
                [Value::String(operator), Value::Number(number)] => Some((operator.as_str(), number.as_f64()?)),
                _ => None,
            })
            .collect()
    });
    let Some(bounds) = bounds else {
        problems.report(path, "`numeric` takes comparisons and numbers by turns", help);
        return;
    };
    for (_, number) in bounds.iter().filter(|(_, number)| number.abs() > LARGEST_NUMBER) {
        problems.report(path, format!("the number {number} is too large"), "stay within 5000000000 of zero");
    }
    match bounds[..] {
        [("=" | "<" | "<=" | ">" | ">=", _)] => {}
        [(lower @ (">" | ">="), least), (upper @ ("<" | "<="), most)] => {
            if least > most || (least == most && (lower, upper) != (">=", "<=")) {
                problems.report(
                    path,
                    format!("no number is {lower} {least} and {upper} {most}"),
                    "make the range wider",
                );
            }
        }
        _ => problems.report(path, "`numeric` takes one comparison, or a lower and an upper bound", help),
    }
}

fn anything_but(argument: &Value, path: &str, problems: &mut Problems) {
    match argument {
        Value::List(items) if items.is_empty() => {
            problems.report(path, "`anything-but` excludes nothing", "name what it excludes, or leave it out");
        }
        Value::Map(inner) => match inner.only() {
            Some(("wildcard", patterns)) => wildcard(patterns, path, problems),
            Some(("prefix" | "suffix" | "equals-ignore-case", texts)) => {
                let texts = texts.as_list().unwrap_or(std::slice::from_ref(texts));
                if texts.is_empty() || !texts.iter().all(is_text) {
                    problems.report(path, "`anything-but` excludes no text here", "give one or several texts");
                }
            }
            _ => problems.report(
                path,
                "`anything-but` has an operator that it does not take",
                "use `prefix`, `suffix`, `equals-ignore-case` or `wildcard` inside it",
            ),
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Comparison, Filter};
    use super::*;
    use serde_json::json;

    fn check(pattern: EventPattern, expected: &[&str]) {
        let problems = super::check(&pattern);
        let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages, expected);
    }

    fn detail(filter: Filter) -> EventPattern {
        EventPattern::new().detail("x", [filter])
    }

    #[test]
    fn good_patterns_pass() {
        check(
            EventPattern::of("aws.s3", "Object Created")
                .detail("a", [Filter::prefix_ignoring_case("x"), Filter::anything_but_wildcard(["a*b"])])
                .detail("b", [Filter::between((Comparison::GreaterOrEqual, 1), (Comparison::LessOrEqual, 1))])
                .detail("c", [Filter::cidr("2001:db8::/32"), Filter::exists(true), Filter::null()])
                .any_of([EventPattern::new().detail("d", [1]), EventPattern::new().detail("e", [true])]),
            &[],
        );
    }

    #[test]
    fn what_matches_nothing_is_reported() {
        check(EventPattern::new(), &["the pattern names no field here"]);
        check(EventPattern::new().source::<&str>([]), &["`source` has no values, so that nothing matches"]);
        check(EventPattern::new().field("detailtype", ["x"]), &["events have no field `detailtype`"]);
        check(detail(Filter::between((Comparison::Greater, 5), (Comparison::Less, 5))), &["no number is > 5 and < 5"]);
    }

    #[test]
    fn raw_patterns_are_checked_as_well() {
        check(EventPattern::raw("x"), &["the pattern is no map of fields"]);
        check(
            EventPattern::raw(json!({"source": "a", "detail": {}, "$or": [{"source": ["b"]}]})),
            &[
                "`source` is no list",
                "the pattern names no field here",
                "`$or` has 1 alternatives, at least 2 are needed",
            ],
        );
    }

    #[test]
    fn operators_are_checked() {
        check(detail(Filter::raw(json!({"begins": "a"}))), &["there is no operator `begins`"]);
        check(detail(Filter::raw(json!({"prefix": 1}))), &["`prefix` takes text"]);
        check(detail(Filter::raw(json!({"numeric": ["<"]}))), &["`numeric` takes comparisons and numbers by turns"]);
        check(detail(Filter::number(Comparison::Less, 6e9)), &["the number 6000000000 is too large"]);
        check(detail(Filter::wildcard("a**")), &["a wildcard has two `*` in a row"]);
        check(detail(Filter::cidr("10.0.0.0/33")), &["`10.0.0.0/33` is no block of addresses"]);
        check(detail(Filter::anything_but::<&str>([])), &["`anything-but` excludes nothing"]);
    }

    #[test]
    fn patterns_have_a_size() {
        let long = "x".repeat(4096);
        let problems = super::check(&EventPattern::new().source([&long]));
        assert_eq!(problems[0].message, "the pattern has 4111 characters, 4096 are allowed");
        let warning = super::check(&EventPattern::new().source([&long[..2040]]));
        assert_eq!(warning[0].severity, cfn_model::Severity::Warning);
    }
}
