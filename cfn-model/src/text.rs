//! [`sub!`](crate::sub): text with typed parts, checked when it is compiled.

use crate::{Function, Intrinsic, Prop, Value, pseudo};

/// Text with values in it: `sub!("arn:{partition}:s3:::{}/*", bucket.reference())`.
///
/// `{}` takes the next argument, which is a string or an expression that gives one;
/// `{partition}`, `{region}`, `{account}`, `{stack}` and `{url_suffix}` are the pseudo parameters;
/// `{{` and `}}` are the braces themselves. A wrong number of arguments and an unknown name are
/// compile errors. The result is a `Fn::Sub`, or plain text where all parts are known.
#[macro_export]
macro_rules! sub {
    ($format:literal $(, $argument:expr)* $(,)?) => {{
        const ARGUMENTS: usize = <[&str]>::len(&[$(stringify!($argument)),*]);
        const PLACES: usize = $crate::text::places($format);
        const { assert!(PLACES == ARGUMENTS, "sub! takes as many arguments as its text has places for them") };
        $crate::text::format($format, [$({
            let part: $crate::Prop<String> = $crate::IntoProp::into_prop($argument);
            $crate::Value::from(part)
        }),*])
    }};
}

const NAMES: [&str; 5] = ["partition", "region", "account", "stack", "url_suffix"];

/// How many `{}` a format has. Fails, so that compilation fails, on a name or brace it does not know.
#[doc(hidden)]
pub const fn places(format: &str) -> usize {
    let bytes = format.as_bytes();
    let mut count = 0;
    let mut at = 0;
    while at < bytes.len() {
        if at + 1 < bytes.len() && bytes[at] == bytes[at + 1] && (bytes[at] == b'{' || bytes[at] == b'}') {
            at += 2;
        } else if bytes[at] == b'{' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'}' {
                end += 1;
            }
            assert!(
                end < bytes.len(),
                "sub! has an opening brace without a closing one; a brace itself is written twice"
            );
            if end == at + 1 {
                count += 1;
            } else {
                assert!(
                    is_known(bytes, at + 1, end),
                    "sub! knows the names partition, region, account, stack and url_suffix; anything else is an argument"
                );
            }
            at = end + 1;
        } else {
            assert!(
                bytes[at] != b'}',
                "sub! has a closing brace without an opening one; a brace itself is written twice"
            );
            at += 1;
        }
    }
    count
}

const fn is_known(bytes: &[u8], start: usize, end: usize) -> bool {
    let mut name = 0;
    while name < NAMES.len() {
        let candidate = NAMES[name].as_bytes();
        let mut at = 0;
        while at < candidate.len() && start + at < end && candidate[at] == bytes[start + at] {
            at += 1;
        }
        if at == candidate.len() && start + at == end {
            return true;
        }
        name += 1;
    }
    false
}

/// The run-time half of [`sub!`](crate::sub), whose format has been checked.
#[doc(hidden)]
pub fn format<const N: usize>(format: &str, arguments: [Value; N]) -> Prop<String> {
    let mut arguments = arguments.into_iter();
    let mut parts = Vec::with_capacity(2 * N + 1);
    let mut literal = String::new();
    let mut rest = format;
    while let Some(brace) = rest.find(['{', '}']) {
        literal.push_str(&rest[..brace]);
        let tail = &rest[brace..];
        if tail.starts_with("{{") || tail.starts_with("}}") {
            literal.push_str(&tail[..1]);
            rest = &tail[2..];
            continue;
        }
        let end = tail.find('}').unwrap_or(tail.len() - 1);
        parts.push(Value::String(std::mem::take(&mut literal)));
        parts.push(match &tail[1..end.max(1)] {
            "partition" => pseudo::partition().into_value(),
            "region" => pseudo::region().into_value(),
            "account" => pseudo::account_id().into_value(),
            "stack" => pseudo::stack_name().into_value(),
            "url_suffix" => pseudo::url_suffix().into_value(),
            _ => arguments.next().unwrap_or_default(),
        });
        rest = &tail[end + 1..];
    }
    literal.push_str(rest);
    parts.push(Value::String(literal));
    Prop::from_value(text(parts))
}

/// Text of parts: neighbouring literals are joined, text in text is flattened, and what holds no
/// expression is a plain string.
pub(crate) fn text(parts: Vec<Value>) -> Value {
    let mut flat: Vec<Value> = Vec::with_capacity(parts.len());
    push_parts(&mut flat, parts);
    match flat.len() {
        0 => Value::String(String::new()),
        1 if matches!(flat[0], Value::String(_)) => flat.remove(0),
        _ => Value::Text(flat),
    }
}

fn push_parts(flat: &mut Vec<Value>, parts: Vec<Value>) {
    for part in parts {
        match (flat.last_mut(), part) {
            (_, Value::Text(inner)) => push_parts(flat, inner),
            (_, Value::String(text)) if text.is_empty() => {}
            (Some(Value::String(before)), Value::String(text)) => before.push_str(&text),
            (_, part) => flat.push(part),
        }
    }
}

/// What CloudFormation reads for text of parts: a string, the part itself where it stands alone, a
/// `Fn::Sub` where every part can be written as `${…}`, and a `Fn::Join` otherwise.
pub fn resolve(parts: Vec<Value>) -> Value {
    let parts = match text(parts) {
        Value::Text(parts) => parts,
        plain => return plain,
    };
    if let [part] = parts.as_slice() {
        return part.clone();
    }
    let mut sub = String::with_capacity(parts.len() * 20);
    for part in &parts {
        match part {
            Value::String(text) => push_literal(&mut sub, text),
            Value::Intrinsic(call) if push_variable(&mut sub, call) => {}
            _ => return Intrinsic::new(Function::Join, vec![Value::from(""), Value::List(parts)]).into(),
        }
    }
    Intrinsic::new(Function::Sub, sub).into()
}

/// Text in which nothing is a variable.
fn push_literal(sub: &mut String, text: &str) {
    let mut pieces = text.split("${");
    sub.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        sub.push_str("${!");
        sub.push_str(piece);
    }
}

/// What a function gives, as `Fn::Sub` names it: `${Name}` for `Ref`, `${Name.Attribute}` for `Fn::GetAtt`. The text of a
/// `Fn::Sub` goes on in this one. Other functions have no such name.
fn push_variable(sub: &mut String, call: &Intrinsic) -> bool {
    let pieces = match (call.function, &call.argument) {
        (Function::Ref, Value::String(name)) => ["${", name, "", "", "}"],
        (Function::GetAtt, Value::List(path)) => match path.as_slice() {
            [Value::String(id), Value::String(attribute)] => ["${", id, ".", attribute, "}"],
            _ => return false,
        },
        (Function::Sub, Value::String(text)) => [text, "", "", "", ""],
        _ => return false,
    };
    sub.extend(pieces);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions;

    fn resolved(prop: Prop<String>) -> Value {
        match prop.into_value() {
            Value::Text(parts) => resolve(parts),
            plain => plain,
        }
    }

    fn sub_text(text: &str) -> Value {
        Intrinsic::new(Function::Sub, text).into()
    }

    #[test]
    fn text_of_a_function_goes_on() {
        assert_eq!(resolved(sub!("a-{}-b", functions::sub("${X}/y"))), sub_text("a-${X}/y-b"));
    }

    #[test]
    fn plain_text_stays_plain() {
        assert_eq!(resolved(sub!("a{{b}}c")), Value::from("a{b}c"));
        assert_eq!(resolved(sub!("x-{}-{}", "1", "2")), Value::from("x-1-2"));
    }

    #[test]
    fn references_become_variables() {
        let arn = sub!("arn:{partition}:s3:::{}/*", functions::reference("Bucket"));
        assert_eq!(resolved(arn), sub_text("arn:${AWS::Partition}:s3:::${Bucket}/*"));
        assert_eq!(resolved(sub!("{}/x", functions::get_att("B", "Arn"))), sub_text("${B.Arn}/x"));
    }

    #[test]
    fn dollar_braces_of_the_text_are_kept_from_cloudformation() {
        assert_eq!(resolved(sub!("${{HOME}} in {region}")), sub_text("${!HOME} in ${AWS::Region}"));
    }

    #[test]
    fn a_lone_expression_is_itself() {
        assert_eq!(resolved(sub!("{region}")), pseudo::region().into_value());
    }

    #[test]
    fn what_sub_cannot_name_is_joined() {
        let joined = resolved(sub!("a/{}", functions::import_value("x")));
        assert_eq!(joined.as_intrinsic().map(|call| call.function), Some(Function::Join));
    }

    #[test]
    fn text_in_text_is_one_text() {
        let inner = sub!("{region}/b");
        assert_eq!(resolved(sub!("a/{}/c", inner)), sub_text("a/${AWS::Region}/b/c"));
    }
}
