//! The CodeBuild CI set-up.

use cfn_constructs::Stack;
use cfn_constructs::patterns::{SourceCredentials, SourceCredentialsProps};
use cfn_stacks::codebuild_ci::{CodeBuildCi, Flavor, FlavorBuild, SecretVariable, codebuild_ci};

fn props() -> CodeBuildCi {
    let flavors = ["debian-python-3.12", "alpine-r-4.4"].map(Flavor::new).into();
    let build = FlavorBuild {
        secrets: vec![SecretVariable::new("DOCKER_PASSWORD", "Dockerhub", "AccessToken")],
        ..FlavorBuild::new(["./build.sh"])
    };
    CodeBuildCi::new("Containers", "https://github.com/acme/containers", flavors, build)
}

#[test]
fn everything_by_default() {
    snapshots::check("codebuild_ci", codebuild_ci(&props()));
}

#[test]
fn only_the_buildspecs_know_the_flavors() {
    let templates = |props: &CodeBuildCi| {
        let assembly = codebuild_ci(props).synth().expect("there is no problem");
        assembly.stacks.iter().map(|stack| stack.template.to_yaml()).collect::<Vec<_>>()
    };
    let mut other = props();
    other.flavors.push(Flavor::new("another"));
    assert_eq!(templates(&other), templates(&props()));
}

#[test]
fn a_new_flavor_adds_its_own_entries_and_changes_no_other() {
    let batch = |props: &CodeBuildCi| {
        let assembly = codebuild_ci(props).synth().expect("there is no problem");
        let file = assembly.files.iter().find(|file| file.path.ends_with("ci/buildspec.yaml"));
        file.expect("there is a batch").contents.clone()
    };
    let mut other = props();
    other.flavors.insert(0, Flavor::new("between"));
    let (before, after) = (batch(&props()), batch(&other));
    let added: Vec<&str> = after.lines().filter(|line| line.contains("between")).collect();
    assert_eq!(added.len(), 3);
    let entry = after.find("    - identifier: build_between").expect("the entry is there");
    let next = after[entry + 1..].find("    - identifier").expect("it stands in its place") + entry + 1;
    assert_eq!(format!("{}{}", &after[..entry], &after[next..]), before);
}

/// The messages for props that are changed by `change`.
fn problems(change: impl FnOnce(&mut CodeBuildCi)) -> Vec<String> {
    let mut props = props();
    change(&mut props);
    let problems = codebuild_ci(&props).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn flavors_are_told_apart_by_their_identifiers() {
    assert_eq!(
        problems(|props| props.flavors = ["a.1", "a-1"].map(Flavor::new).into()),
        ["the flavors `a.1` and `a-1` make the same build identifier, `build_a_1`"]
    );
    let long = "x".repeat(122);
    assert_eq!(
        problems(|props| props.flavors = vec![Flavor::new(&long)]),
        [format!("the flavor `{long}` has a name of 122 characters, 121 are allowed")]
    );
    assert_eq!(problems(|props| props.flavors.clear())[0], "there are no flavors, so there is nothing to build");
}

#[test]
fn bad_values_are_named() {
    assert_eq!(problems(|props| props.artifact_days = 0).len(), 2, "the CI and the nightly build share the number");
    assert_eq!(
        problems(|props| props.repository = "https://x:token@github.com/acme/containers".into())[0],
        "the repository `github.com/acme/containers` has credentials in it"
    );
    assert_eq!(problems(|props| props.nightly = Some("every night".into())), ["`every night` is no schedule"]);
    assert_eq!(problems(|props| props.project = "my project".into())[0], "`my project` is no name for a stack");
}

#[test]
fn an_account_has_one_set_of_credentials() {
    let mut second = Stack::new("Second");
    SourceCredentials::new(&mut second, "GitHub", SourceCredentialsProps::token_from_secret("other"));
    let problems = codebuild_ci(&props()).with(second).synth().expect_err("there are two");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].message, "an account has only one CodeBuild source credential for GITHUB in a region");
    assert!(problems[0].help.as_deref().is_some_and(|help| help.starts_with("`CodeBuildSourceCredentials/GitHub`")));
}
