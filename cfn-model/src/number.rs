//! [`Number`]: a number that keeps the digits it was written with.

use std::fmt;

/// A number as it is written in a template.
///
/// CloudFormation passes digits through to services that may read them as text, so `1.10` stays
/// `1.10` and an account id keeps its leading zero.
#[derive(Clone, PartialEq)]
pub struct Number(Repr);

#[derive(Clone, PartialEq)]
enum Repr {
    Integer(i64),
    /// Anything else: fractions, exponents, more digits than an `i64` has, the notations of YAML 1.1.
    Text(Box<str>),
}

impl Number {
    /// A number from its text, which is kept. The text is not checked.
    pub fn from_text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        // Only where printing gives the same digits back: `+1`, `01` and `-0` are kept as text.
        let digits = text.strip_prefix('-').unwrap_or(text);
        let canonical = !digits.starts_with(['0', '+']) || text == "0";
        match text.parse::<i64>() {
            Ok(integer) if canonical => Number(Repr::Integer(integer)),
            _ => Number(Repr::Text(text.into())),
        }
    }

    /// A number from a float; `None` for infinities and NaN, which no template can hold.
    pub fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then(|| Number::from_text(value.to_string()))
    }

    /// The integer, where the number is one in plain decimal notation.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Integer(integer) => Some(*integer),
            Repr::Text(text) => text.parse().ok(),
        }
    }

    /// The nearest float, where the number is in decimal notation.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "nearest float is what is asked for")]
            Repr::Integer(integer) => Some(*integer as f64),
            Repr::Text(text) => text.parse().ok(),
        }
    }

    /// The text, where the number is not held as an integer.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Repr::Integer(_) => None,
            Repr::Text(text) => Some(text),
        }
    }

    /// Whether the number is written as JSON writes numbers.
    pub fn is_json(&self) -> bool {
        match &self.0 {
            Repr::Integer(_) => true,
            Repr::Text(text) => crate::yaml11::is_json(text),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number(Repr::Integer(value))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Integer(integer) => integer.fmt(f),
            Repr::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn text_is_kept_as_written() {
        for text in ["0", "-1", "012345678901", "1.10", "1e3", "+5", "0x1F", "9223372036854775808"] {
            assert_eq!(Number::from_text(text).to_string(), text);
        }
    }

    #[test]
    fn only_json_notation_is_json() {
        for (text, json) in [("7", true), ("1.10", true), ("1e3", true), ("012", false), ("0x1F", false), (".5", false)]
        {
            assert_eq!(Number::from_text(text).is_json(), json, "{text}");
        }
    }

    #[test]
    fn floats_that_no_template_can_hold_are_refused() {
        assert!(Number::from_f64(f64::NAN).is_none());
        assert_eq!(Number::from_f64(0.5).map(|n| n.to_string()).as_deref(), Some("0.5"));
    }
}
