//! [`Pattern`]: what a value may be.

use cfn_model::{Map, Value};

use super::Capture;

/// What a value has to be like.
///
/// Anything that can be a value is a pattern too: of a map, the entries that it names have to be there, at every depth;
/// a list has just these items; everything else is equal.
#[derive(Clone, Debug)]
pub struct Pattern(pub(super) Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Any,
    Absent,
    Like(String),
    Exactly(Value),
    Object(Vec<(String, Pattern)>),
    List(Vec<Pattern>),
    ListWith(Vec<Pattern>),
    Captured(Capture, Box<Pattern>),
}

/// Anything that is there.
pub fn any() -> Pattern {
    Pattern(Kind::Any)
}

/// Nothing: the entry is not there.
pub fn absent() -> Pattern {
    Pattern(Kind::Absent)
}

/// Text in which `*` stands for any characters and `?` for one.
pub fn like(text: impl Into<String>) -> Pattern {
    Pattern(Kind::Like(text.into()))
}

/// Just this value, with no entry more.
pub fn exactly(value: impl Into<Value>) -> Pattern {
    Pattern(Kind::Exactly(value.into()))
}

/// A map, of whose entries [`Pattern::with`] says more.
pub fn object() -> Pattern {
    Pattern(Kind::Object(Vec::new()))
}

/// A list that has these items, in this order, and others before, between and after them.
pub fn list_with<P: Into<Pattern>>(items: impl IntoIterator<Item = P>) -> Pattern {
    Pattern(Kind::ListWith(items.into_iter().map(Into::into).collect()))
}

impl Pattern {
    /// With an entry. What is no map yet becomes one.
    #[must_use]
    pub fn with(self, key: impl Into<String>, value: impl Into<Pattern>) -> Self {
        let mut entries = if let Kind::Object(entries) = self.0 { entries } else { Vec::new() };
        entries.push((key.into(), value.into()));
        Pattern(Kind::Object(entries))
    }

    /// Without an entry of that name.
    #[must_use]
    pub fn without(self, key: impl Into<String>) -> Self {
        self.with(key, absent())
    }

    /// Keeps the value that this matches.
    #[must_use]
    pub fn captured(self, capture: &Capture) -> Self {
        Pattern(Kind::Captured(capture.clone(), Box::new(self)))
    }
}

impl From<Value> for Pattern {
    fn from(value: Value) -> Self {
        Pattern(match value {
            Value::Map(map) => {
                Kind::Object(map.into_iter().map(|(key, value)| (key.into_owned(), value.into())).collect())
            }
            Value::List(items) => Kind::List(items.into_iter().map(Pattern::from).collect()),
            other => Kind::Exactly(other),
        })
    }
}

impl<P: Into<Pattern>> From<Vec<P>> for Pattern {
    fn from(items: Vec<P>) -> Self {
        Pattern(Kind::List(items.into_iter().map(Into::into).collect()))
    }
}

impl<P: Into<Pattern>, const N: usize> From<[P; N]> for Pattern {
    fn from(items: [P; N]) -> Self {
        Pattern(Kind::List(items.into_iter().map(Into::into).collect()))
    }
}

impl From<Capture> for Pattern {
    fn from(capture: Capture) -> Self {
        any().captured(&capture)
    }
}

macro_rules! values {
    ($($type:ty),*) => {
        $(impl From<$type> for Pattern {
            fn from(value: $type) -> Self {
                Value::from(value).into()
            }
        })*
    };
}

values!(&str, String, bool, i32, i64, u32, f64, Map, serde_json::Value);
