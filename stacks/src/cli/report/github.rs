//! Problems as annotations of GitHub Actions.
//!
//! See <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use cfn_model::Severity;

use super::Report;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut text = String::new();
    for problem in report.problems {
        let command = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        text.push_str(&format!("::{command} title={}", property(problem.code)));
        if let Some(location) = problem.location.as_ref().filter(|location| !location.file.is_empty()) {
            let (file, line, column) = (property(&location.file), location.line, location.column);
            text.push_str(&format!(",file={file},line={line},col={column}"));
        }
        let place: Vec<&str> =
            [&problem.construct, &problem.property].into_iter().flatten().map(String::as_str).collect();
        let mut message = problem.message.clone();
        if !place.is_empty() {
            message.push_str(&format!(" ({})", place.join(": ")));
        }
        if let Some(help) = &problem.help {
            message.push_str(&format!("\n{help}"));
        }
        text.push_str(&format!("::{}\n", data(&message)));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
