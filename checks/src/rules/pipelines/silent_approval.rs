//! Approvals that nobody hears of.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "silent-approval",
    severity: Severity::Info,
    title: "an approval that tells nobody",
    docs: "An approval without a topic waits, for 7 days as a rule, until somebody looks at the pipeline. A template \
           with notification rules, or with rules for the pipeline's events, tells somebody by other means.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    const TELLING: [&str; 2] = ["AWS::CodeStarNotifications::NotificationRule", "AWS::Events::Rule"];
    if context.resources.iter().any(|resource| TELLING.contains(&resource.type_name)) {
        return;
    }
    for pipeline in context.pipelines.iter().filter(|pipeline| !pipeline.open) {
        for action in pipeline.actions().filter(|action| action.is("Approval")) {
            let told = action.provider.is_none() || action.setting("NotificationArn").next().is_some();
            if !told {
                let message = format!("{action} tells nobody that it waits");
                let help = "name an SNS topic with `NotificationArn`";
                findings.push(Finding::new(&X, &action.case.path(), message).help(help));
            }
        }
    }
}
