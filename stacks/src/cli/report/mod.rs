//! Problems, in the forms that people and other tools read.

mod github;
mod human;
mod json;
mod junit;
mod sarif;
mod sources;

use cfn_model::{Diagnostic, Severity};

pub(super) use sources::Sources;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// For people: each problem with the lines it is about.
    Human,
    /// One array of objects.
    Json,
    /// The format of code scanning, version 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// Test results.
    Junit,
}

/// What was looked at, and what was found.
pub(super) struct Report<'a> {
    /// The names of the files or stacks, in their order.
    pub(super) subjects: &'a [String],
    /// The problems, in the order in which they are told.
    pub(super) problems: &'a [Diagnostic],
}

impl Form {
    /// What the forms are called.
    pub(super) const NAMES: &[&str] = &["human", "json", "sarif", "github", "junit"];

    /// The form of that name, which is one of [`Self::NAMES`]; the first of them by default.
    pub(super) fn named(name: Option<&str>) -> Self {
        match name {
            Some("json") => Form::Json,
            Some("sarif") => Form::Sarif,
            Some("github") => Form::Github,
            Some("junit") => Form::Junit,
            _ => Form::Human,
        }
    }

    /// The report in this form.
    pub(super) fn write(self, report: &Report<'_>, sources: &mut Sources, colours: bool) -> String {
        match self {
            Form::Human => human::write(report, sources, colours),
            Form::Json => json::write(report),
            Form::Sarif => sarif::write(report),
            Form::Github => github::write(report),
            Form::Junit => junit::write(report),
        }
    }
}

/// Puts the problems of each file in the order of the file. Files keep theirs.
pub(super) fn sort(problems: &mut [Diagnostic]) {
    problems.sort_by(|left, right| left.location.cmp(&right.location).then(right.severity.cmp(&left.severity)));
}

/// How many problems of a severity there are.
pub(super) fn count(problems: &[Diagnostic], severity: Severity) -> usize {
    problems.iter().filter(|problem| problem.severity == severity).count()
}

#[cfg(test)]
mod tests {
    use cfn_model::Location;

    use super::*;

    /// The report about one problem with everything in it that has to be escaped.
    fn written(form: Form) -> String {
        let location = Location { file: "a & b.yaml".into(), line: 3, column: 5 };
        let problems = [
            Diagnostic::error("unknown-property", "there is no `<Nmae>`: 100 %\nhere")
                .property("Resources.A.Properties.Nmae")
                .construct("Ci/A")
                .help("did you mean \"Name\"?")
                .at(location),
            Diagnostic::warning("whole", "it has no place"),
        ];
        let subjects = ["a & b.yaml".to_owned(), "c.yaml".to_owned()];
        let report = Report { subjects: &subjects, problems: &problems };
        form.write(&report, &mut Sources::default(), false)
    }

    #[test]
    fn json_is_one_array() {
        let json: serde_json::Value = serde_json::from_str(&written(Form::Json)).expect("it is JSON");
        assert_eq!(
            json,
            serde_json::json!([
                {
                    "code": "unknown-property", "severity": "error", "file": "a & b.yaml", "line": 3, "column": 5,
                    "path": "Resources.A.Properties.Nmae", "construct": "Ci/A",
                    "message": "there is no `<Nmae>`: 100 %\nhere", "help": "did you mean \"Name\"?"
                },
                {
                    "code": "whole", "severity": "warning", "file": null, "line": null, "column": null,
                    "path": null, "construct": null, "message": "it has no place", "help": null
                }
            ])
        );
    }

    #[test]
    fn annotations_escape_what_ends_them() {
        assert_eq!(
            written(Form::Github),
            "::error title=unknown-property,file=a & b.yaml,line=3,col=5::there is no `<Nmae>`: 100 %25%0Ahere \
             (Ci/A: Resources.A.Properties.Nmae)%0Adid you mean \"Name\"?\n::warning title=whole::it has no place\n"
        );
    }

    #[test]
    fn test_results_have_a_case_for_what_is_right_too() {
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="2">
  <testsuite name="a &amp; b.yaml" tests="1" failures="1">
    <testcase name="unknown-property Resources.A.Properties.Nmae" classname="a &amp; b.yaml">
      <failure type="error" message="there is no `&lt;Nmae&gt;`: 100 %&#10;here">a &amp; b.yaml:3:5
did you mean &quot;Name&quot;?</failure>
    </testcase>
  </testsuite>
  <testsuite name="c.yaml" tests="1" failures="0">
    <testcase name="checks" classname="c.yaml"/>
  </testsuite>
  <testsuite name="app" tests="1" failures="1">
    <testcase name="whole" classname="app">
      <failure type="warning" message="it has no place"></failure>
    </testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(written(Form::Junit), expected);
    }

    #[test]
    fn scanning_gets_rules_and_places() {
        let sarif: serde_json::Value = serde_json::from_str(&written(Form::Sarif)).expect("it is JSON");
        assert_eq!(sarif["version"], "2.1.0");
        let run = &sarif["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "unknown-property");
        let result = &run["results"][0];
        assert_eq!(result["level"], "error");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20&%20b.yaml");
        assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&3.into(), &5.into()));
        assert_eq!(run["results"][1]["locations"], serde_json::json!([]));
    }

    #[test]
    fn each_name_is_a_form_of_its_own() {
        let forms: Vec<Form> = Form::NAMES.iter().map(|name| Form::named(Some(name))).collect();
        assert_eq!(forms, [Form::Human, Form::Json, Form::Sarif, Form::Github, Form::Junit]);
    }
}
