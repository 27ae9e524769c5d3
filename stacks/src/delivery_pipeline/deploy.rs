//! What is deployed without CloudFormation: files, services of ECS, and what runs on servers.

use cfn_constructs::pipeline::actions::{CodeDeployAction, EcsDeployAction, S3DeployAction, S3Upload};
use cfn_constructs::pipeline::{self, Artifact, BucketRef, IntoAction};
use cfn_constructs::services::Minutes;
use cfn_model::Prop;
use serde::{Deserialize, Serialize};

use super::Making;

/// An artifact goes into a bucket that is there already.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct S3Deploy {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The artifact, by the name of the action that writes it.
    pub input: String,
    /// The name of the bucket.
    pub bucket: String,
    /// The folder that its files go into. The whole bucket by default.
    #[serde(default)]
    pub folder: Option<String>,
    /// The key that it is put under as it is, a zip file. By default its files are put there one by one.
    #[serde(default)]
    pub zip: Option<String>,
    /// The ARN of the key that objects are encrypted with, where that is the account's own. None by default.
    #[serde(default)]
    pub kms_key: Option<String>,
    /// The header that tells readers how long to keep an object, such as `max-age=300`. None by default.
    #[serde(default)]
    pub cache_control: Option<String>,
    /// The ARN of a role that the pipeline takes on for this action, such as one of another account. The pipeline's own by
    /// default.
    #[serde(default)]
    pub role: Option<String>,
}

/// A service of ECS gets the images that a file of the artifact names, in a rolling deployment.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EcsDeploy {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The artifact, by the name of the action that writes it.
    pub input: String,
    /// The name of the cluster.
    pub cluster: String,
    /// The name of the service.
    pub service: String,
    /// The file that names the image of each container. `imagedefinitions.json` by default.
    #[serde(default)]
    pub file: Option<String>,
    /// The task and execution roles of the service's task definition, by ARN, which ECS is handed again. None by default.
    #[serde(default)]
    pub task_roles: Vec<String>,
    /// How long the deployment may take, in minutes: 1 to 60. 60 by default.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// The ARN of a role that the pipeline takes on for this action, such as one of another account. The pipeline's own by
    /// default.
    #[serde(default)]
    pub role: Option<String>,
}

/// An artifact goes to instances of EC2 and machines on premises, with CodeDeploy. It has `appspec.yml` at its root.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeDeploy {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The artifact, by the name of the action that writes it.
    pub input: String,
    /// The name of the application.
    pub application: String,
    /// The name of its deployment group.
    pub group: String,
    /// The name of the group's deployment configuration, so that the action may read that one only. Any by default.
    #[serde(default)]
    pub deployment_configuration: Option<String>,
    /// The ARN of a role that the pipeline takes on for this action, such as one of another account. The pipeline's own by
    /// default.
    #[serde(default)]
    pub role: Option<String>,
}

impl S3Deploy {
    /// The files of the artifact go into the bucket, everything else by default.
    pub fn new(name: impl Into<String>, input: impl Into<String>, bucket: impl Into<String>) -> Self {
        S3Deploy {
            name: name.into(),
            run_order: None,
            input: input.into(),
            bucket: bucket.into(),
            folder: None,
            zip: None,
            kms_key: None,
            cache_control: None,
            role: None,
        }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        making.known("bucket", &self.bucket);
        if self.folder.is_some() && self.zip.is_some() {
            let message = format!("`{}` has a folder, and a key for a zip file", self.name);
            making.report("zip", message, "write the folder into the key, or leave the key out");
        }
        let upload = match (&self.zip, &self.folder) {
            (Some(key), _) => S3Upload::Zip(Prop::new(key)),
            (None, Some(folder)) => S3Upload::FilesInto(Prop::new(folder)),
            (None, None) => S3Upload::Files,
        };
        let bucket = BucketRef { key: self.kms_key.as_deref().map(Prop::new), ..BucketRef::named(&*self.bucket) };
        let action = S3DeployAction {
            upload,
            cache_control: self.cache_control.clone(),
            ..S3DeployAction::new(&*self.name, bucket, Artifact::new(&*self.input))
        };
        making.with_role(action.into_action(), self.role.as_deref())
    }
}

impl EcsDeploy {
    /// The service of that cluster gets the images that the artifact names, everything else by default.
    pub fn new(
        name: impl Into<String>,
        input: impl Into<String>,
        cluster: impl Into<String>,
        service: impl Into<String>,
    ) -> Self {
        EcsDeploy {
            name: name.into(),
            run_order: None,
            input: input.into(),
            cluster: cluster.into(),
            service: service.into(),
            file: None,
            task_roles: Vec::new(),
            minutes: None,
            role: None,
        }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        let input = Artifact::new(&*self.input);
        making.known("cluster", &self.cluster);
        making.known("service", &self.service);
        let action = EcsDeployAction {
            file: self.file.clone(),
            deployment_timeout: self.minutes.map(Minutes),
            task_roles: self.task_roles.iter().map(Prop::new).collect(),
            ..EcsDeployAction::new(&*self.name, &*self.cluster, &*self.service, input)
        };
        making.with_role(action.into_action(), self.role.as_deref())
    }
}

impl CodeDeploy {
    /// The artifact goes to that group of the application, everything else by default.
    pub fn new(
        name: impl Into<String>,
        input: impl Into<String>,
        application: impl Into<String>,
        group: impl Into<String>,
    ) -> Self {
        CodeDeploy {
            name: name.into(),
            run_order: None,
            input: input.into(),
            application: application.into(),
            group: group.into(),
            deployment_configuration: None,
            role: None,
        }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        let input = Artifact::new(&*self.input);
        making.known("application", &self.application);
        making.known("group", &self.group);
        let action = CodeDeployAction {
            config: self.deployment_configuration.as_deref().map(Prop::new),
            ..CodeDeployAction::new(&*self.name, &*self.application, &*self.group, input)
        };
        making.with_role(action.into_action(), self.role.as_deref())
    }
}
