//! DynamoDB tables.

mod access;
mod check;

use cfn_model::dynamodb::table::{
    AttributeDefinition, AttributeDefinitionAttributeType, BillingMode, GlobalSecondaryIndex, KeySchema,
    KeySchemaKeyType, LocalSecondaryIndex, OnDemandThroughput, PointInTimeRecoverySpecification,
    Projection as Projected, ProjectionType, ProvisionedThroughput, SSESpecification, SSESpecificationSSEType,
    StreamSpecification, StreamSpecificationStreamViewType, TimeToLiveSpecification,
};
use cfn_model::{Diagnostic, Handle, Prop, dynamodb};

pub use access::{Access, ImportedTable, TableAccess};

use super::{Days, Key};
use crate::Stack;
use crate::iam::Statement;
use crate::stack::{MAIN, RemovalPolicy};

/// DynamoDB takes policies of up to this many bytes for a table and its stream together.
///
/// See <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html>.
const TABLE_POLICY_BYTES: usize = 20_480;

/// A DynamoDB table: encrypted, paid for by request, recoverable to any second, and kept when the
/// stack is deleted.
///
/// What may be done with it is granted by [`TableAccess`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// The table itself.
    pub handle: Handle<dynamodb::Table>,
    /// The key it is encrypted with, where that is the user's own.
    pub key: Option<Key>,
    /// Whether it has secondary indexes.
    pub indexed: bool,
    /// Whether it has a stream of its changes.
    pub streamed: bool,
}

/// An attribute that is part of a key: its name, and what its values are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The name, at most 255 bytes.
    pub name: String,
    /// What its values are.
    pub kind: AttributeKind,
}

/// What the values of a key's attribute are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// Text, sorted by its bytes in UTF-8.
    String,
    /// Numbers, sorted as such.
    Number,
    /// Bytes.
    Binary,
}

impl Attribute {
    /// An attribute that holds text.
    pub fn string(name: impl Into<String>) -> Self {
        Attribute { name: name.into(), kind: AttributeKind::String }
    }

    /// An attribute that holds numbers.
    pub fn number(name: impl Into<String>) -> Self {
        Attribute { name: name.into(), kind: AttributeKind::Number }
    }

    /// An attribute that holds bytes.
    pub fn binary(name: impl Into<String>) -> Self {
        Attribute { name: name.into(), kind: AttributeKind::Binary }
    }
}

/// What a table is encrypted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TableEncryption {
    /// A key that AWS owns, at no charge.
    #[default]
    AwsOwned,
    /// The key that AWS keeps for DynamoDB in the account, whose use shows in its trail.
    AwsManaged,
    /// The account's own key, which needs grants of its own and may be shared with other accounts.
    Key(Key),
}

/// How reading and writing is paid for, and bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// By request.
    OnDemand {
        /// How many units may be read in a second. Unbounded by default.
        max_read: Option<u32>,
        /// How many units may be written in a second. Unbounded by default.
        max_write: Option<u32>,
    },
    /// By the hour, for as much as may be read and written in any second.
    Provisioned {
        /// The units that may be read in a second, at least 1.
        read: u32,
        /// The units that may be written in a second, at least 1.
        write: u32,
    },
}

impl Default for Capacity {
    fn default() -> Self {
        Capacity::OnDemand { max_read: None, max_write: None }
    }
}

/// Which attributes an index holds besides the keys.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Projection {
    /// All of them.
    #[default]
    All,
    /// None.
    KeysOnly,
    /// Those of these names, at most 100 over all indexes of a table.
    Include(Vec<String>),
}

/// A secondary index with a partition key of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobalIndex {
    /// The name: 3 to 255 letters, digits, underscores, hyphens and dots.
    pub name: String,
    /// What items are found by.
    pub partition_key: Attribute,
    /// What items of one partition are sorted by. Nothing by default.
    pub sort_key: Option<Attribute>,
    /// Which attributes it holds besides the keys. All by default.
    pub projection: Projection,
}

/// A secondary index that sorts the partitions of the table by another attribute. It is there from the
/// table's creation on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalIndex {
    /// The name, as of [`GlobalIndex::name`].
    pub name: String,
    /// What items of one partition are sorted by.
    pub sort_key: Attribute,
    /// Which attributes it holds besides the keys. All by default.
    pub projection: Projection,
}

/// What a table's stream tells of a changed item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamView {
    /// Its keys.
    KeysOnly,
    /// The item as it is now.
    NewImage,
    /// The item as it was.
    OldImage,
    /// Both.
    NewAndOldImages,
}

/// What a [`Table`] is made of.
///
/// See <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html> for bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableProps {
    /// What items are found by.
    pub partition_key: Attribute,
    /// What items of one partition are sorted by. By default there is one item in each.
    pub sort_key: Option<Attribute>,
    /// The table's name, 3 to 255 letters, digits, underscores, hyphens and dots. By default CloudFormation makes one.
    pub name: Option<String>,
    /// How it is paid for. By request by default.
    pub capacity: Capacity,
    /// What it is encrypted with. By default a key that AWS owns.
    pub encryption: TableEncryption,
    /// How far back it can be restored to any second, 1 to 35 days. 35 days by default; `None` for not at all.
    pub recovery: Option<Days>,
    /// Secondary indexes with partition keys of their own, at most 20. None by default.
    pub global_indexes: Vec<GlobalIndex>,
    /// Secondary indexes that sort partitions by another attribute, at most 5. None by default.
    pub local_indexes: Vec<LocalIndex>,
    /// The attribute that tells in seconds since 1970 when an item may be deleted. By default items are kept.
    pub time_to_live: Option<String>,
    /// What its stream of changes tells. By default there is none.
    pub stream: Option<StreamView>,
    /// Whether DynamoDB refuses to delete it. On by default.
    pub deletion_protection: bool,
    /// What becomes of the table with the stack. By default it is kept.
    pub removal_policy: RemovalPolicy,
}

impl TableProps {
    /// A table whose items are found by that attribute, everything else by default.
    pub fn new(partition_key: Attribute) -> Self {
        TableProps {
            partition_key,
            sort_key: None,
            name: None,
            capacity: Capacity::default(),
            encryption: TableEncryption::default(),
            recovery: Some(Days(35)),
            global_indexes: Vec::new(),
            local_indexes: Vec::new(),
            time_to_live: None,
            stream: None,
            deletion_protection: true,
            removal_policy: RemovalPolicy::Retain,
        }
    }
}

impl Table {
    /// Adds a table.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: TableProps) -> Self {
        stack.construct(id, |stack| {
            check::check(stack, &props);
            let mut table = dynamodb::Table::new(key_schema(&props.partition_key, props.sort_key.as_ref()))
                .attribute_definitions(definitions(&props))
                .deletion_protection_enabled(props.deletion_protection)
                .point_in_time_recovery_specification(recovery(stack, props.recovery));
            if let Some(name) = &props.name {
                table = table.table_name(name);
            }
            table = match props.capacity {
                Capacity::OnDemand { .. } => table.billing_mode(BillingMode::PayPerRequest),
                Capacity::Provisioned { .. } => table.billing_mode(BillingMode::Provisioned),
            };
            if let Some(throughput) = provisioned(props.capacity) {
                table = table.provisioned_throughput(throughput);
            }
            if let Some(throughput) = on_demand(props.capacity) {
                table = table.on_demand_throughput(throughput);
            }
            let mut key = None;
            table = match props.encryption {
                TableEncryption::AwsOwned => table,
                TableEncryption::AwsManaged => {
                    table.sse_specification(SSESpecification::new(true).sse_type(SSESpecificationSSEType::Kms))
                }
                TableEncryption::Key(own) => {
                    key = Some(own);
                    let kms = SSESpecification::new(true).sse_type(SSESpecificationSSEType::Kms);
                    table.sse_specification(kms.kms_master_key_id(own.arn()))
                }
            };
            if !props.global_indexes.is_empty() {
                let indexes = props.global_indexes.iter().map(|index| index.to_property(props.capacity));
                table = table.global_secondary_indexes(indexes.collect::<Vec<_>>());
            }
            if !props.local_indexes.is_empty() {
                let indexes = props.local_indexes.iter().map(|index| index.to_property(&props.partition_key));
                table = table.local_secondary_indexes(indexes.collect::<Vec<_>>());
            }
            if let Some(attribute) = &props.time_to_live {
                table = table
                    .time_to_live_specification(TimeToLiveSpecification::new(true).attribute_name(attribute.as_str()));
            }
            if let Some(view) = props.stream {
                table = table.stream_specification(StreamSpecification::new(view.to_property()));
            }
            let handle = stack.add(MAIN, table);
            stack.resource(handle).removal_policy(props.removal_policy);
            stack.grow_policy(handle, "ResourcePolicy.PolicyDocument", TABLE_POLICY_BYTES);
            let indexed = !props.global_indexes.is_empty() || !props.local_indexes.is_empty();
            Table { handle, key, indexed, streamed: props.stream.is_some() }
        })
    }

    /// The table's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The table's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// The ARN of the stream of its changes. That it has none is reported.
    pub fn stream_arn(self, stack: &mut Stack) -> Prop<String> {
        if !self.streamed {
            stack.report(
                Diagnostic::error("dynamodb-stream", "the stream of a table is used that has none")
                    .property("StreamSpecification")
                    .help("say with `TableProps::stream` what the stream tells"),
            );
        }
        self.handle.stream_arn()
    }

    /// Adds a statement to the table's own policy, for principals of other accounts. It speaks of this table.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        // A resource cannot name its own ARN, and in its own policy there is no other that `*` could mean.
        stack.add_statement(self.handle, statement.on_all_resources());
    }
}

fn key_schema(partition_key: &Attribute, sort_key: Option<&Attribute>) -> Vec<KeySchema> {
    let mut schema = vec![KeySchema::new(&partition_key.name, KeySchemaKeyType::Hash)];
    schema.extend(sort_key.map(|attribute| KeySchema::new(&attribute.name, KeySchemaKeyType::Range)));
    schema
}

/// The attributes of all keys, in the order of their first appearance.
fn key_attributes(props: &TableProps) -> impl Iterator<Item = &Attribute> {
    let global =
        props.global_indexes.iter().flat_map(|index| std::iter::once(&index.partition_key).chain(&index.sort_key));
    let local = props.local_indexes.iter().map(|index| &index.sort_key);
    std::iter::once(&props.partition_key).chain(&props.sort_key).chain(global).chain(local)
}

fn definitions(props: &TableProps) -> Vec<AttributeDefinition> {
    let mut seen: Vec<&str> = Vec::new();
    let mut definitions = Vec::new();
    for attribute in key_attributes(props) {
        if seen.contains(&attribute.name.as_str()) {
            continue;
        }
        seen.push(&attribute.name);
        let kind = match attribute.kind {
            AttributeKind::String => AttributeDefinitionAttributeType::S,
            AttributeKind::Number => AttributeDefinitionAttributeType::N,
            AttributeKind::Binary => AttributeDefinitionAttributeType::B,
        };
        definitions.push(AttributeDefinition::new(&attribute.name, kind));
    }
    definitions
}

fn recovery(stack: &mut Stack, recovery: Option<Days>) -> PointInTimeRecoverySpecification {
    let Some(Days(days)) = recovery else {
        return PointInTimeRecoverySpecification::new().point_in_time_recovery_enabled(false);
    };
    if !(1..=35).contains(&days) {
        stack.report(
            Diagnostic::error("duration", format!("the table can be restored for {days} days, 1 to 35 are allowed"))
                .property("PointInTimeRecoverySpecification.RecoveryPeriodInDays")
                .help("give a number of days from 1 to 35"),
        );
    }
    PointInTimeRecoverySpecification::new().point_in_time_recovery_enabled(true).recovery_period_in_days(days)
}

fn provisioned(capacity: Capacity) -> Option<ProvisionedThroughput> {
    match capacity {
        Capacity::Provisioned { read, write } => Some(ProvisionedThroughput::new(read, write)),
        Capacity::OnDemand { .. } => None,
    }
}

fn on_demand(capacity: Capacity) -> Option<OnDemandThroughput> {
    let (max_read, max_write) = match capacity {
        Capacity::OnDemand { max_read: None, max_write: None } | Capacity::Provisioned { .. } => return None,
        Capacity::OnDemand { max_read, max_write } => (max_read, max_write),
    };
    let mut throughput = OnDemandThroughput::new();
    if let Some(units) = max_read {
        throughput = throughput.max_read_request_units(units);
    }
    if let Some(units) = max_write {
        throughput = throughput.max_write_request_units(units);
    }
    Some(throughput)
}

impl GlobalIndex {
    fn to_property(&self, capacity: Capacity) -> GlobalSecondaryIndex {
        let keys = key_schema(&self.partition_key, self.sort_key.as_ref());
        let mut index = GlobalSecondaryIndex::new(&self.name, keys, self.projection.to_property());
        if let Some(throughput) = provisioned(capacity) {
            index = index.provisioned_throughput(throughput);
        }
        if let Some(throughput) = on_demand(capacity) {
            index = index.on_demand_throughput(throughput);
        }
        index
    }
}

impl LocalIndex {
    fn to_property(&self, partition_key: &Attribute) -> LocalSecondaryIndex {
        let keys = key_schema(partition_key, Some(&self.sort_key));
        LocalSecondaryIndex::new(&self.name, keys, self.projection.to_property())
    }
}

impl Projection {
    fn to_property(&self) -> Projected {
        match self {
            Projection::All => Projected::new().projection_type(ProjectionType::All),
            Projection::KeysOnly => Projected::new().projection_type(ProjectionType::KeysOnly),
            Projection::Include(names) => {
                Projected::new().projection_type(ProjectionType::Include).non_key_attributes(names.clone())
            }
        }
    }
}

impl StreamView {
    fn to_property(self) -> StreamSpecificationStreamViewType {
        match self {
            StreamView::KeysOnly => StreamSpecificationStreamViewType::KeysOnly,
            StreamView::NewImage => StreamSpecificationStreamViewType::NewImage,
            StreamView::OldImage => StreamSpecificationStreamViewType::OldImage,
            StreamView::NewAndOldImages => StreamSpecificationStreamViewType::NewAndOldImages,
        }
    }
}
