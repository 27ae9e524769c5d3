//! Services that may be made to act for other accounts.

use cfn_model::{Severity, Value};

use super::documents::Kind;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "confused-deputy",
    severity: Severity::Info,
    title: "a service is allowed whoever it acts for",
    docs: "A service acts for everybody who uses it. Those named here say for which resource and account they do; without \
           a condition on `aws:SourceArn` or `aws:SourceAccount`, what they do for other accounts is allowed too.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    cfn_lint: &[],
    run: None,
};

/// Services that say for whom they assume a role.
const ASSUMING: &[&str] = &[
    "bedrock",
    "codebuild",
    "datasync",
    "dlm",
    "grafana",
    "iot",
    "kinesisanalytics",
    "pipes",
    "scheduler",
    "states",
    "transfer",
];

/// Services that say for whom they use a resource.
const USING: &[&str] = &[
    "aws-internetmonitor",
    "budgets",
    "cloudtrail",
    "cloudwatch",
    "codestar-notifications",
    "config",
    "delivery.logs",
    "events",
    "logs",
    "s3",
    "scheduler",
    "ses",
    "sns",
];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    let services = match policy.kind {
        Kind::Identity => return,
        // Logs are written for the resource whose logs they are.
        Kind::Resource(_) if policy.type_name == "AWS::Logs::ResourcePolicy" => return,
        Kind::Trust => ASSUMING,
        Kind::Resource(_) => USING,
    };
    for statement in policy.statements.iter().filter(|statement| statement.allows() && !statement.is_conditional()) {
        let Some(principal) = statement.get("Principal") else { continue };
        let Value::Map(map) = principal else { continue };
        let Some(("Service", value)) = map.only() else { continue };
        for item in policy.leaves(value, &statement.object.env) {
            let name = item.as_str().and_then(|name| name.strip_suffix(".amazonaws.com"));
            if let Some(name) = name.filter(|name| services.contains(name)) {
                let message = format!("`{name}.amazonaws.com` is allowed whichever account it acts for");
                let help = "add `Condition: {StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}}`";
                findings.push(Finding::new(&X, &policy.path_to(item), message).help(help));
            }
        }
    }
}
