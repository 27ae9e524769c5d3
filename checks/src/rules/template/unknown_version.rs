//! A version of the template format that does not exist.

use cfn_model::template::Section;
use cfn_model::{Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

/// The one version that there is.
const VERSION: &str = "2010-09-09";

pub(super) static X: Check = Check {
    code: "unknown-version",
    severity: Severity::Error,
    title: "a version of the template format that does not exist",
    docs: "The version of the format is `2010-09-09`, and it is the only one. It is not the date of the template.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/format-version-structure.html",
    cfn_lint: &["E1001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let text = match context.template.get(Section::FormatVersion) {
        Some(Value::String(text)) if text == VERSION => return,
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return,
    };
    let finding = Finding::new(
        &X,
        &Path::of([Section::FormatVersion.name()]),
        format!("there is no version `{text}` of the template format"),
    );
    findings.push(finding.help(format!("write `{VERSION}`, or leave it out")));
}
