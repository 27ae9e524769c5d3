//! What a person sees who runs an app.

use std::path::Path;

use cfn_constructs::Stack;
use cfn_constructs::assets::Asset;
use cfn_constructs::services::{Bucket, BucketProps, Days};

use super::*;

pub(super) fn app(names: &[&str]) -> App {
    let stack = |name: &&str| {
        let mut stack = Stack::new(*name);
        Bucket::new(&mut stack, "Bucket", BucketProps::default());
        stack
    };
    App::new().with_all(names.iter().map(stack)).with_file("ci/buildspec.yaml", "version: 0.2\n")
}

/// Runs the app with its output in `folder`, and returns what it printed.
pub(super) fn run(app: App, folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let mut words: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    if !arguments.contains(&"list") {
        words.extend(["--out".into(), folder.into()]);
    }
    let mut out = Vec::new();
    program("app".into()).run(Some(app), words, &mut out, &mut io::sink())?;
    let printed = String::from_utf8(out).expect("it is text");
    Ok(printed.replace(&folder.display().to_string(), "OUT"))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

#[test]
fn synth_shows_what_it_wrote() {
    let out = folder();
    let printed = run(app(&["One", "Two"]), out.path(), &[]).expect("it can be written");
    let expected = "\
OUT
├── One.template.yaml    1.3 KiB  2 resources
├── Two.template.yaml    1.3 KiB  2 resources
├── ci/buildspec.yaml       13 B
└── manifest.json        1.7 KiB  cloud assembly
";
    assert_eq!(printed, expected);
    let buildspec = std::fs::read_to_string(out.path().join("ci/buildspec.yaml")).expect("it was written");
    assert_eq!(buildspec, "version: 0.2\n");
}

#[test]
fn an_index_leads_to_the_parts_of_an_app() {
    let out = folder();
    let mut one = Stack::new("One").description("Keeps | things.").account("111111111111").region("eu-west-1");
    Bucket::new(&mut one, "Bucket", BucketProps::default());
    let parts = || App::new().with_app("first", "What comes\nfirst.", app(&["Two"]));
    let printed = run(parts().with_app("second", "The other.", one.into()), out.path(), &["--format", "json"]);
    assert!(printed.expect("it can be written").contains("index.md           "));
    let index = std::fs::read_to_string(out.path().join("index.md")).expect("it was written");
    let expected = "\
# Index

## first

What comes first.

| stack | account | region | resources | what it is |
| --- | --- | --- | --- | --- |
| [Two](Two.template.json) | – | – | 2 |  |

- [first/ci/buildspec.yaml](first/ci/buildspec.yaml)

## second

The other.

| stack | account | region | resources | what it is |
| --- | --- | --- | --- | --- |
| [One](One.template.json) | 111111111111 | eu-west-1 | 2 | Keeps \\| things. |
";
    assert_eq!(index, expected);
    run(app(&["Two"]), out.path(), &[]).expect("it can be written");
    assert!(!out.path().join("index.md").exists(), "an app without parts has none");
}

#[test]
fn assets_are_written_once_and_only_for_the_stacks_that_need_them() {
    let stack = |name: &str, code: &str| {
        let mut stack = Stack::new(name);
        Bucket::new(&mut stack, "Bucket", BucketProps::default());
        stack.add_asset(&Asset::files([("index.py", code)]));
        stack
    };
    let app = || App::new().with_all([stack("One", "1"), stack("Two", "2"), stack("Three", "1")]);
    let zips = |out: &tempfile::TempDir| {
        let entries = std::fs::read_dir(out.path()).expect("the folder can be read");
        let names = entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with("asset.") && name.ends_with(".zip")).count()
    };
    let (all, some) = (folder(), folder());
    run(app(), all.path(), &[]).expect("it can be written");
    assert_eq!(zips(&all), 2);
    run(app(), some.path(), &["--stack", "T*"]).expect("it can be written");
    assert_eq!(zips(&some), 2);
    let printed = run(app(), folder().path(), &["--stack", "Two"]).expect("it can be written");
    assert_eq!(printed.matches("asset.").count(), 1, "{printed}");
}

#[test]
fn a_second_run_with_fewer_stacks_leaves_no_trace_of_the_others() {
    let out = folder();
    run(app(&["One", "Two"]), out.path(), &["--format", "json"]).expect("it can be written");
    run(app(&["One"]), out.path(), &["synth"]).expect("it can be written");
    for (file, there) in [("One.template.yaml", true), ("One.template.json", false), ("Two.template.json", false)] {
        assert_eq!(out.path().join(file).exists(), there, "{file}");
    }
}

#[test]
fn a_pattern_writes_some_stacks_and_keeps_the_rest() {
    let out = folder();
    run(app(&["One", "Two"]), out.path(), &[]).expect("it can be written");
    let printed = run(app(&["One", "Two"]), out.path(), &["--stack", "T*"]).expect("it can be written");
    assert!(printed.starts_with("OUT\n├── Two.template.yaml    1.3 KiB  2 resources\n└── manifest.json"), "{printed}");
    assert!(out.path().join("One.template.yaml").exists());
}

#[test]
fn list_writes_nothing() {
    let out = folder();
    let place = out.path().join("not-made");
    assert_eq!(run(app(&["One", "Two"]), &place, &["list"]).expect("there is no problem"), "One\nTwo\n");
    assert!(!place.exists());
}

#[test]
fn an_app_with_problems_writes_nothing() {
    let out = folder();
    let place = out.path().join("not-made");
    let mut stack = Stack::new("One");
    Bucket::new(&mut stack, "Bucket", BucketProps { expiry: Some(Days(0)), ..BucketProps::default() });
    let failure = run(App::new().with(stack), &place, &[]).expect_err("an expiry of 0 is an error");
    assert_eq!(failure.to_string(), "1 error found; nothing was written");
    assert!(!place.exists());
}

#[test]
fn a_pattern_that_matches_nothing_is_told_what_there_is() {
    let out = folder();
    let failure = run(app(&["One", "Two"]), out.path(), &["--stack", "Three"]).expect_err("there is no such stack");
    assert_eq!(failure.to_string(), "no stack matches `Three`; the stacks are One, Two");
    assert!(matches!(failure, Failure::Usage(_)));
}
