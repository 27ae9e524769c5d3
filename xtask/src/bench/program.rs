//! The programs that are measured, each in a copy, so that the working tree stays as it is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::measure::{self, Cost};
use crate::files::{list, output, root};

/// With which build settings a program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// Those of this workspace.
    Workspace,
    /// Those of Cargo, which a user has who sets none.
    Default,
}

/// A program that writes templates.
#[derive(Debug)]
pub(super) struct Program {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// Where its copy is, in which it is built and runs.
    pub(super) folder: PathBuf,
    /// What names it to Cargo.
    selection: &'static [&'static str],
    /// Its binary below a profile's folder.
    binary: &'static str,
    /// The file that is edited.
    source: &'static str,
    /// A word of it, there once, that reaches what the program prints.
    word: &'static str,
    /// The file as it was.
    text: String,
}

impl Program {
    /// The example `codebuild_ci`, in a copy of the whole workspace: what a colleague edits meanwhile
    /// would otherwise be built with it.
    pub(super) fn ours(folder: &Path, name: &'static str, profile: Profile) -> Result<Self> {
        let folder = folder.join(match profile {
            Profile::Workspace => "ours",
            Profile::Default => "ours-default",
        });
        let files = output(&root(), "git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let files = String::from_utf8(files).context("a file has a name that is not UTF-8")?;
        copy(&root(), files.split_terminator('\0').map(Path::new), &folder)?;
        if profile == Profile::Default {
            let manifest = folder.join("Cargo.toml");
            fs::write(&manifest, without_profiles(&fs::read_to_string(&manifest)?))?;
        }
        Program {
            name,
            folder,
            // With the services that it uses, as a program of one's own would name them.
            selection: &["--package", "examples", "--no-default-features", "--example", "codebuild_ci"],
            binary: "examples/codebuild_ci",
            source: "examples/codebuild_ci.rs",
            word: "\"Containers\"",
            text: String::new(),
        }
        .ready()
    }

    /// The program of `xtask/bench/stratosphere`.
    pub(super) fn peer(folder: &Path) -> Result<Self> {
        let original = root().join("xtask/bench/stratosphere");
        let folder = folder.join("stratosphere");
        let files = list(&original)?;
        copy(&original, files.iter().map(PathBuf::as_path).filter(|path| !path.starts_with("target")), &folder)?;
        Program {
            name: "stratosphere 0.1",
            folder,
            selection: &[],
            binary: "edit-loop-stratosphere",
            source: "src/main.rs",
            word: "\"The build project of Containers.\"",
            text: String::new(),
        }
        .ready()
    }

    /// Reads what is edited later, and downloads what building needs.
    fn ready(mut self) -> Result<Self> {
        let source = self.folder.join(self.source);
        self.text = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
        let count = self.text.matches(self.word).count();
        ensure!(count == 1, "{} has {} {count} times, not once; choose another word to edit", self.source, self.word);
        output(&self.folder, "cargo", &["fetch", "--locked"])?;
        Ok(self)
    }

    /// Removes everything that was built.
    pub(super) fn clean(&self) -> Result<()> {
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(&target).with_context(|| format!("cannot remove {}", target.display()))?;
        }
        Ok(())
    }

    /// Runs `cargo COMMAND` for this program, with a target folder of its own.
    pub(super) fn cargo(&self, command: &[&str]) -> Result<Cost> {
        let options = ["--quiet", "--locked", "--offline", "--target-dir", "target"];
        measure::cost(&self.folder, "cargo", &[command, &options, self.selection].concat())
    }

    /// Edits the line with the word, and returns what the program has to print now.
    pub(super) fn edit(&self, round: usize) -> Result<String> {
        let word = edited(self.word, round);
        let source = self.folder.join(self.source);
        fs::write(&source, self.text.replace(self.word, &word))
            .with_context(|| format!("cannot write {}", source.display()))?;
        Ok(word.trim_matches('"').to_owned())
    }

    /// Where the built program is.
    pub(super) fn binary(&self, profile: &str) -> PathBuf {
        self.folder.join("target").join(profile).join(self.binary)
    }
}

/// A literal made different for each round.
fn edited(literal: &str, round: usize) -> String {
    literal.replace("Containers", &format!("Containers{round}"))
}

fn copy<'a>(from: &Path, files: impl Iterator<Item = &'a Path>, to: &Path) -> Result<()> {
    for file in files {
        let (from, to) = (from.join(file), to.join(file));
        // Git still lists a file that was removed since the last commit.
        if !from.exists() {
            continue;
        }
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(&from, &to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    }
    Ok(())
}

/// A manifest without the tables that set how to build.
fn without_profiles(manifest: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[profile");
        }
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{edited, without_profiles};

    #[test]
    fn profiles_are_taken_out() {
        let manifest = "[workspace]\nmembers = []\n\n[profile.dev]\ndebug = 1\n\n[profile.dev.package.\"*\"]\ndebug = 0\n\n[a]\nb = 1\n";
        assert_eq!(without_profiles(manifest), "[workspace]\nmembers = []\n\n[a]\nb = 1\n");
    }

    #[test]
    fn every_round_edits_the_literal_to_something_else() {
        assert_eq!(edited("\"of Containers.\"", 0), "\"of Containers0.\"");
        assert_eq!(edited("\"Containers\"", 7), "\"Containers7\"");
    }
}
