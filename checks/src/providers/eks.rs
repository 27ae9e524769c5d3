//! Deployments to Amazon EKS.

use super::{ConfigurationKey, Form, Need, OutputVariables, Provider, When};

/// Manifests that are applied to a cluster, or a Helm chart that is released in it.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=5,
    configuration: &[
        ConfigurationKey::required("ClusterName", "The cluster."),
        ConfigurationKey::optional("HelmReleaseName", "The name of the release. Required with Helm."),
        ConfigurationKey::optional("HelmChartLocation", "Where the chart is. Required with Helm."),
        ConfigurationKey::optional("HelmValuesFiles", "Files of values for the chart, with commas between them."),
        ConfigurationKey::optional("ManifestFiles", "The manifests, with commas between them. Required without Helm."),
        ConfigurationKey::optional("Namespace", "The namespace of Kubernetes."),
        ConfigurationKey::optional("Subnets", "The subnets to reach the cluster from, with commas between them."),
        ConfigurationKey::optional("SecurityGroupIds", "The security groups for that, with commas between them."),
        ConfigurationKey::optional("EnvironmentVariables", "Variables that the manifests name, as a JSON array.")
            .form(Form::JsonVariables(&["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"])),
    ],
    needs: &[
        Need { key: "HelmChartLocation", when: When::Has("HelmReleaseName") },
        Need { key: "HelmReleaseName", when: When::Has("HelmChartLocation") },
        Need { key: "ManifestFiles", when: When::HasNone(&["HelmReleaseName", "HelmChartLocation"]) },
    ],
    output_variables: OutputVariables::AndOthers(&["EKSClusterName"]),
    v2_only: true,
    ..Provider::new(
        "Deploy",
        "EKS",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EKS.html",
    )
};
