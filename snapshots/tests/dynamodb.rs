//! Tables by default, and with everything set.

use cfn_constructs::iam::{Principal, Statement};
use cfn_constructs::services::dynamodb::{
    Attribute, Capacity, GlobalIndex, LocalIndex, Projection, StreamView, Table, TableAccess, TableEncryption,
    TableProps,
};
use cfn_constructs::services::{Days, Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, RemovalPolicy, Stack};

fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let table = Table::new(&mut stack, "Executions", TableProps::new(Attribute::string("executionId")));
    let role = Role::new(&mut stack, "Reader", RoleProps::for_service("lambda.amazonaws.com"));
    table.grant_read(&mut stack, &role);
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let by_version = GlobalIndex {
        name: "by-version".into(),
        partition_key: Attribute::number("version"),
        sort_key: Some(Attribute::binary("digest")),
        projection: Projection::Include(vec!["status".into()]),
    };
    let by_status = LocalIndex {
        name: "by-status".into(),
        sort_key: Attribute::string("status"),
        projection: Projection::KeysOnly,
    };
    let props = TableProps {
        sort_key: Some(Attribute::string("startedAt")),
        name: Some("promotions".into()),
        capacity: Capacity::Provisioned { read: 5, write: 2 },
        encryption: TableEncryption::Key(key),
        recovery: Some(Days(7)),
        global_indexes: vec![by_version],
        local_indexes: vec![by_status],
        time_to_live: Some("expiresAt".into()),
        stream: Some(StreamView::NewAndOldImages),
        deletion_protection: false,
        removal_policy: RemovalPolicy::Destroy,
        ..TableProps::new(Attribute::string("repository"))
    };
    let table = Table::new(&mut stack, "Table", props);
    let partner = Statement::allow(["dynamodb:GetItem"]).to([Principal::account("444455556666")]);
    table.add_to_policy(&mut stack, partner);
    let role = Role::new(&mut stack, "Worker", RoleProps::for_service("lambda.amazonaws.com"));
    table.grant_read_write(&mut stack, &role);
    table.grant_stream_read(&mut stack, &role);

    let bounded = TableProps {
        capacity: Capacity::OnDemand { max_read: Some(100), max_write: Some(10) },
        encryption: TableEncryption::AwsManaged,
        recovery: None,
        ..TableProps::new(Attribute::string("id"))
    };
    Table::new(&mut stack, "Bounded", bounded);
    stack
}

#[test]
fn templates() {
    snapshots::check("services/dynamodb", App::new().with(defaults()).with(everything()));
}
