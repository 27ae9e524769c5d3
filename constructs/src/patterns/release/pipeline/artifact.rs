//! [`ReleaseArtifact`]: what a release is made of.

use cfn_model::{Prop, functions};

use super::AmiDistribution;
use super::packer_permissions::packer_permissions;
use crate::iam::Statement;
use crate::services::codebuild::{BuildEnvironment, EnvironmentVariable};
use crate::services::ecr::Repository;
use crate::services::imagebuilder::ImagePipeline;

/// A build that makes a part of a release.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseBuild {
    /// The commands, run by `bash` in the source, one by one until one fails.
    pub commands: Vec<String>,
    /// What they may do, besides what each build of a release may. Nothing by default.
    pub permissions: Vec<Statement>,
    /// Where they run. By default where the others do.
    pub environment: Option<BuildEnvironment>,
}

impl ReleaseBuild {
    /// These commands, everything else by default.
    pub fn new<C: Into<String>>(commands: impl IntoIterator<Item = C>) -> Self {
        ReleaseBuild {
            commands: commands.into_iter().map(Into::into).collect(),
            permissions: Vec::new(),
            environment: None,
        }
    }
}

/// What a release is made of, besides its templates. Each kind goes through the same channels.
#[derive(Clone, Debug, PartialEq)]
pub enum ReleaseArtifact {
    /// Files, which the commands leave in `binaries/`. They are released with a file of their checksums, `SHA256SUMS`.
    Binaries(ReleaseBuild),
    /// Machine images that Packer builds. The commands run before it, for instance to install it in the version that is
    /// meant; they find the binaries in `$BINARIES`.
    Packer {
        /// The folder of the templates of Packer. They write `packer-manifest.json`, with the post-processor `manifest`, and
        /// find commit and folder of binaries as their variables `commit` and `binaries`, where they declare them.
        folder: String,
        /// What runs before Packer.
        build: ReleaseBuild,
    },
    /// Machine images that pipelines of EC2 Image Builder build, each by the name of its image.
    ImageBuilder(Vec<(String, ImagePipeline)>),
    /// Images of containers. The commands push one to each of the repositories, whose URIs are in `$REPOSITORIES`, with the
    /// tag `$BUILD_TAG`.
    OciImages(Vec<Repository>, ReleaseBuild),
    /// Helm charts, as OCI artifacts. The commands push one to each of the repositories with the version `$BUILD_TAG`.
    HelmCharts(Vec<Repository>, ReleaseBuild),
}

/// How an artifact is made, and what its release takes.
pub(super) struct Making {
    /// The name of the build and of what it hands on.
    pub(super) name: &'static str,
    pub(super) commands: Vec<String>,
    pub(super) variables: Vec<EnvironmentVariable>,
    pub(super) permissions: Vec<Statement>,
    pub(super) environment: Option<BuildEnvironment>,
    /// What is handed on: files and folders of the source.
    pub(super) files: &'static [&'static str],
    /// Whether it takes the binaries.
    pub(super) after_binaries: bool,
    /// What has to be allowed to whoever releases it.
    pub(super) releasing: Vec<Statement>,
}

impl ReleaseArtifact {
    pub(super) fn making(&self, distribution: &AmiDistribution) -> Making {
        match self {
            ReleaseArtifact::Binaries(build) => {
                Making { after_binaries: false, ..Making::new("Binaries", build, &["binaries/**/*"]) }
            }
            ReleaseArtifact::Packer { folder, build } => {
                let mut making = Making::new("Images", build, &["images.json"]).distributed(distribution);
                making.commands.push("rm -f packer-manifest.json".into());
                making.commands.push(format!("packer init '{folder}'"));
                making.commands.push(format!(
                    "PKR_VAR_commit=$COMMIT PKR_VAR_binaries=${{BINARIES:-}} packer build -color=false '{folder}'"
                ));
                making.commands.push("python3 /tmp/release/images.py packer packer-manifest.json images.json".into());
                making.permissions.extend(packer_permissions());
                making
            }
            ReleaseArtifact::ImageBuilder(pipelines) => {
                let none = ReleaseBuild::new(Vec::<String>::new());
                let mut making = Making::new("Images", &none, &["images.json"]).distributed(distribution);
                let mut command = "python3 /tmp/release/images.py build images.json".to_owned();
                for (index, (name, pipeline)) in pipelines.iter().enumerate() {
                    let variable = format!("IMAGE_PIPELINE_{index}");
                    command.push_str(&format!(" \"{name}=${variable}\""));
                    making.variables.push(EnvironmentVariable::plain(variable, pipeline.arn()));
                    making.permissions.extend(pipeline.start_permissions());
                }
                making.commands.push(command);
                making.after_binaries = false;
                making
            }
            ReleaseArtifact::OciImages(repositories, build) => {
                Making::pushed("Containers", repositories, build, &["containers.json"])
            }
            ReleaseArtifact::HelmCharts(repositories, build) => {
                Making::pushed("Charts", repositories, build, &["charts.json"])
            }
        }
    }
}

impl Making {
    fn new(name: &'static str, build: &ReleaseBuild, files: &'static [&'static str]) -> Self {
        Making {
            name,
            commands: build.commands.clone(),
            variables: Vec::new(),
            permissions: build.permissions.clone(),
            environment: build.environment.clone(),
            files,
            after_binaries: true,
            releasing: Vec::new(),
        }
    }

    fn distributed(mut self, distribution: &AmiDistribution) -> Self {
        self.variables.extend(distribution.copying());
        self.permissions.extend(distribution.copy_permissions());
        self
    }

    /// What is pushed to repositories of ECR. Its file tells the digests.
    fn pushed(
        name: &'static str,
        repositories: &[Repository],
        build: &ReleaseBuild,
        files: &'static [&'static str],
    ) -> Self {
        let mut making = Making::new(name, build, files);
        let mut command = format!("python3 /tmp/release/store.py digests {}", files[0]);
        for (index, repository) in repositories.iter().enumerate() {
            let variable = format!("REPOSITORY_{index}");
            command.push_str(&format!(" \"${variable}\""));
            making.variables.push(EnvironmentVariable::plain(variable, repository.name()));
        }
        let uris: Vec<Prop<String>> = repositories.iter().map(|repository| repository.uri()).collect();
        making.variables.push(EnvironmentVariable::plain("REPOSITORIES", functions::join(" ", uris)));
        making.commands.push(command);
        let all: Vec<Prop<String>> = repositories.iter().map(|repository| repository.arn()).collect();
        let push = [
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:GetDownloadUrlForLayer",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart",
        ];
        making.permissions.push(Statement::allow(push).on(all.clone()));
        // Signing in is to the registry as a whole, and knows no resources.
        making.permissions.push(Statement::allow(["ecr:GetAuthorizationToken"]).on_all_resources());
        making.releasing.push(Statement::allow(["ecr:BatchGetImage", "ecr:PutImage"]).on(all));
        making
    }
}
