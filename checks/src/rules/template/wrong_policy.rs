//! What becomes of a resource that is deleted or replaced, by a word that does not exist.

use cfn_model::{Function, Severity, Value, nearest};

use crate::Check;
use crate::context::{Context, Resource};
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "wrong-policy",
    severity: Severity::Error,
    title: "a deletion policy that does not exist, or not for the type",
    docs: "`DeletionPolicy` is `Delete`, `Retain` or `RetainExceptOnCreate`; `UpdateReplacePolicy` is `Delete` or \
           `Retain`. Types that have snapshots, such as databases and volumes, take `Snapshot` as well.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
    cfn_lint: &["E3035", "E3036"],
    run: Some(run),
};

/// Types of which CloudFormation takes a snapshot.
const WITH_SNAPSHOTS: &[&str] = &[
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for resource in &context.resources {
        for (attribute, allowed) in [
            ("DeletionPolicy", &["Delete", "Retain", "RetainExceptOnCreate"][..]),
            ("UpdateReplacePolicy", &["Delete", "Retain"]),
        ] {
            if let Some(value) = resource.map.get(attribute) {
                let is_allowed = value.as_str().is_some_and(|text| allowed.contains(&text));
                if !is_allowed {
                    policy(resource, allowed, value, &resource.path().join(attribute), findings);
                }
            }
        }
    }
}

fn policy<'a>(resource: &Resource<'_>, allowed: &[&str], value: &'a Value, path: &Path<'a>, findings: &mut Findings) {
    let snapshots = WITH_SNAPSHOTS.contains(&resource.type_name).then_some("Snapshot");
    let allowed = || allowed.iter().copied().chain(snapshots);
    let given = match value {
        Value::String(text) if allowed().any(|name| name == text) => return,
        Value::String(text) => report::shown(text),
        Value::Intrinsic(call) => {
            if let (Function::If, Value::List(items)) = (call.function, &call.argument) {
                let allowed: Vec<&str> = allowed().collect();
                for (index, branch) in items.iter().enumerate().skip(1) {
                    let path = path.join(call.function.name()).join(index);
                    policy(resource, &allowed, branch, &path, findings);
                }
            }
            return;
        }
        Value::Map(map) if map.only().is_some_and(|(key, _)| key.starts_with("Fn::")) => return,
        other => other.kind().to_owned(),
    };
    let finding = Finding::new(&X, path, format!("{given} is no policy that {} takes", resource.type_name));
    findings.push(match value.as_str().and_then(|text| nearest(text, allowed())) {
        Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
        None => finding.help(format!("allowed are {}", report::list(allowed()))),
    });
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn policies_are_those_of_the_type() {
        for (attributes, expected) in [
            ("Type: AWS::SNS::Topic, DeletionPolicy: RetainExceptOnCreate, UpdateReplacePolicy: Retain", &[][..]),
            ("Type: AWS::SNS::Topic, DeletionPolicy: Keep", &["Resources.R.DeletionPolicy"]),
            ("Type: AWS::SNS::Topic, DeletionPolicy: Snapshot", &["Resources.R.DeletionPolicy"]),
            ("Type: AWS::EC2::Volume, DeletionPolicy: Snapshot", &[]),
            ("Type: AWS::SNS::Topic, UpdateReplacePolicy: RetainExceptOnCreate", &["Resources.R.UpdateReplacePolicy"]),
            ("Type: AWS::SNS::Topic, DeletionPolicy: !If [C, Retain, Keep]", &["Resources.R.DeletionPolicy.Fn::If.2"]),
            ("Type: AWS::SNS::Topic, DeletionPolicy: [Retain]", &["Resources.R.DeletionPolicy"]),
        ] {
            check(&X, &format!("Resources: {{R: {{{attributes}}}}}"), expected);
        }
    }
}
