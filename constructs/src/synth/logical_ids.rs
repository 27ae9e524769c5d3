//! Logical ids: the path in PascalCase, without the stack's name.

use cfn_model::Diagnostic;
use cfn_model::template::Section;

use super::fingerprint;
use crate::lookup::Lookup;
use crate::stack::{Element, MAIN, Stack};
use crate::tree::NodeId;

/// CloudFormation takes at most this many characters.
const LONGEST: usize = 255;

/// The logical id of every node of a stack.
#[derive(Debug)]
pub(crate) struct LogicalIds {
    /// By the index of the node: its logical id, and the section it has an entry in.
    by_node: Vec<(String, Option<Section>)>,
    /// Those that have an entry, by section and logical id.
    by_id: Lookup,
}

impl LogicalIds {
    /// The ids, and what is wrong with them.
    pub(crate) fn new(stack: &Stack) -> (Self, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let mut ids = LogicalIds { by_node: Vec::with_capacity(stack.elements.len()), by_id: Lookup::default() };
        for node in stack.tree.nodes() {
            let mut id = logical_id(stack, node);
            id.extend(fingerprint::of(stack, node));
            let section = section(stack, node);
            if let Some(section) = section {
                ids.check(stack, node, section, &id, &mut problems);
            }
            ids.by_node.push((id, section));
            if section.is_some() {
                ids.by_id.add(node, |node| key(&ids.by_node, node));
            }
        }
        (ids, problems)
    }

    fn check(&self, stack: &Stack, node: NodeId, section: Section, id: &str, problems: &mut Vec<Diagnostic>) {
        // Parameters and resources share one space of names: `Ref` takes both.
        let rivals: &[Section] = match section {
            Section::Resources | Section::Parameters => &[Section::Resources, Section::Parameters],
            _ => std::slice::from_ref(&section),
        };
        let first = rivals.iter().find_map(|rival| self.find(*rival, id));
        let problem = if let Some(first) = first {
            let (path, place) = (stack.tree.path(first), stack.tree.location(first));
            Diagnostic::error("logical-id", format!("two paths make the logical id `{id}`"))
                .help(format!("the other is `{path}`, added at {place}; give one of the two another id"))
        } else if id.len() > LONGEST {
            let length = id.len();
            Diagnostic::error("logical-id", format!("the logical id has {length} characters, {LONGEST} are allowed"))
                .help("give the construct or a scope above it a shorter id")
        } else {
            return;
        };
        problems.push(problem.construct(stack.tree.path(node)).at(stack.tree.location(node)));
    }

    pub(crate) fn of(&self, node: NodeId) -> &str {
        &self.by_node[node.index()].0
    }

    /// The section that the node has an entry in, if any.
    pub(crate) fn section(&self, node: NodeId) -> Option<Section> {
        self.by_node[node.index()].1
    }

    /// The section and logical id of the node's entry, if it has one.
    pub(crate) fn entry(&self, node: NodeId) -> Option<(Section, &str)> {
        let (id, section) = self.by_node.get(node.index())?;
        section.map(|section| (section, id.as_str()))
    }

    pub(crate) fn find(&self, section: Section, id: &str) -> Option<NodeId> {
        self.by_id.find((Some(section), id), |node| key(&self.by_node, node))
    }
}

fn key(by_node: &[(String, Option<Section>)], node: NodeId) -> (Option<Section>, &str) {
    let (id, section) = &by_node[node.index()];
    (*section, id)
}

fn section(stack: &Stack, node: NodeId) -> Option<Section> {
    match &stack.elements[node.index()] {
        Element::Scope { .. } => None,
        Element::Resource(_) => Some(Section::Resources),
        Element::Entry { section, .. } => Some(*section),
    }
}

/// The logical id, without the fingerprint of what the resource is a picture of.
pub(crate) fn logical_id(stack: &Stack, node: NodeId) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for node in stack.tree.ancestors(node).take_while(|node| *node != NodeId::ROOT) {
        let renamed_from = match &stack.elements[node.index()] {
            Element::Scope { renamed_from } => renamed_from.as_deref(),
            Element::Resource(resource) => resource.renamed_from.as_deref(),
            Element::Entry { .. } => None,
        };
        if let Some(path) = renamed_from {
            steps.extend(path.split('/').rev());
            break;
        }
        steps.push(stack.tree.id(node));
    }
    let mut id = String::with_capacity(steps.iter().map(|step| step.len()).sum());
    steps.iter().rev().filter(|step| **step != MAIN).for_each(|step| push_pascal_case(&mut id, step));
    if steps.iter().all(|step| *step == MAIN) {
        push_pascal_case(&mut id, steps.first().unwrap_or(&""));
    }
    id
}

/// Letters and digits only; the first letter, and each that follows something left out, in upper case.
pub(crate) fn pascal_case(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    push_pascal_case(&mut out, id);
    out
}

fn push_pascal_case(out: &mut String, id: &str) {
    let mut upper = true;
    for character in id.chars() {
        if !character.is_ascii_alphanumeric() {
            upper = true;
        } else if upper {
            out.push(character.to_ascii_uppercase());
            upper = false;
        } else {
            out.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pascal_case;

    #[test]
    fn ids_are_read_as_words() {
        for (id, expected) in [("Artifacts", "Artifacts"), ("my-bucket_2", "MyBucket2"), ("a.b", "AB"), ("é", "")] {
            assert_eq!(pascal_case(id), expected);
        }
    }
}
