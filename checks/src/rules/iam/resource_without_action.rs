//! Resources that none of their statement's actions take.

use cfn_model::Severity;

use super::fit::are_known;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "resource-without-action",
    severity: Severity::Info,
    title: "a resource that none of the statement's actions take",
    docs: "Such a resource changes nothing, and often stands for an action that is missing: a bucket beside its \
           objects without `s3:ListBucket`.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in policy.statements.iter().filter(|statement| are_known(statement)) {
        let Some(fit) = policy.fit(statement) else { continue };
        // An action that nothing fits is told of where it stands, and an unknown one may take anything.
        let known = statement.meanings().all(|(_, meaning)| fit.fits(meaning));
        if !known || statement.meanings().next().is_none() {
            continue;
        }
        for (index, resource) in statement.resources.iter().enumerate() {
            if !statement.meanings().any(|(_, meaning)| fit.fits_resource(meaning, index)) {
                let message = "none of the statement's actions is done with a resource of this type";
                let help = "take it out, or add the action that was meant";
                findings.push(Finding::new(&X, &policy.path_to(resource), message).help(help));
            }
        }
    }
}
