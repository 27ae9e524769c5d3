//! [`Asset`]: files that are uploaded before a stack is deployed, such as the code of functions.
//!
//! An asset is one zip file, named by the hash of what is in it: the same files make the same name
//! and the same bytes on every machine, so that what has not changed is neither uploaded nor
//! deployed again. Times, permissions and the order of folders leave no trace.

mod archive;
mod folder;
mod pattern;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use cfn_model::Diagnostic;

/// What names a text: 64 hexadecimal digits.
#[cfg(feature = "cloudformation")]
pub(crate) fn hash_of_text(text: &str) -> String {
    archive::hash(&Contents::Archive(text.as_bytes().into()))
}

/// Files that a stack needs at deployment, as one zip file.
///
/// What is wrong with them is reported by the stack that they are added to.
#[derive(Clone)]
pub struct Asset {
    contents: Contents,
    problems: Vec<Diagnostic>,
}

#[derive(Clone)]
enum Contents {
    /// Files by their path in the archive, whose steps are joined by slashes.
    Files(BTreeMap<String, Arc<[u8]>>),
    /// An archive that was made by somebody else.
    Archive(Arc<[u8]>),
}

impl Asset {
    /// Files that the program holds itself: paths, whose steps are joined by slashes, and contents.
    ///
    /// With `include_str!` a library carries the code of its functions, and needs no folder at run time.
    pub fn files<P: Into<String>, C: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, C)>) -> Self {
        let mut asset = Asset { contents: Contents::Files(BTreeMap::new()), problems: Vec::new() };
        for (path, contents) in files {
            asset.add(path.into(), contents.into());
        }
        asset.not_empty("no files were given")
    }

    /// All files below a folder, as they are: nothing is compiled, installed or left out.
    ///
    /// A relative path is taken from where the program runs;
    /// `concat!(env!("CARGO_MANIFEST_DIR"), "/function")` names a folder of the program's own package.
    pub fn folder(path: impl AsRef<Path>) -> Self {
        Asset::folder_without(path, &[])
    }

    /// All files below a folder but those that match one of the patterns.
    ///
    /// A pattern without a slash is compared with the names of files and folders at any depth, one
    /// with a slash with their path from the folder. `*` stands for any characters of a name, `?`
    /// for one, and `**` for any number of folders. What is below a folder that matches is left out too.
    pub fn folder_without(path: impl AsRef<Path>, patterns: &[&str]) -> Self {
        let mut asset = Asset { contents: Contents::Files(BTreeMap::new()), problems: Vec::new() };
        folder::read(path.as_ref(), patterns, &mut asset);
        asset.not_empty(&format!("the folder `{}` holds no file that is not left out", path.as_ref().display()))
    }

    /// One file. A `.zip` or `.jar` is taken as the archive that it is; any other becomes the only file of one.
    pub fn file(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let mut asset = Asset { contents: Contents::Files(BTreeMap::new()), problems: Vec::new() };
        match std::fs::read(path) {
            Ok(contents) if path.extension().is_some_and(|extension| extension == "zip" || extension == "jar") => {
                asset.contents = Contents::Archive(contents.into());
            }
            Ok(contents) => match path.file_name().and_then(|name| name.to_str()) {
                Some(name) => asset.add(name.to_owned(), contents),
                None => asset.report(format!("the name of `{}` is not UTF-8", path.display()), "rename the file"),
            },
            Err(error) => asset.report(
                format!("the file `{}` cannot be read: {error}", path.display()),
                "give the path of a file, absolute or from where the program runs",
            ),
        }
        asset
    }

    /// What names the asset: 64 hexadecimal digits that depend on the files and on nothing else.
    pub fn hash(&self) -> String {
        archive::hash(&self.contents)
    }

    /// How many bytes the files have together, unpacked. `None` for an archive that was made elsewhere.
    pub fn unpacked_size(&self) -> Option<usize> {
        match &self.contents {
            Contents::Files(files) => Some(files.values().map(|contents| contents.len()).sum()),
            Contents::Archive(_) => None,
        }
    }

    /// Whether there is a file at that path. `None` for an archive that was made elsewhere.
    pub fn has_file(&self, path: &str) -> Option<bool> {
        match &self.contents {
            Contents::Files(files) => Some(files.contains_key(path)),
            Contents::Archive(_) => None,
        }
    }

    /// The zip file.
    pub fn to_zip(&self) -> Arc<[u8]> {
        match &self.contents {
            Contents::Files(files) => archive::zip(files).into(),
            Contents::Archive(bytes) => Arc::clone(bytes),
        }
    }

    pub(crate) fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    fn add(&mut self, path: String, contents: Vec<u8>) {
        let Contents::Files(files) = &mut self.contents else { return };
        let steps_are_names = path.split('/').all(|step| !matches!(step, "" | "." | ".."));
        if !steps_are_names || path.contains('\\') || path.len() > usize::from(u16::MAX) {
            self.report(format!("`{path}` is no path in an archive"), "join names by single slashes, without `..`");
        } else if files.insert(path.clone(), contents.into()).is_some() {
            self.report(format!("two files have the path `{path}`"), "give one of them another path");
        }
    }

    fn not_empty(mut self, otherwise: &str) -> Self {
        if matches!(&self.contents, Contents::Files(files) if files.is_empty()) && self.problems.is_empty() {
            self.report(otherwise, "an asset has at least one file");
        }
        self
    }

    fn report(&mut self, message: impl Into<String>, help: &str) {
        self.problems.push(Diagnostic::error("asset", message).help(help));
    }
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Asset");
        match &self.contents {
            Contents::Files(files) => shown.field("files", &files.keys()),
            Contents::Archive(bytes) => shown.field("bytes", &bytes.len()),
        };
        shown.finish_non_exhaustive()
    }
}

impl PartialEq for Asset {
    /// Two assets are equal when they hold the same.
    fn eq(&self, other: &Self) -> bool {
        self.problems == other.problems && self.hash() == other.hash()
    }
}

#[cfg(test)]
mod tests;
