//! `synth`: the templates and files of the app, written to a folder.

use std::io::Write;
use std::path::PathBuf;

use cfn_constructs::{Assembly, StackArtifact};
use cfn_model::template::Section;

use super::arguments::{Arguments, Format};
use super::folder::{self, File};
use super::{Failure, broken_output};

pub(super) fn run(assembly: &Assembly, arguments: &Arguments, out: &mut dyn Write) -> Result<(), Failure> {
    let stacks = selected(assembly, arguments)?;
    let format = arguments.template_format().map_err(Failure::Usage)?;
    let mut rows = Vec::new();
    let mut files = Vec::new();
    let mut needed = Vec::new();
    for stack in stacks {
        let (extension, contents) = match format {
            Format::Yaml => ("yaml", stack.template.to_yaml()),
            Format::Json => ("json", stack.template.to_json()),
        };
        let resources = stack.template.section(Section::Resources).map_or(0, |resources| resources.len());
        let path = PathBuf::from(format!("{}.template.{extension}", stack.artifact_id));
        let note = if resources == 1 { "1 resource".to_owned() } else { format!("{resources} resources") };
        rows.push((path.clone(), contents.len(), note));
        files.push(File { path, contents: contents.into_bytes() });
        needed.extend(stack.assets.iter().map(|asset| &asset.path));
    }
    for asset in assembly.assets.iter().filter(|asset| needed.contains(&&asset.path)) {
        rows.push((asset.path.clone(), asset.contents.len(), String::new()));
        files.push(File { path: asset.path.clone(), contents: asset.contents.to_vec() });
    }
    if arguments.stacks.is_empty() {
        for file in &assembly.files {
            rows.push((file.path.clone(), file.contents.len(), String::new()));
            files.push(File { path: file.path.clone(), contents: file.contents.clone().into_bytes() });
        }
    }
    let keep_others = !arguments.stacks.is_empty();
    folder::write(&arguments.out, &files, keep_others).map_err(Failure::Io)?;
    print_tree(arguments, &rows, out).map_err(broken_output)
}

/// The stacks that are asked for, in the order of their deployment.
pub(super) fn selected<'a>(assembly: &'a Assembly, arguments: &Arguments) -> Result<Vec<&'a StackArtifact>, Failure> {
    let stacks: Vec<&StackArtifact> = assembly.stacks.iter().filter(|stack| arguments.wants(&stack.name)).collect();
    if stacks.is_empty() && !arguments.stacks.is_empty() {
        let names: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name.as_str()).collect();
        return Err(Failure::Usage(format!(
            "no stack matches `{}`; the stacks are {}",
            arguments.stacks.join("`, `"),
            names.join(", ")
        )));
    }
    Ok(stacks)
}

fn print_tree(arguments: &Arguments, rows: &[(PathBuf, usize, String)], out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}", arguments.out.display())?;
    let width = rows.iter().map(|(path, ..)| path.as_os_str().len()).max().unwrap_or(0);
    for (index, (path, size, note)) in rows.iter().enumerate() {
        let branch = if index + 1 == rows.len() { "└──" } else { "├──" };
        let line = format!("{branch} {:width$}  {:>9}  {note}", path.display(), bytes(*size));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn bytes(size: usize) -> String {
    match size {
        0..1024 => format!("{size} B"),
        _ => {
            let tenths = (size * 10).div_ceil(1024);
            format!("{}.{} KiB", tenths / 10, tenths % 10)
        }
    }
}
