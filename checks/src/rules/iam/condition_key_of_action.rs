//! Conditions on keys that no action of their statement knows.

use cfn_model::Severity;

use super::condition_keys::{is_key_of, is_of};
use super::fit::are_known;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "condition-key-of-other-action",
    severity: Severity::Warning,
    title: "a condition on a key that none of the statement's actions know",
    docs: "Each action knows keys of its own: `s3:prefix` is in requests for `s3:ListBucket`, and in none for \
           `s3:GetObject`. On an action that does not know the key the condition never holds, or with `IfExists`, \
           `Null` and negated operators always.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in
        policy.statements.iter().filter(|statement| statement.contains("Condition") && are_known(statement))
    {
        let actions = || statement.actions().flat_map(|(_, named)| named.actions());
        let Some(owner) = actions().next().map(|action| action.service) else { continue };
        if actions().any(|action| action.service != owner) {
            continue;
        }
        for condition in statement.conditions().filter(|condition| is_key_of(owner, condition.key)) {
            // Unknown keys are findings of their own.
            if owner.knows(condition.key)
                && !actions().any(|action| action.keys().any(|form| is_of(form, condition.key)))
            {
                let message = format!("no action of the statement knows the key `{}`", condition.key);
                let knowing = owner.actions().filter(|action| action.keys().any(|form| is_of(form, condition.key)));
                let names: Vec<String> = knowing.map(|action| action.full_name()).collect();
                let help = format!("it is for {}", report::list(names.iter().map(String::as_str)));
                findings.push(Finding::new(&X, &policy.path_to(condition.value), message).help(help));
            }
        }
    }
}
