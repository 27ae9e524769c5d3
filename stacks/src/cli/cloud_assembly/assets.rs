//! `NAME.assets.json`: the files that are uploaded before a stack is deployed, and to where.

use cfn_constructs::{AssetLocation, Environment, StackArtifact};
use cfn_model::{Map, Value};

use super::environments::resolved;
use super::{VERSION, Written, slashed};

/// A template with more bytes cannot stand in the request that deploys it.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
const LONGEST_IN_REQUEST: usize = 51_200;

/// Whether anything is uploaded for the stack.
pub(super) fn has_some(written: &Written<'_>) -> bool {
    locations(written).next().is_some()
}

/// The list of what is uploaded for the stack, if there is anything.
pub(super) fn manifest(written: &Written<'_>) -> Option<Map> {
    let files: Map = locations(written).map(|asset| (asset.hash.clone(), file(&asset, written.stack))).collect();
    (!files.is_empty()).then(|| Map::from([("version", Value::from(VERSION)), ("files", files.into())]))
}

/// Where the template is found once it has been uploaded, if it is.
pub(super) fn template_url(written: &Written<'_>) -> Option<String> {
    let AssetLocation { bucket, key, .. } = template(written)?;
    Some(format!("s3://{}/{key}", resolved(&bucket, &written.stack.environment)))
}

fn locations(written: &Written<'_>) -> impl Iterator<Item = AssetLocation> {
    written.stack.assets.iter().cloned().chain(template(written))
}

/// The template as an asset of its own stack, where it is too long for a request.
///
/// Whoever deploys writes it anew as YAML, which is always shorter than our JSON.
fn template(written: &Written<'_>) -> Option<AssetLocation> {
    if written.json.len() <= LONGEST_IN_REQUEST {
        return None;
    }
    let store = &written.stack.asset_store;
    let hash: String =
        hmac_sha256::Hash::hash(written.json.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let key = format!("{}{hash}.json", store.prefix);
    Some(AssetLocation { path: written.json_path(), bucket: store.bucket.clone(), key, hash })
}

fn file(asset: &AssetLocation, stack: &StackArtifact) -> Map {
    // Paths are taken from the folder of the list.
    let path = format!("../{}", slashed(&asset.path));
    let environment = &stack.environment;
    let bucket = resolved(&asset.bucket, environment);
    let mut destination = Map::from([("bucketName", &bucket), ("objectKey", &asset.key)]);
    if let Some(region) = &environment.region {
        destination.insert("region", region);
    }
    if let Some(roles) = &stack.deployment_roles {
        destination.insert("assumeRoleArn", resolved(&roles.publishing, environment));
    }
    Map::from([
        ("source", Map::from([("path", path), ("packaging", "file".to_owned())])),
        ("destinations", Map::from([(name(environment), destination)])),
    ])
}

/// What the CDK calls the one destination of a file.
fn name(environment: &Environment) -> String {
    let account = environment.account.as_deref().unwrap_or("current_account");
    let region = environment.region.as_deref().unwrap_or("current_region");
    format!("{account}-{region}")
}
