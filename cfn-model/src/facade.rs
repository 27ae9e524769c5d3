//! What a generated type is: a name for an ordered map of properties.

use std::marker::PhantomData;

use crate::{Function, Intrinsic, Key, List, Map, Prop, Reference, Target, Value};

/// A type that is held as a [`Value`]: a generated property type, or an enum of allowed strings.
pub trait PropertyType: Sized {
    /// The value.
    fn into_value(self) -> Value;
}

/// A type that names an ordered map of properties. Everything it can do is done on the map.
pub trait Properties: Sized {
    /// The type from its map, unchecked.
    fn from_map(map: Map) -> Self;
    /// The map.
    fn as_map(&self) -> &Map;
    /// The map, to be changed.
    fn as_map_mut(&mut self) -> &mut Map;
    /// The map, taken out.
    fn into_map(mut self) -> Map {
        std::mem::take(self.as_map_mut())
    }

    /// Sets the property at `path` (`Cache.Modes`), for what the typed setters do not know.
    ///
    /// A step of the path that is not there, or is not a map, becomes one.
    #[must_use]
    fn set(mut self, path: &str, value: impl Into<Value>) -> Self {
        set_path(self.as_map_mut(), path, value.into());
        self
    }
}

/// Sets the value at a dotted `path` below `map`, making the maps on the way.
pub fn set_path(map: &mut Map, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            map.insert(path.to_owned(), value);
        }
        Some((step, rest)) => {
            let child = map.entry_map(step.to_owned());
            if child.as_map().is_none() {
                *child = Value::Map(Map::new());
            }
            if let Value::Map(child) = child {
                set_path(child, rest, value);
            }
        }
    }
}

/// How a type of resource takes tags: in which property, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// It takes none.
    None,
    /// As a list of maps with `Key` and `Value`, in the property of that name.
    List(&'static str),
    /// As a map from key to value, in the property of that name.
    Map(&'static str),
}

impl<T: Properties> PropertyType for T {
    fn into_value(self) -> Value {
        Value::Map(self.into_map())
    }
}

/// A type of resource, with its properties.
pub trait ResourceType: Properties {
    /// The name CloudFormation knows it by, such as `AWS::S3::Bucket`.
    const TYPE: &'static str;
    /// How it takes tags.
    const TAGGING: Tagging = Tagging::None;
}

/// Anything that can be added as a resource: a generated type or a [`RawResource`].
pub trait IntoResource {
    /// What a handle to this resource is typed with.
    type Handle;
    /// How it takes tags. What the model does not know takes none.
    const TAGGING: Tagging = Tagging::None;
    /// The type's name and its properties.
    fn into_resource(self) -> (Key, Map);
}

impl<T: ResourceType> IntoResource for T {
    type Handle = T;
    const TAGGING: Tagging = T::TAGGING;

    fn into_resource(self) -> (Key, Map) {
        (Key::Borrowed(T::TYPE), self.into_map())
    }
}

/// A resource of a type that the model does not know: a new one, a private one, a custom resource.
#[derive(Clone, Debug, PartialEq)]
pub struct RawResource {
    type_name: Key,
    properties: Map,
}

impl RawResource {
    /// A resource of type `type_name` with properties as they are.
    pub fn new(type_name: impl Into<Key>, properties: impl Into<Value>) -> Self {
        let properties = match properties.into() {
            Value::Map(map) => map,
            _ => Map::new(),
        };
        RawResource { type_name: type_name.into(), properties }
    }

    /// Sets the property at `path`.
    #[must_use]
    pub fn set(mut self, path: &str, value: impl Into<Value>) -> Self {
        set_path(&mut self.properties, path, value.into());
        self
    }
}

impl IntoResource for RawResource {
    type Handle = RawResource;

    fn into_resource(self) -> (Key, Map) {
        (self.type_name, self.properties)
    }
}

/// A resource that has been added to a construct tree: small, copyable, typed.
///
/// It gives what the resource's type gives at deployment (`bucket.arn()`), and nothing else.
#[derive(Debug)]
pub struct Handle<T> {
    target: Target,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T> PartialEq for Handle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.target == other.target
    }
}

impl<T> Eq for Handle<T> {}

impl<T> Handle<T> {
    /// A handle to a node. Only a construct tree knows which node holds a `T`.
    pub fn from_target(target: Target) -> Self {
        Handle { target, kind: PhantomData }
    }

    /// The node.
    pub fn target(self) -> Target {
        self.target
    }

    /// What `Ref` returns for the resource; its type's documentation says what that is.
    pub fn reference(self) -> Prop<String> {
        Prop::from_value(Reference { target: self.target, attribute: None })
    }

    /// An attribute by its name, for what the typed methods do not know.
    pub fn attribute<U>(self, name: impl Into<Key>) -> Prop<U> {
        Prop::from_value(Reference { target: self.target, attribute: Some(name.into()) })
    }
}

impl<T> Prop<List<T>> {
    /// Item number `index` of the list, counted from 0.
    pub fn select(self, index: u32) -> Prop<T> {
        let argument = vec![Value::from(index), self.into_value()];
        Prop::from_value(Intrinsic::new(Function::Select, argument))
    }
}
