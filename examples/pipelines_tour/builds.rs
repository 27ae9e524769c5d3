//! Builds, tests, images and scans.

use cfn_constructs::pipeline::actions::{
    CodeBuildAction, CodeBuildBatch, CommandsAction, EcrBuildAndPublishAction, InspectorScanAction,
    InspectorThresholds, LambdaInvokeAction,
};
use cfn_constructs::pipeline::rules::{Comparison, LambdaInvokeRule, VariableCheckRule};
use cfn_constructs::pipeline::{
    ActionRole, Artifact, IntoAction, Output, RetryMode, Rule, Stage, execution_id, output_variable,
};
use cfn_constructs::services::Secret;
use cfn_constructs::services::codebuild::EnvironmentVariable;
use cfn_model::Prop;

use super::servers;
use super::sources::{branch, code, release};
use super::tools::Tools;

/// Templates, charts, scripts and task definitions.
pub(crate) fn built() -> Artifact {
    Artifact::new("Built")
}

/// The code of the function that suggests articles.
pub(crate) fn suggestions() -> Artifact {
    Artifact::new("Suggestions")
}

/// The version that the build has found.
pub(crate) fn version() -> Prop<String> {
    output_variable("Compile", "VERSION")
}

/// All of it runs side by side, but what needs the result of something else.
pub(crate) fn build(tools: &Tools) -> Stage {
    let compile = CodeBuildAction::new("Compile", tools.compile, code())
        // Several artifacts are named as the secondary ones of the buildspec.
        .outputs([built(), servers::revision(), suggestions()])
        .env(EnvironmentVariable::plain("RELEASE", &release()))
        .env(EnvironmentVariable::secret("LICENCE", Secret::new("shop/compiler"), "licence"));
    let test = CodeBuildAction {
        test: true,
        batch: Some(CodeBuildBatch::default()),
        ..CodeBuildAction::new("Test", tools.test, code())
    };
    // The repository takes each tag once, so that nothing that was released can change later.
    let image = EcrBuildAndPublishAction::new("Image", tools.images.name(), code()).tags([execution_id()]);
    let none = InspectorThresholds { critical: Some(0), high: Some(0), ..InspectorThresholds::default() };
    let sources =
        InspectorScanAction::source_code("ScanCode", code()).output(Artifact::new("Materials")).thresholds(none);
    let scan = InspectorScanAction::image("ScanImage", tools.images.name(), execution_id()).thresholds(none);
    Stage::new("Build")
        .with(compile)
        // Whatever a test does, it does with a role that may do nothing else.
        .with(test.role(ActionRole::PerAction))
        .with(image)
        .with(sources)
        .then(scan)
        // Machines fail, too: what went wrong is tried once more.
        .retry_on_failure(RetryMode::FailedActions)
}

/// What only releases need. Other branches skip it and go on.
pub(crate) fn check(tools: &Tools) -> Stage {
    let mut licences =
        CommandsAction::new("Licences", built(), ["./licences.sh > licences.txt", "COUNT=$(wc -l < licences.txt)"])
            .output(Output::of_files(Artifact::new("LicenceList"), ["licences.txt"]));
    licences.exported_variables = vec!["COUNT".into()];
    licences.variables = vec![EnvironmentVariable::plain("BRANCH", branch())];
    let frozen = LambdaInvokeAction::new("Frozen", tools.gate.name())
        .function_role(tools.gate.role)
        .user_parameters(licences.variable("COUNT"));
    let rules: [Rule; 2] = [
        VariableCheckRule::new("MainBranch", branch(), Comparison::Equals, "main").into(),
        LambdaInvokeRule::new("NotFrozen", tools.gate.name()).into(),
    ];
    Stage::new("Check").with(licences).then(frozen).skip_unless(rules)
}
