//! [`Filter`]: what a field of an event may be.

use cfn_model::{Map, Prop, Value};

/// One of the values that a field of an event may have. Text and numbers are filters as they are;
/// the rest has a constructor here.
///
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter(Value);

impl Filter {
    fn operator(name: &'static str, argument: impl Into<Value>) -> Self {
        Filter(Map::from([(name, argument.into())]).into())
    }

    /// A filter as it stands in a pattern, for what the other constructors do not know.
    pub fn raw(json: impl Into<Value>) -> Self {
        Filter(json.into())
    }

    /// JSON's `null`.
    pub fn null() -> Self {
        Filter(Value::Null)
    }

    /// Text that begins so.
    pub fn prefix(text: impl Into<String>) -> Self {
        Filter::operator("prefix", text.into())
    }

    /// Text that begins so, in upper or lower case.
    pub fn prefix_ignoring_case(text: impl Into<String>) -> Self {
        Filter::operator("prefix", Filter::equals_ignoring_case(text))
    }

    /// Text that ends so.
    pub fn suffix(text: impl Into<String>) -> Self {
        Filter::operator("suffix", text.into())
    }

    /// Text that ends so, in upper or lower case.
    pub fn suffix_ignoring_case(text: impl Into<String>) -> Self {
        Filter::operator("suffix", Filter::equals_ignoring_case(text))
    }

    /// That text, in upper or lower case.
    pub fn equals_ignoring_case(text: impl Into<String>) -> Self {
        Filter::operator("equals-ignore-case", text.into())
    }

    /// Text that the pattern covers; `*` stands for any characters.
    pub fn wildcard(pattern: impl Into<String>) -> Self {
        Filter::operator("wildcard", pattern.into())
    }

    /// Anything but these.
    pub fn anything_but<F: Into<Filter>>(values: impl IntoIterator<Item = F>) -> Self {
        Filter::operator("anything-but", filters(values))
    }

    /// Text that none of these begins.
    pub fn anything_but_prefix<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Filter::anything_but_operator("prefix", texts)
    }

    /// Text that none of these ends.
    pub fn anything_but_suffix<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Filter::anything_but_operator("suffix", texts)
    }

    /// Text that is none of these in upper or lower case.
    pub fn anything_but_ignoring_case<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Filter::anything_but_operator("equals-ignore-case", texts)
    }

    /// Text that none of the patterns covers; `*` stands for any characters.
    pub fn anything_but_wildcard<T: Into<String>>(patterns: impl IntoIterator<Item = T>) -> Self {
        Filter::anything_but_operator("wildcard", patterns)
    }

    fn anything_but_operator<T: Into<String>>(name: &'static str, texts: impl IntoIterator<Item = T>) -> Self {
        let texts: Vec<String> = texts.into_iter().map(Into::into).collect();
        Filter::operator("anything-but", Filter::operator(name, texts))
    }

    /// A number that compares so with another, which is within 5 thousand million of zero.
    pub fn number(comparison: Comparison, number: impl Into<f64>) -> Self {
        Filter::operator("numeric", vec![comparison.symbol().into(), Value::from(number.into())])
    }

    /// A number between two others. Whether those two belong to it, each bound says:
    /// `Filter::between((Comparison::GreaterOrEqual, 1), (Comparison::Less, 10))`.
    pub fn between(lower: (Comparison, impl Into<f64>), upper: (Comparison, impl Into<f64>)) -> Self {
        let bounds: Vec<Value> =
            vec![lower.0.symbol().into(), lower.1.into().into(), upper.0.symbol().into(), upper.1.into().into()];
        Filter::operator("numeric", bounds)
    }

    /// Whether the field is there at all.
    pub fn exists(exists: bool) -> Self {
        Filter::operator("exists", exists)
    }

    /// An address of the block, such as `10.0.0.0/24`.
    pub fn cidr(block: impl Into<String>) -> Self {
        Filter::operator("cidr", block.into())
    }
}

/// How a number of an event compares with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is that number.
    Equal,
    /// It is less.
    Less,
    /// It is less, or that number.
    LessOrEqual,
    /// It is greater.
    Greater,
    /// It is greater, or that number.
    GreaterOrEqual,
}

impl Comparison {
    fn symbol(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }
}

pub(super) fn filters<F: Into<Filter>>(filters: impl IntoIterator<Item = F>) -> Vec<Value> {
    filters.into_iter().map(|filter| filter.into().0).collect()
}

impl From<Filter> for Value {
    fn from(filter: Filter) -> Self {
        filter.0
    }
}

macro_rules! literal_filters {
    ($($literal:ty)*) => {$(
        impl From<$literal> for Filter {
            fn from(value: $literal) -> Self {
                Filter(value.into())
            }
        }
    )*};
}
literal_filters!(&str String &String bool i32 i64 u32 Prop<String>);
