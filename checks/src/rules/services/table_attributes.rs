//! Attributes of tables that are no keys, and keys that are not defined.

use cfn_model::{Severity, Value};

use super::related::properties;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::{list, scenarios};

pub(super) static X: Check = Check {
    code: "table-attributes",
    severity: Severity::Error,
    title: "a table whose attributes are not those of its keys",
    docs: "DynamoDB wants the type of each attribute that is in a key, of the table or of an index, and of no other.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html",
    cfn_lint: &["E3039"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for resource in context.of_type("AWS::DynamoDB::Table") {
        let Some(map) = properties(resource).and_then(|case| case.map()) else { continue };
        for object in scenarios::objects(map, &context.conditions, &resource.env) {
            let Some((attributes, keys)) = names(&object) else { continue };
            let missing = |from: &[&str], names: &[&str]| {
                let names: Vec<String> =
                    names.iter().filter(|name| !from.contains(name)).map(|name| (*name).to_owned()).collect();
                (!names.is_empty()).then(|| list(names.iter().map(String::as_str)))
            };
            let undefined = missing(&attributes, &keys).map(|names| format!("{names} of a key is no attribute"));
            let unused = missing(&keys, &attributes).map(|names| format!("the attribute {names} is in no key"));
            let problems: Vec<String> = undefined.into_iter().chain(unused).collect();
            if !problems.is_empty() {
                let when = context.conditions.describe(&object.env, &resource.env);
                let message = format!("{}{when}", problems.join(", and "));
                let help = "`AttributeDefinitions` lists the attributes of all keys, and no others";
                findings.push(Finding::new(&X, &resource.properties_path(), message).help(help));
            }
        }
    }
}

/// The names of the attributes and those of the keys, each sorted; `None` where some are known only at deployment.
fn names<'a>(object: &scenarios::Object<'a>) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
    if object.open {
        return None;
    }
    let items = |key: &str| match object.get(key).map(|entry| entry.value) {
        None => Some(&[][..]),
        Some(value) => value.as_list(),
    };
    let name_of = |item: &'a Value| item.as_map()?.get("AttributeName")?.as_str();
    let mut attributes = items("AttributeDefinitions")?.iter().map(name_of).collect::<Option<Vec<_>>>()?;
    let mut keys = names_in(items("KeySchema")?)?;
    for index in items("GlobalSecondaryIndexes")?.iter().chain(items("LocalSecondaryIndexes")?) {
        let schema = index.as_map()?.get("KeySchema").map_or(Some(&[][..]), Value::as_list)?;
        keys.extend(names_in(schema)?);
    }
    for names in [&mut attributes, &mut keys] {
        names.sort_unstable();
        names.dedup();
    }
    Some((attributes, keys))
}

/// The names in a list of keys. What has none is a finding of its own.
fn names_in(items: &[Value]) -> Option<Vec<&str>> {
    let names = items.iter().map(|item| match item {
        Value::Map(map) => map.get("AttributeName").map(Value::as_str),
        other => other.is_expression().then_some(None),
    });
    names.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::X;

    fn check(indexes: &str, expected: &[&str]) {
        let yaml = format!(
            "Parameters: {{P: {{Type: String}}}}\nResources: {{T: {{Type: AWS::DynamoDB::Table, Properties: {{AttributeDefinitions: \
             [{{AttributeName: id, AttributeType: S}}, {{AttributeName: day, AttributeType: S}}], \
             KeySchema: [{{AttributeName: id, KeyType: HASH}}]{indexes}}}}}}}"
        );
        crate::testing::check(&X, &yaml, expected);
    }

    #[test]
    fn indexes_have_keys_too() {
        check("", &["Resources.T.Properties"]);
        let index = |name: &str| {
            format!(
                ", GlobalSecondaryIndexes: [{{IndexName: i, KeySchema: [{{AttributeName: {name}, KeyType: HASH}}]}}]"
            )
        };
        check(&index("day"), &[]);
        check(&index("week"), &["Resources.T.Properties"]);
        check(&index("!Ref P"), &[]);
    }
}
