//! [`Identifier`]: what names a build of a batch, or a secondary artifact.

use std::fmt;

/// The name of a build in a batch.
///
/// CodeBuild takes ASCII letters, digits and underscores, fewer than 128 of them.
/// Any text can be held, so that a document can be read before it is judged;
/// [`Buildspec::check`](super::Buildspec::check) reports what CodeBuild would refuse.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier(String);

impl Identifier {
    /// The greatest number of characters.
    pub const MAX_LENGTH: usize = 127;

    /// A valid identifier made of any name: what CodeBuild does not take becomes an underscore, one
    /// for one, and what is too long is cut off.
    ///
    /// Different names can give the same identifier (`a.b` and `a-b`); the caller has to look for that.
    pub fn from_name(name: &str) -> Self {
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let text: String = name.chars().map(letter).take(Self::MAX_LENGTH).collect();
        Identifier(if text.is_empty() { "_".to_owned() } else { text })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether CodeBuild takes it.
    pub fn is_valid(&self) -> bool {
        is_valid(&self.0)
    }
}

/// Whether `text` is letters, digits and underscores, at least one and fewer than 128.
pub(super) fn is_valid(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= Identifier::MAX_LENGTH
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl From<&str> for Identifier {
    /// The text as it is; see [`Identifier::from_name`] for one that is always valid.
    fn from(text: &str) -> Self {
        Identifier(text.to_owned())
    }
}

impl From<String> for Identifier {
    fn from(text: String) -> Self {
        Identifier(text)
    }
}

impl From<&Identifier> for Identifier {
    fn from(identifier: &Identifier) -> Self {
        identifier.clone()
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        let identifier = Identifier::from_name(name);
        assert_eq!(identifier.as_str(), expected);
        assert!(identifier.is_valid());
    }

    #[test]
    fn names_become_identifiers() {
        check("python-3.8-minimal-EXASOL-6.2.0", "python_3_8_minimal_EXASOL_6_2_0");
        check("already_valid_7", "already_valid_7");
        check("größe/ß", "gr__e__");
        check("", "_");
        check(&"x".repeat(200), &"x".repeat(127));
    }

    #[test]
    fn only_letters_digits_and_underscores_are_valid() {
        for (text, valid) in [("a_1", true), ("", false), ("a-b", false), ("ä", false), ("a b", false)] {
            assert_eq!(Identifier::from(text).is_valid(), valid, "{text:?}");
        }
        assert!(Identifier::from("x".repeat(127)).is_valid());
        assert!(!Identifier::from("x".repeat(128)).is_valid());
    }
}
