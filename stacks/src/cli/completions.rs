//! `completions`: what a shell needs to know to complete commands and options.

use super::Failure;
use super::command::{Call, Command, NO_WORDS, Opt, Takes};
use super::options::alternatives;
use super::program::Program;

const SHELLS: &[&str] = &["bash", "zsh", "fish"];

pub(super) static COMMAND: Command = Command {
    name: "completions",
    about: "print the completions of a shell: bash, zsh or fish",
    words: ("SHELL", 1),
    options: &[],
    details: "\
Let the shell read them when it starts:
  bash: source <(PROGRAM completions bash)       in ~/.bashrc
  zsh:  source <(PROGRAM completions zsh)        in ~/.zshrc, after compinit
  fish: PROGRAM completions fish | source        in ~/.config/fish/config.fish",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let write = match call.options.words().first().and_then(|word| word.to_str()) {
        Some("bash") => bash,
        Some("zsh") => zsh,
        Some("fish") => fish,
        Some(other) => {
            return Err(Failure::Usage(format!(
                "there are no completions for `{other}`, only for {}",
                alternatives(SHELLS)
            )));
        }
        None => return Err(Failure::Usage(format!("name a shell: {}", alternatives(SHELLS)))),
    };
    let text = write(call.program);
    call.print(&text)
}

/// The function of a shell must have a name of letters.
fn function(program: &Program) -> String {
    program.name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

fn names(program: &Program) -> String {
    program.commands.iter().map(|command| command.name).collect::<Vec<_>>().join(" ")
}

/// Whether the command has something to say about files.
fn takes_files(command: &Command) -> bool {
    command.words != NO_WORDS && command.name != COMMAND.name
}

fn bash(program: &Program) -> String {
    let (function, name) = (function(program), &program.name);
    let mut cases = String::new();
    for command in program.commands {
        let options: Vec<String> =
            program.options(command).into_iter().map(|option| format!("--{}", option.long)).collect();
        let mut values = String::new();
        for option in program.options(command) {
            let pattern = option.short.map_or(String::new(), |short| format!("-{short}|"));
            let reply = match option.takes {
                Takes::Nothing => continue,
                Takes::One(_, choices) => format!("COMPREPLY=($(compgen -W '{}' -- \"$word\"))", choices.join(" ")),
                Takes::Path(_) => "compopt -o default".to_owned(),
                Takes::Text(_) => ":".to_owned(),
            };
            values.push_str(&format!("                {pattern}--{}) {reply}; return ;;\n", option.long));
        }
        let words = if command.name == COMMAND.name { SHELLS.join(" ") } else { String::new() };
        let files = if takes_files(command) { "compopt -o default; " } else { "" };
        cases.push_str(&format!(
            "        {})\n            case $before in\n{values}            esac\n            \
             if [[ $word == -* ]]; then words='{} --help'; else {files}words='{words}'; fi ;;\n",
            command.name,
            options.join(" "),
        ));
    }
    format!(
        "_{function}() {{\n    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words\n    \
         if ((COMP_CWORD == 1)); then\n        COMPREPLY=($(compgen -W '{} --help --version' -- \"$word\"))\n        \
         return\n    fi\n    case ${{COMP_WORDS[1]}} in\n{cases}    esac\n    \
         COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}}\ncomplete -F _{function} {name}\n",
        names(program),
    )
}

fn zsh(program: &Program) -> String {
    let (function, name) = (function(program), &program.name);
    let mut commands = String::new();
    let mut cases = String::new();
    for command in program.commands {
        commands.push_str(&format!("        {}\n", quoted(&format!("{}:{}", command.name, command.about))));
        let mut arguments: Vec<String> = program.options(command).into_iter().flat_map(zsh_option).collect();
        if command.name == COMMAND.name {
            arguments.push(quoted(&format!("1:shell:({})", SHELLS.join(" "))));
        } else if takes_files(command) {
            arguments.push(quoted("*:file:_files"));
        }
        cases.push_str(&format!("        {}) _arguments {} ;;\n", command.name, arguments.join(" ")));
    }
    format!(
        "#compdef {name}\n_{function}() {{\n    local -a commands\n    commands=(\n{commands}    )\n    \
         if ((CURRENT == 2)); then\n        _describe command commands\n        return\n    fi\n    \
         local command=$words[2]\n    shift words\n    ((CURRENT--))\n    case $command in\n{cases}    esac\n}}\n\
         compdef _{function} {name}\n"
    )
}

/// What `_arguments` is told of an option, once for each form.
fn zsh_option(option: &Opt) -> Vec<String> {
    let help: String = option.help.chars().filter(|letter| !matches!(letter, '[' | ']' | ':')).collect();
    let value = match option.takes {
        Takes::Nothing => String::new(),
        Takes::Text(name) => format!(":{name}: "),
        Takes::Path(name) => format!(":{name}:_files"),
        Takes::One(name, choices) => format!(":{name}:({})", choices.join(" ")),
    };
    let forms = option.short.map(|short| format!("-{short}")).into_iter().chain([format!("--{}", option.long)]);
    forms.map(|form| quoted(&format!("{form}[{help}]{value}"))).collect()
}

fn fish(program: &Program) -> String {
    let name = &program.name;
    let mut lines = format!("complete -c {name} -f\n");
    for command in program.commands {
        let about = quoted(command.about);
        lines.push_str(&format!("complete -c {name} -n __fish_use_subcommand -a {} -d {about}\n", command.name));
        let inside = format!("complete -c {name} -n '__fish_seen_subcommand_from {}'", command.name);
        if command.name == COMMAND.name {
            lines.push_str(&format!("{inside} -a '{}'\n", SHELLS.join(" ")));
        } else if takes_files(command) {
            lines.push_str(&format!("{inside} -F\n"));
        }
        for option in program.options(command) {
            let short = option.short.map_or(String::new(), |short| format!(" -s {short}"));
            let value = match option.takes {
                Takes::Nothing => String::new(),
                Takes::Text(_) => " -x".to_owned(),
                Takes::Path(_) => " -r -F".to_owned(),
                Takes::One(_, choices) => format!(" -x -a '{}'", choices.join(" ")),
            };
            lines.push_str(&format!("{inside}{short} -l {}{value} -d {}\n", option.long, quoted(option.help)));
        }
    }
    lines
}

/// The text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::process::Command;

    use crate::cli::tool::tests::run_tool;

    fn script(shell: &str) -> String {
        let (done, text) = run_tool("completions", vec![shell.into()]);
        done.expect("there are completions for this shell");
        text
    }

    /// What bash offers for the last of the words.
    #[cfg(unix)]
    fn offered(words: &[&str]) -> String {
        let ask = "COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _cfn_stacks 2>/dev/null; echo \"${COMPREPLY[*]}\"";
        let script = format!("{}{ask}", script("bash"));
        let output = Command::new("bash").args(["-c", &script, "bash"]).args(words).output().expect("bash is there");
        String::from_utf8(output.stdout).expect("it is text").trim().to_owned()
    }

    #[cfg(unix)]
    #[test]
    fn bash_offers_what_may_come_next() {
        for (words, expected) in [
            (&["cfn-stacks", "co"][..], "convert completions"),
            (&["cfn-stacks", "check", "--f"], "--format"),
            (&["cfn-stacks", "check", "--format", "j"], "json junit"),
            (&["cfn-stacks", "fmt", "--"], "--check --short --long --json --help"),
            (&["cfn-stacks", "completions", ""], "bash zsh fish"),
        ] {
            assert_eq!(offered(words), expected, "{words:?}");
        }
    }

    #[test]
    fn other_shells_are_told_of_commands_options_and_choices() {
        let fish = script("fish");
        assert!(fish.contains("__fish_use_subcommand -a check -d 'print everything"), "{fish}");
        assert!(fish.contains("__fish_seen_subcommand_from convert' -l to -x -a 'yaml json'"), "{fish}");
        let zsh = script("zsh");
        assert!(zsh.contains("convert) _arguments '--to[yaml or json]:FORMAT:(yaml json)'"), "{zsh}");
    }

    #[test]
    fn a_shell_that_is_not_known_is_told_which_are() {
        for (words, expected) in [
            (vec!["ksh".into()], "there are no completions for `ksh`, only for `bash`, `zsh` or `fish`"),
            (vec![], "name a shell: `bash`, `zsh` or `fish`"),
        ] {
            assert_eq!(run_tool("completions", words).0.expect_err("it is unknown").to_string(), expected);
        }
    }
}
