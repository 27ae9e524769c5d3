//! Merge keys: `<<: *defaults`, as YAML 1.1 readers expand them.
//!
//! CloudFormation refuses them, but the `package` commands of its command line tools do not, so that
//! many a template has them until it is uploaded.

use super::place::Step;
use super::report::Stop;
use super::tree::Tree;
use crate::{Map, Value};

impl Tree {
    /// Adds the entries of `value`, a map or a list of maps that stands at `node`, to `map`.
    ///
    /// What the map has already stays, and the first of several maps wins.
    pub(super) fn merge(&mut self, map: &mut Map, node: usize, value: Value) -> Result<(), Stop> {
        match value {
            Value::Map(entries) => self.merge_entries(map, node, entries),
            Value::List(items) if items.iter().all(|item| matches!(item, Value::Map(_))) => {
                let mut child = node + 1;
                for item in items {
                    let next = self.table.end(child);
                    self.merge(map, child, item)?;
                    child = next;
                }
                Ok(())
            }
            other => {
                let at = self.table.place(node).value;
                let message = format!("a merge key takes a map or a list of maps, not {}", other.kind());
                self.report.error("merge-not-a-map", at, message, "name a map that an anchor stands before");
                Ok(())
            }
        }
    }

    fn merge_entries(&mut self, map: &mut Map, node: usize, entries: Map) -> Result<(), Stop> {
        let (mut from, end) = (node + 1, self.table.end(node));
        for (key, value) in entries {
            // Nodes and entries have the same order; only merge keys have nodes without an entry.
            let step = Step::key(&key);
            let Some(child) = self.table.find(from, end, step) else { continue };
            from = self.table.end(child);
            if !map.contains_key(&key) {
                self.table.copy(child, step, self.table.place(child), &mut self.report)?;
                map.insert(key, value);
            }
        }
        Ok(())
    }
}
