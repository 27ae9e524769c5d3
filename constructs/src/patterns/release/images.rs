//! [`MachineImages`]: the ids of machine images, by name and region.

use std::collections::{BTreeMap, BTreeSet};

use cfn_model::Diagnostic;
use cfn_model::template::Mapping;

use super::{image_builder, image_map, packer, released};
use crate::Environment;

/// What problems of machine images are called.
pub(super) const CODE: &str = "machine-images";

/// The ids of machine images: for each image, by name, the one of each region.
///
/// They are read from what has built the images, and get into templates with an [`ImageMap`](super::ImageMap).
///
/// ```
/// use cfn_constructs::patterns::MachineImages;
///
/// let manifest = r#"{
///     "builds": [{
///         "name": "server", "builder_type": "amazon-ebs", "packer_run_uuid": "6d5d3185",
///         "artifact_id": "eu-west-1:ami-0a1b2c3d4e5f60718,us-east-1:ami-0718293a4b5c6d7e8"
///     }],
///     "last_run_uuid": "6d5d3185"
/// }"#;
/// let images = MachineImages::parse_packer(manifest, "packer-manifest.json").unwrap();
/// assert_eq!(images.id("server", "us-east-1"), Some("ami-0718293a4b5c6d7e8"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct MachineImages {
    images: BTreeMap<String, BTreeMap<String, String>>,
}

impl MachineImages {
    /// No images yet.
    pub fn new() -> Self {
        MachineImages::default()
    }

    /// With the image of that name in a region, by its id. It takes the place of one that is there already.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, region: impl Into<String>, id: impl Into<String>) -> Self {
        self.images.entry(name.into()).or_default().insert(region.into(), id.into());
        self
    }

    /// With all images of others, which take the place of those that are there already.
    #[must_use]
    pub fn with_all(mut self, others: MachineImages) -> Self {
        for (name, regions) in others.images {
            self.images.entry(name).or_default().extend(regions);
        }
        self
    }

    /// Reads the file that Packer's post-processor `manifest` writes. Of several runs in it the last one counts, as
    /// `last_run_uuid` names it; builds of other things than machine images are passed over. An image is called as
    /// its build. `file` is the name that problems carry.
    ///
    /// See <https://developer.hashicorp.com/packer/docs/post-processors/manifest>.
    ///
    /// # Errors
    /// Everything that is wrong with the manifest, each with its line.
    pub fn parse_packer(text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        packer::read(text, file)
    }

    /// Reads what `aws imagebuilder get-image` prints of an image that was built, which gets the name. `file` is the
    /// name that problems carry.
    ///
    /// See <https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_GetImage.html>.
    ///
    /// # Errors
    /// Everything that is wrong with the text, each with its line.
    pub fn parse_image_builder(name: &str, text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        image_builder::read(name, text, file)
    }

    /// Reads the file of images that a `TemplateRelease` hands to what bakes its templates, or the manifest of a release:
    /// `{"images": {"server": {"eu-west-1": "ami-0a1b2c3d4e5f60718"}}}`. `file` is the name that problems carry.
    ///
    /// # Errors
    /// Everything that is wrong with the text, each with its line.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        released::read(text, file)
    }

    /// The id of an image in a region.
    pub fn id(&self, name: &str, region: &str) -> Option<&str> {
        self.images.get(name)?.get(region).map(String::as_str)
    }

    /// The images, by name: region and id of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, String>)> {
        self.images.iter().map(|(name, regions)| (name.as_str(), regions))
    }

    /// The regions that at least one image is in.
    pub fn regions(&self) -> BTreeSet<&str> {
        self.images.values().flat_map(|regions| regions.keys().map(String::as_str)).collect()
    }

    /// The mapping that an [`ImageMap`](super::ImageMap) adds to a template, for templates that are made otherwise: by region,
    /// and by the names of the images in PascalCase, `build-server` as `BuildServer`. Without regions, for all that at least
    /// one image is in.
    ///
    /// # Errors
    /// There is no image, one is missing in a region, or an id, a name or a region is none.
    pub fn to_mapping(&self, regions: &[String]) -> Result<Mapping, Vec<Diagnostic>> {
        let all = || self.regions().into_iter().map(str::to_owned).collect();
        let regions = if regions.is_empty() { all() } else { regions.to_vec() };
        match image_map::problems(self, &regions) {
            problems if problems.is_empty() => Ok(image_map::mapping(self, &regions)),
            problems => Err(problems),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.images.is_empty()
    }
}

/// What is wrong with the id of an image.
pub(super) fn id_problem(id: &str) -> Option<Diagnostic> {
    let digits = id.strip_prefix("ami-").unwrap_or_default();
    let sound = matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (!sound).then(|| {
        Diagnostic::error(CODE, format!("`{id}` is no id of a machine image"))
            .help("it begins with `ami-`, and 17 hexadecimal digits follow, of old images 8")
    })
}

/// What is wrong with the name of a region.
pub(super) fn region_problem(region: &str) -> Option<Diagnostic> {
    (!Environment::is_region(region)).then(|| {
        Diagnostic::error(CODE, format!("`{region}` is no region")).help("write it as AWS does, such as `eu-west-1`")
    })
}
