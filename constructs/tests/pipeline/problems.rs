//! What is wrong with a pipeline.

use cfn_constructs::Stack;
use cfn_constructs::pipeline::actions::{
    ChangeDetection, CodeBuildAction, CommandsAction, ConnectionSourceAction, ManualApprovalAction, S3SourceAction,
};
use cfn_constructs::pipeline::rules::{CloudWatchAlarmRule, Comparison, VariableCheckRule};
use cfn_constructs::pipeline::{
    Action, ActionRole, ActionType, Artifact, BucketRef, IntoAction, OnFailure, Output, Pipeline, PipelineProps,
    PullRequestFilter, PushFilter, RetryMode, Stage, Trigger, Variable, execution_id, output_variable,
};
use cfn_constructs::services::codebuild::{EnvironmentVariable, Project, ProjectProps, Source};
use cfn_constructs::services::{Bucket, BucketProps, Minutes};
use cfn_model::codepipeline::pipeline::{ActionTypeIdCategory as Category, ExecutionMode, PipelineType};
use cfn_model::{Diagnostic, Severity};

use super::{project, source};

fn approval(name: &str) -> ManualApprovalAction {
    ManualApprovalAction::new(name)
}

/// A source that nothing of the stack is needed for.
fn connection(name: &str) -> ConnectionSourceAction {
    let arn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/0123";
    ConnectionSourceAction::new(name, arn, "acme/site", "main", source())
}

fn sources() -> Stage {
    Stage::new("Source").with(connection("Git"))
}

fn commands(name: &str) -> CommandsAction {
    CommandsAction::new(name, source(), ["make"])
}

fn props(stages: impl IntoIterator<Item = Stage>) -> PipelineProps {
    PipelineProps::new(std::iter::once(sources()).chain(stages))
}

fn found(props: PipelineProps) -> Vec<Diagnostic> {
    let mut stack = Stack::new("S");
    Pipeline::new(&mut stack, "Pipeline", props);
    own(super::problems(stack))
}

/// What the pipeline itself says. The checks of finished templates say much of it again.
fn own(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let codes = [
        "pipeline-name",
        "pipeline-structure",
        "pipeline-type",
        "pipeline-transition",
        "pipeline-action",
        "pipeline-artifact",
        "pipeline-variable",
        "pipeline-trigger",
        "pipeline-resource",
        "pipeline-region",
        "action-configuration",
        "artifact-store",
        "stage-condition",
    ];
    problems.retain(|problem| codes.contains(&problem.code));
    problems
}

/// The properties and messages of what is wrong, as `property: message`.
#[track_caller]
fn check(props: PipelineProps, expected: &[&str]) {
    let lines: Vec<String> = found(props).iter().map(line).collect();
    assert_eq!(lines, expected);
}

fn line(problem: &Diagnostic) -> String {
    assert!(problem.help.is_some(), "{problem}");
    assert_eq!(problem.construct.as_deref(), Some("S/Pipeline"));
    format!("{}: {}", problem.property.as_deref().unwrap_or_default(), problem.message)
}

/// As [`check`], with one stage after the sources that holds the action.
#[track_caller]
fn check_action(action: impl IntoAction, expected: &[&str]) {
    check(props([Stage::new("Go").with(action)]), expected);
}

#[test]
fn nothing_is_said_of_what_is_right() {
    let stage = Stage::new("Go").with(approval("A").timeout(Minutes(60))).then(commands("B"));
    check(props([stage.retry_on_failure(RetryMode::FailedActions)]), &[]);
}

#[test]
fn stages_and_actions_have_numbers() {
    check(PipelineProps::new([sources()]), &["Stages: the pipeline has 1 stages, 2 to 50 are allowed"]);
    let many = (0..50).map(|index| Stage::new(format!("S{index}")).with(approval("A")));
    check(props(many), &["Stages: the pipeline has 51 stages, 2 to 50 are allowed"]);
    let stage = Stage::new("Go").with_all((0..51).map(|index| approval(&format!("A{index}"))));
    check(props([stage]), &["Stages.1.Actions: the stage `Go` has 51 actions, 50 are allowed"]);
    check(props([Stage::new("Empty")]), &["Stages.1.Actions: the stage `Empty` has no actions"]);
}

#[test]
fn sources_stand_first_and_alone() {
    let mut late = connection("Late");
    late.output = Artifact::new("Late");
    let stages = [sources().with(approval("A")), Stage::new("Go").with(late)];
    check(
        PipelineProps::new(stages),
        &[
            "Stages.0.Actions.1.ActionTypeId.Category: the action `A` of the stage `Source` does not bring a source",
            "Stages.1.Actions.0.ActionTypeId.Category: the action `Late` of the stage `Go` brings a source",
        ],
    );
}

#[test]
fn names_are_checked_and_unique() {
    let long = "x".repeat(101);
    let stages = [
        Stage::new("Go").with(approval("A b")).with(approval("A")).with(approval("A")),
        Stage::new("Go").with(approval(&long)),
    ];
    let mut named = props(stages);
    named.name = Some("a/b".into());
    named.variables = vec![Variable::new("a b"), Variable::new("x"), Variable::new("x")];
    check(
        named,
        &[
            "Name: `a/b` is no name for a pipeline",
            "Stages.2.Name: two stages are named `Go`",
            "Stages.1.Actions.0.Name: `A b` is no name for an action",
            "Stages.1.Actions.2.Name: two actions of the stage `Go` are named `A`",
            "Stages.2.Actions.0.Name: the name of an action has 101 characters, 100 are allowed",
            "Variables.0.Name: `a b` is no name for a variable",
            "Variables.2.Name: two variables are named `x`",
        ],
    );
}

#[test]
fn namespaces_are_unique_and_not_those_of_codepipeline() {
    let stage = Stage::new("Go")
        .with(commands("A").namespace("x"))
        .with(commands("B").namespace("x"))
        .with(commands("C").namespace("variables"))
        .with(commands("D").namespace("a.b"));
    check(
        props([stage]),
        &[
            "Stages.1.Actions.1.Namespace: two namespaces are named `x`",
            "Stages.1.Actions.2.Namespace: the action `C` has the namespace `variables`, which is CodePipeline's",
            "Stages.1.Actions.3.Namespace: `a.b` is no name for a namespace",
        ],
    );
}

#[test]
fn artifacts_are_written_once_and_before_they_are_read() {
    let (one, two) = (Artifact::new("One"), Artifact::new("Two"));
    let read = |name: &str, artifact: &Artifact| CommandsAction::new(name, artifact.clone(), ["make"]);
    let stages = [
        Stage::new("A")
            .with(commands("Write").output(one.clone()))
            .with(read("SameTime", &one))
            .then(read("Fine", &one)),
        Stage::new("B")
            .with(read("TooEarly", &two))
            .with(read("Misspelt", &Artifact::new("Onne")))
            .then(commands("Again").output(one.clone()))
            .then(read("Itself", &two).output(two.clone())),
    ];
    check(
        props(stages),
        &[
            "Stages.2.Actions.2.OutputArtifacts.0: the artifact `One` is written twice: by `Write` of the stage `A` \
             and by `Again` of the stage `B`",
            "Stages.1.Actions.1.InputArtifacts.0: the action `SameTime` of the stage `A` reads the artifact `One`, \
             which is written at the same time by `Write` of the stage `A`",
            "Stages.2.Actions.0.InputArtifacts.0: the action `TooEarly` of the stage `B` reads the artifact `Two`, \
             which is written only later by `Itself` of the stage `B`",
            "Stages.2.Actions.1.InputArtifacts.0: the action `Misspelt` of the stage `B` reads the artifact `Onne`, \
             which no action writes",
            "Stages.2.Actions.3.InputArtifacts.0: the action `Itself` of the stage `B` reads the artifact `Two`, \
             which it writes itself",
        ],
    );
}

#[test]
fn a_kind_of_action_has_so_many_artifacts() {
    let mut action = commands("A").output(Artifact::new("One")).into_action();
    action.outputs.push(Artifact::new("Two").into());
    action.inputs.clear();
    check_action(
        action,
        &[
            "Stages.1.Actions.0.InputArtifacts: the action `A` reads 0 artifacts, 1 to 10 are allowed",
            "Stages.1.Actions.0.OutputArtifacts: the action `A` writes 2 artifacts, 0 to 1 are allowed",
        ],
    );
}

#[test]
fn configurations_have_their_own_keys() {
    let action = approval("A").into_action().configure("CustomDate", "x").configure("CustomData", "y".repeat(1_001));
    check_action(
        action,
        &[
            "Stages.1.Actions.0.Configuration.CustomDate: the action `A` has no configuration key `CustomDate`",
            "Stages.1.Actions.0.Configuration.CustomData: `CustomData` of the action `A` has 1001 characters, \
             1 to 1000 are allowed",
        ],
    );
    let mut git = connection("Git").into_action().configure("OutputArtifactFormat", "ZIP");
    git.configuration.remove("BranchName");
    check(
        PipelineProps::new([Stage::new("Source").with(git), Stage::new("Go").with(approval("A"))]),
        &[
            "Stages.0.Actions.0.Configuration.OutputArtifactFormat: `OutputArtifactFormat` of the action `Git` is `ZIP`",
            "Stages.0.Actions.0.Configuration.BranchName: the action `Git` lacks the configuration key `BranchName`",
        ],
    );
}

#[test]
fn a_custom_action_is_configured_as_its_owner_likes() {
    let kind = ActionType::custom(Category::Deploy, "Ours", "1");
    check_action(Action::new("A", kind.clone()).configure("Anything", "x"), &[]);
    check_action(
        Action::new("A", kind).region("us-east-1").role(ActionRole::PerAction),
        &[
            "Stages.1.Actions.0.RoleArn: the action `A` has a role, which only actions of AWS have",
            "Stages.1.Actions.0.Region: the action `A` runs in another region, which sources and custom actions cannot",
            "Stages.1.Actions.0.Region: the action `A` of the stage `Go` runs in `us-east-1`, and the region of the \
             pipeline itself is not known",
        ],
    );
}

#[test]
fn actions_have_bounds() {
    check_action(
        approval("A").run_order(1_000).timeout(Minutes(4)),
        &[
            "Stages.1.Actions.0.RunOrder: the run order of the action `A` is 1000, 1 to 999 are allowed",
            "Stages.1.Actions.0.TimeoutInMinutes: the timeout of the action `A` is 4 minutes, 5 to 86400 are allowed",
        ],
    );
    check_action(
        commands("A").timeout(Minutes(60)),
        &["Stages.1.Actions.0.TimeoutInMinutes: the action `A` has a timeout, which only approvals have"],
    );
    let mut action = commands("A");
    action.commands = vec!["a\nb".into(), String::new()];
    action.variables = vec![EnvironmentVariable::parameter("P", "/p")];
    action.output = Some(Output::of_files(Artifact::new("Out"), (0..11).map(|index| format!("f{index}"))));
    check_action(
        action,
        &[
            "Stages.1.Actions.0.EnvironmentVariables: the action `A` reads `P` from the Parameter Store, which it cannot",
            "Stages.1.Actions.0.OutputArtifacts: the artifact `Out` of the action `A` has 11 files, 10 are allowed",
            "Stages.1.Actions.0.Commands.0: command 1 of `A` has several lines, one is allowed",
            "Stages.1.Actions.0.Commands.1: command 2 of `A` has 0 characters, 1 to 1000 are allowed",
        ],
    );
    let mut action = approval("A").into_action();
    action.commands = vec!["make".into()];
    check_action(
        action,
        &["Stages.1.Actions.0.Commands: the action `A` has commands, which only actions of the category Compute have"],
    );
}

#[test]
fn variables_are_declared_and_have_their_values_in_time() {
    let release = Variable::new("Release").default_value("none");
    let make = || CommandsAction { exported_variables: vec!["TAG".into()], ..commands("Make") };
    let mut tell = props([
        Stage::new("Build").with(make()).with(approval("Early").message(output_variable("Make", "TAG"))).then(
            approval("Fine").message(cfn_model::sub!("{} {} {}", &release, make().variable("TAG"), execution_id())),
        ),
        Stage::new("Go")
            .with(approval("Typo").message("#{variables.Relaese}"))
            .with(approval("Nobody").message("#{MakVariables.TAG}"))
            .with(approval("Silent").message(output_variable("Fine", "X")))
            .with(approval("Kept").message(output_variable("Make", "VERSION")))
            .with(approval("Service").message("#{codepipeline.Id}")),
    ]);
    tell.variables.push(release);
    check(
        tell,
        &[
            "Stages.1.Actions.1: the action `Early` reads `#{MakeVariables.TAG}`, before `Make` has run, which gives it",
            "Stages.2.Actions.0: the action `Typo` reads `#{variables.Relaese}`, which the pipeline does not declare",
            "Stages.2.Actions.1: the action `Nobody` reads `#{MakVariables.TAG}`, and no action has that namespace",
            "Stages.2.Actions.2: the action `Silent` reads `#{FineVariables.X}`, but `Fine` gives no variables",
            "Stages.2.Actions.3: the action `Kept` reads `#{MakeVariables.VERSION}`, which `Make` does not export",
            "Stages.2.Actions.4: the action `Service` reads `#{codepipeline.Id}`, which CodePipeline does not give",
        ],
    );
}

#[test]
fn two_actions_of_a_name_need_namespaces_to_be_read() {
    let stages = [
        Stage::new("A").with(commands("Make")),
        Stage::new("B").with(commands("Make")),
        Stage::new("Go").with(approval("Tell").message(output_variable("Make", "TAG"))),
    ];
    check(
        props(stages),
        &["Stages.3.Actions.0: the action `Tell` reads `#{MakeVariables.TAG}`, and 2 actions have that name"],
    );
}

#[test]
fn a_variable_without_a_default_is_a_risk_where_the_pipeline_starts_itself() {
    let mut stack = Stack::new("S");
    let first = super::source_stage(&mut stack);
    let mut props = PipelineProps::new([first, Stage::new("Go").with(approval("A"))]);
    props.variables.push(Variable::new("Release"));
    Pipeline::new(&mut stack, "Pipeline", props);
    let assembly = cfn_constructs::App::new().with(stack).synth().expect("it is no error");
    let warnings: Vec<&Diagnostic> =
        assembly.diagnostics.iter().filter(|one| one.code == "pipeline-variable").collect();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].severity, Severity::Warning);
}

#[test]
fn triggers_fit_their_sources_and_filters_fit_together() {
    let stages = || [Stage::new("Go").with(approval("A"))];
    let mut all = props(stages());
    all.triggers = vec![
        Trigger::new("Git")
            .push(PushFilter::branches(["main"]).file_paths(["src/**"]).except_file_paths(["docs/**"]))
            .push(PushFilter::tags(["v*"]))
            .pull_request(PullRequestFilter::into_branches(["main"])),
    ];
    check(all, &[]);

    let mut wrong = props(stages());
    wrong.triggers = vec![
        Trigger::new("Git")
            .push(PushFilter { tags: PushFilter::tags(["v*"]).tags, ..PushFilter::branches(["main"]) })
            .push(PushFilter::tags(["v*"]).file_paths(["x"]))
            .push(PushFilter::branches((0..9).map(|index| format!("b{index}"))))
            .push(PushFilter::branches([""]))
            .pull_request(PullRequestFilter::default()),
        Trigger::new("Git"),
        Trigger::new("Got"),
    ];
    check(
        wrong,
        &[
            "Triggers.0.GitConfiguration.Push: the trigger for the source `Git` has 4 filters for pushes, 3 are allowed",
            "Triggers.0.GitConfiguration.Push.0: a filter for pushes of the source `Git` names both tags and branches",
            "Triggers.0.GitConfiguration.Push.1: a filter for tags of the source `Git` names file paths",
            "Triggers.0.GitConfiguration.Push.2.Branches.Includes: a filter has 9 patterns, 8 are allowed",
            "Triggers.0.GitConfiguration.Push.3.Branches.Includes: a pattern of a filter has 0 characters, 1 to 255 are \
             allowed",
            "Triggers.0.GitConfiguration.PullRequest.0: a filter for pull requests of the source `Git` names no branches",
            "Triggers.1.GitConfiguration.SourceActionName: the source `Git` has two triggers",
            "Triggers.1.GitConfiguration: the trigger for the source `Git` has no filters",
            "Triggers.2.GitConfiguration.SourceActionName: a trigger is for the source `Got`, which the pipeline does \
             not have",
            "Triggers.2.GitConfiguration: the trigger for the source `Got` has no filters",
        ],
    );

    let bucket = BucketRef::named("uploads");
    let mut upload = S3SourceAction::new("Upload", bucket, "source.zip", source());
    upload.detection = ChangeDetection::None;
    let mut other = PipelineProps::new([Stage::new("Source").with(upload), Stage::new("Go").with(approval("A"))]);
    other.triggers = vec![Trigger::new("Upload").push(PushFilter::branches(["main"]))];
    check(
        other,
        &["Triggers.0.GitConfiguration.SourceActionName: a trigger is for the source `Upload`, whose provider is `S3`"],
    );
}

#[test]
fn conditions_stand_where_they_can_and_have_rules() {
    let alarm = || CloudWatchAlarmRule::new("Quiet", "errors");
    let first = sources().roll_back_on_failure();
    let stages = [
        first,
        Stage::new("A").with(approval("A")).skip_unless([alarm()]),
        Stage::new("B").with(approval("A")).only_if([alarm(), alarm()]),
        Stage::new("C").with(approval("A")).only_if(Vec::<CloudWatchAlarmRule>::new()),
    ];
    check(
        PipelineProps::new(stages),
        &[
            "Stages.0: the stage `Source` has conditions, which the stage of the sources cannot have",
            "Stages.1.BeforeEntry: the rule `Quiet` cannot decide that the stage `A` is skipped",
            "Stages.2.BeforeEntry: two rules of a condition of the stage `B` are named `Quiet`",
            "Stages.3.BeforeEntry: a condition of the stage `C` has 0 rules, 1 to 5 are allowed",
        ],
    );
}

#[test]
fn executions_that_run_in_parallel_do_not_roll_back() {
    let check_rule = VariableCheckRule::new("Main", output_variable("Git", "BranchName"), Comparison::Equals, "main");
    let by_rule = Stage::new("B").with(approval("A")).on_failure(OnFailure::roll_back_by([check_rule]));
    let mut parallel = props([Stage::new("A").with(approval("A")).roll_back_on_failure(), by_rule]);
    parallel.execution_mode = ExecutionMode::Parallel;
    check(
        parallel,
        &[
            "Stages.1: the stage `A` rolls back, which executions that run in parallel cannot",
            "Stages.2: the stage `B` rolls back, which executions that run in parallel cannot",
        ],
    );
}

#[test]
fn the_first_type_of_pipelines_lacks_much() {
    let mut old = props([Stage::new("A").with(commands("Make")).roll_back_on_failure()]);
    old.pipeline_type = PipelineType::V1;
    old.execution_mode = ExecutionMode::Queued;
    old.variables.push(Variable::new("X").default_value("x"));
    old.triggers = vec![Trigger::new("Git").push(PushFilter::branches(["main"]))];
    check(
        old,
        &[
            "Variables: the pipeline has variables, which pipelines of type V1 do not have",
            "Triggers: the pipeline has triggers, which pipelines of type V1 do not have",
            "ExecutionMode: the execution mode is `QUEUED`, which pipelines of type V1 do not have",
            "Stages.1: the stage `A` has conditions, which pipelines of type V1 do not have",
            "Stages.1.Actions.0.ActionTypeId.Provider: the action `Make` is of the provider `Commands`, which pipelines \
             of type V1 do not have",
        ],
    );
}

#[test]
fn stages_are_closed_for_a_reason() {
    check(
        PipelineProps::new([sources().disabled("fine"), Stage::new("A").with(approval("A")).disabled("<because>")]),
        &[
            "DisableInboundStageTransitions: the first stage, `Source`, cannot be closed: nothing leads to it",
            "DisableInboundStageTransitions: `<because>` cannot be the reason why the stage `A` is closed",
        ],
    );
}

#[test]
fn resources_are_as_actions_need_them() {
    let mut stack = Stack::new("S");
    let bucket = Bucket::new(&mut stack, "B", BucketProps { versioned: false, ..BucketProps::default() });
    let upload = S3SourceAction::new("Upload", bucket, "source.zip", source());
    let mine = Project::new(
        &mut stack,
        "Mine",
        ProjectProps::new(Source::github("https://github.com/acme/site"), super::buildspec()),
    );
    let mut batch = CodeBuildAction::new("Batch", project(&mut stack, "P"), source());
    batch.batch = Some(cfn_constructs::pipeline::actions::CodeBuildBatch::default());
    let go = Stage::new("Go").with(CodeBuildAction::new("Mine", mine, source())).with(batch);
    Pipeline::new(&mut stack, "Pipeline", PipelineProps::new([Stage::new("Source").with(upload), go]));
    let lines: Vec<String> = own(super::problems(stack)).iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "Stages.0.Actions.0: the bucket of the source `Upload` keeps no versions",
            "Stages.1.Actions.0: the project of the action `Mine` brings a source of its own",
            "Stages.1.Actions.1: the project of the action `Batch` runs no batches",
        ]
    );
}
