//! Detectors that name what they look at twice.

use cfn_model::Severity;

use super::related::properties;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::scenarios;

pub(super) static X: Check = Check {
    code: "detector-sources",
    severity: Severity::Error,
    title: "a detector of GuardDuty with both data sources and features",
    docs: "Features took the place of data sources: a detector has the one or the other.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-detector.html",
    cfn_lint: &["E3063"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for detector in context.of_type("AWS::GuardDuty::Detector") {
        let Some(case) = properties(detector) else { continue };
        let objects = case.map().map(|map| scenarios::objects(map, &context.conditions, &case.env)).unwrap_or_default();
        if objects.iter().any(|object| object.contains("DataSources") && object.contains("Features")) {
            let message = "`DataSources` and `Features` exclude each other";
            findings.push(Finding::new(&X, &case.path(), message).help("keep `Features`"));
        }
    }
}
