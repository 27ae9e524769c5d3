//! Where the artifacts of each region are kept, and who may get at them.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html>.

use cfn_model::codepipeline::pipeline::{
    ArtifactStore as Property, ArtifactStoreType, EncryptionKey, EncryptionKeyType,
};
use cfn_model::{Diagnostic, Prop};

use super::{BucketRef, Pipeline, PipelineProps, checks};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::{Key, KeyProps};

/// What is done with artifacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) read: bool,
    pub(super) write: bool,
}

impl Access {
    /// What has to be allowed on the key.
    pub(super) fn on_key(self) -> Vec<&'static str> {
        if self.write {
            // A large artifact is put in parts, which takes leave to decrypt as well.
            vec![
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ]
        } else {
            vec!["kms:Decrypt", "kms:DescribeKey"]
        }
    }
}

impl BucketRef {
    pub(super) fn to_property(&self) -> Property {
        let store = Property::new(self.name.clone(), ArtifactStoreType::S3);
        match &self.key {
            Some(key) => store.encryption_key(EncryptionKey::new(key.clone(), EncryptionKeyType::Kms)),
            None => store,
        }
    }

    /// What whoever works on the artifacts has to be allowed, see
    /// <https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html>.
    pub(super) fn statements(&self, access: Access) -> Vec<Statement> {
        let mut objects = Vec::new();
        if access.read {
            objects.extend(["s3:GetObject", "s3:GetObjectVersion"]);
        }
        if access.write {
            objects.extend(["s3:PutObject", "s3:PutObjectAcl"]);
        }
        if objects.is_empty() {
            return Vec::new();
        }
        let bucket = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"];
        let mut statements =
            vec![Statement::allow(objects).on([self.objects("*")]), Statement::allow(bucket).on([self.arn()])];
        statements.extend(self.on_key(&access.on_key()));
        statements
    }

    /// Lets a role of another account at the artifacts, in the policies of the bucket and its key.
    ///
    /// The statements name the account and compare the role's ARN, so that the role need not exist yet.
    pub(super) fn admit(&self, stack: &mut Stack, account: &str, role: &Prop<String>, access: Access) {
        let Some(bucket) = self.construct else { return };
        for statement in self.statements(access) {
            let on_key = statement.actions.iter().all(|action| action.starts_with("kms:"));
            let statement = statement.to([Principal::account(account)]).when(
                Operator::ArnEquals,
                "aws:PrincipalArn",
                [role.clone()],
            );
            match bucket.key {
                Some(key) if on_key => stack.at_home_of(key.handle.target(), move |stack| {
                    key.add_to_policy(stack, Statement { resources: Vec::new(), ..statement });
                }),
                _ => stack.at_home_of(bucket.policy.target(), move |stack| bucket.add_to_policy(stack, statement)),
            }
        }
    }
}

/// The stores of a pipeline.
pub(super) struct Stores {
    /// The pipeline's region, where it is known.
    pub(super) region: Option<String>,
    /// The store of that region.
    pub(super) own: BucketRef,
    /// Those of other regions.
    pub(super) regional: Vec<(String, BucketRef)>,
}

impl Stores {
    /// The stores that the pipeline is given, and a key for its own bucket where another account needs one.
    pub(super) fn new(stack: &mut Stack, pipeline: Pipeline, props: &PipelineProps) -> Self {
        let (account, region) = (stack.environment.account.clone(), stack.environment.region.clone());
        let elsewhere = checks::actions(props)
            .filter(|(_, _, action)| {
                let runs = action.role.other_account(account.as_deref()).is_some();
                runs || !action.foreign_artifact_roles.is_empty()
            })
            .filter(|(_, _, action)| !action.inputs.is_empty() || !action.outputs.is_empty());
        let cross_account: Vec<Option<String>> = elsewhere.map(|(_, _, action)| action.region.clone()).collect();
        let here = |used: &Option<String>| used.is_none() || *used == region;
        let own = match (&props.artifact_store, pipeline.artifacts) {
            (Some(store), _) => store.clone(),
            (None, Some(bucket)) if cross_account.iter().any(here) => {
                let description = Some("Encrypts the artifacts of a pipeline for other accounts.".to_owned());
                let key = Key::new(stack, "ArtifactsKey", KeyProps { description, ..KeyProps::default() });
                bucket.encrypt_with(stack, key).into()
            }
            (None, Some(bucket)) => bucket.into(),
            // A pipeline makes its bucket unless it is given a store.
            (None, None) => BucketRef::named(""),
        };
        let stores = Stores { own, regional: props.regional_stores.clone(), region };
        stores.check(stack, props, &cross_account);
        stores
    }

    /// The store of a region, by default the pipeline's own. One that is missing has been reported.
    pub(super) fn of(&self, region: Option<&str>) -> &BucketRef {
        let regional = region.and_then(|region| self.regional.iter().find(|(other, _)| other == region));
        regional.map_or(&self.own, |(_, store)| store)
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &BucketRef> {
        std::iter::once(&self.own).chain(self.regional.iter().map(|(_, store)| store))
    }

    fn check(&self, stack: &mut Stack, props: &PipelineProps, cross_account: &[Option<String>]) {
        let mut missing: Vec<&str> = Vec::new();
        for (path, stage, action) in checks::actions(props) {
            let Some(region) = action.region.as_deref() else { continue };
            let name = format!("the action `{}` of the stage `{}` runs in `{region}`", action.name, stage.name);
            let property = format!("{path}.Region");
            if self.region.is_none() {
                let problem = format!("{name}, and the region of the pipeline itself is not known");
                let help = "name the stack's region with `Stack::region`, so that the two can be told apart";
                stack.report(Diagnostic::error("pipeline-region", problem).property(property).help(help));
            } else if self.region.as_deref() != Some(region)
                && !self.regional.iter().any(|(other, _)| other == region)
                && !missing.contains(&region)
            {
                missing.push(region);
                let problem = format!("{name}, where the pipeline has no artifact store");
                let help = format!(
                    "make a bucket in a stack of that region, `let mut there = Stack::new(\"…\").region(\"{region}\")` and \
                     `let store = Bucket::new(&mut there, \"Artifacts\", BucketProps::default())`, add the stack to \
                     the app, and put `(\"{region}\".into(), store.into())` into `regional_stores`"
                );
                stack.report(Diagnostic::error("artifact-store", problem).property(property).help(help));
            }
        }
        for region in cross_account {
            let store = self.of(region.as_deref());
            if store.key.is_none() {
                let place = region.as_deref().map_or(String::new(), |region| format!(" of `{region}`"));
                let problem = format!("an action runs in another account, which cannot read the artifact store{place}");
                let help = "encrypt the store with a key of its own (`BucketEncryption::Key`, `BucketRef::key`): \
                            the account's key for S3 is for that account only";
                stack.report(Diagnostic::error("artifact-store", problem).property("ArtifactStore").help(help));
                return;
            }
        }
    }
}
