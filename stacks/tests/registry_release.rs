//! The release train as a configuration file.
#![cfg(feature = "registry-release")]

use std::io::Write;

use cfn_stacks::registry_release::{
    Accounts, Extension, Language, Namespace, RegistryRelease, TrainSource, read_train, registry_release,
};

const SMALLEST: &str = "\
name: Registry
accounts: {ci: '111111111111', beta: '222222222222', prod: '333333333333'}
region: eu-central-1
source: {type: webhook, secret: registry/webhook}
namespaces:
  - name: Acme
    repository: acme/extensions
    extensions:
      - {type_name: 'Acme::Storage::Shelf', path: shelf, language: python}
";

fn train() -> RegistryRelease {
    let shelf = Extension::new("Acme::Storage::Shelf", "shelf", Language::Python);
    RegistryRelease::new(
        "Registry",
        Accounts::new("111111111111", "222222222222", "333333333333"),
        "eu-central-1",
        TrainSource::webhook("registry/webhook"),
        [Namespace::new("Acme", "acme/extensions", [shelf])],
    )
}

#[test]
fn a_file_says_what_a_program_would() {
    assert_eq!(serde_yaml::from_str::<RegistryRelease>(SMALLEST).expect("the file is good"), train());
}

#[test]
fn a_train_survives_being_written() {
    let mut train = train();
    train.namespaces[0].extensions[0] = train.namespaces[0].extensions[0].clone().allow(["s3:GetObject"], ["arn:x"]);
    let text = serde_yaml::to_string(&train).expect("a train can be written");
    assert_eq!(serde_yaml::from_str::<RegistryRelease>(&text).expect("what was written is good"), train);
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_place() {
    let mut file = tempfile::NamedTempFile::new().expect("there is room for a file");
    let misspelt = SMALLEST.replace("language: python", "languages: python");
    file.write_all(misspelt.as_bytes()).expect("the file can be written");
    let problems = read_train(file.path()).expect_err("a key is misspelt");
    assert!(problems[0].message.contains("unknown field `languages`"), "{}", problems[0].message);
    assert_eq!(problems[0].location.as_ref().map(|place| place.line), Some(9));

    let missing = read_train(std::path::Path::new("no-such-file.yaml")).expect_err("it is not there");
    assert!(missing[0].message.starts_with("the configuration file `no-such-file.yaml` cannot be read"));
}

#[test]
fn problems_point_at_the_program_that_describes_the_train() {
    let mut train = train();
    let named = |name: &str| {
        let thing = Extension::new(format!("{name}::Storage::Thing"), "thing", Language::Python);
        Namespace::new(name, format!("acme/{name}"), [thing.allow(["s3:GetObjects"], ["arn:aws:s3:::things/*"])])
    };
    // Each is described on a thread of its own, and none of them has such an action.
    train.namespaces = vec![named("One"), named("Two"), named("Three")];
    let line = line!() + 1;
    let assembly = registry_release(&train).synth().expect("there are only warnings");
    assert!(assembly.diagnostics.len() >= 3, "{:?}", assembly.diagnostics);
    for problem in &assembly.diagnostics {
        let place = problem.location.as_ref().expect("it has a place");
        assert_eq!((&*place.file, place.line), (file!(), line), "{problem}");
    }
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_knows_what_is_required() {
    let schema = schemars::schema_for!(RegistryRelease);
    let required = schema.get("required").and_then(|required| required.as_array()).expect("something is required");
    let required: Vec<&str> = required.iter().filter_map(|key| key.as_str()).collect();
    assert_eq!(required, ["name", "accounts", "region", "namespaces", "source"]);
}
