//! The repository of the image that builds run in.

use cfn_constructs::Stack;
use cfn_constructs::services::Days;
use cfn_constructs::services::ecr::{Images, LifecycleRule, Repository, RepositoryProps};

use super::{Caller, RegistryRelease};

/// The stack that holds the repository, in the CI account. Builds of the other accounts may pull from it.
pub(super) fn stack(train: &RegistryRelease, caller: Caller) -> Stack {
    let what = "The image in which extensions are built and tested.".to_owned();
    let mut stack = super::stack(train, format!("{}Image", train.name), &train.accounts.ci, what, caller);
    let props = RepositoryProps {
        name: Some(train.image.repository.clone()),
        lifecycle: vec![LifecycleRule::expire_after(Images::Untagged, Days(30))],
        ..RepositoryProps::default()
    };
    let repository = Repository::new(&mut stack, "Image", props);
    let mut others = [&train.accounts.beta, &train.accounts.prod].map(String::as_str).to_vec();
    others.retain(|account| *account != train.accounts.ci);
    others.dedup();
    if !others.is_empty() {
        repository.grant_pull_to_accounts(&mut stack, others);
    }
    stack.output("Repository", repository.uri());
    stack
}

/// The image by its address.
pub(super) fn uri(train: &RegistryRelease) -> String {
    let domain = if train.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    let (account, region) = (&train.accounts.ci, &train.region);
    format!("{account}.dkr.ecr.{region}.{domain}/{}:{}", train.image.repository, train.image.tag)
}
