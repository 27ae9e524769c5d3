//! Text that has the form of a secret.

use cfn_model::Severity;

use super::{hint, tokens};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "secret-in-template",
    severity: Severity::Warning,
    title: "an access key, a token or a private key in the template",
    docs: "Whoever can read the template, its repository or the stack can use the secret. Many services give secrets a \
           form by which they are known. Revoke it, put a new one into Secrets Manager, and name it where it is needed.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for text in &context.texts {
        if let Some((what, secret)) = tokens::find(text) {
            let message = format!("{what} stands in the template, it begins with {}", hint(secret));
            let help = "revoke it, and name a new one as `{{resolve:secretsmanager:NAME}}`";
            findings.push(Finding::new(&X, &context.spots.path(text.spot), message).help(help));
        }
    }
}
