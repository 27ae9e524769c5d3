//! The YAML writer: block style, two spaces, lists indented below their keys.

use std::fmt::Write;

use super::scalar::{self, Style};
use super::{Intrinsics, Options, new_line};
use crate::{Function, Intrinsic, Map, Number, Value, text, yaml11};

/// Readers look for the `:` of a key on its own line within 1024 characters.
/// Longer keys are announced by a `?`; the bound is in bytes and leaves room for quotes and escapes.
const LONGEST_IMPLICIT_KEY: usize = 128;

pub(super) fn write(value: &Value, options: Options) -> String {
    finish(options, |writer| writer.root(value))
}

pub(super) fn write_map(map: &Map, options: Options) -> String {
    finish(options, |writer| if map.is_empty() { writer.out.push_str("{}") } else { writer.map(map, 0) })
}

fn finish(options: Options, write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer { out: String::with_capacity(256), short: options.intrinsics == Intrinsics::Short };
    write(&mut writer);
    writer.out.push('\n');
    writer.out
}

struct Writer {
    out: String,
    short: bool,
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq)]
enum After {
    /// After a key or a tag: a collection begins on the next line.
    Key,
    /// After the dash of a list: a collection begins on the same line.
    Dash,
}

impl Writer {
    fn root(&mut self, value: &Value) {
        match value {
            Value::Map(map) if !map.is_empty() => self.map(map, 0),
            Value::List(items) if !items.is_empty() => self.list(items, 0),
            Value::Intrinsic(call) => match self.short_form(call) {
                None => self.entry(call.function.name(), &call.argument, 0),
                Some(short) => {
                    self.tag(call);
                    match short {
                        // A block below no node at all has no indentation to be relative to.
                        Short::Argument(Value::String(text)) => {
                            self.out.push(' ');
                            scalar::write(&mut self.out, text, scalar::inline_style(text));
                        }
                        short => self.argument(&short, 2),
                    }
                }
            },
            Value::Reference(reference) => self.root(&super::unresolved(reference)),
            Value::Text(parts) => self.root(&text::resolve(parts.clone())),
            Value::String(text) => scalar::write(&mut self.out, text, scalar::inline_style(text)),
            scalar => self.scalar(scalar),
        }
    }

    fn map(&mut self, map: &Map, indent: usize) {
        for (index, (key, value)) in map.iter().enumerate() {
            if index > 0 {
                new_line(&mut self.out, indent);
            }
            self.entry(key, value, indent);
        }
    }

    fn entry(&mut self, key: &str, value: &Value, indent: usize) {
        let style = scalar::inline_style(key);
        if key.len() > LONGEST_IMPLICIT_KEY {
            self.out.push_str("? ");
            scalar::write(&mut self.out, key, style);
            new_line(&mut self.out, indent);
        } else {
            scalar::write(&mut self.out, key, style);
        }
        self.out.push(':');
        self.node(value, indent + 2, After::Key);
    }

    fn list(&mut self, items: &[Value], indent: usize) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                new_line(&mut self.out, indent);
            }
            self.out.push('-');
            self.node(item, indent + 2, After::Dash);
        }
    }

    /// A node with what separates it from the key, dash or tag before it; `indent` is that of its lines.
    fn node(&mut self, value: &Value, indent: usize, after: After) {
        match value {
            Value::Map(map) if !map.is_empty() => {
                self.begin(indent, after);
                self.map(map, indent);
            }
            Value::List(items) if !items.is_empty() => {
                self.begin(indent, after);
                self.list(items, indent);
            }
            Value::Intrinsic(call) => self.call(call, indent, after),
            Value::Reference(reference) => self.node(&super::unresolved(reference), indent, after),
            Value::Text(parts) => self.node(&text::resolve(parts.clone()), indent, after),
            Value::String(text) => {
                self.out.push(' ');
                self.string(text, indent);
            }
            scalar => {
                self.out.push(' ');
                self.scalar(scalar);
            }
        }
    }

    fn begin(&mut self, indent: usize, after: After) {
        match after {
            After::Key => new_line(&mut self.out, indent),
            After::Dash => self.out.push(' '),
        }
    }

    fn call(&mut self, call: &Intrinsic, indent: usize, after: After) {
        match self.short_form(call) {
            None => {
                self.begin(indent, after);
                self.entry(call.function.name(), &call.argument, indent);
            }
            Some(short) => {
                self.out.push(' ');
                self.tag(call);
                self.argument(&short, indent);
            }
        }
    }

    fn short_form<'a>(&self, call: &'a Intrinsic) -> Option<Short<'a>> {
        if self.short { short_form(call) } else { None }
    }

    fn tag(&mut self, call: &Intrinsic) {
        self.out.push('!');
        self.out.push_str(call.function.tag());
    }

    fn argument(&mut self, short: &Short<'_>, indent: usize) {
        match short {
            Short::Argument(argument) => self.node(argument, indent, After::Key),
            Short::Dotted(resource, attribute) => {
                self.out.push(' ');
                self.string(&format!("{resource}.{attribute}"), indent);
            }
        }
    }

    fn string(&mut self, text: &str, indent: usize) {
        match scalar::style(text) {
            Style::Literal => scalar::literal(&mut self.out, text, indent),
            style => scalar::write(&mut self.out, text, style),
        }
    }

    /// What is neither a string nor a collection with something in it.
    fn scalar(&mut self, value: &Value) {
        match value {
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Number(number) => self.number(number),
            Value::List(_) => self.out.push_str("[]"),
            Value::Map(_) => self.out.push_str("{}"),
            _ => self.out.push_str("null"),
        }
    }

    fn number(&mut self, number: &Number) {
        match number.as_text() {
            Some(text) => match yaml11::to_yaml(text) {
                Some(digits) => self.out.push_str(&digits),
                None => scalar::write(&mut self.out, text, scalar::inline_style(text)),
            },
            // Writing to a string cannot fail.
            None => _ = write!(self.out, "{number}"),
        }
    }
}

/// What stands after the tag of a short form.
enum Short<'a> {
    Argument(&'a Value),
    /// `Resource.Attribute`, for `!GetAtt`.
    Dotted(&'a str, &'a str),
}

/// The short form of a call; `None` where CloudFormation documents none, or forbids it.
fn short_form(call: &Intrinsic) -> Option<Short<'_>> {
    let argument = &call.argument;
    match (call.function, argument) {
        // These are documented in their long form only.
        (Function::ToJsonString | Function::Length, _)
        | (Function::Contains | Function::EachMemberEquals | Function::EachMemberIn, _)
        | (Function::RefAll | Function::ValueOf | Function::ValueOfAll, _) => None,
        // One tag cannot follow another: `!Base64 !Sub text` is not YAML.
        (_, Value::Intrinsic(_) | Value::Reference(_) | Value::Text(_)) => None,
        // A tag would make a string of it.
        (_, Value::Null | Value::Bool(_) | Value::Number(_)) => None,
        (Function::GetAtt, Value::List(path)) => match path.as_slice() {
            [Value::String(resource), Value::String(attribute)]
                if !resource.is_empty() && !resource.contains('.') && !attribute.is_empty() =>
            {
                Some(Short::Dotted(resource, attribute))
            }
            _ => None,
        },
        (Function::GetAtt, _) => None,
        // Its short form takes no other short form inside.
        (Function::GetStackOutput, _) if has_expression(argument) => None,
        _ => Some(Short::Argument(argument)),
    }
}

fn has_expression(value: &Value) -> bool {
    let mut found = false;
    value.walk(&mut |node| found |= node.is_expression());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Function as F, functions};

    fn check(value: impl Into<Value>, expected: &str) {
        assert_eq!(write(&value.into(), Options::default()), expected);
    }

    fn call(function: F, argument: impl Into<Value>) -> Value {
        Intrinsic::new(function, argument).into()
    }

    #[test]
    fn collections_are_indented() {
        let inner = Map::from([("a", Value::from(1)), ("b", Value::from(["x"]))]);
        check(
            Map::from([
                ("m", Value::from(inner.clone())),
                ("l", Value::from(vec![Value::from(inner), Value::from([["p", "z"], ["", "~"]])])),
                ("e", Value::from(vec![Value::Map(Map::new()), Value::List(vec![]), Value::Null])),
            ]),
            "m:\n  a: 1\n  b:\n    - x\nl:\n  - a: 1\n    b:\n      - x\n  - - - p\n      - z\n    - - ''\n      - '~'\n\
             e:\n  - {}\n  - []\n  - null\n",
        );
    }

    #[test]
    fn a_document_may_be_a_scalar() {
        check("a\n b", "\"a\\n b\"\n");
        check(true, "true\n");
        check(Map::new(), "{}\n");
        check(call(F::Sub, " a\nb"), "!Sub \" a\\nb\"\n");
        check(call(F::Not, [call(F::Condition, "c")]), "!Not\n  - !Condition c\n");
        check(call(F::Length, ["a"]), "Fn::Length:\n  - a\n");
    }

    #[test]
    fn functions_have_short_forms() {
        check(
            Map::from([
                ("A", call(F::Ref, "AWS::Region")),
                ("B", call(F::GetAtt, ["Nested", "Outputs.X"])),
                ("C", call(F::Join, vec![Value::from(","), Value::from(vec![call(F::Ref, "X"), call(F::GetAzs, "")])])),
                ("D", call(F::Sub, "a\n${B}\n")),
                ("E", call(F::Transform, Map::from([("Name", "AWS::Include")]))),
                ("F", Value::from(vec![call(F::Select, vec![Value::from(0), call(F::Split, [",", "a"])])])),
            ]),
            "A: !Ref AWS::Region\nB: !GetAtt Nested.Outputs.X\nC: !Join\n  - ','\n  - - !Ref X\n    - !GetAZs ''\n\
             D: !Sub |\n  a\n  ${B}\nE: !Transform\n  Name: AWS::Include\nF:\n  - !Select\n    - 0\n    - !Split\n      - ','\n      - a\n",
        );
    }

    #[test]
    fn forms_that_cloudformation_refuses_are_long() {
        check(
            Map::from([
                ("A", call(F::Base64, call(F::Sub, "x\ny"))),
                ("B", call(F::GetAtt, vec![Value::from("R"), call(F::Ref, "P")])),
                ("C", call(F::Length, ["a"])),
                ("D", call(F::ImportValue, Value::Null)),
            ]),
            "A:\n  Fn::Base64: !Sub |-\n    x\n    y\nB:\n  Fn::GetAtt:\n    - R\n    - !Ref P\nC:\n  Fn::Length:\n    - a\n\
             D:\n  Fn::ImportValue: null\n",
        );
        let output = |stack: Value| call(F::GetStackOutput, Map::from([("StackName", stack)]));
        check(
            vec![output("a".into()), output(functions::reference("P").into())],
            "- !GetStackOutput\n  StackName: a\n- Fn::GetStackOutput:\n    StackName: !Ref P\n",
        );
    }

    #[test]
    fn long_forms_on_demand() {
        let value = Value::from(Map::from([("A", call(F::Select, vec![Value::from(1), call(F::Ref, "X")]))]));
        let long = write(&value, Options { intrinsics: Intrinsics::Long });
        assert_eq!(long, "A:\n  Fn::Select:\n    - 1\n    - Ref: X\n");
    }

    #[test]
    fn keys_are_quoted_like_values() {
        let long = "k".repeat(LONGEST_IMPLICIT_KEY + 1);
        check(
            Map::from([
                ("on", 1),
                ("a b", 2),
                ("x:\n", 3),
                ("", 4),
                ("1", 5),
                (&*Box::leak(long.clone().into_boxed_str()), 6),
            ]),
            &format!("'on': 1\na b: 2\n\"x:\\n\": 3\n'': 4\n'1': 5\n? {long}\n: 6\n"),
        );
    }

    #[test]
    fn numbers_are_written_as_they_were() {
        let numbers =
            ["1.10", "0x1F", "22:30", "1e3", "012345678901"].map(|text| Value::Number(Number::from_text(text)));
        check(numbers, "- 1.10\n- 0x1F\n- 22:30\n- 1.0e+3\n- '012345678901'\n");
    }
}
