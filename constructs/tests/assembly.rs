//! What synthesis tells of each stack beside its template.

use cfn_constructs::services::{Bucket, BucketProps};
use cfn_constructs::{App, Assembly, DeploymentRoles, Stack};
use cfn_model::template::Section;

#[track_caller]
fn bucket(stack: &mut Stack, id: &str) -> Bucket {
    Bucket::new(stack, id, BucketProps::default())
}

fn synth(stacks: impl IntoIterator<Item = Stack>) -> Assembly {
    App::new().with_all(stacks).synth().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn a_construct_is_found_by_its_path_and_by_what_it_became() {
    let mut stack = Stack::new("S");
    let line = line!() + 1;
    stack.scope("Build", |stack| bucket(stack, "Artifacts"));
    let constructs = &synth([stack]).stacks[0].constructs;
    let node = constructs.at("S/Build/Artifacts/Resource").expect("it is there");
    assert_eq!(constructs.entry(node), Some((Section::Resources, "BuildArtifacts")));
    assert_eq!(constructs.find(Section::Resources, "BuildArtifacts"), Some(node));
    assert_eq!(constructs.location(node).line(), line);
    let scope = constructs.at("S/Build").expect("it is there");
    assert_eq!(constructs.entry(scope), None);
    for path in ["", "Build", "S/Bild", "T/Build"] {
        assert_eq!(constructs.at(path), None, "{path}");
    }
}

#[test]
fn a_stack_is_tagged_with_the_plain_tags_of_its_own_scope() {
    let mut stack = Stack::new("S");
    stack.tag("team", "release");
    stack.tag("region", cfn_model::functions::reference("AWS::Region"));
    stack.scope("Build", |stack| {
        stack.tag("part", "build");
        bucket(stack, "Artifacts");
    });
    let tags = &synth([stack]).stacks[0].tags;
    assert_eq!(tags.iter().collect::<Vec<_>>(), [(&"team".to_owned(), &"release".to_owned())]);
}

#[test]
fn stacks_of_one_name_are_told_apart_where_they_are_needed() {
    let copy = |region: &str| {
        let mut stack = Stack::new("Shared").account("111122223333").region(region);
        bucket(&mut stack, "Artifacts");
        stack
    };
    let [ireland, virginia] = [copy("eu-west-1"), copy("us-east-1")];
    let mut consumer = Stack::new("Consumer").account("111122223333").region("us-east-1");
    bucket(&mut consumer, "Own");
    consumer.deploy_after(&virginia);
    let assembly = synth([consumer, ireland, virginia]);
    let consumer = assembly.stacks.iter().find(|stack| stack.name == "Consumer").expect("it is there");
    assert_eq!(consumer.dependencies, ["Shared-111122223333-us-east-1"]);
}

#[test]
fn an_environment_is_an_account_and_a_region() {
    let mut stack = Stack::new("S").account("1234").region("../x");
    bucket(&mut stack, "B");
    let problems = App::new().with(stack).synth().expect_err("there are two problems");
    let messages: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(messages, ["`1234` is no account id", "`../x` is no region"]);
}

#[test]
fn roles_of_the_app_are_for_stacks_without_their_own() {
    let stack = |name: &str| {
        let mut stack = Stack::new(name);
        bucket(&mut stack, "B");
        stack
    };
    let own = DeploymentRoles::bootstrapped("own");
    let app = App::new().with(stack("A").deployment_roles(own.clone())).with(stack("B"));
    let shared = DeploymentRoles::bootstrapped("hnb659fds");
    let stacks = app.with_deployment_roles(&shared).with(stack("C")).synth().expect("there is no problem").stacks;
    let roles: Vec<_> = stacks.into_iter().map(|stack| stack.deployment_roles).collect();
    assert_eq!(roles, [Some(own), Some(shared.clone()), None]);
    assert_eq!(
        shared.deploy,
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-hnb659fds-deploy-role-${AWS::AccountId}-${AWS::Region}"
    );
}

#[test]
fn an_app_can_be_put_together_from_others() {
    let of = |name: &str| {
        let mut stack = Stack::new(name);
        bucket(&mut stack, "Bucket");
        App::from(stack).with_file("notes/read.me", name)
    };
    let mut later = Stack::new("Later");
    bucket(&mut later, "Bucket");
    let app =
        App::new().with_app("one", "The first.", of("First")).with_app("two", "The second.", of("Second").with(later));
    let assembly = app.synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let parts: Vec<_> = assembly.parts.iter().map(|part| (part.name.as_str(), part.stacks.join(" "))).collect();
    assert_eq!(parts, [("one", "First".to_owned()), ("two", "Second Later".to_owned())]);
    let files: Vec<_> = assembly.files.iter().map(|file| file.path.display().to_string()).collect();
    assert_eq!(files, ["one/notes/read.me", "two/notes/read.me"]);

    let problems = |app: App| -> Vec<String> {
        app.synth().err().unwrap_or_default().iter().map(|problem| problem.message.clone()).collect()
    };
    let twice = App::new().with_app("one", "", of("First")).with_app("one", "", of("Second"));
    assert_eq!(problems(twice), ["two parts of the app are named `one`"]);
    for name in ["", "..", "a/b", "-a"] {
        let message = format!("`{name}` is no name for a part of an app");
        assert_eq!(problems(App::new().with_app(name, "", of("First"))), [message]);
    }
    let same = App::new().with_app("one", "", of("First")).with_app("two", "", of("First"));
    assert_eq!(problems(same), ["two stacks are named `First`"]);
}
