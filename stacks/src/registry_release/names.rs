//! The names by which the stacks of a train know each other's resources.
//!
//! Stacks of several accounts cannot refer to each other, and those of one account need not: what another
//! stack names has a name that follows from the train.

use cfn_constructs::patterns::Handover;

use super::{Extension, Namespace, RegistryRelease};

/// The longest prefix with which the names of buckets still have room for account and region.
pub(super) const PREFIX_LENGTH: usize = 24;

/// How many characters of an extension the name of its role has room for: IAM takes 64.
const SLUG_LENGTH: usize = 31;

/// The names of a namespace's resources.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) prefix: String,
}

/// The two accounts that build what is pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Ci,
    Beta,
}

impl Stage {
    pub(super) fn name(self) -> &'static str {
        match self {
            Stage::Ci => "ci",
            Stage::Beta => "beta",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Stage::Ci => "Ci",
            Stage::Beta => "Beta",
        }
    }

    pub(super) fn account(self, train: &RegistryRelease) -> &str {
        match self {
            Stage::Ci => &train.accounts.ci,
            Stage::Beta => &train.accounts.beta,
        }
    }

    pub(super) fn branch(self, namespace: &Namespace) -> &str {
        match self {
            Stage::Ci => &namespace.branch,
            Stage::Beta => &namespace.release_branch,
        }
    }
}

impl Names {
    pub(super) fn of(train: &RegistryRelease, namespace: &Namespace) -> Self {
        let by_default = || format!("{}-{}", slug(&train.name), slug(&namespace.name));
        Names { prefix: namespace.prefix.clone().unwrap_or_else(by_default) }
    }

    /// The project that clones the repository.
    pub(super) fn clone_project(&self, stage: Stage) -> String {
        format!("{}-{}-clone", self.prefix, stage.name())
    }

    /// The pipeline of an account, and the rule that tells of it.
    pub(super) fn pipeline(&self, stage: Stage) -> String {
        format!("{}-{}", self.prefix, stage.name())
    }

    /// The bucket of the packages of an account.
    pub(super) fn handlers_bucket(&self, account: &str, region: &str) -> String {
        format!("{}-handlers-{account}-{region}", self.prefix)
    }

    /// The role of the prod account that CloudFormation assumes for the handlers of an extension.
    pub(super) fn handler_role(&self, extension: &Extension) -> String {
        let slug: String = slug_of(extension).chars().take(SLUG_LENGTH).collect();
        format!("{}-handler-{slug}", self.prefix)
    }

    /// The stacks of the tests of an extension begin with it.
    pub(super) fn test_stack(&self, extension: &Extension) -> String {
        format!("{}-test-{}", self.prefix, slug_of(extension))
    }

    /// What the beta and the prod account know of each other.
    pub(super) fn handover(&self, train: &RegistryRelease) -> Handover {
        Handover::named(&self.prefix, &train.accounts.beta, &train.accounts.prod, &train.region)
    }
}

/// What an extension is called inside its namespace: `Acme::Storage::Shelf` is `Storage-Shelf`.
pub(super) fn short_name(extension: &Extension) -> String {
    let own = extension.type_name.split_once("::").map_or(extension.type_name.as_str(), |(_, own)| own);
    own.replace("::", "-")
}

fn slug_of(extension: &Extension) -> String {
    short_name(extension).to_lowercase()
}

fn slug(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}
