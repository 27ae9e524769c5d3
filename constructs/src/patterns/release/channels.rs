//! [`ReleaseChannels`]: the buckets of the channels.

use cfn_model::s3::bucket::PublicAccessBlockConfiguration;
use cfn_model::{Diagnostic, Map, Value, s3};

use super::{Readers, ReleaseChannel, ReleasePrefix};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::{Bucket, BucketProps, Grantee, check_account};

/// The channels through which a product is released, and their buckets.
///
/// A release is below `<prefix>/<product>/`: its templates in `templates/`, and last of all its manifest,
/// `manifest.json`. Without a manifest there is no release.
///
/// A bucket refuses to put an object that is there already, whoever asks and whatever it is allowed, unless its channel
/// says that releases may be overwritten. Only buckets of channels for everybody take public policies; access control
/// lists count for nothing in all of them.
///
/// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseChannels {
    /// The product.
    pub product: String,
    /// The channels, each with its bucket.
    pub channels: Vec<(ReleaseChannel, Bucket)>,
}

/// What [`ReleaseChannels`] are made of.
#[derive(Clone, Debug)]
pub struct ReleaseChannelsProps {
    /// The product: lower-case letters, digits and hyphens, beginning with a letter.
    pub product: String,
    /// The channels. `internal`, `alpha` and `release` by default.
    pub channels: Vec<ReleaseChannel>,
    /// What the buckets are made of: names by their construct ids. By default CloudFormation makes them.
    pub bucket_names: Vec<(String, String)>,
}

impl ReleaseChannelsProps {
    /// The usual channels of a product.
    pub fn new(product: impl Into<String>) -> Self {
        let channels = vec![ReleaseChannel::internal(), ReleaseChannel::alpha(), ReleaseChannel::release()];
        ReleaseChannelsProps { product: product.into(), channels, bucket_names: Vec::new() }
    }
}

/// What problems of channels are called.
const CODE: &str = "release-channel";

impl ReleaseChannels {
    /// The entry of a bucket's metadata that has the `product`, and the names of the `channels` in the bucket.
    pub const METADATA: &str = "cfn-stacks:release-channels";

    /// Adds the buckets of the channels, with who may read them.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ReleaseChannelsProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let mut buckets: Vec<(String, Bucket)> = Vec::new();
            let ReleaseChannelsProps { product, channels, bucket_names } = props;
            let channels = channels.into_iter().map(|channel| {
                let made = buckets.iter().find(|(id, _)| *id == channel.bucket).map(|(_, bucket)| *bucket);
                let bucket = made.unwrap_or_else(|| {
                    let name = bucket_names.iter().find(|(id, _)| *id == channel.bucket);
                    let name = name.map(|(_, name)| name.clone());
                    let bucket = Bucket::new(stack, &*channel.bucket, BucketProps { name, ..BucketProps::default() });
                    if channel.readers == Readers::Everyone {
                        publish(stack, bucket);
                    }
                    buckets.push((channel.bucket.clone(), bucket));
                    bucket
                });
                open(stack, &product, &channel, bucket);
                (channel, bucket)
            });
            let channels: Vec<(ReleaseChannel, Bucket)> = channels.collect();
            for (_, bucket) in &buckets {
                // The command line finds the releases by this.
                let names =
                    channels.iter().filter(|(_, of)| of == bucket).map(|(channel, _)| Value::from(&channel.name));
                let told = Map::from([("product", Value::from(&product)), ("channels", Value::List(names.collect()))]);
                stack.resource(bucket.handle).metadata(Self::METADATA, told);
            }
            ReleaseChannels { product, channels }
        })
    }

    /// The channel of that name and its bucket, if there is one.
    pub fn find(&self, name: &str) -> Option<&(ReleaseChannel, Bucket)> {
        self.channels.iter().find(|(channel, _)| channel.name == name)
    }

    /// Lets `grantee` put releases into a channel, and look at what is there.
    pub fn grant_release(&self, stack: &mut Stack, grantee: &impl Grantee, channel: &str) {
        if let Some((channel, bucket)) = self.find(channel) {
            let pattern = channel.prefix.pattern(&self.product);
            bucket.grant_read_write(stack, grantee, &pattern);
        }
    }
}

/// Lets the bucket have a policy for everybody.
fn publish(stack: &mut Stack, bucket: Bucket) {
    stack.modify(bucket.handle, |bucket: s3::Bucket| {
        bucket.public_access_block_configuration(
            PublicAccessBlockConfiguration::new()
                .block_public_acls(true)
                .block_public_policy(false)
                .ignore_public_acls(true)
                .restrict_public_buckets(false),
        )
    });
    let reason = "Releases of this channel are for everybody, without an account.";
    stack.resource(bucket.policy).suppress("open-principal", reason);
}

/// Lets readers in, and keeps what is there.
fn open(stack: &mut Stack, product: &str, channel: &ReleaseChannel, bucket: Bucket) {
    let objects = bucket.objects(&channel.prefix.pattern(product));
    let read = Statement::allow(["s3:GetObject"]).on([objects.clone()]);
    match &channel.readers {
        Readers::Account => {}
        Readers::Accounts(accounts) => {
            let readers = || accounts.iter().map(|account| Principal::account(account.as_str()));
            bucket.add_to_policy(stack, read.to(readers()));
            let list = Statement::allow(["s3:ListBucket"]).to(readers()).on([bucket.arn()]);
            bucket.add_to_policy(stack, list);
        }
        Readers::Everyone => bucket.add_to_policy(stack, read.to([Principal::anyone()])),
    }
    if !channel.overwrite {
        // Parts of uploads have no such header: it is the request that makes the object which needs it.
        let keep = Statement::deny(["s3:PutObject"])
            .to([Principal::anyone()])
            .on([objects])
            .when(Operator::Null, "s3:if-none-match", ["true"])
            .when(Operator::Bool, "s3:ObjectCreationOperation", ["true"]);
        bucket.add_to_policy(stack, keep);
    }
}

fn check(stack: &mut Stack, props: &ReleaseChannelsProps) {
    let mut report = |property: String, message: String, help: &str| {
        stack.report(Diagnostic::error(CODE, message).property(property).help(help));
    };
    let is_name = |name: &str| {
        name.len() <= 63
            && name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    const NAME: &str = "use at most 63 lower-case letters, digits and hyphens, beginning with a letter";
    if !is_name(&props.product) {
        report("product".into(), format!("`{}` is no name of a product", props.product), NAME);
    }
    if props.channels.is_empty() {
        report("channels".into(), "there is no channel".into(), "name at least one, the one that is tested first");
    }
    for (index, channel) in props.channels.iter().enumerate() {
        let at = |property: &str| format!("channels.{index}.{property}");
        let before = &props.channels[..index];
        let name = &channel.name;
        if !is_name(name) {
            report(at("name"), format!("`{name}` is no name of a channel"), NAME);
        }
        if let ReleasePrefix::CommitBelow(folder) = &channel.prefix
            && !is_name(folder)
        {
            report(at("prefix"), format!("`{folder}` is no folder of a channel"), NAME);
        }
        if before.iter().any(|other| other.name == *name) {
            report(at("name"), format!("the channel `{name}` is there twice"), "give one of the two another name");
        }
        for other in before.iter().filter(|other| other.bucket == channel.bucket) {
            if other.prefix == channel.prefix {
                let message = format!("the channels `{}` and `{name}` have the same place", other.name);
                report(at("prefix"), message, "give one of them another prefix, or a bucket of its own");
            }
            if other.readers != channel.readers {
                let message =
                    format!("the channels `{}` and `{name}` share a bucket, and not their readers", other.name);
                report(at("bucket"), message, "give one of them a bucket of its own");
            }
        }
        if let Readers::Accounts(accounts) = &channel.readers {
            let twice = |(position, account): &(usize, &String)| accounts[..*position].contains(account);
            for (_, account) in accounts.iter().enumerate().filter(twice) {
                report(at("readers"), format!("the account `{account}` is there twice"), "name it once");
            }
        }
    }
    for (index, channel) in props.channels.iter().enumerate() {
        if let Readers::Accounts(accounts) = &channel.readers {
            accounts.iter().for_each(|account| check_account(stack, &format!("channels.{index}.readers"), account));
        }
    }
}
