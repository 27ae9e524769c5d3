//! Secrets that are written into properties.

use cfn_model::Severity;

use super::places::{self, Given, Place};
use super::{echoed_parameter, environment_secret, hint, plain_parameter, secret_by_parameter};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "plain-secret",
    severity: Severity::Warning,
    title: "a password, a token or a key that is written into a property",
    docs: "Whoever can read the template, its repository or the stack can read the secret. Have Secrets Manager make one, \
           or put it there, and name it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds",
    cfn_lint: &["W2501"],
    run: Some(run),
};

/// Looks at each place of a secret with all the checks of them.
fn run(context: &Context<'_>, findings: &mut Findings) {
    let places = places::find(context);
    for place in &places {
        check(place, findings);
        environment_secret::check(context, place, findings);
        plain_parameter::check(place, findings);
        secret_by_parameter::check(context, place, findings);
    }
    echoed_parameter::check(context, &places, findings);
}

fn check(place: &Place<'_>, findings: &mut Findings) {
    if let (Given::Text(text), false) = (&place.given, place.is_variable)
        && !text.is_empty()
        && !text.contains("{{resolve:")
    {
        let message = format!("`{}` is written out, it begins with {}", place.name, hint(text));
        let help = "name a secret of Secrets Manager: `{{resolve:secretsmanager:NAME}}`";
        findings.push(Finding::new(&X, &place.path(), message).help(help));
    }
}
