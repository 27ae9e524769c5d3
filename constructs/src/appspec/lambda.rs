//! [`LambdaAppspec`]: a deployment of a Lambda function.

use std::collections::BTreeMap;

use cfn_model::{Diagnostic, Map, Value, emit};

use super::document::{check_version, read_resource, version};
use super::hooks::{read_functions, write_functions};
use super::{LambdaHook, checks};
use crate::spec::{Fields, Writer};

/// What a deployment does with a Lambda function: it moves the traffic of an alias from one version to another.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LambdaAppspec {
    /// What the document calls the function. By default its name.
    pub resource: String,
    /// The function's name.
    pub name: String,
    /// The alias that moves.
    pub alias: String,
    /// The version that the alias stands at. It has to be that when the deployment starts.
    pub current_version: String,
    /// The version that the alias moves to.
    pub target_version: String,
    /// The functions that check the deployment, by event: names, or ARNs.
    pub hooks: BTreeMap<LambdaHook, String>,
}

impl LambdaAppspec {
    pub(super) const TYPE: &'static str = "AWS::Lambda::Function";
    pub(super) const KEYS: &[&str] = &["version", "Resources", "Hooks"];

    /// A deployment that moves an alias of a function from one version to another.
    pub fn new(
        name: impl Into<String>,
        alias: impl Into<String>,
        current_version: impl Into<String>,
        target_version: impl Into<String>,
    ) -> Self {
        let name = name.into();
        LambdaAppspec {
            resource: name.clone(),
            name,
            alias: alias.into(),
            current_version: current_version.into(),
            target_version: target_version.into(),
            hooks: BTreeMap::new(),
        }
    }

    /// Sets the function that checks the deployment in a hook, by name or ARN.
    #[must_use]
    pub fn hook(mut self, hook: LambdaHook, function: impl Into<String>) -> Self {
        self.hooks.insert(hook, function.into());
        self
    }

    /// What CodeDeploy would refuse in this document.
    pub fn check(&self) -> Vec<Diagnostic> {
        checks::run(checks::LAMBDA, self)
    }

    /// The document as a tree, with its keys in the order of the reference.
    pub fn to_value(&self) -> Value {
        let properties = Map::from([
            ("Name", &self.name),
            ("Alias", &self.alias),
            ("CurrentVersion", &self.current_version),
            ("TargetVersion", &self.target_version),
        ]);
        let resource = Map::from([("Type", Value::from(Self::TYPE)), ("Properties", properties.into())]);
        let map = Writer::default()
            .value("version", version())
            .value("Resources", Some([Map::from([(self.resource.clone(), resource)])]))
            .value("Hooks", write_functions(&self.hooks))
            .finish();
        Value::Map(map)
    }

    /// The document as YAML. The same document gives the same text.
    pub fn to_yaml(&self) -> String {
        emit::to_yaml(&self.to_value())
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        check_version(fields, true);
        let hooks = read_functions(fields);
        let keys = ["Name", "Alias", "CurrentVersion", "TargetVersion"];
        let (resource, [name, alias, current_version, target_version]) =
            read_resource(fields, Self::TYPE, |resource| {
                resource.section("Properties", &keys, |properties| keys.map(|key| properties.required_text(key)))
            })?;
        Some(LambdaAppspec { resource, name, alias, current_version, target_version, hooks })
    }
}
