//! The variables of an input template: how they are named, and whether each is declared.

use cfn_model::{Prop, Value};

use super::input::report;
use crate::Stack;

/// The variables that a template knows by itself.
const PREDEFINED: [&str; 5] = [
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event.ingestion-time",
    "aws.events.event",
    "aws.events.event.json",
];

/// The variable, as it stands in a template, for a path into the event; it is declared where it is new.
pub(super) fn variable(path: &str, paths: &mut Vec<(String, String)>) -> String {
    if PREDEFINED.contains(&path) {
        return format!("<{path}>");
    }
    if let Some((name, _)) = paths.iter().find(|(_, present)| present == path) {
        return format!("<{name}>");
    }
    // The last word of the path reads best: `image-tag` for `$.detail.image-tag`.
    let last = path.rsplit('.').next().unwrap_or(path);
    let word: String = last.chars().filter(|character| is_name(*character)).collect();
    let word = if word.is_empty() { "event".to_owned() } else { word };
    let taken = |name: &str| paths.iter().any(|(present, _)| present == name);
    let name = std::iter::once(word.clone())
        .chain((2..).map(|number| format!("{word}{number}")))
        .find(|name| !taken(name))
        .unwrap_or(word);
    let variable = format!("<{name}>");
    paths.push((name, path.to_owned()));
    variable
}

/// Reports names that a template cannot have, and variables that nobody declared.
pub(super) fn check(stack: &mut Stack, paths: &[(String, String)], template: &Prop<String>) {
    for (index, (name, _)) in paths.iter().enumerate() {
        if name.is_empty() || !name.chars().all(is_name) || name.starts_with("aws") {
            report(
                stack,
                "InputTransformer.InputPathsMap",
                format!("`{name}` is no name for a variable"),
                "use letters, digits, `-` and `_`, and begin with something else than `aws`",
            );
        }
        if paths[..index].iter().any(|(other, _)| other == name) {
            report(
                stack,
                "InputTransformer.InputPathsMap",
                format!("the variable `{name}` is declared twice"),
                "leave one of the two out",
            );
        }
    }
    let mut unknown: Vec<&str> = Vec::new();
    template.value().walk(&mut |part| {
        if let Value::String(text) = part {
            unknown.extend(
                variables(text)
                    .filter(|name| !PREDEFINED.contains(name) && !paths.iter().any(|(declared, _)| declared == name)),
            );
        }
    });
    for name in unknown {
        report(
            stack,
            "InputTransformer.InputTemplate",
            format!("the template has `<{name}>`, which nobody declared"),
            format!("declare it with `.path(\"{name}\", \"$.detail…\")`, or write `\\u003c` for the bracket itself"),
        );
    }
}

/// The names in angle brackets.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('>')?;
        let named = !name.is_empty() && name.chars().all(|character| is_name(character) || character == '.');
        named.then_some(name)
    })
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_named_after_what_they_hold() {
        let mut paths = Vec::new();
        for (path, expected) in [
            ("$.detail.image-tag", "<image-tag>"),
            ("$.source", "<source>"),
            ("$.detail.image-tag", "<image-tag>"),
            ("$.detail.old.image-tag", "<image-tag2>"),
            ("$", "<event>"),
            ("$.resources[0]", "<resources0>"),
            ("aws.events.event.json", "<aws.events.event.json>"),
        ] {
            assert_eq!(variable(path, &mut paths), expected, "{path}");
        }
        assert_eq!(paths.len(), 5);
    }

    #[test]
    fn only_names_in_brackets_are_variables() {
        let found: Vec<&str> = variables("a < b, <tag> and <aws.events.rule-arn> but not <two words>").collect();
        assert_eq!(found, ["tag", "aws.events.rule-arn"]);
    }
}
