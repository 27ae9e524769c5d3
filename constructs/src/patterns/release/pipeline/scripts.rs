//! What builds of releases run, as files that they fetch.

use cfn_model::sub;

use crate::Stack;
use crate::assets::Asset;
use crate::buildspec::{Buildspec, Commands, Env, Phase, Shell};
use crate::iam::Statement;
use crate::services::Grantee;
use crate::services::codebuild::{EnvironmentVariable, Project};
use crate::stack::AssetObject;

const FILES: [(&str, &str); 4] = [
    ("images.py", include_str!("scripts/images.py")),
    ("release.py", include_str!("scripts/release.py")),
    ("smoke_test.sh", include_str!("scripts/smoke_test.sh")),
    ("store.py", include_str!("scripts/store.py")),
];

/// The scripts, where builds find them.
#[derive(Clone, Debug)]
pub(super) struct Scripts(AssetObject);

impl Scripts {
    pub(super) fn new(stack: &mut Stack) -> Self {
        Scripts(stack.add_asset(&Asset::files(FILES)))
    }

    /// Where a build finds them.
    pub(super) fn variable(&self) -> EnvironmentVariable {
        EnvironmentVariable::plain("SCRIPTS", sub!("s3://{}/{}", self.0.bucket.clone(), self.0.key.as_str()))
    }

    pub(super) fn grant_read(&self, stack: &mut Stack, project: Project) {
        let object = sub!("arn:{partition}:s3:::{}/{}", self.0.bucket.clone(), self.0.key.as_str());
        project.allow(stack, Statement::allow(["s3:GetObject"]).on([object]));
    }

    /// A buildspec of these commands, which find the scripts in `/tmp/release`.
    pub(super) fn buildspec(&self, commands: impl IntoIterator<Item = String>) -> Buildspec {
        let fetch = [
            "aws s3 cp --only-show-errors \"$SCRIPTS\" /tmp/release.zip",
            "python3 -m zipfile -e /tmp/release.zip /tmp/release",
        ];
        Buildspec::new()
            .env(Env::new().shell(Shell::Bash))
            .phase(Phase::PreBuild, Commands::new(fetch))
            .phase(Phase::Build, Commands::new(commands))
    }
}
