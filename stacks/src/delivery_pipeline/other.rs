//! [`OtherAction`]: whatever there is no kind of its own for.

use std::collections::BTreeMap;

use cfn_constructs::pipeline::{self, ActionType, Artifact};
use cfn_model::codepipeline::pipeline::{ActionTypeIdCategory as Category, ActionTypeIdOwner as Owner};
use serde::{Deserialize, Serialize};

use super::{Making, Permission};

/// Any kind of action, by the words that CodePipeline has for it. `docs/actions.md` has the keys of every kind of AWS, what
/// each reads and writes, and what its role needs.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OtherAction {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// What it is for.
    pub category: ActionCategory,
    /// Who made its kind. AWS by default.
    #[serde(default)]
    pub owner: ActionOwner,
    /// Its provider, such as `AppConfig`.
    pub provider: String,
    /// The version of its kind. `1` by default.
    #[serde(default = "first")]
    pub version: String,
    /// Its configuration, with the keys of its kind: at most 1,000 characters each, which may name variables:
    /// `#{variables.NAME}`. None by default.
    #[serde(default)]
    pub configuration: BTreeMap<String, String>,
    /// The artifacts that it reads, by the names of the actions that write them. None by default.
    #[serde(default)]
    pub inputs: Vec<String>,
    /// Whether it writes an artifact, of the action's name. Off by default.
    #[serde(default)]
    pub output: bool,
    /// What the pipeline's role may do for it besides reading and writing artifacts. Nothing by default.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// The ARN of a role that the pipeline takes on for this action, such as one of another account. The pipeline's own by
    /// default.
    #[serde(default)]
    pub role: Option<String>,
}

/// What an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionCategory {
    /// It brings what the pipeline is about.
    Source,
    /// It builds.
    Build,
    /// It tests.
    Test,
    /// It deploys.
    Deploy,
    /// It lets something else run.
    Invoke,
}

/// Who made a kind of action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionOwner {
    /// AWS.
    #[default]
    Aws,
    /// A partner of AWS.
    ThirdParty,
    /// The account itself.
    Custom,
}

fn first() -> String {
    "1".to_owned()
}

impl OtherAction {
    /// An action of AWS with that provider, everything else by default.
    pub fn new(name: impl Into<String>, category: ActionCategory, provider: impl Into<String>) -> Self {
        OtherAction {
            name: name.into(),
            run_order: None,
            category,
            owner: ActionOwner::default(),
            provider: provider.into(),
            version: first(),
            configuration: BTreeMap::new(),
            inputs: Vec::new(),
            output: false,
            permissions: Vec::new(),
            role: None,
        }
    }

    /// With a key of its configuration.
    #[must_use]
    pub fn configure(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.configuration.insert(key.into(), value.into());
        self
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        let kind = ActionType {
            category: self.category.into(),
            owner: self.owner.into(),
            provider: self.provider.clone().into(),
            version: self.version.clone().into(),
        };
        let mut action = pipeline::Action::new(&*self.name, kind)
            .reads(self.inputs.iter().map(Artifact::new))
            .writes(self.output.then(|| Artifact::new(&*self.name)));
        for (key, value) in &self.configuration {
            action = action.configure(key.clone(), value.as_str());
        }
        let allowed = self.permissions.iter().map(Permission::statement);
        making.with_role(allowed.fold(action, pipeline::Action::needs), self.role.as_deref())
    }
}

impl From<ActionCategory> for Category {
    fn from(category: ActionCategory) -> Self {
        match category {
            ActionCategory::Source => Category::Source,
            ActionCategory::Build => Category::Build,
            ActionCategory::Test => Category::Test,
            ActionCategory::Deploy => Category::Deploy,
            ActionCategory::Invoke => Category::Invoke,
        }
    }
}

impl From<ActionOwner> for Owner {
    fn from(owner: ActionOwner) -> Self {
        match owner {
            ActionOwner::Aws => Owner::Aws,
            ActionOwner::ThirdParty => Owner::ThirdParty,
            ActionOwner::Custom => Owner::Custom,
        }
    }
}
