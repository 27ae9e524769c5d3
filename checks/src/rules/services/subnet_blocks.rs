//! Address blocks of subnets: inside those of their VPC, and apart from each other.

use cfn_model::Severity;

use super::related::{properties, same, select, target};
use crate::Check;
use crate::cases::Case;
use crate::context::{Context, Resource};
use crate::finding::{Finding, Findings};
use crate::networks::Block;

const PAGE: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";

pub(super) static OUTSIDE: Check = Check {
    code: "subnet-outside-vpc",
    severity: Severity::Error,
    title: "a subnet with addresses that its VPC does not have",
    docs: "The addresses of a subnet are a part of those of its VPC.",
    source: PAGE,
    cfn_lint: &["E3059"],
    run: Some(run_outside),
};

pub(super) static OVERLAP: Check = Check {
    code: "overlapping-subnets",
    severity: Severity::Error,
    title: "two subnets of a VPC that share addresses",
    docs: "No address of a VPC is in two of its subnets.",
    source: PAGE,
    cfn_lint: &["E3060"],
    run: Some(run_overlap),
};

const SUBNET: &str = "AWS::EC2::Subnet";

/// The address blocks of a subnet or VPC as they are written, with their places.
fn blocks<'a>(context: &Context<'a>, resource: &Resource<'a>) -> Vec<(Case<'a>, Block)> {
    let cases = ["CidrBlock", "Ipv6CidrBlock"].iter().flat_map(|key| select(context, resource, &[*key]));
    cases
        .filter_map(|case| Some((Block::read(case.value.as_str()?)?, case)))
        .map(|(block, case)| (case, block))
        .collect()
}

/// All blocks of a VPC; `None` where some are known only at deployment.
fn blocks_of_vpc<'a>(context: &Context<'a>, vpc: &Resource<'a>) -> Option<Vec<Block>> {
    let added = context.of_type("AWS::EC2::VPCCidrBlock").filter(|added| {
        select(context, added, &["VpcId"]).iter().any(|id| target(context, id.value).is_none_or(|to| to.id == vpc.id))
    });
    let mut all = Vec::new();
    for resource in std::iter::once(vpc).chain(added) {
        let map = properties(resource)?.map()?;
        let pools = ["AmazonProvidedIpv6CidrBlock", "Ipv4IpamPoolId", "Ipv6IpamPoolId", "Ipv6Pool"];
        let given: Vec<_> =
            ["CidrBlock", "Ipv6CidrBlock"].iter().flat_map(|key| select(context, resource, &[*key])).collect();
        let blocks = blocks(context, resource);
        if pools.iter().any(|pool| map.contains_key(pool)) || blocks.len() != given.len() {
            return None;
        }
        all.extend(blocks.into_iter().map(|(_, block)| block));
    }
    Some(all)
}

fn run_outside(context: &Context<'_>, findings: &mut Findings) {
    for subnet in context.of_type(SUBNET) {
        let vpcs = select(context, subnet, &["VpcId"]);
        let vpc = vpcs.iter().find_map(|id| target(context, id.value)).filter(|vpc| vpc.type_name == "AWS::EC2::VPC");
        let Some(of_vpc) = vpc.and_then(|vpc| blocks_of_vpc(context, vpc)) else { continue };
        for (case, block) in blocks(context, subnet) {
            if !of_vpc.is_empty() && !of_vpc.iter().any(|outer| outer.holds(&block)) {
                let wanted: Vec<String> = of_vpc.iter().map(|block| format!("`{block}`")).collect();
                let message = format!("`{block}` is not in the VPC, which has {}", wanted.join(", "));
                findings.push(Finding::new(&OUTSIDE, &case.path(), message).help("give a part of the VPC's addresses"));
            }
        }
    }
}

fn run_overlap(context: &Context<'_>, findings: &mut Findings) {
    let subnets: Vec<_> = context
        .of_type(SUBNET)
        .flat_map(|subnet| blocks(context, subnet).into_iter().map(move |(case, block)| (subnet, case, block)))
        .collect();
    for (index, (subnet, case, block)) in subnets.iter().enumerate() {
        let overlapping = subnets[..index].iter().find(|(other, at, others)| {
            other.id != subnet.id
                && block.overlaps(others)
                && in_one_vpc(context, subnet, other)
                && context.conditions.both(&case.env, &at.env).is_some()
        });
        if let Some((other, _, others)) = overlapping {
            let message = format!("`{block}` and `{others}` of `{}` share addresses", other.id);
            findings.push(Finding::new(&OVERLAP, &case.path(), message).help("give each subnet addresses of its own"));
        }
    }
}

fn in_one_vpc(context: &Context<'_>, one: &Resource<'_>, other: &Resource<'_>) -> bool {
    let (ours, theirs) = (select(context, one, &["VpcId"]), select(context, other, &["VpcId"]));
    ours.iter().any(|ours| theirs.iter().any(|theirs| same(context, ours.value, theirs.value) == Some(true)))
}
