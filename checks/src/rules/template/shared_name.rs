//! A parameter and a resource of the same name.

use cfn_model::Severity;
use cfn_model::template::Section;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "shared-name",
    severity: Severity::Error,
    title: "a parameter and a resource of the same name",
    docs: "`Ref` names both: logical ids are one of a kind among the parameters and resources of a template.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    cfn_lint: &["E3007"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for id in context.ids(Section::Resources).filter(|id| context.has_entry(Section::Parameters, id)) {
        let message = format!("there is a parameter `{id}` as well");
        findings.push(Finding::new(&X, &Path::of(["Resources", id]), message).help("rename one of the two"));
    }
}
