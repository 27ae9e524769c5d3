//! [`Text`]: the text of an ARN, of which parts may be known only at deployment.

use cfn_model::{Function, Value};

use crate::context::{Context, Resource};
use crate::data::Node;
use crate::mentions;

/// How deep functions in functions are looked at.
const DEPTH: usize = 8;

/// A letter of a text, or what stands for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Is(char),
    /// Any one letter.
    One,
    /// Any text.
    Any,
    /// Any text without `:` and `/`.
    Name,
    /// Any one letter but those two.
    OfName,
}

/// The text of an ARN or of the form of ARNs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Text(Vec<Letter>);

impl Text {
    /// The text of a resource in a policy, where `*` and `?` stand for letters; `None` for what is no text.
    pub(super) fn of(context: &Context<'_>, value: &Value) -> Option<Self> {
        let mut text = Text::default();
        text.push_value(context, value, 0).then_some(text)
    }

    /// The form of ARNs as AWS writes it: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
    pub(super) fn of_form(form: &str) -> Self {
        let mut text = Text::default();
        text.push_form(form);
        text
    }

    /// Whether this is `*`, or all of it is known only at deployment.
    pub(super) fn is_open(&self) -> bool {
        self.0.iter().all(|letter| *letter == Letter::Any)
    }

    /// Whether the ARN is of a service, where its own is written.
    pub(super) fn may_be_of(&self, service: &str) -> bool {
        self.service().is_none_or(|letters| letters.iter().copied().eq(service.chars().map(Letter::Is)))
    }

    /// The service of the ARN, where it is written.
    fn service(&self) -> Option<&[Letter]> {
        let mut parts = self.0.split(|letter| *letter == Letter::Is(':'));
        let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next()?;
        // Text that is not known may hold a colon.
        if !arn.iter().copied().eq("arn".chars().map(Letter::Is)) || partition.contains(&Letter::Any) {
            return None;
        }
        service.iter().all(|letter| matches!(letter, Letter::Is(_))).then_some(service)
    }

    /// Whether some text is described by both.
    pub(super) fn meets(&self, other: &Text) -> bool {
        let (mut left, mut right) = (self.0.as_slice(), other.0.as_slice());
        // Part by part, which is much less work than all at once, as long as no part may be several.
        while let (Some(first), Some(second)) = (part(left), part(right)) {
            if !meet(first, second) {
                return false;
            }
            (left, right) = (&left[first.len() + 1..], &right[second.len() + 1..]);
        }
        meet(left, right)
    }

    fn push_form(&mut self, form: &str) {
        self.0.reserve(form.len());
        let mut rest = form;
        while let Some((before, after)) = rest.split_once("${") {
            self.0.extend(before.chars().map(Letter::Is));
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            match name {
                // An ARN that has a region or an account does not leave it out.
                "Region" | "Account" => self.0.extend([Letter::OfName, Letter::Name]),
                _ => self.0.push(if is_plain_name(name) { Letter::Name } else { Letter::Any }),
            }
            rest = after;
        }
        self.0.extend(rest.chars().map(Letter::Is));
    }

    /// Text as policies have it: with wildcards, and `${aws:username}` and the like.
    fn push_text(&mut self, text: &str) {
        if text.contains("{{resolve:") {
            return self.0.push(Letter::Any);
        }
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            self.push_letters(before);
            rest = after.split_once('}').map_or("", |(_, after)| after);
            self.0.push(Letter::Any);
        }
        self.push_letters(rest);
    }

    fn push_letters(&mut self, text: &str) {
        let letter = |letter: char| match letter {
            '*' => Letter::Any,
            '?' => Letter::One,
            other => Letter::Is(other),
        };
        if text.is_ascii() {
            self.0.extend(text.bytes().map(|byte| letter(char::from(byte))));
        } else {
            self.0.extend(text.chars().map(letter));
        }
    }

    /// Whether the value is text.
    fn push_value(&mut self, context: &Context<'_>, value: &Value, depth: usize) -> bool {
        match value {
            Value::String(text) => self.push_text(text),
            Value::Number(number) => self.push_text(&number.to_string()),
            Value::Intrinsic(call) if depth < DEPTH => match (call.function, &call.argument) {
                (Function::Ref, Value::String(name)) => self.push_ref(context, name),
                (Function::GetAtt, argument) => match mentioned(argument) {
                    Some((name, attribute)) => self.push_attribute(context, name, attribute),
                    None => self.0.push(Letter::Any),
                },
                (Function::Sub, argument) => self.push_substitution(context, argument, depth),
                (Function::Join, Value::List(parts)) => match parts.as_slice() {
                    [Value::String(delimiter), Value::List(items)] => {
                        for (index, item) in items.iter().enumerate() {
                            if index > 0 {
                                self.push_text(delimiter);
                            }
                            self.push_value(context, item, depth + 1);
                        }
                    }
                    _ => self.0.push(Letter::Any),
                },
                _ => self.0.push(Letter::Any),
            },
            Value::Map(_) | Value::List(_) | Value::Null => return false,
            _ => self.0.push(Letter::Any),
        }
        true
    }

    fn push_substitution(&mut self, context: &Context<'_>, argument: &Value, depth: usize) {
        let Some((text, values)) = mentions::substitution(argument) else { return self.0.push(Letter::Any) };
        let mut rest = text;
        self.0.reserve(text.len());
        while let Some((before, after)) = mentions::split_at_variable(rest) {
            self.push_letters(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let name = name.trim();
            rest = after;
            match (values.and_then(|values| values.get(name)), name.split_once('.')) {
                (Some(value), _) => {
                    self.push_value(context, value, depth + 1);
                }
                _ if name.starts_with('!') => self.0.push(Letter::Any),
                (None, Some((name, attribute))) => self.push_attribute(context, name, attribute),
                (None, None) => self.push_ref(context, name),
            }
        }
        self.push_letters(rest);
    }

    fn push_ref(&mut self, context: &Context<'_>, name: &str) {
        match name {
            "AWS::Partition" | "AWS::Region" | "AWS::AccountId" => self.0.push(Letter::Name),
            _ => {
                let schema = context.resource(name).and_then(|resource| resource.schema);
                match schema.and_then(identifier) {
                    Some(name) if name.ends_with("Arn") => self.push_arn(schema),
                    Some(name) if is_plain_name(name) => self.0.push(Letter::Name),
                    _ => self.0.push(Letter::Any),
                }
            }
        }
    }

    fn push_attribute(&mut self, context: &Context<'_>, name: &str, attribute: &str) {
        self.push_arn(of_attribute(context, name, attribute).and_then(|resource| resource.schema));
    }

    /// The ARN of a resource of a type.
    fn push_arn(&mut self, schema: Option<Node>) {
        let form = schema.and_then(|schema| schema.get("serviceSpec")?.get("arn")?.as_str());
        match form {
            // What is behind the name of a log group's ARN is only told by the ARN itself.
            Some(form) if !form.contains(":logs:") => self.push_form(form),
            _ => self.0.push(Letter::Any),
        }
    }
}

impl Letter {
    fn may_be_nothing(self) -> bool {
        matches!(self, Letter::Any | Letter::Name)
    }

    /// Whether the text that this stands for may hold what the other is.
    fn holds(self, other: Letter) -> bool {
        match (self, other) {
            (Letter::Name, Letter::Is(letter)) => letter != ':' && letter != '/',
            _ => true,
        }
    }

    fn equals(self, other: Letter) -> bool {
        match (self, other) {
            (Letter::Is(a), Letter::Is(b)) => a.eq_ignore_ascii_case(&b),
            (Letter::OfName, other) | (other, Letter::OfName) => Letter::Name.holds(other),
            _ => true,
        }
    }
}

/// The letters up to a colon, where none of them may be one.
fn part(letters: &[Letter]) -> Option<&[Letter]> {
    let end = letters.iter().position(|letter| matches!(letter, Letter::Is(':') | Letter::Any | Letter::One))?;
    (letters[end] == Letter::Is(':')).then(|| &letters[..end])
}

/// Whether some text is described by both.
fn meet(mut left: &[Letter], mut right: &[Letter]) -> bool {
    // Letters at both ends that stand for themselves.
    while let ([first @ Letter::Is(_), after @ ..], [other @ Letter::Is(_), behind @ ..]) = (left, right) {
        if !first.equals(*other) {
            return false;
        }
        (left, right) = (after, behind);
    }
    while let ([before @ .., last @ Letter::Is(_)], [ahead @ .., other @ Letter::Is(_)]) = (left, right) {
        if !last.equals(*other) {
            return false;
        }
        (left, right) = (before, ahead);
    }
    match (left, right) {
        ([], other) | (other, []) => return other.iter().all(|letter| letter.may_be_nothing()),
        ([Letter::Any], _) | (_, [Letter::Any]) => return true,
        // The one describes what the other does before that, and the other what the one does behind it.
        ([Letter::Any, ..], [.., Letter::Any]) | ([.., Letter::Any], [Letter::Any, ..]) => return true,
        ([Letter::Name], other) | (other, [Letter::Name]) => {
            return other.iter().all(|letter| Letter::Name.holds(*letter));
        }
        _ => {}
    }
    // Whether what is left of both from a pair of places on meets; filled from the ends, a row for each on the left.
    let mut below = vec![false; right.len() + 1];
    let mut row = below.clone();
    for i in (0..=left.len()).rev() {
        for j in (0..=right.len()).rev() {
            row[j] = match (left.get(i), right.get(j)) {
                (None, None) => true,
                // Of two that stand for any length, one ends first.
                (Some(a), b) if a.may_be_nothing() => {
                    below[j] || b.is_some_and(|b| (b.may_be_nothing() || a.holds(*b)) && row[j + 1])
                }
                (a, Some(b)) if b.may_be_nothing() => row[j + 1] || a.is_some_and(|a| b.holds(*a)) && below[j],
                (Some(a), Some(b)) => a.equals(*b) && below[j + 1],
                _ => false,
            };
        }
        std::mem::swap(&mut row, &mut below);
    }
    below[0]
}

/// Whether what a variable of an ARN stands for holds neither `:` nor `/`.
///
/// Only names of which that is known: for others more is taken to be right than is.
fn is_plain_name(variable: &str) -> bool {
    const NAMES: &[&str] = &["Partition", "BucketName", "TableName", "QueueName", "TopicName", "ClusterName"];
    NAMES.contains(&variable)
}

/// The resource whose ARN an attribute gives, where it gives one.
pub(super) fn of_attribute<'c, 'a>(context: &'c Context<'a>, name: &str, attribute: &str) -> Option<&'c Resource<'a>> {
    context.resource(name).filter(|resource| {
        let last = || resource.type_name.rsplit("::").next();
        attribute == "Arn" || attribute.strip_suffix("Arn").is_some_and(|of| Some(of) == last())
    })
}

/// The property whose value `Ref` gives, where it is one.
fn identifier(schema: Node) -> Option<&'static str> {
    let reference = schema.get("serviceSpec").and_then(|spec| spec.get("ref"));
    let mut names = reference.or_else(|| schema.get("primaryIdentifier"))?.strings();
    let only = names.next().filter(|_| names.next().is_none())?;
    only.rsplit('/').next()
}

/// The resource and the attribute of a `Fn::GetAtt`.
pub(super) fn mentioned(argument: &Value) -> Option<(&str, &str)> {
    match argument {
        Value::String(text) => text.split_once('.'),
        Value::List(parts) => match parts.as_slice() {
            [Value::String(name), Value::String(attribute)] => Some((name, attribute)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(resource: &str, form: &str, expected: bool) {
        let mut text = Text::default();
        text.push_text(resource);
        assert_eq!(text.meets(&Text::of_form(form)), expected, "{resource} {form}");
        assert_eq!(Text::of_form(form).meets(&text), expected, "{form} {resource}");
    }

    #[test]
    fn arns_meet_the_forms_that_describe_them() {
        let bucket = "arn:${Partition}:s3:::${BucketName}";
        let object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
        check("arn:aws:s3:::artifacts", bucket, true);
        check("arn:aws:s3:::artifacts", object, false);
        check("arn:aws:s3:::artifacts/*", object, true);
        check("arn:aws:s3:::artifacts/*", bucket, false);
        check("arn:aws:s3:::artifacts*", object, true);
        check("arn:*:s3:::a?b", bucket, true);
        check("*", object, true);
        check("arn:aws:logs:*:*:*", "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}", true);
        check("arn:aws:sqs:eu-west-1:1:q", "arn:${Partition}:sns:${Region}:${Account}:${TopicName}", false);
        check("arn:aws:iam::1:role/a/b", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}", true);
    }

    #[test]
    fn the_service_is_known_where_it_is_written() {
        let service = |text: &str| {
            let mut read = Text::default();
            read.push_text(text);
            (read.may_be_of("s3"), read.may_be_of("sqs"))
        };
        assert_eq!(service("arn:aws:s3:::a"), (true, false));
        assert_eq!(service("arn:*:s3:::a"), (true, true));
        assert_eq!(service("${a}/b"), (true, true));
    }
}
