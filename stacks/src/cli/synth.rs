//! `synth`: the templates and files of the app, written to a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cfn_constructs::{Assembly, StackArtifact};
use cfn_model::template::Section;
use cfn_model::{Map, Value, emit};

use super::Failure;
use super::cloud_assembly::{self, MANIFEST, Told, Written};
use super::command::{Call, Command, DENY, JSON, NO_WORDS, Opt, STACK};
use super::folder::{self, File};
use super::index;

pub(super) static COMMAND: Command = Command {
    name: "synth",
    about: "write the templates and files of the app",
    words: NO_WORDS,
    options: &[
        Opt::path("out", "DIR", "the folder to write to [default: cfn.out]").short('o'),
        Opt::one("format", "FORMAT", Format::NAMES, "how templates are written: yaml or json [default: yaml]"),
        STACK,
        DENY,
        JSON,
    ],
    details: "\
What an earlier run wrote to the folder and this one does not is removed; what is not ours is never touched. With
--stack, what earlier runs wrote stays, and of the files of the app only those that these stacks need are written.

The folder is a cloud assembly, which the CDK's command line deploys: `cdk deploy --app DIR --all`.",
    run,
};

/// How templates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Json,
}

impl Format {
    pub(super) const NAMES: &[&str] = &["yaml", "json"];

    /// The format of that name, which is one of [`Self::NAMES`].
    pub(super) fn named(name: &str) -> Self {
        if name == "json" { Format::Json } else { Format::Yaml }
    }
}

/// A file that is written, and what is said of it.
struct Output {
    file: File,
    about: About,
}

/// What a file is.
#[derive(Clone, Copy, PartialEq)]
enum About {
    /// A template with so many resources.
    Template(usize),
    /// A file of the app, or one that is uploaded for its stacks.
    File,
    /// What leads people to all the others.
    Index,
    /// What leads tools to all the others.
    Manifest,
    /// What only tools read.
    Assembly,
}

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let assembly = call.assembly()?;
    let folder = call.options.path("out").unwrap_or_else(|| PathBuf::from("cfn.out"));
    let format = call.options.text("format").map_or(Format::Yaml, Format::named);
    let some = call.options.has("stack");
    let told = Told { diagnostics: &assembly.diagnostics, traces: call.is_program() };
    let outputs = outputs(&assembly, told, &call.selected(&assembly)?, format, !some);
    check_paths(&outputs)?;
    folder::write(&folder, outputs.iter().map(|output| &output.file), some).map_err(Failure::Io)?;
    let text = if call.options.has("json") { json(&folder, &outputs) } else { tree(&folder, &outputs) };
    call.print(&text)
}

/// The files that stand for the stacks: their templates, their assets, the cloud assembly of them and, where all
/// stacks are written, the other files of the app.
fn outputs(assembly: &Assembly, told: Told<'_>, stacks: &[&StackArtifact], format: Format, all: bool) -> Vec<Output> {
    let templates: Vec<File> = stacks.iter().map(|stack| template(stack, format)).collect();
    let written: Vec<Written<'_>> =
        stacks.iter().zip(&templates).map(|(stack, template)| Written::new(stack, template)).collect();
    let machines = cloud_assembly::files(told, &written);
    let indexed: Vec<(&StackArtifact, &File)> = stacks.iter().copied().zip(&templates).collect();
    let index = if all { index::file(assembly, &indexed) } else { None };

    let needed = |path: &PathBuf| stacks.iter().any(|stack| stack.assets.iter().any(|asset| asset.path == *path));
    let assets = assembly.assets.iter().filter(|asset| needed(&asset.path));
    let assets = assets.map(|asset| File { path: asset.path.clone(), contents: asset.contents.to_vec() });
    let files = assembly.files.iter().filter(|_| all);
    let files = files.map(|file| File { path: file.path.clone(), contents: file.contents.clone().into_bytes() });

    let templates = templates.into_iter().zip(stacks).map(|(file, stack)| {
        let resources = stack.template.section(Section::Resources).map_or(0, |resources| resources.len());
        Output { file, about: About::Template(resources) }
    });
    let machines = machines.into_iter().map(|file| {
        let about = if file.path == Path::new(MANIFEST) { About::Manifest } else { About::Assembly };
        Output { file, about }
    });
    let files = assets.chain(files).map(|file| Output { file, about: About::File });
    let index = index.into_iter().map(|file| Output { file, about: About::Index });
    templates.chain(files).chain(index).chain(machines).collect()
}

/// Refuses a file of the app that has the path of another one.
fn check_paths(outputs: &[Output]) -> Result<(), Failure> {
    let mut paths = BTreeSet::new();
    match outputs.iter().find(|output| !paths.insert(&output.file.path)) {
        None => Ok(()),
        Some(Output { file, .. }) => Err(Failure::Refused(format!(
            "a file of the app has the path `{}`, which is that of a template or of the cloud assembly; give the file \
             another one; nothing was written",
            file.path.display()
        ))),
    }
}

fn template(stack: &StackArtifact, format: Format) -> File {
    let (extension, contents) = match format {
        Format::Yaml => ("yaml", stack.template.to_yaml()),
        Format::Json => ("json", stack.template.to_json()),
    };
    let path = PathBuf::from(format!("{}.template.{extension}", stack.artifact_id));
    File { path, contents: contents.into_bytes() }
}

fn json(folder: &Path, outputs: &[Output]) -> String {
    let files = outputs.iter().map(|Output { file, about }| {
        let resources = if let About::Template(resources) = about { Some(*resources) } else { None };
        Value::from(Map::from([
            ("path", Value::from(file.path.display().to_string())),
            ("bytes", file.contents.len().into()),
            ("resources", resources.into()),
        ]))
    });
    let files = Value::List(files.collect());
    emit::to_json(&Map::from([("out", Value::from(folder.display().to_string())), ("files", files)]).into())
}

/// What is there for people. Of the files that only tools read, the manifest stands for all.
fn tree(folder: &Path, outputs: &[Output]) -> String {
    let outputs: Vec<&Output> = outputs.iter().filter(|output| output.about != About::Assembly).collect();
    let mut text = format!("{}\n", folder.display());
    let width = outputs.iter().map(|output| output.file.path.as_os_str().len()).max().unwrap_or(0);
    for (index, Output { file, about }) in outputs.iter().enumerate() {
        let branch = if index + 1 == outputs.len() { "└──" } else { "├──" };
        let note = match about {
            About::Template(resources) => super::words(*resources, "resource"),
            About::Index => "index".into(),
            About::Manifest => "cloud assembly".into(),
            About::File | About::Assembly => String::new(),
        };
        let line = format!("{branch} {:width$}  {:>9}  {note}", file.path.display(), bytes(file.contents.len()));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
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
