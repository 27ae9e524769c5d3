//! What DynamoDB does not take.
//!
//! See <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>.

use cfn_model::Diagnostic;

use super::{Attribute, Capacity, Projection, TableProps, key_attributes};
use crate::Stack;
use crate::stack::RemovalPolicy;

const GLOBAL_INDEXES: usize = 20;
const LOCAL_INDEXES: usize = 5;
/// How many attributes all indexes together may name.
const INCLUDED: usize = 100;

pub(super) fn check(stack: &mut Stack, props: &TableProps) {
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("dynamodb-table", message).property(property).help(help));
    };
    if let Some(name) = props.name.as_ref().filter(|name| !is_name(name)) {
        let help = "use 3 to 255 letters, digits, underscores, hyphens and dots, or leave it out";
        report("TableName", format!("`{name}` is no name for a table"), help);
    }
    let mut seen: Vec<&Attribute> = Vec::new();
    for attribute in key_attributes(props) {
        let name = &attribute.name;
        if !(1..=255).contains(&name.len()) {
            let message = format!("a key's attribute has a name of {} bytes, 1 to 255 are allowed", name.len());
            report("KeySchema", message, "give the attribute another name");
        }
        if seen.iter().any(|other| other.name == *name && other.kind != attribute.kind) {
            let message = format!("the attribute `{name}` holds values of two kinds");
            report("AttributeDefinitions", message, "use the same kind wherever the attribute is part of a key");
        }
        seen.push(attribute);
    }
    let keys = std::iter::once((&props.partition_key, props.sort_key.as_ref()));
    let pairs = keys.chain(props.global_indexes.iter().map(|index| (&index.partition_key, index.sort_key.as_ref())));
    for (partition_key, _) in pairs.filter(|(key, sort)| sort.is_some_and(|sort| sort.name == key.name)) {
        let message = format!("`{}` is both the partition key and the sort key", partition_key.name);
        report("KeySchema", message, "leave out the sort key, or use another attribute");
    }
    check_indexes(props, &mut report);
    if let Capacity::Provisioned { read, write } = props.capacity
        && (read == 0 || write == 0)
    {
        let message = format!("the capacity is {read} to read and {write} to write, at least 1 each is needed");
        report("ProvisionedThroughput", message, "give at least 1 each, or use `Capacity::OnDemand`");
    }
    if props.deletion_protection && props.removal_policy == RemovalPolicy::Destroy {
        let message = "the table is to be deleted with the stack, and protected from that".into();
        report("DeletionProtectionEnabled", message, "set `deletion_protection` to false, or keep the table");
    }
    if props.removal_policy == RemovalPolicy::Snapshot {
        let message = "CloudFormation takes no snapshots of tables".into();
        report("DeletionPolicy", message, "keep the table, or delete it");
    }
}

fn check_indexes(props: &TableProps, report: &mut impl FnMut(&str, String, &str)) {
    let counts = [
        ("GlobalSecondaryIndexes", "global", props.global_indexes.len(), GLOBAL_INDEXES),
        ("LocalSecondaryIndexes", "local", props.local_indexes.len(), LOCAL_INDEXES),
    ];
    for (property, what, count, most) in counts {
        if count > most {
            let message = format!("the table has {count} {what} indexes, {most} are allowed");
            report(property, message, "leave out those that are not queried, or let one index serve several queries");
        }
    }
    if props.sort_key.is_none() && !props.local_indexes.is_empty() {
        let message = "a local index sorts by another attribute than the table, which has no sort key".into();
        report("KeySchema", message, "give the table a sort key, or use a global index");
    }
    let global = props.global_indexes.iter().map(|index| ("GlobalSecondaryIndexes", &index.name, &index.projection));
    let local = props.local_indexes.iter().map(|index| ("LocalSecondaryIndexes", &index.name, &index.projection));
    let (mut names, mut included): (Vec<&String>, usize) = (Vec::new(), 0);
    for (property, name, projection) in global.chain(local) {
        if !is_name(name) {
            let help = "use 3 to 255 letters, digits, underscores, hyphens and dots";
            report(property, format!("`{name}` is no name for an index"), help);
        }
        if names.contains(&name) {
            report(property, format!("two indexes are named `{name}`"), "give one of them another name");
        }
        names.push(name);
        if let Projection::Include(attributes) = projection {
            included += attributes.len();
            if attributes.is_empty() {
                let message = format!("the index `{name}` includes no attributes by name");
                report(property, message, "name some, or use `Projection::KeysOnly`");
            }
        }
    }
    if included > INCLUDED {
        let message = format!("the indexes include {included} attributes by name, {INCLUDED} are allowed");
        report("GlobalSecondaryIndexes", message, "use `Projection::All` for some of the indexes");
    }
}

fn is_name(name: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
    (3..=255).contains(&name.len()) && name.chars().all(allowed)
}
