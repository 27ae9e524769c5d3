//! An output folder that holds just what was written to it last.
//!
//! All files are written beside their places before the first one is put in its place, so that a
//! full disk or a missing right leaves the folder as it was. What an earlier run wrote and this one
//! does not is removed; what neither wrote is not touched.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

/// What the folder was given, one path a line. It is how a later run knows what is its own.
const LEDGER: &str = ".cfn-stacks";

/// A file to write.
#[derive(Debug)]
pub(super) struct File {
    /// Its path below the folder.
    pub(super) path: PathBuf,
    pub(super) contents: Vec<u8>,
}

/// Writes the files to the folder. With `keep_others`, what earlier runs wrote stays.
pub(super) fn write<'a>(
    folder: &Path,
    files: impl IntoIterator<Item = &'a File, IntoIter: Clone>,
    keep_others: bool,
) -> Result<(), String> {
    if folder.exists() && !folder.is_dir() {
        return Err(format!("`{}` is a file; name a folder with --out, or move the file away", folder.display()));
    }
    let files = files.into_iter();
    let before = ledger(folder)?;
    let mut now: BTreeSet<PathBuf> = files.clone().map(|file| file.path.clone()).collect();

    let mut staged = Vec::new();
    for file in files {
        let place = folder.join(&file.path);
        if fs::read(&place).is_ok_and(|present| present == file.contents) {
            continue;
        }
        if place.is_dir() {
            return Err(format!("`{}` is a folder where a file has to go; move it away", place.display()));
        }
        staged.push((stage(&place, &file.contents).map_err(|error| explain(&place, &error))?, place));
    }
    for (file, place) in staged {
        file.persist(&place).map_err(|error| explain(&place, &error.error))?;
    }
    // Only now that all is in its place: a run that fails before takes nothing away.
    let gone: Vec<&PathBuf> = before.iter().filter(|path| !keep_others && !now.contains(*path)).collect();
    for path in &gone {
        remove(folder, path).map_err(|error| explain(&folder.join(path), &error))?;
    }
    if keep_others {
        now.extend(before.iter().cloned());
    }
    if now != before {
        let lines: String = now.iter().map(|path| format!("{}\n", path.display())).collect();
        let place = folder.join(LEDGER);
        let staged = stage(&place, lines.as_bytes()).map_err(|error| explain(&place, &error))?;
        staged.persist(&place).map_err(|error| explain(&place, &error.error))?;
    }
    Ok(())
}

/// Writes files that are not there yet: all of them or, where one is in the way or cannot be written, none.
#[cfg(feature = "tool")]
pub(super) fn create(folder: &Path, files: &[File]) -> Result<(), String> {
    let places: Vec<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    let present: Vec<String> =
        places.iter().filter(|place| place.exists()).map(|place| format!("`{}`", place.display())).collect();
    if !present.is_empty() {
        return Err(format!("{} exists already; name another folder, or move it away", present.join(" and ")));
    }
    let explain = |place: &Path, error: &io::Error| format!("`{}` cannot be written: {error}", place.display());
    let mut staged = Vec::new();
    for (place, file) in places.iter().zip(files) {
        staged.push((stage(place, &file.contents).map_err(|error| explain(place, &error))?, place));
    }
    let mut written = Vec::new();
    for (file, place) in staged {
        if let Err(error) = file.persist_noclobber(place) {
            written.iter().for_each(|place| drop(fs::remove_file(place)));
            return Err(explain(place, &error.error));
        }
        written.push(place);
    }
    Ok(())
}

/// Puts `text` in the place of a file, whole or not at all.
#[cfg(feature = "tool")]
pub(super) fn replace(place: &Path, text: &str) -> Result<(), String> {
    let rights = fs::metadata(place).map(|present| present.permissions());
    let staged = stage(place, text.as_bytes()).and_then(|staged| {
        staged.as_file().set_permissions(rights?)?;
        Ok(staged)
    });
    let staged = staged.map_err(|error| format!("`{}` cannot be written: {error}", place.display()))?;
    staged.persist(place).map_err(|error| format!("`{}` cannot be written: {}", place.display(), error.error))?;
    Ok(())
}

/// What earlier runs wrote. A path that leads out of the folder is not theirs, whatever the ledger says.
fn ledger(folder: &Path) -> Result<BTreeSet<PathBuf>, String> {
    let place = folder.join(LEDGER);
    match fs::read_to_string(&place) {
        Ok(text) => Ok(text.lines().map(PathBuf::from).filter(|path| is_inside(path)).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(explain(&place, &error)),
    }
}

fn is_inside(path: &Path) -> bool {
    path.components().all(|step| matches!(step, Component::Normal(_))) && !path.as_os_str().is_empty()
}

/// Writes one file, whole or not at all.
pub(super) fn write_file(place: &Path, contents: &[u8]) -> Result<(), String> {
    if place.is_dir() {
        return Err(format!("`{}` is a folder where a file has to go; name a file", place.display()));
    }
    let staged = stage(place, contents).map_err(|error| explain(place, &error))?;
    staged.persist(place).map(drop).map_err(|error| explain(place, &error.error))
}

fn stage(place: &Path, contents: &[u8]) -> io::Result<NamedTempFile> {
    let folder = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(contents)?;
    file.flush()?;
    readable(file.as_file())?;
    Ok(file)
}

/// Temporary files are their owner's alone; templates are for whoever may read the folder.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Removes the file, and the folders above it that have become empty.
fn remove(folder: &Path, path: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    for parent in path.ancestors().skip(1).take_while(|parent| !parent.as_os_str().is_empty()) {
        if fs::remove_dir(folder.join(parent)).is_err() {
            break;
        }
    }
    Ok(())
}

fn explain(place: &Path, error: &io::Error) -> String {
    format!("`{}` cannot be written: {error}; name another folder with --out, or change its rights", place.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<File> {
        paths.iter().map(|path| File { path: path.into(), contents: format!("{path}\n").into() }).collect()
    }

    /// The files below a folder, the ledger aside.
    fn tree(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![folder.to_owned()];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(next).expect("the folder can be read") {
                let path = entry.expect("the entry can be read").path();
                if path.is_dir() {
                    open.push(path);
                } else if path.file_name().is_some_and(|name| name != LEDGER) {
                    found.push(path.strip_prefix(folder).expect("it is below").display().to_string());
                }
            }
        }
        found.sort();
        found
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder can be made")
    }

    #[test]
    fn what_is_no_longer_written_is_removed_and_nothing_else() {
        let root = folder();
        fs::write(root.path().join("own.txt"), "mine").expect("the folder can be written");
        write(root.path(), &files(&["a.yaml", "b/c.yaml"]), false).expect("the folder can be written");
        write(root.path(), &files(&["a.yaml"]), false).expect("the folder can be written");
        assert_eq!(tree(root.path()), ["a.yaml", "own.txt"]);
        assert!(!root.path().join("b").exists());
    }

    #[test]
    fn a_part_can_be_written_without_losing_the_rest() {
        let root = folder();
        write(root.path(), &files(&["a.yaml", "b.yaml"]), false).expect("the folder can be written");
        write(root.path(), &files(&["b.yaml"]), true).expect("the folder can be written");
        write(root.path(), &files(&["b.yaml"]), false).expect("the folder can be written");
        assert_eq!(tree(root.path()), ["b.yaml"]);
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_all_as_it_was() {
        let root = folder();
        write(root.path(), &files(&["a.yaml"]), false).expect("the folder can be written");
        fs::create_dir(root.path().join("z.yaml")).expect("the folder can be written");
        fs::write(root.path().join("z.yaml/x"), "").expect("the folder can be written");
        let problem = write(root.path(), &files(&["b.yaml", "z.yaml"]), false).expect_err("a folder is in the way");
        assert!(problem.contains("z.yaml") && problem.contains("is a folder"), "{problem}");
        assert_eq!(tree(root.path()), ["a.yaml", "z.yaml/x"]);
    }

    #[test]
    fn a_ledger_cannot_point_outside() {
        let root = folder();
        let victim = root.path().join("victim");
        fs::write(&victim, "").expect("the folder can be written");
        let out = root.path().join("out");
        fs::create_dir(&out).expect("the folder can be made");
        fs::write(out.join(LEDGER), "../victim\n").expect("the folder can be written");
        write(&out, &files(&["a.yaml"]), false).expect("the folder can be written");
        assert!(victim.exists());
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_refused() {
        let root = folder();
        let out = root.path().join("out");
        fs::write(&out, "").expect("the folder can be written");
        assert!(write(&out, &files(&["a.yaml"]), false).expect_err("it is a file").contains("is a file"));
    }
}
