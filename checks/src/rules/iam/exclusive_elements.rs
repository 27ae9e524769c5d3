//! Elements of which a statement has one, not both.

use cfn_model::Severity;

use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "policy-exclusive-elements",
    severity: Severity::Error,
    title: "an element of a statement beside its opposite",
    docs: "A statement says which actions it is about, or which it is not about; the same goes for resources and \
           principals.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    cfn_lint: &["E3510", "E3512", "E3513", "E3530"],
    run: None,
};

const PAIRS: &[(&str, &str)] = &[("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in &policy.statements {
        for (name, opposite) in PAIRS {
            if statement.contains(name) && statement.contains(opposite) {
                for (name, other) in [(name, opposite), (opposite, name)] {
                    let message = format!("`{name}` excludes `{other}`, which the statement has too");
                    findings.push(
                        Finding::new(&X, &policy.path_to(statement.value).join(*name), message)
                            .help("keep one of the two"),
                    );
                }
            }
        }
    }
}
