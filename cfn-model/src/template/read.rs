//! Templates in: a document that is looked at as a template.
#![expect(clippy::result_large_err, reason = "problems are rare, and people read them")]

use std::borrow::Cow;

use super::{Template, shape};
use crate::parse::{self, Limits, Places};
use crate::{Diagnostic, ResourceType, Value};

/// A template that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The template, with everything in the order of the text.
    pub template: Template,
    /// Where everything stands: `places.location("Resources.Build.Type")`.
    pub places: Places,
    /// What is likely not meant as it was read, or refused by CloudFormation itself.
    pub warnings: Vec<Diagnostic>,
}

/// A template that was read, some sections of which may be wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The template as it is written.
    pub parsed: Parsed,
    /// What is wrong with its sections.
    pub problems: Vec<Diagnostic>,
}

impl Parsed {
    /// The properties of a resource as their type, to be read: [`Template::resource_as`] with the place in the text.
    ///
    /// # Errors
    /// As [`Template::resource_as`]; each error has the line and column of the resource, or of the section
    /// that lacks it.
    pub fn resource<T: ResourceType>(&self, id: &str) -> Result<T, Diagnostic> {
        self.template.resource_as(id).map_err(|problem| {
            let steps = ["Resources", id].into_iter().chain(problem.property.as_deref());
            let place = self.places.at(steps).or_else(|| self.places.of("Resources")).or_else(|| self.places.of(""));
            match place {
                Some(place) => problem.at(self.places.locate(place.key.unwrap_or(place.value))),
                None => problem,
            }
        })
    }
}

impl Template {
    /// Reads a template, YAML or JSON, within the default [`Limits`].
    ///
    /// `file` is the name that places and problems carry; it may be empty. What macros and
    /// transforms bring along, such as loops and the types of SAM, is kept as it is.
    ///
    /// # Errors
    /// Everything that is wrong with the text, or, where it can be read, with its sections: each with
    /// its line and column.
    pub fn parse(text: &str, file: impl Into<Cow<'static, str>>) -> Result<Parsed, Vec<Diagnostic>> {
        Template::parse_within(text, file, &Limits::default())
    }

    /// Reads a template within limits of one's own.
    ///
    /// # Errors
    /// As [`Template::parse`].
    pub fn parse_within(
        text: &str,
        file: impl Into<Cow<'static, str>>,
        limits: &Limits,
    ) -> Result<Parsed, Vec<Diagnostic>> {
        let read = Template::read(text, file, limits)?;
        if read.problems.is_empty() { Ok(read.parsed) } else { Err(read.problems) }
    }

    /// Reads a template of which some sections may be wrong: what is right can be looked at all the same.
    ///
    /// # Errors
    /// Everything that is wrong with the text, where it cannot be read or is not a map of sections.
    pub fn read(text: &str, file: impl Into<Cow<'static, str>>, limits: &Limits) -> Result<Read, Vec<Diagnostic>> {
        let document = parse::template(text, file, limits)?;
        let problems = shape::check(&document);
        match document.value {
            Value::Map(map) => {
                let template = Template::from(map);
                let parsed = Parsed { template, places: document.places, warnings: document.warnings };
                Ok(Read { parsed, problems })
            }
            _ => Err(problems),
        }
    }
}
