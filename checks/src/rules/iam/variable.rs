//! Policy variables in a version of the language that has none.

use cfn_model::{Severity, Value};

use super::policy::Policy;
use super::version::CURRENT;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "policy-variable-without-version",
    severity: Severity::Warning,
    title: "a policy variable in a policy that does not state the version that has them",
    docs: "Without `Version: 2012-10-17` a policy is read in the language of 2008, to which `${aws:username}` is plain \
           text that no resource and no value is like.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    let is_current = policy.object.open
        || policy.get("Version").is_some_and(|version| version.as_str().is_none_or(|text| text == CURRENT));
    if is_current {
        return;
    }
    for statement in &policy.statements {
        let compared = statement.conditions().map(|condition| condition.value);
        for element in statement.resources.iter().copied().chain(compared) {
            for item in policy.leaves(element, &statement.object.env) {
                if let Some(variable) = variable(item) {
                    let message = format!("`${{{variable}}}` is plain text in a policy without `Version: {CURRENT}`");
                    findings.push(
                        Finding::new(&X, &policy.path_to(item), message).help(format!("add `Version: {CURRENT}`")),
                    );
                }
            }
        }
    }
}

/// The first policy variable of a text; within `Fn::Sub` they are written `${!…}`.
fn variable(value: &Value) -> Option<&str> {
    let (text, start) = match value {
        Value::Intrinsic(call) => (call.argument.as_str()?, "${!"),
        other => (other.as_str()?, "${"),
    };
    let mut names = text.split(start).skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    names.find(|name| name.contains(':') && !name.starts_with("AWS::"))
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn variables_are_found_in_resources_and_conditions() {
        let policy = |version: &str| {
            let text = r"
                Resources:
                  P:
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      PolicyDocument:
                        Version: VERSION
                        Statement:
                          - Effect: Allow
                            Action: s3:GetObject
                            Resource: [!Sub 'arn:${AWS::Partition}:s3:::b/${!aws:username}/*', arn:aws:s3:::b/home]
                            Condition: {StringEquals: {'s3:prefix': '${aws:username}'}}";
            text.replace("VERSION", version)
        };
        let statement = "Resources.P.Properties.PolicyDocument.Statement.0";
        let found = [format!("{statement}.Resource.0"), format!("{statement}.Condition.StringEquals.s3:prefix")];
        check(&X, &policy("2008-10-17"), &found.each_ref().map(String::as_str));
        check(&X, &policy("2012-10-17"), &[]);
    }
}
