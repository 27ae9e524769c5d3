//! A tour of pipelines: one that uses every action of CodePipeline and everything that surrounds them.
//!
//! The shop of a company that is called Acme runs on servers, in containers and as functions. Its
//! pipeline builds it, tries it out in the account of the tools, and takes it to production, which is
//! another account. Nobody needs all of it at once: take from each module what you need.
//!
//! | module | what it shows |
//! | --- | --- |
//! | `sources` | sources, triggers with filters, variables |
//! | `builds` | builds, tests, images, scans, commands; retries, and stages that are skipped |
//! | `staging` | deployments of every kind; conditions with rules, and rollbacks |
//! | `production` | approvals, other accounts and regions, stack sets, a closed stage |
//! | `release` | the pipeline of these stages, and a change to it by somebody who did not write it |
//! | `tools` | what the pipeline works with: repositories, projects, functions, a topic |
//! | `servers`, `containers`, `functions` | CodeDeploy's three targets, with alarms, canaries and AppSpec files |
//!
//! ```text
//! cargo run --example pipelines_tour -- [COMMAND] [OPTIONS]
//! ```

use std::process::ExitCode;

use cfn_constructs::App;
use cfn_constructs::appspec::Appspec;
use cfn_stacks::cli::CommandLine;

mod builds;
mod containers;
mod functions;
mod places;
mod production;
mod release;
mod servers;
mod sources;
mod staging;
mod tools;

fn main() -> ExitCode {
    app().run()
}

/// All stacks, and the AppSpec files that the deployments take.
pub(crate) fn app() -> App {
    let (servers, visitor) = servers::stack();
    let functions = functions::stack();
    let (containers, service) = containers::stack();
    let (virginia, store) = places::virginia();
    let release = release::stack(&visitor, service, store);

    let appspecs: [(&str, Appspec); 3] = [
        // The agent of CodeDeploy looks for just that name.
        ("appspecs/servers/appspec.yml", servers::appspec().into()),
        ("appspecs/containers/appspec.yaml", containers::appspec().into()),
        ("appspecs/functions/appspec.yaml", functions::appspec().into()),
    ];
    let app = App::new().with_all([servers, functions, containers, virginia, release]);
    appspecs.into_iter().fold(app, |app, (path, appspec)| {
        let problems = appspec.check();
        app.with_file(path, appspec.to_yaml()).with_diagnostics(problems)
    })
}
