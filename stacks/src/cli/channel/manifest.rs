//! [`Manifest`]: what one release is, as it tells itself.

use std::fs;
use std::path::{Path, PathBuf};

use cfn_model::Value;

use super::super::Failure;
use super::super::aws::json;
use super::super::input::Input;

/// The name of a manifest's file.
const FILE: &str = "manifest.json";

/// The form of manifests that is understood.
const SCHEMA: i64 = 1;

/// The manifest of a release.
pub(super) struct Manifest {
    pub(super) channel: String,
    pub(super) name: String,
    /// When the release was finished, where that is known.
    pub(super) released: Option<String>,
    /// All that it says.
    pub(super) value: Value,
}

impl Manifest {
    /// Reads the text of a manifest. `file` is what problems call it.
    pub(super) fn parse(text: &str, file: &str) -> Result<Self, String> {
        let value = json(text).ok_or_else(|| format!("`{file}` is no JSON"))?;
        let field = |name: &str| value.at(name).and_then(Value::as_str).map(str::to_owned);
        match value.at("schema").and_then(Value::as_i64) {
            Some(SCHEMA) => {}
            Some(other) => {
                let message = "which this version does not know; take the one that released it";
                return Err(format!("`{file}` has the schema {other}, {message}"));
            }
            None => return Err(format!("`{file}` is no manifest of a release: it has no `schema`")),
        }
        let (Some(channel), Some(name)) = (field("channel"), field("name")) else {
            return Err(format!("`{file}` is no manifest of a release: it has no `channel` or no `name`"));
        };
        Ok(Manifest { channel, name, released: None, value })
    }

    /// All that it says, with when it was released.
    pub(super) fn to_value(&self) -> Value {
        let mut value = self.value.clone();
        if let (Value::Map(map), Some(released)) = (&mut value, &self.released) {
            map.insert("released", Value::from(released));
        }
        value
    }

    /// The text of a field. A dash where there is none.
    pub(super) fn text(&self, field: &str) -> &str {
        self.value.at(field).and_then(Value::as_str).unwrap_or("-")
    }
}

/// Reads one manifest, or all that are below a folder.
pub(super) fn read(path: &Path) -> Result<Vec<Manifest>, Failure> {
    if !path.is_dir() {
        let Input { name, text } = Input::read(path.as_os_str())?;
        return Manifest::parse(&text, &name).map(|manifest| vec![manifest]).map_err(Failure::Io);
    }
    let mut files = Vec::new();
    below(path, &mut files).map_err(|error| Failure::Io(format!("`{}` cannot be read: {error}", path.display())))?;
    files.sort();
    if files.is_empty() {
        let message = "holds no release: nowhere below it is a file `manifest.json`";
        return Err(Failure::Io(format!("`{}` {message}", path.display())));
    }
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for file in &files {
        let Input { name, text } = Input::read(file.as_os_str())?;
        match Manifest::parse(&text, &name) {
            Ok(manifest) => found.push(manifest),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(Failure::Io(problems.join("\nerror: "))) }
}

/// The manifests below a folder.
fn below(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A link may lead back to where it is.
        if entry.file_type()?.is_dir() {
            below(&entry.path(), found)?;
        } else if entry.file_name() == FILE {
            found.push(entry.path());
        }
    }
    Ok(())
}
