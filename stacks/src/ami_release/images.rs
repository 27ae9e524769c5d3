//! [`Images`]: what builds machine images.

use cfn_constructs::Stack;
use cfn_constructs::patterns::{AmiDistribution, ReleaseArtifact, ReleaseBuild};
use cfn_constructs::services::imagebuilder::{
    Component, ComponentDocument, ComponentPhase, ComponentProps, ComponentUse, DistributionConfiguration,
    ImagePipeline, ImagePipelineProps, ImageRecipe, ImageRecipeProps, InfrastructureConfiguration, InfrastructureProps,
    ParentImage, Platform, Recipe, Version,
};
use cfn_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// What builds the machine images of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Images {
    /// Packer, in a build.
    Packer {
        /// The folder of its templates. They write `packer-manifest.json` with the post-processor `manifest`.
        folder: String,
        /// Commands before it, for instance to install it in the version that is meant. None by default.
        #[serde(default)]
        before: Vec<String>,
    },
    /// EC2 Image Builder.
    ImageBuilder {
        /// The images.
        images: Vec<BuiltImage>,
    },
}

/// A machine image that EC2 Image Builder builds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BuiltImage {
    /// Its name: letters, digits and hyphens, beginning with a letter.
    pub name: String,
    /// The version of its recipe, `MAJOR.MINOR.PATCH`, which changes with everything else.
    pub version: String,
    /// The image that it begins with: the name of one that AWS manages, such as `amazon-linux-2023-arm64`.
    pub parent: String,
    /// The components of AWS that are put into it, by name, such as `update-linux`. None by default.
    #[serde(default)]
    pub components: Vec<String>,
    /// Commands that make the rest of it. None by default.
    #[serde(default)]
    pub commands: Vec<String>,
}

impl Images {
    /// Packer, with the templates of that folder.
    pub fn packer(folder: impl Into<String>) -> Self {
        Images::Packer { folder: folder.into(), before: Vec::new() }
    }

    /// How a release makes them. Those of Image Builder get pipelines in the stack, which copy them by themselves.
    pub(super) fn artifact(&self, stack: &mut Stack, product: &str, copies: &AmiDistribution) -> ReleaseArtifact {
        match self {
            Images::Packer { folder, before } => {
                ReleaseArtifact::Packer { folder: folder.clone(), build: ReleaseBuild::new(before.iter().cloned()) }
            }
            Images::ImageBuilder { images } => {
                let machines = InfrastructureProps::new(format!("{product}-images"));
                let machines = InfrastructureConfiguration::new(stack, "Machines", machines);
                let pipelines = images.iter().enumerate().map(|(index, image)| {
                    let name = image.name.clone();
                    let pipeline =
                        stack.construct(name.as_str(), |stack| image.pipeline(stack, index, product, machines, copies));
                    (name, pipeline)
                });
                ReleaseArtifact::ImageBuilder(pipelines.collect())
            }
        }
    }
}

impl BuiltImage {
    fn pipeline(
        &self,
        stack: &mut Stack,
        index: usize,
        product: &str,
        machines: InfrastructureConfiguration,
        copies: &AmiDistribution,
    ) -> ImagePipeline {
        let name = format!("{product}-{}", self.name);
        let version = self.version(stack, index);
        let mut recipe = ImageRecipeProps::new(&*name, version, ParentImage::managed(&*self.parent));
        recipe.components = self.components.iter().map(|component| ComponentUse::managed(component)).collect();
        if !self.commands.is_empty() {
            let document = ComponentDocument::new().bash(ComponentPhase::Build, "Make", self.commands.iter().cloned());
            let component = ComponentProps::new(&*name, version, Platform::Linux, document);
            let component = Component::new(stack, "Component", component);
            recipe.components.push(ComponentUse::new(component.arn()));
        }
        let recipe = ImageRecipe::new(stack, "Recipe", recipe);
        // Nobody gets the images before they reach a channel.
        let regions = copies.image_builder("");
        let distribution = DistributionConfiguration::new(stack, "Distribution", &*name, regions);
        let pipeline = ImagePipelineProps::new(name, Recipe::Image(recipe), machines);
        ImagePipeline::new(stack, "Pipeline", ImagePipelineProps { distribution: Some(distribution), ..pipeline })
    }

    /// The version as three numbers.
    fn version(&self, stack: &mut Stack, index: usize) -> Version {
        let numbers: Vec<Option<u32>> = self.version.split('.').map(|number| number.parse().ok()).collect();
        if let [Some(major), Some(minor), Some(patch)] = numbers[..] {
            return Version(major, minor, patch);
        }
        stack.report(
            Diagnostic::error("ami-release", format!("`{}` is no version of a recipe", self.version))
                .property(format!("images.images.{index}.version"))
                .help("write three numbers, such as `1.0.0`"),
        );
        Version(0, 0, 0)
    }
}
