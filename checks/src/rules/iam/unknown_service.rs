//! Actions of services that do not exist.

use cfn_model::{Severity, nearest};

use super::actions::Named;
use super::policy::Policy;
use crate::Check;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "unknown-iam-service",
    severity: Severity::Warning,
    title: "an action of a service that IAM does not know",
    docs: "The prefix of an action is the one by which IAM knows the service, which is often not the service's name: \
           `codestar-connections`, `states`, `elasticfilesystem`. IAM takes a policy with a prefix that nothing has; \
           the statement then has no effect.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    cfn_lint: &["W3037"],
    run: None,
};

/// What people call services whose actions have another prefix.
const NAMES: &[(&str, &str)] = &[
    ("alb", "elasticloadbalancing"),
    ("apigw", "apigateway"),
    ("cognito", "cognito-idp"),
    ("cw", "cloudwatch"),
    ("ddb", "dynamodb"),
    ("efs", "elasticfilesystem"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancing"),
    ("eventbridge", "events"),
    ("msk", "kafka"),
    ("opensearch", "es"),
    ("stepfunctions", "states"),
];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for (action, named) in policy.statements.iter().flat_map(|statement| statement.actions()) {
        let (Named::UnknownService, Some(text)) = (named, action.as_str()) else { continue };
        let (prefix, name) = text.split_once(':').unwrap_or((text, ""));
        // Text with variables is for `Fn::Sub` to look at.
        if prefix.contains(['{', '$']) {
            continue;
        }
        let message = format!("there is no service with the prefix {}", report::shown(prefix));
        let lower = prefix.to_ascii_lowercase();
        let called = NAMES.iter().find(|(called, _)| *called == lower).map(|(_, prefix)| *prefix);
        let help = match called.or_else(|| nearest(prefix, facts::iam_prefixes())) {
            Some(nearest) => format!("did you mean `{nearest}:{name}`?"),
            None => "look the prefix up in the service authorization reference".to_owned(),
        };
        findings.push(Finding::new(&X, &policy.path_to(action), message).help(help));
    }
}
