//! [`Component`]: a part of a recipe.

use cfn_model::{Diagnostic, Handle, IntoProp, Prop, imagebuilder};

/// The operating system of a component or recipe.
pub use cfn_model::imagebuilder::component::Platform;

use super::{ComponentDocument, Version};
use crate::Stack;
use crate::services::Key;
use crate::stack::MAIN;

/// A component: what is installed, checked or tested in an image.
///
/// It cannot be changed: what changes gets a new version.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-components.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    /// The component itself.
    pub handle: Handle<imagebuilder::Component>,
}

/// What a component does.
#[derive(Clone, Debug, PartialEq)]
pub enum ComponentData {
    /// As this document says.
    Document(ComponentDocument),
    /// As this YAML says, at most 16,000 characters.
    Text(String),
    /// As an object in a bucket says, by its URI: `s3://bucket/key`. It may be up to 64 KB large.
    Uri(Prop<String>),
}

impl From<ComponentDocument> for ComponentData {
    fn from(document: ComponentDocument) -> Self {
        ComponentData::Document(document)
    }
}

/// What a [`Component`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentProps {
    /// The component's name: 3 to 128 characters, letters, digits, spaces, hyphens and underscores.
    pub name: String,
    /// Its version, which changes with everything else.
    pub version: Version,
    /// The operating system it is for.
    pub platform: Platform,
    /// What it does.
    pub data: ComponentData,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
    /// The versions of the operating system that it is for, such as `Amazon Linux 2023`. Any by default.
    pub supported_os_versions: Vec<String>,
    /// The key that encrypts it. By default one that AWS owns. Machines that build need to use it:
    /// [`Key::grant_decrypt`](crate::services::Key::grant_decrypt) to their
    /// [`InfrastructureConfiguration`](super::InfrastructureConfiguration).
    pub key: Option<Key>,
}

impl ComponentProps {
    /// A component for that operating system, everything else by default.
    pub fn new(name: impl Into<String>, version: Version, platform: Platform, data: impl Into<ComponentData>) -> Self {
        ComponentProps {
            name: name.into(),
            version,
            platform,
            data: data.into(),
            description: None,
            supported_os_versions: Vec::new(),
            key: None,
        }
    }
}

impl Component {
    /// Adds a component.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ComponentProps) -> Self {
        stack.construct(id, |stack| {
            let component = imagebuilder::Component::new(props.name, props.platform, props.version.to_string());
            let mut component = match props.data {
                ComponentData::Document(document) => {
                    check(stack, &document);
                    component.data(document.to_yaml())
                }
                ComponentData::Text(text) => component.data(text),
                ComponentData::Uri(uri) => component.uri(uri),
            };
            if let Some(description) = props.description {
                component = component.description(description);
            }
            if !props.supported_os_versions.is_empty() {
                component = component.supported_os_versions(props.supported_os_versions);
            }
            if let Some(key) = props.key {
                component = component.kms_key_id(key.arn());
            }
            Component { handle: stack.add(MAIN, component) }
        })
    }

    /// The component's ARN, with its version.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

impl IntoProp<String> for Component {
    /// The ARN, by which recipes name it.
    fn into_prop(self) -> Prop<String> {
        self.arn()
    }
}

fn check(stack: &mut Stack, document: &ComponentDocument) {
    for problem in document.problems() {
        stack.report(
            Diagnostic::error("imagebuilder-component", problem)
                .property("Data")
                .help("give each step of a phase a name of its own, and commands"),
        );
    }
}
