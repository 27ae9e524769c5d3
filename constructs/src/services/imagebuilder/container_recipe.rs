//! [`ContainerRecipe`]: what a container image is made of.

use cfn_model::imagebuilder::container_recipe as model;
use cfn_model::{Handle, IntoProp, Prop, imagebuilder};

use super::{ComponentUse, ParentImage, Version};
use crate::Stack;
use crate::services::Key;
use crate::stack::MAIN;

/// A recipe for container images, which end in a repository of ECR.
///
/// It cannot be changed: what changes gets a new version. The machines that build need to push to the repository:
/// `repository.grant_pull_push(stack, &infrastructure)`.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/create-container-recipes.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContainerRecipe {
    /// The recipe itself.
    pub handle: Handle<imagebuilder::ContainerRecipe>,
}

/// The Dockerfile of a container recipe. It has places for what Image Builder puts in:
/// `{{{ imagebuilder:parentImage }}}`, `{{{ imagebuilder:environments }}}` and `{{{ imagebuilder:components }}}`.
#[derive(Clone, Debug, PartialEq)]
pub enum Dockerfile {
    /// Only what Image Builder puts in.
    Plain,
    /// This text, at most 16,000 characters.
    Text(String),
    /// An object in a bucket, by its URI.
    Uri(Prop<String>),
}

/// What Image Builder puts in, and nothing else.
const PLAIN: &str =
    "FROM {{{ imagebuilder:parentImage }}}\n{{{ imagebuilder:environments }}}\n{{{ imagebuilder:components }}}\n";

/// What a [`ContainerRecipe`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ContainerRecipeProps {
    /// The recipe's name: 3 to 128 characters, letters, digits, spaces, hyphens and underscores.
    pub name: String,
    /// Its version, which changes with everything else.
    pub version: Version,
    /// The image that it begins with.
    pub parent: ParentImage,
    /// The repository of ECR that takes the image, by name.
    pub repository: Prop<String>,
    /// What is put into it, in this order. At least one.
    pub components: Vec<ComponentUse>,
    /// Its Dockerfile. By default it has only what Image Builder puts in.
    pub dockerfile: Dockerfile,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
    /// Where components work. `/tmp` by default.
    pub working_directory: Option<String>,
    /// The key that encrypts the Dockerfile. By default one that AWS owns.
    pub key: Option<Key>,
}

impl ContainerRecipeProps {
    /// A recipe for images in that repository, by name, everything else by default.
    pub fn new(
        name: impl Into<String>,
        version: Version,
        parent: ParentImage,
        repository: impl IntoProp<String>,
        components: impl IntoIterator<Item = ComponentUse>,
    ) -> Self {
        ContainerRecipeProps {
            name: name.into(),
            version,
            parent,
            repository: repository.into_prop(),
            components: components.into_iter().collect(),
            dockerfile: Dockerfile::Plain,
            description: None,
            working_directory: None,
            key: None,
        }
    }
}

impl ContainerRecipe {
    /// Adds a recipe.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ContainerRecipeProps) -> Self {
        stack.construct(id, |stack| {
            let target = model::TargetContainerRepository::new()
                .repository_name(props.repository)
                .service(model::TargetContainerRepositoryService::Ecr);
            let components: Vec<model::ComponentConfiguration> =
                props.components.into_iter().map(ComponentUse::into_property).collect();
            let recipe = imagebuilder::ContainerRecipe::new(
                model::ContainerType::Docker,
                props.name,
                props.parent.to_property(),
                target,
                props.version.to_string(),
            )
            .components(components);
            let mut recipe = match props.dockerfile {
                Dockerfile::Plain => recipe.dockerfile_template_data(PLAIN),
                Dockerfile::Text(text) => recipe.dockerfile_template_data(text),
                Dockerfile::Uri(uri) => recipe.dockerfile_template_uri(uri),
            };
            if let Some(description) = props.description {
                recipe = recipe.description(description);
            }
            if let Some(directory) = props.working_directory {
                recipe = recipe.working_directory(directory);
            }
            if let Some(key) = props.key {
                recipe = recipe.kms_key_id(key.arn());
            }
            ContainerRecipe { handle: stack.add(MAIN, recipe) }
        })
    }

    /// The recipe's ARN, with its version.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}
