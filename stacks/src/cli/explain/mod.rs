//! `explain`: what is known of a construct, or of an entry of a template.

mod find;
mod human;
mod json;
mod links;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use cfn_diff::Impact;
use cfn_model::template::ResourceView;
use cfn_model::{Location, Section, Template, Value};

use super::Failure;
use super::command::{Call, Command, JSON};
use super::permissions::{Kind, Permission, permissions};
use super::subjects::{Origin, Subject, subjects};
use find::{Target, targets};
use links::Link;

pub(super) static COMMAND: Command = Command {
    name: "explain",
    about: "tell where something of the app, or of templates, is from, who refers to it, and what a change of it does",
    words: ("NAME [PATH]...", usize::MAX),
    options: &[JSON],
    details: "\
NAME is the path of a construct or the end of one, a logical id, or STACK/LOGICAL_ID.
PATH is a template, a folder with all templates in it, or `-` for standard input. Without one, it is about the app.",
    run,
};

/// What is known of something.
struct Explanation<'a> {
    subject: &'a Subject,
    /// The path of its construct, and the line of the program that added it.
    construct: Option<(String, Option<Location>)>,
    entry: Option<Entry<'a>>,
    /// The entries of the constructs below it: their paths, logical ids and types.
    holds: Vec<[String; 3]>,
}

/// What is known of an entry of a template.
struct Entry<'a> {
    section: Section,
    id: &'a str,
    type_name: Option<&'a str>,
    /// Where it is in its template.
    place: Location,
    uses: Vec<Link>,
    used_by: Vec<Link>,
    /// What it may do, itself or through its role.
    may: Vec<Permission>,
    /// What others may do with it, by the logical ids of the policies' holders.
    granted: Vec<Permission>,
    properties: Vec<Property>,
    /// What could only be set when it is created, and is not.
    create_only: Vec<String>,
}

/// A property that is set.
struct Property {
    path: String,
    value: Value,
    /// What another value would do.
    impact: Impact,
}

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let words = call.options.words().to_vec();
    let Some((name, paths)) = words.split_first() else {
        return Err(Failure::Usage("explain has to know what; name a construct or a logical id".into()));
    };
    if call.app.is_none() && !call.options.has("config") && paths.is_empty() {
        let message = "explain has to know where to look; name templates or folders, or `-` for standard input";
        return Err(Failure::Usage(message.into()));
    }
    let subjects = subjects(&mut call, paths)?;
    let targets = targets(&subjects, &name.to_string_lossy()).map_err(Failure::Usage)?;
    let explanations: Vec<Explanation<'_>> =
        targets.into_iter().map(|target| Explanation::new(&subjects, target)).collect();
    let text = if call.options.has("json") { json::write(&explanations) } else { human::write(&explanations) };
    call.print(&text)
}

impl<'a> Explanation<'a> {
    fn new(subjects: &'a [Subject], target: Target<'a>) -> Self {
        let Target { subject, node, entry } = target;
        let mut construct = None;
        let mut holds = Vec::new();
        if let (Origin::App { constructs, configured }, Some(node)) = (&subject.origin, node) {
            let tree = constructs.tree();
            let place = (!configured).then(|| Location::from(constructs.location(node)));
            construct = Some((tree.path(node), place));
            let below = tree.nodes().filter(|other| *other != node && tree.ancestors(*other).any(|it| it == node));
            holds.extend(below.filter_map(|other| {
                let (section, id) = constructs.entry(other)?;
                let what = type_name(&subject.template, section, id).unwrap_or(section.name());
                Some([tree.path(other), id.to_owned(), what.to_owned()])
            }));
        }
        let entry = entry.map(|(section, id)| Entry::new(subjects, subject, section, id));
        Explanation { subject, construct, entry, holds }
    }
}

impl<'a> Entry<'a> {
    fn new(subjects: &'a [Subject], subject: &'a Subject, section: Section, id: &'a str) -> Self {
        let value = subject.template.section(section).and_then(|entries| entries.get(id)).unwrap_or(&Value::Null);
        let resource = if section == Section::Resources { subject.template.get_resource(id) } else { None };
        let uses = links::uses(subjects, subject, value);
        let (may, granted) = resource.map(|_| access(&subject.template, id, &uses)).unwrap_or_default();
        let type_name = type_name(&subject.template, section, id);
        Entry {
            section,
            id,
            type_name,
            place: place(subject, &[section.name(), id]),
            uses,
            used_by: links::used_by(subjects, subject, section, id),
            may,
            granted,
            properties: resource.map(properties).unwrap_or_default(),
            create_only: resource.map(missing).unwrap_or_default(),
        }
    }
}

fn type_name<'a>(template: &'a Template, section: Section, id: &str) -> Option<&'a str> {
    template.section(section)?.get(id)?.at("Type")?.as_str()
}

/// Where something of a template is: in the file that it was read from, or in the one that `synth` writes.
fn place(subject: &Subject, steps: &[&str]) -> Location {
    let nearest = |places: &cfn_model::parse::Places| places.nearest(steps.iter().copied());
    match &subject.origin {
        Origin::File(places) => nearest(places),
        Origin::App { .. } => {
            let file = format!("{}.template.yaml", subject.name);
            match Template::parse(&subject.template.to_yaml(), file.clone()) {
                Ok(parsed) => nearest(&parsed.places),
                // What only a macro makes right cannot be read back.
                Err(_) => Location { file: file.into(), line: 1, column: 1 },
            }
        }
    }
}

/// What a resource may do, and what others may do with it.
fn access(template: &Template, id: &str, uses: &[Link]) -> (Vec<Permission>, Vec<Permission>) {
    let roles: BTreeSet<&str> = roles(template, uses).chain([id]).collect();
    let mut may = Vec::new();
    let mut granted = Vec::new();
    for permission in permissions(template) {
        let is_about = permission.names.iter().any(|name| name == id);
        let holds = permission.holder == id;
        match permission.kind {
            Kind::Identity if permission.who.iter().any(|who| roles.contains(who.as_str())) || holds => {
                may.push(permission);
            }
            Kind::Identity if is_about => granted.push(permission),
            Kind::Trust if holds => granted.push(permission),
            Kind::Resource if is_about || holds || attached(template, &permission.holder, id) => {
                granted.push(permission);
            }
            _ => {}
        }
    }
    (may, granted)
}

/// The roles that a resource acts with, which its properties say in many ways.
fn roles<'l>(template: &Template, uses: &'l [Link]) -> impl Iterator<Item = &'l str> {
    let acts = uses.iter().filter(|link| link.place.rsplit('.').next().is_some_and(|step| step.contains("Role")));
    let is_role = |id: &&str| type_name(template, Section::Resources, id) == Some("AWS::IAM::Role");
    acts.map(|link| link.other.as_str()).filter(is_role)
}

/// Whether the policy of `holder` is attached to the resource, as that of a bucket is.
fn attached(template: &Template, holder: &str, id: &str) -> bool {
    let properties = template.get_resource(holder).and_then(|holder| holder.properties());
    let mut values = properties.into_iter().flat_map(|properties| properties.values());
    values.any(|value| value.as_intrinsic().is_some_and(|call| call.names().contains(&id)))
}

/// The properties that are set. An object is told as a whole where a change of anything in it does the same.
fn properties(resource: ResourceView<'_>) -> Vec<Property> {
    let type_name = resource.type_name().unwrap_or_default();
    let mut found = Vec::new();
    for (name, value) in resource.properties().into_iter().flat_map(|properties| properties.iter()) {
        property(type_name, &mut vec![name.to_owned()], value, &mut found);
    }
    found
}

fn property(type_name: &str, path: &mut Vec<String>, value: &Value, found: &mut Vec<Property>) {
    let impact = cfn_diff::impact_of(type_name, path, value);
    let before = found.len();
    if let Value::Map(map) = value {
        for (name, value) in map.iter() {
            path.push(name.to_owned());
            property(type_name, path, value, found);
            path.pop();
        }
    }
    if found[before..].iter().all(|below| below.impact == impact) {
        found.truncate(before);
        found.push(Property { path: path.join("."), value: value.clone(), impact });
    }
}

/// What could only be set when the resource is created, and is not.
fn missing(resource: ResourceView<'_>) -> Vec<String> {
    let mut paths = cfn_diff::create_only(resource.type_name().unwrap_or_default());
    paths.retain(|path| !path.contains('*') && resource.property(path).is_none());
    paths
}
