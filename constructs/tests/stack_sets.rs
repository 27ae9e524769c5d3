//! What goes wrong with stack sets, and where a large template goes.
#![cfg(feature = "cloudformation")]

use cfn_constructs::services::cloudformation::{
    Amount, AutoDeployment, OperationPreferences, Permissions, StackInstances, StackSet, StackSetProps,
};
use cfn_constructs::services::{LogGroup, LogGroupProps};
use cfn_constructs::{App, Stack};
use cfn_model::template::Parameter;
use cfn_model::{Prop, RawResource, sub};
use serde_json::json;

fn regional() -> Stack {
    let mut stack = Stack::new("Regional");
    let mail = stack.parameter("Mail", Parameter::string());
    stack.output("Address", mail);
    LogGroup::new(&mut stack, "Logs", LogGroupProps::default());
    stack
}

fn own_roles() -> Permissions {
    Permissions::SelfManaged {
        administration_role: sub!("arn:{partition}:iam::{account}:role/administration"),
        execution_role_name: "execution".into(),
    }
}

fn props() -> StackSetProps {
    let instances = [StackInstances::accounts(["111122223333"], ["eu-central-1"])];
    StackSetProps {
        parameters: vec![("Mail".into(), Prop::new("a@example.com"))],
        ..StackSetProps::new("publish", regional(), own_roles(), instances)
    }
}

/// The messages of what is wrong, or of what is only likely wrong.
fn problems(props: StackSetProps) -> Vec<String> {
    let mut stack = Stack::new("Prod");
    StackSet::new(&mut stack, "Publish", props);
    let problems = match App::new().with(stack).synth() {
        Ok(assembly) => assembly.diagnostics,
        Err(problems) => problems,
    };
    problems.into_iter().map(|problem| problem.message).collect()
}

fn check(change: impl FnOnce(&mut StackSetProps), expected: &str) {
    let mut props = props();
    change(&mut props);
    let found = problems(props);
    assert!(found.iter().any(|message| message == expected), "{expected}: {found:?}");
}

#[test]
fn what_cloudformation_would_refuse_is_told() {
    assert_eq!(problems(props()), [""; 0]);
    check(|props| props.name = "1st".into(), "`1st` is no name for a stack set");
    check(|props| props.parameters.clear(), "the parameter `Mail` has no value");
    check(|props| props.parameters[0].0 = "Mial".into(), "the template has no parameter `Mial`");
    check(
        |props| props.instances = vec![StackInstances::accounts(["11112222333"], ["eu-central-1"])],
        "`11112222333` is no id of an account or unit",
    );
    check(
        |props| props.instances = vec![StackInstances::organizational_units(["r-ab12"], ["eu-central-1"])],
        "roles of one's own reach accounts, not organizational units",
    );
    check(
        |props| {
            props.permissions =
                Permissions::ServiceManaged { auto_deployment: AutoDeployment::On, delegated_administrator: false };
        },
        "the organization's permissions reach organizational units, not single accounts",
    );
    let preferences = |change: fn(&mut OperationPreferences), expected: &str| {
        check(|props| change(&mut props.preferences), expected);
    };
    preferences(|order| order.region_order = vec!["eu-west-9".into()], "nothing is deployed to `eu-west-9`");
    preferences(|order| order.concurrent = Amount::Percent(101), "101 percent of the accounts");
    preferences(|order| order.concurrent = Amount::Count(3), "where 0 may fail, 1 are changed at once, not 3");
}

#[test]
fn what_is_wrong_with_the_template_of_the_set_is_told_too() {
    let mut inner = regional();
    inner.add("Topic", RawResource::new("AWS::SNS::Topic", json!({ "TopicNmae": "x" })));
    let mut props = props();
    props.template = inner.into();
    assert_eq!(problems(props), ["there is no property `TopicNmae` here"]);
}

#[test]
fn a_template_that_is_too_large_for_a_request_is_uploaded() {
    let mut inner = regional();
    for index in 0..400 {
        LogGroup::new(&mut inner, format!("Logs{index}"), LogGroupProps::default());
    }
    let mut props = props();
    props.template = inner.into();
    let mut stack = Stack::new("Prod");
    StackSet::new(&mut stack, "Publish", props);
    let assembly = App::new().with(stack).synth().expect("there is no error");
    let [asset] = assembly.assets.as_slice() else { panic!("{:?}", assembly.assets) };
    assert!(asset.contents.starts_with(b"AWSTemplateFormatVersion"));
    let template = &assembly.stacks[0].template;
    let properties = template.get_resource("Publish").and_then(|set| set.properties()).expect("the set");
    assert!(properties.contains_key("TemplateURL") && !properties.contains_key("TemplateBody"));
    assert!(format!("{properties:?}").contains(&format!("/{}.yaml", asset.hash)), "{properties:?}");
    // Nothing is left to do for it.
    assert!(assembly.diagnostics.is_empty(), "{:?}", assembly.diagnostics);
}
