//! Properties that the registry describes as any string, and the service's API as a closed set.
//!
//! Sets that AWS adds to all the time, such as compute types, are left as strings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

struct ClosedSets {
    resource: &'static str,
    /// Where the pages of the API begin.
    #[expect(dead_code, reason = "read by people")]
    pages: &'static str,
    /// The property (`Name` or `Definition.Name`; of a list, the set is that of its items), its values, and
    /// the end of the page that lists them.
    sets: &'static [(&'static str, &'static [&'static str], &'static str)],
}

const CLOSED_SETS: &[ClosedSets] = &[
    ClosedSets {
        resource: "AWS::ApiGateway::DomainName",
        pages: "https://docs.aws.amazon.com/apigateway/latest/api/API_",
        sets: &[("EndpointConfiguration.Types", &["EDGE", "PRIVATE", "REGIONAL"], "EndpointConfiguration")],
    },
    ClosedSets {
        resource: "AWS::ApiGateway::DomainNameV2",
        pages: "https://docs.aws.amazon.com/apigateway/latest/api/API_",
        sets: &[("EndpointConfiguration.Types", &["EDGE", "PRIVATE", "REGIONAL"], "EndpointConfiguration")],
    },
    ClosedSets {
        resource: "AWS::ApiGateway::RestApi",
        pages: "https://docs.aws.amazon.com/apigateway/latest/api/API_",
        sets: &[("EndpointConfiguration.Types", &["EDGE", "PRIVATE", "REGIONAL"], "EndpointConfiguration")],
    },
    ClosedSets {
        resource: "AWS::ApiGateway::UsagePlan",
        pages: "https://docs.aws.amazon.com/apigateway/latest/api/API_",
        sets: &[("QuotaSettings.Period", &["DAY", "MONTH", "WEEK"], "QuotaSettings")],
    },
    ClosedSets {
        resource: "AWS::ApiGatewayV2::Api",
        pages: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/",
        sets: &[("ProtocolType", &["HTTP", "WEBSOCKET"], "apis")],
    },
    ClosedSets {
        resource: "AWS::ApiGatewayV2::Authorizer",
        pages: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/",
        sets: &[("AuthorizerType", &["JWT", "REQUEST"], "apis-apiid-authorizers")],
    },
    ClosedSets {
        resource: "AWS::ApiGatewayV2::Integration",
        pages: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/",
        sets: &[
            ("ConnectionType", &["INTERNET", "VPC_LINK"], "apis-apiid-integrations"),
            ("ContentHandlingStrategy", &["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"], "apis-apiid-integrations"),
            ("IntegrationType", &["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"], "apis-apiid-integrations"),
            ("PassthroughBehavior", &["NEVER", "WHEN_NO_MATCH", "WHEN_NO_TEMPLATES"], "apis-apiid-integrations"),
        ],
    },
    ClosedSets {
        resource: "AWS::ApiGatewayV2::IntegrationResponse",
        pages: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/",
        sets: &[(
            "ContentHandlingStrategy",
            &["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"],
            "apis-apiid-integrations-integrationid-integrationresponses",
        )],
    },
    ClosedSets {
        resource: "AWS::ApiGatewayV2::Route",
        pages: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/",
        sets: &[("AuthorizationType", &["AWS_IAM", "CUSTOM", "JWT", "NONE"], "apis-apiid-routes")],
    },
    ClosedSets {
        resource: "AWS::ApiGatewayV2::Stage",
        pages: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/",
        sets: &[("RouteSettings.LoggingLevel", &["ERROR", "INFO", "OFF"], "apis-apiid-stages")],
    },
    ClosedSets {
        resource: "AWS::CodeBuild::Project",
        pages: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_",
        sets: &[
            ("Artifacts.NamespaceType", &["BUILD_ID", "NONE"], "ProjectArtifacts"),
            ("Artifacts.Packaging", &["NONE", "ZIP"], "ProjectArtifacts"),
            ("Artifacts.Type", &["CODEPIPELINE", "NO_ARTIFACTS", "S3"], "ProjectArtifacts"),
            ("CloudWatchLogsConfig.Status", &["DISABLED", "ENABLED"], "CloudWatchLogsConfig"),
            (
                "Environment.HostKernel",
                &["LINUX_KERNEL_4", "LINUX_KERNEL_6", "LINUX_KERNEL_LATEST"],
                "ProjectEnvironment",
            ),
            ("Environment.ImagePullCredentialsType", &["CODEBUILD", "SERVICE_ROLE"], "ProjectEnvironment"),
            (
                "Environment.Type",
                &[
                    "ARM_CONTAINER",
                    "ARM_EC2",
                    "ARM_LAMBDA_CONTAINER",
                    "LINUX_CONTAINER",
                    "LINUX_EC2",
                    "LINUX_GPU_CONTAINER",
                    "LINUX_LAMBDA_CONTAINER",
                    "MAC_ARM",
                    "WINDOWS_CONTAINER",
                    "WINDOWS_EC2",
                    "WINDOWS_SERVER_2019_CONTAINER",
                    "WINDOWS_SERVER_2022_CONTAINER",
                ],
                "ProjectEnvironment",
            ),
            ("EnvironmentVariable.Type", &["PARAMETER_STORE", "PLAINTEXT", "SECRETS_MANAGER"], "EnvironmentVariable"),
            (
                "ProjectBuildBatchConfig.BatchReportMode",
                &["REPORT_AGGREGATED_BATCH", "REPORT_INDIVIDUAL_BUILDS"],
                "ProjectBuildBatchConfig",
            ),
            (
                "ProjectCache.Modes",
                &["LOCAL_CUSTOM_CACHE", "LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE"],
                "ProjectCache",
            ),
            ("ProjectCache.Type", &["LOCAL", "NO_CACHE", "S3"], "ProjectCache"),
            ("ProjectFileSystemLocation.Type", &["EFS"], "ProjectFileSystemLocation"),
            ("ProjectTriggers.BuildType", &["BUILD", "BUILD_BATCH", "RUNNER_BUILDKITE_BUILD"], "Webhook"),
            (
                "PullRequestBuildPolicy.ApproverRoles",
                &[
                    "BITBUCKET_ADMIN",
                    "BITBUCKET_READ",
                    "BITBUCKET_WRITE",
                    "GITHUB_ADMIN",
                    "GITHUB_MAINTAIN",
                    "GITHUB_READ",
                    "GITHUB_TRIAGE",
                    "GITHUB_WRITE",
                    "GITLAB_DEVELOPER",
                    "GITLAB_GUEST",
                    "GITLAB_MAINTAINER",
                    "GITLAB_OWNER",
                    "GITLAB_PLANNER",
                    "GITLAB_REPORTER",
                ],
                "PullRequestBuildPolicy",
            ),
            (
                "PullRequestBuildPolicy.RequiresCommentApproval",
                &["ALL_PULL_REQUESTS", "DISABLED", "FORK_PULL_REQUESTS"],
                "PullRequestBuildPolicy",
            ),
            ("RegistryCredential.CredentialProvider", &["SECRETS_MANAGER"], "RegistryCredential"),
            ("S3LogsConfig.Status", &["DISABLED", "ENABLED"], "S3LogsConfig"),
            (
                "ScopeConfiguration.Scope",
                &["GITHUB_GLOBAL", "GITHUB_ORGANIZATION", "GITLAB_GROUP"],
                "ScopeConfiguration",
            ),
            (
                "Source.Type",
                &[
                    "BITBUCKET",
                    "CODECOMMIT",
                    "CODEPIPELINE",
                    "GITHUB",
                    "GITHUB_ENTERPRISE",
                    "GITLAB",
                    "GITLAB_SELF_MANAGED",
                    "NO_SOURCE",
                    "S3",
                ],
                "ProjectSource",
            ),
            ("SourceAuth.Type", &["CODECONNECTIONS", "OAUTH", "SECRETS_MANAGER"], "SourceAuth"),
            ("Visibility", &["PRIVATE", "PUBLIC_READ"], "Project"),
            (
                "WebhookFilter.Type",
                &[
                    "ACTOR_ACCOUNT_ID",
                    "BASE_REF",
                    "COMMIT_MESSAGE",
                    "EVENT",
                    "FILE_PATH",
                    "HEAD_REF",
                    "ORGANIZATION_NAME",
                    "RELEASE_NAME",
                    "REPOSITORY_NAME",
                    "TAG_NAME",
                    "WORKFLOW_NAME",
                ],
                "WebhookFilter",
            ),
        ],
    },
    ClosedSets {
        resource: "AWS::CodeBuild::SourceCredential",
        pages: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_",
        sets: &[
            (
                "AuthType",
                &["BASIC_AUTH", "CODECONNECTIONS", "OAUTH", "PERSONAL_ACCESS_TOKEN", "SECRETS_MANAGER"],
                "ImportSourceCredentials",
            ),
            (
                "ServerType",
                &["BITBUCKET", "GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED"],
                "ImportSourceCredentials",
            ),
        ],
    },
    ClosedSets {
        resource: "AWS::CodeDeploy::DeploymentGroup",
        pages: "https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_",
        sets: &[
            ("RevisionLocation.RevisionType", &["AppSpecContent", "GitHub", "S3", "String"], "RevisionLocation"),
            ("S3Location.BundleType", &["JSON", "YAML", "tar", "tgz", "zip"], "S3Location"),
        ],
    },
    ClosedSets {
        resource: "AWS::CodePipeline::Pipeline",
        pages: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_",
        sets: &[
            ("ActionTypeId.Owner", &["AWS", "Custom", "ThirdParty"], "ActionTypeId"),
            ("Condition.Result", &["FAIL", "RETRY", "ROLLBACK", "SKIP"], "Condition"),
            ("EncryptionKey.Type", &["KMS"], "EncryptionKey"),
            ("GitPullRequestFilter.Events", &["CLOSED", "OPEN", "UPDATED"], "GitPullRequestFilter"),
            ("RuleTypeId.Category", &["Rule"], "RuleTypeId"),
            ("RuleTypeId.Owner", &["AWS"], "RuleTypeId"),
        ],
    },
    ClosedSets {
        resource: "AWS::Lambda::EventSourceMapping",
        pages: "https://docs.aws.amazon.com/lambda/latest/api/API_",
        sets: &[("StartingPosition", &["AT_TIMESTAMP", "LATEST", "TRIM_HORIZON"], "CreateEventSourceMapping")],
    },
    ClosedSets {
        resource: "AWS::Lambda::Version",
        pages: "https://docs.aws.amazon.com/lambda/latest/api/API_",
        sets: &[("RuntimePolicy.UpdateRuntimeOn", &["Auto", "FunctionUpdate", "Manual"], "PutRuntimeManagementConfig")],
    },
];

pub(super) fn apply(schemas: &mut BTreeMap<String, Value>) -> Vec<String> {
    let mut errors = Vec::new();
    for ClosedSets { resource, sets, .. } in CLOSED_SETS {
        for (property, values, _) in *sets {
            if let Err(problem) = close(super::property(schemas, resource, property), values) {
                let remedy = "take its entry out of xtask/src/patches/closed_sets.rs";
                errors.push(format!("{resource}: `{property}` {problem}; {remedy}"));
            }
        }
    }
    errors
}

fn close(schema: Option<&mut Value>, values: &[&str]) -> Result<(), &'static str> {
    let mut schema = schema.ok_or("is gone")?;
    if schema["type"] == "array" {
        schema = schema.get_mut("items").ok_or("lists nothing any more")?;
    }
    if schema["type"] != "string" {
        return Err("is no longer a plain string");
    }
    if schema.get("enum").is_some() {
        return Err("has a set of values of its own by now");
    }
    schema["enum"] = json!(values);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mut property: Value, expected: Result<Value, &str>) {
        assert_eq!(close(Some(&mut property), &["X"]).map(|()| property), expected);
    }

    #[test]
    fn a_set_goes_to_a_string_or_to_the_items_of_a_list() {
        check(json!({ "type": "string" }), Ok(json!({ "type": "string", "enum": ["X"] })));
        check(
            json!({ "type": "array", "items": { "type": "string" } }),
            Ok(json!({ "type": "array", "items": { "type": "string", "enum": ["X"] } })),
        );
    }

    #[test]
    fn a_set_that_is_no_longer_needed_fails() {
        check(json!({ "type": "string", "enum": ["Y"] }), Err("has a set of values of its own by now"));
        check(json!({ "type": "integer" }), Err("is no longer a plain string"));
        assert_eq!(close(None, &["X"]), Err("is gone"));
    }
}
