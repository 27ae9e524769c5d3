//! The release of a product as machine images and templates: the pipeline with its channels, the keys of its images, and
//! the templates of the product with the images of a manifest of Packer in them.
//!
//! ```text
//! cargo run --example ami_release -- [RELEASE] [COMMAND] [OPTIONS]
//! ```
//!
//! `RELEASE` is a file that describes the release, in YAML or JSON. Without it the one below is taken. The pipeline runs this
//! program as well, to bake: it names the images in the variable `IMAGES`, and the place of the release in `RELEASE_URL`.
//! `channel list` shows what was released. `--help` tells all commands.

mod permissions;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cfn_stacks::ami_release::product::Product;
use cfn_stacks::ami_release::{
    AmiRelease, Channel, Images, StackTest, ami_release, read_images, read_release, with_templates,
};
use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    let mut options: Vec<OsString> = std::env::args_os().skip(1).collect();
    let is_file = |word: &OsString| Path::new(word).extension().is_some();
    let file = options.first().is_some_and(is_file).then(|| options.remove(0));
    let app = file.map_or_else(app, |file| match read_release(Path::new(&file)) {
        Ok(release) => with_product(&release),
        Err(problems) => App::new().with_diagnostics(problems),
    });
    app.run_with(options)
}

/// What there is without a file.
pub(crate) fn app() -> App {
    with_product(&release())
}

/// The release, and the templates of the product.
fn with_product(release: &AmiRelease) -> App {
    match images() {
        Ok(images) => with_templates(ami_release(release), templates(images)),
        Err(problems) => ami_release(release).with_diagnostics(problems),
    }
}

fn release() -> AmiRelease {
    let connection = "arn:aws:codeconnections:us-east-2:111111111111:connection/6c1f0d9e-2b7a-4f53-8e1d-0a9b8c7d6e5f";
    let bake = [
        "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal",
        ". \"$HOME/.cargo/env\"",
        "cargo run --locked --example ami_release -- --out baked",
        "cp baked/templates/*.yaml templates/",
    ];
    let test =
        StackTest::new("product", ["curl --fail --insecure --retry 10 \"https://$OUTPUT_LoadBalancerName/health\""])
            .parameter("AlarmMail", "releases@example.com")
            .parameter(
                "CertificateArn",
                "arn:aws:acm:us-east-2:111111111111:certificate/4d5e6f70-8192-4a3b-8c4d-5e6f708192a3",
            )
            .parameter("Clients", "0.0.0.0/0")
            .parameter("Protected", "false");
    let customers = ["222222222222", "333333333333"];
    AmiRelease {
        account: Some("111111111111".into()),
        regions: vec!["eu-west-1".into()],
        other_branches: vec!["feature/*".into()],
        channels: vec![
            Channel::internal(),
            Channel::alpha().image_accounts(customers),
            Channel::release().image_accounts(customers),
        ],
        images: Some(Images::Packer {
            folder: "images".into(),
            before: vec!["./images/install_packer.sh 1.14.3".into()],
        }),
        image_keys: true,
        deprecate_after_days: Some(730),
        binaries: vec![
            "./ci/install_rust.sh".into(),
            "cargo build --locked --release --package server".into(),
            "mkdir -p binaries && cp target/release/server binaries/".into(),
        ],
        smoke_test: Some(permissions::product(test)),
        approvers: vec!["releases@example.com".into()],
        notify: vec!["releases@example.com".into()],
        ..AmiRelease::new("Product", "product", "us-east-2", connection, "acme/product", bake)
    }
}

/// The images that the pipeline has built, and outside of it those of a manifest that is kept for tries.
fn images() -> Result<MachineImages, Vec<cfn_model::Diagnostic>> {
    let kept = PathBuf::from("examples/ami_release/packer-manifest.json");
    read_images(&std::env::var_os("IMAGES").map_or(kept, PathBuf::from))
}

/// The templates of the product, as they are released.
fn templates(images: MachineImages) -> Vec<Stack> {
    let url = std::env::var("RELEASE_URL");
    let url = url.unwrap_or_else(|_| "https://acme-public.s3.us-east-2.amazonaws.com/1.4.0/product".into());
    let Product { product, nested } = Product::new(&ReleaseLocation::new(url), images);
    nested.into_iter().map(|(_, stack)| stack).chain([product]).collect()
}
