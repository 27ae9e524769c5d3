//! [`BetaPipeline`]: a [`CiPipeline`] that hands what it has tested over to another account.

use cfn_model::iam;

use super::{CiPipeline, CiPipelineProps, Handover};
use crate::Stack;
use crate::pipeline::Stage;
use crate::services::{Bucket, BucketEncryption, BucketProps, Key, KeyProps, Role, RoleProps};

/// The stage in which the source is handed over.
const STAGE: &str = "Publish";

/// A [`CiPipeline`] whose last stage hands the tested source over to another account.
///
/// Its artifacts are encrypted with a key of the account's own, which lets the role of the other account
/// decrypt them. [`PublishEntrance`](super::PublishEntrance) is the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BetaPipeline {
    /// The pipeline with its projects.
    pub ci: CiPipeline,
    /// The key that encrypts its artifacts.
    pub key: Key,
    /// Where its artifacts are kept.
    pub artifacts: Bucket,
}

/// What a [`BetaPipeline`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct BetaPipelineProps {
    /// The pipeline up to the last stage. Its artifact store and role are made here, whatever it says of them.
    pub ci: CiPipelineProps,
    /// What this account and the other one know of each other.
    pub handover: Handover,
    /// The alias of the key, without `alias/`. None by default.
    pub key_alias: Option<String>,
}

impl BetaPipelineProps {
    /// A pipeline that ends with the handover.
    pub fn new(ci: CiPipelineProps, handover: Handover) -> Self {
        BetaPipelineProps { ci, handover, key_alias: None }
    }
}

impl BetaPipeline {
    /// Adds the pipeline. The stack's account has to be the sending one.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: BetaPipelineProps) -> Self {
        let BetaPipelineProps { ci, handover, key_alias } = props;
        stack.construct(id, |stack| {
            handover.check(stack);
            let description = Some("Encrypts the artifacts of a pipeline for another account.".to_owned());
            let key = Key::new(stack, "Key", KeyProps { description, alias: key_alias, ..KeyProps::default() });
            let name = Some(handover.artifacts_bucket.clone());
            let encryption = BucketEncryption::Key(key);
            let artifacts = Bucket::new(stack, "Artifacts", BucketProps { name, encryption, ..BucketProps::default() });
            let trust = RoleProps::for_service("codepipeline.amazonaws.com");
            let role = Role::new(stack, "Role", trust.description("What the actions of this pipeline may do."));
            stack.modify(role.handle, |role: iam::Role| role.role_name(handover.pipeline_role.as_str()));

            let ci = CiPipelineProps { artifact_store: Some(artifacts.into()), role: Some(role), ..ci };
            let ci = CiPipeline::new(stack, "Ci", ci);
            let copy = handover.action(ci.source.clone());
            ci.pipeline.edit(stack, |stages| stages.push(Stage::new(STAGE).with(copy)));
            BetaPipeline { ci, key, artifacts }
        })
    }
}
