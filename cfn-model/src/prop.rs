//! [`Prop`]: a property's value, either a literal or an expression of the right shape.

use std::fmt;
use std::marker::PhantomData;

use crate::{Map, Value};

/// The value of a property of type `T`: a literal, or an expression that gives one at deployment.
///
/// Every setter of the model takes `impl Into<Prop<T>>`, so that `"text"`, `60`, `true`,
/// `bucket.arn()` and `functions::import_value("name")` all stand where they make sense, and nowhere else.
pub struct Prop<T>(Value, PhantomData<fn() -> T>);

impl<T> Prop<T> {
    /// A property from any value. The value is not checked here; synthesis checks it.
    pub fn from_value(value: impl Into<Value>) -> Self {
        Prop(value.into(), PhantomData)
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The value, taken out.
    pub fn into_value(self) -> Value {
        self.0
    }

    /// The same value as a property of another type, for the places where CloudFormation converts.
    pub fn cast<U>(self) -> Prop<U> {
        Prop(self.0, PhantomData)
    }
}

impl<T> Clone for Prop<T> {
    fn clone(&self) -> Self {
        Prop(self.0.clone(), PhantomData)
    }
}

impl<T> PartialEq for Prop<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> fmt::Debug for Prop<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> From<Prop<T>> for Value {
    fn from(prop: Prop<T>) -> Self {
        prop.0
    }
}

/// A list, as the type of a property: `Prop<List<String>>`. Arrays and vectors convert into it.
#[derive(Debug)]
pub enum List<T> {
    #[doc(hidden)]
    __Never(PhantomData<T>, std::convert::Infallible),
}

/// A map with keys of the user's choice, as the type of a property. Arrays and vectors of pairs convert into it.
#[derive(Debug)]
pub enum MapOf<T> {
    #[doc(hidden)]
    __Never(PhantomData<T>, std::convert::Infallible),
}

/// Any JSON, as the type of a property: policies, event patterns, and other documents inside a template.
#[derive(Debug)]
pub enum Json {}

/// An expression that may stand wherever a value may: what functions such as `Fn::If` or
/// `Fn::ImportValue` return, whose type only deployment knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr(pub(crate) Value);

impl Expr {
    /// An expression from any value.
    pub fn from_value(value: impl Into<Value>) -> Self {
        Expr(value.into())
    }
}

impl From<Expr> for Value {
    fn from(expression: Expr) -> Self {
        expression.0
    }
}

impl<T> From<Expr> for Prop<T> {
    fn from(expression: Expr) -> Self {
        Prop(expression.0, PhantomData)
    }
}

impl<T: crate::PropertyType> From<T> for Prop<T> {
    fn from(property: T) -> Self {
        Prop(property.into_value(), PhantomData)
    }
}

macro_rules! literals {
    ($($literal:ty => $($property:ty)+,)*) => {$($(
        impl From<$literal> for Prop<$property> {
            fn from(literal: $literal) -> Self {
                Prop(Value::from(literal), PhantomData)
            }
        }
    )+)*};
}

literals! {
    &str => String Json,
    &String => String,
    String => String Json,
    bool => bool Json,
    i32 => i64 f64 Json,
    u8 => i64 f64,
    u16 => i64 f64,
    u32 => i64 f64,
    i64 => i64 f64 Json,
    f64 => f64 Json,
    Value => Json,
    Map => Json,
    serde_json::Value => Json,
}

impl<T, U: Into<Prop<T>>> From<Vec<U>> for Prop<List<T>> {
    fn from(items: Vec<U>) -> Self {
        Prop(Value::List(items.into_iter().map(|item| item.into().0).collect()), PhantomData)
    }
}

impl<T, U: Into<Prop<T>>, const N: usize> From<[U; N]> for Prop<List<T>> {
    fn from(items: [U; N]) -> Self {
        Prop(Value::List(items.into_iter().map(|item| item.into().0).collect()), PhantomData)
    }
}

impl<T, K: Into<crate::Key>, U: Into<Prop<T>>> From<Vec<(K, U)>> for Prop<MapOf<T>> {
    fn from(entries: Vec<(K, U)>) -> Self {
        Prop(Value::Map(entries.into_iter().map(|(key, item)| (key, item.into().0)).collect()), PhantomData)
    }
}

impl<T, K: Into<crate::Key>, U: Into<Prop<T>>, const N: usize> From<[(K, U); N]> for Prop<MapOf<T>> {
    fn from(entries: [(K, U); N]) -> Self {
        Prop(Value::Map(entries.into_iter().map(|(key, item)| (key, item.into().0)).collect()), PhantomData)
    }
}
