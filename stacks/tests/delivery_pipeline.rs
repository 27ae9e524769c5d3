//! Pipelines as data: the file of the documentation, and what becomes of data that are written and read.

#![cfg(feature = "delivery-pipeline")]

use cfn_stacks::delivery_pipeline::{
    Action, Approval, Build, CloudFormation, ConnectionSource, DeliveryPipeline, ExecutionMode, Stage,
    delivery_pipeline,
};

const PAGE: &str = include_str!("../../docs/delivery-pipeline.md");

/// The file that the page shows, without the key that only config files have.
fn documented() -> DeliveryPipeline {
    let (_, rest) = PAGE.split_once("```yaml\nsystem: delivery-pipeline\n").expect("the page shows a file");
    let (file, _) = rest.split_once("```").expect("the file ends");
    serde_yaml::from_str(file).expect("the file is good")
}

#[test]
fn the_file_of_the_page_has_no_problem() {
    let assembly = delivery_pipeline(&documented()).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(assembly.diagnostics, []);
    assert_eq!(assembly.stacks.len(), 1);
}

#[test]
fn the_page_names_every_kind_of_action() {
    let unknown = serde_yaml::from_str::<Action>("{type: none, name: Nothing}").expect_err("there is none");
    let (_, kinds) = unknown
        .to_string()
        .split_once("expected one of ")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("it lists them");
    let kinds: Vec<&str> = kinds.split('`').skip(1).step_by(2).collect();
    assert!(kinds.len() > 12, "{kinds:?}");
    let missing: Vec<&&str> = kinds.iter().filter(|kind| !PAGE.contains(&format!("\n| `{kind}` |"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_file_says_what_a_program_would() {
    let file = "\
name: Shop
stages:
  - name: Source
    actions: [{type: connection, name: Source, connection: ARN, repository: acme/shop}]
  - name: Build
    actions:
      - {type: build, name: Build, input: Source, buildspec: build.yaml}
      - {type: approval, name: Approve, run_order: 2}
      - {type: cloudformation, name: Stack, run_order: 2, stack_name: shop, input: Build, template: shop.yaml}
";
    let build: [Action; 3] = [
        Build::new("Build", "Source", "build.yaml").into(),
        Action::from(Approval::new("Approve")).after(2),
        Action::from(CloudFormation::new("Stack", "shop", "Build", "shop.yaml")).after(2),
    ];
    let source = ConnectionSource::new("Source", "ARN", "acme/shop");
    let stages = [Stage::new("Source", [source.into()]), Stage::new("Build", build)];
    let program = DeliveryPipeline::new("Shop", stages);
    assert_eq!(serde_yaml::from_str::<DeliveryPipeline>(file).expect("the file is good"), program);
    assert_eq!(program.execution_mode, ExecutionMode::Queued);
}

#[test]
fn data_survive_being_written() {
    let text = serde_yaml::to_string(&documented()).expect("it can be written");
    assert_eq!(serde_yaml::from_str::<DeliveryPipeline>(&text).expect("what was written is good"), documented());
}

#[test]
fn a_key_that_an_action_does_not_have_is_named() {
    let action = "{type: approval, name: Approve, minute: 5}";
    let error = serde_yaml::from_str::<Action>(action).expect_err("it is misspelt").to_string();
    assert!(error.contains("unknown field `minute`"), "{error}");
}
