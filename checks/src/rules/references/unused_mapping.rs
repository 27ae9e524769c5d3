//! Mappings in which nothing is looked up.

use std::collections::BTreeSet;

use cfn_model::template::Section;
use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "unused-mapping",
    severity: Severity::Warning,
    title: "a mapping in which nothing is looked up",
    docs: "The mapping changes nothing; often a property was meant to be looked up in it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    cfn_lint: &["W7001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for call in context.calls.iter().filter(|call| call.call.function == Function::FindInMap) {
        match call.call.argument.as_list().and_then(<[Value]>::first) {
            Some(Value::String(name)) => {
                used.insert(name);
            }
            // A name that is known only at deployment may be any.
            _ => return,
        }
    }
    for id in context.ids(Section::Mappings).filter(|id| !used.contains(id)) {
        let path = Path::of(["Mappings", id]);
        findings
            .push(Finding::new(&X, &path, format!("the mapping `{id}` is not used")).help("use it, or take it out"));
    }
}
