//! [`Hook`]: what CloudFormation lets another service do during an update.

use super::part;
use crate::{Map, Value};

part! {
    /// A hook of a template. There is one type: `AWS::CodeDeploy::BlueGreen`, which has CodeDeploy
    /// shift the traffic of ECS services.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/blue-green.html>.
    Hook
}

impl Hook {
    /// A hook of any type.
    pub fn new(type_name: impl Into<String>, properties: impl Into<Map>) -> Self {
        Hook::with("Type", type_name.into()).put("Properties", properties.into())
    }

    /// A deployment through CodeDeploy.
    ///
    /// `applications` names the ECS service, task definitions, task sets and traffic route that it is
    /// about; the role is one of the template's that CodeDeploy may use.
    pub fn blue_green(service_role: impl Into<String>, applications: impl Into<Value>) -> Self {
        let properties =
            Map::from([("ServiceRole", Value::String(service_role.into())), ("Applications", applications.into())]);
        Hook::new("AWS::CodeDeploy::BlueGreen", properties)
    }
}
