//! [`Prop`]: a property's value, either a literal or an expression of the right shape.

use std::fmt;
use std::marker::PhantomData;

use crate::{Map, Value};

/// The value of a property of type `T`: a literal, or an expression that gives one at deployment.
///
/// Every setter of the model takes `impl IntoProp<T>`, so that `"text"`, `60`, `true`,
/// `bucket.arn()` and `functions::import_value("name")` all stand where they make sense, and nowhere else.
pub struct Prop<T>(Value, PhantomData<fn() -> T>);

impl<T> Prop<T> {
    /// A property with that value: `Prop::new("text")`, `Prop::new(60)`.
    pub fn new(value: impl IntoProp<T>) -> Self {
        value.into_prop()
    }

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

/// Whatever can be the value of a property of type `T`: a literal, another property's value, an expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a property of type `{T}`",
    label = "expected `{T}`, or an expression that gives one at deployment",
    note = "what is allowed is in the documentation of the setter; `Expr::from_value` takes anything, unchecked"
)]
pub trait IntoProp<T> {
    /// The value as a property.
    fn into_prop(self) -> Prop<T>;
}

impl<T> IntoProp<T> for Prop<T> {
    fn into_prop(self) -> Prop<T> {
        self
    }
}

impl IntoProp<Json> for Prop<String> {
    fn into_prop(self) -> Prop<Json> {
        self.cast()
    }
}

impl<T> IntoProp<T> for Expr {
    fn into_prop(self) -> Prop<T> {
        Prop(self.0, PhantomData)
    }
}

impl<T: crate::PropertyType> IntoProp<T> for T {
    fn into_prop(self) -> Prop<T> {
        Prop(self.into_value(), PhantomData)
    }
}

macro_rules! literals {
    ($($literal:ty => $($property:ty)+,)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl IntoProp<$property> for $literal {
            fn into_prop(self) -> Prop<$property> {
                Prop(Value::from(self), PhantomData)
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

impl<T, U: IntoProp<T>> IntoProp<List<T>> for Vec<U> {
    fn into_prop(self) -> Prop<List<T>> {
        Prop(self.into_iter().map(|item| item.into_prop().0).collect::<Vec<Value>>().into(), PhantomData)
    }
}

impl<T, U: IntoProp<T>, const N: usize> IntoProp<List<T>> for [U; N] {
    fn into_prop(self) -> Prop<List<T>> {
        Prop(self.into_iter().map(|item| item.into_prop().0).collect::<Vec<Value>>().into(), PhantomData)
    }
}

impl<T, K: Into<crate::Key>, U: IntoProp<T>> IntoProp<MapOf<T>> for Vec<(K, U)> {
    fn into_prop(self) -> Prop<MapOf<T>> {
        Prop(self.into_iter().map(|(key, item)| (key, item.into_prop().0)).collect::<Map>().into(), PhantomData)
    }
}

impl<T, K: Into<crate::Key>, U: IntoProp<T>, const N: usize> IntoProp<MapOf<T>> for [(K, U); N] {
    fn into_prop(self) -> Prop<MapOf<T>> {
        Prop(self.into_iter().map(|(key, item)| (key, item.into_prop().0)).collect::<Map>().into(), PhantomData)
    }
}
