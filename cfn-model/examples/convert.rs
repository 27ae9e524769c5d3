//! Rewrites templates as YAML or JSON: `convert yaml|yaml-long|json`, with a line `INPUT<tab>OUTPUT`
//! on the standard input for each.
//!
//! The scripts in `conformance/` have other readers compare what comes out with what went in.
#![expect(clippy::print_stderr, reason = "this is a program")]

use std::io::BufRead;
use std::process::ExitCode;

use cfn_model::emit::{self, Intrinsics, Options};
use cfn_model::parse::{self, Limits};
use cfn_model::{Diagnostic, Value};

fn main() -> ExitCode {
    let write: fn(&Value) -> String = match std::env::args().nth(1).as_deref() {
        Some("yaml") => emit::to_yaml,
        Some("yaml-long") => |value| emit::to_yaml_with(value, Options { intrinsics: Intrinsics::Long }),
        Some("json") => emit::to_json,
        other => {
            eprintln!("no format `{}`: give yaml, yaml-long or json", other.unwrap_or_default());
            return ExitCode::from(2);
        }
    };
    let mut failed = false;
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let done = match line.split_once('\t') {
            Some((input, output)) => convert(input, output, write),
            None => Err(format!("no tab in `{line}`")),
        };
        if let Err(problem) = done {
            eprintln!("{problem}");
            failed = true;
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn convert(input: &str, output: &str, write: fn(&Value) -> String) -> Result<(), String> {
    // The scripts make their own texts, some larger than any template; the bounds have tests of their own.
    let limits = Limits { bytes: usize::MAX, nodes: usize::MAX, ..Limits::default() };
    let text = std::fs::read_to_string(input).map_err(|error| format!("{input}: {error}"))?;
    let document = parse::template(&text, input.to_owned(), &limits)
        .map_err(|problems| problems.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n"))?;
    std::fs::write(output, write(&document.value)).map_err(|error| format!("{output}: {error}"))
}
