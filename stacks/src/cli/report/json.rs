//! Problems as one JSON array.

use cfn_model::{Diagnostic, Map, Value, emit};

use super::Report;

pub(super) fn write(report: &Report<'_>) -> String {
    let problems: Vec<Value> = report.problems.iter().map(problem).collect();
    emit::to_json(&Value::List(problems))
}

fn problem(problem: &Diagnostic) -> Value {
    let location = problem.location.as_ref();
    let text = |text: &Option<String>| Value::from(text.clone());
    Map::from([
        ("code", Value::from(problem.code)),
        ("severity", Value::from(problem.severity.to_string())),
        ("file", location.map(|location| location.file.to_string()).into()),
        ("line", location.map(|location| location.line).into()),
        ("column", location.map(|location| location.column).into()),
        ("path", text(&problem.property)),
        ("construct", text(&problem.construct)),
        ("message", Value::from(&problem.message)),
        ("help", text(&problem.help)),
    ])
    .into()
}
