//! [`Batch`]: one start that runs many builds.

use cfn_model::{Map, Value};

use super::{Fanout, GraphEntry, ListEntry, Matrix};
use crate::spec::{Fields, Writer, names};

/// The builds that one start of the project runs.
///
/// The project needs a batch configuration with a role of its own.
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Whether one failed build stops those that run. Default: no.
    pub fast_fail: Option<bool>,
    /// The builds, in one of four forms.
    pub builds: Builds,
}

/// The form of a batch.
#[derive(Clone, Debug, PartialEq)]
pub enum Builds {
    /// Builds that wait for others.
    Graph(Vec<GraphEntry>),
    /// Builds that run side by side.
    List(Vec<ListEntry>),
    /// One build for each combination of values.
    Matrix(Box<Matrix>),
    /// One build, run several times to share its tests.
    Fanout(Fanout),
}

impl Builds {
    /// The keys of the four forms.
    const FORMS: &[&str] = &["build-graph", "build-list", "build-matrix", "build-fanout"];

    /// The key of this form.
    pub(super) fn form(&self) -> &'static str {
        match self {
            Builds::Graph(_) => "build-graph",
            Builds::List(_) => "build-list",
            Builds::Matrix(_) => "build-matrix",
            Builds::Fanout(_) => "build-fanout",
        }
    }

    /// The key of the form that is there; `None`, and a report, where none is or several are.
    fn form_of(fields: &Fields<'_>) -> Option<&'static str> {
        let found = fields.present(Builds::FORMS);
        let message = match found.as_slice() {
            [one] => return Some(one),
            [] => format!("a batch without builds; one of {} says which", names(Builds::FORMS)),
            several => format!("a batch has one form, but here are {}", names(several)),
        };
        fields.error_here("buildspec-batch-form", message, "keep exactly one of them");
        None
    }
}

impl Batch {
    pub(super) const KEYS: &[&str] = &["fast-fail", "build-graph", "build-list", "build-matrix", "build-fanout"];

    /// Builds of which some wait for others.
    pub fn graph(entries: impl IntoIterator<Item = GraphEntry>) -> Self {
        Batch::of(Builds::Graph(entries.into_iter().collect()))
    }

    /// Builds that run side by side.
    pub fn list(entries: impl IntoIterator<Item = ListEntry>) -> Self {
        Batch::of(Builds::List(entries.into_iter().collect()))
    }

    /// One build for each combination of values.
    pub fn matrix(matrix: Matrix) -> Self {
        Batch::of(Builds::Matrix(Box::new(matrix)))
    }

    /// `parallelism` builds that share the tests of one.
    pub fn fanout(parallelism: u32) -> Self {
        Batch::of(Builds::Fanout(Fanout::new(parallelism)))
    }

    fn of(builds: Builds) -> Self {
        Batch { fast_fail: None, builds }
    }

    /// Sets whether one failed build stops those that run.
    #[must_use]
    pub fn fast_fail(mut self, fast_fail: bool) -> Self {
        self.fast_fail = Some(fast_fail);
        self
    }

    /// How many builds one start of the batch runs.
    pub fn build_count(&self) -> usize {
        match &self.builds {
            Builds::Graph(entries) => entries.len(),
            Builds::List(entries) => entries.len(),
            Builds::Matrix(matrix) => matrix.build_count(),
            Builds::Fanout(fanout) => usize::try_from(fanout.parallelism).unwrap_or(usize::MAX),
        }
    }

    /// The entries of a graph or of a list.
    pub fn entries(&self) -> impl Iterator<Item = &ListEntry> {
        let (graph, list): (&[GraphEntry], &[ListEntry]) = match &self.builds {
            Builds::Graph(entries) => (entries, &[]),
            Builds::List(entries) => (&[], entries),
            Builds::Matrix(_) | Builds::Fanout(_) => (&[], &[]),
        };
        graph.iter().map(|entry| &entry.build).chain(list)
    }

    /// The entries, each with its path in the document.
    pub(super) fn entries_with_path(&self) -> impl Iterator<Item = (String, &ListEntry)> {
        let form = self.builds.form();
        self.entries().enumerate().map(move |(index, entry)| (format!("batch.{form}.{index}"), entry))
    }

    /// Whether every build has a buildspec of its own, so that none runs the document that holds the batch.
    pub(super) fn builds_have_buildspecs(&self) -> bool {
        match &self.builds {
            Builds::Graph(_) | Builds::List(_) => self.entries().all(|entry| entry.buildspec.is_some()),
            Builds::Matrix(matrix) => !matrix.buildspecs.is_empty(),
            Builds::Fanout(_) => false,
        }
    }

    /// Reads the section; `None` where it has no form or more than one, which is reported.
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        Builds::form_of(fields)?;
        let graph = || Some(Builds::Graph(fields.items("build-graph", GraphEntry::KEYS, GraphEntry::read)?));
        let list = || Some(Builds::List(fields.items("build-list", ListEntry::KEYS, ListEntry::read)?));
        let matrix = || Some(Builds::Matrix(Box::new(fields.section("build-matrix", Matrix::KEYS, Matrix::read)?)));
        let fanout = || Some(Builds::Fanout(fields.section("build-fanout", Fanout::KEYS, Fanout::read)?));
        let builds = graph().or_else(list).or_else(matrix).or_else(fanout)?;
        Some(Batch { fast_fail: fields.flag("fast-fail"), builds })
    }

    pub(super) fn write(&self) -> Map {
        let builds = match &self.builds {
            Builds::Graph(entries) => items(entries, GraphEntry::write),
            Builds::List(entries) => items(entries, ListEntry::write),
            Builds::Matrix(matrix) => Value::Map(matrix.write()),
            Builds::Fanout(fanout) => Value::Map(fanout.write()),
        };
        Writer::default().flag("fast-fail", self.fast_fail).value(self.builds.form(), Some(builds)).finish()
    }
}

fn items<T>(items: &[T], write: impl Fn(&T) -> Map) -> Value {
    Value::List(items.iter().map(|item| Value::Map(write(item))).collect())
}
