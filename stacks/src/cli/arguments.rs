//! What the command line says.

use std::ffi::OsString;
use std::path::PathBuf;

#[cfg(feature = "cli")]
use cfn_model::emit::Intrinsics;
use lexopt::prelude::*;
use wildmatch::WildMatch;

pub(super) const HELP: &str = "\
Usage: APP [COMMAND] [OPTIONS]

Commands:
  synth  write the templates and files of the app (what is done without a command)
  list   print the names of the stacks, in the order of their deployment

Options:
  -o, --out DIR        the folder to write to [default: cfn.out]
      --format FORMAT  yaml or json [default: yaml]
  -s, --stack PATTERN  only stacks whose name matches; `*` stands for any text, `?` for one character;
                       may be repeated
  -h, --help           print this

Exit codes: 0 done; 1 the app has problems, or a file cannot be written; 2 the command line makes no sense
";

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Synth,
    List,
}

/// How templates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Json,
}

#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) command: Command,
    pub(super) out: PathBuf,
    pub(super) format: Format,
    pub(super) stacks: Vec<String>,
    pub(super) help: bool,
}

impl Arguments {
    pub(super) fn parse(arguments: Vec<OsString>) -> Result<Self, String> {
        let mut parsed = Arguments {
            command: Command::Synth,
            out: PathBuf::from("cfn.out"),
            format: Format::Yaml,
            stacks: Vec::new(),
            help: false,
        };
        let mut named = false;
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Short('o') | Long("out") => parsed.out = parser.value().map_err(usage)?.into(),
                Long("format") => parsed.format = format(&parser.value().map_err(usage)?)?,
                Short('s') | Long("stack") => {
                    parsed.stacks.push(parser.value().map_err(usage)?.string().map_err(usage)?);
                }
                Short('h') | Long("help") => parsed.help = true,
                Value(word) if !named => {
                    named = true;
                    parsed.command = command(&word)?;
                }
                other => return Err(usage(other.unexpected())),
            }
        }
        if parsed.out.as_os_str().is_empty() {
            return Err("--out is empty; name a folder".into());
        }
        Ok(parsed)
    }

    /// Whether a stack of that name is asked for.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.stacks.is_empty() || self.stacks.iter().any(|pattern| WildMatch::new(pattern).matches(name))
    }
}

pub(super) fn usage(error: lexopt::Error) -> String {
    format!("{error}; see --help")
}

/// Takes one of `--short` and `--long`, unless the other one was given before.
#[cfg(feature = "cli")]
pub(super) fn choose(chosen: &mut Option<Intrinsics>, wanted: Intrinsics) -> Result<(), String> {
    if chosen.is_some_and(|before| before != wanted) {
        return Err("--short and --long exclude each other".into());
    }
    *chosen = Some(wanted);
    Ok(())
}

fn command(word: &OsString) -> Result<Command, String> {
    match word.to_str() {
        Some("synth") => Ok(Command::Synth),
        Some("list") => Ok(Command::List),
        _ => Err(format!("`{}` is no command; the commands are synth and list", word.display())),
    }
}

pub(super) fn format(word: &OsString) -> Result<Format, String> {
    match word.to_str() {
        Some("yaml") => Ok(Format::Yaml),
        Some("json") => Ok(Format::Json),
        _ => Err(format!("`{}` is no format; the formats are yaml and json", word.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(words.iter().map(OsString::from).collect())
    }

    #[test]
    fn synth_is_what_is_done_without_a_command() {
        let arguments = parse(&["--format=json", "-o", "x"]).expect("these are good arguments");
        assert_eq!((arguments.command, arguments.format), (Command::Synth, Format::Json));
        assert_eq!(arguments.out, PathBuf::from("x"));
    }

    #[test]
    fn patterns_match_whole_names() {
        let arguments = parse(&["list", "-s", "Containers*", "--stack", "?red"]).expect("these are good arguments");
        assert_eq!(arguments.command, Command::List);
        let wanted = ["Containers", "ContainersRelease", "Cred", "Credentials"].map(|name| arguments.wants(name));
        assert_eq!(wanted, [true, true, true, false]);
    }

    #[test]
    fn what_makes_no_sense_is_explained() {
        for (words, expected) in [
            (&["sinth"][..], "`sinth` is no command; the commands are synth and list"),
            (&["--format", "xml"], "`xml` is no format; the formats are yaml and json"),
            (&["--out="], "--out is empty; name a folder"),
            (&["--nope"], "invalid option '--nope'; see --help"),
            (&["synth", "list"], "unexpected argument \"list\"; see --help"),
        ] {
            assert_eq!(parse(words).expect_err("these make no sense"), expected);
        }
    }
}
