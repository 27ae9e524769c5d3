//! What becomes of exports, and of the stacks that import them.

use cfn_diff::{EntryChange, diff, diff_all};
use cfn_model::Template;

fn template(text: &str) -> Template {
    Template::parse(text, "t.yaml").unwrap_or_else(|problems| panic!("{problems:?}")).template
}

/// A stack that exports the name of its table as `orders`.
fn exporter(table: &str, value: &str) -> Template {
    template(&format!(
        "Resources:\n  T: {{Type: AWS::DynamoDB::Table, Properties: {{TableName: {table}}}}}\n\
         Outputs:\n  O: {{Value: {value}, Export: {{Name: orders}}}}\n  P: {{Value: !Ref T}}\n"
    ))
}

/// A stack that imports it, or does not.
fn importer(import: &str) -> Template {
    template(&format!("Resources:\n  F: {{Type: AWS::X::Y, Properties: {{A: {import}}}}}\n"))
}

/// The notes on outputs, each with the stacks that import it.
fn notes(outputs: &[EntryChange]) -> Vec<(&str, Vec<&str>)> {
    let note = |one: &EntryChange| one.note.clone().unwrap_or_default();
    outputs
        .iter()
        .filter(|one| !note(one).is_empty())
        .map(|one| (one.note.as_deref().unwrap_or_default(), one.imported_by.iter().map(String::as_str).collect()))
        .collect()
}

#[test]
fn an_export_that_others_import_cannot_change() {
    let before = exporter("a", "x");
    for (after, import, expected) in [
        (exporter("a", "x"), "!ImportValue orders", vec![]),
        (
            exporter("a", "y"),
            "!ImportValue orders",
            vec![(
                "the export `orders` changes; CloudFormation refuses that, because it is imported by `User`",
                vec!["User"],
            )],
        ),
        // However the name is written.
        (
            exporter("a", "y"),
            "{'Fn::Sub': ['${v}', {v: {'Fn::ImportValue': !Sub orders}}]}",
            vec![(
                "the export `orders` changes; CloudFormation refuses that, because it is imported by `User`",
                vec!["User"],
            )],
        ),
        (
            exporter("a", "y"),
            "!ImportValue other",
            vec![("the export `orders` changes; CloudFormation refuses that while another stack imports it", vec![])],
        ),
        (
            template("Resources: {T: {Type: AWS::DynamoDB::Table, Properties: {TableName: a}}}"),
            "!ImportValue orders",
            vec![(
                "the export `orders` goes; CloudFormation refuses that, because it is imported by `User`",
                vec!["User"],
            )],
        ),
    ] {
        let user = importer(import);
        let found = diff_all(&[("Tables", &before, &after), ("User", &user, &user)]);
        assert_eq!(notes(&found[0].outputs), expected, "{import}");
        assert!(found[1].is_empty());
    }
}

#[test]
fn an_importer_that_gives_it_up_comes_first() {
    let (before, after) = (exporter("a", "x"), exporter("a", "y"));
    let (user, former) = (importer("!ImportValue orders"), importer("constant"));
    let found = diff_all(&[("Tables", &before, &after), ("User", &user, &former)]);
    let told = "the export `orders` changes; deploy `User` first, which no longer imports it";
    assert_eq!(notes(&found[0].outputs), [(told, vec!["User"])]);
    // One that only begins to import it is in the way as well.
    let found = diff_all(&[("Tables", &before, &after), ("User", &former, &user)]);
    assert_eq!(found[0].outputs[0].imported_by, ["User"]);
}

#[test]
fn an_export_changes_with_the_resource_behind_it() {
    let (before, after) = (exporter("a", "!GetAtt T.Arn"), exporter("b", "!GetAtt T.Arn"));
    let user = importer("!ImportValue orders");
    let found = diff_all(&[("Tables", &before, &after), ("User", &user, &user)]);
    let told = "`T` is replaced, so the export `orders` changes; CloudFormation refuses that, because it is imported by \
                `User`";
    assert_eq!(notes(&found[0].outputs), [(told, vec!["User"])]);
    // Alone, it is not known who imports it.
    let alone = diff(&before, &after);
    assert_eq!(alone.outputs.len(), 1);
    assert!(alone.outputs[0].note.as_deref().is_some_and(|note| note.ends_with("while another stack imports it")));
    // Something else that changes in the resource does not reach the export.
    let tagged = template(
        "Resources:\n  T: {Type: AWS::DynamoDB::Table, Properties: {TableName: a, BillingMode: PAY_PER_REQUEST}}\n\
         Outputs:\n  O: {Value: !GetAtt T.Arn, Export: {Name: orders}}\n  P: {Value: !Ref T}\n",
    );
    assert!(diff(&before, &tagged).outputs.is_empty());
}
