//! Findings of judges that we accept, each with its reason, in `conformance/accepted.json`.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::FOLDER;
use super::judges::Finding;
use crate::files;

/// The accepted findings.
pub(super) struct Accepted(Vec<Entry>);

struct Entry {
    judge: String,
    rule: String,
    /// What the file's path ends with; any file, where it is empty.
    file: String,
    /// The resource; any, where it is empty.
    resource: String,
    used: bool,
}

impl Accepted {
    pub(super) fn read() -> Result<Self> {
        let path = files::root().join(FOLDER).join("accepted.json");
        let text = fs::read_to_string(path).context("conformance/accepted.json")?;
        let entries: Vec<Value> = serde_json::from_str(&text).context("conformance/accepted.json")?;
        let entry = |value: &Value| {
            let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
            if text("judge").is_empty() || text("rule").is_empty() || text("reason").is_empty() {
                bail!("an accepted finding needs a judge, a rule and a reason: {value}");
            }
            let (file, resource) = (text("file"), text("resource"));
            Ok(Entry { judge: text("judge"), rule: text("rule"), file, resource, used: false })
        };
        Ok(Accepted(entries.iter().map(entry).collect::<Result<_>>()?))
    }

    /// Whether the finding is accepted.
    pub(super) fn accepts(&mut self, judge: &str, finding: &Finding) -> bool {
        let fits = |entry: &&mut Entry| {
            entry.judge == judge
                && entry.rule == finding.rule
                && finding.file.ends_with(&entry.file)
                && (entry.resource.is_empty() || entry.resource == finding.resource)
        };
        match self.0.iter_mut().find(fits) {
            Some(entry) => {
                entry.used = true;
                true
            }
            None => false,
        }
    }

    /// What was accepted and is no longer found.
    pub(super) fn unused(&self) -> Vec<String> {
        let unused = self.0.iter().filter(|entry| !entry.used);
        unused.map(|entry| format!("{} {} {} {}", entry.judge, entry.rule, entry.file, entry.resource)).collect()
    }
}
