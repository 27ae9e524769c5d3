//! Exports: what another stack imports can neither go nor change.

use std::collections::BTreeMap;

use cfn_model::template::Section;
use cfn_model::{Function, Template, Value, emit};

use crate::change::{Change, EntryChange, Impact, ResourceChange};
use crate::compare::plain;
use crate::references;

/// The stacks that import each export, by the export's name as JSON.
#[derive(Default)]
pub(crate) struct Importers(BTreeMap<String, Vec<Importer>>);

/// A stack that imports an export.
struct Importer {
    name: String,
    /// Whether it still does so after the change.
    stays: bool,
}

impl Importers {
    /// Those among some stacks: the name of each, what it was and what it is.
    pub(crate) fn of(stacks: &[(&str, &Template, &Template)]) -> Self {
        let mut importers = Importers::default();
        for (name, before, after) in stacks {
            let now = imports(after);
            let mut all: Vec<String> = imports(before).into_iter().chain(now.iter().cloned()).collect();
            all.sort_unstable();
            all.dedup();
            for export in all {
                let importer = Importer { name: (*name).to_owned(), stays: now.contains(&export) };
                importers.0.entry(export).or_default().push(importer);
            }
        }
        importers
    }

    /// What CloudFormation says to a change of the export, and the stacks that are in the way.
    fn verdict(&self, export: &Value) -> (String, Vec<String>) {
        let importers = self.0.get(&key(export)).map(Vec::as_slice).unwrap_or_default();
        let names = |stays: bool| {
            let names = importers.iter().filter(|one| one.stays == stays).map(|one| format!("`{}`", one.name));
            names.collect::<Vec<_>>().join(", ")
        };
        let words = match (names(true), names(false)) {
            (still, gone) if still.is_empty() && gone.is_empty() => {
                "CloudFormation refuses that while another stack imports it".to_owned()
            }
            (still, gone) if still.is_empty() => format!("deploy {gone} first, which no longer imports it"),
            (still, _) => format!("CloudFormation refuses that, because it is imported by {still}"),
        };
        (words, importers.iter().map(|one| one.name.clone()).collect())
    }

    /// Says of each output what becomes of its export, and adds those whose text stays while what they name is replaced.
    pub(crate) fn note(&self, after: &Template, resources: &[ResourceChange], outputs: &mut Vec<EntryChange>) {
        for change in outputs.iter_mut() {
            let (old, new) = (name(change.before.as_ref()), name(change.after.as_ref()));
            let Some(export) = old else { continue };
            let value = |side: &Option<Value>| side.as_ref().and_then(|output| output.at("Value")).cloned();
            let what = if new != Some(export) {
                "goes"
            } else if value(&change.before) != value(&change.after) {
                "changes"
            } else {
                continue;
            };
            let (verdict, imported_by) = self.verdict(export);
            change.note = Some(format!("the export {} {what}; {verdict}", shown(export)));
            change.imported_by = imported_by;
        }
        self.carry_on(after, resources, outputs);
    }

    fn carry_on(&self, after: &Template, resources: &[ResourceChange], outputs: &mut Vec<EntryChange>) {
        let changes = |one: &&ResourceChange| matches!(one.change, Change::Changed | Change::Moved);
        let replaced: BTreeMap<&str, Impact> = resources
            .iter()
            .filter(|one| changes(one) && one.impact >= Impact::MayReplace)
            .map(|one| (one.id.as_str(), one.impact))
            .collect();
        if replaced.is_empty() {
            return;
        }
        for (id, output) in after.section(Section::Outputs).into_iter().flat_map(|outputs| outputs.iter()) {
            let Some(export) = name(Some(output)).filter(|_| outputs.iter().all(|told| told.id != id)) else {
                continue;
            };
            let mentions = output.at("Value").map(references::mentions).unwrap_or_default();
            let found = mentions.iter().find_map(|mention| replaced.get_key_value(mention.id));
            let Some((resource, impact)) = found else { continue };
            let (what, then) = match impact {
                Impact::MayReplace => ("may be replaced", "may change"),
                _ => ("is replaced", "changes"),
            };
            let (verdict, imported_by) = self.verdict(export);
            outputs.push(EntryChange {
                id: id.to_owned(),
                change: Change::Changed,
                before: Some(output.clone()),
                after: Some(output.clone()),
                note: Some(format!("`{resource}` {what}, so the export {} {then}; {verdict}", shown(export))),
                imported_by,
            });
        }
    }
}

/// The name of an output's export.
fn name(output: Option<&Value>) -> Option<&Value> {
    output?.at("Export.Name")
}

fn shown(export: &Value) -> String {
    export.as_str().map_or_else(|| "of that name".to_owned(), |name| format!("`{name}`"))
}

/// What two names have in common that are the same.
fn key(name: &Value) -> String {
    emit::to_json(&plain(name))
}

/// The names of the exports that a template imports.
fn imports(template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    for value in template.as_map().values() {
        value.walk(&mut |value| {
            if let Value::Intrinsic(call) = value
                && call.function == Function::ImportValue
            {
                found.push(key(&call.argument));
            }
        });
    }
    found
}
