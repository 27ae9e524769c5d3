//! Buildspecs in the template that cannot be read, or that have keys which buildspecs do not have.

use std::borrow::Cow;

use cfn_model::{Map, Severity, Value, nearest, parse};

use super::projects;
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial::{self, GAP};
use crate::schema::report::list;

pub(super) static UNREADABLE: Check = Check {
    code: "unreadable-buildspec",
    severity: Severity::Error,
    title: "a buildspec that CodeBuild cannot read",
    docs: "A buildspec in the template is YAML or JSON with a version, `0.2` or `0.1`, and phases or a batch. CodeBuild \
           reads it when a build starts, which is late.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
    cfn_lint: &[],
    run: Some(run),
};

pub(super) static UNKNOWN_KEY: Check = Check {
    code: "unknown-buildspec-key",
    severity: Severity::Error,
    title: "a key that buildspecs do not have",
    docs: "CodeBuild refuses phases that do not exist, and does not see what stands under a misspelt key: commands, \
           artifacts or variables that are missing only when the build runs.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
    cfn_lint: &[],
    run: None,
};

const KEYS: &[&str] = &["version", "run-as", "env", "proxy", "batch", "phases", "reports", "artifacts", "cache"];
const PHASES: &[&str] = &["install", "pre_build", "build", "post_build"];
const PHASE_KEYS: &[&str] = &["run-as", "on-failure", "runtime-versions", "commands", "finally", "steps"];
const ENV_KEYS: &[&str] =
    &["shell", "variables", "parameter-store", "secrets-manager", "exported-variables", "git-credential-helper"];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        for case in project.select(&["Source", "BuildSpec"], &context.conditions) {
            look_at(&case, findings);
        }
    }
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        if step.provider.is_some_and(|provider| provider.key("BuildspecOverride").is_some()) {
            for case in step.setting("BuildspecOverride") {
                look_at(case, findings);
            }
        }
    }
}

/// Whether the text is a buildspec and not where to find one: a path has no second line and is no map.
pub(super) fn is_inline(text: &str) -> bool {
    let text = text.trim();
    text.contains('\n') || text.starts_with('{') || text.starts_with("version:")
}

fn look_at(case: &Case<'_>, findings: &mut Findings) {
    let Some(text) = partial::text(case.value).filter(|text| is_inline(text)) else { return };
    // What CloudFormation puts into the text may be anything, also more lines.
    let has_gaps = text.contains(GAP);
    let filled = if has_gaps { Cow::Owned(text.replace(GAP, "x")) } else { text };
    let mut unreadable = |message: String, help: &str| {
        findings.push(Finding::new(&UNREADABLE, &case.path(), message).help(help));
    };
    let read = match parse::document(&filled, "", &parse::Limits::default()) {
        Ok(read) => read.value,
        Err(_) if has_gaps => return,
        Err(problems) => {
            let Some(problem) = problems.first() else { return };
            let line = problem.location.as_ref().map_or(1, |location| location.line);
            return unreadable(format!("line {line} of the buildspec: {}", problem.message), "mend it as YAML or JSON");
        }
    };
    let Value::Map(spec) = &read else {
        return unreadable(format!("the buildspec is {}", read.kind()), "write a map with `version` and `phases`");
    };
    let version = spec.get("version").and_then(partial::known);
    match version.as_deref() {
        Some("0.2" | "0.1") => {}
        Some("x") if has_gaps => {}
        None if spec.contains_key("version") => {}
        None => unreadable("the buildspec has no `version`".to_owned(), "add `version: 0.2`"),
        Some(other) => unreadable(format!("`{other}` is no version of buildspecs"), "write `version: 0.2`"),
    }
    if !spec.contains_key("phases") && !spec.contains_key("batch") && !has_gaps {
        unreadable("the buildspec has no phases".to_owned(), "add `phases` with the commands of the build");
    }
    keys(spec, KEYS, "a buildspec", case, findings);
    let below = |key: &str| spec.get(key).and_then(Value::as_map);
    if let Some(env) = below("env") {
        keys(env, ENV_KEYS, "`env`", case, findings);
    }
    for (phase, contents) in below("phases").into_iter().flat_map(Map::iter) {
        if !(PHASES.contains(&phase) || has_gaps && phase.contains('x')) {
            findings.push(unknown(phase, PHASES, "`phases`", case));
        } else if let Some(contents) = contents.as_map() {
            keys(contents, PHASE_KEYS, &format!("the phase `{phase}`"), case, findings);
        }
    }
}

/// Reports the keys that are misspelt; what is like no known key may be new.
fn keys(map: &Map, known: &[&str], what: &str, case: &Case<'_>, findings: &mut Findings) {
    for key in map.iter().map(|(key, _)| key).filter(|key| !known.contains(key)) {
        if nearest(key, known.iter().copied()).is_some() {
            findings.push(unknown(key, known, what, case));
        } else {
            findings.push(unknown(key, known, what, case).severity(Severity::Warning));
        }
    }
}

fn unknown(key: &str, known: &[&str], what: &str, case: &Case<'_>) -> Finding {
    let finding = Finding::new(&UNKNOWN_KEY, &case.path(), format!("{what} has no `{key}`"));
    match nearest(key, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("there are {}", list(known.iter().copied()))),
    }
}

#[cfg(test)]
mod tests {
    use super::{UNKNOWN_KEY, UNREADABLE};
    use crate::rules::builds::tests::project;
    use crate::testing::check;

    #[test]
    fn a_buildspec_is_read_as_far_as_it_is_known() {
        let path = "Resources.Project.Properties.Source.BuildSpec";
        for (spec, unreadable, unknown) in [
            (r#"'{"version": 0.2, "phases": {"build": {"commands": ["make"]}}}'"#, 0, 0),
            (r#"'{"version": 0.2, "phases": {"biuld": {"commands": ["make"]}}}'"#, 0, 1),
            (r#"'{"version": 0.2, "phase": {"build": {"commands": ["make"]}}}'"#, 1, 1),
            (r#"'{"version": 3, "phases": {"build": {"comands": ["make"]}}}'"#, 1, 1),
            (r#"'{"phases": {}}'"#, 1, 0),
            (r#"'{"version": 0.2,, "phases": {}}'"#, 1, 0),
            (r#"!Sub '{"version": 0.2, "phases": ${Phases}}'"#, 0, 0),
            (r#"!Sub '{"version": 0.2, "phases": {"build": {"commands": ["${Command}"]}}, "artefacts": {}}'"#, 0, 1),
            ("ci/buildspec.yml", 0, 0),
            ("!Ref Spec", 0, 0),
        ] {
            let template = project(&format!("Source: {{Type: NO_SOURCE, BuildSpec: {spec}}}"));
            check(&UNREADABLE, &template, &vec![path; unreadable]);
            check(&UNKNOWN_KEY, &template, &vec![path; unknown]);
        }
    }
}
