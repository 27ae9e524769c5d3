//! What IAM knows of every service, by the prefix of its actions.

use std::collections::BTreeMap;

use serde_json::Value;

/// The facts, by prefix: actions, resource types and condition keys, as they are pinned.
pub(crate) fn facts(services: &BTreeMap<String, Value>) -> Value {
    services.iter().map(|(prefix, service)| (prefix.clone(), service.clone())).collect()
}
