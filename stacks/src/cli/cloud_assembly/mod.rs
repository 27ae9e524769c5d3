//! The cloud assembly: what the CDK's command line, and other tools beside it, read of an output folder.
//!
//! `manifest.json` lists the stacks. It refers to files that are there for people where these serve, and to what only
//! machines read in the folder `assembly`. `docs/cloud-assembly.md` shows it from the outside.

mod assets;
mod environments;
mod manifest;
mod metadata;
#[cfg(test)]
mod tests;
mod tree;

use std::path::{Path, PathBuf};

use cfn_constructs::StackArtifact;
use cfn_model::{Map, Value, emit};

use super::folder::File;
pub(super) use metadata::Told;

/// The file that makes a folder a cloud assembly.
pub(super) const MANIFEST: &str = "manifest.json";

/// The construct trees of the stacks.
const TREE: &str = "tree.json";

/// The folder of what only machines read.
const FOLDER: &str = "assembly";

/// The version of the schema. Tools refuse a higher major version than they know; from this one on, the CDK's command
/// line counts the stacks of nested assemblies among those of the app.
const VERSION: &str = "10.0.0";

/// A stack, with the file that its template was written to.
pub(super) struct Written<'a> {
    pub(super) stack: &'a StackArtifact,
    pub(super) template: &'a File,
    /// The template as JSON.
    json: String,
}

impl<'a> Written<'a> {
    pub(super) fn new(stack: &'a StackArtifact, template: &'a File) -> Self {
        Written { stack, template, json: stack.template.to_json() }
    }

    fn id(&self) -> &'a str {
        &self.stack.artifact_id
    }

    /// Where the CDK's command line finds the template, which it reads as JSON only.
    fn json_path(&self) -> PathBuf {
        match self.template.path.extension().is_some_and(|extension| extension == "json") {
            true => self.template.path.clone(),
            false => Path::new(FOLDER).join(format!("{}.template.json", self.id())),
        }
    }

    /// Where the list of its assets is.
    fn assets_path(&self) -> PathBuf {
        Path::new(FOLDER).join(format!("{}.assets.json", self.id()))
    }
}

/// The files of the assembly that has these stacks, the manifest first.
pub(super) fn files(told: Told<'_>, stacks: &[Written<'_>]) -> Vec<File> {
    let environments = environments::split(stacks);
    let main = manifest::main(told, &environments);
    let mut files = vec![json(MANIFEST.into(), main), json(TREE.into(), tree::document(stacks))];
    for (name, stacks) in &environments.nested {
        let path = environments::folder(name).join(MANIFEST);
        files.push(json(path, manifest::nested(told, stacks)));
    }
    for written in stacks {
        let path = written.json_path();
        if path != written.template.path {
            files.push(File { path, contents: written.json.clone().into_bytes() });
        }
        files.extend(assets::manifest(written).map(|manifest| json(written.assets_path(), manifest)));
    }
    files
}

fn json(path: PathBuf, value: Map) -> File {
    File { path, contents: emit::to_json(&Value::Map(value)).into_bytes() }
}

/// The path as it is written in JSON, whatever the system separates its steps with.
pub(super) fn slashed(path: &Path) -> String {
    path.iter().map(|step| step.to_string_lossy()).collect::<Vec<_>>().join("/")
}
