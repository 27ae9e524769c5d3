//! Software that is released as machine images and templates, by channel.
//!
//! One stack holds the channels and the pipeline: it builds, bakes the machine images into the templates, tests them with a
//! stack, and promotes what was tested from channel to channel. Where releases have keys for their machine images, each
//! region has a stack with one. `channel list` is a command of the app.
//!
//! What bakes the templates in the pipeline is a program as well: [`with_templates`] makes files of its stacks.

mod channel;
mod images;
#[cfg(feature = "ami-product")]
pub mod product;
mod props;
mod read;
mod templates;

use std::collections::BTreeSet;
use std::panic::Location;

use cfn_constructs::iam::Statement;
use cfn_constructs::patterns::{
    AmiDistribution, AmiKey, PipelineNotificationsProps, ReleaseArtifact, ReleaseBuild, ReleaseChannels,
    ReleaseChannelsProps, ReleaseSource, SmokeTest, TemplateRelease, TemplateReleaseProps,
};
use cfn_constructs::services::ecr::{Repository, RepositoryProps};
use cfn_constructs::services::sns::{AnyTopic, SubscriptionProps, Topic, TopicProps};
use cfn_constructs::services::{Days, Grantee, Minutes};
use cfn_constructs::{App, Stack};

pub use channel::{Channel, Holds};
pub use images::{BuiltImage, Images};
pub use props::{AmiRelease, Pushed, StackTest};
pub use read::{read_images, read_release};
pub use templates::with_templates;

pub use crate::permission::Permission;

/// The stacks of the release. What is wrong with the props is found at synthesis, and points at the line that called
/// this.
#[track_caller]
pub fn ami_release(release: &AmiRelease) -> App {
    let mut stack = stack(release, release.name.clone(), &release.region)
        .description(format!("Releases {} through its channels.", release.product));
    for (index, channel) in release.channels.iter().enumerate() {
        channel.check(&mut stack, index);
    }
    pipeline(&mut stack, release);
    let mut app = App::new();
    for region in key_regions(release) {
        let mut keys = self::stack(release, format!("{}-{region}", release.name), region)
            .description(format!("The key of the machine images of {} in {region}.", release.product));
        let accounts: BTreeSet<&str> = release.channels.iter().flat_map(Channel::sharing).collect();
        AmiKey::new(&mut keys, "Key", key_alias(release), accounts);
        // Without the keys nothing can be copied.
        stack.deploy_after(&keys);
        app = app.with(keys);
    }
    app.with(stack)
}

/// A stack of the release in that region.
#[track_caller]
fn stack(release: &AmiRelease, name: String, region: &str) -> Stack {
    let mut stack = Stack::new_at(name, Location::caller()).region(region);
    if let Some(account) = &release.account {
        stack = stack.account(account);
    }
    stack.tag("ami-release", release.name.as_str());
    stack
}

/// The regions with a key: all that machine images are in.
fn key_regions(release: &AmiRelease) -> BTreeSet<&str> {
    let all = std::iter::once(&release.region).chain(&release.regions).map(String::as_str);
    if release.image_keys { all.collect() } else { BTreeSet::new() }
}

fn key_alias(release: &AmiRelease) -> String {
    format!("{}-images", release.product)
}

fn pipeline(stack: &mut Stack, release: &AmiRelease) {
    let product = release.product.as_str();
    let channels = release.channels.iter().map(Channel::props).collect();
    let channels = ReleaseChannelsProps { channels, ..ReleaseChannelsProps::new(product) };
    let channels = ReleaseChannels::new(stack, "Channels", channels);
    let source = ReleaseSource {
        main_branch: release.main_branch.clone(),
        other_branches: release.other_branches.clone(),
        ..ReleaseSource::new(release.connection.as_str(), release.repository.as_str())
    };
    let artifacts = artifacts(stack, release);
    let approvers = (!release.approvers.is_empty()).then(|| approvers(stack, &release.approvers));
    let notifications = (!release.notify.is_empty())
        .then(|| PipelineNotificationsProps::new(release.name.as_str(), release.notify.iter().cloned()));
    let props = TemplateReleaseProps {
        name: Some(release.name.clone()),
        artifacts,
        smoke_test: release.smoke_test.as_ref().map(smoke_test),
        distribution: distribution(release),
        approvals: approvers.map(|topic| topic.arn()),
        notifications,
        timeout: Minutes(release.build_minutes),
        ..TemplateReleaseProps::new(source, channels, ReleaseBuild::new(release.bake.iter().cloned()))
    };
    let made = TemplateRelease::new(stack, "Release", props);
    if let Some(key) = approvers.and_then(Topic::key) {
        let ask = Statement::allow(["kms:Decrypt", "kms:GenerateDataKey*"]).on([key.arn()]);
        made.pipeline.role.allow(stack, ask);
    }
}

fn distribution(release: &AmiRelease) -> AmiDistribution {
    let mut distribution = AmiDistribution {
        key_alias: release.image_keys.then(|| key_alias(release)),
        deprecate_after: release.deprecate_after_days.map(Days),
        ..AmiDistribution::to_regions(release.regions.iter().cloned())
    };
    for channel in &release.channels {
        distribution = distribution.share(channel.name.as_str(), channel.sharing());
    }
    distribution
}

/// What is released besides the templates.
fn artifacts(stack: &mut Stack, release: &AmiRelease) -> Vec<ReleaseArtifact> {
    let mut artifacts = Vec::new();
    if !release.binaries.is_empty() {
        artifacts.push(ReleaseArtifact::Binaries(ReleaseBuild::new(release.binaries.iter().cloned())));
    }
    if let Some(images) = &release.images {
        // Image Builder has to be told of the region that it builds in, too.
        let regions = std::iter::once(&release.region).chain(&release.regions).cloned();
        let copies = AmiDistribution { regions: regions.collect(), accounts: Vec::new(), ..distribution(release) };
        artifacts.push(stack.scope("Images", |stack| images.artifact(stack, &release.product, &copies)));
    }
    let mut repositories = |id: &str, pushed: &Pushed| -> Vec<Repository> {
        stack.scope(id, |stack| {
            let make = |name: &String| {
                let props = RepositoryProps { name: Some(name.clone()), ..RepositoryProps::default() };
                // In an id, a slash would begin another one.
                Repository::new(stack, name.replace('/', "-"), props)
            };
            pushed.repositories.iter().map(make).collect()
        })
    };
    if let Some(pushed) = &release.containers {
        let commands = ReleaseBuild::new(pushed.commands.iter().cloned());
        artifacts.push(ReleaseArtifact::OciImages(repositories("Containers", pushed), commands));
    }
    if let Some(pushed) = &release.charts {
        let commands = ReleaseBuild::new(pushed.commands.iter().cloned());
        artifacts.push(ReleaseArtifact::HelmCharts(repositories("Charts", pushed), commands));
    }
    artifacts
}

fn smoke_test(test: &StackTest) -> SmokeTest {
    SmokeTest {
        parameters: test.parameters.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        permissions: test.permissions.iter().map(Permission::statement).collect(),
        timeout: Minutes(test.minutes),
        ..SmokeTest::new(test.template.as_str(), test.probe.iter().cloned())
    }
}

/// The topic that asks whether something is released.
fn approvers(stack: &mut Stack, addresses: &[String]) -> Topic {
    stack.scope("Approvers", |stack| {
        let topic = Topic::new(stack, "Topic", TopicProps::default());
        for address in addresses {
            topic.subscribe(stack, address.as_str(), SubscriptionProps::email(address));
        }
        topic
    })
}
