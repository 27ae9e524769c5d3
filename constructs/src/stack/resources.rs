//! Resources: adding them, changing them afterwards, and what stands beside their properties.

use cfn_model::{Diagnostic, Handle, IntoResource, Map, ResourceType, Target, Value, set_path};

use super::element::GrownPolicy;
use super::{Element, ResourceElement, Stack};
use crate::iam::{PolicyDocument, Statement};
use crate::tree::NodeId;

/// What becomes of a resource that the stack no longer has.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalPolicy {
    /// Kept, unless it was created by the very operation that failed, so that a failed first
    /// deployment leaves nothing behind.
    Retain,
    /// Deleted, with what is in it.
    Destroy,
    /// Deleted after a snapshot of it was taken. Only for types that have snapshots.
    Snapshot,
}

impl Stack {
    /// Adds a resource under the current scope: a type of the model, or a
    /// [`RawResource`](cfn_model::RawResource) for one that it does not know.
    #[track_caller]
    pub fn add<R: IntoResource>(&mut self, id: impl Into<String>, resource: R) -> Handle<R::Handle> {
        let (type_name, properties) = resource.into_resource();
        let element = ResourceElement {
            type_name,
            properties,
            attributes: Map::new(),
            depends_on: Vec::new(),
            policy: None,
            tagging: R::TAGGING,
            tagged: true,
            renamed_from: None,
            shows: Vec::new(),
        };
        let node = self.add_node(id.into(), Element::Resource(Box::new(element)));
        Handle::from_target(self.target(node))
    }

    /// Changes a resource that has been added, also one that a construct made.
    pub fn modify<T: ResourceType>(&mut self, handle: Handle<T>, change: impl FnOnce(T) -> T) {
        if let Some(element) = self.resource_element(handle.target()) {
            let properties = std::mem::take(&mut element.properties);
            element.properties = change(T::from_map(properties)).into_map();
        }
    }

    /// Sets the property at a dotted path (`Cache.Modes`), for what the typed setters do not know.
    pub fn set<T>(&mut self, handle: Handle<T>, path: &str, value: impl Into<Value>) {
        if let Some(element) = self.resource_element(handle.target()) {
            set_path(&mut element.properties, path, value.into());
        }
    }

    /// What stands beside the resource's properties: policies, dependencies, metadata.
    pub fn resource<T>(&mut self, handle: Handle<T>) -> ResourceOptions<'_> {
        let node = self.own(handle.target());
        ResourceOptions { stack: self, node }
    }

    /// The resource under the current scope with that id, if there is one. Its type is the caller's to know.
    pub fn find<T>(&self, id: &str) -> Option<Handle<T>> {
        let node = self.tree.child(self.scope, id)?;
        self.elements[node.index()].resource().map(|_| Handle::from_target(self.target(node)))
    }

    pub(crate) fn resource_element(&mut self, target: Target) -> Option<&mut ResourceElement> {
        let node = self.own(target)?;
        self.elements.get_mut(node.index())?.resource_mut()
    }

    /// Makes `property` of the resource a policy that [`Stack::add_statement`] adds to.
    pub(crate) fn grow_policy<T>(&mut self, handle: Handle<T>, property: &'static str, limit: usize) {
        if let Some(element) = self.resource_element(handle.target()) {
            element.policy = Some(GrownPolicy { property, document: PolicyDocument::default(), limit });
        }
    }

    /// Adds a statement to the policy that the resource holds.
    pub(crate) fn add_statement<T>(&mut self, handle: Handle<T>, statement: Statement) {
        if let Some(policy) = self.resource_element(handle.target()).and_then(|element| element.policy.as_mut()) {
            policy.document.add(statement);
        }
    }

    /// Ends the logical id of `picture` with letters that change with the properties of `shown`, but for
    /// those named in `without`. Both are resources of this stack.
    #[cfg(feature = "lambda")]
    pub(crate) fn show<T, U>(&mut self, picture: Handle<T>, shown: Handle<U>, without: &'static [&'static str]) {
        let target = shown.target();
        if self.own(target).is_some()
            && let Some(element) = self.resource_element(picture.target())
        {
            element.shows.push(super::element::Shown { target, without });
        }
    }

    pub(crate) fn set_renamed_from(&mut self, node: NodeId, path: String) {
        match self.elements.get_mut(node.index()) {
            Some(Element::Scope { renamed_from }) => *renamed_from = Some(path),
            Some(Element::Resource(resource)) => resource.renamed_from = Some(path),
            _ => {}
        }
    }
}

/// What stands beside a resource's properties.
#[derive(Debug)]
pub struct ResourceOptions<'a> {
    pub(super) stack: &'a mut Stack,
    /// `None` where the handle was another stack's, which has been reported.
    pub(super) node: Option<NodeId>,
}

impl ResourceOptions<'_> {
    fn element(&mut self) -> Option<&mut ResourceElement> {
        self.stack.elements.get_mut(self.node?.index())?.resource_mut()
    }

    fn attribute(&mut self, name: &'static str, value: impl Into<Value>) -> &mut Self {
        if let Some(element) = self.element() {
            element.attributes.insert(name, value);
        }
        self
    }

    /// What becomes of the resource when the stack no longer has it or replaces it. CloudFormation
    /// deletes it where nothing is said; constructs that hold data say [`RemovalPolicy::Retain`].
    pub fn removal_policy(&mut self, policy: RemovalPolicy) -> &mut Self {
        let (deletion, replacement) = match policy {
            RemovalPolicy::Retain => ("RetainExceptOnCreate", "Retain"),
            RemovalPolicy::Destroy => ("Delete", "Delete"),
            RemovalPolicy::Snapshot => ("Snapshot", "Snapshot"),
        };
        self.attribute("DeletionPolicy", deletion).attribute("UpdateReplacePolicy", replacement)
    }

    /// Created after the other resource, and deleted before it.
    pub fn depends_on<T>(&mut self, other: Handle<T>) -> &mut Self {
        let other = other.target();
        if other.tree != self.stack.uid {
            let problem = Diagnostic::error("other-stack", "a resource depends on one of another stack")
                .help("use `deploy_after` of the stack, which orders whole stacks");
            if let Some(node) = self.node {
                self.stack.report_at(node, problem);
            }
        } else if let Some(element) = self.element()
            && !element.depends_on.contains(&other)
        {
            element.depends_on.push(other);
        }
        self
    }

    /// Created only where the condition holds.
    pub fn condition(&mut self, condition: super::ConditionRef) -> &mut Self {
        self.attribute("Condition", condition.name())
    }

    /// The resource's `CreationPolicy`, as of [`cfn_model::template`].
    pub fn creation_policy(&mut self, policy: impl Into<Value>) -> &mut Self {
        self.attribute("CreationPolicy", policy)
    }

    /// The resource's `UpdatePolicy`, as of [`cfn_model::template`].
    pub fn update_policy(&mut self, policy: impl Into<Value>) -> &mut Self {
        self.attribute("UpdatePolicy", policy)
    }

    /// An entry of the resource's `Metadata`.
    pub fn metadata(&mut self, key: impl Into<String>, value: impl Into<Value>) -> &mut Self {
        if let Some(element) = self.element()
            && let Value::Map(metadata) = element.attributes.entry_map("Metadata")
        {
            metadata.insert(key.into(), value);
        }
        self
    }

    /// Keeps the logical id that the resource had under another path (ids below the stack, joined by
    /// slashes), so that a refactoring does not replace it.
    pub fn renamed_from(&mut self, path: impl Into<String>) -> &mut Self {
        if let Some(node) = self.node {
            self.stack.set_renamed_from(node, path.into());
        }
        self
    }

    /// Leaves the resource out of the tags that it would inherit.
    pub fn untagged(&mut self) -> &mut Self {
        if let Some(element) = self.element() {
            element.tagged = false;
        }
        self
    }
}
