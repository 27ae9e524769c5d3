//! `cargo xtask codegen`: generates `cfn-model/src/services` from `xtask/schemas`.
//!
//! Read, patch, lower, name, emit, format, write. With `--check` nothing is written, and a
//! difference fails.

mod attributes;
mod counts;
mod emit;
mod enums;
mod facts;
mod features;
mod hoist;
mod links;
mod lower;
mod model;
mod naming;
mod paths;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files::{self, Difference, Tree};
use crate::patches::{self, names::Renames};
use counts::Counts;
use model::Service;

/// The generated folder, below the workspace.
const TARGET: &str = "cfn-model/src/services";
/// The manifest that lists the features.
const MANIFEST: &str = "cfn-model/Cargo.toml";

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => bail!("`codegen` takes `--check` or nothing, but was given `{}`", arguments.join(" ")),
    };
    let published = read()?;
    let schemas = patched(&published)?;
    let data = crate::facts::files(&schemas, &published)?;
    let services = services(&schemas)?;
    let features = features::features(services.iter().map(|service| service.module.as_str()))?;
    let tree = format(&tree(&services, &features))?;
    let (lowered, written) = (Counts::of_model(&services), Counts::of_files(&tree));
    if lowered != written {
        bail!("the files do not hold what was lowered:\nlowered: {lowered}\nwritten: {written}");
    }

    let root = files::root();
    let manifest = fs::read_to_string(root.join(MANIFEST)).with_context(|| format!("cannot read {MANIFEST}"))?;
    let renewed = features::manifest(&manifest, &features)?;
    let difference = Difference::of(&root.join(TARGET), &tree)?;
    if check {
        return report(&difference, renewed != manifest, &crate::facts::stale(&data));
    }
    crate::facts::write(&data)?;
    difference.mend(&root.join(TARGET), &tree)?;
    if renewed != manifest {
        fs::write(root.join(MANIFEST), renewed)?;
    }
    println!("{written}; {difference}");
    Ok(())
}

/// Fails where something differs, naming it and the command that mends it.
fn report(difference: &Difference, manifest: bool, data: &[&PathBuf]) -> Result<()> {
    let mut paths: Vec<String> = difference.paths().map(|path| format!("{TARGET}/{}", path.display())).collect();
    if manifest {
        paths.push(MANIFEST.to_owned());
    }
    paths.extend(data.iter().map(|path| path.display().to_string()));
    if paths.is_empty() {
        return Ok(());
    }
    const SHOWN: usize = 10;
    let more = paths.len().saturating_sub(SHOWN);
    let mut text = paths.iter().take(SHOWN).fold(String::new(), |text, path| text + "\n  " + path);
    if more > 0 {
        text.push_str(&format!("\n  and {more} more"));
    }
    bail!("these files are not what the schemas give; run `cargo xtask codegen`:{text}");
}

/// The pinned schemas by resource type, as they were published.
fn read() -> Result<BTreeMap<String, Value>> {
    let folder = files::root().join(crate::schemas::FOLDER);
    let mut schemas = BTreeMap::new();
    for path in files::list(&folder)?.iter().filter(|path| *path != Path::new("SOURCE.json")) {
        let text = fs::read(folder.join(path)).with_context(|| format!("cannot read {}", path.display()))?;
        let types: BTreeMap<String, Value> =
            serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        schemas.extend(types);
    }
    Ok(schemas)
}

/// The pinned schemas with everything mended that is known to be wrong in them.
fn patched(published: &BTreeMap<String, Value>) -> Result<BTreeMap<String, Value>> {
    let mut schemas = published.clone();
    let problems = patches::apply(&mut schemas);
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(schemas)
}

/// The services of the schemas. All problems are reported at once.
fn services(schemas: &BTreeMap<String, Value>) -> Result<Vec<Service>> {
    let mut problems = Vec::new();
    let mut renames = Renames::default();
    let services = lower(schemas, &mut renames, &mut problems);
    problems.extend(renames.unused());
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(services)
}

fn lower(schemas: &BTreeMap<String, Value>, renames: &mut Renames, problems: &mut Vec<String>) -> Vec<Service> {
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    for (type_name, schema) in schemas {
        match lower::resource(type_name, schema, renames) {
            Ok(resource) => {
                let module = naming::service(type_name);
                let name = type_name.rsplit_once("::").map_or("", |(service, _)| service).to_owned();
                let service = services.entry(module.clone());
                service.or_insert_with(|| Service { name, module, resources: Vec::new() }).resources.push(resource);
            }
            Err(problem) => problems.push(format!("{problem:#}")),
        }
    }
    services.into_values().collect()
}

fn tree(services: &[Service], features: &BTreeMap<&str, &str>) -> Tree {
    let mut tree = Tree::from([(PathBuf::from("mod.rs"), emit::services(services, features))]);
    for service in services {
        let folder = Path::new(&service.module);
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
    Difference::of(&folder, tree)?.mend(&folder, tree)?;
    let rules = files::root().join("rustfmt.toml");
    let rules = rules.to_string_lossy();
    files::output(&folder, "rustfmt", &["--edition", "2024", "--config-path", &rules, "mod.rs"])?;
    tree.keys().map(|path| Ok((path.clone(), fs::read_to_string(folder.join(path))?))).collect()
}
