//! The resources of a template and what they refer to.

use std::collections::BTreeMap;

use cfn_model::template::Template;

use super::{Diagram, Edge, Node};
use crate::label::short_type;

impl Diagram {
    /// The resources of a template: solid arrows where one is given something of another, dashed ones for
    /// `DependsOn`.
    pub fn resources(title: impl Into<String>, template: &Template) -> Diagram {
        let numbers: BTreeMap<&str, usize> =
            template.resources().enumerate().map(|(index, (id, _))| (id, index)).collect();
        let mut nodes = Vec::new();
        let mut edges: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        for (from, (id, resource)) in template.resources().enumerate() {
            let type_name = resource.type_name().unwrap_or_default();
            nodes.push(Node {
                name: id.to_owned(),
                what: short_type(type_name),
                class: class(type_name),
                conditional: resource.condition().is_some(),
            });
            for value in resource.as_map().values() {
                value.walk(&mut |node| {
                    let named = node.as_intrinsic().map(|call| call.names()).unwrap_or_default();
                    edges.extend(named.iter().filter_map(|id| Some(((from, *numbers.get(id)?), false))));
                });
            }
            for to in resource.depends_on().filter_map(|id| numbers.get(id)) {
                edges.entry((from, *to)).or_insert(true);
            }
        }
        let edges = edges.into_iter().filter(|((from, to), _)| from != to);
        Diagram {
            title: title.into(),
            thing: "resource",
            nodes,
            edges: edges.map(|((from, to), named)| Edge { from, to, named }).collect(),
        }
    }
}

/// What a type is for, as far as its service tells.
fn class(type_name: &str) -> &'static str {
    match type_name.split("::").nth(1).unwrap_or_default() {
        "IAM" | "KMS" | "SecretsManager" | "WAFv2" | "Cognito" => "access",
        "S3" | "DynamoDB" | "ECR" | "RDS" | "EFS" | "SSM" | "Logs" | "CodeCommit" | "CodeArtifact" => "store",
        "Events" | "SNS" | "SQS" | "Scheduler" | "CloudWatch" | "CodeStarNotifications" | "Chatbot" => "event",
        "CodePipeline" | "CodeDeploy" | "CloudFormation" => "deploy",
        "CodeBuild" | "Lambda" | "ECS" | "EC2" | "StepFunctions" | "ImageBuilder" => "build",
        "CodeConnections" | "CodeStarConnections" | "ApiGateway" | "ApiGatewayV2" => "source",
        _ => "other",
    }
}
