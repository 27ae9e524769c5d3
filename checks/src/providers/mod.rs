//! What CodePipeline's kinds of actions and rules are: how they are named, configured, fed and read.
//!
//! Each file holds one service's kinds as data, with the page of AWS that says so. [`ALL`] lists the
//! actions, [`RULES`] the rules of stage conditions.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html>.

use std::ops::RangeInclusive;

pub mod alexa;
pub mod app_config;
pub mod approval;
pub mod cloud_formation;
pub mod code_build;
pub mod code_commit;
pub mod code_deploy;
pub mod commands;
pub mod connection;
pub mod device_farm;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod eks;
pub mod elastic_beanstalk;
pub mod git_hub;
pub mod inspector;
pub mod jenkins;
mod key;
pub mod lambda;
pub mod ops_works;
pub mod pipeline;
pub mod rules;
pub mod s3;
pub mod service_catalog;
pub mod snyk;
pub mod stack_sets;
pub mod step_functions;

pub use key::{ConfigurationKey, Form, Need, When};

/// A kind of action, or of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provider {
    /// What it is for: `Source`, `Build`, `Test`, `Deploy`, `Approval`, `Invoke`, `Compute`, or `Rule`.
    pub category: &'static str,
    /// Who made it: `AWS`, `ThirdParty` or `Custom`.
    pub owner: &'static str,
    /// Its name, such as `CodeBuild`.
    pub provider: &'static str,
    /// Its version. There has been no other than `1` so far.
    pub version: &'static str,
    /// How many artifacts it reads.
    pub inputs: RangeInclusive<usize>,
    /// How many artifacts it writes.
    pub outputs: RangeInclusive<usize>,
    /// What it is configured with.
    pub configuration: &'static [ConfigurationKey],
    /// Whether it takes other keys too, which AWS does not document.
    pub other_keys: bool,
    /// Keys that are required in some cases only.
    pub needs: &'static [Need],
    /// What later actions can read of it, besides artifacts.
    pub output_variables: OutputVariables,
    /// Whether only pipelines of type V2 have it.
    pub v2_only: bool,
    /// Whether, as the rule of a condition, it can decide that a stage is skipped.
    pub skips: bool,
    /// What to use in its place, where AWS no longer offers it or advises against it.
    pub replaced_by: Option<&'static str>,
    /// The page of AWS that these facts come from.
    pub page: &'static str,
}

/// The variables that an action gives.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputVariables {
    /// None.
    None,
    /// These.
    Fixed(&'static [&'static str]),
    /// These, and whatever the action's own work exports: a build's variables, a stack's outputs.
    AndOthers(&'static [&'static str]),
    /// What the action itself lists under `OutputVariables`.
    Declared,
}

impl OutputVariables {
    /// The names that are known beforehand.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            OutputVariables::None | OutputVariables::Declared => &[],
            OutputVariables::Fixed(names) | OutputVariables::AndOthers(names) => names,
        }
    }
}

impl Provider {
    /// A kind of action with nothing but its name: no artifacts, no configuration, no variables.
    const fn new(category: &'static str, provider: &'static str, page: &'static str) -> Self {
        Provider {
            category,
            owner: "AWS",
            provider,
            version: "1",
            inputs: 0..=0,
            outputs: 0..=0,
            configuration: &[],
            other_keys: false,
            needs: &[],
            output_variables: OutputVariables::None,
            v2_only: false,
            skips: false,
            replaced_by: None,
            page,
        }
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static ConfigurationKey> {
        self.configuration.iter().find(|key| key.name == name)
    }

    /// Whether it may run in another region than its pipeline.
    pub fn crosses_regions(&self) -> bool {
        self.owner == "AWS" && self.category != "Source"
    }
}

/// Every kind of action that AWS documents.
pub static ALL: &[&Provider] = &[
    &s3::SOURCE,
    &ecr::SOURCE,
    &code_commit::SOURCE,
    &connection::SOURCE,
    &git_hub::SOURCE,
    &code_build::BUILD,
    &code_build::TEST,
    &ecr::BUILD_AND_PUBLISH,
    &jenkins::BUILD,
    &jenkins::TEST,
    &device_farm::TEST,
    &commands::COMPUTE,
    &approval::MANUAL,
    &lambda::INVOKE,
    &step_functions::INVOKE,
    &pipeline::INVOKE,
    &inspector::INVOKE,
    &snyk::INVOKE,
    &cloud_formation::DEPLOY,
    &stack_sets::STACK_SET,
    &stack_sets::STACK_INSTANCES,
    &code_deploy::DEPLOY,
    &code_deploy::DEPLOY_TO_ECS,
    &ecs::DEPLOY,
    &eks::DEPLOY,
    &ec2::DEPLOY,
    &lambda::DEPLOY,
    &s3::DEPLOY,
    &app_config::DEPLOY,
    &elastic_beanstalk::DEPLOY,
    &service_catalog::DEPLOY,
    &ops_works::DEPLOY,
    &alexa::DEPLOY,
];

/// Every rule that a stage's conditions can have.
pub static RULES: &[&Provider] = rules::ALL;

/// The kind of action with that name, where AWS documents it.
pub fn find(category: &str, owner: &str, provider: &str, version: &str) -> Option<&'static Provider> {
    ALL.iter().copied().find(|known| {
        known.provider == provider && known.category == category && known.owner == owner && known.version == version
    })
}

/// The rule of a stage's condition with that name.
pub fn find_rule(provider: &str) -> Option<&'static Provider> {
    RULES.iter().copied().find(|known| known.provider == provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name_and_says_each_thing_once() {
        for known in ALL {
            let found = find(known.category, known.owner, known.provider, known.version);
            assert!(found.is_some_and(|found| std::ptr::eq(found, *known)), "{} {}", known.category, known.provider);
        }
        for known in ALL.iter().chain(RULES) {
            let keys = known.configuration;
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys[..index].iter().any(|other| other.name == key.name), "{} twice", key.name);
                assert!(key.meaning.ends_with('.'), "{} {}", known.provider, key.name);
            }
            for need in known.needs {
                assert!(known.key(need.key).is_some(), "{} has no key {}", known.provider, need.key);
                if let When::Is(key, values) = need.when {
                    let key = known.key(key).expect("the key that decides is one of the kind's");
                    assert!(values.iter().all(|value| key.values.contains(value)), "{}", key.name);
                }
            }
        }
    }
}
