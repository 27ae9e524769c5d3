//! What a node of the tree stands for.

use cfn_model::template::Section;
use cfn_model::{Key, Map, Tagging, Target, Value};

use crate::iam::PolicyDocument;

#[derive(Debug)]
pub(crate) enum Element {
    /// A node that only holds others.
    Scope { renamed_from: Option<String> },
    /// A resource.
    Resource(Box<ResourceElement>),
    /// An entry of another section, under its logical id.
    Entry { section: Section, value: Value },
}

#[derive(Debug)]
pub(crate) struct ResourceElement {
    pub(crate) type_name: Key,
    pub(crate) properties: Map,
    /// What stands beside the properties: `DeletionPolicy`, `Condition`, `Metadata` and so on.
    pub(crate) attributes: Map,
    pub(crate) depends_on: Vec<Target>,
    /// A policy that grants add to, the property that holds it, and how many bytes it may have.
    pub(crate) policy: Option<GrownPolicy>,
    pub(crate) tagging: Tagging,
    pub(crate) tagged: bool,
    pub(crate) renamed_from: Option<String>,
    /// The resources that this one is a picture of: its logical id changes with them.
    pub(crate) shows: Vec<Shown>,
}

/// A resource that another one is a picture of.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) target: Target,
    /// Properties that do not show in the picture.
    pub(crate) without: &'static [&'static str],
}

#[derive(Debug)]
pub(crate) struct GrownPolicy {
    pub(crate) property: &'static str,
    pub(crate) document: PolicyDocument,
    pub(crate) limit: usize,
}

impl Element {
    pub(crate) fn resource(&self) -> Option<&ResourceElement> {
        match self {
            Element::Resource(resource) => Some(resource),
            _ => None,
        }
    }

    pub(crate) fn resource_mut(&mut self) -> Option<&mut ResourceElement> {
        match self {
            Element::Resource(resource) => Some(resource),
            _ => None,
        }
    }
}
