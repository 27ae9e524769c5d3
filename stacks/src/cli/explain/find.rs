//! What a name means.

use cfn_constructs::stack::MAIN;
use cfn_constructs::tree::NodeId;
use cfn_model::Section;

use super::super::subjects::{Origin, Subject};

/// Something that can be explained: a construct, an entry of a template, or both.
pub(super) struct Target<'a> {
    pub(super) subject: &'a Subject,
    pub(super) node: Option<NodeId>,
    pub(super) entry: Option<(Section, &'a str)>,
}

/// The sections whose entries have names that programs and people give.
const SECTIONS: &[Section] =
    &[Section::Resources, Section::Parameters, Section::Outputs, Section::Conditions, Section::Mappings];

/// Everything that a name can mean.
///
/// # Errors
/// Nothing is called so; the nearest name is told.
pub(super) fn targets<'a>(subjects: &'a [Subject], name: &str) -> Result<Vec<Target<'a>>, String> {
    let all: Vec<(Target<'a>, Names)> = subjects.iter().flat_map(all).collect();
    let exact = |names: &Names| names.path.as_deref() == Some(name) || names.ids.iter().any(|id| id == name);
    let end = format!("/{name}");
    let ending = |names: &Names| names.path.as_deref().is_some_and(|path| path.ends_with(&end));
    let fits: &dyn Fn(&Names) -> bool = if all.iter().any(|(_, names)| exact(names)) { &exact } else { &ending };
    let (found, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, names)| fits(names));
    if !found.is_empty() {
        return Ok(found.into_iter().map(|(target, _)| target).collect());
    }
    let candidates = others.iter().flat_map(|(_, names)| names.ids.first().into_iter().chain(&names.path));
    let help = match cfn_model::nearest(name, candidates.map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "name the path of a construct or the end of one, a logical id, or STACK/LOGICAL_ID".to_owned(),
    };
    Err(format!("nothing is called `{name}`; {help}"))
}

/// What a target is called.
struct Names {
    path: Option<String>,
    /// The logical id, alone and with the stack before it.
    ids: Vec<String>,
}

fn all(subject: &Subject) -> Vec<(Target<'_>, Names)> {
    let mut all = Vec::new();
    for (section, id) in SECTIONS.iter().flat_map(|section| {
        let entries = subject.template.section(*section).into_iter().flat_map(|entries| entries.keys());
        entries.map(move |id| (*section, &**id))
    }) {
        let (node, path) = match &subject.origin {
            Origin::App { constructs, .. } => {
                let node = constructs.find(section, id);
                (node, node.map(|node| constructs.tree().path(node)))
            }
            Origin::File(_) => (None, None),
        };
        let ids = vec![id.to_owned(), format!("{}/{id}", subject.name)];
        all.push((Target { subject, node, entry: Some((section, id)) }, Names { path, ids }));
    }
    // What only holds others has no entry.
    if let Origin::App { constructs, .. } = &subject.origin {
        let tree = constructs.tree();
        for node in tree.nodes().filter(|node| constructs.entry(*node).is_none()) {
            let names = Names { path: Some(tree.path(node)), ids: Vec::new() };
            // What a construct is for is the resource in it of that id.
            let entry = tree.child(node, MAIN).and_then(|main| constructs.entry(main));
            all.push((Target { subject, node: Some(node), entry }, names));
        }
    }
    all
}
