//! `index.md`: what an app that is put together from others is made of, for people.

use std::fmt::Write;

use cfn_constructs::{Assembly, AssemblyPart, StackArtifact};
use cfn_model::template::Section;

use super::cloud_assembly::slashed;
use super::folder::File;

/// The file, where the app has parts. `templates` are the files of the stacks.
pub(super) fn file(assembly: &Assembly, templates: &[(&StackArtifact, &File)]) -> Option<File> {
    if assembly.parts.is_empty() {
        return None;
    }
    let mut text = String::from("# Index\n");
    for part in &assembly.parts {
        // Writing to a text does not fail.
        let _ = write!(text, "\n## {}\n\n{}\n", part.name, cell(&part.about));
        stacks(&mut text, part, templates);
        files(&mut text, assembly, part);
    }
    Some(File { path: "index.md".into(), contents: text.into_bytes() })
}

fn stacks(text: &mut String, part: &AssemblyPart, templates: &[(&StackArtifact, &File)]) {
    let own: Vec<_> = templates.iter().filter(|(stack, _)| part.stacks.contains(&stack.artifact_id)).collect();
    if own.is_empty() {
        return;
    }
    text.push_str("\n| stack | account | region | resources | what it is |\n| --- | --- | --- | --- | --- |\n");
    for (stack, file) in own {
        let place = |place: &Option<String>| place.clone().unwrap_or_else(|| "–".into());
        let (account, region) = (place(&stack.environment.account), place(&stack.environment.region));
        let resources = stack.template.section(Section::Resources).map_or(0, |resources| resources.len());
        let about = stack.template.description().unwrap_or_default();
        let _ = writeln!(
            text,
            "| [{}]({}) | {account} | {region} | {resources} | {} |",
            stack.name,
            slashed(&file.path),
            cell(about)
        );
    }
}

fn files(text: &mut String, assembly: &Assembly, part: &AssemblyPart) {
    let own: Vec<_> = assembly.files.iter().filter(|file| file.path.starts_with(&part.name)).collect();
    if !own.is_empty() {
        text.push('\n');
    }
    for file in own {
        let path = slashed(&file.path);
        let _ = writeln!(text, "- [{path}]({path})");
    }
}

/// The text as it may stand in a cell of a table, on one line.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
