//! Every check has a template with its mistake and a near one without: `fixtures/CODE/bad.yaml` and `good.yaml`.

use std::fs;
use std::path::{Path, PathBuf};

use cfn_checks::{Options, check, checks};
use cfn_model::Template;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The codes of what is found in a fixture.
fn found(path: &Path) -> Vec<&'static str> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    let read = Template::parse(&text, "").unwrap_or_else(|problems| panic!("{}: {problems:?}", path.display()));
    let mut options = Options::default();
    // The source that the builds of the fixtures run in.
    options.files = Some(vec!["buildspec.yml".to_owned()]);
    check(&read.template, &options).iter().map(|finding| finding.check.code).collect()
}

#[test]
fn the_mistake_is_found_and_its_neighbour_is_not() {
    let mut wrong = Vec::new();
    for check in checks() {
        let folder = folder().join(check.code);
        if !found(&folder.join("bad.yaml")).contains(&check.code) {
            wrong.push(format!("{}: bad.yaml has no such finding", check.code));
        }
        let good = found(&folder.join("good.yaml"));
        if !good.is_empty() {
            wrong.push(format!("{}: good.yaml has {good:?}", check.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_are_used_once_and_fixtures_have_a_check() {
    let codes: Vec<&str> = checks().map(|check| check.code).collect();
    for (index, code) in codes.iter().enumerate() {
        assert!(!codes[..index].contains(code), "`{code}` is the code of two checks");
    }
    for entry in fs::read_dir(folder()).expect("the folder of the fixtures") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(codes.contains(&name.as_str()), "there is no check `{name}`");
    }
}
