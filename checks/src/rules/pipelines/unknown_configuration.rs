//! Configuration keys that a kind of action does not have.

use cfn_model::{Map, Severity, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "unknown-configuration-key",
    severity: Severity::Error,
    title: "a configuration key that the kind of action does not have",
    docs: "CodePipeline refuses a pipeline with a key that the action's or rule's provider does not know.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        let Some(provider) = step.provider.filter(|provider| !provider.other_keys) else { continue };
        for configuration in step.case.key("Configuration", &context.conditions) {
            for (key, _) in configuration.map().into_iter().flat_map(Map::iter) {
                // A loop or a macro makes keys of its own.
                if provider.key(key).is_some() || key.starts_with("Fn::") {
                    continue;
                }
                let names = || provider.configuration.iter().map(|key| key.name);
                let message = format!("`{}` is not configured with `{key}`", provider.provider);
                let finding = Finding::new(&X, &configuration.path().join(key), message);
                findings.push(match nearest(key, names()) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None if provider.configuration.is_empty() => finding.help("leave it out; it has no configuration"),
                    None => finding.help(format!("allowed are {}", list(names()))),
                });
            }
        }
    }
}
