//! [`ImageMap`]: machine images as a template finds them.

use cfn_model::template::Mapping;
use cfn_model::{Diagnostic, IntoProp, Prop, pseudo};

use super::MachineImages;
use super::images::{CODE, id_problem, region_problem};
use crate::Stack;
use crate::stack::{MAIN, MappingRef};
use crate::synth::pascal_case;

/// Machine images in a template: whatever region it is deployed to, it finds the image of that region.
///
/// ```
/// use cfn_constructs::Stack;
/// use cfn_constructs::patterns::{ImageMap, MachineImages};
///
/// let images = MachineImages::new()
///     .with("server", "eu-west-1", "ami-0a1b2c3d4e5f60718")
///     .with("server", "us-east-1", "ami-0718293a4b5c6d7e8");
/// let mut stack = Stack::new("Servers");
/// let image_map = ImageMap::new(&mut stack, "Images", images);
/// let image = image_map.for_region(&mut stack, "server");
/// stack.output("Image", image);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ImageMap {
    source: Source,
}

/// Where the template finds the images.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    /// In a mapping of its own, which has images of these names.
    Mapping(MappingRef, Vec<String>),
    /// In parameters of the Parameter Store, whose names begin with this path.
    Parameters(String),
}

/// What an [`ImageMap`] is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageMapProps {
    /// The images.
    pub images: MachineImages,
    /// The regions that the template may be deployed to, each of which needs every image. By default the region of the
    /// stack, and for a stack without one all regions that at least one of the images is in.
    pub regions: Vec<String>,
}

impl ImageMapProps {
    /// These images, in the region of the stack or in all that they are in.
    pub fn new(images: MachineImages) -> Self {
        ImageMapProps { images, regions: Vec::new() }
    }

    /// In these regions.
    #[must_use]
    pub fn regions<R: Into<String>>(mut self, regions: impl IntoIterator<Item = R>) -> Self {
        self.regions.extend(regions.into_iter().map(Into::into));
        self
    }
}

impl From<MachineImages> for ImageMapProps {
    fn from(images: MachineImages) -> Self {
        ImageMapProps::new(images)
    }
}

impl ImageMap {
    /// Adds a mapping that holds the ids: the template is baked with its images, and needs nothing else to find them.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html>.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: impl Into<ImageMapProps>) -> Self {
        let ImageMapProps { images, regions } = props.into();
        stack.construct(id, |stack| {
            let regions = wanted(stack, &images, regions);
            problems(&images, &regions).into_iter().for_each(|problem| stack.report(problem));
            let mapping = mapping(&images, &regions);
            let names = images.iter().map(|(name, _)| name.to_owned()).collect();
            ImageMap { source: Source::Mapping(stack.mapping(MAIN, mapping), names) }
        })
    }

    /// The images whose ids the Parameter Store of each region holds, below a path: that of `server` is in
    /// `/acme/images/server`. A deployment takes the image that is there at that time.
    ///
    /// [`ImageMap::publish`] and EC2 Image Builder write such parameters.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html>.
    pub fn from_parameters(path: impl Into<String>) -> Self {
        ImageMap { source: Source::Parameters(path.into()) }
    }

    /// The id of the image of that name, in the region that the template is deployed to.
    pub fn for_region(&self, stack: &mut Stack, name: &str) -> Prop<String> {
        match &self.source {
            Source::Parameters(path) => cfn_model::ssm(&parameter_name(path, name), None),
            Source::Mapping(mapping, names) => {
                if !names.iter().any(|known| known == name) {
                    stack.report(unknown(name, names));
                }
                mapping.find(pseudo::region(), pascal_case(name)).into_prop()
            }
        }
    }

    /// Adds parameters of the Parameter Store that hold the ids of the images in the stack's region, for those who read
    /// them with [`ImageMap::from_parameters`]. A map that is read so itself has nothing to publish.
    #[cfg(feature = "ssm")]
    #[track_caller]
    pub fn publish(&self, stack: &mut Stack, id: impl Into<String>, path: &str) {
        use crate::services::ssm::{Parameter, ParameterProps};

        let Source::Mapping(_, names) = &self.source else { return };
        stack.construct(id, |stack| {
            for name in names {
                let props = ParameterProps {
                    name: Some(parameter_name(path, name)),
                    description: Some(format!("The machine image {name} of this region.")),
                    ..ParameterProps::image_id(self.for_region(stack, name))
                };
                Parameter::new(stack, pascal_case(name), props);
            }
        });
    }
}

fn parameter_name(path: &str, name: &str) -> String {
    format!("{}/{name}", path.trim_end_matches('/'))
}

/// The regions that need every image.
fn wanted(stack: &Stack, images: &MachineImages, given: Vec<String>) -> Vec<String> {
    match (&stack.environment.region, given.is_empty()) {
        (_, false) => given,
        (Some(region), true) => vec![region.clone()],
        (None, true) => images.regions().into_iter().map(str::to_owned).collect(),
    }
}

/// The ids, by region and by what the images are called in a mapping. One that is not there is `none`.
pub(super) fn mapping(images: &MachineImages, regions: &[String]) -> Mapping {
    let mut mapping = Mapping::new();
    for region in regions {
        for (name, ids) in images.iter() {
            let id = ids.get(region).map_or("none", String::as_str);
            mapping = mapping.entry(region.clone(), pascal_case(name), id);
        }
    }
    mapping
}

/// All that is wrong with the images for templates in these regions.
pub(super) fn problems(images: &MachineImages, regions: &[String]) -> Vec<Diagnostic> {
    if images.is_empty() {
        let problem = Diagnostic::error(CODE, "there are no images").help("read those that were built, or name them");
        return vec![problem];
    }
    let mut problems = Vec::new();
    let mut seen: Vec<(String, &str)> = Vec::new();
    for (name, ids) in images.iter() {
        let key = pascal_case(name);
        if key.is_empty() {
            let problem = Diagnostic::error(CODE, format!("the name `{name}` of an image has no letter or digit"));
            problems.push(problem.help("call it with letters and digits"));
        } else if let Some((_, other)) = seen.iter().find(|(taken, _)| *taken == key) {
            let message = format!("the images `{other}` and `{name}` are both `{key}` in a mapping");
            problems.push(Diagnostic::error(CODE, message).help("give them names that differ in letters or digits"));
        }
        seen.push((key, name));
        for region in regions {
            let known = || format!("it is in {}", ids.keys().cloned().collect::<Vec<_>>().join(", "));
            match ids.get(region) {
                None => problems.push(Diagnostic::error(CODE, format!("there is no image `{name}` in {region}")).help(
                    format!(
                        "{}: copy it to {region}, or leave that region out of where the template is deployed",
                        known()
                    ),
                )),
                Some(id) => problems.extend(id_problem(id)),
            }
        }
    }
    problems.extend(regions.iter().filter_map(|region| region_problem(region)));
    problems
}

fn unknown(name: &str, names: &[String]) -> Diagnostic {
    let help = match cfn_model::nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("the nearest is `{near}`"),
        None => format!("there are `{}`", names.join("`, `")),
    };
    Diagnostic::error(CODE, format!("there is no image `{name}`")).help(help)
}
