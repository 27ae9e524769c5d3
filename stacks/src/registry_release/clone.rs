//! The clone build of a namespace: it puts what was pushed into a bucket, which the pipeline watches.

use cfn_constructs::Stack;
use cfn_constructs::buildspec::{Buildspec, Commands, Env, Phase, Shell};
use cfn_constructs::patterns::PipelineSource;
use cfn_constructs::services::codebuild::{BuildEnvironment, EnvironmentVariable, Project, ProjectProps, Source};
use cfn_constructs::services::{Bucket, BucketProps, Minutes, Secret};
use cfn_model::codebuild;

use super::{Names, Namespace, RegistryRelease, Stage, TrainSource};

/// What the build runs.
const CLONE: &str = include_str!("scripts/clone.sh");

/// Ends the text of the script where the build writes it into a file.
const END: &str = "END_OF_SCRIPT";

/// The key of the zip file in the bucket.
const KEY: &str = "source.zip";

/// Where the pipeline of an account takes its source from. Adds what brings it there.
pub(super) fn source(
    stack: &mut Stack,
    train: &RegistryRelease,
    namespace: &Namespace,
    stage: Stage,
) -> PipelineSource {
    match &train.source {
        TrainSource::Connection { ci, beta } => {
            let connection = if stage == Stage::Ci { ci } else { beta };
            PipelineSource::connection(connection, &namespace.repository, stage.branch(namespace))
        }
        TrainSource::Webhook { token_secret, .. } => {
            let bucket = Bucket::new(stack, "Source", BucketProps::default());
            stack.output("SourceBucket", bucket.name());
            clone_project(stack, train, namespace, stage, bucket, token_secret.as_deref());
            PipelineSource::bucket(bucket, KEY)
        }
    }
}

fn clone_project(
    stack: &mut Stack,
    train: &RegistryRelease,
    namespace: &Namespace,
    stage: Stage,
    bucket: Bucket,
    token_secret: Option<&str>,
) {
    let mut variables = vec![
        // What a webhook tells wins; a build that is started by hand takes the newest commit.
        EnvironmentVariable::plain("REPOSITORY_URL", format!("https://github.com/{}.git", namespace.repository)),
        EnvironmentVariable::plain("BRANCH", stage.branch(namespace)),
        EnvironmentVariable::plain("SOURCE_BUCKET", bucket.name()),
        EnvironmentVariable::plain("OBJECT_KEY", KEY),
    ];
    variables.extend(token_secret.map(|secret| EnvironmentVariable::secret("GIT_TOKEN", Secret::new(secret), "token")));
    let write = format!("cat > /tmp/clone.sh <<'{END}'\n{}\n{END}", CLONE.trim_end());
    let buildspec = Buildspec::new()
        .env(Env::new().shell(Shell::Bash))
        .phase(Phase::Build, Commands::new([write.as_str(), "bash /tmp/clone.sh"]));
    let props = ProjectProps {
        description: Some(format!("Puts what is pushed to {} into the pipeline's bucket.", namespace.repository)),
        environment: BuildEnvironment { variables, ..BuildEnvironment::default() },
        timeout: Minutes(15),
        ..ProjectProps::new(Source::NoSource, buildspec)
    };
    let project = Project::new(stack, "Clone", props);
    let name = Names::of(train, namespace).clone_project(stage);
    stack.modify(project.handle, |project: codebuild::Project| project.name(name));
    bucket.grant_put(stack, &project, KEY);
}
