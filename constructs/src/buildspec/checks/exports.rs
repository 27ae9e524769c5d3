//! Checks of exported variables.

use cfn_model::Severity;
use indexmap::IndexSet;

use super::env::variables;
use super::{Check, Findings};
use crate::buildspec::Buildspec;

pub(super) static OF_AWS: Check<Buildspec> = Check {
    code: "buildspec-export-of-aws",
    severity: Severity::Error,
    summary: "A variable whose name begins with `AWS_` is exported, which CodeBuild does not do.",
    run: |spec, findings| {
        exports(
            spec,
            findings,
            |name| name.starts_with("AWS_"),
            |name| (format!("`{name}` begins with AWS_ and cannot be exported"), "export a copy under another name"),
        )
    },
};

pub(super) static UNSET: Check<Buildspec> = Check {
    code: "buildspec-export-unset",
    severity: Severity::Info,
    summary: "A variable is exported that neither the environment nor a command sets.",
    run: |spec, findings| {
        let given: IndexSet<&str> = variables(spec).into_iter().map(|(_, name)| name).collect();
        let words: IndexSet<&str> = commands(spec).flat_map(|command| words(command)).collect();
        // The prefix of what CodeBuild itself sets; `AWS_` has a check of its own.
        let known = |name: &str| name.starts_with("CODEBUILD_") || name.starts_with("AWS_");
        let unset = |name: &str| !given.contains(name) && !words.contains(name) && !known(name);
        exports(spec, findings, unset, |name| {
            (format!("nothing here sets `{name}`"), "set it in a command, unless the project or a script does")
        });
    },
};

fn exports(
    spec: &Buildspec,
    findings: &mut Findings,
    is_wrong: impl Fn(&str) -> bool,
    say: impl Fn(&str) -> (String, &'static str),
) {
    for (index, name) in spec.env.exported_variables.iter().enumerate().filter(|(_, name)| is_wrong(name)) {
        let (message, help) = say(name);
        findings.add(format!("{}.exported-variables.{index}", spec.version.env()), message, help);
    }
}

fn commands(spec: &Buildspec) -> impl Iterator<Item = &String> {
    spec.phases.values().flat_map(|phase| phase.commands.iter().chain(&phase.finally))
}

/// The words of a command that could name a variable. How a shell sets one has too many forms
/// (`A=1`, `export A`, `read A`, `$env:A = 1`) to ask for more than that it is mentioned.
fn words(command: &str) -> impl Iterator<Item = &str> {
    command.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::{Commands, Env, Phase};

    fn spec(env: Env) -> Buildspec {
        Buildspec::new().env(env)
    }

    #[test]
    fn variables_of_aws_are_not_exported() {
        expect(
            &OF_AWS,
            spec(Env::new().export("TAG").export("AWS_REGION")),
            &["env.exported-variables.1: `AWS_REGION` begins with AWS_ and cannot be exported"],
        );
    }

    #[test]
    fn what_is_exported_is_set_somewhere() {
        let env = Env::new().variable("A", "").export("A").export("B").export("CODEBUILD_BUILD_ID").export("C");
        let spec = spec(env).phase(Phase::Build, Commands::new(["export B=$(date) CC=1"]));
        expect(&UNSET, spec, &["env.exported-variables.3: nothing here sets `C`"]);
    }
}
