//! [`Value`]: the one tree that is parsed, held, compared and emitted.

use crate::{Function, Intrinsic, Map, Number, Reference};

/// A node of a template: a JSON value, or an intrinsic function in the place of one.
///
/// Equality is by meaning: two maps are equal when they hold the same entries in any order, and a
/// number equals another that denotes the same integer.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// JSON `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, kept as it was written.
    Number(Number),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// A map from string to value that keeps its order.
    Map(Map),
    /// An intrinsic function, such as `Ref` or `Fn::If`.
    Intrinsic(Box<Intrinsic>),
    /// A reference whose logical id is not known yet. Synthesis replaces it.
    Reference(Box<Reference>),
    /// Text made of parts, some of which are known only at deployment.
    /// Synthesis writes it as a plain string, a `Fn::Sub` or a `Fn::Join`.
    Text(Vec<Value>),
}

impl Value {
    /// The string, where this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, where this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The integer, where this is a number that is one.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// The list, where this is one.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The map, where this is one.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The map, where this is one, to be changed.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The intrinsic function, where this is one.
    pub fn as_intrinsic(&self) -> Option<&Intrinsic> {
        match self {
            Value::Intrinsic(intrinsic) => Some(intrinsic),
            _ => None,
        }
    }

    /// Whether this is `Ref` of that name: of a parameter, a resource or a pseudo parameter.
    pub fn is_ref_of(&self, name: &str) -> bool {
        self.as_intrinsic().is_some_and(|call| call.function == Function::Ref && call.argument.as_str() == Some(name))
    }

    /// Whether the value is known only at deployment: a function, a reference, or text with such parts.
    pub fn is_expression(&self) -> bool {
        matches!(self, Value::Intrinsic(_) | Value::Reference(_) | Value::Text(_))
    }

    /// What this node is, as an error message would name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) | Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Intrinsic(_) => "an intrinsic function",
            Value::Reference(_) => "a reference",
        }
    }

    /// The node at `path`, a chain of map keys and list indices joined by dots (`Stages.0.Name`).
    ///
    /// A function is entered through its long name (`Fn::If.1`).
    pub fn at(&self, path: &str) -> Option<&Value> {
        if path.is_empty() {
            return Some(self);
        }
        path.split('.').try_fold(self, |node, step| match node {
            Value::Map(map) => map.get(step),
            Value::List(items) => items.get(step.parse::<usize>().ok()?),
            Value::Intrinsic(call) if call.function.name() == step => Some(&call.argument),
            _ => None,
        })
    }

    /// Calls `visit` on this node and on every node below it, in the order in which they are written.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        visit(self);
        match self {
            Value::List(items) | Value::Text(items) => items.iter().for_each(|item| item.walk(visit)),
            Value::Map(map) => map.values().for_each(|item| item.walk(visit)),
            Value::Intrinsic(call) => call.argument.walk(visit),
            _ => {}
        }
    }

    /// Replaces nodes from the leaves up: each node becomes what `change` makes of it.
    #[must_use]
    pub fn map_nodes(mut self, change: &mut impl FnMut(Value) -> Value) -> Value {
        self.change_nodes(&mut |node| *node = change(std::mem::take(node)));
        self
    }

    /// Calls `change` on every node, from the leaves up, which it may replace.
    pub fn change_nodes(&mut self, change: &mut impl FnMut(&mut Value)) {
        match self {
            Value::List(items) | Value::Text(items) => items.iter_mut().for_each(|item| item.change_nodes(change)),
            Value::Map(map) => map.values_mut().for_each(|item| item.change_nodes(change)),
            Value::Intrinsic(call) => call.argument.change_nodes(change),
            _ => {}
        }
        change(self);
    }
}

impl From<Reference> for Value {
    fn from(reference: Reference) -> Self {
        Value::Reference(Box::new(reference))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::String(value)
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Value::String(value.clone())
    }
}

impl From<Map> for Value {
    fn from(value: Map) -> Self {
        Value::Map(value)
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Value::Number(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Number::from_f64(value).map_or(Value::Null, Value::Number)
    }
}

macro_rules! from_integer {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Value {
            fn from(value: $integer) -> Self {
                Value::Number(Number::from(i64::from(value)))
            }
        }
    )*};
}
from_integer!(i8 u8 i16 u16 i32 u32 i64);

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Value::Number(Number::from_text(value.to_string()))
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(item: Option<T>) -> Self {
        item.map_or(Value::Null, Into::into)
    }
}

impl From<serde_json::Value> for Value {
    /// Takes JSON as a template would be read: `{"Ref": "X"}` becomes the function.
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(value),
            serde_json::Value::Number(number) => Value::Number(Number::from_text(number.to_string())),
            serde_json::Value::String(text) => Value::String(text),
            serde_json::Value::Array(items) => items.into(),
            serde_json::Value::Object(object) => {
                let map: Map = object.into_iter().map(|(key, item)| (key, Value::from(item))).collect();
                Intrinsic::from_long_form(map).map_or_else(Value::Map, |call| Value::Intrinsic(Box::new(call)))
            }
        }
    }
}
