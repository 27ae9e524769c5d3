//! Resources that wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use cfn_model::Severity;

use super::undefined_dependency::dependencies;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "circular-reference",
    severity: Severity::Error,
    title: "resources that wait for each other",
    docs: "CloudFormation makes a resource after those that it refers to or depends on. Where that leads back to the \
           resource itself, none can be first. What two of them need of each other is often an attachment of its own, \
           such as `AWS::EC2::SecurityGroupIngress`, or a name that is written out instead of referred to.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
    cfn_lint: &["E3004"],
    run: Some(run),
};

const HELP: &str = "take one of the references out of the circle, for instance by a policy or permission that is a \
                    resource of its own";

fn run(context: &Context<'_>, findings: &mut Findings) {
    let edges = edges(context);
    for circle in circles(&edges) {
        for (at, member) in circle.iter().enumerate() {
            // Each reads the way from itself back to itself.
            let way: Vec<&str> =
                circle[at..].iter().chain(&circle[..=at]).map(|index| context.resources[*index].id).collect();
            let path = context.resources[*member].path();
            let message = format!("resources wait for each other: {}", way.join(" -> "));
            findings.push(Finding::new(&X, &path, message).help(HELP));
        }
    }
}

/// Which resources each resource waits for, by their numbers.
fn edges(context: &Context<'_>) -> Vec<Vec<usize>> {
    let mut edges = vec![Vec::new(); context.resources.len()];
    // SAM makes several resources of one, which may break what looks like a circle.
    let counts = |index: usize| !context.resources[index].type_name.starts_with("AWS::Serverless::");
    let mut add = |from: usize, to: usize| {
        if counts(from) && counts(to) {
            edges[from].push(to);
        }
    };
    for mention in &context.mentions {
        // What metadata refers to is waited for as well.
        if let (Some(from), Some(to)) = (mention.call(&context.calls).place.resource, mention.resource) {
            add(from, to);
        }
    }
    for (from, resource) in context.resources.iter().enumerate() {
        dependencies(resource).filter_map(|(_, to)| context.index(to)).for_each(|to| add(from, to));
    }
    for targets in &mut edges {
        targets.sort_unstable();
        targets.dedup();
    }
    edges
}

/// A circle for each group of nodes that all lead to each other: the shortest through the group's first.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let in_circles = in_circles(edges);
    for start in (0..edges.len()).filter(|node| in_circles[*node]) {
        if told.contains(&start) {
            continue;
        }
        if let Some(circle) = shortest(edges, &in_circles, start) {
            told.extend(&circle);
            found.push(circle);
        }
    }
    found
}

/// Whether each node is left when those without ways in or out are taken away: circles and what is between them.
fn in_circles(edges: &[Vec<usize>]) -> Vec<bool> {
    let mut back = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        targets.iter().for_each(|to| back[*to].push(from));
    }
    let mut left = vec![true; edges.len()];
    for (there, other) in [(edges, &back[..]), (&back[..], edges)] {
        let of_those_left = |targets: &Vec<usize>| targets.iter().filter(|target| left[**target]).count();
        let mut count: Vec<usize> = there.iter().map(of_those_left).collect();
        let mut ends: Vec<usize> = (0..edges.len()).filter(|node| left[*node] && count[*node] == 0).collect();
        while let Some(end) = ends.pop() {
            left[end] = false;
            for node in &other[end] {
                count[*node] -= 1;
                if count[*node] == 0 && left[*node] {
                    ends.push(*node);
                }
            }
        }
    }
    left
}

fn shortest(edges: &[Vec<usize>], among: &[bool], start: usize) -> Option<Vec<usize>> {
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut round = vec![start];
    while !round.is_empty() {
        let mut next = Vec::new();
        for node in round {
            for target in edges[node].iter().filter(|target| among[**target]) {
                if *target == start {
                    let mut circle = vec![node];
                    while let Some(before) = from.get(circle.last()?) {
                        circle.push(*before);
                    }
                    circle.reverse();
                    return Some(circle);
                }
                if let std::collections::btree_map::Entry::Vacant(entry) = from.entry(*target) {
                    entry.insert(node);
                    next.push(*target);
                }
            }
        }
        round = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use cfn_model::Template;

    use super::X;
    use crate::testing::check;

    #[test]
    fn circles_are_found_once_for_each_member() {
        check(
            &X,
            "Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub '${B}'}}\n  \
             B: {Type: AWS::SNS::Topic, DependsOn: C}\n  C: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}\n  \
             D: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}\n  \
             S: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt S.TopicName}}",
            &["Resources.A", "Resources.B", "Resources.C", "Resources.S"],
        );
        check(
            &X,
            "Resources:\n  A: {Type: AWS::SNS::Topic, DependsOn: [B, C]}\n  B: {Type: AWS::SNS::Topic, DependsOn: C}\n  \
             C: {Type: AWS::SNS::Topic}",
            &[],
        );
    }

    #[test]
    fn the_circle_is_shown_as_a_way() {
        let yaml = "Resources: {A: {Type: AWS::SNS::Topic, DependsOn: B}, B: {Type: AWS::SNS::Topic, DependsOn: A}}";
        let read = Template::parse(yaml, "").expect("a template");
        let findings = crate::check(&read.template, &crate::Options::default());
        assert_eq!(findings[1].message, "resources wait for each other: B -> A -> B");
    }
}
