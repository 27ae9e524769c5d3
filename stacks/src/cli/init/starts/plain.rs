//! `cargo run` writes the templates of these stacks to `cfn.out`.

use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    app().run()
}

fn app() -> App {
    let mut stack = Stack::new("Builds").description("Builds what is pushed to the main branch.");
    let source = Source::github("https://github.com/OWNER/NAME");
    let build = CiBuildProps {
        webhook: Some(Webhook::push(["main"])),
        artifact_expiry: Days(14),
        ..CiBuildProps::batch(source, "buildspec.yaml")
    };
    let build = CiBuild::new(&mut stack, "Build", build);
    stack.output("ProjectName", build.project.name());
    App::new().with(stack)
}
