//! Methods whose authorization is not of their authorizer's kind.

use cfn_model::Severity;

use super::related::pairs;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "authorizer-kind",
    severity: Severity::Error,
    title: "a method whose authorization is not of its authorizer's kind",
    docs: "With `CUSTOM` a function authorizes, by `TOKEN` or `REQUEST`; with `COGNITO_USER_POOLS` a user pool does.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html",
    cfn_lint: &["E3708"],
    run: Some(run),
};

/// The kinds of authorizers that go with each kind of authorization.
const KINDS: &[(&str, &[&str])] = &[("COGNITO_USER_POOLS", &["COGNITO_USER_POOLS"]), ("CUSTOM", &["REQUEST", "TOKEN"])];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pair in pairs(context, "AWS::ApiGateway::Method", &["AuthorizerId"], "AWS::ApiGateway::Authorizer") {
        for authorization in pair.from(context, &["AuthorizationType"]) {
            let wanted = KINDS.iter().find(|(name, _)| authorization.value.as_str() == Some(*name));
            let Some((name, kinds)) = wanted else { continue };
            for kind in pair.to(context, &["Type"]) {
                let Some(given) = kind.value.as_str().filter(|given| !kinds.contains(given)) else { continue };
                let message =
                    format!("the authorizer is of the type `{given}`, a method authorizes by it with `{name}`");
                let help = format!("with `{name}` it is one of {}", crate::schema::list(kinds.iter().copied()));
                findings.push(Finding::new(&X, &kind.path(), message).help(help));
            }
        }
    }
}
