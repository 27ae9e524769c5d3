//! [`Context`]: a template, looked at once, for all checks.

use cfn_model::template::{Section, Template};
use cfn_model::{Intrinsic, Map, Value};
use foldhash::HashMap;

use crate::conditions::{Conditions, Env};
use crate::data::Node;
use crate::facts;
use crate::mentions::Mention;
use crate::path::Path;
use crate::pipelines::Pipeline;
use crate::spots::{Spots, Text};
use crate::walk::Walk;

/// What a template does not say of itself.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The account that the template is deployed to, by its 12 digits, where that is known.
    pub account: Option<String>,
    /// The region that the template is deployed to, where that is known.
    pub region: Option<String>,
    /// How many bytes the template has as it is handed over; where that is not known, as YAML.
    pub bytes: Option<usize>,
    /// The files of the source directory that the template's builds run in, by their paths from there with
    /// slashes, where that is known. Without it nothing is said about files that a template names.
    pub files: Option<Vec<String>>,
}

/// A template, looked at once, for all checks.
pub(crate) struct Context<'a> {
    pub(crate) template: &'a Template,
    pub(crate) options: &'a Options,
    pub(crate) conditions: Conditions<'a>,
    /// The resources that have the form of one, in their order.
    pub(crate) resources: Vec<Resource<'a>>,
    /// Which of them has which id.
    by_id: HashMap<&'a str, usize>,
    /// Which of them are of which type.
    types: Vec<OfType<'a>>,
    /// Every value of the template.
    pub(crate) spots: Spots<'a>,
    /// Every text of the template, in its order.
    pub(crate) texts: Vec<Text<'a>>,
    /// Every function of the template, outer ones before those in their arguments.
    pub(crate) calls: Vec<Call<'a>>,
    /// Every name in a function that stands for a parameter or a resource.
    pub(crate) mentions: Vec<Mention<'a>>,
    /// The macros that work on the template.
    pub(crate) transforms: Vec<&'a str>,
    /// The pipelines among the resources.
    pub(crate) pipelines: Vec<Pipeline<'a>>,
}

/// A resource of a template.
pub(crate) struct Resource<'a> {
    pub(crate) id: &'a str,
    pub(crate) type_name: &'a str,
    /// All of it: type, properties and attributes.
    pub(crate) map: &'a Map,
    /// What AWS says of the type; `None` for types of other people and unknown ones.
    pub(crate) schema: Option<Node>,
    /// What holds where the resource is made.
    pub(crate) env: Env,
}

/// A type that resources of a template have.
struct OfType<'a> {
    name: &'a str,
    schema: Option<Node>,
    /// The numbers of the resources.
    resources: Vec<usize>,
}

/// A function somewhere in a template.
pub(crate) struct Call<'a> {
    pub(crate) call: &'a Intrinsic,
    /// Its number among all values; its argument is one step further, by its long name.
    pub(crate) spot: usize,
    pub(crate) place: Place<'a>,
    /// What holds where the function is evaluated.
    pub(crate) env: Env,
}

/// In which part of a template something stands.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place<'a> {
    pub(crate) section: &'a str,
    /// The entry of the section, where it is in one.
    pub(crate) entry: Option<&'a str>,
    /// The key of that entry, where it is below one: `Properties`.
    pub(crate) key: Option<&'a str>,
    /// The number of the resource, where it is in one.
    pub(crate) resource: Option<usize>,
    /// Whether it is in the body of a loop, where names are made of the loop's own.
    pub(crate) in_loop: bool,
}

impl Place<'_> {
    /// Whether it is in a section that CloudFormation only keeps.
    pub(crate) fn is_inert(&self) -> bool {
        self.section == "Metadata"
    }
}

impl<'a> Call<'a> {
    /// The path of the function.
    pub(crate) fn path(&self, context: &Context<'a>) -> Path<'a> {
        context.spots.path(self.spot)
    }

    /// The path of its argument.
    pub(crate) fn argument_path(&self, context: &Context<'a>) -> Path<'a> {
        let mut path = self.path(context);
        path.push(self.call.function.name());
        path
    }
}

impl<'a> Resource<'a> {
    pub(crate) fn properties(&self) -> Option<&'a Value> {
        self.map.get("Properties")
    }

    /// The node at a path below the properties, where it is written without conditions on the way.
    pub(crate) fn property(&self, path: &str) -> Option<&'a Value> {
        self.properties()?.at(path)
    }

    /// The path of the resource.
    pub(crate) fn path(&self) -> Path<'a> {
        Path::of(["Resources", self.id])
    }

    /// The path of its properties.
    pub(crate) fn properties_path(&self) -> Path<'a> {
        Path::of(["Resources", self.id, "Properties"])
    }
}

impl<'a> Context<'a> {
    pub(crate) fn new(template: &'a Template, options: &'a Options) -> Self {
        let conditions = Conditions::of(template);
        let mut types: Vec<OfType<'_>> = Vec::new();
        let mut resources: Vec<Resource<'_>> = Vec::new();
        for (id, map) in entries(template, Section::Resources) {
            let Some(type_name) = map.get("Type").and_then(Value::as_str) else { continue };
            let of_type = types.iter().position(|of_type| of_type.name == type_name).unwrap_or_else(|| {
                types.push(OfType { name: type_name, schema: facts::schema(type_name), resources: Vec::new() });
                types.len() - 1
            });
            types[of_type].resources.push(resources.len());
            let condition = map.get("Condition").and_then(Value::as_str);
            // A condition that never holds makes no resource; it is looked at as any other.
            let env = condition.and_then(|name| conditions.assume(&Env::default(), name, true)).unwrap_or_default();
            resources.push(Resource { id, type_name, map, schema: types[of_type].schema, env });
        }
        let by_id = resources.iter().enumerate().map(|(index, resource)| (resource.id, index)).collect();
        let transforms = transforms(template);
        let walk = Walk::of(template, &resources, &by_id, &conditions);
        let (spots, texts, calls) = (walk.spots, walk.texts, walk.calls);
        let mentions = Mention::of(&calls, &by_id);
        let open = has_foreign_macros(template, &transforms);
        let pipelines = Pipeline::all(&resources, &conditions, open);
        Context {
            template,
            options,
            conditions,
            resources,
            by_id,
            types,
            spots,
            texts,
            calls,
            mentions,
            transforms,
            pipelines,
        }
    }

    /// The entries of a section that are maps.
    pub(crate) fn entries(&self, section: Section) -> impl Iterator<Item = (&'a str, &'a Map)> + use<'a> {
        entries(self.template, section)
    }

    pub(crate) fn parameter(&self, id: &str) -> Option<&'a Map> {
        self.template.section(Section::Parameters)?.get(id)?.as_map()
    }

    pub(crate) fn resource(&self, id: &str) -> Option<&Resource<'a>> {
        self.by_id.get(id).map(|index| &self.resources[*index])
    }

    /// The number of the resource of that id.
    pub(crate) fn index(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The types of the resources, each with the numbers of those of it.
    pub(crate) fn by_type(&self) -> impl Iterator<Item = (&'a str, &[usize])> {
        self.types.iter().map(|of_type| (of_type.name, of_type.resources.as_slice()))
    }

    /// Resources of a type.
    pub(crate) fn of_type(&self, type_name: &str) -> impl Iterator<Item = &Resource<'a>> {
        let of_type = self.types.iter().find(|of_type| of_type.name == type_name);
        let resources = of_type.map_or(&[][..], |of_type| of_type.resources.as_slice());
        resources.iter().map(|index| &self.resources[*index])
    }

    /// Whether macros other than AWS's own work on the template, which may add or change anything.
    pub(crate) fn has_foreign_macros(&self) -> bool {
        has_foreign_macros(self.template, &self.transforms)
    }

    /// Whether the Serverless Application Model makes resources that the template does not show.
    pub(crate) fn is_serverless(&self) -> bool {
        self.transforms.iter().any(|name| name.starts_with("AWS::Serverless"))
    }

    /// Whether a transform gives functions more places and forms than they have otherwise.
    pub(crate) fn has_language_extensions(&self) -> bool {
        self.transforms.contains(&"AWS::LanguageExtensions")
    }
}

fn entries<'a>(template: &'a Template, section: Section) -> impl Iterator<Item = (&'a str, &'a Map)> + use<'a> {
    template.section(section).into_iter().flat_map(Map::iter).filter_map(|(id, entry)| Some((id, entry.as_map()?)))
}

fn has_foreign_macros(template: &Template, transforms: &[&str]) -> bool {
    let known = |name: &&str| name.starts_with("AWS::") && *name != "AWS::Include";
    !transforms.iter().all(known) || template.as_map().contains_key("Fn::Transform")
}

fn transforms(template: &Template) -> Vec<&str> {
    match template.get(Section::Transform) {
        Some(Value::String(name)) => vec![name],
        Some(Value::List(names)) => {
            names.iter().filter_map(|name| name.as_str().or_else(|| name.at("Name")?.as_str())).collect()
        }
        Some(other) => other.at("Name").and_then(Value::as_str).into_iter().collect(),
        None => Vec::new(),
    }
}
