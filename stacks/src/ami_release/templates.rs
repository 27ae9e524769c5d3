//! The templates of a release, as files.

use cfn_constructs::{App, Stack};

/// The app, with the templates of a release beside its own: for each stack of `templates` a file `templates/NAME.yaml`, just
/// as the pipeline wants it from what bakes. Such stacks are those of customers, so that the app does not deploy them.
///
/// They are checked as all stacks are, and what is wrong with them is wrong with the app.
#[must_use]
pub fn with_templates(app: App, templates: impl IntoIterator<Item = Stack>) -> App {
    match App::new().with_all(templates).synth() {
        Err(problems) => app.with_diagnostics(problems),
        Ok(assembly) => assembly.stacks.iter().fold(app.with_diagnostics(assembly.diagnostics), |app, stack| {
            app.with_file(format!("templates/{}.yaml", stack.name), stack.template.to_yaml())
        }),
    }
}
