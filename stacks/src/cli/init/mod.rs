//! `init`: a project or a config file to begin with.

mod project;

use std::path::{Path, PathBuf};

use super::Failure;
use super::command::{Call, Command, JSON, Opt};
use super::config::System;
use super::folder::{self, File};
use cfn_model::{Map, Value, emit};

pub(super) static COMMAND: Command = Command {
    name: "init",
    about: "write a project in Rust, or a config file, to begin with",
    words: ("[DIR]", 1),
    options: &[
        Opt::text("system", "NAME", "begin with this ready-made system; `cfn-stacks schema` lists them"),
        Opt::flag("config", "write a config file of the system, with its schema, instead of a project"),
        JSON,
    ],
    details: "\
DIR is the folder to write to, by default the one that the command is run in. Files that are there are never written
over: where one is in the way, nothing is written.",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let folder = call.options.words().first().map(PathBuf::from).unwrap_or_default();
    let system = match call.options.text("system") {
        Some(name) => Some(System::named(name).ok_or_else(|| Failure::Usage(System::unknown(name)))?),
        None => None,
    };
    let (files, next) = match (call.options.has("config"), system) {
        (true, Some(system)) => config(system),
        (true, None) => {
            let message = "a config file describes a ready-made system; name one with --system";
            return Err(Failure::Usage(message.into()));
        }
        (false, system) => (project::files(&project::name(&folder)?, system), project::NEXT.to_owned()),
    };
    folder::create(&folder, &files).map_err(Failure::Io)?;
    let paths = files.iter().map(|file| folder.join(&file.path).display().to_string());
    let text = if call.options.has("json") {
        let paths: Vec<Value> = paths.map(Value::from).collect();
        emit::to_json(&Map::from([("files", Value::List(paths))]).into())
    } else {
        let lines: String = paths.map(|path| format!("{path}\n")).collect();
        format!("{lines}\n{next}\n")
    };
    call.print(&text)
}

/// The files of a config, and what to do with them.
fn config(system: &System) -> (Vec<File>, String) {
    let (name, schema) = (system.name, format!("{}.schema.json", system.name));
    let text = format!("# yaml-language-server: $schema=./{schema}\n{}", system.start);
    let file = |path: String, text: String| File { path: Path::new(&path).to_owned(), contents: text.into_bytes() };
    let files = vec![file(format!("{name}.yaml"), text), file(schema, format!("{:#}\n", system.schema()))];
    (files, format!("Next: `cfn-stacks synth --config {name}.yaml` writes the templates."))
}
