//! Stages and actions that are changed after the pipeline was made.

use cfn_constructs::Stack;
use cfn_constructs::pipeline::Stage;
use cfn_constructs::pipeline::actions::ManualApprovalAction;
use cfn_model::Value;

use super::{build, pipeline, problems, template};

/// The stages with their actions and run orders: `Build: Compile 1, Test 1`.
fn outline(template: &Value) -> Vec<String> {
    let list = |value: &Value, path: &str| value.at(path).and_then(Value::as_list).unwrap_or_default().to_vec();
    let name = |value: &Value| value.at("Name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let action =
        |action: &Value| format!("{} {}", name(action), action.at("RunOrder").and_then(Value::as_i64).unwrap_or(0));
    let stages = list(template, "Resources.Pipeline.Properties.Stages");
    let line = |stage: &Value| {
        let actions: Vec<String> = list(stage, "Actions").iter().map(action).collect();
        format!("{}: {}", name(stage), actions.join(", "))
    };
    stages.iter().map(line).collect()
}

fn approval(name: &str) -> ManualApprovalAction {
    ManualApprovalAction::new(name)
}

#[test]
fn actions_run_beside_and_after_each_other() {
    let mut stack = Stack::new("S");
    let stage = Stage::new("Go").with(approval("A")).with(approval("B")).then(approval("C")).with(approval("D"));
    pipeline(&mut stack, [stage]);
    assert_eq!(outline(&template(stack)), ["Source: Upload 1", "Go: A 1, B 1, C 2, D 2"]);
}

#[test]
fn stages_are_added_moved_and_taken_out_by_name() {
    let mut stack = Stack::new("S");
    let stages = ["A", "B", "C"].map(|name| Stage::new(name).with(approval("Go")));
    pipeline(&mut stack, stages).edit(&mut stack, |stages| {
        stages.move_after("A", "C");
        stages.insert_before("C", Stage::new("New").with(approval("Go")));
        assert_eq!(stages.remove("B").map(|stage| stage.name).as_deref(), Some("B"));
    });
    assert_eq!(outline(&template(stack)), ["Source: Upload 1", "New: Go 1", "C: Go 1", "A: Go 1"]);
}

#[test]
fn actions_are_added_around_others() {
    let mut stack = Stack::new("S");
    let stage = Stage::new("Go").with(approval("A")).with(approval("B")).then(approval("C"));
    pipeline(&mut stack, [stage]).edit(&mut stack, |stages| {
        let stage = stages.stage("Go");
        stage.insert_before("A", approval("First"));
        stage.insert_after("B", approval("Between"));
        stage.insert_beside("C", approval("BesideC"));
        stage.push(approval("Last"));
        stage.action("C").name = "Renamed".into();
    });
    assert_eq!(outline(&template(stack))[1], "Go: First 1, A 2, B 2, Between 3, Renamed 4, BesideC 4, Last 5");
}

#[test]
fn what_is_taken_out_leaves_no_permission_behind() {
    let statements = |removed: bool| {
        let mut stack = Stack::new("S");
        let compile = build(&mut stack, "Compile");
        let test = build(&mut stack, "Test");
        let pipeline = pipeline(&mut stack, [Stage::new("Build").with(compile).with(test)]);
        if removed {
            pipeline.edit(&mut stack, |stages| {
                stages.stage("Build").remove("Test");
            });
        }
        let template = template(stack);
        let of = |role: &str| format!("{:?}", template.at(&format!("Resources.{role}.Properties.PolicyDocument")));
        (of("PipelineRolePolicy"), of("TestProjectRolePolicy"))
    };
    let (pipeline_with, project_with) = statements(false);
    assert!(pipeline_with.contains("TestProject") && project_with.contains("PipelineArtifacts"));
    let (pipeline_without, project_without) = statements(true);
    assert!(pipeline_without.contains("CompileProject"));
    assert!(!pipeline_without.contains("TestProject") && !project_without.contains("PipelineArtifacts"));
}

#[test]
fn a_name_that_is_not_there_is_reported_where_it_was_given() {
    let mut stack = Stack::new("S");
    pipeline(&mut stack, [Stage::new("Go").with(approval("A"))]).edit(&mut stack, |stages| {
        stages.stage("Goo").action("A").name = "lost".into();
        stages.stage("Go").remove("B");
    });
    let found = problems(stack);
    let messages: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["the pipeline has no stage `Goo`", "the stage `Go` has no action `B`"]);
    assert_eq!(found[0].help.as_deref(), Some("the nearest is `Go`"));
    for problem in found {
        assert_eq!(problem.construct.as_deref(), Some("S/Pipeline"));
        assert!(problem.location.is_some_and(|location| location.file.ends_with("changes.rs")));
    }
}

#[test]
fn what_was_set_on_the_resource_by_hand_stays() {
    let mut stack = Stack::new("S");
    let pipeline = pipeline(&mut stack, [Stage::new("Go").with(approval("A"))]);
    stack.modify(pipeline.handle, |pipeline| pipeline.restart_execution_on_update(true));
    let template = template(stack);
    assert_eq!(template.at("Resources.Pipeline.Properties.RestartExecutionOnUpdate"), Some(&Value::Bool(true)));
    assert_eq!(outline(&template).len(), 2);
}
