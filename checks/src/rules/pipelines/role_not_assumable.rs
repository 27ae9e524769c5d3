//! Roles of the template that the service which is to work with them cannot assume.

use std::collections::BTreeMap;

use cfn_model::{Function, Map, Severity, Value};

use crate::Check;
use crate::cases::Case;
use crate::conditions::Env;
use crate::context::{Context, Resource};
use crate::finding::{Finding, Findings};
use crate::partial::{self, GAP};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "role-not-assumable",
    severity: Severity::Error,
    title: "a role that its service cannot assume",
    docs: "A service works with a role only where the role's trust policy lets it assume the role, by the service's \
           name. This looks at roles of the same template, and at pipelines, builds and what else they are made of.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
    cfn_lint: &[],
    run: Some(run),
};

/// A type, the way to a property with a role, and the service that assumes it.
type Row = (&'static str, &'static [&'static str], &'static str);

const ROWS: &[Row] = &[
    ("AWS::CodePipeline::Pipeline", &["RoleArn"], "codepipeline"),
    ("AWS::CodeBuild::Project", &["ServiceRole"], "codebuild"),
    ("AWS::CodeBuild::Project", &["BuildBatchConfig", "ServiceRole"], "codebuild"),
    ("AWS::CodeBuild::Fleet", &["FleetServiceRole"], "codebuild"),
    ("AWS::CodeDeploy::DeploymentGroup", &["ServiceRoleArn"], "codedeploy"),
    ("AWS::Events::Rule", &["Targets", "*", "RoleArn"], "events"),
    ("AWS::Scheduler::Schedule", &["Target", "RoleArn"], "scheduler"),
    ("AWS::Pipes::Pipe", &["RoleArn"], "pipes"),
    ("AWS::Lambda::Function", &["Role"], "lambda"),
    ("AWS::Serverless::Function", &["Role"], "lambda"),
    ("AWS::StepFunctions::StateMachine", &["RoleArn"], "states"),
    ("AWS::ECS::TaskDefinition", &["ExecutionRoleArn"], "ecs-tasks"),
    ("AWS::ECS::TaskDefinition", &["TaskRoleArn"], "ecs-tasks"),
    ("AWS::EKS::Cluster", &["RoleArn"], "eks"),
    ("AWS::CloudTrail::Trail", &["CloudWatchLogsRoleArn"], "cloudtrail"),
    ("AWS::Config::ConfigurationRecorder", &["RoleARN"], "config"),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    let mut trusted = BTreeMap::new();
    for resource in &context.resources {
        let Some(all) = Case::properties(resource) else { continue };
        for (_, steps, service) in ROWS.iter().filter(|row| row.0 == resource.type_name) {
            for case in all.select(steps, &context.conditions) {
                findings.extend(refused(context, &mut trusted, &case, service));
            }
        }
    }
    for action in context.pipelines.iter().flat_map(|pipeline| pipeline.actions()) {
        if action.provider.is_some_and(|provider| provider.provider == "CloudFormation") {
            for case in action.setting("RoleArn") {
                findings.extend(refused(context, &mut trusted, case, "cloudformation"));
            }
        }
    }
}

/// What is wrong, where the value is a role of the template and the service cannot assume it.
fn refused<'a>(
    context: &Context<'a>,
    trusted: &mut BTreeMap<&'a str, Option<Vec<String>>>,
    case: &Case<'a>,
    service: &str,
) -> Option<Finding> {
    let id = named_role(case.value)?;
    let role = context.resource(id).filter(|resource| resource.type_name == "AWS::IAM::Role")?;
    let services = trusted.entry(role.id).or_insert_with(|| services(context, role)).as_ref()?;
    if services.iter().any(|name| is_of(name, service)) {
        return None;
    }
    let message = match services.as_slice() {
        [] => format!("the role `{id}` can be assumed by no service, and not by `{service}.amazonaws.com`"),
        others => {
            let others = list(others.iter().map(String::as_str));
            format!("the role `{id}` can be assumed by {others}, and not by `{service}.amazonaws.com`")
        }
    };
    let help = format!("add `{service}.amazonaws.com` to the services in its `AssumeRolePolicyDocument`");
    Some(Finding::new(&X, &case.path(), message).help(help))
}

/// The logical id in `!GetAtt Role.Arn`, `!Ref Role` and `!Sub ${Role.Arn}`.
fn named_role(value: &Value) -> Option<&str> {
    let Value::Intrinsic(call) = value else { return None };
    let of_attribute = |text| str::strip_suffix(text, ".Arn");
    match (call.function, &call.argument) {
        (Function::Ref, Value::String(id)) => Some(id),
        (Function::GetAtt, Value::String(text)) => of_attribute(text),
        (Function::GetAtt, Value::List(parts)) => match parts.as_slice() {
            [Value::String(id), Value::String(attribute)] if attribute == "Arn" => Some(id),
            _ => None,
        },
        (Function::Sub, Value::String(text)) => of_attribute(text.strip_prefix("${")?.strip_suffix('}')?),
        _ => None,
    }
}

/// The services that may assume the role, with gaps in their names; `None` where anyone may, or it cannot be told.
fn services(context: &Context<'_>, role: &Resource<'_>) -> Option<Vec<String>> {
    let document = role.property("AssumeRolePolicyDocument")?;
    let role = Case { env: Env::default(), ..Case::properties(role)? };
    let all = |value| role.below(value, &context.conditions);
    let mut services = Vec::new();
    for document in all(document) {
        for statements in all(document.map()?.get("Statement")?) {
            let statements = match statements.value {
                Value::List(_) => statements.items(&context.conditions),
                _ => vec![statements],
            };
            for statement in statements {
                let statement = statement.map()?;
                if may_be_assumed(statement) {
                    add_services(statement, &all, &mut services)?;
                }
            }
        }
    }
    Some(services)
}

/// Whether the statement allows that the role is assumed, or cannot be told not to.
fn may_be_assumed(statement: &Map) -> bool {
    let refuses = statement.get("Effect").and_then(Value::as_str) == Some("Deny");
    let other = |action: &Value| {
        action.as_str().is_some_and(|name| !["sts:assumerole", "sts:*", "*"].contains(&name.to_lowercase().as_str()))
    };
    let others = match statement.get("Action") {
        Some(Value::List(actions)) => actions.iter().all(other),
        Some(action) => other(action),
        None => false,
    };
    !refuses && !others
}

fn add_services<'a>(
    statement: &'a Map,
    all: &impl Fn(&'a Value) -> Vec<Case<'a>>,
    services: &mut Vec<String>,
) -> Option<()> {
    for principal in all(statement.get("Principal")?) {
        for (kind, value) in principal.map()?.iter() {
            if kind != "Service" {
                // Whoever else may assume it is no service, unless it is everyone.
                let everyone = |value: &Value| value.as_str() == Some("*");
                let lists = value.as_list().is_some_and(|items| items.iter().any(everyone));
                if lists || everyone(value) {
                    return None;
                }
                continue;
            }
            for names in all(value) {
                let names = match names.value {
                    Value::List(items) => items.iter().flat_map(all).collect(),
                    _ => vec![names],
                };
                for name in names {
                    services.push(partial::text(name.value)?.into_owned());
                }
            }
        }
    }
    Some(())
}

/// Whether the name is that of the service, in any partition or region, as far as it is known.
fn is_of(name: &str, service: &str) -> bool {
    let known = name.split(GAP).next().unwrap_or_default();
    let is_whole = known.len() == name.len();
    match known.strip_prefix(service) {
        Some(rest) => rest.starts_with('.') || rest.is_empty() && !is_whole,
        None => !is_whole && service.starts_with(known) || name == "*",
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn the_service_is_among_those_that_are_trusted() {
        for (trust, right) in [
            ("{Effect: Allow, Principal: {Service: codepipeline.amazonaws.com}, Action: 'sts:AssumeRole'}", true),
            ("{Effect: Allow, Principal: {Service: [codebuild.amazonaws.com]}, Action: 'sts:AssumeRole'}", false),
            ("{Effect: Allow, Principal: {Service: !Sub 'codepipeline.${AWS::URLSuffix}'}, Action: 'sts:*'}", true),
            ("{Effect: Allow, Principal: {Service: !Sub 'codebuild.${AWS::URLSuffix}'}, Action: 'sts:*'}", false),
            ("{Effect: Allow, Principal: {Service: !Ref Service}, Action: 'sts:AssumeRole'}", true),
            ("{Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: 'sts:AssumeRole'}", false),
            ("{Effect: Allow, Principal: '*', Action: 'sts:AssumeRole'}", true),
            ("{Effect: Deny, Principal: {Service: codepipeline.amazonaws.com}, Action: 'sts:AssumeRole'}", false),
            ("{Effect: Allow, Principal: {Service: codepipeline.amazonaws.com}, Action: 'sts:TagSession'}", false),
            ("!Transform {Name: Statement}", true),
        ] {
            let template = format!(
                "Resources:\n  Role: {{Type: 'AWS::IAM::Role', Properties: {{AssumeRolePolicyDocument: \
                 {{Version: '2012-10-17', Statement: [{trust}]}}}}}}\n  \
                 Pipeline: {{Type: 'AWS::CodePipeline::Pipeline', Properties: {{RoleArn: !GetAtt Role.Arn}}}}\n"
            );
            check(&X, &template, &["Resources.Pipeline.Properties.RoleArn"][usize::from(right)..]);
        }
    }
}
