//! Conditions that are made of each other.

use cfn_model::{Function, Severity};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "circular-condition",
    severity: Severity::Error,
    title: "conditions that are made of each other",
    docs: "A condition that is made of others has no value where that leads back to itself.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    cfn_lint: &["E8001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let mut edges: Vec<(&str, &str)> = Vec::new();
    for call in context.calls.iter().filter(|call| call.call.function == Function::Condition) {
        if let ("Conditions", Some(from), Some(to)) =
            (call.place.section, call.place.entry, call.call.argument.as_str())
        {
            edges.push((from, to));
        }
    }
    let sources: std::collections::BTreeSet<&str> = edges.iter().map(|(from, _)| *from).collect();
    for start in sources {
        if let Some(way) = way_back(&edges, start) {
            let message = format!("conditions are made of each other: {}", way.join(" -> "));
            findings.push(
                Finding::new(&X, &Path::of(["Conditions", start]), message)
                    .help("write one of them out of parameters alone"),
            );
        }
    }
}

/// The shortest way from a condition back to itself.
fn way_back<'a>(edges: &[(&'a str, &'a str)], start: &'a str) -> Option<Vec<&'a str>> {
    let mut ways: Vec<Vec<&str>> = vec![vec![start]];
    let mut seen: Vec<&str> = Vec::new();
    while !ways.is_empty() {
        let mut next = Vec::new();
        for way in ways {
            let last = *way.last()?;
            for (_, to) in edges.iter().filter(|(from, _)| *from == last) {
                let mut longer = way.clone();
                longer.push(to);
                if *to == start {
                    return Some(longer);
                }
                if !seen.contains(to) {
                    seen.push(to);
                    next.push(longer);
                }
            }
        }
        ways = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn each_condition_of_a_circle_is_found() {
        check(
            &X,
            "Conditions: {A: !Not [!Condition B], B: !Or [!Condition C, !Condition A], \
             C: !Equals [!Ref AWS::Region, x], D: !Condition A}\nResources: {T: {Type: AWS::SNS::Topic}}",
            &["Conditions.A", "Conditions.B"],
        );
    }
}
