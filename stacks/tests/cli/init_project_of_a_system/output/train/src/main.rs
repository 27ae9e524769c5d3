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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// The folder `templates` has the templates as somebody has read them. `UPDATE=1 cargo test` writes those of now.
    #[test]
    fn templates_are_as_they_were_read() {
        let assembly = super::app().synth().expect("nothing is wrong with the app");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        for stack in &assembly.stacks {
            let (file, template) = (folder.join(format!("{}.yaml", stack.artifact_id)), stack.template.to_yaml());
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(&folder).and_then(|()| fs::write(&file, &template)).expect("it can be written");
            }
            let read = fs::read_to_string(&file).unwrap_or_default();
            assert_eq!(read, template, "{} has changed; `UPDATE=1 cargo test` accepts it", file.display());
        }
    }
}
