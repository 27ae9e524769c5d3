//! [`Matrix`] and [`Fanout`]: one description that becomes many builds.

use cfn_model::{Map, Value};
use indexmap::IndexMap;

use super::BuildEnv;
use crate::spec::{Fields, Writer};

/// One build for each combination of the values that vary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Whether the batch can succeed although one of the builds failed. Default: no.
    pub ignore_failure: Option<bool>,
    /// What is the same for every build.
    pub shared: BuildEnv,
    /// The buildspecs, as paths in the source. Default: the one that holds the batch.
    pub buildspecs: Vec<String>,
    /// What varies.
    pub env: MatrixEnv,
}

/// The lists of which each build of a [`Matrix`] gets one value each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatrixEnv {
    /// Sizes of the machine.
    pub compute_types: Vec<String>,
    /// Docker images.
    pub images: Vec<String>,
    /// Variables, each with its values.
    pub variables: IndexMap<String, Vec<String>>,
}

impl Matrix {
    pub(super) const KEYS: &[&str] = &["static", "dynamic"];
    const STATIC_KEYS: &[&str] = &["ignore-failure", "env"];
    const DYNAMIC_KEYS: &[&str] = &["buildspec", "env"];
    const ENV_KEYS: &[&str] = &["compute-type", "image", "variables"];

    /// A matrix of a single build.
    pub fn new() -> Self {
        Matrix::default()
    }

    /// Sets whether the batch can succeed although one of the builds failed.
    #[must_use]
    pub fn ignore_failure(mut self, ignore: bool) -> Self {
        self.ignore_failure = Some(ignore);
        self
    }

    /// Sets what is the same for every build.
    #[must_use]
    pub fn shared(mut self, env: BuildEnv) -> Self {
        self.shared = env;
        self
    }

    /// Varies the buildspec.
    #[must_use]
    pub fn buildspecs(mut self, paths: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.buildspecs = paths.into_iter().map(Into::into).collect();
        self
    }

    /// Varies the size of the machine.
    #[must_use]
    pub fn compute_types(mut self, compute_types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.env.compute_types = compute_types.into_iter().map(Into::into).collect();
        self
    }

    /// Varies the Docker image.
    #[must_use]
    pub fn images(mut self, images: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.env.images = images.into_iter().map(Into::into).collect();
        self
    }

    /// Varies a variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.env.variables.insert(name.into(), values.into_iter().map(Into::into).collect());
        self
    }

    /// How many combinations there are.
    pub fn build_count(&self) -> usize {
        let lists = [self.buildspecs.len(), self.env.compute_types.len(), self.env.images.len()];
        // A list that is left out does not vary; a variable that is named has the values it has.
        let lists = lists.into_iter().map(|values| values.max(1));
        let variables = self.env.variables.values().map(Vec::len);
        lists.chain(variables).fold(1, usize::saturating_mul)
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let mut matrix = Matrix::default();
        fields.section("static", Self::STATIC_KEYS, |fields| {
            matrix.ignore_failure = fields.flag("ignore-failure");
            matrix.shared = fields.section("env", BuildEnv::KEYS, BuildEnv::read).unwrap_or_default();
        });
        fields.section("dynamic", Self::DYNAMIC_KEYS, |fields| {
            matrix.buildspecs = fields.texts("buildspec");
            matrix.env = fields.section("env", Self::ENV_KEYS, MatrixEnv::read).unwrap_or_default();
        });
        matrix
    }

    pub(super) fn write(&self) -> Map {
        let shared =
            Writer::default().flag("ignore-failure", self.ignore_failure).section("env", self.shared.write()).finish();
        let varied = Writer::default().texts("buildspec", &self.buildspecs).section("env", self.env.write()).finish();
        Writer::default().section("static", shared).section("dynamic", varied).finish()
    }
}

impl MatrixEnv {
    fn read(fields: &Fields<'_>) -> Self {
        MatrixEnv {
            compute_types: fields.texts("compute-type"),
            images: fields.texts("image"),
            variables: fields.texts_map("variables"),
        }
    }

    fn write(&self) -> Map {
        let variables = self.variables.iter().map(|(name, values)| (name, Value::from(values.clone())));
        Writer::default()
            .texts("compute-type", &self.compute_types)
            .texts("image", &self.images)
            .map("variables", variables)
            .finish()
    }
}

/// One build that runs several times side by side, each with a share of the tests.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/parallel-test.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Fanout {
    /// How many builds share the tests.
    pub parallelism: u32,
    /// Whether the batch can succeed although one of them failed. Default: no.
    pub ignore_failure: Option<bool>,
}

impl Fanout {
    pub(super) const KEYS: &[&str] = &["parallelism", "ignore-failure"];

    /// `parallelism` builds.
    pub fn new(parallelism: u32) -> Self {
        Fanout { parallelism, ignore_failure: None }
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        Fanout { parallelism: fields.required_number("parallelism"), ignore_failure: fields.flag("ignore-failure") }
    }

    pub(super) fn write(&self) -> Map {
        Writer::default()
            .value("parallelism", Some(self.parallelism))
            .flag("ignore-failure", self.ignore_failure)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Matrix;

    #[test]
    fn builds_are_counted_by_combination() {
        assert_eq!(Matrix::new().build_count(), 1);
        let matrix = Matrix::new().buildspecs(["a.yml", "b.yml"]).variable("V", ["1", "2", "3"]);
        assert_eq!(matrix.build_count(), 6);
        assert_eq!(matrix.variable("NONE", [""; 0]).build_count(), 0);
    }
}
