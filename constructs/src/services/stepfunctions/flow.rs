//! [`Parallel`] and [`Map`]: states that hold others.

use cfn_model::{IntoProp, Json, Map as Fields, Prop, Value, sub};

use super::state::{data, next, result, state};
use super::{Definition, State};
use crate::iam::Statement;
use crate::services::{Bucket, Key};

state! {
    /// Runs several branches at the same time, and gives on the list of what they gave.
    Parallel
}
data!(Parallel);
next!(Parallel);
result!(Parallel);

impl Parallel {
    /// Runs the branches at the same time, each with the whole input.
    pub fn new(branches: impl IntoIterator<Item = Definition>) -> Self {
        let mut state = State::new("Parallel");
        for branch in branches {
            let branch = state.take_in(branch);
            state.push("Branches", branch);
        }
        Parallel { state }
    }

    /// What each branch gets in the place of the input.
    #[must_use]
    pub fn arguments(mut self, arguments: impl IntoProp<Json>) -> Self {
        self.state.put("Arguments", arguments.into_prop());
        self
    }
}

/// How the items of a [`Map`] run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MapMode {
    /// As part of the execution: up to 40 at the same time, and all of them in its history of 25,000 events.
    #[default]
    Inline,
    /// Each as an execution of its own, up to 10,000 at the same time, of the kind that keeps its history.
    DistributedStandard,
    /// Each as an execution of its own that takes at most five minutes.
    DistributedExpress,
}

/// Where the items of a distributed [`Map`] come from.
#[derive(Clone, Debug, PartialEq)]
pub enum MapItems {
    /// An object in S3 that is a list in JSON, by bucket and key.
    Json(Bucket, String),
    /// An object in S3 that is a table in CSV with its heads in the first line, by bucket and key.
    Csv(Bucket, String),
    /// What a bucket holds below a prefix: one item for each object.
    Objects(Bucket, String),
}

state! {
    /// Runs the same states for each item of a list, and gives on the list of what they gave.
    Map
}
data!(Map);
next!(Map);
result!(Map);

impl Map {
    /// Runs the states for each item of the input.
    pub fn new(each: Definition, mode: MapMode) -> Self {
        let mut state = State::new("Map");
        let config = match mode {
            MapMode::Inline => Fields::from([("Mode", "INLINE")]),
            MapMode::DistributedStandard => Fields::from([("Mode", "DISTRIBUTED"), ("ExecutionType", "STANDARD")]),
            MapMode::DistributedExpress => Fields::from([("Mode", "DISTRIBUTED"), ("ExecutionType", "EXPRESS")]),
        };
        let mut processor = state.take_in(each);
        processor.insert_at(0, "ProcessorConfig", config);
        state.put("ItemProcessor", processor);
        Map { state }
    }

    /// The list whose items these are: a JSONata expression, or a list.
    #[must_use]
    pub fn items(mut self, items: impl IntoProp<Json>) -> Self {
        self.state.put("Items", items.into_prop());
        self
    }

    /// The path of the list in the input. JSONPath only.
    #[must_use]
    pub fn items_path(mut self, path: impl Into<String>) -> Self {
        self.state.put("ItemsPath", path.into());
        self
    }

    /// What each run gets in the place of the item.
    #[must_use]
    pub fn item_selector(mut self, selector: impl IntoProp<Json>) -> Self {
        self.state.put("ItemSelector", selector.into_prop());
        self
    }

    /// How many run at the same time. By default as many as can.
    #[must_use]
    pub fn max_concurrency(mut self, count: u32) -> Self {
        self.state.put("MaxConcurrency", count);
        self
    }

    /// How many percent of the items may fail. None by default. For distributed maps.
    #[must_use]
    pub fn tolerated_failure_percentage(mut self, percentage: u32) -> Self {
        self.state.put("ToleratedFailurePercentage", percentage);
        self
    }

    /// What the executions of a distributed map are named after, at most 40 characters.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.state.put("Label", label.into());
        self
    }

    /// Where the items come from, instead of the input. For distributed maps.
    #[must_use]
    pub fn read(mut self, items: &MapItems) -> Self {
        let (resource, bucket, name, value) = match items {
            MapItems::Json(bucket, key) | MapItems::Csv(bucket, key) => ("s3:getObject", bucket, "Key", key),
            MapItems::Objects(bucket, prefix) => ("s3:listObjectsV2", bucket, "Prefix", prefix),
        };
        let mut reader = Fields::from([("Resource", Value::from(sub!("arn:{partition}:states:::{}", resource)))]);
        match items {
            MapItems::Json(..) => {
                reader.insert("ReaderConfig", Fields::from([("InputType", "JSON")]));
            }
            MapItems::Csv(..) => {
                let config = Fields::from([("InputType", "CSV"), ("CSVHeaderLocation", "FIRST_ROW")]);
                reader.insert("ReaderConfig", config);
            }
            MapItems::Objects(..) => {}
        }
        let place = Fields::from([("Bucket", Value::from(bucket.name())), (name, Value::from(value.as_str()))]);
        // Renamed for the language as the arguments of a task are.
        reader.insert("Arguments", place);
        self.state.put("ItemReader", reader);
        let read = match items {
            MapItems::Objects(..) => Statement::allow(["s3:ListBucket"]).on([bucket.arn()]),
            _ => Statement::allow(["s3:GetObject"]).on([bucket.objects(value)]),
        };
        self.state.permissions.use_.push(read);
        self.state.permissions.use_.extend(bucket.key.map(|key| with_key(key, &["kms:Decrypt"])));
        self
    }

    /// Where what the items gave is put, instead of the output. For distributed maps.
    #[must_use]
    pub fn write(mut self, bucket: Bucket, prefix: impl Into<String>) -> Self {
        let prefix = prefix.into();
        let resource = sub!("arn:{partition}:states:::s3:putObject");
        let objects = bucket.objects(&format!("{prefix}/*"));
        let place = Fields::from([("Bucket", Value::from(bucket.name())), ("Prefix", Value::from(prefix))]);
        let writer = Fields::from([("Resource", Value::from(resource)), ("Arguments", place.into())]);
        self.state.put("ResultWriter", writer);
        let actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];
        self.state.permissions.use_.push(Statement::allow(actions).on([objects]));
        self.state
            .permissions
            .use_
            .extend(bucket.key.map(|key| with_key(key, &["kms:Decrypt", "kms:GenerateDataKey"])));
        self
    }
}

fn with_key(key: Key, actions: &[&str]) -> Statement {
    let arn: Prop<String> = key.arn();
    Statement::allow(actions.iter().copied()).on([arn])
}
