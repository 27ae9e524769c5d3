//! What was said after the name of a command.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use lexopt::prelude::*;
use wildmatch::WildMatch;

use super::command::{Command, Opt, Takes};

/// The options and words of a call, all of which its command knows.
#[derive(Debug, Default)]
pub(super) struct Options {
    given: Vec<(&'static str, OsString)>,
    words: Vec<OsString>,
    help: bool,
}

impl Options {
    /// Reads the arguments after the name of the command.
    pub(super) fn parse(command: &Command, known: &[&'static Opt], arguments: Vec<OsString>) -> Result<Self, String> {
        let mut options = Options::default();
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next().map_err(usage)? {
            let option = match &argument {
                Short('h') | Long("help") => {
                    options.help = true;
                    continue;
                }
                Short(short) => known.iter().find(|option| option.short == Some(*short)),
                Long(long) => known.iter().find(|option| option.long == *long),
                Value(_) => None,
            };
            match (option, argument) {
                (Some(option), _) => {
                    let value =
                        if option.takes == Takes::Nothing { OsString::new() } else { parser.value().map_err(usage)? };
                    check(option, &value)?;
                    options.given.push((option.long, value));
                }
                (None, Value(word)) if options.words.len() < command.words.1 => options.words.push(word),
                (None, Long(long)) => return Err(unknown(command, known, long)),
                (None, argument) => return Err(usage(argument.unexpected())),
            }
        }
        Ok(options)
    }

    /// Whether help is what is asked for.
    pub(super) fn help(&self) -> bool {
        self.help
    }

    /// Whether the option was given.
    pub(super) fn has(&self, option: &str) -> bool {
        self.values(option).next().is_some()
    }

    /// The value of an option, the last one where there are several.
    pub(super) fn text(&self, option: &str) -> Option<&str> {
        self.texts(option).last()
    }

    /// The values of an option that may be repeated.
    pub(super) fn texts(&self, option: &str) -> impl Iterator<Item = &str> {
        // What is no Unicode is refused when it is read.
        self.values(option).filter_map(OsStr::to_str)
    }

    /// The path that an option has as its value.
    pub(super) fn path(&self, option: &str) -> Option<PathBuf> {
        self.values(option).last().map(PathBuf::from)
    }

    /// The paths that an option has which may be repeated.
    #[cfg(feature = "cli")]
    pub(super) fn paths(&self, option: &str) -> Vec<PathBuf> {
        self.values(option).map(PathBuf::from).collect()
    }

    /// The words that are no options, in their order.
    pub(super) fn words(&self) -> &[OsString] {
        &self.words
    }

    /// Whether a stack of that name is asked for.
    pub(super) fn wants(&self, name: &str) -> bool {
        !self.has("stack") || self.texts("stack").any(|pattern| WildMatch::new(pattern).matches(name))
    }

    fn values(&self, option: &str) -> impl Iterator<Item = &OsStr> {
        self.given.iter().filter(move |(name, _)| *name == option).map(|(_, value)| value.as_os_str())
    }
}

/// Whether the value is one that the option takes.
fn check(option: &Opt, value: &OsStr) -> Result<(), String> {
    let long = option.long;
    match option.takes {
        Takes::Nothing => Ok(()),
        Takes::Path(_) if value.is_empty() => Err(format!("--{long} is empty; give it a path")),
        Takes::Path(_) => Ok(()),
        Takes::Text(_) if value.to_str().is_none() => {
            Err(format!("the value of --{long} is no Unicode text: `{}`", value.display()))
        }
        Takes::Text(_) => Ok(()),
        Takes::One(_, choices) if choices.iter().any(|choice| value == *choice) => Ok(()),
        Takes::One(_, choices) => {
            Err(format!("--{long} does not take `{}`; it takes {}", value.display(), alternatives(choices)))
        }
    }
}

/// Words as one would say them: `yaml or json`.
pub(super) fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [rest @ .., last] => format!("`{}` or `{last}`", rest.join("`, `")),
    }
}

fn unknown(command: &Command, known: &[&Opt], long: &str) -> String {
    let nearest = cfn_model::nearest(long, known.iter().map(|option| option.long));
    let help = nearest.map_or("see --help".to_owned(), |nearest| format!("did you mean --{nearest}?"));
    format!("{} has no option --{long}; {help}", command.name)
}

fn usage(error: lexopt::Error) -> String {
    format!("{error}; see --help")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::{JSON, STACK};

    static BAKE: Command = Command {
        name: "bake",
        about: "",
        words: ("CAKE", 1),
        options: &[
            JSON,
            STACK,
            Opt::path("out", "DIR", "").short('o'),
            Opt::one("format", "FORMAT", &["yaml", "json"], ""),
        ],
        details: "",
        run: |_| Ok(()),
    };

    fn parse(words: &[&str]) -> Result<Options, String> {
        Options::parse(&BAKE, &BAKE.options.iter().collect::<Vec<_>>(), words.iter().map(OsString::from).collect())
    }

    #[test]
    fn options_come_in_any_order_and_form() {
        let options = parse(&["-o", "x", "apple", "--format=json", "-sA", "--stack", "B?"]).expect("all are known");
        assert_eq!((options.path("out"), options.text("format")), (Some(PathBuf::from("x")), Some("json")));
        assert_eq!(options.texts("stack").collect::<Vec<_>>(), ["A", "B?"]);
        assert_eq!(options.words(), ["apple"]);
        assert!(!options.has("json") && !options.help());
        assert_eq!(["A", "Bx", "Bxx"].map(|name| options.wants(name)), [true, true, false]);
    }

    #[test]
    fn what_comes_after_two_hyphens_is_a_word() {
        assert_eq!(parse(&["--", "--json"]).expect("it is a word").words(), ["--json"]);
    }

    #[test]
    fn what_makes_no_sense_is_explained() {
        for (words, expected) in [
            (&["--format", "xml"][..], "--format does not take `xml`; it takes `yaml` or `json`"),
            (&["--out="], "--out is empty; give it a path"),
            (&["--nope"], "bake has no option --nope; see --help"),
            (&["--jsn"], "bake has no option --jsn; did you mean --json?"),
            (&["-x"], "invalid option '-x'; see --help"),
            (&["apple", "pear"], "unexpected argument \"pear\"; see --help"),
            (&["--json=1"], "unexpected argument for option '--json': \"1\"; see --help"),
            (&["--out"], "missing argument for option '--out'; see --help"),
        ] {
            assert_eq!(parse(words).expect_err("these make no sense"), expected);
        }
    }
}
