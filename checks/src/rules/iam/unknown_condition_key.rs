//! Keys of conditions that do not exist.

use cfn_model::{Severity, nearest};

use super::condition_keys::{GLOBAL, is_of, service};
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "unknown-condition-key",
    severity: Severity::Warning,
    title: "a condition on a key that does not exist",
    docs: "A condition compares what a request says under a key: one that all services know, such as `aws:SourceArn`, or \
           one of the service, such as `s3:prefix`. A key that nothing sets is in no request: the condition never \
           holds, or with `IfExists`, `Null` and negated operators always.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in &policy.statements {
        for condition in statement.conditions() {
            if let Some(help) = problem(condition.key) {
                let message = format!("there is no condition key {}", report::shown(condition.key));
                findings.push(Finding::new(&X, &policy.path_to(condition.value), message).help(help));
            }
        }
    }
}

/// What to do about a key that does not exist.
fn problem(key: &str) -> Option<String> {
    if key.contains(['$', '{']) {
        return None;
    }
    let suggest = |keys: &[&'static str]| {
        let nearest = nearest(key, keys.iter().map(|form| form.split("${").next().unwrap_or(form)));
        nearest.map(|nearest| format!("did you mean `{nearest}`?"))
    };
    if key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:")) {
        // AWS may have added one since; a misspelt one is like another.
        return if GLOBAL.contains(&key) || GLOBAL.iter().any(|form| is_of(form, key)) {
            None
        } else {
            suggest(GLOBAL)
        };
    }
    let service = service(key)?;
    if service.knows(key) {
        return None;
    }
    let keys: Vec<&'static str> = service.keys().collect();
    // Where the reference lists none at all, it does not list what there is.
    if keys.is_empty() {
        return None;
    }
    Some(suggest(&keys).unwrap_or_else(|| format!("the keys of the service are {}", report::list(keys.into_iter()))))
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn keys_are_known_whatever_their_case() {
        for (key, expected) in [
            ("aws:sourcearn", None),
            ("aws:SourceAcount", Some("did you mean `aws:SourceAccount`?")),
            ("aws:SomethingNew", None),
            ("s3:prefix", None),
            ("s3:prefx", Some("did you mean `s3:prefix`?")),
            ("kms:EncryptionContext:aws:s3:arn", None),
            ("token.actions.githubusercontent.com:sub", None),
            ("saml:anything", None),
        ] {
            assert_eq!(problem(key).as_deref(), expected, "{key}");
        }
    }
}
