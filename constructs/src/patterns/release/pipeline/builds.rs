//! The projects of a release pipeline.

use cfn_model::IntoProp;

use super::super::{ReleaseChannel, release_name_pattern};
use super::artifact::Making;
use super::scripts::Scripts;
use super::{SmokeTest, TemplateReleaseProps};
use crate::Stack;
use crate::buildspec::{Artifacts, Buildspec};
use crate::services::codebuild::{BuildEnvironment, EnvironmentVariable, Project, ProjectProps, Source};
use crate::services::{Bucket, Grantee, LogGroupProps, Minutes, Role};
use crate::synth::pascal_case;

/// The folder in which the parts of a release come together.
const FOLDER: &str = "release";

/// The projects, as the stages need them.
pub(super) struct Builds {
    /// Looks at what is in the first channel.
    pub(super) look: Project,
    /// The artifacts besides templates, each with its project.
    pub(super) artifacts: Vec<(Making, Project)>,
    pub(super) bake: Project,
    /// The channels, each with the project that releases into it.
    pub(super) channels: Vec<(ReleaseChannel, Bucket, Project)>,
    pub(super) smoke_test: Option<Project>,
}

impl Builds {
    pub(super) fn new(stack: &mut Stack, props: &TemplateReleaseProps) -> Self {
        let scripts = Scripts::new(stack);
        let maker = Maker { props, scripts };
        let artifacts = props.artifacts.iter().map(|artifact| {
            let making = artifact.making(&props.distribution);
            let buildspec =
                maker.scripts.buildspec(with_binaries(&making)).artifacts(Artifacts::new(making.files.iter().copied()));
            let environment = making.environment.clone();
            let project = maker.project(stack, making.name, buildspec, making.variables.clone(), environment);
            making.permissions.iter().for_each(|statement| project.allow(stack, statement.clone()));
            (making, project)
        });
        let artifacts: Vec<(Making, Project)> = artifacts.collect();
        let bake = maker.bake(stack);
        let pattern = release_name_pattern(&channels(props));
        let look = maker.look(stack, &pattern);
        let mut made = Vec::new();
        for (index, (channel, bucket)) in props.channels.channels.iter().enumerate() {
            let project = maker.channel(stack, index, channel, &pattern);
            for (making, _) in &artifacts {
                making.releasing.iter().for_each(|statement| project.allow(stack, statement.clone()));
            }
            made.push((channel.clone(), *bucket, project));
        }
        let smoke_test = props.smoke_test.as_ref().map(|test| maker.smoke_test(stack, test));
        Builds { look, artifacts, bake, channels: made, smoke_test }
    }

    /// All projects with the names of their actions.
    pub(super) fn projects(&self) -> Vec<(String, Project)> {
        let artifacts = self.artifacts.iter().map(|(making, project)| (making.name.to_owned(), *project));
        let channels = self.channels.iter().map(|(channel, _, project)| (pascal_case(&channel.name), *project));
        let test = self.smoke_test.iter().map(|project| ("SmokeTest".to_owned(), *project));
        let look = ("Look".to_owned(), self.look);
        std::iter::once(look)
            .chain(artifacts)
            .chain([("Bake".to_owned(), self.bake)])
            .chain(channels)
            .chain(test)
            .collect()
    }
}

fn channels(props: &TemplateReleaseProps) -> Vec<ReleaseChannel> {
    props.channels.channels.iter().map(|(channel, _)| channel.clone()).collect()
}

/// Where the binaries are, for those who take them.
fn with_binaries(making: &Making) -> Vec<String> {
    let binaries = "export BINARIES=${CODEBUILD_SRC_DIR_Binaries:+$CODEBUILD_SRC_DIR_Binaries/binaries}".to_owned();
    let first = making.after_binaries.then_some(binaries);
    first.into_iter().chain(making.commands.iter().cloned()).collect()
}

struct Maker<'a> {
    props: &'a TemplateReleaseProps,
    scripts: Scripts,
}

impl Maker<'_> {
    fn project(
        &self,
        stack: &mut Stack,
        id: &str,
        buildspec: Buildspec,
        variables: Vec<EnvironmentVariable>,
        environment: Option<BuildEnvironment>,
    ) -> Project {
        self.limited(stack, id, buildspec, variables, environment, self.props.timeout)
    }

    fn limited(
        &self,
        stack: &mut Stack,
        id: &str,
        buildspec: Buildspec,
        variables: Vec<EnvironmentVariable>,
        environment: Option<BuildEnvironment>,
        timeout: Minutes,
    ) -> Project {
        let mut environment = environment.unwrap_or_else(|| self.props.environment.clone());
        environment.variables.push(self.scripts.variable());
        environment.variables.extend(variables);
        let logs = LogGroupProps { retention: self.props.log_retention, ..LogGroupProps::default() };
        let props = ProjectProps { environment, timeout, logs, ..ProjectProps::new(Source::CodePipeline, buildspec) };
        let project = Project::new(stack, id, props);
        self.scripts.grant_read(stack, project);
        project
    }

    /// Bakes and lints the templates, and puts everything together.
    fn bake(&self, stack: &mut Stack) -> Project {
        let gather =
            "mkdir -p release templates && for part in ${!CODEBUILD_SRC_DIR_@}; do cp -R \"${!part}/.\" release/; done";
        let before = [gather, "if [ -e release/images.json ]; then export IMAGES=$PWD/release/images.json; fi"];
        let before = before.map(String::from);
        let bake = &self.props.bake;
        let commands = before.into_iter().chain(bake.commands.iter().cloned()).chain(self.props.lint.iter().cloned());
        let commands = commands.chain(["cp -R templates release/".to_owned()]);
        let artifacts = Artifacts::new(["**/*"]).base_directory(FOLDER);
        let buildspec = self.scripts.buildspec(commands).artifacts(artifacts);
        let project = self.project(stack, "Bake", buildspec, Vec::new(), bake.environment.clone());
        bake.permissions.iter().for_each(|statement| project.allow(stack, statement.clone()));
        project
    }

    /// Releases into a channel: into the first one what was built, into the others what is in the first.
    fn channel(&self, stack: &mut Stack, index: usize, channel: &ReleaseChannel, pattern: &str) -> Project {
        let (command, name) = if index == 0 { ("upload .", "Upload") } else { ("promote", "Promote") };
        let buildspec = self.scripts.buildspec([format!("python3 /tmp/release/release.py {command}")]);
        let mut variables = self.about(channel, pattern);
        variables.extend(self.props.distribution.sharing(&channel.name));
        let id = format!("{name}{}", pascal_case(&channel.name));
        let project = self.project(stack, &id, buildspec, variables, None);
        self.props.channels.grant_release(stack, &project, &channel.name);
        if index > 0
            && let Some((first, bucket)) = self.props.channels.channels.first()
        {
            bucket.grant_read(stack, &project, &first.prefix.pattern(&self.props.channels.product));
        }
        let shares = self.props.distribution.share_permissions(&channel.name);
        shares.into_iter().for_each(|statement| project.allow(stack, statement));
        project
    }

    /// Looks at what is in the first channel, and tells of it: whether it is there, or its hash.
    fn look(&self, stack: &mut Stack, pattern: &str) -> Project {
        let commands = ["python3 /tmp/release/release.py \"$STEP\" > /tmp/told", "export TOLD=$(cat /tmp/told)"];
        let mut buildspec = self.scripts.buildspec(commands.map(String::from));
        buildspec.env = buildspec.env.export("TOLD");
        let first = self.props.channels.channels.first();
        let variables = first.map(|(channel, _)| self.about(channel, pattern)).unwrap_or_default();
        let project = self.project(stack, "Look", buildspec, variables, None);
        if let Some((channel, bucket)) = first {
            bucket.grant_read(stack, &project, &channel.prefix.pattern(&self.props.channels.product));
        }
        project
    }

    /// What a build knows of a channel.
    fn about(&self, channel: &ReleaseChannel, pattern: &str) -> Vec<EnvironmentVariable> {
        vec![
            plain("PRODUCT", self.props.channels.product.as_str()),
            plain("CHANNEL", channel.name.as_str()),
            plain("RELEASE_PATTERN", pattern),
        ]
    }

    fn smoke_test(&self, stack: &mut Stack, test: &SmokeTest) -> Project {
        stack.scope("SmokeTest", |stack| {
            let product = &self.props.channels.product;
            let Some((channel, bucket)) = self.props.channels.channels.first() else {
                // That there is no channel has been reported.
                return self.project(stack, "Test", Buildspec::new(), Vec::new(), None);
            };
            let role: Role = test.role(stack, product, channel, *bucket);
            let buildspec = self.scripts.buildspec(["bash /tmp/release/smoke_test.sh".to_owned()]);
            let project = self.limited(stack, "Test", buildspec, test.variables(role), None, test.timeout);
            SmokeTest::grant(stack, &project, product, role);
            bucket.grant_read(stack, &project, &channel.prefix.pattern(product));
            project
        })
    }
}

pub(super) fn plain(name: &str, value: impl IntoProp<String>) -> EnvironmentVariable {
    EnvironmentVariable::plain(name, value)
}
