//! [`Program`]: a set of commands, found by their names, with its help.

use std::ffi::OsString;
use std::io::Write;

use cfn_constructs::App;

use super::Failure;
use super::command::{CONFIG, Call, Command, Opt, Takes};
use super::options::Options;

/// How wide the text of the help is.
const WIDTH: usize = 100;

/// What a command line consists of.
pub(super) struct Program {
    /// What is typed.
    pub(super) name: String,
    /// What it is for, in a line.
    pub(super) about: &'static str,
    pub(super) commands: &'static [&'static Command],
    /// The commands that are told by a config file what they are about.
    pub(super) configured: &'static [&'static Command],
    /// What is done where no command is named.
    pub(super) default: Option<&'static Command>,
}

impl Program {
    /// Does what the arguments say. They do not include the program's own name.
    pub(super) fn run(
        &self,
        app: Option<App>,
        mut arguments: Vec<OsString>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<(), Failure> {
        let first = arguments.first().map(|first| first.to_string_lossy().into_owned()).unwrap_or_default();
        let command = match first.as_str() {
            "-h" | "--help" => return super::print(&self.help(), out),
            "-V" | "--version" => {
                return super::print(&format!("cfn-stacks {}\n", env!("CARGO_PKG_VERSION")), out);
            }
            word if !word.is_empty() && !word.starts_with('-') => {
                arguments.remove(0);
                self.find(word)?
            }
            _ => match self.default {
                Some(command) => command,
                None if arguments.is_empty() => return super::print(&self.help(), out),
                None => return Err(Failure::Usage(format!("name a command before `{first}`; {}", self.names()))),
            },
        };
        let options = Options::parse(command, &self.options(command), arguments).map_err(Failure::Usage)?;
        if options.help() {
            return super::print(&self.page(command), out);
        }
        (command.run)(Call {
            app,
            #[cfg(feature = "tool")]
            config: None,
            options,
            program: self,
            out,
            err,
        })
    }

    /// The options of a command, as this program has it.
    pub(super) fn options(&self, command: &Command) -> Vec<&'static Opt> {
        let configured = self.configured.iter().any(|other| other.name == command.name);
        configured.then_some(&CONFIG).into_iter().chain(command.options).collect()
    }

    fn find(&self, name: &str) -> Result<&'static Command, Failure> {
        self.commands.iter().find(|command| command.name == name).copied().ok_or_else(|| {
            let nearest = cfn_model::nearest(name, self.commands.iter().map(|command| command.name));
            let help = nearest.map_or_else(|| self.names(), |nearest| format!("did you mean `{nearest}`?"));
            Failure::Usage(format!("`{name}` is no command; {help}"))
        })
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.commands.iter().map(|command| command.name).collect();
        format!("the commands are {}", names.join(", "))
    }

    /// The help of the program.
    fn help(&self) -> String {
        let name = &self.name;
        let command = if self.default.is_some() { "[COMMAND]" } else { "COMMAND" };
        let rows: Vec<(String, String)> = self
            .commands
            .iter()
            .map(|command| {
                let is_default = self.default.is_some_and(|default| default.name == command.name);
                let note = if is_default { " (what is done without a command)" } else { "" };
                (command.name.to_owned(), format!("{}{note}", command.about))
            })
            .collect();
        format!(
            "{}\n\nUsage: {name} {command} [OPTIONS]\n\nCommands:\n{}\nOptions:\n{}\n\
             `{name} COMMAND --help` tells what a command takes.\n\n\
             Exit codes: 0 done; 1 something is wrong with what the command was about, or a file cannot be read or\n\
             written; 2 the command line makes no sense\n",
            self.about,
            table(&rows),
            table(&[("-h, --help".into(), "print this".into()), ("-V, --version".into(), "print the version".into())]),
        )
    }

    /// The help of a command.
    fn page(&self, command: &Command) -> String {
        let mut rows: Vec<(String, String)> =
            self.options(command).into_iter().map(|option| (form(option), option.help.to_owned())).collect();
        rows.push(("-h, --help".into(), "print this".into()));
        let usage = [&self.name, command.name, "[OPTIONS]", command.words.0].join(" ");
        let about = sentence(command.about);
        let details = if command.details.is_empty() { String::new() } else { format!("\n{}\n", command.details) };
        format!("{about}\n\nUsage: {}\n\nOptions:\n{}{details}", usage.trim_end(), table(&rows))
    }
}

/// How an option is written: `-o, --out DIR`.
fn form(option: &Opt) -> String {
    let short = option.short.map_or("    ".to_owned(), |short| format!("-{short}, "));
    let value = match option.takes {
        Takes::Nothing => String::new(),
        Takes::Text(name) | Takes::Path(name) | Takes::One(name, _) => format!(" {name}"),
    };
    format!("{short}--{}{value}", option.long)
}

fn sentence(about: &str) -> String {
    let mut letters = about.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Two columns, of which the second is broken at blanks.
fn table(rows: &[(String, String)]) -> String {
    let width = rows.iter().map(|(left, _)| left.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (left, right) in rows {
        let mut line = format!("  {left:width$} ");
        for word in right.split(' ') {
            if line.len() + 1 + word.len() > WIDTH {
                text.push_str(&format!("{line}\n"));
                line = " ".repeat(width + 3);
            }
            line.push(' ');
            line.push_str(word);
        }
        text.push_str(&format!("{line}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{tests::run, tool};

    #[test]
    fn the_help_of_a_command_names_every_choice_of_its_options() {
        for command in super::super::COMMANDS.iter().chain(tool::COMMANDS) {
            for option in command.options {
                let Takes::One(_, choices) = option.takes else { continue };
                for choice in choices {
                    assert!(option.help.contains(choice), "{} --{}: {choice}", command.name, option.long);
                }
            }
        }
    }

    #[test]
    fn lines_are_broken_at_blanks() {
        let rows = [("-a, --all".to_owned(), "word ".repeat(30).trim_end().to_owned())];
        let text = table(&rows);
        assert!(text.lines().count() == 2 && text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert!(text.lines().all(|line| line.ends_with("word")), "{text}");
    }

    #[test]
    fn what_is_no_command_is_explained() {
        for (words, expected) in [
            (&["sinth"][..], "`sinth` is no command; did you mean `synth`?"),
            (&["nope"], "`nope` is no command; the commands are synth, list, check, "),
        ] {
            let failure = run(App::new(), std::path::Path::new("unused"), words).expect_err("there is no such command");
            assert!(matches!(&failure, Failure::Usage(message) if message.starts_with(expected)), "{failure}");
        }
    }
}
