//! SnapStart of functions that cannot have it, or have no use of it.

use cfn_model::Severity;

use super::related::{pairs, select, under};
use crate::Check;
use crate::cases::Case;
use crate::context::{Context, Resource};
use crate::finding::{Finding, Findings};

const PAGE: &str = "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html";

pub(super) static UNSUPPORTED: Check = Check {
    code: "snap-start-runtime",
    severity: Severity::Error,
    title: "SnapStart with a runtime that does not have it",
    docs: "SnapStart keeps snapshots of functions on Java 11, Python 3.12, .NET 8 and what came after.",
    source: PAGE,
    cfn_lint: &["E2530"],
    run: Some(run_unsupported),
};

pub(super) static UNUSED: Check = Check {
    code: "snap-start-version",
    severity: Severity::Warning,
    title: "SnapStart on a function of which no version is published",
    docs: "Snapshots are taken of published versions: without one SnapStart has no effect.",
    source: PAGE,
    cfn_lint: &["W2530"],
    run: Some(run_unused),
};

/// Runtimes of the languages that have SnapStart which came before it.
const TOO_OLD: &[&str] = &[
    "dotnet5.0",
    "dotnet6",
    "dotnet7",
    "java8",
    "java8.al2",
    "python3.10",
    "python3.11",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
];

/// The functions with SnapStart, at the property that turns it on.
fn starting<'a>(context: &Context<'a>, function: &Resource<'a>) -> Vec<Case<'a>> {
    let cases = select(context, function, &["SnapStart", "ApplyOn"]);
    cases.into_iter().filter(|case| case.value.as_str() == Some("PublishedVersions")).collect()
}

fn run_unsupported(context: &Context<'_>, findings: &mut Findings) {
    for function in context.of_type("AWS::Lambda::Function") {
        let Some(properties) = super::related::properties(function) else { continue };
        for start in starting(context, function) {
            for runtime in under(&properties, &start.env).key("Runtime", &context.conditions) {
                let Some(name) = runtime.value.as_str().filter(|name| !supports(name)) else { continue };
                let message = format!("the runtime `{name}` has no SnapStart");
                let help = "move to a runtime that has it, or leave `SnapStart` out";
                findings.push(Finding::new(&UNSUPPORTED, &start.path(), message).help(help));
            }
        }
    }
}

fn supports(runtime: &str) -> bool {
    let language = ["dotnet", "java", "python"].iter().any(|language| runtime.starts_with(language));
    language && !runtime.starts_with("dotnetcore") && runtime != "python2.7" && !TOO_OLD.contains(&runtime)
}

fn run_unused(context: &Context<'_>, findings: &mut Findings) {
    let versions = pairs(context, "AWS::Lambda::Version", &["FunctionName"], "AWS::Lambda::Function");
    let functions = context.of_type("AWS::Lambda::Function").chain(context.of_type("AWS::Serverless::Function"));
    for function in functions {
        let published = match function.type_name {
            "AWS::Lambda::Function" => versions.iter().any(|pair| pair.to.id == function.id),
            _ => !select(context, function, &["AutoPublishAlias"]).is_empty(),
        };
        for start in starting(context, function).iter().filter(|_| !published) {
            let message = format!("no version of `{}` is published, of which a snapshot would be taken", function.id);
            let help = "add an `AWS::Lambda::Version`, or `AutoPublishAlias` to a serverless function";
            findings.push(Finding::new(&UNUSED, &start.path(), message).help(help));
        }
    }
}
