//! The buildspec files of the repository: one that names the batch, and one for each flavor.

use cfn_constructs::buildspec::{Artifacts, Batch, BuildEnv, Buildspec, Commands, Env, GraphEntry, Phase, Shell};

use super::{CodeBuildCi, Flavor, FlavorBuild};

/// The two sets of buildspec files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// For pushes and nights.
    Ci,
    /// For releases, which are told what they are for by `RELEASE_ID` and `DRY_RUN`.
    Release,
}

impl Form {
    fn folder(self) -> &'static str {
        match self {
            Form::Ci => "ci",
            Form::Release => "release",
        }
    }

    fn build(self, props: &CodeBuildCi) -> &FlavorBuild {
        match self {
            Form::Ci => &props.build,
            Form::Release => props.release_build(),
        }
    }
}

/// The path of the buildspec that names the batch.
pub(super) fn batch_path(props: &CodeBuildCi, form: Form) -> String {
    format!("{}/{}/buildspec.yaml", props.buildspec_folder, form.folder())
}

fn flavor_path(props: &CodeBuildCi, form: Form, flavor: &Flavor) -> String {
    format!("{}/{}/{}/build_buildspec.yaml", props.buildspec_folder, form.folder(), flavor.name)
}

/// Every buildspec file of a form, by its path in the repository.
pub(super) fn files(props: &CodeBuildCi, form: Form) -> Vec<(String, Buildspec)> {
    let mut flavors: Vec<&Flavor> = props.flavors.iter().collect();
    flavors.sort();
    let build = form.build(props);
    let entries = flavors.iter().map(|flavor| {
        GraphEntry::new(flavor.identifier()).buildspec(flavor_path(props, form, flavor)).env(
            BuildEnv::new()
                .compute_type(build.compute_type.as_str())
                .privileged_mode(true)
                .variable("FLAVOR", flavor.name.as_str()),
        )
    });
    let batch = Buildspec::new().batch(Batch::graph(entries).fast_fail(false));
    let mut files = vec![(batch_path(props, form), batch)];
    files
        .extend(flavors.iter().map(|flavor| (flavor_path(props, form, flavor), flavor_buildspec(props, form, flavor))));
    files
}

fn flavor_buildspec(props: &CodeBuildCi, form: Form, flavor: &Flavor) -> Buildspec {
    let build = form.build(props);
    let mut env = Env::new().shell(Shell::Bash).variable("FLAVOR", flavor.name.as_str());
    if form == Form::Release {
        // Without values of its own a release does nothing that lasts.
        env = env.variable("RELEASE_ID", "").variable("DRY_RUN", "--dry-run");
    }
    if let Some(config_file) = &props.config_file {
        env = env.variable("CONFIG_FILE", config_file.as_str());
    }
    for variable in &build.variables {
        env = env.variable(variable.name.as_str(), variable.value.as_str());
    }
    for secret in &build.secrets {
        env = env.secret(secret.name.as_str(), format!("{}:{}", secret.secret, secret.key));
    }
    let phases = [(Phase::Install, &build.install), (Phase::PreBuild, &build.pre_build), (Phase::Build, &build.build)];
    let buildspec = phases
        .into_iter()
        .filter(|(_, commands)| !commands.is_empty())
        .fold(Buildspec::new().env(env), |buildspec, (phase, commands)| {
            buildspec.phase(phase, Commands::new(commands.iter().map(String::as_str)))
        });
    buildspec.artifacts(
        Artifacts::new(["**/*"])
            .name(format!("{}_$(date +%Y-%m-%d-%Hh-%Mm-%Ss)", form.folder()))
            .base_directory(build.artifacts.as_str())
            .s3_prefix(format!("flavor_{}", flavor.name)),
    )
}
