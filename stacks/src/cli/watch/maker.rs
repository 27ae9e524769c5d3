//! [`Maker`]: the process that makes the templates.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use super::super::Failure;

/// What makes the templates: a program and its arguments.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Maker {
    words: Vec<OsString>,
    /// Whether what it prints is nothing new: it is one of ours.
    quiet: bool,
}

impl Maker {
    /// What the user named, which is not empty.
    pub(super) fn command(words: &[OsString]) -> Self {
        Maker { words: words.to_vec(), quiet: false }
    }

    /// This program, which reads the config file anew each time.
    pub(super) fn config(config: &Path, out: &Path) -> Result<Self, Failure> {
        let program = this_program()?;
        let words = [program.as_os_str(), "synth".as_ref(), "--config".as_ref(), config.as_ref()];
        Ok(Maker { words: with_out(&words, out), quiet: true })
    }

    /// The app that this program is, compiled anew each time by the cargo that runs it.
    pub(super) fn app(out: &Path) -> Result<Self, Failure> {
        let Some(cargo) = std::env::var_os("CARGO").filter(|cargo| !cargo.is_empty()) else {
            let message = "watch has to compile the app: let cargo run it, `cargo run -- watch`, or name what makes the \
                           templates, `watch -- COMMAND`";
            return Err(Failure::Usage(message.into()));
        };
        // What stands before the command is the program's own.
        let own: Vec<OsString> = std::env::args_os().skip(1).take_while(|word| word != "watch").collect();
        Ok(Maker::cargo(&cargo, &this_program()?, &own, out))
    }

    /// How cargo runs the program that it put there, with arguments of its own. The package is left to the folder that
    /// cargo is called in: to name it could mean other features, and so another build.
    fn cargo(cargo: &OsStr, program: &Path, own: &[OsString], out: &Path) -> Self {
        let folders: Vec<&OsStr> = program.iter().rev().skip(1).take(2).collect();
        let is_in = |folder: &str| folders.iter().any(|step| *step == folder);
        let name = program.file_stem().unwrap_or_default();
        let mut words: Vec<&OsStr> = vec![cargo, "run".as_ref(), "--quiet".as_ref()];
        words.extend(is_in("release").then_some(OsStr::new("--release")));
        words.extend([if is_in("examples") { "--example" } else { "--bin" }.as_ref(), name, "--".as_ref()]);
        words.extend(own.iter().map(OsString::as_os_str));
        words.push("synth".as_ref());
        Maker { words: with_out(&words, out), quiet: true }
    }

    /// Makes the templates, and tells whether that went well.
    ///
    /// # Errors
    /// The program cannot be started.
    pub(super) fn run(&self) -> Result<bool, Failure> {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).stdin(Stdio::null());
        if self.quiet {
            command.stdout(Stdio::null());
        }
        let status = command.status();
        let status =
            status.map_err(|error| Failure::Io(format!("`{}` cannot be started: {error}", self.words[0].display())))?;
        Ok(status.success())
    }
}

fn this_program() -> Result<std::path::PathBuf, Failure> {
    std::env::current_exe().map_err(|error| Failure::Io(format!("this program cannot be found: {error}")))
}

fn with_out(words: &[&OsStr], out: &Path) -> Vec<OsString> {
    let out: [&OsStr; 2] = ["--out".as_ref(), out.as_ref()];
    words.iter().chain(&out).map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_run_as_cargo_built_it() {
        for (program, chosen) in
            [("target/debug/examples/train", "--example train"), ("target/release/train", "--release --bin train")]
        {
            let own = ["flavors".into()];
            let maker = Maker::cargo("cargo".as_ref(), Path::new(program), &own, Path::new("cfn.out"));
            let words = format!("cargo run --quiet {chosen} -- flavors synth --out cfn.out");
            assert_eq!(maker, Maker { words: words.split(' ').map(OsString::from).collect(), quiet: true });
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_told() {
        let failure = Maker::command(&["no-such-program-here".into()]).run().expect_err("it is not there");
        assert!(failure.to_string().starts_with("`no-such-program-here` cannot be started: "), "{failure}");
    }
}
