//! Templates out: YAML and JSON text of a [`Value`].
//!
//! The same value gives the same bytes. Nothing here fails: what synthesis should have replaced, a
//! reference that is not resolved yet, is written as a `Ref` to a name that no template has.

mod json;
mod length;
mod scalar;
mod yaml;

pub(crate) use length::yaml_length;

use crate::{Function, Intrinsic, Map, Reference, Value};

/// How intrinsic functions are written in YAML. JSON knows the long form only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Intrinsics {
    /// `!Ref Name`, wherever CloudFormation takes a short form.
    #[default]
    Short,
    /// `Ref: Name`, so that any YAML reader understands the text.
    Long,
}

/// How YAML is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Options {
    /// How intrinsic functions are written. Short unless told otherwise.
    pub intrinsics: Intrinsics,
}

/// The value as YAML, with short intrinsic functions and a newline at the end.
///
/// Strings are quoted where a reader of YAML 1.1 would take them for something else (`NO`, `22:30`,
/// `1_000`, `2010-09-09`), text of several lines is a literal block, and no line is folded.
pub fn to_yaml(value: &Value) -> String {
    to_yaml_with(value, Options::default())
}

/// The value as YAML, written as `options` say.
pub fn to_yaml_with(value: &Value, options: Options) -> String {
    yaml::write(value, options)
}

/// A map as YAML.
pub(crate) fn map_to_yaml(map: &Map, options: Options) -> String {
    yaml::write_map(map, options)
}

/// The value as JSON, indented by two spaces, with a newline at the end.
///
/// Numbers keep their digits. One that JSON could not hold (`0x1F`, `1_000`, `.5`) becomes the number
/// that a reader of YAML 1.1 takes it for.
pub fn to_json(value: &Value) -> String {
    json::write(value)
}

/// A map as JSON.
pub(crate) fn map_to_json(map: &Map) -> String {
    json::write_map(map)
}

/// What stands for a reference that nobody resolved.
pub(crate) fn unresolved(reference: &Reference) -> Value {
    let target = reference.target;
    let attribute = reference.attribute.as_deref().map(|name| format!(".{name}")).unwrap_or_default();
    Intrinsic::new(Function::Ref, format!("unresolved:{}.{}{attribute}", target.tree, target.node)).into()
}

/// The index of the first byte that is `special`.
fn find(bytes: &[u8], special: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let mut start = skip::<16>(bytes, special);
    start += skip::<8>(&bytes[start..], special);
    bytes[start..].iter().position(|byte| special(*byte)).map(|at| start + at)
}

/// How many bytes are in the chunks of `N` before the first that has a `special` one in it. Compilers
/// look at all bytes of a chunk at once.
fn skip<const N: usize>(bytes: &[u8], special: impl Fn(u8) -> bool) -> usize {
    let (chunks, _) = bytes.as_chunks::<N>();
    let has_special = |chunk: &[u8; N]| chunk.iter().fold(false, |found, byte| found | special(*byte));
    N * chunks.iter().position(has_special).unwrap_or(chunks.len())
}

/// Spaces, to cut indentation from.
const SPACES: &str = "                                                                ";

/// Begins a new line that is indented by `indent` spaces.
fn new_line(out: &mut String, indent: usize) {
    out.push('\n');
    let mut left = indent;
    while left > SPACES.len() {
        out.push_str(SPACES);
        left -= SPACES.len();
    }
    out.push_str(&SPACES[..left]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Target;

    #[test]
    fn an_unresolved_reference_is_written_and_seen() {
        let target = Target { tree: 1, node: 7 };
        let value = Value::Map(Map::from([
            ("A", Value::from(Reference { target, attribute: None })),
            ("B", Value::from(Reference { target, attribute: Some("Arn".into()) })),
        ]));
        assert_eq!(to_yaml(&value), "A: !Ref unresolved:1.7\nB: !Ref unresolved:1.7.Arn\n");
        assert_eq!(
            to_json(&value),
            "{\n  \"A\": {\n    \"Ref\": \"unresolved:1.7\"\n  },\n  \"B\": {\n    \"Ref\": \"unresolved:1.7.Arn\"\n  }\n}\n"
        );
    }

    #[test]
    fn text_that_synthesis_left_is_resolved() {
        let text = crate::sub!("a-{region}").into_value();
        assert_eq!(to_yaml(&Value::Map(Map::from([("A", text)]))), "A: !Sub a-${AWS::Region}\n");
    }
}
