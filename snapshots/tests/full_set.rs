//! All five systems in one app: an example. Each of them is held by tests of its own.

use std::collections::BTreeSet;

#[expect(dead_code, reason = "a test has a main function of its own")]
#[path = "../../examples/full_set/main.rs"]
mod full_set;

#[test]
fn the_five_systems_go_together() {
    // The examples read what is beside them, from the folder that cargo runs them in.
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).expect("the workspace is there");
    let assembly = full_set::app().synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let parts: Vec<&str> = assembly.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(parts, ["registry-release", "ami-release", "codebuild-ci", "pipelines-tour", "image-promotion"]);
    let told: Vec<&String> = assembly.parts.iter().flat_map(|part| &part.stacks).collect();
    let stacks: BTreeSet<&String> = assembly.stacks.iter().map(|stack| &stack.artifact_id).collect();
    assert_eq!(told.len(), stacks.len(), "each stack is told once");
    assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), stacks);
    for part in &assembly.parts[..4] {
        assert!(assembly.files.iter().any(|file| file.path.starts_with(&part.name)), "{}", part.name);
    }
    let undescribed = assembly.stacks.iter().filter(|stack| stack.template.description().is_none());
    let undescribed: Vec<&str> = undescribed.map(|stack| stack.name.as_str()).collect();
    assert!(undescribed.is_empty(), "{undescribed:?}");
}
