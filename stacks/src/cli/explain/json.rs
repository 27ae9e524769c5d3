//! Explanations for programs.

use cfn_model::{Location, Map, Value, emit};

use super::super::permissions::Permission;
use super::{Entry, Explanation, Link, Property};

/// A list, for a name can mean several things.
pub(super) fn write(explanations: &[Explanation<'_>]) -> String {
    emit::to_json(&list(explanations, explanation))
}

fn list<T>(items: &[T], object: impl Fn(&T) -> Map) -> Value {
    Value::List(items.iter().map(|item| Value::from(object(item))).collect())
}

fn explanation(explanation: &Explanation<'_>) -> Map {
    let construct = explanation.construct.as_ref();
    let added = construct.and_then(|(_, place)| place.as_ref());
    let mut map = Map::from([
        ("stack", Value::from(&explanation.subject.name)),
        ("construct", construct.map(|(path, _)| path.clone()).into()),
        ("addedAt", added.map_or(Value::Null, |place| location(place).into())),
    ]);
    explanation.entry.iter().for_each(|one| entry(one, &mut map));
    let holds = |[path, id, what]: &[String; 3]| Map::from([("construct", path), ("logicalId", id), ("type", what)]);
    map.insert("holds", list(&explanation.holds, holds));
    map
}

fn entry(entry: &Entry<'_>, map: &mut Map) {
    let link = |link: &Link| Map::from([("name", &link.other), ("place", &link.place)]);
    let create_only: Vec<Value> = entry.create_only.iter().map(Value::from).collect();
    let facts = [
        ("section", Value::from(entry.section.name())),
        ("logicalId", entry.id.into()),
        ("type", entry.type_name.map(str::to_owned).into()),
        ("template", location(&entry.place).into()),
        ("refersTo", list(&entry.uses, link)),
        ("referredToBy", list(&entry.used_by, link)),
        ("may", list(&entry.may, permission)),
        ("granted", list(&entry.granted, permission)),
        ("properties", list(&entry.properties, property)),
        ("createOnlyNotSet", Value::List(create_only)),
    ];
    for (name, value) in facts {
        map.insert(name, value);
    }
}

fn location(location: &Location) -> Map {
    Map::from([
        ("file", Value::from(location.file.to_string())),
        ("line", i64::from(location.line).into()),
        ("column", i64::from(location.column).into()),
    ])
}

fn permission(permission: &Permission) -> Map {
    let texts = |texts: &[String]| Value::List(texts.iter().map(Value::from).collect());
    Map::from([
        ("policyOf", Value::from(&permission.holder)),
        ("who", texts(&permission.who)),
        ("allows", permission.allows.into()),
        ("actions", texts(&permission.actions)),
        ("resources", texts(&permission.resources)),
        ("conditional", permission.conditional.into()),
        ("wide", permission.wide.clone().into()),
    ])
}

fn property(property: &Property) -> Map {
    Map::from([
        ("path", Value::from(&property.path)),
        ("change", property.impact.as_str().into()),
        ("value", property.value.clone()),
    ])
}
