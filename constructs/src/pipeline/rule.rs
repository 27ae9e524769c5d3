//! [`Rule`]: one thing that a stage's condition asks for.

use cfn_model::{IntoProp, Key, Map};

use super::providers::Provider;
use super::{ActionRole, Artifact};
use crate::iam::Statement;
use crate::services::Role;

/// One thing that a stage's condition asks for, as data. The types of [`rules`](super::rules) become rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name, unique in its condition: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// What kind of rule it is, one of [`providers::RULES`](super::providers::RULES).
    pub provider: &'static Provider,
    /// Its configuration, with the keys of its kind.
    pub configuration: Map,
    /// The artifacts it reads.
    pub inputs: Vec<Artifact>,
    /// The commands it runs. Only for the rule `Commands`.
    pub commands: Vec<String>,
    /// The region it looks at. By default the pipeline's.
    pub region: Option<String>,
    /// The role it runs with. By default the pipeline's.
    pub role: ActionRole,
    /// What that role has to be allowed, see [`Action::permissions`](super::Action::permissions).
    pub permissions: Vec<Statement>,
    /// Other roles that read its inputs, such as the one of a build.
    pub artifact_roles: Vec<Role>,
}

impl Rule {
    /// A rule of that kind, with an empty configuration.
    pub fn new(name: impl Into<String>, provider: &'static Provider) -> Self {
        Rule {
            name: name.into(),
            provider,
            configuration: Map::new(),
            inputs: Vec::new(),
            commands: Vec::new(),
            region: None,
            role: ActionRole::default(),
            permissions: Vec::new(),
            artifact_roles: Vec::new(),
        }
    }

    /// With a key of its configuration.
    #[must_use]
    pub fn configure(mut self, key: impl Into<Key>, value: impl IntoProp<String>) -> Self {
        self.configuration.insert(key, value.into_prop());
        self
    }

    /// With artifacts that it reads.
    #[must_use]
    pub fn reads(mut self, artifacts: impl IntoIterator<Item = Artifact>) -> Self {
        self.inputs.extend(artifacts);
        self
    }

    /// With something that its role has to be allowed.
    #[must_use]
    pub fn needs(mut self, statement: Statement) -> Self {
        self.permissions.push(statement);
        self
    }

    /// In another region than the pipeline's.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// With another role than the pipeline's.
    #[must_use]
    pub fn role(mut self, role: ActionRole) -> Self {
        self.role = role;
        self
    }
}
