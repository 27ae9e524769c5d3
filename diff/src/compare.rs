//! Values as CloudFormation means them: two that mean the same are no difference.

use std::collections::BTreeMap;

use cfn_checks::data::Node;
use cfn_checks::facts;
use cfn_model::parse::{self, Limits};
use cfn_model::{Function, Intrinsic, Map, Value};

/// The logical ids that moved: what each was, by what it is.
pub(crate) type Moves = BTreeMap<String, String>;

/// A difference: its path, and the value on each side.
pub(crate) struct Difference<'a> {
    pub(crate) path: Vec<String>,
    pub(crate) before: Option<&'a Value>,
    pub(crate) after: Option<&'a Value>,
}

/// Where two values are different, as deep as both have the same form.
pub(crate) struct Comparison<'a, 'm> {
    root: Option<Node>,
    moves: &'m Moves,
    path: Vec<String>,
    found: Vec<Difference<'a>>,
}

/// The differences of the properties of a resource of that type, or of values of no type.
pub(crate) fn differences<'a>(
    type_name: Option<&str>,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
    moves: &Moves,
) -> Vec<Difference<'a>> {
    // Most of what is compared is as it was.
    if before == after {
        return Vec::new();
    }
    let root = type_name.and_then(facts::schema);
    let mut comparison = Comparison { root, moves, path: Vec::new(), found: Vec::new() };
    comparison.values(before, after, root);
    comparison.found
}

/// Whether the values mean the same.
pub(crate) fn same(before: &Value, after: &Value, moves: &Moves) -> bool {
    differences(None, Some(before), Some(after), moves).is_empty()
}

impl<'a> Comparison<'a, '_> {
    fn values(&mut self, before: Option<&'a Value>, after: Option<&'a Value>, schema: Option<Node>) {
        match (before, after) {
            (None, None) => {}
            (Some(before), Some(after)) => self.both(before, after, schema),
            _ => self.found.push(Difference { path: self.path.clone(), before, after }),
        }
    }

    fn both(&mut self, before: &'a Value, after: &'a Value, schema: Option<Node>) {
        if before == after {
            return;
        }
        let schema = schema.and_then(|schema| self.root.map(|root| facts::resolve(root, schema)));
        match (before, after) {
            (Value::Map(left), Value::Map(right)) => self.maps(left, right, schema),
            (Value::List(left), Value::List(right)) if !is_set(left, right, schema) => {
                let items = schema.and_then(|schema| schema.get("items"));
                for index in 0..left.len().max(right.len()) {
                    self.step(index.to_string(), left.get(index), right.get(index), items);
                }
            }
            (Value::List(left), Value::List(right)) if self.equal_as_sets(left, right) => {}
            _ if self.equal(before, after) => {}
            _ => {
                let path = self.path.clone();
                self.found.push(Difference { path, before: Some(before), after: Some(after) });
            }
        }
    }

    fn maps(&mut self, left: &'a Map, right: &'a Map, schema: Option<Node>) {
        let names = schema.and_then(|schema| schema.get("properties"));
        for (name, value) in left.iter() {
            self.step(name.to_owned(), Some(value), right.get(name), names.and_then(|names| names.get(name)));
        }
        for (name, value) in right.iter().filter(|(name, _)| !left.contains_key(name)) {
            self.step(name.to_owned(), None, Some(value), None);
        }
    }

    fn step(&mut self, step: String, before: Option<&'a Value>, after: Option<&'a Value>, schema: Option<Node>) {
        self.path.push(step);
        self.values(before, after, schema);
        self.path.pop();
    }

    fn equal_as_sets(&self, left: &[Value], right: &[Value]) -> bool {
        let mut rest: Vec<&Value> = right.iter().collect();
        let found = |value: &Value| {
            let place = rest.iter().position(|other| self.equal(value, other));
            place.map(|place| rest.swap_remove(place)).is_some()
        };
        left.len() == right.len() && left.iter().all(found)
    }

    fn equal(&self, before: &Value, after: &Value) -> bool {
        let (before, after) = (plain(before), plain(after));
        match (&*before, &*after) {
            (Value::Map(left), Value::Map(right)) => {
                left.len() == right.len()
                    && left.iter().all(|(name, value)| right.get(name).is_some_and(|other| self.equal(value, other)))
            }
            (Value::List(left), Value::List(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| self.equal(left, right))
            }
            (Value::Intrinsic(left), Value::Intrinsic(right)) => self.equal_functions(left, right),
            (Value::String(text), Value::Map(_) | Value::List(_)) => {
                json(text).is_some_and(|json| self.equal(&json, &after))
            }
            (Value::Map(_) | Value::List(_), Value::String(text)) => {
                json(text).is_some_and(|json| self.equal(&before, &json))
            }
            (left, right) => left == right || scalar(left).is_some() && scalar(left) == scalar(right),
        }
    }

    fn equal_functions(&self, left: &Intrinsic, right: &Intrinsic) -> bool {
        if left.function != right.function {
            return false;
        }
        match (left.function, &left.argument, &right.argument) {
            (Function::Ref, Value::String(left), Value::String(right)) => self.renamed(left) == right,
            (Function::GetAtt, Value::List(left), Value::List(right)) => {
                let same = match (left.first().and_then(Value::as_str), right.first().and_then(Value::as_str)) {
                    (Some(left), Some(right)) => self.renamed(left) == right,
                    // Inside a loop, a function makes the name.
                    _ => left.first() == right.first(),
                };
                same && left.get(1..) == right.get(1..)
            }
            (Function::Sub, Value::String(left), Value::String(right)) => self.renamed_in(left) == *right,
            (Function::Sub, Value::List(left), Value::List(right)) => match (left.as_slice(), right.as_slice()) {
                ([Value::String(text), values], [Value::String(other), others]) => {
                    self.renamed_in(text) == *other && self.equal(values, others)
                }
                _ => left == right,
            },
            (_, left, right) => self.equal(left, right),
        }
    }

    fn renamed<'n>(&'n self, id: &'n str) -> &'n str {
        self.moves.get(id).map_or(id, String::as_str)
    }

    /// A text of `Fn::Sub` with the names that things have now.
    fn renamed_in(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((head, tail)) = rest.split_once("${") {
            let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
            let (id, attribute) = name.split_once('.').map_or((name, None), |(id, attribute)| (id, Some(attribute)));
            out.push_str(head);
            out.push_str("${");
            out.push_str(self.renamed(id));
            if let Some(attribute) = attribute {
                out.push('.');
                out.push_str(attribute);
            }
            out.push('}');
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// Whether the order of the items means nothing: the schema says that they are different, or they are tags.
fn is_set(left: &[Value], right: &[Value], schema: Option<Node>) -> bool {
    let unique = schema.and_then(|schema| schema.get("uniqueItems")).and_then(Node::as_bool) == Some(true);
    let unordered = schema.and_then(|schema| schema.get("insertionOrder")).and_then(Node::as_bool) == Some(false);
    let tag = |value: &Value| {
        let map = value.as_map();
        map.is_some_and(|map| map.len() == 2 && map.contains_key("Key") && map.contains_key("Value"))
    };
    let tags = !left.is_empty() && left.iter().chain(right).all(tag);
    // Items with parts are told apart one by one; only whole lists in another order are the same.
    unique || unordered || tags
}

/// A function that needs none is what it gives: `!Sub text`, `!Sub ${X}`, `!Join` of texts.
pub(crate) fn plain(value: &Value) -> std::borrow::Cow<'_, Value> {
    use std::borrow::Cow;

    let Value::Intrinsic(call) = value else { return Cow::Borrowed(value) };
    match (call.function, &call.argument) {
        (Function::Sub, Value::String(text)) if !text.contains("${") => Cow::Owned(Value::from(text)),
        (Function::Sub, Value::String(text)) => match text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            Some(name) if !name.contains("${") && !name.starts_with('!') => Cow::Owned(match name.split_once('.') {
                Some((id, attribute)) => {
                    Intrinsic::new(Function::GetAtt, vec![Value::from(id), attribute.into()]).into()
                }
                None => Intrinsic::new(Function::Ref, Value::from(name)).into(),
            }),
            _ => Cow::Borrowed(value),
        },
        (Function::Join, Value::List(arguments)) => joined(arguments).map_or(Cow::Borrowed(value), Cow::Owned),
        _ => Cow::Borrowed(value),
    }
}

fn joined(arguments: &[Value]) -> Option<Value> {
    let [delimiter, items] = arguments else { return None };
    let texts: Option<Vec<&str>> = items.as_list()?.iter().map(Value::as_str).collect();
    Some(Value::from(texts?.join(delimiter.as_str()?)))
}

/// The text of a scalar: `true` and `'true'`, `5` and `'5'` are the same to CloudFormation.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// The value of a text that is JSON.
fn json(text: &str) -> Option<Value> {
    let begins = text.trim_start().starts_with(['{', '[']);
    begins.then(|| parse::template(text, "", &Limits::default()).ok().map(|read| read.value)).flatten()
}
