//! Durations and sizes with their unit in the type.

use std::ops::RangeInclusive;

use cfn_model::Diagnostic;

use crate::Stack;

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(pub u32);

/// A number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub u32);

/// A number of mebibytes: 1,048,576 bytes each. AWS calls them megabytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mebibytes(pub u32);

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

/// The number, where it is within the bounds; others are reported as a problem with `property`.
fn within(value: u32, unit: &str, bounds: RangeInclusive<u32>, stack: &mut Stack, property: &str) -> i64 {
    if !bounds.contains(&value) {
        let (least, most) = (bounds.start(), bounds.end());
        let code = if unit == "MiB" { "size" } else { "duration" };
        stack.report(
            Diagnostic::error(code, format!("{property} is {value} {unit}, {least} to {most} are allowed"))
                .property(property)
                .help(format!("give a number of {unit} from {least} to {most}")),
        );
    }
    i64::from(value)
}

impl Seconds {
    /// The seconds, where they are within the bounds; others are reported as a problem with `property`.
    pub fn within(self, bounds: RangeInclusive<u32>, stack: &mut Stack, property: &str) -> i64 {
        within(self.0, "seconds", bounds, stack, property)
    }
}

impl Minutes {
    /// The minutes, where they are within the bounds; others are reported as a problem with `property`.
    pub fn within(self, bounds: RangeInclusive<u32>, stack: &mut Stack, property: &str) -> i64 {
        within(self.0, "minutes", bounds, stack, property)
    }
}

impl Mebibytes {
    /// The mebibytes, where they are within the bounds; others are reported as a problem with `property`.
    pub fn within(self, bounds: RangeInclusive<u32>, stack: &mut Stack, property: &str) -> i64 {
        within(self.0, "MiB", bounds, stack, property)
    }
}
