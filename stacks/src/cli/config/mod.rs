//! Config files: one of the ready-made systems, described in YAML or JSON instead of Rust.
//!
//! A file is read with the places of its nodes, held to the schema of its system, so that all that is wrong with its
//! form is told at once, and only then turned into props. What synthesis finds wrong with them is shown at the
//! nodes that it names.

mod pipeline_property;
mod shape;
mod systems;

use std::path::Path;

use cfn_constructs::App;
use cfn_model::parse::{self, Document, Limits};
use cfn_model::{Diagnostic, Value, emit};

use super::Failure;
use super::input::Input;
pub(super) use systems::{SYSTEMS, System};

/// The key that says which system a file describes.
const SYSTEM: &str = "system";

/// A config file that was read.
pub(super) struct Config {
    input: Input,
    document: Document,
}

impl Config {
    /// Reads the file, and gives the app that it describes.
    pub(super) fn read(file: &Path) -> Result<(Self, App), Failure> {
        let input = Input::read(file.as_os_str())?;
        match parse::document(&input.text, input.name.clone(), &Limits::default()) {
            Ok(document) => {
                let config = Config { input, document };
                let app = config.app().map_err(|problems| config.failure(problems))?;
                Ok((config, app))
            }
            Err(problems) => Err(Failure::Input(input.with_excerpts(&problems), problems.len())),
        }
    }

    /// What the file is called.
    pub(super) fn name(&self) -> &str {
        &self.input.name
    }

    /// What the file says.
    pub(super) fn text(&self) -> &str {
        &self.input.text
    }

    /// The problems, as what ends a command: each with the line of the file that it is about.
    pub(super) fn failure(&self, problems: Vec<Diagnostic>) -> Failure {
        let problems: Vec<Diagnostic> = problems.into_iter().map(|problem| self.place(problem)).collect();
        Failure::Input(self.input.with_excerpts(&problems), problems.len())
    }

    /// The problem where it is in the file. The line of the program that it carries is none of the user's.
    pub(super) fn place(&self, problem: Diagnostic) -> Diagnostic {
        if problem.location.as_ref().is_some_and(|location| location.file == self.input.name) {
            return problem;
        }
        let Document { value, places, .. } = &self.document;
        let system = value.at(SYSTEM).and_then(Value::as_str).and_then(System::named);
        let property = system.and_then(|system| (system.property)(&problem, value)).or(problem.property.clone());
        let begins = |path: &&str| path.split('.').next().is_some_and(|first| places.at([first]).is_some());
        let location = places.location(property.as_deref().filter(begins).unwrap_or(SYSTEM));
        let problem = Diagnostic { property, ..problem };
        problem.at(location)
    }

    fn app(&self) -> Result<App, Vec<Diagnostic>> {
        let Document { value, places, .. } = &self.document;
        let error = |message: &str| vec![Diagnostic::error("config", message)];
        let named = value.at(SYSTEM).and_then(Value::as_str);
        let Some(name) = named else {
            let help = "name the system that the file describes: `cfn-stacks schema` lists them";
            return Err(error("the key `system` is missing, or no text").into_iter().map(|it| it.help(help)).collect());
        };
        let system = System::named(name).ok_or_else(|| error(&System::unknown(name)))?;
        let problems = shape::check(value, &system.schema(), places);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut props = value.clone();
        if let Value::Map(props) = &mut props {
            props.remove(SYSTEM);
            props.remove("$schema");
        }
        let props = serde_json::from_str(&emit::to_json(&props));
        props.and_then(system.build).map_err(|problem| error(&problem.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_begins_as_is_good() {
        for system in &SYSTEMS {
            let folder = tempfile::tempdir().expect("a folder can be made");
            let file = folder.path().join("config.yaml");
            std::fs::write(&file, system.start).expect("the folder can be written");
            let app = Config::read(&file).map(|(_, app)| app.synth());
            let assembly = app.unwrap_or_else(|failure| panic!("{}: {failure:?}", system.name));
            assert!(!assembly.expect("it is good").stacks.is_empty(), "{}", system.name);
        }
    }
}
