//! Checks of what the builds of a graph wait for.

use cfn_model::Severity;
use indexmap::{IndexMap, IndexSet};

use super::Check;
use super::batch::MAX_BUILDS;
use crate::buildspec::{Builds, Buildspec, GraphEntry};
use cfn_model::nearest;

fn entries(spec: &Buildspec) -> &[GraphEntry] {
    match spec.batch.as_ref().map(|batch| &batch.builds) {
        Some(Builds::Graph(entries)) => entries,
        _ => &[],
    }
}

pub(super) static UNKNOWN_DEPENDENCY: Check<Buildspec> = Check {
    code: "buildspec-unknown-dependency",
    severity: Severity::Error,
    summary: "A build waits for one that the graph does not have.",
    run: |spec, findings| {
        let names: IndexSet<&str> = entries(spec).iter().map(name).collect();
        for (index, entry) in entries(spec).iter().enumerate() {
            for (place, dependency) in entry.depend_on.iter().enumerate() {
                if names.contains(dependency.as_str()) {
                    continue;
                }
                let path = format!("batch.build-graph.{index}.depend-on.{place}");
                let message = format!("`{}` waits for `{dependency}`, which is no build here", name(entry));
                let help = match nearest(dependency.as_str(), names.iter().copied().take(MAX_BUILDS)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "add the build, or take the dependency out".to_owned(),
                };
                findings.add(path, message, help);
            }
        }
    },
};

pub(super) static CYCLE: Check<Buildspec> = Check {
    code: "buildspec-dependency-cycle",
    severity: Severity::Error,
    summary: "Builds wait for each other in a circle.",
    run: |spec, findings| {
        for cycle in cycles(entries(spec)) {
            let names: Vec<&str> = cycle.iter().map(|index| name(&entries(spec)[*index])).collect();
            let message = format!("builds wait for each other: {} -> {}", names.join(" -> "), names[0]);
            let path = format!("batch.build-graph.{}.depend-on", cycle[0]);
            findings.add(path, message, "take one of these dependencies out");
        }
    },
};

fn name(entry: &GraphEntry) -> &str {
    entry.build.identifier.as_str()
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnPath,
    Done,
}

/// Circles of the graph, each as the indices of its builds, from the first one that is met.
///
/// One for each way back that a walk along the dependencies meets; without those there is no circle left.
fn cycles(entries: &[GraphEntry]) -> Vec<Vec<usize>> {
    let index: IndexMap<&str, usize> = entries.iter().enumerate().map(|(index, entry)| (name(entry), index)).collect();
    let next = |at: usize, place: usize| Some(index.get(entries[at].depend_on.get(place)?.as_str()).copied());
    let mut states = vec![State::New; entries.len()];
    let mut found = Vec::new();
    for start in 0..entries.len() {
        if states[start] != State::New {
            continue;
        }
        // A stack of its own, since a chain can be as long as the document.
        let mut path = vec![(start, 0)];
        states[start] = State::OnPath;
        while let Some((at, place)) = path.last_mut() {
            let Some(target) = next(*at, *place) else {
                states[*at] = State::Done;
                path.pop();
                continue;
            };
            *place += 1;
            match target.map(|target| (target, states[target])) {
                Some((target, State::New)) => {
                    states[target] = State::OnPath;
                    path.push((target, 0));
                }
                Some((target, State::OnPath)) => {
                    found.push(path.iter().map(|(at, _)| *at).skip_while(|at| *at != target).collect());
                }
                Some((_, State::Done)) | None => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::Batch;

    /// A graph of builds with what they wait for: `a: b c` on each line.
    fn graph(lines: &str) -> Buildspec {
        let entry = |line: &str| {
            let (name, dependencies) = line.split_once(':').unwrap_or((line, ""));
            GraphEntry::new(name.trim()).depend_on(dependencies.split_whitespace())
        };
        Buildspec::new().batch(Batch::graph(lines.lines().map(entry)))
    }

    #[test]
    fn builds_wait_for_builds_that_are_there() {
        expect(&UNKNOWN_DEPENDENCY, graph("a: b\nb:"), &[]);
        let spec = graph("build_a:\nb: build_a bild_a");
        assert_eq!(UNKNOWN_DEPENDENCY.findings(&spec)[0].help.as_deref(), Some("did you mean `build_a`?"));
        expect(
            &UNKNOWN_DEPENDENCY,
            spec,
            &["batch.build-graph.1.depend-on.1: `b` waits for `bild_a`, which is no build here"],
        );
    }

    #[test]
    fn a_graph_without_circles_is_fine() {
        expect(&CYCLE, graph("a: b c\nb: d\nc: d\nd:"), &[]);
        expect(&CYCLE, graph("a: missing"), &[]);
    }

    #[test]
    fn circles_are_shown() {
        expect(&CYCLE, graph("a: a"), &["batch.build-graph.0.depend-on: builds wait for each other: a -> a"]);
        expect(
            &CYCLE,
            graph("x: a\na: b\nb: c\nc: a\ny: z\nz: y"),
            &[
                "batch.build-graph.1.depend-on: builds wait for each other: a -> b -> c -> a",
                "batch.build-graph.4.depend-on: builds wait for each other: y -> z -> y",
            ],
        );
    }

    #[test]
    fn a_long_chain_does_not_overflow() {
        let lines: Vec<String> = (0..100_000).map(|index| format!("b{index}: b{}", index + 1)).collect();
        expect(&CYCLE, graph(&lines.join("\n")), &[]);
    }
}
