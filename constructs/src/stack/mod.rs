//! [`Stack`]: one template in the making.

mod assets;
#[cfg_attr(
    not(feature = "codepipeline"),
    expect(dead_code, reason = "of the services, only pipelines hold something back")
)]
mod deferred;
mod element;
mod environment;
mod resources;
mod roles;
mod sections;
mod suppress;
mod tags;

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cfn_model::{Diagnostic, Handle, Map, Target};

#[cfg(feature = "assets")]
pub use assets::AssetObject;
pub use assets::AssetStore;
#[cfg(feature = "codepipeline")]
pub(crate) use deferred::Deferred;
pub(crate) use deferred::Errand;
use deferred::Waiting;
pub(crate) use element::{Element, GrownPolicy, ResourceElement};
pub use environment::{CrossReferences, Environment};
pub use resources::{RemovalPolicy, ResourceOptions};
pub use roles::DeploymentRoles;
pub use sections::{ConditionRef, MappingRef};
pub(crate) use suppress::{Suppression, entry as suppression_entry};
pub(crate) use tags::Tag;

use crate::synth::AssetLocation;
use crate::tree::{NodeId, Tree};

/// The id of a construct's main resource. It is left out of logical ids, so that the bucket of the
/// construct `Artifacts` is `Artifacts` and not `ArtifactsResource`.
pub const MAIN: &str = "Resource";

/// One stack: a tree of constructs that becomes one template.
///
/// Constructs are added under the current scope, which [`Stack::scope`] and [`Stack::construct`]
/// enter. Nothing here fails: problems are recorded, with the construct's path and the caller's
/// file and line, and synthesis returns all of them.
pub struct Stack {
    /// Which tree a reference means. It tells stacks apart within one run and never reaches a template.
    pub(crate) uid: u32,
    pub(crate) tree: Tree,
    /// What each node of the tree is, by its index.
    pub(crate) elements: Vec<Element>,
    pub(crate) description: Option<String>,
    pub(crate) metadata: Map,
    pub(crate) transforms: Vec<String>,
    pub(crate) environment: Environment,
    pub(crate) cross_references: CrossReferences,
    pub(crate) outputs_role: Option<String>,
    pub(crate) termination_protection: bool,
    pub(crate) deployment_roles: Option<DeploymentRoles>,
    pub(crate) dependencies: Vec<u32>,
    pub(crate) tags: Vec<Tag>,
    /// Things of which an account and region have only one: what, and the node that claims it.
    pub(crate) claims: Vec<(String, NodeId)>,
    /// Where files are put that are uploaded before the stack is deployed.
    pub(crate) asset_store: AssetStore,
    /// Those files, sorted by their path.
    pub(crate) assets: Vec<(AssetLocation, Arc<[u8]>)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Findings of the checks that are right as they are.
    pub(crate) suppressions: Vec<Suppression>,
    /// What constructs hold back until synthesis.
    waiting: Vec<Waiting>,
    /// What other stacks of the app have to do for this one.
    pub(crate) errands: Vec<Errand>,
    scope: NodeId,
    /// Inside a construct of a library, the line of the user's program that added it.
    caller: Option<&'static Location<'static>>,
}

impl Stack {
    /// A stack of that name: letters, digits and hyphens, beginning with a letter, at most 128 characters.
    ///
    /// Problems point at the line that adds a construct.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Stack::empty(name.into(), Location::caller(), None)
    }

    /// As [`Stack::new`], for stacks of a library: problems point at `location`, the line of the user's program that
    /// called it. Closures and threads lose that line, which the compiler only passes from function to function.
    pub fn new_at(name: impl Into<String>, location: &'static Location<'static>) -> Self {
        Stack::empty(name.into(), location, Some(location))
    }

    fn empty(name: String, location: &'static Location<'static>, caller: Option<&'static Location<'static>>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let mut stack = Stack {
            uid: NEXT.fetch_add(1, Ordering::Relaxed),
            tree: Tree::new(name.clone(), location),
            elements: vec![Element::Scope { renamed_from: None }],
            description: None,
            metadata: Map::new(),
            transforms: Vec::new(),
            environment: Environment::default(),
            cross_references: CrossReferences::default(),
            outputs_role: None,
            termination_protection: false,
            deployment_roles: None,
            dependencies: Vec::new(),
            tags: Vec::new(),
            claims: Vec::new(),
            asset_store: AssetStore::default(),
            assets: Vec::new(),
            diagnostics: Vec::new(),
            suppressions: Vec::new(),
            waiting: Vec::new(),
            errands: Vec::new(),
            scope: NodeId::ROOT,
            caller,
        };
        if !is_stack_name(&name) {
            stack.report(
                Diagnostic::error("stack-name", format!("`{name}` is no name for a stack"))
                    .property("name")
                    .help("use letters, digits and hyphens, beginning with a letter, at most 128 characters"),
            );
        }
        stack
    }

    /// The stack's name.
    pub fn name(&self) -> &str {
        self.tree.id(NodeId::ROOT)
    }

    /// The template's description, at most 1,024 bytes.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Refuses that the stack is deleted while this is on. Off by default.
    #[must_use]
    pub fn termination_protection(mut self, on: bool) -> Self {
        self.termination_protection = on;
        self
    }

    /// The construct tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Runs `build` with a new scope below the current one: ids inside need only be unique there,
    /// and are prefixed with `id` in logical ids.
    #[track_caller]
    pub fn scope<T>(&mut self, id: impl Into<String>, build: impl FnOnce(&mut Stack) -> T) -> T {
        let node = self.add_node(id.into(), Element::Scope { renamed_from: None });
        let outer = std::mem::replace(&mut self.scope, node);
        let built = build(self);
        self.scope = outer;
        built
    }

    /// As [`Stack::scope`], for a construct of a library: what is added inside carries the place at
    /// which the construct itself was added, so that problems point into the user's program.
    #[track_caller]
    pub fn construct<T>(&mut self, id: impl Into<String>, build: impl FnOnce(&mut Stack) -> T) -> T {
        let outer = self.caller.or(Some(Location::caller()));
        let before = std::mem::replace(&mut self.caller, outer);
        let built = self.scope(id, build);
        self.caller = before;
        built
    }

    /// Runs `build` in the scope that holds the resource, to add to a construct that is already there.
    pub(crate) fn beside<T, R>(&mut self, handle: Handle<T>, build: impl FnOnce(&mut Stack) -> R) -> R {
        let node = NodeId(handle.target().node);
        let scope = self.tree.parent(node).unwrap_or(NodeId::ROOT);
        let caller = self.caller.or(Some(self.tree.location(node)));
        let before = (std::mem::replace(&mut self.scope, scope), std::mem::replace(&mut self.caller, caller));
        let built = build(self);
        (self.scope, self.caller) = before;
        built
    }

    /// Runs `build` in the stack's own scope, for what the constructs of a stack share.
    pub(crate) fn at_root<R>(&mut self, build: impl FnOnce(&mut Stack) -> R) -> R {
        let scope = std::mem::replace(&mut self.scope, NodeId::ROOT);
        let built = build(self);
        self.scope = scope;
        built
    }

    /// Keeps the logical ids that the current scope had under another path (ids below the stack,
    /// joined by slashes), so that a refactoring replaces nothing.
    pub fn renamed_from(&mut self, path: impl Into<String>) {
        let scope = self.scope;
        self.set_renamed_from(scope, path.into());
    }

    /// Where the current scope was added: inside a construct of a library, the line of the user's program.
    #[cfg(all(feature = "cloudformation", feature = "codepipeline", feature = "codestarnotifications"))]
    pub(crate) fn location(&self) -> &'static Location<'static> {
        self.tree.location(self.scope)
    }

    /// Records a problem with the current scope.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.report_at(self.scope, diagnostic);
    }

    pub(crate) fn report_at(&mut self, node: NodeId, diagnostic: Diagnostic) {
        let mut located = diagnostic.construct(self.tree.path(node));
        if located.location.is_none() {
            located = located.at(self.tree.location(node));
        }
        self.diagnostics.push(located);
    }

    /// Claims something of which an account has only one in a region. Two claims in one app are an error.
    pub fn claim(&mut self, what: impl Into<String>) {
        self.claims.push((what.into(), self.scope));
    }

    pub(crate) fn target(&self, node: NodeId) -> Target {
        Target { tree: self.uid, node: node.0 }
    }

    /// The node of a target of this stack; another stack's target is reported.
    pub(crate) fn own(&mut self, target: Target) -> Option<NodeId> {
        if target.tree == self.uid {
            return Some(NodeId(target.node));
        }
        self.report(
            Diagnostic::error("other-stack", "a construct of another stack was given")
                .help("pass the stack that the construct was added to"),
        );
        None
    }

    /// Adds a node under the current scope. Where the id is taken, the problem is recorded and the
    /// node gets an id of its own, so that every handle stays good.
    #[track_caller]
    pub(crate) fn add_node(&mut self, id: String, element: Element) -> NodeId {
        let location = self.caller.unwrap_or(Location::caller());
        let problem = id_problem(&id);
        let node = match self.tree.add(self.scope, id.clone(), location) {
            Ok(node) => node,
            Err(taken) => {
                let first = self.tree.location(taken);
                let path = self.tree.path(taken);
                self.diagnostics.push(
                    Diagnostic::error("duplicate-id", format!("`{path}` is added twice, first at {first}"))
                        .help("give one of the two another id")
                        .construct(path)
                        .at(location),
                );
                let free = (2..).map(|number| format!("{id}~{number}"));
                let mut added = free.map(|id| self.tree.add(self.scope, id, location));
                added.find_map(Result::ok).unwrap_or(taken)
            }
        };
        if node.index() < self.elements.len() {
            self.elements[node.index()] = element;
        } else {
            self.elements.push(element);
        }
        if let Some(problem) = problem {
            self.report_at(node, problem);
        }
        node
    }
}

fn id_problem(id: &str) -> Option<Diagnostic> {
    let help = "use letters and digits; what else is in an id is left out of the logical id";
    if id.contains('/') {
        return Some(Diagnostic::error("id", format!("the id `{id}` has a slash, which separates ids")).help(help));
    }
    if !id.contains(|character: char| character.is_ascii_alphanumeric()) {
        return Some(Diagnostic::error("id", format!("the id `{id}` has no letter or digit")).help(help));
    }
    None
}

fn is_stack_name(name: &str) -> bool {
    name.len() <= 128
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '-')
}

impl fmt::Debug for Stack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stack").field("name", &self.name()).field("nodes", &self.elements.len()).finish_non_exhaustive()
    }
}
