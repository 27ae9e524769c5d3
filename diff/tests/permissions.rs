//! What policies allow more or less, against all that a small world knows.

use cfn_diff::{Statement, diff};
use cfn_model::{Map, Template, Value};
use proptest::prelude::*;

const ACTIONS: [&str; 4] = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "sqs:SendMessage"];
const RESOURCES: [&str; 3] = ["arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:sqs:::q"];
const ACTION_PATTERNS: [&str; 8] =
    ["*", "s3:*", "s3:Get*", "S3:getobject", "s3:?utObject", "s3:*Object", "sqs:SendMessage", "s3:ListBucket"];
const RESOURCE_PATTERNS: [&str; 5] = ["*", "arn:aws:s3:::*", "arn:aws:s3:::a", "arn:aws:s3:::a?", "arn:aws:sqs:::q"];

fn list(patterns: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(patterns), 1..3)
}

prop_compose! {
    fn statement()(
        allow in prop::bool::weighted(0.75),
        actions in list(&ACTION_PATTERNS),
        resources in list(&RESOURCE_PATTERNS),
        not_action in prop::bool::weighted(0.2),
        not_resource in prop::bool::weighted(0.2),
    ) -> Value {
        let effect = if allow { "Allow" } else { "Deny" };
        let (action, resource) = (if not_action { "NotAction" } else { "Action" }, if not_resource { "NotResource" } else { "Resource" });
        let texts = |texts: Vec<&str>| Value::List(texts.into_iter().map(Value::from).collect());
        Map::from([("Effect", Value::from(effect)), (action, texts(actions)), (resource, texts(resources))]).into()
    }
}

fn policy() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(statement(), 0..4)
}

fn template(statements: &[Value]) -> Template {
    let mut template = Template::parse(
        "Resources: {P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: []}}}}",
        "t.yaml",
    )
    .expect("a template")
    .template;
    let section = template.section_mut(cfn_model::Section::Resources);
    let statements = Value::List(statements.to_vec());
    let document = Map::from([("PolicyDocument", Value::from(Map::from([("Statement", statements)])))]);
    let resource = Map::from([("Type", Value::from("AWS::IAM::ManagedPolicy")), ("Properties", document.into())]);
    section.insert("P", resource);
    template
}

fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    fn from(pattern: &[char], text: &[char]) -> bool {
        match (pattern.first(), text.first()) {
            (None, None) => true,
            (Some('*'), _) => from(&pattern[1..], text) || !text.is_empty() && from(pattern, &text[1..]),
            (Some('?'), Some(_)) => from(&pattern[1..], &text[1..]),
            (Some(one), Some(other)) => one == other && from(&pattern[1..], &text[1..]),
            _ => false,
        }
    }
    from(&pattern, &text)
}

/// Whether a statement is about the action and the resource.
fn is_about(statement: &Value, action: &str, resource: &str) -> bool {
    let any = |key: &str, text: &str, fold: bool| {
        let items = statement.at(key)?.as_list()?;
        let fold = |text: &str| if fold { text.to_lowercase() } else { text.to_owned() };
        Some(items.iter().filter_map(Value::as_str).any(|pattern| matches(&fold(pattern), &fold(text))))
    };
    let actions = any("Action", action, true).or_else(|| any("NotAction", action, true).map(|found| !found));
    let resources =
        any("Resource", resource, false).or_else(|| any("NotResource", resource, false).map(|found| !found));
    actions == Some(true) && resources == Some(true)
}

fn is_allowed(policy: &[Value], action: &str, resource: &str) -> bool {
    let says = |effect: &str| {
        policy
            .iter()
            .filter(|statement| statement.at("Effect").and_then(Value::as_str) == Some(effect))
            .any(|statement| is_about(statement, action, resource))
    };
    says("Allow") && !says("Deny")
}

/// Whether the second policy allows something that the first one does not.
fn gains(before: &[Value], after: &[Value]) -> bool {
    let pairs = ACTIONS.iter().flat_map(|action| RESOURCES.iter().map(move |resource| (action, resource)));
    pairs
        .into_iter()
        .any(|(action, resource)| is_allowed(after, action, resource) && !is_allowed(before, action, resource))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_gained_or_lost_is_told(before in policy(), after in policy()) {
        let found = diff(&template(&before), &template(&after));
        if gains(&before, &after) {
            prop_assert!(found.iam.iter().any(|change| !change.wider.is_empty()));
        }
        if gains(&after, &before) {
            prop_assert!(found.iam.iter().any(|change| !change.narrower.is_empty()));
        }
    }

    #[test]
    fn the_order_of_statements_means_nothing(policy in policy()) {
        let turned: Vec<Value> = policy.iter().rev().cloned().collect();
        prop_assert!(diff(&template(&policy), &template(&turned)).iam.is_empty());
    }

    #[test]
    fn one_statement_more_of_what_is_allowed_anyway_is_nothing(actions in list(&ACTION_PATTERNS), mut policy in policy()) {
        policy.retain(|statement| statement.at("Effect").and_then(Value::as_str) == Some("Allow"));
        let all: Value = Map::from([("Effect", "Allow"), ("Action", "*"), ("Resource", "*")]).into();
        policy.push(all);
        let before = template(&policy);
        let more = Map::from([("Effect", Value::from("Allow")), ("Action", Value::from(actions)), ("Resource", "*".into())]);
        policy.push(more.into());
        prop_assert!(diff(&before, &template(&policy)).iam.is_empty());
    }
}

fn actions(statement: &Statement) -> Vec<&str> {
    match &statement.actions {
        cfn_diff::Set::Of(actions) | cfn_diff::Set::AllBut(actions) => actions.iter().map(String::as_str).collect(),
    }
}

#[test]
fn only_the_actions_that_are_new_are_told() {
    let statement = |actions: &[&str]| -> Value {
        let actions = Value::List(actions.iter().copied().map(Value::from).collect());
        Map::from([("Effect", Value::from("Allow")), ("Action", actions), ("Resource", "arn:aws:s3:::a".into())]).into()
    };
    let found = diff(&template(&[statement(&["s3:Get*"])]), &template(&[statement(&["s3:GetObject", "s3:PutObject"])]));
    let change = &found.iam[0];
    assert_eq!(change.wider.iter().flat_map(actions).collect::<Vec<_>>(), ["s3:putobject"]);
    assert_eq!(change.narrower.iter().flat_map(actions).collect::<Vec<_>>(), ["s3:get*"]);
}

#[test]
fn only_the_resources_that_are_new_are_told() {
    let statement = |resources: &[&str]| -> Value {
        let resources = Value::List(resources.iter().copied().map(Value::from).collect());
        Map::from([("Effect", Value::from("Allow")), ("Action", "s3:GetObject".into()), ("Resource", resources)]).into()
    };
    let found = diff(&template(&[statement(&["arn:a", "arn:b"])]), &template(&[statement(&["arn:a", "arn:c"])]));
    let resources = |statements: &[Statement]| statements.iter().map(|one| one.resources.clone()).collect::<Vec<_>>();
    assert_eq!(resources(&found.iam[0].wider), [cfn_diff::Set::Of(vec!["arn:c".into()])]);
    assert_eq!(resources(&found.iam[0].narrower), [cfn_diff::Set::Of(vec!["arn:b".into()])]);
}

#[test]
fn trust_and_conditions_count() {
    let role = |principal: &str, condition: &str| {
        let text = format!(
            "Resources: {{R: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {{Statement: [{{Effect: Allow, \
             Action: 'sts:AssumeRole', Principal: {{{principal}}}{condition}}}]}}}}}}}}"
        );
        Template::parse(&text, "t.yaml").unwrap_or_else(|problems| panic!("{problems:?}")).template
    };
    let condition = ", Condition: {StringEquals: {'aws:SourceAccount': '1'}}";
    let wider = |before: &Template, after: &Template| diff(before, after).broadens();
    assert!(wider(&role("Service: a.amazonaws.com", ""), &role("AWS: '*'", "")));
    assert!(wider(&role("Service: a.amazonaws.com", condition), &role("Service: a.amazonaws.com", "")));
    assert!(!wider(&role("Service: a.amazonaws.com", ""), &role("Service: a.amazonaws.com", condition)));
    assert!(!wider(&role("Service: [a.amazonaws.com, b.amazonaws.com]", ""), &role("Service: b.amazonaws.com", "")));
}
