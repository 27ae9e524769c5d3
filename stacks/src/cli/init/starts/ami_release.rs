//! The release of machine images and templates: `cargo run` writes its templates to `cfn.out`.

use cfn_stacks::ami_release::{AmiRelease, Channel, Images, ami_release};
use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    app().run()
}

fn app() -> App {
    // Every commit that is built; commits of other branches; commits of the main branch that got a name.
    let release = Channel::release().image_accounts(["222222222222"]);
    let connection = "arn:aws:codeconnections:eu-central-1:111111111111:connection/00000000-0000-0000-0000-000000000000";
    // Writes templates/NAME.yaml: with the images of the file $IMAGES, and below the URL $RELEASE_URL.
    let bake = ["./bake.sh"];
    ami_release(&AmiRelease {
        // The regions that machine images are copied to besides.
        regions: vec!["us-east-1".into()],
        other_branches: vec!["feature/*".into()],
        channels: vec![Channel::internal(), Channel::alpha(), release],
        // Its templates write packer-manifest.json, with the post-processor `manifest`.
        images: Some(Images::packer("images")),
        approvers: vec!["releases@example.com".into()],
        ..AmiRelease::new("Product", "product", "eu-central-1", connection, "OWNER/NAME", bake)
    })
}
