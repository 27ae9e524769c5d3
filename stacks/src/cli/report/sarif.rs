//! Problems as SARIF 2.1.0, which code scanning reads.
//!
//! See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use cfn_model::{Diagnostic, Map, Severity, Value, emit};

use super::Report;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut codes: Vec<&str> = Vec::new();
    for problem in report.problems {
        if !codes.contains(&problem.code) {
            codes.push(problem.code);
        }
    }
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let driver = Map::from([
        ("name", Value::from("cfn-stacks")),
        ("version", Value::from(env!("CARGO_PKG_VERSION"))),
        ("informationUri", Value::from(env!("CARGO_PKG_REPOSITORY"))),
        ("rules", Value::List(rules)),
    ]);
    let results: Vec<Value> = report.problems.iter().map(|problem| result(problem, &codes)).collect();
    let run = Map::from([
        ("tool", Value::from(Map::from([("driver", driver)]))),
        ("columnKind", Value::from("unicodeCodePoints")),
        ("results", Value::List(results)),
    ]);
    let log = Map::from([
        ("$schema", Value::from("https://json.schemastore.org/sarif-2.1.0.json")),
        ("version", Value::from("2.1.0")),
        ("runs", Value::from(vec![run])),
    ]);
    emit::to_json(&log.into())
}

fn rule(code: &str) -> Value {
    let mut rule = Map::from([("id", code)]);
    if let Some(check) = cfn_checks::checks().find(|check| check.code == code) {
        rule.insert("shortDescription", text(check.title));
        rule.insert("fullDescription", text(check.docs));
        if !check.source.is_empty() {
            rule.insert("helpUri", check.source);
        }
    }
    rule.into()
}

fn result(problem: &Diagnostic, codes: &[&str]) -> Value {
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let message = match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    };
    let index = codes.iter().position(|code| *code == problem.code).and_then(|index| u32::try_from(index).ok());
    Map::from([
        ("ruleId", Value::from(problem.code)),
        ("ruleIndex", index.into()),
        ("level", level.into()),
        ("message", text(&message)),
        ("locations", Value::List(location(problem).into_iter().collect())),
    ])
    .into()
}

fn location(problem: &Diagnostic) -> Option<Value> {
    let place = problem.location.as_ref().filter(|location| !location.file.is_empty())?;
    let region = Map::from([("startLine", place.line), ("startColumn", place.column)]);
    let physical = Map::from([
        ("artifactLocation", Value::from(Map::from([("uri", uri(&place.file))]))),
        ("region", region.into()),
    ]);
    let mut location = Map::from([("physicalLocation", physical)]);
    if let Some(name) = problem.construct.as_ref().or(problem.property.as_ref()) {
        let logical = Map::from([("fullyQualifiedName", name.as_str())]);
        location.insert("logicalLocations", vec![logical]);
    }
    Some(location.into())
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b'&' | b'+' | b'=' | b',' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn text(text: &str) -> Value {
    Map::from([("text", text)]).into()
}
