//! Buildspecs that are named by a path at which there is no file.

use cfn_model::{Severity, nearest};

use super::buildspec::is_inline;
use super::{choice, parts, projects, text};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "missing-buildspec-file",
    severity: Severity::Error,
    title: "a buildspec at a path where there is no file",
    docs: "A project names its buildspec by a path in its source, `buildspec.yml` where it says nothing. This is looked \
           at only where the files of the source are known, which the command line is told.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(files) = &context.options.files else { return };
    for (_, project) in projects(context) {
        for (case, source) in parts(context, &project, &["Source"]) {
            let entry = source.get("BuildSpec");
            let hidden = entry.is_some() && text(&source, "BuildSpec").is_none() || source.open;
            if hidden || choice(&source, "Type").is_none_or(|kind| kind == "NO_SOURCE") {
                continue;
            }
            let given = text(&source, "BuildSpec").filter(|given| !given.is_empty());
            let file = given.as_deref().unwrap_or("buildspec.yml");
            if is_inline(file) || file.starts_with("arn:") {
                continue;
            }
            let path = file.trim_start_matches("./");
            if files.iter().any(|known| known == path) {
                continue;
            }
            let at = entry.map_or_else(|| case.path(), |entry| case.path_to(entry.value));
            let finding = Finding::new(&X, &at, format!("the source has no file `{file}`"));
            let specs = || files.iter().map(String::as_str).filter(|name| name.contains("buildspec"));
            findings.push(match nearest(path, files.iter().map(String::as_str)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None if specs().next().is_none() => finding.help("add the file, or write the buildspec here"),
                None => finding.help(format!("there are {}", crate::schema::report::list(specs()))),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use cfn_model::Template;

    use super::X;
    use crate::Options;
    use crate::rules::builds::tests::project;

    fn check(files: Option<&[&str]>, source: &str, expected: &[&str]) {
        let text = project(&format!("Source: {{{source}}}"));
        let read = Template::parse(&text, "").expect("this is a template");
        let files = files.map(|files| files.iter().map(|&name| name.to_owned()).collect());
        let findings = crate::check(&read.template, &Options { files, ..Options::default() });
        let mut found = findings.iter().filter(|finding| finding.check.code == X.code).map(|finding| finding.path());
        assert!(found.by_ref().eq(expected.iter().map(|path| (*path).to_owned())), "{source}");
    }

    #[test]
    fn only_where_files_are_known_is_one_missed() {
        let path = "Resources.Project.Properties.Source.BuildSpec";
        let files = Some(&["buildspec.yml", "ci/test.yml"][..]);
        check(None, "Type: GITHUB, BuildSpec: nowhere.yml", &[]);
        check(files, "Type: GITHUB, BuildSpec: nowhere.yml", &[path]);
        check(files, "Type: GITHUB, BuildSpec: ci/test.yml", &[]);
        check(files, "Type: GITHUB, BuildSpec: ./buildspec.yml", &[]);
        check(files, "Type: GITHUB", &[]);
        check(Some(&[]), "Type: CODEPIPELINE", &["Resources.Project.Properties.Source"]);
        check(files, "Type: NO_SOURCE", &[]);
        check(files, "Type: GITHUB, BuildSpec: !Sub '${Folder}/buildspec.yml'", &[]);
        check(files, "Type: GITHUB, BuildSpec: 'arn:aws:s3:::acme/buildspec.yml'", &[]);
    }
}
