//! What is generated, as data: schemas are lowered into it, and Rust is written from it.

/// The type of a property's value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Json,
    List(Box<Type>),
    Map(Box<Type>),
    /// A struct or enum of the same module.
    Named(String),
}

/// When a change of the property replaces the resource.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Replaces {
    #[default]
    Never,
    Sometimes,
    Always,
}

/// A property of a resource or property type.
#[derive(Debug)]
pub(crate) struct Property {
    /// CloudFormation's name.
    pub(crate) name: String,
    /// The setter's name, raw where it is a keyword.
    pub(crate) method: String,
    pub(crate) kind: Type,
    pub(crate) required: bool,
    /// Its limits, in words, in the order in which they are shown.
    pub(crate) facts: Vec<String>,
}

/// A newtype over a map of properties.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    /// The sentences above the type.
    pub(crate) docs: Vec<String>,
    /// In the order of CloudFormation's names.
    pub(crate) properties: Vec<Property>,
}

/// A closed set of strings.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// The variants' names and the strings they stand for.
    pub(crate) variants: Vec<(String, String)>,
}

/// Something that a handle to the resource gives.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) method: String,
    /// The name that `Fn::GetAtt` takes, or `None` for what `Ref` returns.
    pub(crate) name: Option<String>,
    pub(crate) kind: Type,
    pub(crate) docs: String,
}

/// How a resource takes tags.
#[derive(Debug, PartialEq)]
pub(crate) enum Tagging {
    None,
    List(String),
    Map(String),
}

/// A resource type with everything below it: one module.
#[derive(Debug)]
pub(crate) struct Resource {
    pub(crate) type_name: String,
    pub(crate) module: String,
    pub(crate) root: Struct,
    pub(crate) tagging: Tagging,
    /// In the order of their names.
    pub(crate) structs: Vec<Struct>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) attributes: Vec<Attribute>,
}

/// A service: one folder.
#[derive(Debug)]
pub(crate) struct Service {
    /// CloudFormation's name, such as `AWS::CodeBuild`.
    pub(crate) name: String,
    /// Without the mark of a raw name.
    pub(crate) module: String,
    pub(crate) resources: Vec<Resource>,
}
