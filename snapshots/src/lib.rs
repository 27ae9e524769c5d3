//! Holds what apps emit against committed files.
//!
//! Each app has a folder beside `src`, with one file for each of its templates and other files, as
//! text that reads as what it is. `INSTA_UPDATE=always cargo test -p snapshots` accepts what changed.

mod policies;

use std::collections::BTreeSet;
use std::path::Path;

use cfn_constructs::App;

pub use policies::assert_narrow;

/// Asserts that the app emits just what the folder of that name holds.
///
/// # Panics
///
/// The app has problems, something differs, or the folder holds a file that the app no longer emits.
pub fn check(folder: &str, app: App) {
    let assembly = app.synth().unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", problems.join("\n\n"))
    });
    let templates =
        assembly.stacks.iter().map(|stack| (format!("{}.template.yaml", stack.artifact_id), stack.template.to_yaml()));
    // A snapshot is one file, so that the folders of a path become part of its name.
    let files = assembly.files.iter().map(|file| {
        let steps: Vec<_> = file.path.iter().map(|step| step.to_string_lossy()).collect();
        (steps.join("__"), file.contents.clone())
    });

    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&place);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut names = BTreeSet::new();
    for (name, contents) in templates.chain(files) {
        settings.bind(|| insta::assert_snapshot!(name.as_str(), contents));
        names.insert(format!("{name}.snap"));
    }
    let present: BTreeSet<String> = std::fs::read_dir(&place)
        .expect("the folder of the snapshots can be read")
        .map(|entry| entry.expect("its entries can be read").file_name().to_string_lossy().into_owned())
        .collect();
    let left_over: Vec<&String> = present.difference(&names).collect();
    assert!(left_over.is_empty(), "snapshots/{folder} holds what is no longer emitted, remove it: {left_over:?}");
}
