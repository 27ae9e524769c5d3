//! Flavors: the variants of a product that a batch builds, one folder each.

use std::fs;
use std::path::Path;

use cfn_constructs::buildspec::Identifier;
use cfn_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// What the identifier of a flavor's build begins with.
const PREFIX: &str = "build_";

/// The longest name whose identifier CodeBuild takes whole.
const LONGEST_NAME: usize = Identifier::MAX_LENGTH - PREFIX.len();

/// One variant of the product.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Flavor {
    /// Its name, which is the name of its folder.
    pub name: String,
}

impl Flavor {
    /// The flavor of that name.
    pub fn new(name: impl Into<String>) -> Self {
        Flavor { name: name.into() }
    }

    /// How the batch names the build of this flavor.
    pub fn identifier(&self) -> Identifier {
        Identifier::from_name(&format!("{PREFIX}{}", self.name))
    }
}

/// The flavors of a folder: the names of the folders in it, sorted. Files and hidden folders are passed over.
///
/// # Errors
///
/// The folder is missing, is none, cannot be read, or holds no flavor, or a flavor's name is not UTF-8.
pub fn read_flavors(folder: &Path) -> Result<Vec<Flavor>, Vec<Diagnostic>> {
    let shown = folder.display();
    let entries = fs::read_dir(folder).map_err(|error| {
        let example = "name a folder that holds one folder for each flavor";
        vec![match error.kind() {
            std::io::ErrorKind::NotFound => problem(format!("there is no flavors folder `{shown}`"), example),
            std::io::ErrorKind::NotADirectory => problem(format!("`{shown}` is a file, not a flavors folder"), example),
            _ => problem(format!("the flavors folder `{shown}` cannot be read: {error}"), "check its rights"),
        }]
    })?;
    let mut flavors = Vec::new();
    let mut problems = Vec::new();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let message = format!("the flavors folder `{shown}` cannot be read: {error}");
                problems.push(problem(message, "check its rights"));
                continue;
            }
        };
        // Follows links, so that a flavor may be kept elsewhere.
        if !entry.path().is_dir() {
            continue;
        }
        match entry.file_name().into_string() {
            Ok(name) if name.starts_with('.') => {}
            Ok(name) => flavors.push(Flavor { name }),
            Err(name) => problems.push(problem(
                format!("the name of the flavor `{}` is not UTF-8", name.display()),
                "rename its folder with letters, digits, `-`, `_` and `.`",
            )),
        }
    }
    if flavors.is_empty() && problems.is_empty() {
        let message = format!("the flavors folder `{shown}` holds no folder, so there is nothing to build");
        problems.push(problem(message, "make one folder for each flavor in it"));
    }
    if problems.is_empty() {
        // The order of a folder is the file system's; ours is not.
        flavors.sort();
        Ok(flavors)
    } else {
        Err(problems)
    }
}

/// What is wrong with the flavors as a set: there are none, names are too long, identifiers meet.
pub(super) fn check(flavors: &[Flavor]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if flavors.is_empty() {
        let message = "there are no flavors, so there is nothing to build".to_owned();
        problems.push(problem(message, "name at least one flavor"));
    }
    for (index, flavor) in flavors.iter().enumerate() {
        let (name, length) = (&flavor.name, flavor.name.chars().count());
        if length > LONGEST_NAME {
            let message = format!("the flavor `{name}` has a name of {length} characters, {LONGEST_NAME} are allowed");
            problems.push(problem(message, "rename its folder; the name becomes the identifier of a build"));
        }
        let identifier = flavor.identifier();
        if let Some(other) = flavors[..index].iter().find(|other| other.identifier() == identifier) {
            let other = &other.name;
            let message = format!("the flavors `{other}` and `{name}` make the same build identifier, `{identifier}`");
            problems.push(problem(message, "rename one of the folders; all but letters and digits becomes `_`"));
        }
    }
    problems
}

fn problem(message: String, help: &str) -> Diagnostic {
    Diagnostic::error("flavors", message).help(help)
}
