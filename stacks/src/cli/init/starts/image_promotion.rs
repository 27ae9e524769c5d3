//! The promotion of container images: `cargo run` writes its templates to `cfn.out`.

use cfn_stacks::image_promotion::{Environment, ImagePromotion, image_promotion};
use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    app().run()
}

fn app() -> App {
    // Images are pushed to the first, and go from each to the next after an approval.
    let environments = ["dev", "test", "prod"].map(Environment::new);
    image_promotion(&ImagePromotion {
        approvers: vec!["releases@example.com".into()],
        ..ImagePromotion::new("Images", ["shop", "basket"], environments)
    })
}
