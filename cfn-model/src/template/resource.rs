//! [`Resource`]: a resource as it stands in a template, with what stands beside its properties.

use super::{CreationPolicy, UpdatePolicy, part};
use crate::{IntoResource, Key, Map, Value};

part! {
    /// A resource of a template.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>.
    Resource
}

/// What becomes of a resource when the stack no longer has it.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeletionPolicy {
    /// Deleted, as most types are where nothing is said.
    Delete,
    /// Kept.
    Retain,
    /// Kept, unless it was created by the very operation that is rolled back.
    RetainExceptOnCreate,
    /// Deleted after a snapshot was taken. For types that have snapshots.
    Snapshot,
}

impl DeletionPolicy {
    /// The name in a template.
    pub fn name(self) -> &'static str {
        match self {
            DeletionPolicy::Delete => "Delete",
            DeletionPolicy::Retain => "Retain",
            DeletionPolicy::RetainExceptOnCreate => "RetainExceptOnCreate",
            DeletionPolicy::Snapshot => "Snapshot",
        }
    }
}

/// What becomes of a resource that an update replaces.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpdateReplacePolicy {
    /// Deleted, as where nothing is said.
    Delete,
    /// Kept.
    Retain,
    /// Deleted after a snapshot was taken. For types that have snapshots.
    Snapshot,
}

impl UpdateReplacePolicy {
    /// The name in a template.
    pub fn name(self) -> &'static str {
        match self {
            UpdateReplacePolicy::Delete => "Delete",
            UpdateReplacePolicy::Retain => "Retain",
            UpdateReplacePolicy::Snapshot => "Snapshot",
        }
    }
}

impl<R: IntoResource> From<R> for Resource {
    fn from(resource: R) -> Self {
        let (type_name, properties) = resource.into_resource();
        let resource = Resource::with("Type", type_name.into_owned());
        if properties.is_empty() { resource } else { resource.put("Properties", properties) }
    }
}

impl Resource {
    /// The resources that are created before it and deleted after it, by their logical ids.
    pub fn depends_on<S: Into<String>>(self, ids: impl IntoIterator<Item = S>) -> Self {
        self.put("DependsOn", ids.into_iter().map(Into::into).collect::<Vec<String>>())
    }

    /// The condition without which there is no such resource.
    pub fn condition(self, name: impl Into<String>) -> Self {
        self.put("Condition", name.into())
    }

    /// What becomes of it when the stack no longer has it.
    pub fn deletion_policy(self, policy: DeletionPolicy) -> Self {
        self.put("DeletionPolicy", policy.name())
    }

    /// What becomes of it when an update replaces it.
    pub fn update_replace_policy(self, policy: UpdateReplacePolicy) -> Self {
        self.put("UpdateReplacePolicy", policy.name())
    }

    /// What CloudFormation waits for before it takes it for created.
    pub fn creation_policy(self, policy: CreationPolicy) -> Self {
        self.put("CreationPolicy", policy)
    }

    /// How CloudFormation updates it.
    pub fn update_policy(self, policy: UpdatePolicy) -> Self {
        self.put("UpdatePolicy", policy)
    }

    /// Sets an entry of its metadata.
    pub fn metadata(mut self, key: impl Into<Key>, value: impl Into<Value>) -> Self {
        if let Value::Map(metadata) = self.0.entry_map("Metadata") {
            metadata.insert(key.into(), value);
        }
        self
    }
}

/// A resource of a template that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct ResourceView<'a>(pub(super) &'a Map);

impl<'a> ResourceView<'a> {
    /// The type, such as `AWS::S3::Bucket`.
    pub fn type_name(self) -> Option<&'a str> {
        self.attribute("Type")?.as_str()
    }

    /// The properties, where there are any and they are a map.
    pub fn properties(self) -> Option<&'a Map> {
        self.attribute("Properties")?.as_map()
    }

    /// The property at a dotted path (`Environment.Image`).
    pub fn property(self, path: &str) -> Option<&'a Value> {
        self.attribute("Properties")?.at(path)
    }

    /// The logical ids of the resources that it depends on by name.
    pub fn depends_on(self) -> impl Iterator<Item = &'a str> {
        let (one, several) = match self.attribute("DependsOn") {
            Some(Value::String(id)) => (Some(id.as_str()), &[][..]),
            Some(Value::List(ids)) => (None, ids.as_slice()),
            _ => (None, &[][..]),
        };
        one.into_iter().chain(several.iter().filter_map(Value::as_str))
    }

    /// The name of the condition without which there is no such resource.
    pub fn condition(self) -> Option<&'a str> {
        self.attribute("Condition")?.as_str()
    }

    /// Whatever stands beside the properties under that name, such as `DeletionPolicy`.
    pub fn attribute(self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    /// All of it.
    pub fn as_map(self) -> &'a Map {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RawResource;

    #[test]
    fn a_resource_has_what_stands_beside_its_properties() {
        let resource = Resource::from(RawResource::new("A::B::C", Map::from([("P", 1)])))
            .depends_on(["X", "Y"])
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain)
            .condition("C")
            .metadata("k", "v")
            .creation_policy(CreationPolicy::new().start_fleet(true));
        assert_eq!(
            serde_json::to_string(&resource).unwrap(),
            r#"{"Type":"A::B::C","Properties":{"P":1},"DependsOn":["X","Y"],"DeletionPolicy":"RetainExceptOnCreate","UpdateReplacePolicy":"Retain","Condition":"C","Metadata":{"k":"v"},"CreationPolicy":{"StartFleet":true}}"#
        );
        let view = ResourceView(&resource.0);
        assert_eq!((view.type_name(), view.condition()), (Some("A::B::C"), Some("C")));
        assert_eq!(view.depends_on().collect::<Vec<_>>(), ["X", "Y"]);
        assert_eq!(view.property("P").and_then(Value::as_i64), Some(1));
    }
}
