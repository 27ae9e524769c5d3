//! The tour of pipelines: an example, whose stacks and files are held here.

use cfn_constructs::pipeline::providers;
use cfn_model::Value;

#[expect(dead_code, reason = "a test has a main function of its own")]
#[path = "../../examples/pipelines_tour/main.rs"]
mod pipelines_tour;

#[test]
fn everything_that_pipelines_have() {
    snapshots::check("pipelines_tour", pipelines_tour::app());
}

/// The names under a path of the pipeline, such as the providers of its actions.
fn names(path: &str) -> Vec<String> {
    let assembly = pipelines_tour::app().synth().expect("there is no problem");
    let release = assembly.stacks.iter().find(|stack| stack.name == "ShopRelease").expect("it has the pipeline");
    let template = Value::Map(release.template.as_map().clone());
    let stages = template.at("Resources.Pipeline.Properties.Stages").expect("the pipeline has stages");
    let mut found = Vec::new();
    stages.walk(&mut |node| found.extend(node.at(path).and_then(Value::as_str).map(str::to_owned)));
    found
}

#[test]
fn no_action_and_no_rule_is_left_out() {
    let (actions, rules) = (names("ActionTypeId.Provider"), names("RuleTypeId.Provider"));
    // Those that AWS has taken back, and those of which there is no type.
    let left_out = ["OpsWorks", "DeviceFarm"];
    let offered = providers::ALL.iter().filter(|facts| facts.owner == "AWS" && !left_out.contains(&facts.provider));
    let missing: Vec<&str> =
        offered.map(|facts| facts.provider).filter(|name| !actions.iter().any(|used| used == name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let missing: Vec<&str> = providers::RULES
        .iter()
        .map(|facts| facts.provider)
        .filter(|name| !rules.iter().any(|used| used == name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
