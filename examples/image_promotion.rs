//! The promotion of container images: what is pushed to `dev` goes to `test`, is tested there, and goes to `prod`,
//! each after an approval.
//!
//! ```text
//! cargo run --example image_promotion -- [PROMOTION] [COMMAND] [OPTIONS]
//! ```
//!
//! `PROMOTION` is a file that describes it, in YAML or JSON. Without it the one below is taken. `rollback` puts an
//! image of `prod` back on the version before, `history` shows what was done. `--help` tells all commands.

use std::ffi::OsString;
use std::path::Path;

use cfn_stacks::image_promotion::{Environment, ImagePromotion, image_promotion, read_promotion};
use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    let mut options: Vec<OsString> = std::env::args_os().skip(1).collect();
    let is_file = |word: &OsString| Path::new(word).extension().is_some();
    let file = options.first().is_some_and(is_file).then(|| options.remove(0));
    let app = file.map_or_else(app, |file| match read_promotion(Path::new(&file)) {
        Ok(promotion) => image_promotion(&promotion),
        Err(problems) => App::new().with_diagnostics(problems),
    });
    app.run_with(options)
}

/// What there is without a file.
pub(crate) fn app() -> App {
    image_promotion(&promotion())
}

fn promotion() -> ImagePromotion {
    let test = Environment::new("test").test("arn:aws:states:eu-central-1:111111111111:stateMachine:image-tests");
    let environments = [Environment::new("dev"), test, Environment::new("prod")];
    ImagePromotion {
        account: Some("111111111111".into()),
        region: Some("eu-central-1".into()),
        approvers: vec!["releases@example.com".into()],
        notify: vec!["releases@example.com".into()],
        ..ImagePromotion::new("Images", ["shop", "basket", "search", "mail"], environments)
    }
}
