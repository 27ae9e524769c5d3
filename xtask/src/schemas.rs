//! `cargo xtask schemas`: fetches the resource schemas and writes the pinned form that codegen reads.
//!
//! Two packages are read: cfn-lint's schemas (what the registry publishes, enhanced) with what it knows beyond
//! them, and the CDK's service specification, for what `Ref` returns, which types hold data, and when a change
//! replaces.

mod compact;
pub(crate) mod extensions;
pub(crate) mod fetch;
pub(crate) mod layout;
mod spec;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::files::{self, Difference, Tree};

/// The folder of the pinned form, below the workspace.
pub(crate) const FOLDER: &str = "xtask/schemas";

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        bail!("`schemas` takes no arguments, but was given `{}`", arguments.join(" "));
    }
    let folder = files::scratch("schemas")?;
    let lint = fetch::cfn_lint(&folder)?;
    let spec = fetch::service_spec(&folder)?;
    let facts = spec::facts(&spec.database)?;

    let mut services: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for schema in &lint.schemas {
        let (name, mut compact) = compact::resource(schema)?;
        // Of a service that was shut down, the types go from the registry region by region.
        if !lint.first_region.contains_key(&name)
            && let Some(lifecycle) = compact.get_mut("lifecycle").and_then(Value::as_object_mut)
        {
            lifecycle.insert("removed".to_owned(), Value::Bool(true));
        }
        if let Some(facts) = facts.get(&name) {
            compact.insert("serviceSpec".to_owned(), facts.clone());
        }
        services.entry(file_stem(&name)?).or_default().insert(name, compact::sorted(Value::Object(compact)));
    }

    let mut tree = Tree::new();
    let count = services.len();
    let types: usize = services.values().map(BTreeMap::len).sum();
    let source = json!({
        "counts": { "services": count, "types": types, "typesInServiceSpec": facts.len() },
        "packages": [lint.package, spec.package],
    });
    tree.insert(PathBuf::from("SOURCE.json"), layout::write(&source));
    for (stem, resources) in services {
        let resources: Map<String, Value> = resources.into_iter().collect();
        tree.insert(PathBuf::from(format!("{stem}.json")), layout::write(&Value::Object(resources)));
    }

    let target = files::root().join(FOLDER);
    let difference = Difference::of(&target, &tree)?;
    difference.mend(&target, &tree)?;
    let bytes: usize = tree.values().map(String::len).sum();
    println!("{types} types of {count} services, {} KiB; {difference}", bytes / 1024);

    let extensions = extensions::files(&lint.data)?;
    let tree = extensions.iter().map(|(name, value)| (PathBuf::from(name), layout::write(value))).collect();
    let target = files::root().join(extensions::FOLDER);
    let difference = Difference::of(&target, &tree)?;
    difference.mend(&target, &tree)?;
    println!("{} files of extensions; {difference}", tree.len());
    Ok(())
}

/// The file of a type's service: `CodeBuild` for `AWS::CodeBuild::Project`, `AlexaASK` for `Alexa::ASK::Skill`.
fn file_stem(type_name: &str) -> Result<String> {
    match type_name.split("::").collect::<Vec<_>>()[..] {
        ["AWS", service, _] => Ok(service.to_owned()),
        [vendor, service, _] => Ok(format!("{vendor}{service}")),
        _ => None.with_context(|| format!("`{type_name}` is not of the form Vendor::Service::Resource")),
    }
}
