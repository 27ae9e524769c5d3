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
