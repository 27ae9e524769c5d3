//! Who refers to what, inside a template and from one to another.

use cfn_graph::label;
use cfn_model::{Function, Intrinsic, Map, Section, Value};

use super::super::subjects::Subject;

/// A place that refers to something.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// What is at the other end: a logical id; with its stack where that is another one.
    pub(super) other: String,
    /// The place that refers: a property without `Properties`, or another entry of a resource or section.
    pub(super) place: String,
}

/// The sections whose entries refer to resources.
const SECTIONS: &[Section] = &[Section::Resources, Section::Outputs, Section::Conditions, Section::Rules];

/// What an entry of the subject refers to.
pub(super) fn uses(subjects: &[Subject], subject: &Subject, entry: &Value) -> Vec<Link> {
    let mut links = Vec::new();
    calls(entry, &mut Vec::new(), &mut |path, call| {
        let others = match outside(call) {
            Some(Outside::Output { stack, output }) => vec![format!("{stack}/{output}")],
            Some(Outside::Export(name)) => vec![exporter(subjects, &name).unwrap_or(format!("the export {name}"))],
            None => {
                let named = [Section::Resources, Section::Conditions, Section::Mappings];
                let named = named.iter().flat_map(|section| names(call, *section));
                named.filter(|name| !name.starts_with("AWS::")).map(str::to_owned).collect()
            }
        };
        links.extend(others.into_iter().map(|other| Link { other, place: place(path) }));
    });
    let depends = entry.as_map().into_iter().flat_map(depends_on);
    links.extend(depends.map(|other| Link { other: other.to_owned(), place: "DependsOn".into() }));
    let condition = entry.at("Condition").and_then(Value::as_str);
    links.extend(condition.map(|name| Link { other: name.to_owned(), place: "Condition".into() }));
    for link in &mut links {
        let filled = subject.parameters.iter().find(|source| source.parameter == link.other);
        if let Some(source) = filled {
            link.other = format!("{} (filled by {}/{})", link.other, source.stack, source.output);
        }
    }
    links.dedup();
    links
}

/// Who refers to an entry of the subject: others of its template, and through its outputs other stacks.
pub(super) fn used_by(subjects: &[Subject], subject: &Subject, section: Section, id: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut outputs: Vec<&str> = if section == Section::Outputs { vec![id] } else { Vec::new() };
    for (kind, other, entry) in entries(subject) {
        let mut places = Vec::new();
        calls(entry, &mut Vec::new(), &mut |path, call| {
            if names(call, section).contains(&id) {
                places.push(place(path));
            }
        });
        let map = entry.as_map();
        let depends = section == Section::Resources && map.into_iter().flat_map(depends_on).any(|name| name == id);
        let condition = map.and_then(|map| map.get("Condition")).and_then(Value::as_str);
        places.extend(depends.then(|| "DependsOn".to_owned()));
        places.extend((section == Section::Conditions && condition == Some(id)).then(|| "Condition".to_owned()));
        places.dedup();
        if kind == Section::Outputs && section != Section::Conditions && !places.is_empty() {
            outputs.push(other);
        }
        let other = if kind == Section::Resources { other.to_owned() } else { format!("{}.{other}", kind.name()) };
        links.extend(places.into_iter().map(|place| Link { other: other.clone(), place }));
    }
    for output in outputs {
        links.extend(readers(subjects, subject, output));
    }
    links
}

/// The entries of a section that a function names.
fn names(call: &Intrinsic, section: Section) -> Vec<&str> {
    let first = || match &call.argument {
        Value::List(items) => items.first().and_then(Value::as_str),
        one => one.as_str(),
    };
    match (section, call.function) {
        (Section::Resources | Section::Parameters, _) => call.names(),
        (Section::Conditions, Function::If | Function::Condition) | (Section::Mappings, Function::FindInMap) => {
            first().into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Who reads an output of the subject from another stack.
fn readers(subjects: &[Subject], subject: &Subject, output: &str) -> Vec<Link> {
    let export = export(subject, output);
    let mut links = Vec::new();
    for other in subjects.iter().filter(|other| other.name != subject.name) {
        let filled = other.parameters.iter().filter(|it| it.stack == subject.stack && it.output == output);
        links.extend(filled.map(|it| Link {
            other: format!("{}/{}", other.name, it.parameter),
            place: format!("filled by the output {output}"),
        }));
        for (_, id, entry) in entries(other) {
            calls(entry, &mut Vec::new(), &mut |path, call| {
                let reads = match outside(call) {
                    Some(Outside::Output { stack, output: name }) => stack == subject.stack && name == output,
                    Some(Outside::Export(name)) => export.as_ref() == Some(&name),
                    None => false,
                };
                if reads {
                    links.push(Link { other: format!("{}/{id}", other.name), place: place(path) });
                }
            });
        }
    }
    links
}

/// What a function takes from another stack.
enum Outside {
    Output { stack: String, output: String },
    Export(String),
}

fn outside(call: &Intrinsic) -> Option<Outside> {
    let text = |name: &str| call.argument.at(name).map(label);
    match call.function {
        Function::GetStackOutput => Some(Outside::Output { stack: text("StackName")?, output: text("OutputName")? }),
        Function::ImportValue => Some(Outside::Export(label(&call.argument))),
        _ => None,
    }
}

/// The name under which a subject exports an output.
fn export(subject: &Subject, output: &str) -> Option<String> {
    let outputs = subject.template.section(Section::Outputs)?;
    let name = outputs.get(output)?.at("Export.Name")?;
    Some(label(name).replace("${AWS::StackName}", &subject.stack))
}

/// The output that has an export of that name, with its stack.
fn exporter(subjects: &[Subject], name: &str) -> Option<String> {
    subjects.iter().find_map(|subject| {
        let outputs = subject.template.section(Section::Outputs)?;
        let output = outputs.keys().find(|output| export(subject, output).as_deref() == Some(name))?;
        Some(format!("{}/{output}", subject.name))
    })
}

fn entries(subject: &Subject) -> impl Iterator<Item = (Section, &str, &Value)> {
    let sections = SECTIONS.iter().filter_map(|section| Some((*section, subject.template.section(*section)?)));
    sections.flat_map(|(section, entries)| entries.iter().map(move |(id, entry)| (section, id, entry)))
}

fn depends_on(resource: &Map) -> Vec<&str> {
    match resource.get("DependsOn") {
        Some(Value::List(ids)) => ids.iter().filter_map(Value::as_str).collect(),
        Some(one) => one.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}

/// Calls `found` with every function in a value, and the path to the outermost function that it is in.
fn calls(value: &Value, path: &mut Vec<String>, found: &mut impl FnMut(&[String], &Intrinsic)) {
    match value {
        Value::Map(map) => map.iter().for_each(|(name, value)| {
            path.push(name.to_owned());
            calls(value, path, found);
            path.pop();
        }),
        Value::List(items) => items.iter().enumerate().for_each(|(index, item)| {
            path.push(index.to_string());
            calls(item, path, found);
            path.pop();
        }),
        Value::Intrinsic(_) => {
            value.walk(&mut |node| node.as_intrinsic().into_iter().for_each(|call| found(path, call)));
        }
        _ => {}
    }
}

fn place(path: &[String]) -> String {
    let path = if path.first().is_some_and(|step| step == "Properties") { &path[1..] } else { path };
    path.join(".")
}
