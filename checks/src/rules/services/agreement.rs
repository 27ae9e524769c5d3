//! Two resources that say different things of what they share.

use cfn_model::Severity;

use super::related::{Pair, pairs, same, text};
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static API: Check = Check {
    code: "different-api",
    severity: Severity::Error,
    title: "a stage or method whose deployment or authorizer is of another API",
    docs: "What belongs to an API is used within that API.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html",
    cfn_lint: &["E3698", "E3699"],
    run: Some(|context, findings| run(&API, context, findings)),
};

pub(super) static QUEUE: Check = Check {
    code: "dead-letter-kind",
    severity: Severity::Error,
    title: "a queue whose dead letters go to a queue of another kind",
    docs: "The dead letters of a FIFO queue go to a FIFO queue, those of a standard queue to a standard queue.",
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    cfn_lint: &["E3502"],
    run: Some(|context, findings| run(&QUEUE, context, findings)),
};

pub(super) static MEMBER: Check = Check {
    code: "cluster-member",
    severity: Severity::Error,
    title: "a database instance that differs from its cluster",
    docs: "An instance in a cluster has the cluster's engine, and is encrypted where the cluster is.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html",
    cfn_lint: &["E3707", "E3709"],
    run: Some(|context, findings| run(&MEMBER, context, findings)),
};

/// A property that a resource shares with one that it refers to.
struct Shared {
    check: &'static Check,
    from: &'static str,
    /// The property that refers.
    reference: &'static [&'static str],
    to: &'static str,
    property: &'static str,
    /// What it is where it is not given; `None` where nothing is said about that.
    default: (Option<&'static str>, Option<&'static str>),
    /// Whether the mistake is told at the resource referred to.
    at_target: bool,
}

const SHARED: &[Shared] = &[
    Shared {
        check: &API,
        from: "AWS::ApiGateway::Stage",
        reference: &["DeploymentId"],
        to: "AWS::ApiGateway::Deployment",
        property: "RestApiId",
        default: (None, None),
        at_target: true,
    },
    Shared {
        check: &API,
        from: "AWS::ApiGateway::Method",
        reference: &["AuthorizerId"],
        to: "AWS::ApiGateway::Authorizer",
        property: "RestApiId",
        default: (None, None),
        at_target: true,
    },
    Shared {
        check: &QUEUE,
        from: "AWS::SQS::Queue",
        reference: &["RedrivePolicy", "deadLetterTargetArn"],
        to: "AWS::SQS::Queue",
        property: "FifoQueue",
        default: (Some("false"), Some("false")),
        at_target: false,
    },
    Shared {
        check: &MEMBER,
        from: "AWS::RDS::DBInstance",
        reference: &["DBClusterIdentifier"],
        to: "AWS::RDS::DBCluster",
        property: "Engine",
        default: (None, None),
        at_target: false,
    },
    Shared {
        check: &MEMBER,
        from: "AWS::RDS::DBInstance",
        reference: &["DBClusterIdentifier"],
        to: "AWS::RDS::DBCluster",
        property: "StorageEncrypted",
        default: (None, Some("false")),
        at_target: false,
    },
];

fn run(check: &'static Check, context: &Context<'_>, findings: &mut Findings) {
    for shared in SHARED.iter().filter(|shared| shared.check.code == check.code) {
        for pair in pairs(context, shared.from, shared.reference, shared.to) {
            compare(shared, &pair, context, findings);
        }
    }
}

fn compare(shared: &Shared, pair: &Pair<'_, '_>, context: &Context<'_>, findings: &mut Findings) {
    let steps = [shared.property];
    let ours = values(pair.from(context, &steps), shared.default.0);
    let theirs = values(pair.to(context, &steps), shared.default.1);
    for our in &ours {
        for their in &theirs {
            let differ = match (our, their) {
                (Side::Given(our), Side::Given(their)) => {
                    context.conditions.both(&our.env, &their.env).is_some()
                        && same(context, our.value, their.value) == Some(false)
                }
                (Side::Given(case), Side::Default(default)) | (Side::Default(default), Side::Given(case)) => {
                    text(case.value).is_some_and(|text| !text.eq_ignore_ascii_case(default))
                }
                (Side::Default(our), Side::Default(their)) => our != their,
            };
            if differ {
                let property = shared.property;
                let of_target = pair.to.properties_path().join(property);
                let path = match (shared.at_target, our) {
                    (true, _) => of_target,
                    (false, Side::Given(case)) => case.path(),
                    (false, Side::Default(_)) => pair.from.path().join(property),
                };
                let message = format!("`{property}` differs from that of `{}`, which is used with it", pair.to.id);
                let help = format!("give both the same `{property}`");
                findings.push(Finding::new(shared.check, &path, message).help(help));
            }
        }
    }
}

/// What one of the two resources says.
enum Side<'a> {
    Given(Case<'a>),
    Default(&'static str),
}

fn values<'a>(given: Vec<Case<'a>>, default: Option<&'static str>) -> Vec<Side<'a>> {
    if given.is_empty() {
        return default.into_iter().map(Side::Default).collect();
    }
    given.into_iter().map(Side::Given).collect()
}
