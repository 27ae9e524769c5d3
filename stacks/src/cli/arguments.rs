//! What the command line says.

use std::ffi::OsString;
use std::path::PathBuf;

#[cfg(feature = "cli")]
use cfn_model::emit::Intrinsics;
use lexopt::prelude::*;
use wildmatch::WildMatch;

use super::report::Form;

pub(super) const HELP: &str = "\
Usage: APP [COMMAND] [OPTIONS]

Commands:
  synth  write the templates and files of the app (what is done without a command)
  list   print the names of the stacks, in the order of their deployment
  check  print everything that is wrong with the app, and write nothing

Options:
  -o, --out DIR        the folder to write to [default: cfn.out]
      --format FORMAT  of synth: yaml or json [default: yaml];
                       of check: human, json, sarif, github or junit [default: human]
      --deny warnings  fail on warnings too
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
    Check,
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
    format: Option<OsString>,
    pub(super) deny_warnings: bool,
    pub(super) stacks: Vec<String>,
    pub(super) help: bool,
}

impl Arguments {
    pub(super) fn parse(arguments: Vec<OsString>) -> Result<Self, String> {
        let mut parsed = Arguments {
            command: Command::Synth,
            out: PathBuf::from("cfn.out"),
            format: None,
            deny_warnings: false,
            stacks: Vec::new(),
            help: false,
        };
        let mut named = false;
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Short('o') | Long("out") => parsed.out = parser.value().map_err(usage)?.into(),
                Long("format") => parsed.format = Some(parser.value().map_err(usage)?),
                Long("deny") => parsed.deny_warnings = deny(&parser.value().map_err(usage)?)?,
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
        // What the format may be depends on the command, which may come after it.
        match parsed.command {
            Command::Check => parsed.form().map(drop)?,
            Command::Synth | Command::List => parsed.template_format().map(drop)?,
        }
        Ok(parsed)
    }

    /// How templates are written.
    pub(super) fn template_format(&self) -> Result<Format, String> {
        self.format.as_ref().map_or(Ok(Format::Yaml), format)
    }

    /// The form of a report.
    pub(super) fn form(&self) -> Result<Form, String> {
        self.format.as_ref().map_or(Ok(Form::default()), |word| Form::parse(word))
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
        Some("check") => Ok(Command::Check),
        _ => Err(format!("`{}` is no command; the commands are synth, list and check", word.display())),
    }
}

/// What `--deny` takes.
pub(super) fn deny(word: &OsString) -> Result<bool, String> {
    match word.to_str() {
        Some("warnings") => Ok(true),
        _ => Err(format!("`{}` cannot be denied; write `--deny warnings`", word.display())),
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
        assert_eq!((arguments.command, arguments.template_format()), (Command::Synth, Ok(Format::Json)));
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
            (&["sinth"][..], "`sinth` is no command; the commands are synth, list and check"),
            (&["--format", "xml"], "`xml` is no format; the formats are yaml and json"),
            (&["--out="], "--out is empty; name a folder"),
            (&["--nope"], "invalid option '--nope'; see --help"),
            (&["synth", "list"], "unexpected argument \"list\"; see --help"),
        ] {
            assert_eq!(parse(words).expect_err("these make no sense"), expected);
        }
    }
}
