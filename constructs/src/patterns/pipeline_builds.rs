//! [`PipelineBuild`]: one of the builds of a pipeline, and the stages that hold them.

use cfn_model::Diagnostic;

use crate::Stack;
use crate::iam::Statement;
use crate::pipeline::{Action, Stage};
use crate::services::codebuild::{BuildEnvironment, BuildspecSource, EnvironmentVariable};

/// How many actions a stage may have.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>.
const STAGE_ACTIONS: usize = 50;

/// One build of a pipeline: an action, its project, and its role.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineBuild {
    /// The name of its action, and the construct id of its project: letters, digits and `.@-_`, at most
    /// 100 characters.
    pub name: String,
    /// The project's name. By default CloudFormation makes one.
    pub project_name: Option<String>,
    /// What it does.
    pub buildspec: BuildspecSource,
    /// What its project is for, at most 255 characters. None by default.
    pub description: Option<String>,
    /// Its variables, besides those of the environment. None by default.
    pub variables: Vec<EnvironmentVariable>,
    /// What it may do, besides what all builds of the pipeline may. Nothing by default.
    pub permissions: Vec<Statement>,
    /// Where it runs. By default where the others do.
    pub environment: Option<BuildEnvironment>,
    /// When it runs, 1 to 999: after the builds that have a lower number, beside those that have the same. 1 by default.
    pub run_order: u32,
}

impl PipelineBuild {
    /// A build of that name, everything else by default.
    pub fn new(name: impl Into<String>, buildspec: impl Into<BuildspecSource>) -> Self {
        PipelineBuild {
            name: name.into(),
            project_name: None,
            buildspec: buildspec.into(),
            description: None,
            variables: Vec::new(),
            permissions: Vec::new(),
            environment: None,
            run_order: 1,
        }
    }
}

/// Stages that hold the builds, whose run orders are set: one, or as many as it takes for their number.
///
/// Builds of a lower run order come first. What is parted by the end of a stage runs in turn.
pub(super) fn stages(stack: &mut Stack, mut builds: Vec<Action>) -> Vec<Stage> {
    if builds.is_empty() {
        stack.report(
            Diagnostic::error("pipeline-builds", "the pipeline has no builds")
                .property("builds")
                .help("give it at least one, or leave the pipeline out"),
        );
    }
    builds.sort_by_key(|build| build.run_order);
    let name = |index: usize| if index == 0 { "Build".to_owned() } else { format!("Build{}", index + 1) };
    let chunks = builds.chunks(STAGE_ACTIONS).enumerate();
    chunks.map(|(index, builds)| Stage::new(name(index)).with_all(builds.to_vec())).collect()
}
