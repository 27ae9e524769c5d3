//! Conditions that nothing asks for.

use std::collections::BTreeSet;

use cfn_model::template::Section;
use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "unused-condition",
    severity: Severity::Warning,
    title: "a condition that nothing asks for",
    docs: "The condition changes nothing; often a resource or a property was meant to depend on it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    cfn_lint: &["W8001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    if context.has_foreign_macros() {
        return;
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for section in [Section::Resources, Section::Outputs] {
        used.extend(context.entries(section).filter_map(|(_, entry)| entry.get("Condition")?.as_str()));
        // What a loop makes may be conditional; its body is a list.
        if context.is_open(section) {
            return;
        }
    }
    for call in &context.calls {
        match (call.call.function, &call.call.argument) {
            (Function::Condition, Value::String(name)) => {
                used.insert(name);
            }
            (Function::If, Value::List(items)) => used.extend(items.first().and_then(Value::as_str)),
            _ => {}
        }
    }
    for id in context.ids(Section::Conditions).filter(|id| !used.contains(id)) {
        let path = Path::of(["Conditions", id]);
        findings
            .push(Finding::new(&X, &path, format!("the condition `{id}` is not used")).help("use it, or take it out"));
    }
}
