//! `cargo xtask codegen`: generates `cfn-model/src/services` from `xtask/schemas`.
//!
//! Read, patch, name, lower, emit, format, write. With `--check` nothing is written, and a
//! difference fails.

mod attributes;
mod emit;
mod enums;
mod facts;
mod hoist;
mod links;
mod lower;
mod model;
mod naming;
mod paths;
mod schema;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files::{self, Difference, Tree};
use crate::patches::names::Renames;
use model::Service;

/// The generated folder, below the workspace.
const TARGET: &str = "cfn-model/src/services";

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => bail!("`codegen` takes `--check` or nothing, but was given `{}`", arguments.join(" ")),
    };
    let schemas = read()?;
    let mut errors = Vec::new();
    let services = lower(&schemas, &mut errors);
    if !errors.is_empty() {
        bail!("{}", errors.join("\n"));
    }
    let tree = format(&tree(&services))?;
    let target = files::root().join(TARGET);
    let difference = Difference::of(&target, &tree)?;
    if check && !difference.is_empty() {
        bail!("{TARGET} differs; run `cargo xtask codegen` {difference:?}");
    }
    difference.mend(&target, &tree)?;
    Ok(())
}

/// The schemas by resource type.
fn read() -> Result<BTreeMap<String, Value>> {
    let folder = files::root().join(crate::schemas::FOLDER);
    let mut schemas = BTreeMap::new();
    for path in files::list(&folder)? {
        if path == PathBuf::from("SOURCE.json") {
            continue;
        }
        let text = fs::read(folder.join(&path))?;
        let types: BTreeMap<String, Value> =
            serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        schemas.extend(types);
    }
    Ok(schemas)
}

fn lower(schemas: &BTreeMap<String, Value>, errors: &mut Vec<String>) -> Vec<Service> {
    let mut renames = Renames::default();
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    for (type_name, schema) in schemas {
        match lower::resource(type_name, schema, &mut renames) {
            Ok(resource) => {
                let module = naming::service(type_name);
                let name = type_name.rsplit_once("::").map_or("", |(service, _)| service).to_owned();
                let service = services.entry(module.clone()).or_insert_with(|| Service {
                    name,
                    module: naming::ident(&module),
                    resources: Vec::new(),
                });
                service.resources.push(resource);
            }
            Err(error) => errors.push(format!("{error:#}")),
        }
    }
    if let Err(error) = renames.finish() {
        errors.push(format!("{error:#}"));
    }
    services.into_values().collect()
}

fn tree(services: &[Service]) -> Tree {
    let mut tree = Tree::new();
    let features: Vec<(&Service, &str)> = services.iter().map(|service| (service, service.module.as_str())).collect();
    tree.insert(PathBuf::from("mod.rs"), emit::services(&features));
    for service in services {
        let folder = PathBuf::from(service.module.trim_start_matches("r#"));
        tree.insert(folder.join("mod.rs"), emit::service(service));
        for resource in &service.resources {
            let file = format!("{}.rs", resource.module.trim_start_matches("r#"));
            tree.insert(folder.join(file), emit::resource(resource));
        }
    }
    tree
}

/// The same files as rustfmt lays them out, under the workspace's own rules.
fn format(tree: &Tree) -> Result<Tree> {
    let folder = files::scratch("codegen")?;
    let nothing = Difference::of(&folder, tree)?;
    nothing.mend(&folder, tree)?;
    let config = files::root().join("rustfmt.toml");
    let config = config.to_string_lossy();
    files::output(&folder, "rustfmt", &["--edition", "2024", "--config-path", &config, "mod.rs"])?;
    tree.keys().map(|path| Ok((path.clone(), fs::read_to_string(folder.join(path))?))).collect()
}
