//! [`Channel`]: a channel, in code or in a file.

use std::collections::BTreeSet;

use cfn_constructs::patterns::{Readers, ReleaseChannel, ReleasePrefix};
use cfn_constructs::{Environment, Stack};
use cfn_model::Diagnostic;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use crate::schema::ACCOUNT;

/// Where releases of one kind go, who may read them, and what may be overwritten.
///
/// What is released is below `<prefix>/<product>/` in the bucket of the channel. The prefix is the commit, below the folder
/// where there is one, or the name of the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Its name: lower-case letters, digits and hyphens, beginning with a letter.
    pub name: String,
    /// What it holds. Commits by default.
    #[serde(default)]
    pub holds: Holds,
    /// The folder that commits are below: lower-case letters, digits and hyphens. None by default.
    #[serde(default)]
    pub folder: Option<String>,
    /// Its bucket, by what it is called in the template. Channels that name the same one share it, and have the same readers.
    /// By default the channel has a bucket of its own, called as the channel.
    #[serde(default)]
    pub bucket: Option<String>,
    /// Whether everybody may read what is released, without an account. Off by default.
    #[serde(default)]
    pub public: bool,
    /// The accounts that may read what is released, by their 12 digits, besides the one that it is in. None by default.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = ACCOUNT))))]
    pub readers: Vec<String>,
    /// The accounts that may start machines of its machine images, by their 12 digits. None by default.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = ACCOUNT))))]
    pub image_accounts: Vec<String>,
    /// Whether what is released may be overwritten. Off by default: the bucket refuses to put what is there already.
    #[serde(default)]
    pub overwrite: bool,
}

/// What a channel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Commits, by their hashes: all of them in the first channel, in another one those of other branches than the main one.
    #[default]
    Commits,
    /// Commits of the main branch that got a name.
    Releases,
}

/// What problems of channels are called.
const CODE: &str = "release-channel";

impl Channel {
    /// A channel of commits that only its account reads, in a bucket of its own. Nothing in it is overwritten.
    pub fn new(name: impl Into<String>) -> Self {
        Channel {
            name: name.into(),
            holds: Holds::Commits,
            folder: None,
            bucket: None,
            public: false,
            readers: Vec::new(),
            image_accounts: Vec::new(),
            overwrite: false,
        }
    }

    /// `internal`: each commit that is built, for tests inside the account.
    pub fn internal() -> Self {
        Channel::new("internal")
    }

    /// `alpha`: commits that are handed out before they are released, in the bucket `public`, for everybody who is told where.
    pub fn alpha() -> Self {
        let folder = Some("alpha".to_owned());
        Channel { folder, bucket: Some("public".to_owned()), public: true, ..Channel::new("alpha") }
    }

    /// `release`: what has a name, in the bucket `public`, for everybody.
    pub fn release() -> Self {
        let bucket = Some("public".to_owned());
        Channel { holds: Holds::Releases, bucket, public: true, ..Channel::new("release") }
    }

    /// With accounts that may start machines of its machine images.
    #[must_use]
    pub fn image_accounts<A: Into<String>>(mut self, accounts: impl IntoIterator<Item = A>) -> Self {
        self.image_accounts.extend(accounts.into_iter().map(Into::into));
        self
    }

    pub(super) fn props(&self) -> ReleaseChannel {
        let prefix = match (self.holds, &self.folder) {
            (Holds::Releases, _) => ReleasePrefix::Release,
            (Holds::Commits, Some(folder)) => ReleasePrefix::CommitBelow(folder.clone()),
            (Holds::Commits, None) => ReleasePrefix::Commit,
        };
        let readers = match (self.public, self.readers.is_empty()) {
            (true, _) => Readers::Everyone,
            (false, false) => Readers::Accounts(self.readers.clone()),
            (false, true) => Readers::Account,
        };
        let bucket = self.bucket.clone().unwrap_or_else(|| self.name.clone());
        ReleaseChannel { bucket, readers, overwrite: self.overwrite, ..ReleaseChannel::new(&*self.name, prefix) }
    }

    /// The accounts that may start machines, but for those that [`Channel::check`] reports.
    pub(super) fn sharing(&self) -> BTreeSet<&str> {
        self.image_accounts.iter().map(String::as_str).filter(|account| Environment::is_account(account)).collect()
    }

    /// Reports what is wrong with the channel with that index, besides what is wrong with its bucket.
    pub(super) fn check(&self, stack: &mut Stack, index: usize) {
        let mut report = |property: &str, message: String, help: &str| {
            let problem = Diagnostic::error(CODE, message).property(format!("channels.{index}.{property}"));
            stack.report(problem.help(help));
        };
        if let (Holds::Releases, Some(folder)) = (self.holds, &self.folder) {
            let message = format!("the channel `{}` holds releases, and they are in no folder: `{folder}`", self.name);
            report("folder", message, "leave it out, or give the channel a bucket of its own");
        }
        if self.public && !self.readers.is_empty() {
            let message = format!("the channel `{}` is public, and has readers", self.name);
            report("readers", message, "leave them out, or make the channel `public: false`");
        }
        for (position, account) in self.image_accounts.iter().enumerate() {
            let property = format!("image_accounts.{position}");
            if !Environment::is_account(account) {
                report(
                    &property,
                    format!("`{account}` is no account id"),
                    "write the 12 digits of the account, in quotes",
                );
            } else if self.image_accounts[..position].contains(account) {
                let message = format!("the account `{account}` is there twice in the channel `{}`", self.name);
                report(&property, message, "name it once");
            }
        }
        if index == 0 && self.holds == Holds::Releases {
            let message = format!("the first channel, `{}`, holds releases", self.name);
            report("holds", message, "begin with a channel of commits: it takes what is built, before it has a name");
        }
    }
}
