//! Problems as test results: a suite for each file or stack, a failed case for each problem.

use cfn_model::Diagnostic;

use super::Report;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut suites: Vec<(&str, Vec<&Diagnostic>)> =
        report.subjects.iter().map(|name| (name.as_str(), Vec::new())).collect();
    for problem in report.problems {
        let file = problem.location.as_ref().map(|location| &*location.file).filter(|file| !file.is_empty());
        let name = file.unwrap_or("app");
        match suites.iter_mut().find(|(other, _)| *other == name) {
            Some((_, problems)) => problems.push(problem),
            None => suites.push((name, vec![problem])),
        }
    }
    let tests: usize = suites.iter().map(|(_, problems)| problems.len().max(1)).sum();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{tests}\" failures=\"{}\">\n",
        report.problems.len()
    );
    for (name, problems) in suites {
        let (name, failures) = (escape(name), problems.len());
        text.push_str(&format!(
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\">\n",
            failures.max(1)
        ));
        if problems.is_empty() {
            text.push_str(&format!("    <testcase name=\"checks\" classname=\"{name}\"/>\n"));
        }
        for problem in problems {
            text.push_str(&case(problem, &name));
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(problem: &Diagnostic, class: &str) -> String {
    let title: Vec<&str> = std::iter::once(problem.code).chain(problem.property.as_deref()).collect();
    let place = problem.location.as_ref().map(ToString::to_string);
    let details: Vec<String> = place.into_iter().chain(problem.help.clone()).collect();
    format!(
        "    <testcase name=\"{}\" classname=\"{class}\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        escape(&title.join(" ")),
        problem.severity,
        escape(&problem.message).replace('\n', "&#10;"),
        escape(&details.join("\n")),
    )
}

/// Text as it stands in XML, without the control characters that XML cannot hold.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}
