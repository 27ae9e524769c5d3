//! Checks of report groups.

use cfn_model::Severity;

use super::Check;
use crate::buildspec::Buildspec;

/// How many report groups a project can have.
const MAX_GROUPS: usize = 5;

/// How long the name of a report group can be.
const MAX_NAME: usize = 128;

pub(super) static GROUP: Check<Buildspec> = Check {
    code: "buildspec-report-group",
    severity: Severity::Error,
    summary: "A report group is given by something that is neither a name nor the ARN of one.",
    run: |spec, findings| {
        for group in spec.reports.keys() {
            if let Some(problem) = problem(group) {
                let help = "write a name, or arn:aws:codebuild:region:account:report-group/name";
                findings.add(format!("reports.{group}"), problem, help);
            }
        }
    },
};

fn problem(group: &str) -> Option<String> {
    if group.is_empty() {
        return Some("the name of the report group is empty".to_owned());
    }
    if group.starts_with("arn:") {
        let parts: Vec<&str> = group.splitn(6, ':').collect();
        let is_group = matches!(parts.as_slice(), [_, _, "codebuild", _, _, resource]
            if resource.strip_prefix("report-group/").is_some_and(|name| !name.is_empty()));
        return (!is_group).then(|| format!("`{group}` is not the ARN of a report group"));
    }
    let length = group.chars().count();
    (length > MAX_NAME).then(|| format!("the name has {length} characters, but at most {MAX_NAME} can be"))
}

pub(super) static TOO_MANY_GROUPS: Check<Buildspec> = Check {
    code: "buildspec-too-many-report-groups",
    severity: Severity::Error,
    summary: "There are more than five report groups.",
    run: |spec, findings| {
        if spec.reports.len() > MAX_GROUPS {
            let message = format!("{} report groups are more than the {MAX_GROUPS} of a project", spec.reports.len());
            findings.add("reports", message, "let results share a group");
        }
    },
};

pub(super) static NO_FILES: Check<Buildspec> = Check {
    code: "buildspec-report-without-files",
    severity: Severity::Error,
    summary: "A report does not say which files hold the results.",
    run: |spec, findings| {
        for (group, _) in spec.reports.iter().filter(|(_, report)| report.files.is_empty()) {
            findings.add(format!("reports.{group}"), "the report has no files", "add files, such as `**/*.xml`");
        }
    },
};

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::{Buildspec, Report};

    fn spec(groups: &[&str]) -> Buildspec {
        groups.iter().fold(Buildspec::new(), |spec, group| spec.report(*group, Report::new(["r.xml"])))
    }

    #[test]
    fn groups_are_names_or_arns() {
        let arn = "arn:aws:codebuild:eu-central-1:111122223333:report-group/unit";
        expect(&GROUP, spec(&["unit", "$GROUP", arn]), &[]);
        let other = "arn:aws:codebuild:eu-central-1:111122223333:project/unit";
        let found = format!("reports.{other}: `{other}` is not the ARN of a report group");
        expect(&GROUP, spec(&["", other]), &["reports.: the name of the report group is empty", &found]);
        let long = "x".repeat(129);
        let found = format!("reports.{long}: the name has 129 characters, but at most 128 can be");
        expect(&GROUP, spec(&[&long]), &[&found]);
    }

    #[test]
    fn a_project_has_five_groups() {
        expect(&TOO_MANY_GROUPS, spec(&["a", "b", "c", "d", "e"]), &[]);
        let found = "reports: 6 report groups are more than the 5 of a project";
        expect(&TOO_MANY_GROUPS, spec(&["a", "b", "c", "d", "e", "f"]), &[found]);
    }

    #[test]
    fn reports_have_files() {
        expect(&NO_FILES, spec(&["a"]), &[]);
        let empty = Buildspec::new().report("a", Report::default());
        expect(&NO_FILES, empty, &["reports.a: the report has no files"]);
    }
}
