//! Kinds of actions that have had their time.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "replaced-action",
    severity: Severity::Warning,
    title: "a kind of action that something else has replaced",
    docs: "AWS advises against the kind of action or no longer has it, and offers another in its place.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for action in context.pipelines.iter().flat_map(|pipeline| pipeline.actions()) {
        let (Some(provider), Some(kind)) = (action.provider, &action.kind) else { continue };
        if let Some(other) = provider.replaced_by {
            let message = format!("{action} is of a kind that has been replaced, `{}`", provider.provider);
            let finding = Finding::new(&X, &kind.path().join("Provider"), message);
            findings.push(finding.help(format!("take {other}")));
        }
    }
}
