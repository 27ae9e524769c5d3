//! Actions that none of their statement's resources fit.

use cfn_model::Severity;

use super::fit::as_substitution;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "action-without-resource",
    severity: Severity::Warning,
    title: "an action that none of the statement's resources fit",
    docs: "Each action is done with resources of certain types: `s3:GetObject` with objects, `s3:ListBucket` with \
           buckets. On an ARN of another type it allows nothing. Actions that cannot be limited to resources, such as \
           `ecr:GetAuthorizationToken`, need `*`.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    cfn_lint: &["I3510"],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in policy.statements.iter().filter(|statement| statement.contains("Action")) {
        let Some(fit) = policy.fit(statement) else { continue };
        for (action, meaning) in statement.meanings() {
            let actions = meaning.named.actions();
            if actions.is_empty() || fit.fits(meaning) {
                continue;
            }
            let shown = action.as_str().unwrap_or_default();
            let path = policy.path_to(statement.get("Resource").unwrap_or(statement.value));
            if let Some(form) = actions.iter().find_map(|action| action.plainest_arn()) {
                let message = format!("`{shown}` does nothing here, none of the resources is of a type that it takes");
                let help = format!("name what it is done with, such as `{}`", as_substitution(form));
                findings.push(Finding::new(&X, &path, message).help(help));
            } else if actions.iter().all(|action| !action.takes_resources()) {
                let message = format!("`{shown}` does nothing here, it cannot be limited to resources");
                findings.push(Finding::new(&X, &path, message).help("give it a statement of its own on `*`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn arns_are_compared_as_far_as_they_are_known() {
        let template = "
            Parameters: {Arn: {Type: String}}
            Resources:
              Bucket: {Type: AWS::S3::Bucket}
              Topic: {Type: AWS::SNS::Topic}
              Queue: {Type: AWS::SQS::Queue}
              P:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: s3:GetObject, Resource: !GetAtt Bucket.Arn}
                      - {Effect: Allow, Action: s3:GetObject, Resource: !Sub '${Bucket.Arn}/*'}
                      - {Effect: Allow, Action: 's3:ListB*', Resource: !Sub 'arn:aws:s3:::${Bucket}/*'}
                      - {Effect: Allow, Action: s3:ListBucket, Resource: !Join ['', ['arn:aws:s3:::', !Ref Bucket]]}
                      - {Effect: Allow, Action: s3:GetObject, Resource: !Ref Arn}
                      - {Effect: Allow, Action: s3:GetObject, Resource: [!Ref Arn, 'arn:aws:s3:::b']}
                      - {Effect: Allow, Action: sns:Publish, Resource: !Ref Topic}
                      - {Effect: Allow, Action: sqs:SendMessage, Resource: !Ref Topic}
                      - {Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}
                      - {Effect: Allow, Action: 'ecr:GetAuthorizationToken', Resource: 'arn:aws:ecr:*:*:repository/a'}
                      - {Effect: Allow, NotAction: s3:GetObject, Resource: 'arn:aws:s3:::b'}
                      - {Effect: Allow, Action: ssm:SendCommand, Resource: 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript'}
                      - {Effect: Allow, Action: ssm:SendCommand, Resource: 'arn:aws:ssm:eu-west-1::patchbaseline/p'}";
        let expected =
            [0, 2, 7, 9, 12].map(|index| format!("Resources.P.Properties.PolicyDocument.Statement.{index}.Resource"));
        check(&X, template, &expected.each_ref().map(String::as_str));
    }
}
