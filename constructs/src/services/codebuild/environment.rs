//! Where a build runs: image, size and variables.

use cfn_model::codebuild::project::{
    Environment, EnvironmentImagePullCredentialsType, EnvironmentType, EnvironmentVariable as Variable,
    EnvironmentVariableType, ProjectFleet, RegistryCredential, RegistryCredentialCredentialProvider,
};
use cfn_model::{IntoProp, Prop, sub};

use super::super::Secret;
use super::Fleet;
use crate::Stack;
use crate::iam::Statement;
use crate::services::{Grantee, Role};

/// How large the machine of a build is.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ComputeType {
    /// 2 vCPUs and 4 GiB of memory (`BUILD_GENERAL1_SMALL`).
    #[default]
    Small,
    /// 4 vCPUs and 8 GiB of memory (`BUILD_GENERAL1_MEDIUM`).
    Medium,
    /// 8 vCPUs and 16 GiB of memory (`BUILD_GENERAL1_LARGE`).
    Large,
    /// 36 vCPUs and 72 GiB of memory (`BUILD_GENERAL1_XLARGE`).
    XLarge,
    /// 72 vCPUs and 144 GiB of memory (`BUILD_GENERAL1_2XLARGE`).
    X2Large,
}

impl ComputeType {
    /// Every size, the smallest first.
    pub const ALL: [ComputeType; 5] =
        [ComputeType::Small, ComputeType::Medium, ComputeType::Large, ComputeType::XLarge, ComputeType::X2Large];

    /// The name CodeBuild knows it by.
    pub fn name(self) -> &'static str {
        match self {
            ComputeType::Small => "BUILD_GENERAL1_SMALL",
            ComputeType::Medium => "BUILD_GENERAL1_MEDIUM",
            ComputeType::Large => "BUILD_GENERAL1_LARGE",
            ComputeType::XLarge => "BUILD_GENERAL1_XLARGE",
            ComputeType::X2Large => "BUILD_GENERAL1_2XLARGE",
        }
    }

    /// The size of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        ComputeType::ALL.into_iter().find(|compute_type| compute_type.name() == name)
    }
}

/// A variable of a build, and where its value comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvironmentVariable {
    name: String,
    value: VariableValue,
}

#[derive(Clone, Debug, PartialEq)]
enum VariableValue {
    Plain(Prop<String>),
    Parameter(String),
    Secret { secret: Secret, json_key: String },
}

impl EnvironmentVariable {
    /// A variable whose value anyone may see who can see the project.
    pub fn plain(name: impl Into<String>, value: impl IntoProp<String>) -> Self {
        EnvironmentVariable { name: name.into(), value: VariableValue::Plain(value.into_prop()) }
    }

    /// A variable that the build reads from the Parameter Store when it starts.
    pub fn parameter(name: impl Into<String>, parameter: impl Into<String>) -> Self {
        EnvironmentVariable { name: name.into(), value: VariableValue::Parameter(parameter.into()) }
    }

    /// A variable that the build reads from one key of a secret when it starts.
    pub fn secret(name: impl Into<String>, secret: Secret, json_key: impl Into<String>) -> Self {
        EnvironmentVariable { name: name.into(), value: VariableValue::Secret { secret, json_key: json_key.into() } }
    }

    /// The variable's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn to_property(&self) -> Variable {
        let name = self.name.as_str();
        match &self.value {
            VariableValue::Plain(value) => Variable::new(name, value.clone()),
            VariableValue::Parameter(parameter) => {
                Variable::new(name, parameter).r#type(EnvironmentVariableType::ParameterStore)
            }
            VariableValue::Secret { secret, json_key } => Variable::new(name, sub!("{}:{}", secret.id(), json_key))
                .r#type(EnvironmentVariableType::SecretsManager),
        }
    }

    /// What the role of the build has to be allowed so that it can read what the variable names.
    pub(crate) fn permission(&self) -> Option<Statement> {
        match &self.value {
            VariableValue::Plain(_) => None,
            VariableValue::Parameter(parameter) => {
                let path = parameter.trim_start_matches('/');
                let arn = sub!("arn:{partition}:ssm:{region}:{account}:parameter/{}", path);
                Some(Statement::allow(["ssm:GetParameters"]).on([arn]))
            }
            VariableValue::Secret { secret, .. } => {
                Some(Statement::allow(["secretsmanager:GetSecretValue"]).on([secret.arn()]))
            }
        }
    }
}

/// Where a build runs.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildEnvironment {
    /// The image: one of CodeBuild's own (`aws/codebuild/standard:7.0`) or one of a registry.
    pub image: Prop<String>,
    /// The kind of machine. Linux on x86 by default.
    pub kind: EnvironmentType,
    /// The size of the machine. The smallest by default.
    pub compute_type: ComputeType,
    /// Whether the build may run Docker, which takes root on the build's machine. Off by default.
    pub privileged: bool,
    /// The variables. None by default.
    pub variables: Vec<EnvironmentVariable>,
    /// With what the image is pulled. With CodeBuild's own credentials by default, which open its own
    /// images and public ones.
    pub image_credentials: ImageCredentials,
    /// The machines that are kept ready for the build. By default it gets one from CodeBuild's own.
    pub fleet: Option<Fleet>,
}

/// With what the image of a build is pulled.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum ImageCredentials {
    /// CodeBuild's own: for its images, and for those that anybody may pull.
    #[default]
    CodeBuild,
    /// The project's role: for images of ECR, which has to be granted to it (`repository.grant_pull`).
    Role,
    /// User name and password in a secret, under the keys `username` and `password`: for other registries.
    Secret(Secret),
}

impl Default for BuildEnvironment {
    fn default() -> Self {
        BuildEnvironment {
            image: Prop::new("aws/codebuild/standard:7.0"),
            kind: EnvironmentType::LinuxContainer,
            compute_type: ComputeType::default(),
            privileged: false,
            variables: Vec::new(),
            image_credentials: ImageCredentials::CodeBuild,
            fleet: None,
        }
    }
}

impl BuildEnvironment {
    /// The default environment, with root on the machine so that builds can run Docker.
    pub fn docker() -> Self {
        BuildEnvironment { privileged: true, ..BuildEnvironment::default() }
    }

    pub(super) fn to_property(&self) -> Environment {
        let mut environment =
            Environment::new(self.compute_type.name(), self.image.clone(), self.kind).privileged_mode(self.privileged);
        match &self.image_credentials {
            ImageCredentials::CodeBuild => {}
            ImageCredentials::Role => {
                environment = environment.image_pull_credentials_type(EnvironmentImagePullCredentialsType::ServiceRole);
            }
            ImageCredentials::Secret(secret) => {
                let provider = RegistryCredentialCredentialProvider::SecretsManager;
                environment = environment
                    .image_pull_credentials_type(EnvironmentImagePullCredentialsType::ServiceRole)
                    .registry_credential(RegistryCredential::new(secret.id(), provider));
            }
        }
        if let Some(fleet) = self.fleet {
            environment = environment.fleet(ProjectFleet::new().fleet_arn(fleet.arn()));
        }
        if self.variables.is_empty() {
            return environment;
        }
        let variables: Vec<Variable> = self.variables.iter().map(EnvironmentVariable::to_property).collect();
        environment.environment_variables(variables)
    }

    pub(super) fn grant_read(&self, stack: &mut Stack, role: Role) {
        self.variables.iter().filter_map(EnvironmentVariable::permission).for_each(|read| role.allow(stack, read));
        let secrets = self.variables.iter().filter_map(|variable| match &variable.value {
            VariableValue::Secret { secret, .. } => secret.key(),
            _ => None,
        });
        secrets.for_each(|key| key.grant_decrypt(stack, &role));
        if let ImageCredentials::Secret(secret) = &self.image_credentials {
            secret.grant_read(stack, &role);
        }
    }
}
