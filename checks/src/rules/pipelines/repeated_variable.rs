//! Variables of a pipeline with the same name.

use std::collections::BTreeMap;

use cfn_model::Severity;

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;

pub(super) static X: Check = Check {
    code: "repeated-pipeline-variable",
    severity: Severity::Error,
    title: "a variable that the pipeline declares twice",
    docs: "Each variable of a pipeline has a name of its own.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariableDeclaration.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let mut declared: BTreeMap<String, Vec<Case<'_>>> = BTreeMap::new();
        for case in pipeline.properties.select(&["Variables", "*", "Name"], &context.conditions) {
            let Some(name) = partial::known(case.value) else { continue };
            let earlier = declared.entry(name.into_owned()).or_default();
            let repeats =
                |other: &Case<'_>| !other.is(&case) && context.conditions.both(&other.env, &case.env).is_some();
            if earlier.iter().any(repeats) {
                let message = format!(
                    "the pipeline declares the variable `{}` already",
                    partial::text(case.value).unwrap_or_default()
                );
                findings.push(Finding::new(&X, &case.path(), message).help("declare it once"));
            }
            earlier.push(case);
        }
    }
}
