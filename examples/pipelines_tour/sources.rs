//! Where a release begins: sources of every kind, and what starts the pipeline.

use cfn_constructs::pipeline::actions::{
    ChangeDetection, CodeCommitSourceAction, ConnectionSourceAction, EcrSourceAction, S3SourceAction,
};
use cfn_constructs::pipeline::{
    Artifact, PullRequestEvent, PullRequestFilter, PushFilter, Stage, Trigger, Variable, output_variable,
};
use cfn_model::Prop;

use super::tools::Tools;

/// The code of the shop.
pub(crate) fn code() -> Artifact {
    Artifact::new("Code")
}

/// The settings of all stages.
pub(crate) fn settings() -> Artifact {
    Artifact::new("SettingsFiles")
}

/// The branch that is released.
pub(crate) fn branch() -> Prop<String> {
    output_variable("GitHub", "BranchName")
}

/// What whoever starts a release by hand can say.
pub(crate) fn variables() -> Vec<Variable> {
    vec![release(), Variable::new("dry_run").default_value("no").description("Say `yes` to stop before production.")]
}

/// The name of the release.
pub(crate) fn release() -> Variable {
    Variable::new("release").default_value("unnamed").description("What the release is called in public.")
}

/// The stage, and with it the events that start the pipeline.
pub(crate) fn stage(tools: &Tools) -> Stage {
    let github = ConnectionSourceAction {
        // Builds get the repository with its history, which the version is made from.
        full_clone: true,
        ..ConnectionSourceAction::through("GitHub", tools.connection, "acme/shop", "main", code())
    };
    let settings = CodeCommitSourceAction::new("Settings", tools.settings.name(), "main", settings());
    // Another team's repository: each image that it pushes as `latest` is a release of the shop as well.
    let base = EcrSourceAction::new("BaseImage", "platform/base", Artifact::new("Base"));
    // The catalogue goes along with the next release, and starts none.
    let mut catalogue = S3SourceAction::new("Catalogue", tools.catalogue, "articles.zip", Artifact::new("Articles"));
    catalogue.detection = ChangeDetection::None;
    Stage::new("Source").with(github).with(settings).with(base).with(catalogue)
}

/// Which pushes and pull requests start it, instead of each push to the branch.
pub(crate) fn triggers() -> Vec<Trigger> {
    let code = PushFilter::branches(["main", "hotfix/*"])
        .except_branches(["hotfix/draft-*"])
        .file_paths(["src/**", "infrastructure/**"])
        .except_file_paths(["**/*.md"]);
    let tags = PushFilter::tags(["v*"]).except_tags(["v*-rc*"]);
    let merged = PullRequestFilter::into_branches(["main"]).events([PullRequestEvent::Closed]).file_paths(["src/**"]);
    vec![Trigger::new("GitHub").push(code).push(tags).pull_request(merged)]
}
