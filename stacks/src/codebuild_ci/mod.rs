//! A CodeBuild CI set-up: batch builds of every flavor of a repository, for pushes, at night and for releases.
//!
//! Four stacks: the source credentials, of which an account and region have one; and for the project
//! its CI build, its nightly build and its release build. Beside them the buildspec files that
//! belong into the repository.

mod buildspecs;
mod config;
mod flavors;
mod props;

use std::panic::Location;

use cfn_constructs::patterns::{CiBuild, CiBuildProps, Nightly, SourceCredentials, SourceCredentialsProps};
use cfn_constructs::services::codebuild::{Source, Webhook};
use cfn_constructs::services::{Days, Secret};
use cfn_constructs::{App, Stack};

use buildspecs::Form;
pub use config::{BuildIgnore, ProjectConfig, read_config};
pub use flavors::{Flavor, read_flavors};
pub use props::{CodeBuildCi, FlavorBuild, SecretVariable, Variable};

/// The name of the stack that holds the source credentials, which all projects share.
pub const CREDENTIALS_STACK: &str = "CodeBuildSourceCredentials";

/// The stacks and files of the set-up. What is wrong with the props is found at synthesis, and
/// points at the line that called this.
#[track_caller]
pub fn codebuild_ci(props: &CodeBuildCi) -> App {
    let mut app = App::new().with(credentials(props)).with(ci(props)).with(release(props));
    if let Some(nightly) = &props.nightly {
        app = app.with(self::nightly(props, nightly));
    }
    let problems = flavors::check(&props.flavors);
    // Where flavors are wrong, so are the batches made of them, which nobody has to be told.
    let flavors_are_good = problems.is_empty();
    app = app.with_diagnostics(problems);
    for form in [Form::Ci, Form::Release] {
        for (path, buildspec) in buildspecs::files(props, form) {
            let problems = if flavors_are_good { buildspec.check() } else { Vec::new() };
            let problems = problems.into_iter().map(|problem| problem.construct(path.as_str()));
            app = app.with_diagnostics(problems).with_file(path.as_str(), buildspec.to_yaml());
        }
    }
    app
}

#[track_caller]
fn credentials(props: &CodeBuildCi) -> Stack {
    let mut stack = Stack::new_at(CREDENTIALS_STACK, Location::caller())
        .description("The credentials with which CodeBuild reaches GitHub: one set for each account and region.");
    SourceCredentials::new(&mut stack, "GitHub", SourceCredentialsProps::token_from_secret(&props.token_secret));
    stack
}

#[track_caller]
fn ci(props: &CodeBuildCi) -> Stack {
    let mut stack = Stack::new_at(&props.project, Location::caller())
        .description(format!("Builds {} for every push to one of its branches.", props.project));
    build(&mut stack, props, Form::Ci, |pipeline| CiBuildProps {
        webhook: Some(Webhook::push(&props.branches)),
        artifact_expiry: Days(props.artifact_days),
        ..pipeline
    });
    stack
}

#[track_caller]
fn release(props: &CodeBuildCi) -> Stack {
    let mut stack = Stack::new_at(format!("{}Release", props.project), Location::caller())
        .description(format!("Builds the releases of {}. It is started by hand.", props.project));
    build(&mut stack, props, Form::Release, |pipeline| CiBuildProps {
        artifact_expiry: Days(props.release_artifact_days),
        log_retention: Days(180),
        ..pipeline
    });
    stack
}

#[track_caller]
fn nightly(props: &CodeBuildCi, expression: &str) -> Stack {
    let mut stack = Stack::new_at(format!("{}Nightly", props.project), Location::caller())
        .description(format!("Builds {} every night.", props.project));
    build(&mut stack, props, Form::Ci, |pipeline| CiBuildProps {
        nightly: Some(Nightly { expression: expression.to_owned(), time_zone: None }),
        artifact_expiry: Days(props.artifact_days),
        ..pipeline
    });
    stack
}

/// Adds the project of a stack, its own properties changed by `change`, and the outputs that name it.
#[track_caller]
fn build(stack: &mut Stack, props: &CodeBuildCi, form: Form, change: impl FnOnce(CiBuildProps) -> CiBuildProps) {
    stack.tag("project", props.project.as_str());
    let source = Source::github(&props.repository);
    let build = match form {
        Form::Ci => &props.build,
        Form::Release => props.release_build(),
    };
    let secrets: Vec<Secret> = build.secrets.iter().map(|variable| Secret::new(&variable.secret)).collect();
    let pipeline = CiBuildProps { secrets, ..CiBuildProps::batch(source, buildspecs::batch_path(props, form)) };
    let build = CiBuild::new(stack, "Build", change(pipeline));
    stack.output("ProjectName", build.project.name());
    stack.output("ArtifactsBucket", build.artifacts.name());
}
