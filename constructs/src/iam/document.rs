//! [`PolicyDocument`]: statements that merge, and how large they may grow.

use cfn_model::{IntoProp, Json, Map, Prop, Value};

use super::Statement;

/// How many bytes all inline policies of a role may have together, white space aside.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
pub const ROLE_POLICIES_BYTES: usize = 10_240;

/// How many bytes a managed policy may have, white space aside. Source as for [`ROLE_POLICIES_BYTES`].
pub const MANAGED_POLICY_BYTES: usize = 6_144;

/// A policy: a list of statements.
///
/// Adding a statement that says nothing new changes nothing, and statements that differ only in
/// their actions, or only in their resources, become one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PolicyDocument {
    statements: Vec<Statement>,
}

impl PolicyDocument {
    /// A policy with the statements.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        let mut document = PolicyDocument::default();
        statements.into_iter().for_each(|statement| document.add(statement));
        document
    }

    /// Adds a statement, or widens one that differs from it only in its actions or only in its resources.
    pub fn add(&mut self, mut statement: Statement) {
        statement.actions.sort_unstable();
        statement.actions.dedup();
        statement.resources = unique(std::mem::take(&mut statement.resources));
        for present in &mut self.statements {
            if present.widen(&statement) {
                return;
            }
        }
        self.statements.push(statement);
    }

    /// The statements.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Whether there is no statement.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The document as it stands in a template.
    pub fn to_value(&self) -> Value {
        self.clone().into_value()
    }

    /// As [`PolicyDocument::to_value`], where the document is not needed any more.
    pub fn into_value(self) -> Value {
        let statements: Vec<Value> = self.statements.into_iter().map(Statement::into_value).collect();
        Map::from([("Version", Value::from("2012-10-17")), ("Statement", Value::List(statements))]).into()
    }
}

impl IntoProp<Json> for PolicyDocument {
    fn into_prop(self) -> Prop<Json> {
        Prop::from_value(self.into_value())
    }
}

impl Statement {
    /// Takes `other` in where the two together say what one statement can say.
    fn widen(&mut self, other: &Statement) -> bool {
        let mergeable = self.sid.is_none()
            && other.sid.is_none()
            && self.effect == other.effect
            && self.principals == other.principals
            && self.conditions == other.conditions;
        if mergeable && self.resources == other.resources {
            self.actions.extend(other.actions.iter().cloned());
            self.actions.sort_unstable();
            self.actions.dedup();
            true
        } else if mergeable && self.actions == other.actions {
            for resource in &other.resources {
                if !self.resources.contains(resource) {
                    self.resources.push(resource.clone());
                }
            }
            true
        } else {
            self == other
        }
    }
}

/// The values without repetitions, in the order of first appearance.
fn unique(values: Vec<Value>) -> Vec<Value> {
    let mut unique: Vec<Value> = Vec::with_capacity(values.len());
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::{Operator, Principal};

    fn check(statements: impl IntoIterator<Item = Statement>, expected: serde_json::Value) {
        let document = PolicyDocument::new(statements);
        let statements = document.to_value().at("Statement").cloned();
        assert_eq!(statements, Some(Value::from(expected)));
    }

    fn get(resource: &str) -> Statement {
        Statement::allow(["s3:GetObject"]).on([resource])
    }

    #[test]
    fn a_repeated_statement_changes_nothing() {
        let expected = serde_json::json!([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "a"}]);
        check([get("a"), get("a")], expected);
    }

    #[test]
    fn statements_that_differ_in_one_list_are_one() {
        check(
            [get("a"), Statement::allow(["s3:PutObject"]).on(["a"])],
            serde_json::json!([{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "a"}]),
        );
        check(
            [get("a"), get("b")],
            serde_json::json!([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["a", "b"]}]),
        );
    }

    #[test]
    fn statements_are_never_widened_beyond_what_they_say() {
        // Together they would also allow putting to `a`.
        check(
            [get("a"), Statement::allow(["s3:PutObject"]).on(["b"])],
            serde_json::json!([
                {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "a"},
                {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "b"}
            ]),
        );
        let narrowed = get("b").when(Operator::StringEquals, "aws:SourceAccount", ["111122223333"]);
        assert_eq!(PolicyDocument::new([get("a"), narrowed]).statements().len(), 2);
        assert_eq!(PolicyDocument::new([get("a"), get("b").sid("Other")]).statements().len(), 2);
    }

    #[test]
    fn principals_are_grouped_by_kind() {
        let both = [Principal::service("codebuild.amazonaws.com"), Principal::arn("arn:aws:iam::111122223333:role/x")];
        check(
            [Statement::allow(["sts:AssumeRole"]).to(both)],
            serde_json::json!([{
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:role/x", "Service": "codebuild.amazonaws.com"},
                "Action": "sts:AssumeRole"
            }]),
        );
    }
}
