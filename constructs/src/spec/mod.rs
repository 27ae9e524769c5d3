//! What documents of YAML or JSON that AWS reads have in common: how they are read, checked and written.
//!
//! [`buildspec`](crate::buildspec) and [`appspec`](crate::appspec) are made of it.

mod check;
mod fields;
mod read;
mod source;
mod write;

pub use check::Check;
pub(crate) use check::Findings;
pub(crate) use fields::{Fields, names};
pub(crate) use read::{Format, OtherName, Reader};
pub(crate) use source::{Source, check_text, parse, without_errors};
pub(crate) use write::Writer;
