//! How much there is: what was read, lowered and written has to be the same.

use std::fmt;
use std::path::Path;

use super::model::{Service, Struct};
use crate::files::Tree;

/// How many of each there are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) services: usize,
    pub(crate) resources: usize,
    pub(crate) property_types: usize,
    pub(crate) properties: usize,
    pub(crate) enums: usize,
    pub(crate) attributes: usize,
}

impl Counts {
    /// What the model holds.
    pub(crate) fn of_model(services: &[Service]) -> Self {
        let mut counts = Counts { services: services.len(), ..Counts::default() };
        for resource in services.iter().flat_map(|service| &service.resources) {
            let properties = |item: &Struct| item.properties.len();
            counts.resources += 1;
            counts.property_types += resource.structs.len();
            counts.properties += properties(&resource.root) + resource.structs.iter().map(properties).sum::<usize>();
            counts.enums += resource.enums.len();
            counts.attributes += resource.attributes.len();
        }
        counts
    }

    /// What the files hold.
    pub(crate) fn of_files(tree: &Tree) -> Self {
        let mut counts = Counts::default();
        for (path, text) in tree {
            if path == Path::new("mod.rs") {
                counts.services += lines(text, "pub mod ");
            }
            counts.resources += lines(text, "resource! {");
            counts.property_types += lines(text, "properties! {");
            counts.properties += text.matches("Self(put(self.0, ").count();
            counts.enums += lines(text, "choices! {");
            counts.attributes += text.matches("self.attribute(").count() + text.matches("self.reference()").count();
        }
        counts
    }
}

fn lines(text: &str, start: &str) -> usize {
    text.lines().filter(|line| line.starts_with(start)).count()
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { services, resources, property_types, properties, enums, attributes } = self;
        write!(
            f,
            "{services} services, {resources} resource types, {property_types} property types, \
             {properties} properties, {enums} enums, {attributes} attributes"
        )
    }
}
