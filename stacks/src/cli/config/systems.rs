//! The ready-made systems, by the names that config files give them.

use cfn_constructs::App;
use cfn_model::Diagnostic;
use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::pipeline_property;
use crate::ami_release::{AmiRelease, ami_release};
use crate::codebuild_ci::{CodeBuildCi, codebuild_ci};
use crate::delivery_pipeline::{DeliveryPipeline, delivery_pipeline};
use crate::image_promotion::{ImagePromotion, image_promotion};
use crate::registry_release::{RegistryRelease, registry_release};

/// All of them, sorted by name. A new one is a line here and what a file of it begins as, in `starts/`.
pub(in crate::cli) static SYSTEMS: [System; 5] = [
    System {
        name: "ami-release",
        about: "machine images and templates with the images in them, tested and released by channel",
        start: include_str!("starts/ami-release.yaml"),
        props: Props::of::<AmiRelease>(),
        build: |props| Ok(ami_release(&serde_json::from_value::<AmiRelease>(props)?)),
        property: |_, _| None,
    },
    System {
        name: "codebuild-ci",
        about: "batch builds of every flavor of a repository: for pushes, at night and for releases",
        start: include_str!("starts/codebuild-ci.yaml"),
        props: Props::of::<CodeBuildCi>(),
        build: |props| Ok(codebuild_ci(&serde_json::from_value::<CodeBuildCi>(props)?)),
        property: |_, _| None,
    },
    System {
        name: "delivery-pipeline",
        about: "a pipeline with its sources, builds, approvals and deployments",
        start: include_str!("starts/delivery-pipeline.yaml"),
        props: Props::of::<DeliveryPipeline>(),
        build: |props| Ok(delivery_pipeline(&serde_json::from_value::<DeliveryPipeline>(props)?)),
        property: pipeline_property::of,
    },
    System {
        name: "image-promotion",
        about: "container images that go from environment to environment, each after an approval",
        start: include_str!("starts/image-promotion.yaml"),
        props: Props::of::<ImagePromotion>(),
        build: |props| Ok(image_promotion(&serde_json::from_value::<ImagePromotion>(props)?)),
        property: |_, _| None,
    },
    System {
        name: "registry-release",
        about: "extensions of the CloudFormation registry: tested in two accounts, published by a third",
        start: include_str!("starts/registry-release.yaml"),
        props: Props::of::<RegistryRelease>(),
        build: |props| Ok(registry_release(&serde_json::from_value::<RegistryRelease>(props)?)),
        property: |_, _| None,
    },
];

/// A ready-made system.
pub(in crate::cli) struct System {
    /// What a config file calls it.
    pub(in crate::cli) name: &'static str,
    /// What it is, in a line.
    pub(in crate::cli) about: &'static str,
    /// A config file to begin with.
    pub(in crate::cli) start: &'static str,
    props: Props,
    /// The app of these props.
    pub(super) build: fn(Value) -> Result<App, serde_json::Error>,
    /// The path in a file of what a problem is about, where the constructs name a property that no file has.
    pub(super) property: fn(&Diagnostic, &cfn_model::Value) -> Option<String>,
}

/// How the schema of a system's props is made.
struct Props(fn(SchemaGenerator) -> schemars::Schema);

impl Props {
    const fn of<T: JsonSchema + DeserializeOwned>() -> Self {
        Props(SchemaGenerator::into_root_schema_for::<T>)
    }
}

impl System {
    /// The system of that name.
    pub(in crate::cli) fn named(name: &str) -> Option<&'static System> {
        SYSTEMS.iter().find(|system| system.name == name)
    }

    /// Why there is no system of that name, and what there is.
    pub(in crate::cli) fn unknown(name: &str) -> String {
        let names: Vec<&str> = SYSTEMS.iter().map(|system| system.name).collect();
        match cfn_model::nearest(name, names.iter().copied()) {
            Some(nearest) => format!("`{name}` is no system; did you mean `{nearest}`?"),
            None => format!("`{name}` is no system; there are {}", names.join(", ")),
        }
    }

    /// The JSON Schema of its config files.
    pub(in crate::cli) fn schema(&self) -> Value {
        let mut schema = (self.props.0)(SchemaGenerator::default()).to_value();
        schema["$id"] = json!(format!("{}/schemas/{}.json", env!("CARGO_PKG_REPOSITORY"), self.name));
        schema["properties"]["system"] =
            json!({ "description": "The system that the file describes.", "const": self.name });
        schema["properties"]["$schema"] =
            json!({ "description": "Where editors find this schema, in a file of JSON.", "type": "string" });
        if let Some(required) = schema["required"].as_array_mut() {
            required.insert(0, json!("system"));
        }
        schema
    }
}
