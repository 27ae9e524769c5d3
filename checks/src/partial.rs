//! Text of which parts are known only at deployment.

use std::borrow::Cow;

use cfn_model::{Function, Value};

use crate::schema::text_of;

/// What stands for a part that is not known. No template can hold it otherwise.
pub(crate) const GAP: char = '\0';

/// The text of a single value, with a [`GAP`] for each part that is not known; `None` for lists, maps and null.
pub(crate) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Intrinsic(call) => {
            let text = match (call.function, &call.argument) {
                (Function::Sub, Value::String(template)) => sub(template),
                (Function::Sub, Value::List(items)) => sub(items.first()?.as_str()?),
                (Function::Join, Value::List(items)) => join(items).unwrap_or_else(|| GAP.to_string()),
                _ => GAP.to_string(),
            };
            Some(Cow::Owned(text))
        }
        Value::Reference(_) | Value::Text(_) => Some(Cow::Owned(GAP.to_string())),
        _ => {
            let text = text_of(value)?;
            if text.contains("{{resolve:") { Some(Cow::Owned(without_dynamic_references(&text))) } else { Some(text) }
        }
    }
}

/// The text, where all of it is known.
pub(crate) fn known(value: &Value) -> Option<Cow<'_, str>> {
    text(value).filter(|text| !text.contains(GAP))
}

/// Whether a text with gaps may be this one.
pub(crate) fn may_be(text: &str, known: &str) -> bool {
    let mut pieces = text.split(GAP);
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = known.strip_prefix(first) else { return false };
    let mut last = None;
    for piece in pieces {
        // What stood last so far has something after it: it may be anywhere in the rest.
        if let Some(before) = last.replace(piece) {
            match rest.find(before) {
                Some(at) => rest = &rest[at + before.len()..],
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |last| rest.ends_with(last))
}

/// `${Name}` is not known, `${!Name}` is `${Name}`.
fn sub(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("${") {
        text.push_str(&rest[..start]);
        let inside = &rest[start + 2..];
        let Some(end) = inside.find('}') else {
            rest = &rest[start..];
            break;
        };
        match inside[..end].strip_prefix('!') {
            Some(literal) => {
                text.push_str("${");
                text.push_str(literal);
                text.push('}');
            }
            None => text.push(GAP),
        }
        rest = &inside[end + 1..];
    }
    text.push_str(rest);
    without_dynamic_references(&text)
}

fn join(items: &[Value]) -> Option<String> {
    let [delimiter, Value::List(parts)] = items else { return None };
    let parts: Option<Vec<Cow<'_, str>>> = parts.iter().map(text).collect();
    // One part may be `AWS::NoValue`, or a list that is joined as well: either is no more than a gap.
    Some(parts?.join(delimiter.as_str()?))
}

fn without_dynamic_references(text: &str) -> String {
    let mut known = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{resolve:") {
        known.push_str(&rest[..start]);
        known.push(GAP);
        rest = rest[start..].find("}}").map_or("", |end| &rest[start + end + 2..]);
    }
    known.push_str(rest);
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use cfn_model::parse;

    fn check(yaml: &str, expected: Option<&str>) {
        let read = parse::template(yaml, "", &parse::Limits::default()).expect(yaml);
        let text = read.value.at("Value").and_then(text);
        assert_eq!(text.map(|text| text.replace(GAP, "?")).as_deref(), expected, "{yaml}");
    }

    #[test]
    fn gaps_may_be_anything() {
        for (text, known, expected) in [
            ("ab", "ab", true),
            ("ab", "abc", false),
            ("\0", "", true),
            ("a\0c", "abbc", true),
            ("a\0c", "ab", false),
            ("a\0a", "a", false),
            ("\0-\0-x", "a-b-x", true),
            ("\0-\0-x", "a-x", false),
        ] {
            assert_eq!(may_be(text, known), expected, "{text:?} {known:?}");
        }
    }

    #[test]
    fn what_is_known_is_kept() {
        check("Value: plain", Some("plain"));
        check("Value: 012", Some("012"));
        check("Value: !Ref Name", Some("?"));
        check("Value: !Sub a-${Name}-${!Literal}", Some("a-?-${Literal}"));
        check("Value: !Sub ['${A}b', {A: !Ref X}]", Some("?b"));
        check("Value: !Join ['/', [a, !Ref B, !Sub 'c${D}']]", Some("a/?/c?"));
        check("Value: !Join ['/', !Ref Names]", Some("?"));
        check("Value: 'a{{resolve:ssm:/x}}b'", Some("a?b"));
        check("Value: !Sub 'open ${ end'", Some("open ${ end"));
        check("Value: [a]", None);
    }
}
