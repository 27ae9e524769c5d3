//! Real templates, where there are some: in the folder that `CFN_CORPUS` names, or in `shared/corpus`
//! beside the workspace.
#![expect(clippy::print_stderr, reason = "a skipped test must be seen")]

use std::path::{Path, PathBuf};

use cfn_model::parse::{self, Limits};
use cfn_model::{Template, emit};

fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = std::env::var_os("CFN_CORPUS").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no templates in {}; name a folder of some in CFN_CORPUS", folder.display());
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "yaml" || kind == "yml" || kind == "json") {
            found.push(path);
        }
    }
}

#[test]
fn real_templates_are_read_and_come_back() {
    let Some(folder) = corpus() else { return };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    assert!(!paths.is_empty(), "no templates in {}", folder.display());
    for path in paths {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let document =
            parse::template(&text, name.clone(), &Limits::default()).unwrap_or_else(|problems| panic!("{problems:?}"));
        let again = |text: &str| {
            parse::template(text, "", &Limits::default()).unwrap_or_else(|problems| panic!("{name}: {problems:?}"))
        };
        let yaml = emit::to_yaml(&document.value);
        assert!(again(&yaml).value == document.value, "{name} changes as YAML");
        // Numbers of YAML become numbers of JSON, once.
        let json = emit::to_json(&document.value);
        assert_eq!(emit::to_json(&again(&json).value), json, "{name}");
        let mut nodes = 0;
        document.value.walk(&mut |_| nodes += 1);
        assert_eq!(document.places.len(), nodes, "{name}");
        if let Err(problems) = Template::parse(&text, name.clone()) {
            panic!("{name} is no template: {problems:?}");
        }
    }
}
