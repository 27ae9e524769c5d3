//! The schemas beyond those of the types that `cfn-checks` uses, and the dates of Lambda's runtimes, without prose.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::{compact, fetch};
use crate::facts::{PLACES, TAGS};
use crate::files;

/// The folder of the pinned form, below the workspace.
pub(crate) const FOLDER: &str = "xtask/extensions";

/// The file of the dates.
pub(crate) const RUNTIMES: &str = "runtimes.json";

/// The files of the pinned form, by name: the schemas of a folder of cfn-lint's together, the schema of tags, and
/// the dates.
pub(super) fn files(data: &Path) -> Result<BTreeMap<String, Value>> {
    let mut found: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let schemas = data.join("schemas");
    for (name, _) in PLACES {
        let (folder, file) = name.split_once('/').with_context(|| format!("`{name}` names no folder"))?;
        let schema = compact::schema(&fetch::read(&schemas.join("extensions").join(name).with_extension("json"))?)?;
        found.entry(format!("{folder}.json")).or_default().insert(file.to_owned(), compact::sorted(schema));
    }
    let tags = fetch::read(&schemas.join("other/resources").join(TAGS).with_extension("json"))?;
    let mut files: BTreeMap<String, Value> = found.into_iter().map(|(name, map)| (name, Value::Object(map))).collect();
    files.insert(format!("{TAGS}.json"), compact::sorted(compact::schema(&tags)?));
    let runtimes = fetch::read(&data.join("AdditionalSpecs/LmbdRuntimeLifecycle.json"))?;
    files.insert(RUNTIMES.to_owned(), compact::sorted(runtimes));
    Ok(files)
}

/// The pinned schemas: `folder/file`, and that of tags.
pub(crate) fn pinned() -> Result<BTreeMap<String, Value>> {
    let root = files::root().join(FOLDER);
    let mut schemas = BTreeMap::new();
    for path in files::list(&root)? {
        let name = path.to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".json").filter(|_| name != RUNTIMES) else { continue };
        let content = fetch::read(&root.join(&path))?;
        match content {
            Value::Object(map) if stem != TAGS => {
                schemas.extend(map.into_iter().map(|(file, schema)| (format!("{stem}/{file}"), schema)));
            }
            other => drop(schemas.insert(stem.to_owned(), other)),
        }
    }
    Ok(schemas)
}

/// The pinned runtimes: what took the place of each, and what is over on the day of the schemas.
///
/// The day is fixed with the facts, so that a check gives the same on any day.
pub(crate) fn runtimes() -> Result<Value> {
    let source = fetch::read(&files::root().join(super::FOLDER).join("SOURCE.json"))?;
    let today = source["packages"][0]["schemasOf"].as_str().context("nothing says of which day the schemas are")?;
    let pinned = fetch::read(&files::root().join(FOLDER).join(RUNTIMES))?;
    let runtimes = pinned.as_object().context("the runtimes are no map")?;
    let over = |dates: &Value, key: &str| dates[key].as_str().filter(|date| *date <= today).map(str::to_owned);
    let of_runtime = |(name, dates): (&String, &Value)| {
        let mut facts = Map::new();
        for (key, named) in [("deprecated", "deprecated"), ("create-block", "create"), ("update-block", "update")] {
            if let Some(date) = over(dates, key) {
                facts.insert(named.to_owned(), json!(date));
            }
        }
        let facts = (!facts.is_empty()).then(|| {
            facts.insert("successor".to_owned(), dates["successor"].clone());
            facts
        });
        facts.map(|facts| (name.clone(), Value::Object(facts)))
    };
    Ok(Value::Object(runtimes.iter().filter_map(of_runtime).collect()))
}
