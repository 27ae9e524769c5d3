//! Roles that everybody whom an identity provider knows may assume.

use cfn_model::{Severity, Value};

use super::documents::Kind;
use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::mentions;

pub(super) static X: Check = Check {
    code: "open-federation",
    severity: Severity::Warning,
    title: "everybody whom an identity provider knows may assume the role",
    docs: "A provider such as GitHub has tokens for everybody. A condition has to say for whom the token is and to whom \
           it was given: `aud`, and `sub` with the repository, the project or the user. IAM refuses roles for the large \
           shared providers without it.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    cfn_lint: &[],
    run: None,
};

/// Providers that everybody can have tokens from, and a claim that says whose it is, with an example.
const SHARED: &[(&str, &str)] = &[
    ("token.actions.githubusercontent.com", "repo:ORGANISATION/REPOSITORY:*"),
    ("gitlab.com", "project_path:GROUP/PROJECT:*"),
    ("oidc.circleci.com", "org/ORGANISATION/project/PROJECT/*"),
    ("app.terraform.io", "organization:ORGANISATION:project:PROJECT:*"),
    ("agent.buildkite.com", "organization:ORGANISATION:pipeline:PIPELINE:*"),
];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if policy.kind != Kind::Trust {
        return;
    }
    for statement in policy.statements.iter().filter(|statement| statement.allows() && by_web_identity(statement)) {
        let Some(principal) = statement.get("Principal") else { continue };
        let Some(provider) = principal.at("Federated").and_then(text).map(provider) else { continue };
        let condition = statement.get("Condition");
        // A condition that is not written out may be on anything.
        if statement.object.open || condition.is_some_and(|condition| condition.as_map().is_none()) {
            continue;
        }
        let shared = SHARED.iter().find(|(host, _)| provider.starts_with(host));
        let claims: Vec<_> = statement.conditions().filter(|key| !key.key.starts_with("aws:")).collect();
        let says_whose = claims.iter().any(|claim| !claim.key.ends_with(":aud"));
        let path = || policy.path_to(condition.unwrap_or(statement.value));
        if claims.is_empty() || shared.is_some() && !says_whose {
            let message = format!("everybody with a token of `{provider}` may assume the role");
            let help = match shared {
                Some((host, example)) => format!("add a condition on `{host}:sub`, such as `{example}`"),
                None => format!("add a condition on `{provider}:aud` and `{provider}:sub`"),
            };
            findings.push(Finding::new(&X, &path(), message).help(help));
            continue;
        }
        for claim in claims.iter().filter(|claim| shared.is_some() && claim.key.ends_with(":sub")) {
            for item in policy.leaves(claim.value, &statement.object.env) {
                if let Some(pattern) = item.as_str().filter(|pattern| is_anybody(pattern)) {
                    let message = format!("`{pattern}` is like the subject of everybody's token");
                    let example = shared.map_or("", |(_, example)| example);
                    findings.push(Finding::new(&X, &policy.path_to(item), message).help(format!("write `{example}`")));
                }
            }
        }
    }
}

fn by_web_identity(statement: &Statement<'_>) -> bool {
    let mut actions = statement.actions().flat_map(|(_, named)| named.actions());
    statement.contains("Action") && actions.any(|action| action.name == "AssumeRoleWithWebIdentity")
}

/// The text of a value, as it is written.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()),
        Value::Intrinsic(call) => mentions::substitution(&call.argument).map(|(text, _)| text),
        _ => None,
    }
    .filter(|text| text.contains('.'))
}

/// The name of a provider, which is also given by its ARN.
fn provider(text: &str) -> &str {
    text.split_once("oidc-provider/").map_or(text, |(_, name)| name)
}

/// Whether a pattern begins with a wildcard, before which nothing says whose token it is.
fn is_anybody(pattern: &str) -> bool {
    let name = pattern.split_once(':').map_or(pattern, |(_, name)| name);
    pattern.starts_with('*') || name.starts_with('*')
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn the_condition_says_whose_token_it_is() {
        let statement = |condition: &str| {
            let text = "
                Resources:
                  R:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: {Federated: !Sub 'arn:aws:iam::${AWS::AccountId}:oidc-provider/HOST'}
                          Action: sts:AssumeRoleWithWebIdentity
                          Condition: {StringLike: {CONDITION}}";
            text.replace("CONDITION", condition).replace("HOST", "token.actions.githubusercontent.com")
        };
        let condition = "Resources.R.Properties.AssumeRolePolicyDocument.Statement.Condition";
        check(&X, &statement(""), &[condition]);
        check(&X, &statement("'HOST:aud': sts.amazonaws.com"), &[condition]);
        check(&X, &statement("'HOST:sub': 'repo:acme/app:*'"), &[]);
        let sub = format!("{condition}.StringLike.token.actions.githubusercontent.com:sub");
        check(&X, &statement("'HOST:sub': 'repo:*'"), &[&sub]);
    }
}
