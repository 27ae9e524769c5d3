//! Where the files are put that a stack needs before it is deployed.

#[cfg(feature = "assets")]
use cfn_model::{Prop, functions};

use super::Stack;

/// Where the assets of a stack are put: a bucket of the account and region that it is deployed to.
///
/// By default that is the bucket which the CDK's `cdk bootstrap` makes, so that its command line
/// deploys what is synthesised here.
///
/// See <https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetStore {
    /// The bucket's name. `${AWS::AccountId}`, `${AWS::Region}` and `${AWS::Partition}` in it stand for
    /// those of the stack.
    pub bucket: String,
    /// What the keys of its objects begin with, such as `releases/`. Nothing by default.
    pub prefix: String,
}

impl AssetStore {
    /// A bucket of that name.
    pub fn bucket(name: impl Into<String>) -> Self {
        AssetStore { bucket: name.into(), prefix: String::new() }
    }

    /// The bucket that `cdk bootstrap --qualifier` makes.
    pub fn bootstrapped(qualifier: &str) -> Self {
        AssetStore::bucket(format!("cdk-{qualifier}-assets-${{AWS::AccountId}}-${{AWS::Region}}"))
    }
}

impl Default for AssetStore {
    /// The bucket that `cdk bootstrap` makes where no qualifier is named.
    fn default() -> Self {
        AssetStore::bootstrapped("hnb659fds")
    }
}

/// An asset as a stack finds it in S3.
#[cfg(feature = "assets")]
#[derive(Clone, Debug, PartialEq)]
pub struct AssetObject {
    /// The bucket's name.
    pub bucket: Prop<String>,
    /// The object's key, which changes with what is in it.
    pub key: String,
}

impl Stack {
    /// Puts the assets that are added from now on into another store.
    #[must_use]
    pub fn asset_store(mut self, store: AssetStore) -> Self {
        self.asset_store = store;
        self
    }

    /// Adds files that are uploaded before the stack is deployed, and says where it finds them.
    ///
    /// The same files are uploaded once, however often they are added.
    #[cfg(feature = "assets")]
    pub fn add_asset(&mut self, asset: &crate::assets::Asset) -> AssetObject {
        use crate::synth::AssetLocation;

        asset.problems().iter().for_each(|problem| self.report(problem.clone()));
        let hash = asset.hash();
        let AssetStore { bucket, prefix } = self.asset_store.clone();
        let key = format!("{prefix}{hash}.zip");
        let location = AssetLocation { path: format!("asset.{hash}.zip").into(), hash, bucket, key };
        self.keep_asset(location, || asset.to_zip())
    }

    /// Adds a template that is too large to stand in a request.
    #[cfg(feature = "cloudformation")]
    pub(crate) fn add_template(&mut self, text: String) -> AssetObject {
        use crate::synth::AssetLocation;

        let hash = crate::assets::hash_of_text(&text);
        let AssetStore { bucket, prefix } = self.asset_store.clone();
        let key = format!("{prefix}{hash}.yaml");
        let location = AssetLocation { path: format!("asset.{hash}.template.yaml").into(), hash, bucket, key };
        self.keep_asset(location, || text.into_bytes().into())
    }

    /// Keeps a file that is uploaded before the stack is deployed, and says where it finds it.
    #[cfg(feature = "assets")]
    pub(crate) fn keep_asset(
        &mut self,
        location: crate::synth::AssetLocation,
        contents: impl FnOnce() -> std::sync::Arc<[u8]>,
    ) -> AssetObject {
        let bucket = match location.bucket.contains("${") {
            true => functions::sub(location.bucket.as_str()),
            false => Prop::new(location.bucket.as_str()),
        };
        let object = AssetObject { bucket, key: location.key.clone() };
        if let Err(place) = self.assets.binary_search_by(|(present, _)| present.cmp(&location)) {
            self.assets.insert(place, (location, contents()));
        }
        object
    }
}
