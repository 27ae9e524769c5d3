//! [`Subject`]: a template that a command looks at, of the app or of a file.

use cfn_constructs::{Constructs, ParameterSource};
use cfn_model::Diagnostic;
use cfn_model::parse::Places;
use cfn_model::template::Template;

use super::Failure;
use super::command::Call;

/// A stack of the app, or a template of a file as if it were one.
#[derive(Debug)]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only what explains and reports reads all of it"))]
pub(super) struct Subject {
    /// What tells it from the others.
    pub(super) name: String,
    /// What the stack is called, which others of the app may be called too.
    pub(super) stack: String,
    pub(super) account: Option<String>,
    pub(super) region: Option<String>,
    /// The subjects that it needs, by their numbers.
    pub(super) needs: Vec<usize>,
    /// Its parameters that outputs of others fill.
    pub(super) parameters: Vec<ParameterSource>,
    pub(super) template: Template,
    pub(super) origin: Origin,
}

/// Where a template comes from.
#[derive(Debug)]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only what explains and reports reads it"))]
pub(super) enum Origin {
    /// An app, in whose program the constructs are. Where a config file describes it, the program is none of the
    /// user's.
    App { constructs: Constructs, configured: bool },
    /// A file, with the places of what is in it.
    File(Places),
}

/// The templates at the paths; without any, those of the app.
pub(super) fn subjects(call: &mut Call<'_>, paths: &[std::ffi::OsString]) -> Result<Vec<Subject>, Failure> {
    subjects_with_problems(call, paths).map(|(subjects, _)| subjects)
}

/// The templates, with what synthesis had to say of those of the app.
pub(super) fn subjects_with_problems(
    call: &mut Call<'_>,
    paths: &[std::ffi::OsString],
) -> Result<(Vec<Subject>, Vec<Diagnostic>), Failure> {
    #[cfg(feature = "cli")]
    if call.app.is_none() && !call.options.has("config") || !paths.is_empty() {
        return files::read(call, paths).map(|subjects| (subjects, Vec::new()));
    }
    #[cfg(not(feature = "cli"))]
    if !paths.is_empty() {
        return Err(Failure::Usage("templates of files need the feature `cli`; leave the paths out".into()));
    }
    of_app(call)
}

fn of_app(call: &mut Call<'_>) -> Result<(Vec<Subject>, Vec<Diagnostic>), Failure> {
    let assembly = call.assembly()?;
    let ids: Vec<String> = call.selected(&assembly)?.iter().map(|stack| stack.artifact_id.clone()).collect();
    let configured = call.options.has("config");
    let stacks = assembly.stacks.into_iter().filter(|stack| ids.contains(&stack.artifact_id)).map(|stack| {
        let needs = stack.dependencies.iter().filter_map(|id| ids.iter().position(|other| other == id));
        Subject {
            needs: needs.collect(),
            name: stack.artifact_id,
            stack: stack.name,
            account: stack.environment.account,
            region: stack.environment.region,
            parameters: stack.parameters,
            template: stack.template,
            origin: Origin::App { constructs: stack.constructs, configured },
        }
    });
    Ok((stacks.collect(), assembly.diagnostics))
}

#[cfg(feature = "cli")]
mod files {
    use std::ffi::OsString;
    use std::path::Path;

    use cfn_checks::{AppStack, Options, stack_needs};
    use cfn_model::template::Template;

    use super::super::check::files::{files, looks_like_template};
    use super::super::input::Input;
    use super::{Call, Failure, Origin, Subject};

    /// Reads the templates at the paths, and keeps those that `--stack` asks for. All of them have to be right in form.
    pub(super) fn read(call: &Call<'_>, paths: &[OsString]) -> Result<Vec<Subject>, Failure> {
        let mut subjects = Vec::new();
        for (file, explicit) in files(paths)? {
            let input = match Input::read(&file) {
                Ok(input) => input,
                Err(failure) if explicit => return Err(failure),
                Err(_) => continue,
            };
            if !explicit && !looks_like_template(&input.text) {
                continue;
            }
            let read = Template::parse(&input.text, input.name.clone());
            let parsed = read.map_err(|problems| Failure::Input(input.with_excerpts(&problems), problems.len()))?;
            let name = stack_name(&input.name);
            subjects.push(Subject {
                stack: name.clone(),
                name,
                account: None,
                region: None,
                needs: Vec::new(),
                parameters: Vec::new(),
                template: parsed.template,
                origin: Origin::File(parsed.places),
            });
        }
        subjects.retain(|subject: &Subject| call.options.wants(&subject.name));
        let options = Options::default();
        let stacks: Vec<AppStack<'_>> = subjects
            .iter()
            .map(|Subject { name, template, .. }| AppStack { name, template, options: &options })
            .collect();
        let needs = stack_needs(&stacks);
        subjects.iter_mut().zip(needs).for_each(|(subject, needs)| subject.needs = needs);
        Ok(subjects)
    }

    /// The name that a stack of the file would have: that of the file without its endings.
    fn stack_name(file: &str) -> String {
        let name = Path::new(file).file_name().map_or_else(|| file.into(), |name| name.to_string_lossy().into_owned());
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        stem.strip_suffix(".template").unwrap_or(stem).to_owned()
    }
}
