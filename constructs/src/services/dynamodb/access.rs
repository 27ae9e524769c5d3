//! [`TableAccess`]: who may do what with a table.

use cfn_model::{IntoProp, Prop, sub};

use super::Table;
use crate::Stack;
use crate::iam::{Operator, Statement};
use crate::services::{Grantee, Key};

/// What may be done with items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// They are read.
    Read,
    /// They are written and deleted.
    Write,
    /// Both.
    ReadWrite,
}

impl Access {
    fn reads(self) -> bool {
        self != Access::Write
    }

    fn writes(self) -> bool {
        self != Access::Read
    }

    /// The actions on items by their key.
    fn actions(self) -> Vec<&'static str> {
        let mut actions = Vec::new();
        if self.reads() {
            actions.extend([
                "dynamodb:BatchGetItem",
                "dynamodb:ConditionCheckItem",
                "dynamodb:GetItem",
                "dynamodb:Query",
            ]);
        }
        if self.writes() {
            actions.extend([
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
            ]);
        }
        actions
    }
}

/// A table, for those who are granted something on it.
///
/// See <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html>.
pub trait TableAccess {
    /// The table's ARN.
    fn table_arn(&self) -> Prop<String>;

    /// The key it is encrypted with, where that is the user's own.
    fn key(&self) -> Option<Key>;

    /// Whether it has secondary indexes.
    fn is_indexed(&self) -> bool;

    /// Lets `grantee` read items, of all indexes too.
    fn grant_read(&self, stack: &mut Stack, grantee: &impl Grantee) {
        let mut actions = Access::Read.actions();
        actions.extend(["dynamodb:DescribeTable", "dynamodb:Scan"]);
        grantee.allow(stack, Statement::allow(actions).on([self.table_arn()]));
        if self.is_indexed() {
            self.grant_index(stack, grantee, "*");
        }
        grant_key(self.key(), stack, grantee, Access::Read);
    }

    /// Lets `grantee` write and delete items.
    fn grant_write(&self, stack: &mut Stack, grantee: &impl Grantee) {
        let mut actions = Access::Write.actions();
        actions.push("dynamodb:DescribeTable");
        grantee.allow(stack, Statement::allow(actions).on([self.table_arn()]));
        grant_key(self.key(), stack, grantee, Access::Write);
    }

    /// Lets `grantee` read, write and delete items.
    fn grant_read_write(&self, stack: &mut Stack, grantee: &impl Grantee) {
        self.grant_read(stack, grantee);
        self.grant_write(stack, grantee);
    }

    /// Lets `grantee` query and scan the index of that name, and not the table.
    fn grant_index(&self, stack: &mut Stack, grantee: &impl Grantee, index: &str) {
        let query = Statement::allow(["dynamodb:Query", "dynamodb:Scan"]);
        grantee.allow(stack, query.on([sub!("{}/index/{}", self.table_arn(), index)]));
        grant_key(self.key(), stack, grantee, Access::Read);
    }

    /// Lets `grantee` use only items whose partition key matches one of the patterns, such as `tenant-1#*`.
    ///
    /// The table cannot be scanned so.
    /// See <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html>.
    fn grant_keys<P: IntoProp<String>>(
        &self,
        stack: &mut Stack,
        grantee: &impl Grantee,
        access: Access,
        patterns: impl IntoIterator<Item = P>,
    ) {
        // "All of none" holds as well, so that a request has to tell its keys.
        let statement = Statement::allow(access.actions())
            .on([self.table_arn()])
            .when(Operator::ForAllValuesStringLike, "dynamodb:LeadingKeys", patterns)
            .when(Operator::Null, "dynamodb:LeadingKeys", ["false"]);
        grantee.allow(stack, statement);
        grant_key(self.key(), stack, grantee, access);
    }
}

fn grant_key(key: Option<Key>, stack: &mut Stack, grantee: &impl Grantee, access: Access) {
    match key {
        Some(key) if access.writes() => key.grant_encrypt_decrypt(stack, grantee),
        Some(key) => key.grant_decrypt(stack, grantee),
        None => {}
    }
}

impl TableAccess for Table {
    fn table_arn(&self) -> Prop<String> {
        self.arn()
    }

    fn key(&self) -> Option<Key> {
        self.key
    }

    fn is_indexed(&self) -> bool {
        self.indexed
    }
}

impl Table {
    /// Lets `grantee` read the stream of changes. That the table has none is reported.
    pub fn grant_stream_read(self, stack: &mut Stack, grantee: &impl Grantee) {
        let read = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
        let stream = self.stream_arn(stack);
        grantee.allow(stack, Statement::allow(read).on([stream]));
        // The action knows no resources.
        grantee.allow(stack, Statement::allow(["dynamodb:ListStreams"]).on_all_resources());
        grant_key(self.key, stack, grantee, Access::Read);
    }
}

/// A table that is not part of the app. Where it is another account's, its own policy has to allow the
/// same, see [`Table::add_to_policy`].
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedTable {
    /// Its ARN.
    pub arn: Prop<String>,
    /// Whether it has secondary indexes.
    pub indexed: bool,
}

impl ImportedTable {
    /// The table with that ARN, without secondary indexes.
    pub fn from_arn(arn: impl IntoProp<String>) -> Self {
        ImportedTable { arn: arn.into_prop(), indexed: false }
    }

    /// The table of that name in the stack's account and region, without secondary indexes.
    pub fn from_name(name: impl IntoProp<String>) -> Self {
        ImportedTable::from_arn(sub!("arn:{partition}:dynamodb:{region}:{account}:table/{}", name))
    }
}

impl TableAccess for ImportedTable {
    fn table_arn(&self) -> Prop<String> {
        self.arn.clone()
    }

    fn key(&self) -> Option<Key> {
        None
    }

    fn is_indexed(&self) -> bool {
        self.indexed
    }
}
