//! A release train for extensions of the CloudFormation registry, in three accounts.
//!
//! For each namespace a stack in each account: the CI account runs contract tests of what is pushed to the
//! main branch, the beta account integration tests of what is pushed to the release branch, and hands what
//! passes over to the prod account, which publishes it in each region. Beside them the image that builds run
//! in, and in the CI and beta account one webhook for all namespaces, where pushes come by webhook.
//!
//! The scripts that the builds run belong into the repositories, with the buildspecs: they are files of the app.

mod check;
mod clone;
mod extensions;
mod files;
mod image;
mod names;
mod permissions;
mod pipelines;
mod prod;
mod props;
mod read;
mod receiver;

use std::panic::Location;

use cfn_checks::in_parallel;
use cfn_constructs::{App, Stack};

use names::{Names, Stage};
pub use props::{
    Accounts, Extension, ExtensionKind, Language, Namespace, RegionalValues, RegistryRelease, Rollout, TrainImage,
    TrainSource,
};
pub use read::read_train;

pub use crate::permission::Permission;

/// The stacks and files of the train. What is wrong with the props is found at synthesis, and points at
/// the line that called this.
#[track_caller]
pub fn registry_release(train: &RegistryRelease) -> App {
    let caller = Location::caller();
    let mut app = App::new().with_diagnostics(check::check(train));
    let image = image::stack(train, caller);
    let mut receivers = [Stage::Ci, Stage::Beta].map(|stage| receiver::stack(train, stage, caller));
    let namespaces = in_parallel(&train.namespaces, |namespace| {
        let ci = pipelines::ci(train, namespace, caller);
        (ci, prod::stack(train, namespace, caller), pipelines::beta(train, namespace, caller))
    });
    for (mut ci, mut prod, mut beta) in namespaces {
        // Builds cannot start before there is an image, and nothing is handed over before somebody takes it.
        [&mut ci, &mut prod, &mut beta].into_iter().for_each(|stack| stack.deploy_after(&image));
        beta.deploy_after(&prod);
        // A push that is told before its clone build is there would be lost.
        for (receiver, stack) in receivers.iter_mut().zip([&ci, &beta]) {
            if let Some(receiver) = receiver {
                receiver.deploy_after(stack);
            }
        }
        app = app.with_all([ci, prod, beta]);
    }
    app = app.with(image).with_all(receivers.into_iter().flatten());
    for (path, contents) in files::files(train) {
        app = app.with_file(path, contents);
    }
    app
}

/// The line of the user's program that asked for the train.
type Caller = &'static Location<'static>;

/// A stack of the train in the account and in its region.
fn stack(train: &RegistryRelease, name: String, account: &str, description: String, caller: Caller) -> Stack {
    let mut stack = Stack::new_at(name, caller).account(account).region(train.region.as_str()).description(description);
    stack.tag("release-train", train.name.as_str());
    stack
}
