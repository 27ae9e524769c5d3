//! [`Files`]: files that are watched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// How often files are looked at. What is saved within one such time is one change.
const PAUSE: Duration = Duration::from_millis(250);

/// How deep folders are looked through.
const DEPTH: usize = 32;

/// The files below some paths, as they were when they were looked at last.
pub(super) struct Files {
    paths: Vec<PathBuf>,
    /// The folder that is written to, which says nothing of what is to be made.
    out: PathBuf,
    seen: State,
}

/// When each file was changed, and how long it was then.
type State = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

impl Files {
    pub(super) fn new(paths: Vec<PathBuf>, out: &Path) -> Self {
        Files { paths, out: out.to_owned(), seen: State::new() }
    }

    /// Takes note of the files as they are.
    pub(super) fn look(&mut self) {
        self.seen = self.state();
    }

    /// Waits until files are other than they were, and stay so for a moment.
    pub(super) fn wait(&mut self) {
        let mut last = self.state();
        loop {
            sleep(PAUSE);
            let now = self.state();
            if now != self.seen && now == last {
                return;
            }
            last = now;
        }
    }

    fn state(&self) -> State {
        // It may not be there yet.
        let out = self.out.canonicalize().ok();
        let mut state = State::new();
        self.paths.iter().for_each(|path| look(path, out.as_deref(), DEPTH, &mut state));
        state
    }
}

/// Files that come and go meanwhile are no trouble: they are there the next time, or not.
fn look(path: &Path, out: Option<&Path>, depth: usize, state: &mut State) {
    let Ok(found) = fs::metadata(path) else { return };
    if !found.is_dir() {
        state.insert(path.to_owned(), (found.modified().ok(), found.len()));
        return;
    }
    if depth == 0 || out.is_some() && path.canonicalize().ok().as_deref() == out {
        return;
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink()) && entry.path().is_dir();
        if !(name.starts_with('.') || name == "target" || name == "node_modules" || is_link) {
            look(&entry.path(), out, depth - 1, state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_built_or_written_is_not_watched() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        for name in ["src/main.rs", "target/a", ".git/b", "cfn.out/c.yaml", "node_modules/d", "flavors/e"] {
            let place = folder.path().join(name);
            fs::create_dir_all(place.parent().expect("it is in a folder")).expect("the folder can be made");
            fs::write(place, "").expect("the file can be written");
        }
        let mut files = Files::new(vec![folder.path().to_owned()], &folder.path().join("cfn.out"));
        files.look();
        let seen: Vec<String> = files
            .seen
            .keys()
            .map(|path| path.strip_prefix(folder.path()).expect("it is below").display().to_string())
            .collect();
        assert_eq!(seen, ["flavors/e", "src/main.rs"]);
    }
}
