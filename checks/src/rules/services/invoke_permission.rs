//! Permissions to invoke a function that let in nobody, or too many.

use cfn_model::Severity;

use super::related::{properties, select, target, text, under};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static PRINCIPAL: Check = Check {
    code: "invoke-principal",
    severity: Severity::Warning,
    title: "a permission for a service other than that of its source",
    docs: "A permission lets a service invoke a function for one of its resources. With the service of one and the \
           resource of another nobody may.",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    cfn_lint: &["W3664"],
    run: Some(run_principals),
};

pub(super) static ACCOUNT: Check = Check {
    code: "invoke-source-account",
    severity: Severity::Warning,
    title: "a permission for a bucket of any account",
    docs: "The ARN of a bucket has no account: whoever makes a bucket of that name after it is gone may invoke the \
           function, unless the permission names the account.",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    cfn_lint: &["W3663"],
    run: Some(run_accounts),
};

/// The services that invoke functions for resources of a type.
const PRINCIPALS: &[(&str, &str)] = &[
    ("AWS::ApiGateway::RestApi", "apigateway"),
    ("AWS::ApiGatewayV2::Api", "apigateway"),
    ("AWS::Cognito::UserPool", "cognito-idp"),
    ("AWS::Config::ConfigRule", "config"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "elasticloadbalancing"),
    ("AWS::Events::Rule", "events"),
    ("AWS::IoT::TopicRule", "iot"),
    ("AWS::Logs::LogGroup", "logs"),
    ("AWS::S3::Bucket", "s3"),
    ("AWS::SNS::Topic", "sns"),
];

fn run_principals(context: &Context<'_>, findings: &mut Findings) {
    for permission in context.of_type("AWS::Lambda::Permission") {
        let Some(case) = properties(permission) else { continue };
        for source in case.key("SourceArn", &context.conditions) {
            let kind = target(context, source.value).map(|resource| resource.type_name);
            let Some((_, service)) = PRINCIPALS.iter().find(|(name, _)| Some(*name) == kind) else { continue };
            for principal in under(&case, &source.env).key("Principal", &context.conditions) {
                let Some(name) = text(principal.value) else { continue };
                let fits = name.split('.').next() == Some(service) && name.contains(".amazonaws.com");
                if !fits {
                    let message = format!("`{name}` does not invoke functions for {}", kind.unwrap_or_default());
                    let help = format!("the service is `{service}.amazonaws.com`");
                    findings.push(Finding::new(&PRINCIPAL, &principal.path(), message).help(help));
                }
            }
        }
    }
}

fn run_accounts(context: &Context<'_>, findings: &mut Findings) {
    for permission in context.of_type("AWS::Lambda::Permission") {
        let Some(case) = properties(permission) else { continue };
        for source in select(context, permission, &["SourceArn"]) {
            let of_bucket = target(context, source.value).is_some_and(|bucket| bucket.type_name == "AWS::S3::Bucket")
                || source.value.as_str().is_some_and(|arn| arn.starts_with("arn:") && !has_account(arn));
            if of_bucket && under(&case, &source.env).key("SourceAccount", &context.conditions).is_empty() {
                let message = "`SourceAccount` is missing: the source is a bucket, whose ARN names no account";
                let help = "add `SourceAccount: !Ref AWS::AccountId`";
                findings.push(Finding::new(&ACCOUNT, &permission.properties_path(), message).help(help));
            }
        }
    }
}

fn has_account(arn: &str) -> bool {
    arn.split(':').nth(4).is_some_and(|account| !account.is_empty())
}
