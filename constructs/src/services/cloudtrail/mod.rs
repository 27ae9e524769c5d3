//! CloudTrail: who did what in the account, kept so that nobody can change it unseen.

mod selectors;
mod trail;

pub use selectors::{ManagementEvents, ObjectAccess, ObjectEvents};
pub use trail::{Trail, TrailEncryption, TrailProps};
