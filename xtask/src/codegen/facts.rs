//! What a property's documentation says: its limits, in our words, made from the schema's facts.

use anyhow::Result;
use serde_json::Value;

use super::attributes;
use super::enums;
use super::links;
use super::model::Replaces;
use super::paths::Flags;
use super::schema::Schema;

/// Patterns that are longer say little to a reader. Synthesis checks them all the same.
const LONGEST_PATTERN: usize = 120;
/// How many values of a set that is no enum are listed.
const MOST_VALUES: usize = 24;

/// The sentences above a resource type.
pub(crate) fn resource(schema: &Schema) -> Vec<String> {
    let mut docs = vec![format!("`{}`.", schema.type_name)];
    if let Some(sentence) = lifecycle(&schema.root["lifecycle"]) {
        docs.push(sentence);
    }
    if let Some(names) = references(schema).split_last().map(|(last, names)| (names.join(", "), last)) {
        docs.push(match names {
            (names, last) if names.is_empty() => format!("`Ref` returns {last}."),
            (names, last) => format!("`Ref` returns what identifies it: {names} and {last}."),
        });
    }
    if schema.root["serviceSpec"]["stateful"] == true {
        docs.push("It holds data, which is lost when the resource is deleted or replaced.".to_owned());
    }
    docs.push(links::resource(schema.type_name));
    docs
}

/// The properties whose values `Ref` returns, as code.
fn references(schema: &Schema) -> Vec<String> {
    attributes::references(schema).into_iter().map(|name| format!("`{name}`")).collect()
}

fn lifecycle(lifecycle: &Value) -> Option<String> {
    let status = lifecycle["status"].as_str()?;
    let date = lifecycle["date"].as_str().map(|date| format!(" ({date})")).unwrap_or_default();
    Some(format!("AWS is retiring it: its status is `{status}`{date}."))
}

/// The limits of a property that is described by these schemas.
pub(crate) fn property(schema: &Schema, flags: Flags, schemas: &[&Value]) -> Result<Vec<String>> {
    let mut facts = Vec::new();
    if let [only] = schemas {
        limits(schema, only, "", &mut facts)?;
    }
    facts.extend(match flags.replaces {
        Replaces::Never => None,
        Replaces::Sometimes => Some("a change may replace the resource".to_owned()),
        Replaces::Always => Some("a change replaces the resource".to_owned()),
    });
    if flags.write_only {
        facts.push("write-only".to_owned());
    }
    if flags.deprecated {
        facts.push("deprecated".to_owned());
    }
    Ok(facts)
}

/// The limits that a schema sets, its references followed. `whose` is empty, or says what they are about.
fn limits(schema: &Schema, property: &Value, whose: &str, facts: &mut Vec<String>) -> Result<()> {
    // What stands beside a reference counts before what it leads to.
    let target = schema.follow(property)?;
    let find = |key: &str| property.get(key).or_else(|| target.get(key));
    let mut say = |fact: String| facts.push(format!("{whose}{fact}"));

    if let Some(values) = find("enum").or_else(|| find("enumCaseInsensitive")).and_then(Value::as_array) {
        let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
        if texts.is_none_or(|texts| enums::variants(&texts).is_none()) {
            say(listed(values));
        }
    }
    if let Some(range) = range(find("minimum"), find("maximum")) {
        say(range);
    }
    if let Some(range) = range(find("minLength"), find("maxLength")) {
        say(counted(&range, "character"));
    }
    if let Some(pattern) = find("pattern").and_then(Value::as_str).filter(|text| text.len() <= LONGEST_PATTERN) {
        say(format!("matches {}", code(pattern)));
    }
    if let Some(range) = range(find("minItems"), find("maxItems")) {
        say(counted(&range, "item"));
    }
    if let Some(range) = range(find("minProperties"), find("maxProperties")) {
        say(if range.ends_with(" 1") || range == "1" { format!("{range} entry") } else { format!("{range} entries") });
    }
    if find("uniqueItems") == Some(&Value::Bool(true)) {
        say("no item twice".to_owned());
    }
    if let ([item], "") = (&schema.items(target)?[..], whose)
        && schema.properties(item)?.is_empty()
    {
        limits(schema, item, "each item: ", facts)?;
    }
    Ok(())
}

/// `1 to 5`, `at least 1`, `at most 5` or `5`.
fn range(least: Option<&Value>, most: Option<&Value>) -> Option<String> {
    let none = |value: &&Value| **value != 0;
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(least.to_string()),
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(least).filter(none).map(|least| format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

fn counted(range: &str, unit: &str) -> String {
    let plural = if range == "1" || range.ends_with(" 1") { "" } else { "s" };
    format!("{range} {unit}{plural}")
}

fn listed(values: &[Value]) -> String {
    if values.len() > MOST_VALUES {
        return format!("one of {} values that AWS lists", values.len());
    }
    let text = |value: &Value| code(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    format!("one of {}", values.iter().map(text).collect::<Vec<_>>().join(", "))
}

/// Text as code, whatever quotes it holds.
fn code(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.into() }).collect();
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
