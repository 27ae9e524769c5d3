//! Forms of values that several systems take, for the schemas of their config files.

/// An account's id.
pub(crate) const ACCOUNT: &str = "^[0-9]{12}$";

/// A region's name. AWS adds regions: none is unknown.
pub(crate) const REGION: &str = "^[a-z]+(-[a-z]+)+-[0-9]+$";
