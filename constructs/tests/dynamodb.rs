//! Tables: what grants allow, and what is refused.

use cfn_constructs::services::dynamodb::{
    Access, Attribute, Capacity, GlobalIndex, ImportedTable, LocalIndex, Projection, StreamView, Table, TableAccess,
    TableEncryption, TableProps,
};
use cfn_constructs::services::{Days, Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, RemovalPolicy, Stack};
use cfn_model::Value;
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn role(stack: &mut Stack) -> Role {
    Role::new(stack, "Role", RoleProps::for_service("lambda.amazonaws.com"))
}

fn props() -> TableProps {
    TableProps::new(Attribute::string("id"))
}

/// The statements that `grant` gives a role on a table of those props.
fn check(props: TableProps, grant: impl FnOnce(Table, &mut Stack, &Role), expected: serde_json::Value) {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let table = Table::new(&mut stack, "T", props);
    grant(table, &mut stack, &role);
    let statements = "Resources.RolePolicy.Properties.PolicyDocument.Statement";
    assert_eq!(template(stack).at(statements), Some(&Value::from(expected)));
}

/// The messages for a table whose props are changed by `change`.
fn problems(change: impl FnOnce(&mut TableProps)) -> Vec<String> {
    let mut stack = Stack::new("S");
    let mut props = props();
    change(&mut props);
    Table::new(&mut stack, "T", props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

fn index(name: &str) -> GlobalIndex {
    GlobalIndex {
        name: name.into(),
        partition_key: Attribute::string("owner"),
        sort_key: None,
        projection: Projection::All,
    }
}

#[test]
fn reading_is_of_the_table() {
    let expected = json!([{
        "Effect": "Allow",
        "Action": [
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan"
        ],
        "Resource": {"Fn::GetAtt": ["T", "Arn"]}
    }]);
    check(props(), |table, stack, role| table.grant_read(stack, role), expected);
}

#[test]
fn reading_is_of_the_indexes_where_there_are_some() {
    let indexed = TableProps { global_indexes: vec![index("by-owner")], ..props() };
    check(
        indexed.clone(),
        |table, stack, role| table.grant_index(stack, role, "by-owner"),
        json!([{
            "Effect": "Allow",
            "Action": ["dynamodb:Query", "dynamodb:Scan"],
            "Resource": {"Fn::Sub": "${T.Arn}/index/by-owner"}
        }]),
    );
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    Table::new(&mut stack, "T", indexed).grant_read(&mut stack, &role);
    let resource = "Resources.RolePolicy.Properties.PolicyDocument.Statement.1.Resource";
    assert_eq!(template(stack).at(resource), Some(&Value::from(json!({"Fn::Sub": "${T.Arn}/index/*"}))));
}

#[test]
fn leading_keys_narrow_a_grant_and_leave_no_scan() {
    check(
        props(),
        |table, stack, role| table.grant_keys(stack, role, Access::Read, ["app#*"]),
        json!([{
            "Effect": "Allow",
            "Action": ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query"],
            "Resource": {"Fn::GetAtt": ["T", "Arn"]},
            "Condition": {
                "ForAllValues:StringLike": {"dynamodb:LeadingKeys": "app#*"},
                "Null": {"dynamodb:LeadingKeys": "false"}
            }
        }]),
    );
}

#[test]
fn granting_twice_adds_nothing() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let table = Table::new(&mut stack, "T", TableProps { encryption: TableEncryption::Key(key), ..props() });
    table.grant_read_write(&mut stack, &role);
    table.grant_read_write(&mut stack, &role);
    let template = template(stack);
    let statements = template.at("Resources.RolePolicy.Properties.PolicyDocument.Statement");
    assert_eq!(statements.and_then(Value::as_list).map(<[Value]>::len), Some(2), "one for the table, one for its key");
    let key = Value::from(json!({"Fn::GetAtt": ["K", "Arn"]}));
    assert_eq!(template.at("Resources.T.Properties.SSESpecification.KMSMasterKeyId"), Some(&key));
}

#[test]
fn a_stream_is_read_by_its_own_arn() {
    let streamed = TableProps { stream: Some(StreamView::NewImage), ..props() };
    check(
        streamed,
        |table, stack, role| table.grant_stream_read(stack, role),
        json!([
            {
                "Effect": "Allow",
                "Action": ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
                "Resource": {"Fn::GetAtt": ["T", "StreamArn"]}
            },
            {"Effect": "Allow", "Action": "dynamodb:ListStreams", "Resource": "*"}
        ]),
    );
    let mut stack = Stack::new("S");
    let table = Table::new(&mut stack, "T", props());
    table.stream_arn(&mut stack);
    let problems = App::new().with(stack).synth().expect_err("there is no stream");
    assert_eq!(problems[0].message, "the stream of a table is used that has none");
}

#[test]
fn a_table_that_is_there_already_is_granted_by_name() {
    check(
        props(),
        |_, stack, role| ImportedTable::from_name("other").grant_write(stack, role),
        json!([{
            "Effect": "Allow",
            "Action": [
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:DescribeTable",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem"
            ],
            "Resource": {"Fn::Sub":
                "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/other"}
        }]),
    );
}

#[test]
fn each_attribute_is_defined_once() {
    let mut stack = Stack::new("S");
    let sort_key = Some(Attribute::number("at"));
    let local =
        LocalIndex { name: "by-owner".into(), sort_key: Attribute::string("owner"), projection: Projection::KeysOnly };
    let props = TableProps { sort_key, global_indexes: vec![index("of-owner")], local_indexes: vec![local], ..props() };
    Table::new(&mut stack, "T", props);
    let expected = json!([
        {"AttributeName": "id", "AttributeType": "S"},
        {"AttributeName": "at", "AttributeType": "N"},
        {"AttributeName": "owner", "AttributeType": "S"}
    ]);
    assert_eq!(template(stack).at("Resources.T.Properties.AttributeDefinitions"), Some(&Value::from(expected)));
}

#[test]
fn bad_keys_and_indexes_are_named() {
    assert_eq!(
        problems(|props| props.global_indexes = vec![index("x"), index("x")]),
        ["`x` is no name for an index", "`x` is no name for an index", "two indexes are named `x`"]
    );
    let other = GlobalIndex { partition_key: Attribute::number("id"), ..index("by-number") };
    assert_eq!(problems(|props| props.global_indexes = vec![other]), ["the attribute `id` holds values of two kinds"]);
    assert_eq!(
        problems(|props| props.sort_key = Some(Attribute::string("id"))),
        ["`id` is both the partition key and the sort key"]
    );
    let local = LocalIndex { name: "local".into(), sort_key: Attribute::string("a"), projection: Projection::All };
    assert_eq!(
        problems(|props| props.local_indexes = vec![local]),
        ["a local index sorts by another attribute than the table, which has no sort key"]
    );
    let many = GlobalIndex { projection: Projection::Include(vec!["a".into(); 101]), ..index("many") };
    assert_eq!(
        problems(|props| props.global_indexes = vec![many]),
        ["the indexes include 101 attributes by name, 100 are allowed"]
    );
    let indexes = (0..21).map(|number| index(&format!("index-{number}"))).collect();
    assert_eq!(problems(|props| props.global_indexes = indexes), ["the table has 21 global indexes, 20 are allowed"]);
}

#[test]
fn other_bounds_are_told_with_the_value() {
    assert_eq!(
        problems(|props| props.recovery = Some(Days(36))),
        ["the table can be restored for 36 days, 1 to 35 are allowed"]
    );
    assert_eq!(
        problems(|props| props.capacity = Capacity::Provisioned { read: 0, write: 5 }),
        ["the capacity is 0 to read and 5 to write, at least 1 each is needed"]
    );
    assert_eq!(
        problems(|props| props.removal_policy = RemovalPolicy::Destroy),
        ["the table is to be deleted with the stack, and protected from that"]
    );
    assert_eq!(problems(|props| props.name = Some("t".into())), ["`t` is no name for a table"]);
}
