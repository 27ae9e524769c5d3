//! [`ReleaseLocation`]: where one release of a product is.

use cfn_model::Prop;

use super::{ReleaseChannel, ReleasePrefix};

/// Where one release of a product is: the URL that all of its files are below.
///
/// The templates of the release name each other below it, so that a nested stack comes from the channel and the
/// release of the stack that holds it.
///
/// ```
/// use cfn_constructs::patterns::{ReleaseChannel, ReleaseLocation};
///
/// let alpha = ReleaseChannel::alpha();
/// let prefix = alpha.prefix.of("3f2a9c0e5b7d4a618293f0e1d2c3b4a596877869", "");
/// let location = ReleaseLocation::in_bucket("acme-public", "us-east-2", &prefix, "readyset");
/// assert_eq!(
///     location.template_url("network"),
///     "https://acme-public.s3.us-east-2.amazonaws.com/alpha/3f2a9c0e5b7d4a618293f0e1d2c3b4a596877869\
///      /readyset/templates/network.yaml"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseLocation {
    url: String,
}

impl ReleaseLocation {
    /// The location with that URL, `https://<bucket>.s3.<region>.amazonaws.com/<prefix>/<product>`, as builds of a
    /// `TemplateRelease` find it in their variable `RELEASE_URL`.
    pub fn new(url: impl Into<String>) -> Self {
        ReleaseLocation { url: url.into().trim_end_matches('/').to_owned() }
    }

    /// The location of a product in a bucket, below the prefix of a release.
    pub fn in_bucket(bucket: &str, region: &str, prefix: &str, product: &str) -> Self {
        let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        ReleaseLocation::new(format!("https://{bucket}.s3.{region}.{domain}/{prefix}/{product}"))
    }

    /// The URL that everything is below.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL of a template by its name, without the ending `.yaml`.
    pub fn template_url(&self, name: &str) -> String {
        format!("{}/templates/{name}.yaml", self.url)
    }

    /// The URL of a template, for the property of a resource.
    pub fn template(&self, name: &str) -> Prop<String> {
        Prop::new(self.template_url(name))
    }
}

impl ReleasePrefix {
    /// The prefix of the release of that commit and name, of which a channel uses one.
    pub fn of(&self, commit: &str, release: &str) -> String {
        match self {
            ReleasePrefix::Commit => commit.to_owned(),
            ReleasePrefix::CommitBelow(folder) => format!("{folder}/{commit}"),
            ReleasePrefix::Release => release.to_owned(),
        }
    }
}

/// The regular expression that names of releases match: letters, digits, `.`, `_` and `-`, at most 63, beginning with a
/// letter or digit, and with no two dots in a row. No name is a commit, or a folder of one of the channels.
pub fn release_name_pattern(channels: &[ReleaseChannel]) -> String {
    let folders = channels.iter().filter_map(|channel| match &channel.prefix {
        ReleasePrefix::CommitBelow(folder) => Some(format!("{folder}$|")),
        ReleasePrefix::Commit | ReleasePrefix::Release => None,
    });
    let folders: String = folders.collect();
    format!(r"^(?!{folders}[0-9a-f]{{40}}$|.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{{0,62}}$")
}
