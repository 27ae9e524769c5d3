//! [`Permission`]: what something may do, in code or in a file.

use cfn_constructs::iam::Statement;
use cfn_model::{Prop, functions};
use serde::{Deserialize, Serialize};

/// Actions that are allowed on resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The actions: `service:Action`.
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = r"^[a-z0-9-]+:[A-Za-z0-9*?]+$"))))]
    pub actions: Vec<String>,
    /// The resources by ARN, in which `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` stand for those of
    /// the stack. `*` is only for actions that know none.
    pub resources: Vec<String>,
}

impl Permission {
    /// The actions on the resources.
    pub fn new<A: Into<String>, R: Into<String>>(
        actions: impl IntoIterator<Item = A>,
        resources: impl IntoIterator<Item = R>,
    ) -> Self {
        Permission {
            actions: actions.into_iter().map(Into::into).collect(),
            resources: resources.into_iter().map(Into::into).collect(),
        }
    }

    /// The same as a statement.
    pub(crate) fn statement(&self) -> Statement {
        let resource = |resource: &String| match resource.contains("${") {
            true => functions::sub(resource.as_str()),
            false => Prop::new(resource.as_str()),
        };
        Statement::allow(self.actions.iter().cloned()).on(self.resources.iter().map(resource))
    }
}
