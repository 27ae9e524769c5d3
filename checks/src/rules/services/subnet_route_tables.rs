//! Subnets with several route tables.

use cfn_model::Severity;

use super::related::{same, select};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "subnet-route-tables",
    severity: Severity::Error,
    title: "a subnet that is associated with several route tables",
    docs: "A subnet has one route table: the second association replaces the first or fails.",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html",
    cfn_lint: &["E3022"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let associations = context.of_type("AWS::EC2::SubnetRouteTableAssociation");
    let cases: Vec<_> = associations
        .flat_map(|resource| select(context, resource, &["SubnetId"]).into_iter().map(move |case| (resource, case)))
        .collect();
    let mut told: Vec<&str> = Vec::new();
    for (resource, case) in &cases {
        let other = cases.iter().find(|(other, subnet)| {
            other.id != resource.id
                && same(context, case.value, subnet.value) == Some(true)
                && context.conditions.both(&case.env, &subnet.env).is_some()
        });
        let Some((other, _)) = other.filter(|_| !told.contains(&resource.id)) else { continue };
        told.push(resource.id);
        let path = resource.properties_path().join("SubnetId");
        let message = format!("`{}` associates the same subnet with a route table", other.id);
        findings.push(Finding::new(&X, &path, message).help("keep one of the two associations"));
    }
}
