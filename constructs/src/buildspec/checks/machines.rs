//! Checks of the machines that the builds of a batch run on.

use cfn_model::Severity;

use super::{Check, Findings};
use crate::buildspec::{BuildEnv, Builds, Buildspec};
use cfn_model::nearest;

pub(super) static COMPUTE_AND_FLEET: Check<Buildspec> = Check {
    code: "buildspec-compute-and-fleet",
    severity: Severity::Error,
    summary: "A build has a compute type and a fleet, which excludes one.",
    run: |spec, findings| {
        environments(spec, |path, env| {
            if let (Some(compute_type), Some(fleet)) = (&env.compute_type, &env.fleet) {
                let message = format!("compute type `{compute_type}` and fleet `{fleet}` exclude each other");
                findings.add(path, message, "keep one of them");
            }
        });
    },
};

/// The sizes of machine that the API of CodeBuild knows.
/// See <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html>.
const COMPUTE_TYPES: &[&str] = &[
    "BUILD_GENERAL1_SMALL",
    "BUILD_GENERAL1_MEDIUM",
    "BUILD_GENERAL1_LARGE",
    "BUILD_GENERAL1_XLARGE",
    "BUILD_GENERAL1_2XLARGE",
    "BUILD_LAMBDA_1GB",
    "BUILD_LAMBDA_2GB",
    "BUILD_LAMBDA_4GB",
    "BUILD_LAMBDA_8GB",
    "BUILD_LAMBDA_10GB",
    "ATTRIBUTE_BASED_COMPUTE",
    "CUSTOM_INSTANCE_TYPE",
];

/// The kinds of machine that the API of CodeBuild knows.
const ENVIRONMENT_TYPES: &[&str] = &[
    "LINUX_CONTAINER",
    "LINUX_GPU_CONTAINER",
    "ARM_CONTAINER",
    "WINDOWS_CONTAINER",
    "WINDOWS_SERVER_2019_CONTAINER",
    "WINDOWS_SERVER_2022_CONTAINER",
    "LINUX_LAMBDA_CONTAINER",
    "ARM_LAMBDA_CONTAINER",
    "LINUX_EC2",
    "ARM_EC2",
    "WINDOWS_EC2",
    "MAC_ARM",
];

pub(super) static COMPUTE_TYPE: Check<Buildspec> = Check {
    code: "buildspec-compute-type",
    severity: Severity::Warning,
    summary: "A compute type is not one that CodeBuild is known to have.",
    run: |spec, findings| {
        environments(spec, |path, env| {
            known(findings, format!("{path}.compute-type"), env.compute_type.as_deref(), COMPUTE_TYPES);
        });
        if let Some(Builds::Matrix(matrix)) = spec.batch.as_ref().map(|batch| &batch.builds) {
            for (index, compute_type) in matrix.env.compute_types.iter().enumerate() {
                let path = format!("batch.build-matrix.dynamic.env.compute-type.{index}");
                known(findings, path, Some(compute_type), COMPUTE_TYPES);
            }
        }
    },
};

pub(super) static ENVIRONMENT_TYPE: Check<Buildspec> = Check {
    code: "buildspec-environment-type",
    severity: Severity::Warning,
    summary: "An environment type is not one that CodeBuild is known to have.",
    run: |spec, findings| {
        environments(spec, |path, env| {
            known(findings, format!("{path}.type"), env.environment_type.as_deref(), ENVIRONMENT_TYPES);
        });
    },
};

fn known(findings: &mut Findings, path: String, name: Option<&str>, names: &[&str]) {
    let Some(name) = name.filter(|name| !names.contains(name)) else { return };
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", names.join(", ")),
    };
    findings.add(path, format!("`{name}` is not known"), help);
}

/// Visits what single builds of a batch have of their own.
fn environments(spec: &Buildspec, mut visit: impl FnMut(String, &BuildEnv)) {
    let Some(batch) = &spec.batch else { return };
    for (path, entry) in batch.entries_with_path() {
        visit(format!("{path}.env"), &entry.env);
    }
    if let Builds::Matrix(matrix) = &batch.builds {
        visit("batch.build-matrix.static.env".to_owned(), &matrix.shared);
    }
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::buildspec::{Batch, GraphEntry, Matrix};

    fn graph(entries: impl IntoIterator<Item = GraphEntry>) -> Buildspec {
        Buildspec::new().batch(Batch::graph(entries))
    }

    fn matrix(matrix: Matrix) -> Buildspec {
        Buildspec::new().batch(Batch::matrix(matrix))
    }

    #[test]
    fn a_fleet_excludes_a_compute_type() {
        let env = BuildEnv::new().compute_type("BUILD_GENERAL1_SMALL").fleet("mine");
        expect(
            &COMPUTE_AND_FLEET,
            graph([GraphEntry::new("a").env(env)]),
            &["batch.build-graph.0.env: compute type `BUILD_GENERAL1_SMALL` and fleet `mine` exclude each other"],
        );
    }

    #[test]
    fn compute_types_are_known() {
        expect(&COMPUTE_TYPE, matrix(Matrix::new().compute_types(["BUILD_LAMBDA_1GB"])), &[]);
        let spec = matrix(Matrix::new().compute_types(["BUILD_GENERAL1_MEDUIM"]));
        assert_eq!(COMPUTE_TYPE.findings(&spec)[0].help.as_deref(), Some("did you mean `BUILD_GENERAL1_MEDIUM`?"));
        expect(
            &COMPUTE_TYPE,
            spec,
            &["batch.build-matrix.dynamic.env.compute-type.0: `BUILD_GENERAL1_MEDUIM` is not known"],
        );
        expect(
            &COMPUTE_TYPE,
            graph([GraphEntry::new("a").env(BuildEnv::new().compute_type("huge"))]),
            &["batch.build-graph.0.env.compute-type: `huge` is not known"],
        );
    }

    #[test]
    fn environment_types_are_known() {
        let spec = |name: &str| matrix(Matrix::new().shared(BuildEnv::new().environment_type(name)));
        expect(&ENVIRONMENT_TYPE, spec("ARM_CONTAINER"), &[]);
        expect(&ENVIRONMENT_TYPE, spec("LINUX"), &["batch.build-matrix.static.env.type: `LINUX` is not known"]);
    }
}
