//! `watch`: makes the templates anew whenever a file is saved, and shows what that changes.
//!
//! Who is watched is the file system, by looking: that works in containers and on shares as anywhere, and needs no crate.
//! What makes the templates is always a process of its own, for a program has to be compiled anew to be another one.

mod files;
mod maker;

use std::ffi::OsString;
use std::path::PathBuf;

use super::command::{Call, Command, Opt, STACK};
use super::{Failure, diff, words};
use files::Files;
use maker::Maker;

pub(super) static COMMAND: Command = Command {
    name: "watch",
    about: "make the templates anew whenever a file is saved, and show what is different",
    words: ("[-- COMMAND...]", usize::MAX),
    options: &[
        Opt::path("out", "DIR", "the folder that the templates are written to [default: cfn.out]").short('o'),
        Opt::path("path", "PATH", "a file or folder to watch [default: the current folder]; may be repeated"),
        STACK,
    ],
    details: "\
COMMAND is what writes the templates to DIR, such as `-- cargo run --quiet`. Without it, an app that cargo runs is compiled
and synthesised, and what --config describes is synthesised.
Files that are hidden, that of the output, and folders called `target` or `node_modules` are not watched. Ctrl-C ends it.",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let out = call.options.path("out").unwrap_or_else(|| "cfn.out".into());
    let command: Vec<OsString> = call.options.words().to_vec();
    let mut paths = call.options.paths("path");
    let maker = match (command.is_empty(), call.options.path("config")) {
        (false, None) => Maker::command(&command),
        (false, Some(_)) => {
            return Err(Failure::Usage("a command and --config say two things; name one of them".into()));
        }
        (true, Some(config)) => {
            if paths.is_empty() {
                paths.push(config.clone());
            }
            Maker::config(&config, &out)?
        }
        (true, None) if call.app.is_some() => Maker::app(&out)?,
        (true, None) => {
            let message =
                "watch has to know what makes the templates; name it: watch -- COMMAND, or watch --config FILE";
            return Err(Failure::Usage(message.into()));
        }
    };
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        return Err(Failure::Io(format!("`{}` cannot be watched: it is not there", missing.display())));
    }
    let mut files = Files::new(paths, &out);
    let mut known = if out.is_dir() { Some(diff::folder(&out)?) } else { None };
    loop {
        // What is saved while the templates are made is a reason to make them again.
        files.look();
        if maker.run()? {
            match diff::folder(&out) {
                Ok(now) => {
                    tell(&mut call, known.as_ref(), &now)?;
                    known = Some(now);
                }
                Err(failure) => complain(&mut call, &failure),
            }
        } else {
            let failed = Failure::Refused("the templates were not made; they are as they were".into());
            complain(&mut call, &failed);
        }
        call.print("Watching for changes.\n")?;
        files.wait();
    }
}

/// Shows what is different. What was made for the first time is only counted.
fn tell(call: &mut Call<'_>, before: Option<&diff::Named>, now: &diff::Named) -> Result<(), Failure> {
    let text = match before {
        None => format!("{} made.\n", words(now.len(), "template")),
        Some(before) => diff::for_people(&diff::between(call, before.clone(), now.clone()), super::colours()),
    };
    call.print(&text)
}

/// A mistake that the next save may mend ends nothing.
fn complain(call: &mut Call<'_>, failure: &Failure) {
    if let Failure::Input(shown, _) = failure {
        let _ = writeln!(call.err, "{shown}\n");
    }
    let _ = writeln!(call.err, "error: {failure}");
}
