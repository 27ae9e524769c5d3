//! Something is deployed to a cluster of Kubernetes.

use cfn_model::{IntoProp, Prop, sub};

use super::code_build::variables;
use super::common::{props, with_commas, wrong};
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, json_text, log_permissions, providers};
use crate::services::codebuild::EnvironmentVariable;

/// Manifests are applied to a cluster of EKS, or a Helm chart is released in it, on CodePipeline's own compute.
///
/// The role that the action runs with needs an access entry of the cluster, which tells what it may do there.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EKS.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct EksDeployAction {
    /// The action's name.
    pub name: String,
    /// The name of the cluster.
    pub cluster: Prop<String>,
    /// The artifact that holds manifests or chart.
    pub input: Artifact,
    /// What is deployed.
    pub workload: EksWorkload,
    /// The namespace of Kubernetes. By default the one that the manifests name, or `default`.
    pub namespace: Option<Prop<String>>,
    /// The ids of the subnets that a private cluster is reached from. By default those of the cluster.
    pub subnets: Vec<Prop<String>>,
    /// The ids of the security groups for that. By default those of the cluster.
    pub security_groups: Vec<Prop<String>>,
    /// Variables that take the place of their names in manifests and files of values, there with `$`. None by default.
    pub variables: Vec<EnvironmentVariable>,
}

/// What is deployed to a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EksWorkload {
    /// Manifests, by their paths in the artifact: at least one.
    Manifests(Vec<String>),
    /// A Helm chart.
    Helm {
        /// The name of the release.
        release: String,
        /// Where the chart is in the artifact.
        chart: String,
        /// Files of values, by their paths. None by default.
        values: Vec<String>,
    },
}

impl EksWorkload {
    /// Manifests, by their paths in the artifact.
    pub fn manifests<P: Into<String>>(paths: impl IntoIterator<Item = P>) -> Self {
        EksWorkload::Manifests(paths.into_iter().map(Into::into).collect())
    }

    /// The chart at that place in the artifact, as the release of that name.
    pub fn helm(release: impl Into<String>, chart: impl Into<String>) -> Self {
        EksWorkload::Helm { release: release.into(), chart: chart.into(), values: Vec::new() }
    }
}

impl EksDeployAction {
    /// The workload goes to the cluster of that name.
    pub fn new(
        name: impl Into<String>,
        cluster: impl IntoProp<String>,
        input: Artifact,
        workload: EksWorkload,
    ) -> Self {
        EksDeployAction {
            name: name.into(),
            cluster: cluster.into_prop(),
            input,
            workload,
            namespace: None,
            subnets: Vec::new(),
            security_groups: Vec::new(),
            variables: Vec::new(),
        }
    }

    /// With the ids of subnets and security groups that a private cluster is reached from.
    #[must_use]
    pub fn network<S: IntoProp<String>, G: IntoProp<String>>(
        mut self,
        subnets: impl IntoIterator<Item = S>,
        security_groups: impl IntoIterator<Item = G>,
    ) -> Self {
        self.subnets.extend(props(subnets));
        self.security_groups.extend(props(security_groups));
        self
    }

    /// With a variable.
    #[must_use]
    pub fn env(mut self, variable: EnvironmentVariable) -> Self {
        self.variables.push(variable);
        self
    }
}

impl IntoAction for EksDeployAction {
    fn into_action(self) -> Action {
        let arn = sub!("arn:{partition}:eks:{region}:{account}:cluster/{}", self.cluster.clone());
        let mut action = Action::new(self.name, &providers::eks::DEPLOY)
            .configure("ClusterName", self.cluster)
            .configure_some("Namespace", self.namespace)
            .configure_some("Subnets", with_commas(&self.subnets))
            .configure_some("SecurityGroupIds", with_commas(&self.security_groups))
            .reads([self.input])
            .needs(Statement::allow(["eks:DescribeCluster"]).on([arn]));
        action = match self.workload {
            EksWorkload::Manifests(paths) => {
                if paths.is_empty() {
                    let help = "name the files of the artifact that hold them";
                    action = action.problem("ManifestFiles", wrong("no manifests are named", help));
                }
                action.configure("ManifestFiles", paths.join(","))
            }
            EksWorkload::Helm { release, chart, values } => {
                let values = Some(values.join(",")).filter(|values| !values.is_empty());
                action
                    .configure("HelmReleaseName", release)
                    .configure("HelmChartLocation", chart)
                    .configure_some("HelmValuesFiles", values)
            }
        };
        if !self.variables.is_empty() {
            action = action.configure("EnvironmentVariables", json_text(&variables(&self.variables)));
        }
        action.permissions.extend(network(self.subnets, self.security_groups));
        action.permissions.extend(self.variables.iter().filter_map(EnvironmentVariable::permission));
        action.permissions.extend(log_permissions());
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// What it takes to reach the cluster: a network interface in its subnets. Which these are, only the
/// cluster knows, unless they are given.
fn network(subnets: Vec<Prop<String>>, security_groups: Vec<Prop<String>>) -> [Statement; 3] {
    let of = |kind: &'static str, ids: Vec<Prop<String>>| {
        let ids = if ids.is_empty() { vec![Prop::new("*")] } else { ids };
        ids.into_iter().map(move |id| sub!("arn:{partition}:ec2:{region}:{account}:{}/{}", kind, id))
    };
    let interfaces = sub!("arn:{partition}:ec2:{region}:{account}:network-interface/*");
    // None of these knows resources.
    let look = [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
    ];
    let places = of("subnet", subnets).chain(of("security-group", security_groups));
    let own = ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"];
    [
        Statement::allow(look).on_all_resources(),
        Statement::allow(["ec2:CreateNetworkInterface"]).on(places.chain([interfaces.clone()])),
        Statement::allow(own).on([interfaces]),
    ]
}
