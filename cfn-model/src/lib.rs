//! A typed model of AWS CloudFormation.
//!
//! One dynamic tree, [`Value`], is what is parsed, held, compared and emitted.
//! The types of [`services`] are a facade over it: each names an ordered map of properties, takes
//! what the resource's schema requires in `new`, and has a setter for every property.
//! [`Prop`] is what a setter takes: a literal, or an expression that gives one at deployment.

mod diagnostic;
mod dynamic_reference;
pub mod emit;
mod facade;
#[cfg(feature = "format")]
pub mod format;
pub mod functions;
#[cfg_attr(
    not(feature = "iam"),
    allow(unused_imports, unused_macros, dead_code, reason = "a build without services uses none of it")
)]
mod generated;
mod intrinsic;
mod map;
mod nearest;
mod number;
pub mod parse;
mod prop;
pub mod pseudo;
mod reference;
mod serde_impl;
pub mod services;
pub mod template;
#[doc(hidden)]
pub mod text;
mod value;
mod yaml11;

pub use diagnostic::{Diagnostic, Location, Severity};
pub use dynamic_reference::{SecretValue, ssm, ssm_secure};
pub use facade::{Handle, IntoResource, Properties, PropertyType, RawResource, ResourceType, Tagging, set_path};
pub use functions::{Condition, GetStackOutput};
pub use intrinsic::{Function, Intrinsic};
pub use map::{Key, Map};
pub use nearest::nearest;
pub use number::Number;
pub use prop::{Expr, IntoProp, Json, List, MapOf, Prop};
pub use reference::{Reference, Target};
#[allow(unused_imports, unreachable_pub, reason = "a build without services has nothing to name here")]
pub use services::*;
pub use template::{Section, Template};
pub use value::Value;
