//! The checks of `cfn-checks` on finished templates, told in the terms of the program that made them.

use cfn_checks::{AppStack, Finding, METADATA, Options};
use cfn_model::template::{Section, Template};
use cfn_model::{Diagnostic, Severity, Value};

use super::LogicalIds;
use crate::stack::{Stack, Suppression, suppression_entry};
use crate::tree::NodeId;

/// Checks the templates of all stacks. What is suppressed in the program is noted in them.
pub(crate) fn check(
    stacks: &mut [Stack],
    ids: &[LogicalIds],
    templates: &mut [Template],
    problems: &mut Vec<Diagnostic>,
) {
    let findings = findings(stacks, templates);
    for ((stack, ids), (template, findings)) in stacks.iter_mut().zip(ids).zip(templates.iter_mut().zip(findings)) {
        for finding in findings {
            take(stack, ids, template, finding, problems);
        }
        unused(stack, problems);
    }
    tell_large_templates_once(problems);
}

/// Templates that have to lie in a bucket are told with the first of them: an app may have dozens.
fn tell_large_templates_once(problems: &mut Vec<Diagnostic>) {
    let mut count = 0;
    problems.retain(|problem| {
        count += usize::from(is_large_template(problem));
        count < 2 || !is_large_template(problem)
    });
    let others = match count {
        0 | 1 => return,
        2 => "one more template does".to_owned(),
        _ => format!("{} more templates do", count - 1),
    };
    if let Some(first) = problems.iter_mut().find(|problem| is_large_template(problem)) {
        first.message = format!("{}; {others} not fit either", first.message);
    }
}

/// Whether a template is told to have to lie in a bucket.
pub(crate) fn is_large_template(problem: &Diagnostic) -> bool {
    problem.code == "large-template" && problem.severity == Severity::Info
}

/// What is found in each template, alone and with the others.
fn findings(stacks: &[Stack], templates: &[Template]) -> Vec<Vec<Finding>> {
    let options: Vec<Options> = stacks
        .iter()
        .map(|stack| {
            let mut options = Options::default();
            options.account.clone_from(&stack.environment.account);
            options.region.clone_from(&stack.environment.region);
            options
        })
        .collect();
    let app: Vec<AppStack<'_>> = stacks
        .iter()
        .zip(templates.iter().zip(&options))
        .map(|(stack, (template, options))| AppStack { name: stack.name(), template, options })
        .collect();
    let mut findings = cfn_checks::check_each(&app);
    for (index, finding) in cfn_checks::check_app(&app) {
        findings[index].push(finding);
    }
    findings
}

/// Tells a finding, or notes that it is suppressed.
fn take(
    stack: &mut Stack,
    ids: &LogicalIds,
    template: &mut Template,
    finding: Finding,
    problems: &mut Vec<Diagnostic>,
) {
    let node = node(&finding, ids);
    if told(problems, &stack.tree.path(node), &property(&finding)) {
        return;
    }
    match suppression(stack, node, &finding) {
        Some(suppression) => {
            suppression.used = true;
            let reason = suppression.reason.clone();
            note(template, &finding, &reason);
        }
        None => problems.push(diagnostic(stack, node, finding)),
    }
}

/// Tells what is suppressed and not there.
fn unused(stack: &Stack, problems: &mut Vec<Diagnostic>) {
    for unused in stack.suppressions.iter().filter(|suppression| !suppression.used) {
        let code = &unused.code;
        problems.push(
            Diagnostic::warning("unused-suppression", format!("nothing is suppressed here: `{code}` is not found"))
                .help("take the call out")
                .construct(stack.tree.path(unused.scope))
                .at(stack.tree.location(unused.scope)),
        );
    }
}

/// What a finding is about: the resource or other entry, or the stack as a whole.
fn node(finding: &Finding, ids: &LogicalIds) -> NodeId {
    let [section, id, ..] = finding.steps.as_slice() else { return NodeId::ROOT };
    Section::from_name(section).and_then(|section| ids.find(section, id)).unwrap_or(NodeId::ROOT)
}

fn suppression<'s>(stack: &'s mut Stack, node: NodeId, finding: &Finding) -> Option<&'s mut Suppression> {
    let scopes: Vec<NodeId> = stack.tree.ancestors(node).collect();
    let fits =
        |suppression: &&mut Suppression| suppression.code == finding.check.code && scopes.contains(&suppression.scope);
    stack.suppressions.iter_mut().find(fits)
}

/// Writes the reason into the metadata of the resource, where the next reader of the template finds it.
fn note(template: &mut Template, finding: &Finding, reason: &str) {
    let [section, id, below @ ..] = finding.steps.as_slice() else { return };
    if section != Section::Resources.name() {
        return;
    }
    let entry = suppression_entry(finding.check.code, &below.join("."), reason);
    let Some(Value::Map(resource)) = template.section_mut(Section::Resources).get_mut(id) else { return };
    let Value::Map(metadata) = resource.entry_map("Metadata") else { return };
    let Value::Map(ours) = metadata.entry_map(METADATA) else { return };
    match ours.get_mut("suppress") {
        Some(Value::List(list)) if list.contains(&entry) => {}
        Some(Value::List(list)) => list.push(entry),
        _ => {
            ours.insert("suppress", vec![entry]);
        }
    }
}

/// Whether a construct has said already what is wrong with that property. It knows more of what was meant.
fn told(problems: &[Diagnostic], path: &str, property: &str) -> bool {
    let plain = |property: &str| property.replace('_', "").to_lowercase();
    let within = |outer: &str, inner: &str, separator: char| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
    };
    let found = plain(property);
    problems.iter().filter(|problem| problem.severity == Severity::Error).any(|problem| {
        match (&problem.construct, &problem.property) {
            (Some(construct), Some(told)) => {
                let told = plain(told);
                within(construct, path, '/') && (within(&told, &found, '.') || within(&found, &told, '.'))
            }
            // What is wrong with a thing as a whole, such as its name.
            (Some(construct), None) => construct == path && found.is_empty(),
            (None, _) => false,
        }
    })
}

/// Below a resource the property is what a reader looks for; elsewhere it is the place in the template.
fn property(finding: &Finding) -> String {
    match finding.steps.as_slice() {
        [section, _, properties, below @ ..] if section == "Resources" && properties == "Properties" => below.join("."),
        [section, _, below @ ..] if section == "Resources" => below.join("."),
        _ => finding.path(),
    }
}

fn diagnostic(stack: &Stack, node: NodeId, finding: Finding) -> Diagnostic {
    let property = property(&finding);
    let diagnostic = Diagnostic::new(finding.severity, finding.check.code, finding.message)
        .construct(stack.tree.path(node))
        .at(stack.tree.location(node));
    let diagnostic = if property.is_empty() { diagnostic } else { diagnostic.property(property) };
    match finding.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
