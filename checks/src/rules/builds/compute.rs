//! Sizes of machines that an environment does not have.

use cfn_model::Severity;

use super::{choice, parts, projects};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "compute-environment",
    severity: Severity::Error,
    title: "a size of machine that the environment does not have",
    docs: "Each kind of environment has its own sizes of machines, given by `ComputeType`. Sizes by attributes or by \
           instance type are those of a fleet, and macOS runs on fleets only.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html",
    cfn_lint: &[],
    run: Some(run),
};

const LAMBDA: &[&str] =
    &["BUILD_LAMBDA_1GB", "BUILD_LAMBDA_2GB", "BUILD_LAMBDA_4GB", "BUILD_LAMBDA_8GB", "BUILD_LAMBDA_10GB"];
const GENERAL: &[&str] = &[
    "BUILD_GENERAL1_SMALL",
    "BUILD_GENERAL1_MEDIUM",
    "BUILD_GENERAL1_LARGE",
    "BUILD_GENERAL1_XLARGE",
    "BUILD_GENERAL1_2XLARGE",
];
const WINDOWS: &[&str] =
    &["BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE", "BUILD_GENERAL1_XLARGE", "BUILD_GENERAL1_2XLARGE"];

/// The sizes of each kind of environment.
const SIZES: &[(&str, &[&str])] = &[
    ("LINUX_CONTAINER", GENERAL),
    ("ARM_CONTAINER", GENERAL),
    ("LINUX_GPU_CONTAINER", &["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_LARGE"]),
    ("WINDOWS_CONTAINER", WINDOWS),
    ("WINDOWS_SERVER_2019_CONTAINER", WINDOWS),
    ("WINDOWS_SERVER_2022_CONTAINER", WINDOWS),
    ("LINUX_LAMBDA_CONTAINER", LAMBDA),
    ("ARM_LAMBDA_CONTAINER", LAMBDA),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        for (case, environment) in parts(context, &project, &["Environment"]) {
            if environment.open || environment.contains("Fleet") {
                continue;
            }
            let (kind, size) = (choice(&environment, "Type"), choice(&environment, "ComputeType"));
            if let (Some("MAC_ARM"), Some(entry)) = (kind.as_deref(), environment.get("Type")) {
                let message = "an environment of type `MAC_ARM` runs on fleets only";
                findings
                    .push(Finding::new(&X, &case.path_to(entry.value), message).help("name the fleet under `Fleet`"));
            }
            let (Some(size), Some(entry)) = (size, environment.get("ComputeType")) else { continue };
            let path = || case.path_to(entry.value);
            if matches!(size.as_str(), "ATTRIBUTE_BASED_COMPUTE" | "CUSTOM_INSTANCE_TYPE") {
                let message = format!("`{size}` is a size of fleets only");
                findings.push(Finding::new(&X, &path(), message).help("name the fleet under `Fleet`"));
                continue;
            }
            let Some(kind) = kind else { continue };
            let Some((_, sizes)) = SIZES.iter().find(|(known, _)| *known == kind) else { continue };
            let is_size = GENERAL.contains(&size.as_str()) || LAMBDA.contains(&size.as_str());
            if is_size && !sizes.contains(&size.as_str()) {
                let message = format!("an environment of type `{kind}` has no machines of the size `{size}`");
                let help = format!("allowed are {}", list(sizes.iter().copied()));
                findings.push(Finding::new(&X, &path(), message).help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::builds::tests::project;
    use crate::testing::check;

    #[test]
    fn each_environment_has_its_sizes() {
        let path = "Resources.Project.Properties.Environment";
        for (environment, key) in [
            ("Type: LINUX_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL", None),
            ("Type: LINUX_CONTAINER, ComputeType: BUILD_LAMBDA_1GB", Some("ComputeType")),
            ("Type: LINUX_GPU_CONTAINER, ComputeType: BUILD_GENERAL1_MEDIUM", Some("ComputeType")),
            ("Type: WINDOWS_SERVER_2022_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL", Some("ComputeType")),
            ("Type: ARM_LAMBDA_CONTAINER, ComputeType: BUILD_LAMBDA_10GB", None),
            ("Type: LINUX_CONTAINER, ComputeType: CUSTOM_INSTANCE_TYPE", Some("ComputeType")),
            ("Type: LINUX_EC2, ComputeType: CUSTOM_INSTANCE_TYPE, Fleet: {FleetArn: !Ref Fleet}", None),
            ("Type: MAC_ARM, ComputeType: BUILD_GENERAL1_MEDIUM", Some("Type")),
            ("Type: !Ref Type, ComputeType: BUILD_LAMBDA_1GB", None),
        ] {
            let path = key.map(|key| format!("{path}.{key}"));
            let template = project(&format!("Environment: {{{environment}}}"));
            check(&X, &template, &path.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
