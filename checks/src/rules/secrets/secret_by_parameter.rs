//! Secrets that are passed as parameters.

use cfn_model::Severity;

use super::echoed_parameter::is_no_echo;
use super::places::{Given, Place};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "secret-by-parameter",
    severity: Severity::Info,
    title: "a secret that is passed to the stack as a parameter",
    docs: "A parameter has to be given at each change of the stack, by somebody who then knows it, from where it is \
           kept. A dynamic reference takes the secret from Secrets Manager at deployment, and nobody sees it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    cfn_lint: &["W1011"],
    run: None,
};

pub(super) fn check(context: &Context<'_>, place: &Place<'_>, findings: &mut Findings) {
    if let (Given::Parameter(id), false) = (&place.given, place.is_variable)
        && context.parameter(id).is_some_and(is_no_echo)
    {
        let message = format!("`{}` is passed as the parameter `{id}`", place.name);
        let help = "name a secret of Secrets Manager: `{{resolve:secretsmanager:NAME}}`";
        findings.push(Finding::new(&X, &place.path().join("Ref"), message).help(help));
    }
}
