//! What is said about text that is no buildspec, or a bad one: each problem with its place.

use cfn_constructs::buildspec::Buildspec;
use cfn_model::Diagnostic;

/// `line:column code message (help)` for each problem.
fn lines(problems: &[Diagnostic]) -> Vec<String> {
    let line = |problem: &Diagnostic| {
        let place = problem.location.as_ref().map(|at| format!("{}:{}", at.line, at.column)).unwrap_or_default();
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{place} {} {} ({help})", problem.code.trim_start_matches("buildspec-"), problem.message)
    };
    problems.iter().map(line).collect()
}

/// The text cannot be read, for these reasons.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let problems = Buildspec::parse(text, "buildspec.yaml").expect_err("the text should be refused");
    assert_eq!(lines(&problems), expected);
}

#[test]
fn all_problems_are_told_at_once() {
    check(
        "\
version: 0.2
phases:
  buid:
    commands: [make]
  pre_build:
    runtime-versions: {python: 3.12}
    commands: make
artefacts:
  files: [x]
",
        &[
            "8:1 unknown-key unknown key `artefacts`; known are `version`, `run-as`, `env`, `proxy`, `batch`, `phases`, \
             `reports`, `artifacts` and `cache` (did you mean `artifacts`?)",
            "3:3 unknown-key unknown key `buid`; known are `install`, `pre_build`, `build` and `post_build` \
             (did you mean `build`?)",
            "6:5 unknown-key unknown key `runtime-versions`; known are `run-as`, `on-failure`, `commands` and `finally` \
             (take `runtime-versions` out, or put it where it belongs)",
            "7:5 wrong-type a string stands where a list is expected (write a list)",
        ],
    );
}

#[test]
fn a_command_with_a_colon_needs_quotes() {
    check(
        "version: 0.2\nphases:\n  build:\n    commands:\n      - make\n      - echo status: done\n",
        &["6:9 wrong-type a map stands where a command is expected \
           (put quotes around the command: YAML takes a colon and a space for a key)"],
    );
}

#[test]
fn the_version_is_required_and_known() {
    check("phases: {}\n", &["1:1 missing-key `version` is missing (add `version`)"]);
    check(
        "version: 0.3\n",
        &["1:1 unknown-value `0.3` is not known here; allowed are `0.2` and `0.1` (did you mean `0.2`?)"],
    );
}

#[test]
fn a_document_is_a_map() {
    check("- version: 0.2\n", &["1:1 wrong-type a list stands where a map is expected (write a map)"]);
    check("", &["1:1 empty-document the document is empty (write at least one key and value)"]);
}

#[test]
fn names_of_version_0_1_are_explained() {
    check(
        "version: 0.2\nenv:\n  plaintext: {A: b}\n",
        &["3:3 unknown-key unknown key `plaintext`; known are `shell`, `variables`, `parameter-store`, \
           `secrets-manager`, `exported-variables` and `git-credential-helper` (version 0.2 calls it `variables`)"],
    );
}

#[test]
fn values_of_closed_sets_are_known() {
    check(
        "\
version: 0.2
env:
  shell: zsh
  git-credential-helper: maybe
phases:
  build:
    on-failure: ABRT
    commands: [make]
reports:
  r: {files: [x], file-format: JUNIT_XML}
cache:
  action: restores
",
        &[
            "3:3 unknown-value `zsh` is not known here; allowed are `bash`, `/bin/sh`, `powershell.exe` and `cmd.exe` \
             (write one of them)",
            "4:3 wrong-type a string stands where yes or no is expected (write yes or no)",
            "7:5 unknown-value `ABRT` is not known here; allowed are `ABORT`, `CONTINUE`, `RETRY`, `RETRY-count`, \
             `RETRY-regex` and `RETRY-count-regex` (did you mean `ABORT`?)",
            "10:19 unknown-value `JUNIT_XML` is not known here; allowed are `CUCUMBERJSON`, `JUNITXML`, `NUNITXML`, \
             `NUNIT3XML`, `TESTNGXML`, `VISUALSTUDIOTRX`, `CLOVERXML`, `COBERTURAXML`, `JACOCOXML` and `SIMPLECOV` \
             (did you mean `JUNITXML`?)",
            "12:3 unknown-value `restores` is not known here; allowed are `restore` and `save` (did you mean `restore`?)",
        ],
    );
}

#[test]
fn a_batch_has_one_form() {
    check(
        "version: 0.2\nbatch:\n  build-list: []\n  build-graph: []\n",
        &[
            "2:1 batch-form a batch has one form, but here are `build-graph` and `build-list` (keep exactly one of them)",
        ],
    );
    check(
        "version: 0.2\nbatch:\n  fast-fail: true\n",
        &["2:1 batch-form a batch without builds; one of `build-graph`, `build-list`, `build-matrix` and \
           `build-fanout` says which (keep exactly one of them)"],
    );
}

#[test]
fn builds_of_a_batch_have_what_they_need() {
    check(
        "version: 0.2\nbatch:\n  build-list:\n    - buildspec: a.yaml\n    - identifier: b\n      depend-on: [a]\n    - c\n",
        &[
            "4:7 missing-key `identifier` is missing (add `identifier`)",
            "6:7 unknown-key unknown key `depend-on`; known are `identifier`, `buildspec`, `debug-session`, `env` and \
             `ignore-failure` (take `depend-on` out, or put it where it belongs)",
            "7:7 wrong-type a string stands where a map is expected (write a map)",
        ],
    );
    check(
        "version: 0.2\nbatch:\n  build-fanout:\n    parallelism: many\n",
        &["4:5 wrong-type a string stands where a whole number is expected (write a whole number)"],
    );
    check("version: 0.2\nbatch:\n  build-fanout:\n", &["3:3 missing-key `parallelism` is missing (add `parallelism`)"]);
}

#[test]
fn text_that_is_no_yaml_is_refused() {
    let problems = Buildspec::parse("version: [", "buildspec.yaml").expect_err("the list does not end");
    assert!(problems.iter().all(|problem| problem.location.is_some()));
}

#[test]
fn findings_of_checks_have_their_place() {
    let text = "\
version: \"0.2\"
env:
  exported-variables:
    - TAG
batch:
  build-graph:
    - identifier: a-b
      buildspec: a.yaml
      depend-on:
        - c
phases:
  build:
artifacts:
  type: zip
  files: [x]
";
    assert_eq!(
        lines(&Buildspec::check_text(text, "buildspec.yaml")),
        [
            "1:1 version-text the version is a string, which a single build reads and a batch build refuses \
             (take its quotes off)",
            "4:7 export-unset nothing here sets `TAG` (set it in a command, unless the project or a script does)",
            "7:7 identifier `a-b` cannot name a build; letters, digits and underscores can, fewer than 128 of them \
             (write `a_b`)",
            "10:11 unknown-dependency `a-b` waits for `c`, which is no build here \
             (add the build, or take the dependency out)",
            "12:3 empty-commands the build phase has no commands (add commands, or take the phase out)",
            "14:3 deprecated-key `type` is deprecated; the project says what kind of artifact it is (take it out)",
        ]
    );
}

#[test]
fn checks_wait_until_the_document_can_be_read() {
    let text = "version: 0.2\nphases:\n  build:\n    comands: [make]\n";
    let codes: Vec<&str> = Buildspec::check_text(text, "").iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["buildspec-unknown-key"]);
}
