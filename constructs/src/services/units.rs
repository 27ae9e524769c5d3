//! Durations with their unit in the type.

use cfn_model::Diagnostic;

use crate::Stack;

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(pub u32);

/// A number of minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minutes(pub u32);

impl Days {
    /// The days, where there is at least one; zero is reported as a problem with `property`.
    pub fn at_least_one(self, stack: &mut Stack, property: &str) -> i64 {
        if self.0 == 0 {
            stack.report(
                Diagnostic::error("duration", format!("{property} is 0 days, at least 1 is needed"))
                    .property(property)
                    .help("give a number of days from 1, or leave it out to keep things for good"),
            );
        }
        i64::from(self.0)
    }
}

impl Minutes {
    /// The minutes, where they are within the bounds; others are reported as a problem with `property`.
    pub fn within(self, bounds: std::ops::RangeInclusive<u32>, stack: &mut Stack, property: &str) -> i64 {
        if !bounds.contains(&self.0) {
            let (value, least, most) = (self.0, bounds.start(), bounds.end());
            stack.report(
                Diagnostic::error("duration", format!("{property} is {value} minutes, {least} to {most} are allowed"))
                    .property(property)
                    .help(format!("give a number of minutes from {least} to {most}")),
            );
        }
        i64::from(self.0)
    }
}
