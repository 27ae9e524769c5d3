//! [`AmiDistribution`]: where machine images go, and who may use them.

use cfn_model::{Diagnostic, Prop, sub};

use crate::iam::{Operator, Statement};
use crate::services::codebuild::EnvironmentVariable;
use crate::services::imagebuilder::{AmiDistribution as Shared, Distribution};
use crate::services::{Days, check_account};
use crate::{Environment, Stack};

/// Where machine images go, and who may use them. Nobody but the account itself by default, and never everybody.
///
/// A [`TemplateRelease`](super::TemplateRelease) copies images to the regions when they are built, so that a release holds
/// the very images that were tested, and shares them when they reach a channel.
///
/// See <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html>.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AmiDistribution {
    /// The regions that images are copied to, besides those that they are built in. None by default.
    pub regions: Vec<String>,
    /// The accounts, by their 12 digits, that may start machines of the images in a channel, by its name. None by default.
    pub accounts: Vec<(String, Vec<String>)>,
    /// The key that encrypts copies, by an alias without `alias/` that each region has. It lets the accounts use the images
    /// where it allows them so, see [`AmiKey`](super::AmiKey). By default copies are as their originals.
    pub key_alias: Option<String>,
    /// After how many days images are told to be old: they can still be used, and are found no more. Never by default.
    ///
    /// See <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html>.
    pub deprecate_after: Option<Days>,
}

/// What problems of distributions are called.
const CODE: &str = "ami-distribution";

impl AmiDistribution {
    /// Copies to these regions, everything else by default.
    pub fn to_regions<R: Into<String>>(regions: impl IntoIterator<Item = R>) -> Self {
        AmiDistribution { regions: regions.into_iter().map(Into::into).collect(), ..AmiDistribution::default() }
    }

    /// With accounts that may use the images of a channel.
    #[must_use]
    pub fn share<A: Into<String>>(mut self, channel: impl Into<String>, accounts: impl IntoIterator<Item = A>) -> Self {
        self.accounts.push((channel.into(), accounts.into_iter().map(Into::into).collect()));
        self
    }

    /// The accounts that may use the images of a channel.
    pub fn accounts_of(&self, channel: &str) -> Vec<&str> {
        let of_channel = self.accounts.iter().filter(|(name, _)| name == channel);
        of_channel.flat_map(|(_, accounts)| accounts.iter().map(String::as_str)).collect()
    }

    /// The same for a pipeline of EC2 Image Builder, which copies and shares its images by itself as soon as they are
    /// built: with the accounts of that channel.
    pub fn image_builder(&self, channel: &str) -> Vec<Distribution> {
        let accounts: Vec<String> = self.accounts_of(channel).into_iter().map(str::to_owned).collect();
        let key = self.key_alias.as_ref().map(|alias| Prop::new(format!("alias/{alias}")));
        let shared = Shared { accounts, key, ..Shared::default() };
        self.regions.iter().map(|region| Distribution::ami(region, shared.clone())).collect()
    }

    /// Reports what is wrong with it, for a release through channels of these names.
    pub(super) fn check(&self, stack: &mut Stack, channels: &[&str]) {
        let mut report = |property: String, message: String, help: String| {
            stack.report(Diagnostic::error(CODE, message).property(property).help(help));
        };
        for (index, region) in self.regions.iter().enumerate() {
            if !Environment::is_region(region) {
                let help = "write its code, such as `eu-west-1`";
                report("regions".into(), format!("`{region}` is no region"), help.into());
            }
            if self.regions[..index].contains(region) {
                report("regions".into(), format!("the region `{region}` is there twice"), "name it once".into());
            }
        }
        for (channel, _) in self.accounts.iter().filter(|(channel, _)| !channels.contains(&channel.as_str())) {
            let help = format!("there are `{}`", channels.join("`, `"));
            report("accounts".into(), format!("there is no channel `{channel}`"), help);
        }
        for channel in channels {
            let accounts = self.accounts_of(channel);
            for (index, account) in accounts.iter().enumerate() {
                if accounts[..index].contains(account) {
                    let message = format!("the account `{account}` is there twice in the channel `{channel}`");
                    report(format!("accounts.{channel}"), message, "name it once".into());
                }
            }
        }
        for (channel, accounts) in &self.accounts {
            accounts.iter().for_each(|account| check_account(stack, &format!("accounts.{channel}"), account));
        }
        if let Some(after) = self.deprecate_after {
            after.at_least_one(stack, "deprecate_after");
        }
    }

    /// What a build knows of it that copies.
    pub(super) fn copying(&self) -> Vec<EnvironmentVariable> {
        let key =
            self.key_alias.as_ref().map(|alias| EnvironmentVariable::plain("IMAGE_KEY", format!("alias/{alias}")));
        let regions =
            (!self.regions.is_empty()).then(|| EnvironmentVariable::plain("IMAGE_REGIONS", self.regions.join(" ")));
        regions.into_iter().chain(key).collect()
    }

    /// What a build knows of it that shares.
    pub(super) fn sharing(&self, channel: &str) -> Vec<EnvironmentVariable> {
        let accounts = self.accounts_of(channel).join(" ");
        let accounts = (!accounts.is_empty()).then(|| EnvironmentVariable::plain("SHARE_ACCOUNTS", accounts));
        let days =
            self.deprecate_after.map(|Days(days)| EnvironmentVariable::plain("DEPRECATE_DAYS", days.to_string()));
        accounts.into_iter().chain(days).collect()
    }

    /// What a build has to be allowed that copies.
    pub(super) fn copy_permissions(&self) -> Vec<Statement> {
        let look = Statement::allow(["ec2:DescribeImages"]).on_all_resources();
        let images = [sub!("arn:{partition}:ec2:*::image/*"), sub!("arn:{partition}:ec2:*::snapshot/*")];
        let copy = Statement::allow(["ec2:CopyImage"]).on(images);
        let key = self.key_alias.as_ref().map(|alias| {
            let actions = [
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ];
            Statement::allow(actions).on([sub!("arn:{partition}:kms:*:{account}:key/*")]).when(
                Operator::ForAnyValueStringEquals,
                "kms:ResourceAliases",
                [format!("alias/{alias}")],
            )
        });
        // Packer encrypts with the key in its own region, too.
        let copy = (!self.regions.is_empty()).then_some(copy);
        std::iter::once(look).chain(copy).chain(key).collect()
    }

    /// What a build has to be allowed that shares.
    pub(super) fn share_permissions(&self, channel: &str) -> Vec<Statement> {
        let images = || sub!("arn:{partition}:ec2:*::image/*");
        let snapshots = || sub!("arn:{partition}:ec2:*::snapshot/*");
        let mut statements = Vec::new();
        if !self.accounts_of(channel).is_empty() {
            statements.push(Statement::allow(["ec2:DescribeImages"]).on_all_resources());
            statements.push(Statement::allow(["ec2:ModifyImageAttribute"]).on([images()]));
            statements.push(Statement::allow(["ec2:ModifySnapshotAttribute"]).on([snapshots()]));
        }
        if self.deprecate_after.is_some() {
            statements.push(Statement::allow(["ec2:EnableImageDeprecation"]).on([images()]));
        }
        statements
    }
}
