//! What YAML 1.1 makes of a plain scalar.
//!
//! CloudFormation reads YAML 1.1, in which `NO` is a boolean, `22:30` a number and `0123` an octal
//! one. The reader and the writer share this file, so that neither believes what the other does not.
//! Where the specification and its readers differ, PyYAML decides, whose patterns are those of
//! <https://yaml.org/type/>.

use std::borrow::Cow;

/// The type that a plain scalar has.
///
/// Dates are strings here: CloudFormation has no use for them, and neither has JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    Null,
    Bool(bool),
    Number,
    String,
}

/// The type of a plain scalar.
pub(crate) fn resolve(text: &str) -> Plain {
    match text.as_bytes().first() {
        None | Some(b'~') if text.len() <= 1 => Plain::Null,
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') if notation(text).is_some() => Plain::Number,
        Some(b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O') => match text {
            "null" | "Null" | "NULL" => Plain::Null,
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Plain::Bool(true),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Plain::Bool(false),
            _ => Plain::String,
        },
        _ => Plain::String,
    }
}

/// A number as JSON writes it, or the text of what is no number to YAML 1.1 or has no place in JSON.
#[derive(Debug, PartialEq)]
pub(crate) enum Json<'a> {
    Number(Cow<'a, str>),
    String(&'a str),
}

/// What the text of a [`Number`](crate::Number) is in JSON: the number that a reader of YAML 1.1 takes it for.
pub(crate) fn to_json(text: &str) -> Json<'_> {
    if is_json(text) {
        return Json::Number(Cow::Borrowed(text));
    }
    let number = match notation(text) {
        Some(Notation::Decimal) => Some(decimal(text)),
        Some(Notation::Radix(radix)) => integer(text, radix),
        Some(Notation::Sexagesimal) => sexagesimal(text),
        Some(Notation::Special) | None => None,
    };
    number.map_or(Json::String(text), |number| Json::Number(Cow::Owned(number)))
}

/// The number that the text is, where few who write it expect that: `0755` is 493, `22:30` is 1350.
pub(crate) fn surprise(text: &str) -> Option<String> {
    match notation(text)? {
        Notation::Radix(8) => integer(text, 8),
        Notation::Sexagesimal => sexagesimal(text),
        _ => None,
    }
}

/// A number of JSON notation as YAML 1.1 needs it: exponents want a fraction before them and a sign.
///
/// `None` for what is no number.
pub(crate) fn to_yaml(text: &str) -> Option<Cow<'_, str>> {
    if notation(text).is_some() {
        return Some(Cow::Borrowed(text));
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).filter(|_| is_json(text))?;
    let fraction = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['+', '-']) { "" } else { "+" };
    Some(Cow::Owned(format!("{mantissa}{fraction}e{sign}{exponent}")))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Notation {
    Decimal,
    Radix(u32),
    Sexagesimal,
    /// Infinities and NaN.
    Special,
}

/// The notation of a number, where the text is one.
fn notation(text: &str) -> Option<Notation> {
    let bytes = text.as_bytes();
    let signed = matches!(bytes.first(), Some(b'+' | b'-'));
    let rest = &bytes[usize::from(signed)..];
    match rest {
        [b'0', b'b', digits @ ..] => has_digits(digits, |b| matches!(b, b'0' | b'1')).then_some(Notation::Radix(2)),
        [b'0', b'x', digits @ ..] => has_digits(digits, |b| b.is_ascii_hexdigit()).then_some(Notation::Radix(16)),
        [b'.', digits @ ..] => match digits {
            b"inf" | b"Inf" | b"INF" => Some(Notation::Special),
            b"nan" | b"NaN" | b"NAN" if !signed => Some(Notation::Special),
            // A signed fraction must have a digit before its point.
            [b'0'..=b'9', ..] if !signed => fraction(digits).then_some(Notation::Decimal),
            _ => None,
        },
        [first @ b'0'..=b'9', ..] => {
            let end = rest.iter().position(|b| !matches!(b, b'0'..=b'9' | b'_')).unwrap_or(rest.len());
            match &rest[end..] {
                [] if *first != b'0' || end == 1 => Some(Notation::Decimal),
                [] => rest.iter().all(|b| matches!(b, b'0'..=b'7' | b'_')).then_some(Notation::Radix(8)),
                [b'.', digits @ ..] => fraction(digits).then_some(Notation::Decimal),
                [b':', ..] => is_sexagesimal(&rest[end..], *first != b'0').then_some(Notation::Sexagesimal),
                _ => None,
            }
        }
        _ => None,
    }
}

fn has_digits(text: &[u8], is_digit: impl Fn(&u8) -> bool) -> bool {
    text.iter().any(&is_digit) && text.iter().all(|b| *b == b'_' || is_digit(b))
}

/// Whether this can stand after a decimal point: digits, and an exponent that has a sign.
fn fraction(text: &[u8]) -> bool {
    let end = text.iter().position(|b| !matches!(b, b'0'..=b'9' | b'_')).unwrap_or(text.len());
    match &text[end..] {
        [] => true,
        [b'e' | b'E', b'+' | b'-', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Whether `:20:30` or `:20:30.15` follow a first group of digits. Integers must not begin with a zero.
fn is_sexagesimal(mut text: &[u8], may_be_integer: bool) -> bool {
    loop {
        text = match text {
            [b':', b'0'..=b'5', b'0'..=b'9', rest @ ..] | [b':', b'0'..=b'9', rest @ ..] => rest,
            [] => return may_be_integer,
            [b'.', rest @ ..] => return rest.iter().all(|b| matches!(b, b'0'..=b'9' | b'_')),
            _ => return false,
        };
    }
}

/// Whether the text is a number as JSON writes them.
pub(crate) fn is_json(text: &str) -> bool {
    let bytes = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    if end == 0 || (end > 1 && bytes[0] == b'0') {
        return false;
    }
    if bytes.get(end) == Some(&b'.') {
        let count = digits(end + 1);
        if count == 0 {
            return false;
        }
        end += 1 + count;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let count = digits(end + 1 + sign);
        if count == 0 {
            return false;
        }
        end += 1 + sign + count;
    }
    end == bytes.len()
}

/// A decimal without what JSON does not know: `_`, `+`, zeros before others, a point without digits around it.
fn decimal(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.replace('_', "");
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let point = match rest.as_bytes() {
        [b'.'] | [b'.', b'e' | b'E', ..] => ".0",
        [b'.', ..] => ".",
        _ => "",
    };
    format!("{sign}{whole}{point}{}", rest.strip_prefix('.').unwrap_or(rest))
}

/// An integer of another base; `None` where it has more than 128 bits.
fn integer(text: &str, radix: u32) -> Option<String> {
    let sign = if text.starts_with('-') { "-" } else { "" };
    let digits = text.trim_start_matches(['+', '-']).replace('_', "");
    let digits = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0b")).unwrap_or(&digits);
    match u128::from_str_radix(digits, radix).ok()? {
        0 => Some("0".to_owned()),
        number => Some(format!("{sign}{number}")),
    }
}

/// A number in base 60, as times were once written; `None` where it has more than 128 bits.
fn sexagesimal(text: &str) -> Option<String> {
    let sign = if text.starts_with('-') { "-" } else { "" };
    let groups = text.trim_start_matches(['+', '-']).replace('_', "");
    if groups.contains('.') {
        // From the last group to the first: floats round, and PyYAML adds in this order.
        let (mut value, mut base) = (0.0, 1.0);
        for group in groups.rsplit(':') {
            value += group.parse::<f64>().ok()? * base;
            base *= 60.0;
        }
        return value.is_finite().then(|| format!("{sign}{value:?}"));
    }
    let value =
        groups.split(':').try_fold(0u128, |value, group| value.checked_mul(60)?.checked_add(group.parse().ok()?))?;
    Some(format!("{sign}{value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_booleans_and_null_in_three_spellings() {
        for (text, plain) in [
            ("yes", Plain::Bool(true)),
            ("On", Plain::Bool(true)),
            ("FALSE", Plain::Bool(false)),
            ("no", Plain::Bool(false)),
            ("", Plain::Null),
            ("~", Plain::Null),
            ("Null", Plain::Null),
            ("y", Plain::String),
            ("N", Plain::String),
            ("nO", Plain::String),
            ("~a", Plain::String),
            ("2010-09-09", Plain::String),
        ] {
            assert_eq!(resolve(text), plain, "{text}");
        }
    }

    #[test]
    fn numbers_are_what_json_readers_get_of_them() {
        for (text, json) in [
            ("7", "7"),
            ("-0", "-0"),
            ("1.10", "1.10"),
            ("1_000", "1000"),
            ("+1", "1"),
            ("0123", "83"),
            ("-0b1_01", "-5"),
            ("0x1F", "31"),
            ("22:30", "1350"),
            ("1:30.5", "90.5"),
            (".5", "0.5"),
            ("1.", "1.0"),
            ("007.50", "7.50"),
            ("-1.e+3", "-1.0e+3"),
            ("1e3", "1e3"),
        ] {
            assert_eq!(to_json(text), Json::Number(json.into()), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_text() {
        for text in ["012345678901", ".inf", "-.5", "0x", "0x_", "1e3_", "22:60:1x", "01:30", "0o17", "1__a", "-", "."]
        {
            assert_eq!(to_json(text), Json::String(text), "{text}");
        }
    }

    #[test]
    fn exponents_are_written_so_that_yaml_reads_them() {
        assert_eq!(to_yaml("1e3").as_deref(), Some("1.0e+3"));
        assert_eq!(to_yaml("2.5E-7").as_deref(), Some("2.5E-7"));
        assert_eq!(to_yaml("2.5E7").as_deref(), Some("2.5e+7"));
        assert_eq!(to_yaml("012345678901"), None);
    }
}
