//! Secret parameters that the template shows elsewhere.

use cfn_model::Severity;

use super::echoed_parameter::is_no_echo;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Step;

pub(super) static X: Check = Check {
    code: "secret-parameter-shown",
    severity: Severity::Warning,
    title: "a secret parameter in an output or in metadata",
    docs: "`NoEcho` hides a parameter where parameters are shown. Outputs and metadata show what is in them.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    cfn_lint: &["W2010"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for mention in context.mentions.iter().filter(|mention| !mention.has_attribute) {
        if !context.parameter(mention.name).is_some_and(is_no_echo) {
            continue;
        }
        let path = mention.path(context);
        let place = match path.steps() {
            [Step::Key("Outputs"), ..] => "outputs",
            [Step::Key("Metadata"), ..] | [Step::Key("Resources"), _, Step::Key("Metadata"), ..] => "metadata",
            _ => continue,
        };
        let message = format!("`{}` is a secret, but {place} show what is in them", mention.name);
        findings.push(Finding::new(&X, &path, message).help("take it out"));
    }
}
