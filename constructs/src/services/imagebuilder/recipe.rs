//! [`ImageRecipe`]: what a machine image is made of.

use std::fmt;

use cfn_model::imagebuilder::image_recipe as model;
use cfn_model::{Handle, IntoProp, Map, Prop, Properties, Value, imagebuilder, sub};

/// The kind of a volume.
pub use cfn_model::imagebuilder::image_recipe::EbsInstanceBlockDeviceSpecificationVolumeType as VolumeType;

use crate::Stack;
use crate::services::Key;
use crate::stack::MAIN;

/// A version: major, minor and patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// A recipe for machine images.
///
/// It cannot be changed: what changes gets a new version.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-recipes.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageRecipe {
    /// The recipe itself.
    pub handle: Handle<imagebuilder::ImageRecipe>,
}

/// The image that a recipe begins with.
#[derive(Clone, Debug, PartialEq)]
pub enum ParentImage {
    /// One that AWS manages, by name (`amazon-linux-2023-x86`), in its newest version.
    Managed(String),
    /// A machine image, by id, or for containers an image, by its name in a registry.
    Image(Prop<String>),
    /// The machine image whose id a parameter of the Parameter Store holds, by the parameter's name.
    Parameter(String),
}

impl ParentImage {
    /// One that AWS manages, by name, in its newest version.
    pub fn managed(name: impl Into<String>) -> Self {
        ParentImage::Managed(name.into())
    }

    /// A machine image, by id.
    pub fn ami(id: impl IntoProp<String>) -> Self {
        ParentImage::Image(id.into_prop())
    }

    pub(super) fn to_property(&self) -> Prop<String> {
        match self {
            ParentImage::Managed(name) => sub!("arn:{partition}:imagebuilder:{region}:aws:image/{}/x.x.x", name),
            ParentImage::Image(id) => id.clone(),
            ParentImage::Parameter(name) => Prop::new(format!("ssm:{name}")),
        }
    }
}

/// A component in a recipe, with values for its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentUse {
    /// The component, by ARN.
    pub component: Prop<String>,
    /// Values for its parameters, by name. By default its own.
    pub parameters: Vec<(String, Vec<String>)>,
}

impl ComponentUse {
    /// A component of this app, or one by ARN.
    pub fn new(component: impl IntoProp<String>) -> Self {
        ComponentUse { component: component.into_prop(), parameters: Vec::new() }
    }

    /// One that AWS manages, by name (`update-linux`), in its newest version.
    pub fn managed(name: &str) -> Self {
        ComponentUse::new(sub!("arn:{partition}:imagebuilder:{region}:aws:component/{}/x.x.x", name))
    }

    /// With a value for one of its parameters.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), vec![value.into()]));
        self
    }

    /// The property, which machine and container images have as types of their own.
    pub(super) fn into_property<C: Properties>(self) -> C {
        let mut map = Map::from([("ComponentArn", self.component)]);
        if !self.parameters.is_empty() {
            let parameter = |(name, values)| Map::from([("Name", Value::String(name)), ("Value", Vec::into(values))]);
            map.insert("Parameters", self.parameters.into_iter().map(parameter).collect::<Vec<_>>());
        }
        C::from_map(map)
    }
}

/// A volume of the machines that are started from an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// The device: `/dev/xvda` for the first of Amazon Linux.
    pub device: String,
    /// The size in GiB, 1 to 16,000. By default that of the parent image.
    pub size: Option<u32>,
    /// The kind. `gp3` by default.
    pub kind: VolumeType,
    /// Whether it is encrypted. It is by default. Nobody else can use an image that is encrypted with the account's
    /// own key for EBS: one that is shared needs `key`.
    pub encrypted: bool,
    /// The key that encrypts it. By default the account's key for EBS, `aws/ebs`.
    pub key: Option<Key>,
}

impl Volume {
    /// An encrypted volume at that device.
    pub fn new(device: impl Into<String>) -> Self {
        Volume { device: device.into(), size: None, kind: VolumeType::Gp3, encrypted: true, key: None }
    }

    fn into_property(self) -> model::InstanceBlockDeviceMapping {
        let mut ebs = model::EbsInstanceBlockDeviceSpecification::new()
            .delete_on_termination(true)
            .encrypted(self.encrypted)
            .volume_type(self.kind);
        if let Some(size) = self.size {
            ebs = ebs.volume_size(size);
        }
        if let Some(key) = self.key {
            ebs = ebs.kms_key_id(key.arn());
        }
        model::InstanceBlockDeviceMapping::new().device_name(self.device).ebs(ebs)
    }
}

/// What an [`ImageRecipe`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRecipeProps {
    /// The recipe's name: 3 to 128 characters, letters, digits, spaces, hyphens and underscores.
    pub name: String,
    /// Its version, which changes with everything else.
    pub version: Version,
    /// The image that it begins with.
    pub parent: ParentImage,
    /// What is put into it, in this order. None by default.
    pub components: Vec<ComponentUse>,
    /// The volumes of its machines. By default those of the parent image.
    pub volumes: Vec<Volume>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
    /// Where components work. `/tmp` by default, `C:/` on Windows.
    pub working_directory: Option<String>,
    /// Tags of the image in the region where it is built. None by default.
    pub ami_tags: Vec<(String, String)>,
    /// Whether the agent of Systems Manager is taken out in the end, where the parent has none. Off by default.
    pub uninstall_agent: bool,
}

impl ImageRecipeProps {
    /// A recipe that begins with that image, everything else by default.
    pub fn new(name: impl Into<String>, version: Version, parent: ParentImage) -> Self {
        ImageRecipeProps {
            name: name.into(),
            version,
            parent,
            components: Vec::new(),
            volumes: Vec::new(),
            description: None,
            working_directory: None,
            ami_tags: Vec::new(),
            uninstall_agent: false,
        }
    }
}

impl ImageRecipe {
    /// Adds a recipe.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ImageRecipeProps) -> Self {
        stack.construct(id, |stack| {
            let parent = props.parent.to_property();
            let mut recipe = imagebuilder::ImageRecipe::new(props.name, parent, props.version.to_string());
            if !props.components.is_empty() {
                let components: Vec<model::ComponentConfiguration> =
                    props.components.into_iter().map(ComponentUse::into_property).collect();
                recipe = recipe.components(components);
            }
            if !props.volumes.is_empty() {
                let volumes: Vec<model::InstanceBlockDeviceMapping> =
                    props.volumes.into_iter().map(Volume::into_property).collect();
                recipe = recipe.block_device_mappings(volumes);
            }
            if let Some(description) = props.description {
                recipe = recipe.description(description);
            }
            if let Some(directory) = props.working_directory {
                recipe = recipe.working_directory(directory);
            }
            if !props.ami_tags.is_empty() {
                recipe = recipe.ami_tags(props.ami_tags);
            }
            if props.uninstall_agent {
                let agent = model::SystemsManagerAgent::new().uninstall_after_build(true);
                let instance = model::AdditionalInstanceConfiguration::new().systems_manager_agent(agent);
                recipe = recipe.additional_instance_configuration(instance);
            }
            ImageRecipe { handle: stack.add(MAIN, recipe) }
        })
    }

    /// The recipe's ARN, with its version.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}
