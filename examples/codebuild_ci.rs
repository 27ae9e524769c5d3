//! The CI of a repository of container flavors: credentials, a build for pushes, one at night and
//! one for releases, with the buildspec of every flavor.
//!
//! ```text
//! cargo run --example codebuild_ci -- [FLAVORS URL [CONFIG]] [COMMAND] [OPTIONS]
//! ```
//!
//! `FLAVORS` is the folder of the repository that holds one folder for each flavor, `URL` the
//! repository at GitHub, and `CONFIG` its configuration file, which the builds read. Without them a
//! small repository beside this program is taken. `--help` tells the commands and options.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cfn_stacks::codebuild_ci::{CodeBuildCi, FlavorBuild, SecretVariable, codebuild_ci, read_config, read_flavors};
use cfn_stacks::prelude::*;

fn main() -> ExitCode {
    let mut options: Vec<OsString> = std::env::args_os().skip(1).collect();
    let input = Input::take(&mut options);
    input.map_or_else(app, |input| described(&input)).run_with(options)
}

/// The set-up of the small repository.
pub(crate) fn app() -> App {
    described(&Input {
        flavors: "examples/containers/flavors".into(),
        url: "https://github.com/acme/containers".into(),
        config: Some("examples/containers/ci.yaml".into()),
    })
}

fn described(input: &Input) -> App {
    // All of what is wrong with the input is told at once.
    let flavors = read_flavors(&input.flavors);
    let config = input.config.as_ref().map(|file| read_config(file, input.root())).transpose();
    let flavors = match (flavors, config) {
        (Ok(flavors), Ok(_)) => flavors,
        (flavors, config) => {
            let problems = flavors.err().into_iter().chain(config.err()).flatten();
            return App::new().with_diagnostics(problems);
        }
    };
    let docker_hub = |name: &str, key: &str| SecretVariable::new(name, "Dockerhub", key);
    let build = FlavorBuild {
        pre_build: vec![r#"echo "$DOCKER_PASSWORD" | docker login --username "$DOCKER_USER" --password-stdin"#.into()],
        secrets: vec![docker_hub("DOCKER_USER", "User"), docker_hub("DOCKER_PASSWORD", "AccessToken")],
        ..FlavorBuild::new(["./build.sh"])
    };
    codebuild_ci(&CodeBuildCi {
        config_file: input.config_in_repository(),
        ..CodeBuildCi::new("Containers", &input.url, flavors, build)
    })
}

/// What the set-up is made from.
struct Input {
    flavors: PathBuf,
    url: String,
    config: Option<PathBuf>,
}

impl Input {
    /// Takes the leading arguments, where they are a folder, an address and perhaps a file with an ending.
    fn take(arguments: &mut Vec<OsString>) -> Option<Self> {
        let is_address = |word: &OsString| word.to_string_lossy().contains("://");
        let count = match arguments.as_slice() {
            [_, url, config, ..] if is_address(url) && Path::new(config).extension().is_some() => 3,
            [_, url, ..] if is_address(url) => 2,
            _ => 0,
        };
        let mut ours = arguments.drain(..count);
        Some(Input {
            flavors: ours.next()?.into(),
            url: ours.next()?.to_string_lossy().into_owned(),
            config: ours.next().map(PathBuf::from),
        })
    }

    /// The repository's root: the folder that holds the flavors.
    fn root(&self) -> &Path {
        self.flavors.parent().unwrap_or(Path::new("."))
    }

    /// Where builds, which begin at the repository's root, find the configuration file.
    fn config_in_repository(&self) -> Option<String> {
        let config = self.config.as_deref()?;
        Some(config.strip_prefix(self.root()).unwrap_or(config).display().to_string())
    }
}
