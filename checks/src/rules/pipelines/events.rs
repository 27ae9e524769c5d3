//! The events of the services that releases are made with, as data.

/// A kind of event.
pub(super) struct Event {
    /// Where it comes from.
    pub(super) source: &'static str,
    /// What it is called.
    pub(super) detail_type: &'static str,
    /// Fields of its `detail` that patterns look at, and the values of those that have a closed set.
    pub(super) fields: &'static [(&'static str, &'static [&'static str])],
}

/// Sources whose kinds of events are all among [`EVENTS`].
pub(super) const SOURCES: &[&str] =
    &["aws.codebuild", "aws.codecommit", "aws.codedeploy", "aws.codepipeline", "aws.s3"];

/// Kinds of events that every source has, by way of CloudTrail.
pub(super) const OF_ALL: &[&str] = &[
    "AWS API Call via CloudTrail",
    "AWS Console Action via CloudTrail",
    "AWS Console Sign In via CloudTrail",
    "AWS Insight via CloudTrail",
    "AWS Service Event via CloudTrail",
];

/// The fields that each event has.
pub(super) const FIELDS: &[&str] = &[
    "account",
    "detail",
    "detail-type",
    "id",
    "region",
    "replay-name",
    "resources",
    "source",
    "time",
    "version",
    "$or",
];

const ANY: &[&str] = &[];

const PIPELINE_STATES: &[&str] =
    &["CANCELED", "FAILED", "RESUMED", "STARTED", "STOPPED", "STOPPING", "SUCCEEDED", "SUPERSEDED"];
const STAGE_STATES: &[&str] = &["CANCELED", "FAILED", "RESUMED", "STARTED", "STOPPED", "STOPPING", "SUCCEEDED"];
const ACTION_STATES: &[&str] = &["ABANDONED", "CANCELED", "FAILED", "STARTED", "SUCCEEDED"];
const BUILD_STATES: &[&str] = &["FAILED", "IN_PROGRESS", "STOPPED", "SUCCEEDED"];
const DEPLOYMENT_STATES: &[&str] = &["FAILURE", "READY", "START", "STOP", "SUCCESS"];
const BUCKET: &[(&str, &[&str])] = &[("bucket", ANY), ("object", ANY), ("reason", ANY), ("version", ANY)];

/// The kinds of events.
///
/// See <https://docs.aws.amazon.com/eventbridge/latest/ref/events.html>.
pub(super) const EVENTS: &[Event] = &[
    event(
        "aws.codepipeline",
        "CodePipeline Pipeline Execution State Change",
        &[("pipeline", ANY), ("state", PIPELINE_STATES), ("execution-id", ANY), ("version", ANY)],
    ),
    event(
        "aws.codepipeline",
        "CodePipeline Stage Execution State Change",
        &[("pipeline", ANY), ("stage", ANY), ("state", STAGE_STATES), ("execution-id", ANY), ("version", ANY)],
    ),
    event(
        "aws.codepipeline",
        "CodePipeline Action Execution State Change",
        &[
            ("pipeline", ANY),
            ("stage", ANY),
            ("action", ANY),
            ("state", ACTION_STATES),
            ("type", ANY),
            ("region", ANY),
            ("execution-id", ANY),
            ("version", ANY),
        ],
    ),
    event(
        "aws.codebuild",
        "CodeBuild Build State Change",
        &[
            ("project-name", ANY),
            ("build-status", BUILD_STATES),
            ("build-id", ANY),
            ("current-phase", ANY),
            ("additional-information", ANY),
            ("version", ANY),
        ],
    ),
    event(
        "aws.codebuild",
        "CodeBuild Build Phase Change",
        &[
            ("project-name", ANY),
            ("completed-phase", ANY),
            ("completed-phase-status", &["CLIENT_ERROR", "FAILED", "FAULT", "STOPPED", "SUCCEEDED", "TIMED_OUT"]),
            ("completed-phase-context", ANY),
            ("build-id", ANY),
            ("additional-information", ANY),
            ("version", ANY),
        ],
    ),
    event("aws.codebuild", "CodeBuild Build Batch State Change", &[]),
    event("aws.codebuild", "CodeBuild Build Batch Phase Change", &[]),
    event(
        "aws.codecommit",
        "CodeCommit Repository State Change",
        &[
            ("event", &["referenceCreated", "referenceDeleted", "referenceUpdated", "unreferencedMergeCommitCreated"]),
            ("repositoryName", ANY),
            ("repositoryId", ANY),
            ("referenceType", &["branch", "tag"]),
            ("referenceName", ANY),
            ("referenceFullName", ANY),
            ("commitId", ANY),
            ("oldCommitId", ANY),
            ("callerUserArn", ANY),
        ],
    ),
    event("aws.codecommit", "CodeCommit Pull Request State Change", &[]),
    event("aws.codecommit", "CodeCommit Comment on Commit", &[]),
    event("aws.codecommit", "CodeCommit Comment on Pull Request", &[]),
    event("aws.codecommit", "CodeCommit Approval Rule Template Change", &[]),
    event(
        "aws.codedeploy",
        "CodeDeploy Deployment State-change Notification",
        &[
            ("application", ANY),
            ("deploymentGroup", ANY),
            ("deploymentId", ANY),
            ("instanceGroupId", ANY),
            ("region", ANY),
            ("state", DEPLOYMENT_STATES),
        ],
    ),
    event(
        "aws.codedeploy",
        "CodeDeploy Instance State-change Notification",
        &[
            ("application", ANY),
            ("deploymentGroup", ANY),
            ("deploymentId", ANY),
            ("instanceGroupId", ANY),
            ("instanceId", ANY),
            ("region", ANY),
            ("state", DEPLOYMENT_STATES),
        ],
    ),
    event(
        "aws.ecr",
        "ECR Image Action",
        &[
            ("action-type", &["DELETE", "PUSH", "UPDATE_STORAGE_CLASS"]),
            ("image-digest", ANY),
            ("image-tag", ANY),
            ("repository-name", ANY),
            ("result", &["FAILURE", "SUCCESS"]),
        ],
    ),
    event("aws.s3", "Object Created", BUCKET),
    event("aws.s3", "Object Deleted", BUCKET),
    event("aws.s3", "Object Restore Initiated", BUCKET),
    event("aws.s3", "Object Restore Completed", BUCKET),
    event("aws.s3", "Object Restore Expired", BUCKET),
    event("aws.s3", "Object Storage Class Changed", BUCKET),
    event("aws.s3", "Object Access Tier Changed", BUCKET),
    event("aws.s3", "Object ACL Updated", BUCKET),
    event("aws.s3", "Object Tags Added", BUCKET),
    event("aws.s3", "Object Tags Deleted", BUCKET),
];

const fn event(
    source: &'static str,
    detail_type: &'static str,
    fields: &'static [(&'static str, &'static [&'static str])],
) -> Event {
    Event { source, detail_type, fields }
}
