//! Every form of the reference: text that is read as a value, and the value written as the same text.

use cfn_constructs::buildspec::{
    Artifacts, Batch, BuildEnv, Buildspec, Cache, CacheAction, Commands, Env, Fanout, GraphEntry, ListEntry, Matrix,
    OnFailure, Phase, Proxy, Report, ReportFormat, Retry, Shell, Version,
};
use cfn_constructs::buildspec::{Builds, Identifier};
use cfn_model::Prop;

/// The text says what the value holds, and the value is written as the text.
#[track_caller]
fn check(spec: &Buildspec, text: &str) {
    assert_eq!(spec.to_yaml(), text);
    reads(text, spec);
    reads(&spec.to_json(), spec);
}

/// The text says what the value holds, though the value would be written in another way.
#[track_caller]
fn reads(text: &str, spec: &Buildspec) {
    match Buildspec::parse(text, "buildspec.yaml") {
        Ok(read) => assert_eq!(&read, spec),
        Err(problems) => panic!("{problems:#?}"),
    }
}

#[test]
fn nothing_but_a_version() {
    check(&Buildspec::new(), "version: 0.2\n");
}

#[test]
fn environment() {
    let env = Env::new()
        .shell(Shell::Bash)
        .variable("STAGE", "test")
        .variable("DEBUG", "no")
        .variable("TIME", "22:30")
        .parameter("HOST", "/ci/host")
        .secret("DOCKER_PASSWORD", "Dockerhub:AccessToken")
        .export("TAG")
        .git_credential_helper(true);
    check(
        &Buildspec::new().run_as("builder").env(env),
        r#"version: 0.2
run-as: builder
env:
  shell: bash
  variables:
    STAGE: test
    DEBUG: 'no'
    TIME: '22:30'
  parameter-store:
    HOST: /ci/host
  secrets-manager:
    DOCKER_PASSWORD: Dockerhub:AccessToken
  exported-variables:
    - TAG
  git-credential-helper: 'yes'
"#,
    );
}

#[test]
fn values_of_variables_are_the_text_they_are_written_as() {
    let env = Env::new()
        .variable("A", "yes")
        .variable("B", "Off")
        .variable("C", "1.10")
        .variable("D", "0123")
        .variable("E", "")
        .variable("F", "true");
    let text =
        "version: 0.2\nenv:\n  variables:\n    A: yes\n    B: Off\n    C: 1.10\n    D: 0123\n    E:\n    F: true\n";
    reads(text, &Buildspec::new().env(env));
}

#[test]
fn proxy() {
    let proxy = Proxy { upload_artifacts: Some(true), logs: Some(false) };
    check(&Buildspec::new().proxy(proxy), "version: 0.2\nproxy:\n  upload-artifacts: 'yes'\n  logs: 'no'\n");
}

#[test]
fn phases_in_their_order() {
    let retry = OnFailure::Retry(Retry { count: Some(2), pattern: Some(".*timed out.*".to_owned()) });
    let spec = Buildspec::new()
        .phase(Phase::PostBuild, Commands::new(["echo done"]).run_as("root"))
        .phase(
            Phase::Build,
            Commands::new(["make", "set -e\nfor x in *; do\n  test \"$x\"\ndone\n"]).finally(["make clean"]),
        )
        .phase(Phase::PreBuild, Commands::new(["echo status: ok"]).on_failure(OnFailure::Abort))
        .phase(Phase::Install, Commands::default().runtime_version("python", "3.12").on_failure(retry));
    check(
        &spec,
        r#"version: 0.2
phases:
  install:
    on-failure: RETRY-2-.*timed out.*
    runtime-versions:
      python: '3.12'
  pre_build:
    on-failure: ABORT
    commands:
      - 'echo status: ok'
  build:
    commands:
      - make
      - |
        set -e
        for x in *; do
          test "$x"
        done
    finally:
      - make clean
  post_build:
    run-as: root
    commands:
      - echo done
"#,
    );
}

#[test]
fn reports() {
    let arn = "arn:aws:codebuild:eu-central-1:111122223333:report-group/coverage";
    let spec = Buildspec::new().report("unit", Report::new(["**/*.xml"])).report(
        arn,
        Report::new(["coverage.json"]).file_format(ReportFormat::Simplecov).base_directory("out").discard_paths(true),
    );
    check(
        &spec,
        r#"version: 0.2
reports:
  unit:
    files:
      - '**/*.xml'
  arn:aws:codebuild:eu-central-1:111122223333:report-group/coverage:
    files:
      - coverage.json
    file-format: SIMPLECOV
    base-directory: out
    discard-paths: 'yes'
"#,
    );
}

#[test]
fn formats_of_reports_may_have_any_case() {
    for format in ReportFormat::ALL {
        let text = format!(
            "version: 0.2\nreports:\n  r:\n    files: [x]\n    file-format: {}\n",
            format.name().to_lowercase()
        );
        reads(&text, &Buildspec::new().report("r", Report::new(["x"]).file_format(*format)));
    }
}

#[test]
fn artifacts() {
    let artifacts = Artifacts::new(["target/app.jar", "conf/**/*"])
        .name("app-$(date +%Y-%m-%d)")
        .discard_paths(false)
        .base_directory("out*")
        .exclude_paths(["**/*.tmp"])
        .enable_symlinks(true)
        .s3_prefix("builds")
        .secondary("logs", Artifacts::new(["*.log"]).name("logs"));
    check(
        &Buildspec::new().artifacts(artifacts),
        r#"version: 0.2
artifacts:
  files:
    - target/app.jar
    - conf/**/*
  name: app-$(date +%Y-%m-%d)
  discard-paths: 'no'
  base-directory: out*
  exclude-paths:
    - '**/*.tmp'
  enable-symlinks: 'yes'
  s3-prefix: builds
  secondary-artifacts:
    logs:
      files:
        - '*.log'
      name: logs
"#,
    );
}

#[test]
fn one_excluded_path_needs_no_list() {
    let text = "version: 0.2\nartifacts:\n  files: [a]\n  exclude-paths: tmp/**/*\n";
    reads(text, &Buildspec::new().artifacts(Artifacts::new(["a"]).exclude_paths(["tmp/**/*"])));
}

#[test]
fn cache() {
    let cache = Cache::new(["/root/.cargo/**/*"])
        .key("cargo-$(codebuild-hash-files Cargo.lock)")
        .fallback_keys(["cargo-"])
        .action(CacheAction::Restore);
    check(
        &Buildspec::new().cache(cache),
        r"version: 0.2
cache:
  key: cargo-$(codebuild-hash-files Cargo.lock)
  fallback-keys:
    - cargo-
  action: restore
  paths:
    - /root/.cargo/**/*
",
    );
}

#[test]
fn batch_as_a_graph() {
    let flavor = "python-3.8-minimal-EXASOL-6.2.0";
    let env = BuildEnv::new()
        .compute_type("BUILD_GENERAL1_MEDIUM")
        .image("aws/codebuild/standard:7.0")
        .privileged_mode(true)
        .environment_type("LINUX_CONTAINER")
        .variable("FLAVOR", flavor);
    let build = GraphEntry::new(Identifier::from_name(flavor))
        .buildspec("flavors/minimal/build_buildspec.yaml")
        .debug_session(true)
        .env(env)
        .ignore_failure(false);
    let release = GraphEntry::new("release").depend_on([&build.build.identifier]).env(BuildEnv::new().fleet("big"));
    check(
        &Buildspec::new().batch(Batch::graph([build, release]).fast_fail(false)),
        r"version: 0.2
batch:
  fast-fail: false
  build-graph:
    - identifier: python_3_8_minimal_EXASOL_6_2_0
      buildspec: flavors/minimal/build_buildspec.yaml
      debug-session: true
      env:
        compute-type: BUILD_GENERAL1_MEDIUM
        image: aws/codebuild/standard:7.0
        privileged-mode: true
        type: LINUX_CONTAINER
        variables:
          FLAVOR: python-3.8-minimal-EXASOL-6.2.0
      ignore-failure: false
    - identifier: release
      depend-on:
        - python_3_8_minimal_EXASOL_6_2_0
      env:
        fleet: big
",
    );
}

#[test]
fn batch_as_a_list() {
    let spec = Buildspec::new().batch(Batch::list([
        ListEntry::new("linux"),
        ListEntry::new("arm").env(BuildEnv::new().environment_type("ARM_CONTAINER")).ignore_failure(true),
    ]));
    check(
        &spec,
        r"version: 0.2
batch:
  build-list:
    - identifier: linux
    - identifier: arm
      env:
        type: ARM_CONTAINER
      ignore-failure: true
",
    );
}

#[test]
fn batch_as_a_matrix() {
    let matrix = Matrix::new()
        .ignore_failure(true)
        .shared(BuildEnv::new().privileged_mode(true))
        .buildspecs(["unit.yml", "integration.yml"])
        .compute_types(["BUILD_GENERAL1_SMALL"])
        .images(["aws/codebuild/standard:6.0", "aws/codebuild/standard:7.0"])
        .variable("PYTHON", ["3.12", "3.13"]);
    let spec = Buildspec::new().batch(Batch::matrix(matrix));
    assert_eq!(spec.batch.as_ref().map(Batch::build_count), Some(8));
    check(
        &spec,
        r#"version: 0.2
batch:
  build-matrix:
    static:
      ignore-failure: true
      env:
        privileged-mode: true
    dynamic:
      buildspec:
        - unit.yml
        - integration.yml
      env:
        compute-type:
          - BUILD_GENERAL1_SMALL
        image:
          - aws/codebuild/standard:6.0
          - aws/codebuild/standard:7.0
        variables:
          PYTHON:
            - '3.12'
            - '3.13'
"#,
    );
}

#[test]
fn batch_as_a_fanout() {
    let fanout = Fanout { parallelism: 5, ignore_failure: Some(true) };
    let batch = Batch { fast_fail: Some(true), builds: Builds::Fanout(fanout) };
    check(
        &Buildspec::new().batch(batch),
        "version: 0.2\nbatch:\n  fast-fail: true\n  build-fanout:\n    parallelism: 5\n    ignore-failure: true\n",
    );
}

#[test]
fn version_0_1_has_other_names() {
    let spec = Buildspec { version: Version::V0_1, ..Buildspec::new().env(Env::new().variable("A", "b")) };
    check(&spec, "version: 0.1\nenvironment_variables:\n  plaintext:\n    A: b\n");
    reads("version: 0.1\nenv:\n  variables:\n    A: b\n", &spec);
}

#[test]
fn sections_without_entries_are_empty() {
    let spec = Buildspec::new().phase(Phase::Build, Commands::default()).artifacts(Artifacts::default());
    reads("version: 0.2\nenv:\nreports:\nphases:\n  build:\nartifacts:\n", &spec);
}

#[test]
fn names_keep_their_order_and_may_be_those_of_functions() {
    let text = "version: 0.2\nenv:\n  variables:\n    ZETA: '1'\n    Ref: x\n    ALPHA: '2'\n";
    let spec = Buildspec::parse(text, "").map(|spec| spec.to_yaml());
    assert_eq!(spec.as_deref(), Ok(text));
}

#[test]
fn what_the_type_does_not_know_can_be_set() {
    let spec = Buildspec::new().phase(Phase::Build, Commands::new(["make"])).set("phases.build.timeout", 5);
    assert_eq!(spec.to_yaml(), "version: 0.2\nphases:\n  build:\n    commands:\n      - make\n    timeout: 5\n");
}

#[test]
fn a_template_holds_the_text() {
    let spec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    let text = spec.to_yaml();
    assert_eq!(Prop::new(spec).value().as_str(), Some(text.as_str()));
}

#[test]
fn a_tree_of_values_is_read_as_well() {
    let spec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    assert_eq!(Buildspec::from_value(&spec.to_value()), Ok(spec));
}
