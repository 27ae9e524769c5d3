//! Props of the ready-made systems as configuration files.

use cfn_stacks::codebuild_ci::{CodeBuildCi, Flavor, FlavorBuild};

const SMALLEST: &str = "\
project: Containers
repository: https://github.com/acme/containers
flavors: [debian, alpine]
build:
  build: [./build.sh]
";

#[test]
fn a_file_says_what_a_program_would() {
    let from_file: CodeBuildCi = serde_yaml::from_str(SMALLEST).expect("the file is good");
    let flavors = ["debian", "alpine"].map(Flavor::new).into();
    let build = FlavorBuild::new(["./build.sh"]);
    assert_eq!(from_file, CodeBuildCi::new("Containers", "https://github.com/acme/containers", flavors, build));
}

#[test]
fn props_survive_being_written() {
    let props: CodeBuildCi = serde_yaml::from_str(SMALLEST).expect("the file is good");
    let text = serde_yaml::to_string(&props).expect("props can be written");
    assert_eq!(serde_yaml::from_str::<CodeBuildCi>(&text).expect("what was written is good"), props);
}

#[test]
fn a_key_that_is_not_known_is_named() {
    let error = serde_yaml::from_str::<CodeBuildCi>(&format!("{SMALLEST}flavours: []\n")).expect_err("it is misspelt");
    assert!(error.to_string().contains("unknown field `flavours`"), "{error}");
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_knows_what_is_required() {
    let schema = schemars::schema_for!(CodeBuildCi);
    let required = schema.get("required").and_then(|required| required.as_array()).expect("something is required");
    let required: Vec<&str> = required.iter().filter_map(|key| key.as_str()).collect();
    assert_eq!(required, ["project", "repository", "flavors", "build"]);
    assert_eq!(schema.get("additionalProperties").and_then(|allowed| allowed.as_bool()), Some(false));
}
