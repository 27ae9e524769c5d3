//! Software that is released as machine images and templates, by channel.

pub mod product;
