//! Policies for how a resource is created and updated, that its type does not take.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::{Context, Resource};
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::schema::{part, report};

pub(super) static X: Check = Check {
    code: "wrong-update-policy",
    severity: Severity::Error,
    title: "an update policy that the type does not take",
    docs: "`UpdatePolicy` is there for Auto Scaling groups, Lambda aliases, search domains, ElastiCache replication \
           groups and AppStream fleets, with entries of their own for each.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html",
    cfn_lint: &["E3016"],
    run: Some(update),
};

pub(super) static CREATION: Check = Check {
    code: "wrong-creation-policy",
    severity: Severity::Error,
    title: "a creation policy that the type does not take",
    docs: "`CreationPolicy` has CloudFormation wait for signals of instances, Auto Scaling groups and wait conditions, \
           or start an AppStream fleet.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html",
    cfn_lint: &["E3055"],
    run: Some(creation),
};

fn update(context: &Context<'_>, findings: &mut Findings) {
    for resource in &context.resources {
        let Some(value) = resource.map.get("UpdatePolicy") else { continue };
        policy(context, resource, &X, "UpdatePolicy", value, findings);
        let forms = facts::part("UpdatePolicy");
        let known = |name: &str| forms.and_then(|forms| forms.get(name)).is_some();
        // What macros make of the resource, and what only other publishers know, is not looked at.
        if resource.schema.is_some() && !known(resource.type_name) && !context.has_foreign_macros() {
            let message = format!("`{}` takes no update policy", resource.type_name);
            let types = report::list(forms.into_iter().flat_map(crate::data::Node::entries).map(|(name, _)| name));
            let finding = Finding::new(&X, &resource.path().join("UpdatePolicy"), message);
            findings.push(finding.help(format!("take it out; it is there for {types}")));
        }
    }
}

fn creation(context: &Context<'_>, findings: &mut Findings) {
    for resource in &context.resources {
        if let Some(value) = resource.map.get("CreationPolicy") {
            policy(context, resource, &CREATION, "CreationPolicy", value, findings);
        }
    }
}

fn policy<'a>(
    context: &Context<'a>,
    resource: &Resource<'a>,
    check: &'static Check,
    attribute: &'static str,
    value: &'a Value,
    findings: &mut Findings,
) {
    let path = resource.path().join(attribute);
    let picked = |value: &Value| value.as_intrinsic().is_some_and(|call| call.function == Function::Select);
    if picked(value) && !context.has_language_extensions() {
        let message = "`Fn::Select` cannot choose among policies";
        return findings.push(Finding::new(check, &path, message).help("write the policy itself, or use `Fn::If`"));
    }
    match facts::part(attribute).and_then(|forms| forms.get(resource.type_name)) {
        Some(form) => part(context, check, form, value, (path, &resource.env), findings),
        None if !matches!(value, Value::Map(_) | Value::Intrinsic(_)) => {
            let message = format!("{} was given, a map is wanted", value.kind());
            findings
                .push(Finding::new(check, &path, message).help("write its entries below, one key and value a line"));
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{CREATION, X};
    use crate::testing::check;

    #[test]
    fn policies_belong_to_types() {
        let group = "Resources: {G: {Type: AWS::AutoScaling::AutoScalingGroup, ";
        for (policy, expected) in [
            ("{AutoScalingRollingUpdate: {MaxBatchSize: 2}}", &[][..]),
            (
                "{AutoScalingRollingUpdate: {MaxBatchSize: x}}",
                &["Resources.G.UpdatePolicy.AutoScalingRollingUpdate.MaxBatchSize"],
            ),
            ("{Rolling: {}}", &["Resources.G.UpdatePolicy.Rolling"]),
            ("!Ref AWS::Region", &["Resources.G.UpdatePolicy"]),
            ("abc", &["Resources.G.UpdatePolicy"]),
        ] {
            check(&X, &format!("{group}UpdatePolicy: {policy}}}}}"), expected);
        }
        check(&X, "Resources: {T: {Type: AWS::SNS::Topic, UpdatePolicy: {A: b}}}", &["Resources.T.UpdatePolicy"]);
        check(&CREATION, &format!("{group}CreationPolicy: {{Foo: 1}}}}}}"), &["Resources.G.CreationPolicy.Foo"]);
    }
}
