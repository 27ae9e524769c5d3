//! Checks of files and scripts.

use cfn_model::Severity;

use super::Check;
use crate::appspec::{Hook, Os, Script, ServerAppspec, ServerHook};
use crate::services::Seconds;

/// How many seconds all scripts of a hook may run.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html>.
const MOST_SECONDS: u32 = 3_600;

/// The scripts, each with its hook and its path.
fn scripts(spec: &ServerAppspec) -> impl Iterator<Item = (ServerHook, String, &Script)> {
    spec.hooks.iter().flat_map(|(hook, scripts)| {
        let path = |index: usize| format!("hooks.{}.{index}", hook.name());
        scripts.iter().enumerate().map(move |(index, script)| (*hook, path(index), script))
    })
}

pub(super) static EMPTY_PATH: Check<ServerAppspec> = Check {
    code: "appspec-empty-path",
    severity: Severity::Error,
    summary: "A file or a script has no path.",
    run: |spec, findings| {
        for (index, file) in spec.files.iter().enumerate() {
            for (key, path) in [("source", &file.source), ("destination", &file.destination)] {
                if path.trim().is_empty() {
                    findings.add(format!("files.{index}.{key}"), format!("the {key} is empty"), "give a path");
                }
            }
        }
        for (_, path, script) in scripts(spec) {
            if script.location.trim().is_empty() {
                let help = "give the path of a script in the revision";
                findings.add(format!("{path}.location"), "the location is empty", help);
            }
        }
    },
};

pub(super) static RELATIVE_DESTINATION: Check<ServerAppspec> = Check {
    code: "appspec-relative-destination",
    severity: Severity::Error,
    summary: "A file goes to a place that is no absolute path of the operating system.",
    run: |spec, findings| {
        for (index, file) in spec.files.iter().enumerate().filter(|(_, file)| !file.destination.trim().is_empty()) {
            let (absolute, example) = match spec.os {
                Os::Linux => (file.destination.starts_with('/'), "/srv/app"),
                Os::Windows => (has_drive(&file.destination), "c:\\app"),
            };
            if !absolute {
                let message = format!("`{}` is no absolute path of {}", file.destination, spec.os.name());
                findings.add(format!("files.{index}.destination"), message, format!("write one such as {example}"));
            }
        }
    },
};

/// Whether a path begins with a drive, as `c:\` or `c:/`.
fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic())
}

pub(super) static EMPTY_HOOK: Check<ServerAppspec> = Check {
    code: "appspec-empty-hook",
    severity: Severity::Error,
    summary: "A hook has no scripts.",
    run: |spec, findings| {
        for hook in spec.hooks.iter().filter(|(_, scripts)| scripts.is_empty()).map(|(hook, _)| hook) {
            let message = format!("the hook `{}` has no scripts", hook.name());
            findings.add(format!("hooks.{}", hook.name()), message, "add one, or take the hook out");
        }
    },
};

pub(super) static TIMEOUT: Check<ServerAppspec> = Check {
    code: "appspec-timeout",
    severity: Severity::Error,
    summary: "A script may run for no time, or for more than an hour.",
    run: |spec, findings| {
        for (_, path, script) in scripts(spec) {
            if let Some(Seconds(seconds)) = script.timeout
                && !(1..=MOST_SECONDS).contains(&seconds)
            {
                let message = format!("the timeout is {seconds} seconds, 1 to {MOST_SECONDS} are allowed");
                findings.add(format!("{path}.timeout"), message, "give a number of seconds within an hour");
            }
        }
    },
};

pub(super) static HOOK_TIMEOUT: Check<ServerAppspec> = Check {
    code: "appspec-hook-timeout",
    severity: Severity::Error,
    summary: "The scripts of a hook may together run for more than an hour.",
    run: |spec, findings| {
        for (hook, scripts) in &spec.hooks {
            let given = scripts.iter().filter_map(|script| script.timeout).map(|Seconds(seconds)| seconds);
            // One script alone that may run too long is told of elsewhere.
            let total: u64 = given.clone().map(u64::from).sum();
            if total > u64::from(MOST_SECONDS) && given.clone().all(|seconds| seconds <= MOST_SECONDS) {
                let message = format!(
                    "the scripts of `{}` may run for {total} seconds together, {MOST_SECONDS} are allowed",
                    hook.name()
                );
                findings.add(format!("hooks.{}", hook.name()), message, "give them less time");
            }
        }
    },
};

pub(super) static RUN_AS_ON_WINDOWS: Check<ServerAppspec> = Check {
    code: "appspec-run-as-on-windows",
    severity: Severity::Error,
    summary: "A script is to run as another user on Windows.",
    run: |spec, findings| {
        for (_, path, script) in scripts(spec).filter(|_| spec.os == Os::Windows) {
            if let Some(user) = &script.run_as {
                let message = format!("`{user}` is to run a script on Windows, but only Linux knows runas");
                findings.add(format!("{path}.runas"), message, "take runas out");
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    fn spec(os: Os) -> ServerAppspec {
        ServerAppspec::new(os)
    }

    fn hook(scripts: impl IntoIterator<Item = Script>) -> ServerAppspec {
        spec(Os::Linux).hook(ServerHook::AfterInstall, scripts)
    }

    #[test]
    fn paths_are_there() {
        expect(&EMPTY_PATH, &hook([Script::new("a")]).file("/", "/srv"), &[]);
        expect(
            &EMPTY_PATH,
            &hook([Script::new(" ")]).file("", ""),
            &[
                "files.0.source: the source is empty",
                "files.0.destination: the destination is empty",
                "hooks.AfterInstall.0.location: the location is empty",
            ],
        );
    }

    #[test]
    fn files_go_to_absolute_paths() {
        expect(&RELATIVE_DESTINATION, &spec(Os::Linux).file("a", "/srv"), &[]);
        expect(&RELATIVE_DESTINATION, &spec(Os::Windows).file("a", "c:\\srv").file("a", "D:/srv"), &[]);
        expect(
            &RELATIVE_DESTINATION,
            &spec(Os::Linux).file("a", "c:\\srv"),
            &["files.0.destination: `c:\\srv` is no absolute path of linux"],
        );
        expect(
            &RELATIVE_DESTINATION,
            &spec(Os::Windows).file("a", "/srv"),
            &["files.0.destination: `/srv` is no absolute path of windows"],
        );
    }

    #[test]
    fn hooks_have_scripts() {
        expect(&EMPTY_HOOK, &hook([]), &["hooks.AfterInstall: the hook `AfterInstall` has no scripts"]);
        expect(&EMPTY_HOOK, &hook([Script::new("a")]), &[]);
    }

    #[test]
    fn a_script_has_up_to_an_hour() {
        let script = |seconds| Script::new("a").timeout(Seconds(seconds));
        expect(&TIMEOUT, &hook([script(1), script(3_600)]), &[]);
        expect(
            &TIMEOUT,
            &hook([script(0), script(3_601)]),
            &[
                "hooks.AfterInstall.0.timeout: the timeout is 0 seconds, 1 to 3600 are allowed",
                "hooks.AfterInstall.1.timeout: the timeout is 3601 seconds, 1 to 3600 are allowed",
            ],
        );
    }

    #[test]
    fn the_scripts_of_a_hook_share_an_hour() {
        let script = |seconds| Script::new("a").timeout(Seconds(seconds));
        expect(&HOOK_TIMEOUT, &hook([script(1_800), script(1_800), Script::new("a")]), &[]);
        expect(&HOOK_TIMEOUT, &hook([script(3_601)]), &[]);
        expect(
            &HOOK_TIMEOUT,
            &hook([script(1_800), script(1_801)]),
            &["hooks.AfterInstall: the scripts of `AfterInstall` may run for 3601 seconds together, 3600 are allowed"],
        );
    }

    #[test]
    fn windows_has_no_run_as() {
        let of = |os| spec(os).hook(ServerHook::AfterInstall, [Script::new("a").run_as("bob")]);
        expect(&RUN_AS_ON_WINDOWS, &of(Os::Linux), &[]);
        expect(
            &RUN_AS_ON_WINDOWS,
            &of(Os::Windows),
            &["hooks.AfterInstall.0.runas: `bob` is to run a script on Windows, but only Linux knows runas"],
        );
    }
}
