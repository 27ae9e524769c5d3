//! The CI of a repository: `cargo run` writes its templates and buildspecs to `cfn.out`.

use cfn_stacks::codebuild_ci::{CodeBuildCi, Flavor, FlavorBuild, codebuild_ci};
use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    app().run()
}

fn app() -> App {
    // The variants that a batch builds. The variable FLAVOR names the one that a build is about.
    let flavors = ["debian", "alpine"].map(Flavor::new).into();
    let build = FlavorBuild::new([r#"./build.sh "$FLAVOR""#]);
    codebuild_ci(&CodeBuildCi::new("Containers", "https://github.com/OWNER/NAME", flavors, build))
}
