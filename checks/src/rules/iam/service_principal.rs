//! Services for principals that do not exist.

use cfn_model::{Severity, Value, nearest};

use super::policy::Policy;
use crate::Check;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "unknown-service-principal",
    severity: Severity::Warning,
    title: "the principal of a service that does not exist",
    docs: "A service is named by its host, such as `codebuild.amazonaws.com`; for some the name is not that of their \
           actions, such as `ecs-tasks` for the tasks of ECS. IAM refuses names that no service has.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services",
    cfn_lint: &[],
    run: None,
};

/// What the hosts of services end with.
const DOMAINS: &[&str] = &["amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "amazon.com", "aws.internal"];

/// Names of services for principals that are not the prefix of their actions.
const NAMES: &[&str] = &[
    "apprunner",
    "appstream.application-autoscaling",
    "autoscaling",
    "aws-artifact-account-sync",
    "batch",
    "build.apprunner",
    "cloudtrail",
    "cloudwatch-crossaccount",
    "codedeploy",
    "codestar-notifications",
    "config",
    "config-multiaccountsetup",
    "crossplane",
    "delivery.logs",
    "dynamodb.application-autoscaling",
    "ec2",
    "ec2fleet",
    "ec2scheduled",
    "ecs",
    "ecs-tasks",
    "edgelambda",
    "eks",
    "eks-fargate",
    "eks-fargate-pods",
    "eks-nodegroup",
    "elasticmapreduce",
    "email-smtp",
    "emr-containers",
    "events",
    "export.rds",
    "firehose",
    "fms",
    "imagebuilder",
    "inspector",
    "inspector2",
    "lakeformation",
    "lambda",
    "lexv2",
    "logger.cloudfront",
    "macie",
    "mediapackage",
    "member.org.stacksets.cloudformation",
    "monitoring",
    "monitoring.rds",
    "mwaa",
    "airflow",
    "airflow-env",
    "opensearchservice",
    "opsworks",
    "opsworks-cm",
    "osis-pipelines",
    "pods.eks",
    "rds-preview",
    "replicator.lambda",
    "reporting.trustedadvisor",
    "resources.apprunner",
    "s3-object-lambda",
    "scheduler",
    "scheduler.redshift",
    "secretsmanager",
    "serverlessrepo",
    "sms",
    "sns",
    "spot",
    "spotfleet",
    "sqs",
    "ssm",
    "ssm-incidents",
    "stacksets.cloudformation",
    "states",
    "streams.metrics.cloudwatch",
    "streaming",
    "tasks.apprunner",
    "transitgateway",
    "vpc-flow-logs",
    "waf-regional",
    "wafv2",
    "workmail",
    "xray",
];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in &policy.statements {
        let Some(principal) = statement.get("Principal").or_else(|| statement.get("NotPrincipal")) else { continue };
        let Some(value) = principal.as_map().and_then(|map| map.get("Service")) else { continue };
        for item in policy.leaves(value, &statement.object.env) {
            let Value::String(host) = item else { continue };
            if let Some(meant) = meant(host) {
                let message = format!("there is no service {}", report::shown(host));
                findings
                    .push(Finding::new(&X, &policy.path_to(item), message).help(format!("did you mean `{meant}`?")));
            }
        }
    }
}

/// The host that was meant, where this is none that is known but nearly one.
///
/// Nobody lists the hosts, so that one which is like no other may well be right.
fn meant(host: &str) -> Option<String> {
    if host.contains(['$', '{', '*']) || host.trim() != host {
        return None;
    }
    let (name, domain) = host.split_once('.')?;
    let known = |name: &str| facts::iam_service(name).is_some() || NAMES.contains(&name);
    let is_domain = DOMAINS.contains(&domain);
    if is_domain && known(name) {
        return None;
    }
    if let Some(right) = DOMAINS.iter().find(|known| is_slip(domain, known)) {
        return known(name).then(|| format!("{name}.{right}"));
    }
    // Further labels are regions, or parts of services.
    if !is_domain {
        return None;
    }
    let meant = nearest(name, facts::iam_prefixes().chain(NAMES.iter().copied()))?;
    is_slip(name, meant).then(|| format!("{meant}.{domain}"))
}

/// Whether two long words differ, and only in one or two letters beside each other.
fn is_slip(word: &str, meant: &str) -> bool {
    const LONG: usize = 5;
    let (left, right) = (word.chars().count(), meant.chars().count());
    if word == meant || left.min(right) < LONG || left.abs_diff(right) > 1 {
        return false;
    }
    let equal = |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(a, b)| a == b).count();
    let start = equal(&mut word.chars().zip(meant.chars()));
    let end = equal(&mut word.chars().rev().zip(meant.chars().rev()));
    start + end + 2 >= left.max(right)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn only_what_is_nearly_right_is_wrong() {
        for (host, expected) in [
            ("codebuild.amazonaws.com", None),
            ("codebiuld.amazonaws.com", Some("codebuild.amazonaws.com")),
            ("codepipline.amazonaws.com", Some("codepipeline.amazonaws.com")),
            ("lambda.amazonaws.co", Some("lambda.amazonaws.com")),
            ("lambda.amazonwas.com", Some("lambda.amazonaws.com")),
            ("ecs-task.amazonaws.com", Some("ecs-tasks.amazonaws.com")),
            ("logs.eu-west-1.amazonaws.com", None),
            ("something-new.amazonaws.com", None),
            ("s4.amazonaws.com", None),
            ("ec2.amazonaws.com.cn", None),
        ] {
            assert_eq!(meant(host).as_deref(), expected, "{host}");
        }
    }
}
