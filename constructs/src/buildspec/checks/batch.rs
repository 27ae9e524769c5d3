//! Checks of the builds of a batch.

use cfn_model::Severity;
use indexmap::IndexMap;

use super::Check;
use crate::buildspec::{Buildspec, Identifier};

/// How many builds a batch can have.
pub(super) const MAX_BUILDS: usize = 100;

pub(super) static EMPTY_BATCH: Check<Buildspec> = Check {
    code: "buildspec-empty-batch",
    severity: Severity::Error,
    summary: "A batch has no builds.",
    run: |spec, findings| {
        if let Some(batch) = spec.batch.as_ref().filter(|batch| batch.build_count() == 0) {
            let path = format!("batch.{}", batch.builds.form());
            findings.add(path, "the batch has no builds", "add at least one");
        }
    },
};

pub(super) static TOO_MANY_BUILDS: Check<Buildspec> = Check {
    code: "buildspec-too-many-builds",
    severity: Severity::Error,
    summary: "A batch has more than 100 builds.",
    run: |spec, findings| {
        if let Some(batch) = spec.batch.as_ref().filter(|batch| batch.build_count() > MAX_BUILDS) {
            let path = format!("batch.{}", batch.builds.form());
            let message = format!("the batch has {} builds, but at most {MAX_BUILDS} can be", batch.build_count());
            findings.add(path, message, "share them among several projects");
        }
    },
};

pub(super) static IDENTIFIER: Check<Buildspec> = Check {
    code: "buildspec-identifier",
    severity: Severity::Error,
    summary: "The identifier of a build is not made of letters, digits and underscores, or is too long.",
    run: |spec, findings| {
        let Some(batch) = &spec.batch else { return };
        for (path, entry) in batch.entries_with_path().filter(|(_, entry)| !entry.identifier.is_valid()) {
            let message = format!(
                "`{}` cannot name a build; letters, digits and underscores can, fewer than 128 of them",
                entry.identifier
            );
            let help = format!("write `{}`", Identifier::from_name(entry.identifier.as_str()));
            findings.add(format!("{path}.identifier"), message, help);
        }
    },
};

pub(super) static DUPLICATE_IDENTIFIER: Check<Buildspec> = Check {
    code: "buildspec-duplicate-identifier",
    severity: Severity::Error,
    summary: "Two builds have the same identifier.",
    run: |spec, findings| {
        let Some(batch) = &spec.batch else { return };
        let mut first: IndexMap<&Identifier, usize> = IndexMap::new();
        for (index, (path, entry)) in batch.entries_with_path().enumerate() {
            let before = *first.entry(&entry.identifier).or_insert(index);
            if before != index {
                let message = format!("build number {before} is called `{}` as well", entry.identifier);
                findings.add(format!("{path}.identifier"), message, "give each build a name of its own");
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::{Batch, Buildspec, GraphEntry, ListEntry, Matrix};

    fn graph(entries: impl IntoIterator<Item = GraphEntry>) -> Buildspec {
        Buildspec::new().batch(Batch::graph(entries))
    }

    fn matrix(matrix: Matrix) -> Buildspec {
        Buildspec::new().batch(Batch::matrix(matrix))
    }

    #[test]
    fn a_batch_has_builds() {
        expect(&EMPTY_BATCH, graph([GraphEntry::new("a")]), &[]);
        expect(&EMPTY_BATCH, graph([]), &["batch.build-graph: the batch has no builds"]);
        let spec = Buildspec::new().batch(Batch::fanout(0));
        expect(&EMPTY_BATCH, spec, &["batch.build-fanout: the batch has no builds"]);
        let none: [&str; 0] = [];
        expect(
            &EMPTY_BATCH,
            matrix(Matrix::new().variable("A", none)),
            &["batch.build-matrix: the batch has no builds"],
        );
    }

    #[test]
    fn a_batch_has_at_most_100_builds() {
        let list = |count: usize| {
            let entries = (0..count).map(|index| ListEntry::new(format!("b{index}")));
            Buildspec::new().batch(Batch::list(entries))
        };
        expect(&TOO_MANY_BUILDS, list(100), &[]);
        let found = "batch.build-list: the batch has 101 builds, but at most 100 can be";
        expect(&TOO_MANY_BUILDS, list(101), &[found]);
        let values = || (0..11).map(|value| value.to_string());
        expect(
            &TOO_MANY_BUILDS,
            matrix(Matrix::new().variable("A", values()).variable("B", values())),
            &["batch.build-matrix: the batch has 121 builds, but at most 100 can be"],
        );
    }

    #[test]
    fn identifiers_are_valid() {
        let spec = graph([GraphEntry::new("a_1"), GraphEntry::new("python-3.8")]);
        let found = "batch.build-graph.1.identifier: `python-3.8` cannot name a build; \
                     letters, digits and underscores can, fewer than 128 of them";
        assert_eq!(IDENTIFIER.findings(&spec)[0].help.as_deref(), Some("write `python_3_8`"));
        expect(&IDENTIFIER, spec, &[found]);
    }

    #[test]
    fn identifiers_are_told_apart() {
        expect(
            &DUPLICATE_IDENTIFIER,
            graph([GraphEntry::new("a"), GraphEntry::new("b"), GraphEntry::new("a")]),
            &["batch.build-graph.2.identifier: build number 0 is called `a` as well"],
        );
    }
}
