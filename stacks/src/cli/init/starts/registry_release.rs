//! The release of extensions of the CloudFormation registry: `cargo run` writes its templates to `cfn.out`.

use cfn_stacks::prelude::*;
use cfn_stacks::registry_release::{
    Accounts, Extension, Language, Namespace, RegistryRelease, TrainSource, registry_release,
};

fn main() -> ExitCode {
    app().run()
}

fn app() -> App {
    let accounts = Accounts::new("111111111111", "222222222222", "333333333333");
    let shelf = Extension::new("Acme::Storage::Shelf", "resources/shelf", Language::Python);
    let namespace = Namespace::new("Acme", "OWNER/NAME", [shelf]);
    // The secret whose text the webhook signs with.
    let source = TrainSource::webhook("registry/webhook");
    registry_release(&RegistryRelease {
        // The regions to publish in, in this order.
        regions: vec!["eu-central-1".into(), "us-east-1".into()],
        ..RegistryRelease::new("Registry", accounts, "eu-central-1", source, [namespace])
    })
}
