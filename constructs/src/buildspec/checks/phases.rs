//! Checks of the version and of the phases.

use cfn_model::Severity;

use super::{Check, Findings};
use crate::buildspec::{Buildspec, OnFailure, Phase, Version};

pub(super) static OLD_VERSION: Check<Buildspec> = Check {
    code: "buildspec-old-version",
    severity: Severity::Warning,
    summary: "The document is of version 0.1, in which commands share neither directory nor variables.",
    run: |spec, findings| {
        if spec.version == Version::V0_1 {
            let message = "version 0.1 runs each command in a shell of its own";
            findings.add("version", message, "write 0.2");
        }
    },
};

pub(super) static RUN_AS_ON_WINDOWS: Check<Buildspec> = Check {
    code: "buildspec-run-as-on-windows",
    severity: Severity::Error,
    summary: "A Linux user is to run commands of a Windows shell.",
    run: run_as_on_windows,
};

fn run_as_on_windows(spec: &Buildspec, findings: &mut Findings) {
    let Some(shell) = spec.env.shell.filter(|shell| shell.is_windows()) else { return };
    let whole = spec.run_as.iter().map(|user| ("run-as".to_owned(), user));
    let phases = spec
        .phases
        .iter()
        .filter_map(|(phase, commands)| Some((format!("{}.run-as", path(*phase)), commands.run_as.as_ref()?)));
    for (path, user) in whole.chain(phases) {
        let message = format!("`{user}` is to run commands of `{}`, but only Linux knows run-as", shell.name());
        findings.add(path, message, "take run-as out, or use a shell of Linux");
    }
}

pub(super) static NO_PHASES: Check<Buildspec> = Check {
    code: "buildspec-no-phases",
    severity: Severity::Error,
    summary: "No commands are given, and not every build of a batch has a buildspec of its own.",
    run: |spec, findings| {
        let elsewhere = spec.batch.as_ref().is_some_and(|batch| batch.builds_have_buildspecs());
        if spec.phases.is_empty() && !elsewhere {
            let message = "there are no phases, so the build would have nothing to run";
            findings.add("phases", message, "add a phase with commands");
        }
    },
};

pub(super) static EMPTY_COMMANDS: Check<Buildspec> = Check {
    code: "buildspec-empty-commands",
    severity: Severity::Error,
    summary: "A phase has no commands; only an install phase with runtimes may.",
    run: |spec, findings| {
        for (phase, commands) in &spec.phases {
            let installs = *phase == Phase::Install && !commands.runtime_versions.is_empty();
            if commands.commands.is_empty() && !installs {
                let message = format!("the {} phase has no commands", phase.name());
                findings.add(path(*phase), message, "add commands, or take the phase out");
            }
        }
    },
};

pub(super) static BLANK_COMMAND: Check<Buildspec> = Check {
    code: "buildspec-blank-command",
    severity: Severity::Warning,
    summary: "A command is empty.",
    run: |spec, findings| {
        for (phase, commands) in &spec.phases {
            for (list, texts) in [("commands", &commands.commands), ("finally", &commands.finally)] {
                for index in (0..texts.len()).filter(|index| texts[*index].trim().is_empty()) {
                    let path = format!("{}.{list}.{index}", path(*phase));
                    findings.add(path, "the command is empty", "take it out");
                }
            }
        }
    },
};

pub(super) static RUNTIME_VERSIONS: Check<Buildspec> = Check {
    code: "buildspec-runtime-versions",
    severity: Severity::Error,
    summary: "Runtimes are given in a phase other than install.",
    run: |spec, findings| {
        for (phase, commands) in &spec.phases {
            if *phase != Phase::Install && !commands.runtime_versions.is_empty() {
                let message = format!("runtimes are given in the {} phase", phase.name());
                let path = format!("{}.runtime-versions", path(*phase));
                findings.add(path, message, "give them in the install phase");
            }
        }
    },
};

pub(super) static RETRY_COUNT: Check<Buildspec> = Check {
    code: "buildspec-retry-count",
    severity: Severity::Error,
    summary: "A failed build is to run again more than 100 times.",
    run: |spec, findings| {
        for (phase, commands) in &spec.phases {
            if let Some(OnFailure::Retry(retry)) = &commands.on_failure
                && let Some(count @ 101..) = retry.count
            {
                let message = format!("{count} retries are more than the 100 that CodeBuild takes");
                findings.add(format!("{}.on-failure", path(*phase)), message, "write a number of 0 to 100");
            }
        }
    },
};

fn path(phase: Phase) -> String {
    format!("phases.{}", phase.name())
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::{Batch, Commands, Env, GraphEntry, Retry, Shell};

    fn spec(phase: Phase, commands: Commands) -> Buildspec {
        Buildspec::new().phase(phase, commands)
    }

    #[test]
    fn version_0_1_is_old() {
        expect(&OLD_VERSION, Buildspec::new(), &[]);
        let old = Buildspec { version: Version::V0_1, ..Buildspec::new() };
        expect(&OLD_VERSION, old, &["version: version 0.1 runs each command in a shell of its own"]);
    }

    #[test]
    fn windows_has_no_run_as() {
        let user = || spec(Phase::Build, Commands::new(["x"]).run_as("bob")).run_as("ann");
        expect(&RUN_AS_ON_WINDOWS, user().env(Env::new().shell(Shell::Bash)), &[]);
        expect(
            &RUN_AS_ON_WINDOWS,
            user().env(Env::new().shell(Shell::Cmd)),
            &[
                "run-as: `ann` is to run commands of `cmd.exe`, but only Linux knows run-as",
                "phases.build.run-as: `bob` is to run commands of `cmd.exe`, but only Linux knows run-as",
            ],
        );
    }

    #[test]
    fn phases_may_be_missing_only_where_every_build_has_its_own() {
        let found = ["phases: there are no phases, so the build would have nothing to run"];
        expect(&NO_PHASES, Buildspec::new(), &found);
        let own = || GraphEntry::new("a").buildspec("a.yaml");
        expect(&NO_PHASES, Buildspec::new().batch(Batch::graph([own()])), &[]);
        expect(&NO_PHASES, Buildspec::new().batch(Batch::graph([own(), GraphEntry::new("b")])), &found);
        expect(&NO_PHASES, Buildspec::new().batch(Batch::fanout(2)), &found);
        expect(&NO_PHASES, spec(Phase::Build, Commands::default()), &[]);
    }

    #[test]
    fn only_install_goes_without_commands() {
        expect(&EMPTY_COMMANDS, spec(Phase::Build, Commands::new(["make"])), &[]);
        expect(&EMPTY_COMMANDS, spec(Phase::Install, Commands::default().runtime_version("python", "3.12")), &[]);
        expect(
            &EMPTY_COMMANDS,
            spec(Phase::Install, Commands::default()).phase(Phase::Build, Commands::default().finally(["x"])),
            &["phases.install: the install phase has no commands", "phases.build: the build phase has no commands"],
        );
    }

    #[test]
    fn commands_are_not_blank() {
        let commands = Commands::new(["make", " \n"]).finally([""]);
        expect(
            &BLANK_COMMAND,
            spec(Phase::Build, commands),
            &["phases.build.commands.1: the command is empty", "phases.build.finally.0: the command is empty"],
        );
    }

    #[test]
    fn runtimes_are_installed_in_install() {
        let runtime = || Commands::default().runtime_version("python", "3.12");
        expect(&RUNTIME_VERSIONS, spec(Phase::Install, runtime()), &[]);
        expect(
            &RUNTIME_VERSIONS,
            spec(Phase::PreBuild, runtime()),
            &["phases.pre_build.runtime-versions: runtimes are given in the pre_build phase"],
        );
    }

    #[test]
    fn retries_have_a_limit() {
        let retry = |count| {
            let action = OnFailure::Retry(Retry { count: Some(count), pattern: None });
            spec(Phase::Build, Commands::new(["x"]).on_failure(action))
        };
        expect(&RETRY_COUNT, retry(100), &[]);
        expect(
            &RETRY_COUNT,
            retry(101),
            &["phases.build.on-failure: 101 retries are more than the 100 that CodeBuild takes"],
        );
    }
}
