//! Metadata with nothing in it.

use cfn_model::{Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Step;

pub(super) static X: Check = Check {
    code: "null-metadata",
    severity: Severity::Error,
    title: "null in metadata",
    docs: "Metadata holds texts, numbers, lists and maps as they are. CloudFormation refuses null anywhere in a template.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/metadata-section-structure.html",
    cfn_lint: &["E3028", "E4002"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (spot, _) in context.spots.iter().filter(|(_, value)| matches!(value.value, Value::Null)) {
        let path = context.spots.path(spot);
        let inside = matches!(
            path.steps(),
            [Step::Key("Metadata"), _, ..] | [Step::Key("Resources"), _, Step::Key("Metadata"), _, ..]
        );
        if inside {
            findings.push(Finding::new(&X, &path, "there is no value here").help("write one, or take the key out"));
        }
    }
}
