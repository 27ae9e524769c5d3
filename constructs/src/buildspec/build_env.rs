//! [`BuildEnv`]: what one build of a batch has of its own.

use cfn_model::Map;
use indexmap::IndexMap;

use crate::spec::{Fields, Writer};

/// The environment of one build of a batch. What is not set is as the project has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BuildEnv {
    /// The size of the machine, such as `BUILD_GENERAL1_MEDIUM`. Not together with `fleet`.
    /// See <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html>.
    pub compute_type: Option<String>,
    /// The fleet of reserved machines. Not together with `compute_type`.
    pub fleet: Option<String>,
    /// The Docker image, such as `aws/codebuild/standard:7.0`.
    pub image: Option<String>,
    /// Whether the build can run a Docker daemon; building images needs it.
    pub privileged_mode: Option<bool>,
    /// The kind of machine (`type`), such as `LINUX_CONTAINER` or `ARM_CONTAINER`.
    pub environment_type: Option<String>,
    /// Variables in plain text, beside those of the document.
    pub variables: IndexMap<String, String>,
}

impl BuildEnv {
    pub(super) const KEYS: &[&str] = &["compute-type", "fleet", "image", "privileged-mode", "type", "variables"];

    /// An environment that changes nothing.
    pub fn new() -> Self {
        BuildEnv::default()
    }

    /// Sets the size of the machine.
    #[must_use]
    pub fn compute_type(mut self, compute_type: impl Into<String>) -> Self {
        self.compute_type = Some(compute_type.into());
        self
    }

    /// Sets the fleet of reserved machines.
    #[must_use]
    pub fn fleet(mut self, fleet: impl Into<String>) -> Self {
        self.fleet = Some(fleet.into());
        self
    }

    /// Sets the Docker image.
    #[must_use]
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.image = Some(image.into());
        self
    }

    /// Sets whether the build can run a Docker daemon.
    #[must_use]
    pub fn privileged_mode(mut self, privileged: bool) -> Self {
        self.privileged_mode = Some(privileged);
        self
    }

    /// Sets the kind of machine.
    #[must_use]
    pub fn environment_type(mut self, environment_type: impl Into<String>) -> Self {
        self.environment_type = Some(environment_type.into());
        self
    }

    /// Adds a variable in plain text.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        BuildEnv {
            compute_type: fields.text("compute-type"),
            fleet: fields.text("fleet"),
            image: fields.text("image"),
            privileged_mode: fields.flag("privileged-mode"),
            environment_type: fields.text("type"),
            variables: fields.text_map("variables"),
        }
    }

    pub(super) fn write(&self) -> Map {
        Writer::default()
            .text("compute-type", &self.compute_type)
            .text("fleet", &self.fleet)
            .text("image", &self.image)
            .flag("privileged-mode", self.privileged_mode)
            .text("type", &self.environment_type)
            .text_map("variables", &self.variables)
            .finish()
    }
}
