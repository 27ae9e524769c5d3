//! Policies of roles within IAM's limits: what a role's own policy has no room for goes to managed policies.

use cfn_model::{Diagnostic, Handle, Prop, ResourceType, Target, Value, iam};

use super::measure::Measure;
use crate::iam::{MANAGED_POLICY_BYTES, PolicyDocument, ROLE_POLICIES_BYTES, Statement};
use crate::stack::{Element, Stack};
use crate::tree::NodeId;

/// How many managed policies a role may have.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const MANAGED_POLICIES: usize = 10;

/// Splits the policies that have become too large. One that fits stays as it is, and the first part of
/// one that does not keeps its logical id.
pub(crate) fn split(stack: &mut Stack) {
    for node in stack.tree.nodes() {
        let grown = stack.elements[node.index()].resource().filter(|resource| resource.type_name == iam::Policy::TYPE);
        let Some(policy) = grown.and_then(|resource| resource.policy.as_ref()) else { continue };
        let measure = Measure(stack);
        if measure.document(&policy.document) <= ROLE_POLICIES_BYTES {
            continue;
        }
        let mut documents = measure.pack(policy.document.statements()).into_iter();
        let first = documents.next().unwrap_or_default();
        let rest: Vec<PolicyDocument> = documents.collect();
        add(stack, node, first, rest);
    }
}

/// Puts the documents into the policy and into managed policies beside it.
fn add(stack: &mut Stack, node: NodeId, first: PolicyDocument, rest: Vec<PolicyDocument>) {
    let policy = Handle::<iam::Policy>::from_target(stack.target(node));
    let Some(element) = stack.resource_element(policy.target()) else { return };
    if let Some(grown) = element.policy.as_mut() {
        grown.document = first;
    }
    let roles = element.properties.get("Roles").cloned().unwrap_or_default();
    let present = attached(stack, &roles);
    let needed = rest.len();
    if present + needed > MANAGED_POLICIES {
        stack.report_at(
            node,
            Diagnostic::error(
                "policy-size",
                format!(
                    "the role's permissions fill its own policy and {needed} managed policies, and it has {present} \
                     already; {MANAGED_POLICIES} are allowed"
                ),
            )
            .help("grant on prefixes or wildcards of one path, or give some of the grants to another role"),
        );
    }
    let added: Vec<Target> = stack.beside(policy, |stack| {
        let one = |(number, document): (usize, PolicyDocument)| {
            let managed = iam::ManagedPolicy::new(PolicyDocument::default()).roles(Prop::from_value(roles.clone()));
            let managed = stack.add(format!("Policy{}", number + 2), managed);
            stack.grow_policy(managed, "PolicyDocument", MANAGED_POLICY_BYTES);
            document.statements().iter().for_each(|statement| stack.add_statement(managed, statement.clone()));
            managed.target()
        };
        rest.into_iter().enumerate().map(one).collect()
    });
    // What waits for the policy waits for all of it.
    for element in stack.elements.iter_mut().filter_map(Element::resource_mut) {
        if element.depends_on.contains(&policy.target()) {
            element.depends_on.extend(&added);
        }
    }
}

/// How many managed policies are attached to the roles, by the roles themselves or by the policies.
fn attached(stack: &Stack, roles: &Value) -> usize {
    let roles = roles.as_list().unwrap_or_default();
    let by_policy = stack.elements.iter().filter_map(Element::resource).filter(|resource| {
        let own = resource.properties.get("Roles").and_then(Value::as_list).unwrap_or_default();
        resource.type_name == iam::ManagedPolicy::TYPE && own.iter().any(|role| roles.contains(role))
    });
    let by_role = roles.iter().filter_map(|role| match role {
        Value::Reference(reference) if reference.target.tree == stack.uid => {
            let role = stack.elements.get(NodeId(reference.target.node).index())?.resource()?;
            role.properties.get("ManagedPolicyArns").and_then(Value::as_list).map(<[Value]>::len)
        }
        _ => None,
    });
    by_policy.count() + by_role.sum::<usize>()
}

impl Measure<'_> {
    /// The statements in documents that fit: the first into the role's own policy, the others into managed ones.
    ///
    /// Their order is kept; a statement that fits in no rest is cut between its resources.
    fn pack(&self, statements: &[Statement]) -> Vec<PolicyDocument> {
        let empty = self.value(&PolicyDocument::default().into_value());
        let mut packed: Vec<Vec<Statement>> = vec![Vec::new()];
        let mut room = ROLE_POLICIES_BYTES - empty;
        for statement in statements {
            let mut statement = statement.clone();
            loop {
                let size = self.statement(&statement);
                let last = packed.len() - 1;
                if size <= room {
                    packed[last].push(statement);
                    room -= size;
                    break;
                }
                if let Some((fitting, rest)) = self.cut(&statement, room) {
                    packed[last].push(fitting);
                    statement = rest;
                } else if room == MANAGED_POLICY_BYTES - empty {
                    // Nothing makes it smaller. The check of the policy's size tells.
                    packed[last].push(statement);
                    break;
                }
                packed.push(Vec::new());
                room = MANAGED_POLICY_BYTES - empty;
            }
        }
        packed.into_iter().filter(|statements| !statements.is_empty()).map(PolicyDocument::new).collect()
    }

    /// The statement in two, of which the first fits: it has as many of the resources as there is room for.
    fn cut(&self, statement: &Statement, room: usize) -> Option<(Statement, Statement)> {
        let mut fitting = Statement { resources: Vec::new(), ..statement.clone() };
        // With the brackets of a list, which a single resource goes without.
        let mut size = self.statement(&fitting) + ",\"Resource\":[]".len();
        let mut count = 0;
        for resource in &statement.resources {
            size += self.value(resource) + 1;
            if size > room {
                break;
            }
            count += 1;
        }
        if count == 0 || count == statement.resources.len() {
            return None;
        }
        let mut rest = statement.clone();
        fitting.resources = rest.resources.drain(..count).collect();
        Some((fitting, rest))
    }
}
