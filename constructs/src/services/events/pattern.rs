//! [`EventPattern`]: which events a rule is about.

use cfn_model::{IntoProp, Json, Map, Prop, Value, set_path};

use super::Filter;
use super::filter::filters;

/// Under which key a pattern keeps what is no map, for the check to report.
pub(super) const NO_MAP: &str = "";

/// Which events a rule is about: fields of an event, and the values that each may have.
///
/// An event matches where every field matches, and a field matches where one of its filters does.
/// A rule checks its pattern: lists that match nothing, operators that do not exist and fields that
/// no event has are reported.
///
/// ```
/// use cfn_constructs::services::events::{EventPattern, Filter};
///
/// EventPattern::of("aws.ecr", "ECR Image Action")
///     .detail("repository-name", [Filter::prefix("dev/")])
///     .detail("action-type", ["PUSH"]);
/// ```
///
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EventPattern(Map);

impl EventPattern {
    /// A pattern without fields.
    pub fn new() -> Self {
        EventPattern::default()
    }

    /// Events of that source, such as `aws.codebuild`, and that detail type.
    pub fn of(source: impl Into<String>, detail_type: impl Into<String>) -> Self {
        EventPattern::new().source([source.into()]).detail_type([detail_type.into()])
    }

    /// A pattern as JSON, for what the methods do not know. It is checked like any other.
    pub fn raw(json: impl Into<Value>) -> Self {
        match json.into() {
            Value::Map(map) => EventPattern(map),
            other => EventPattern(Map::from([(NO_MAP, other)])),
        }
    }

    /// Where the events come from: `aws.codebuild`, or the source of your own events.
    #[must_use]
    pub fn source<F: Into<Filter>>(self, sources: impl IntoIterator<Item = F>) -> Self {
        self.field("source", sources)
    }

    /// What the events tell, such as `CodeBuild Build State Change`.
    #[must_use]
    pub fn detail_type<F: Into<Filter>>(self, types: impl IntoIterator<Item = F>) -> Self {
        self.field("detail-type", types)
    }

    /// The accounts that the events come from.
    #[must_use]
    pub fn account<F: Into<Filter>>(self, accounts: impl IntoIterator<Item = F>) -> Self {
        self.field("account", accounts)
    }

    /// The regions that the events come from.
    #[must_use]
    pub fn region<F: Into<Filter>>(self, regions: impl IntoIterator<Item = F>) -> Self {
        self.field("region", regions)
    }

    /// The resources that the events are about, by ARN.
    #[must_use]
    pub fn resources<F: Into<Filter>>(self, resources: impl IntoIterator<Item = F>) -> Self {
        self.field("resources", resources)
    }

    /// A field of the event's detail, by its path: `.detail("bucket.name", ["releases"])`.
    #[must_use]
    pub fn detail<F: Into<Filter>>(self, path: &str, values: impl IntoIterator<Item = F>) -> Self {
        self.field(&format!("detail.{path}"), values)
    }

    /// A field of the event by its path, with the values that it may have. Said twice, both values count.
    #[must_use]
    pub fn field<F: Into<Filter>>(mut self, path: &str, values: impl IntoIterator<Item = F>) -> Self {
        let root = Value::Map(std::mem::take(&mut self.0));
        let mut all = root.at(path).and_then(Value::as_list).map(<[Value]>::to_vec).unwrap_or_default();
        all.extend(filters(values));
        if let Value::Map(map) = root {
            self.0 = map;
        }
        set_path(&mut self.0, path, Value::List(all));
        self
    }

    /// And one of these: each alternative is a pattern of its own.
    #[must_use]
    pub fn any_of(mut self, alternatives: impl IntoIterator<Item = EventPattern>) -> Self {
        let alternatives: Vec<Map> = alternatives.into_iter().map(|pattern| pattern.0).collect();
        self.0.insert("$or", alternatives);
        self
    }

    /// With filters for a field, where there are any: none means that the field may be anything.
    pub(super) fn detail_if_any<F: Into<Filter>>(self, path: &str, values: impl IntoIterator<Item = F>) -> Self {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() { self.detail(path, values) } else { self }
    }

    /// The pattern as it stands in a rule.
    pub fn to_value(&self) -> Value {
        Value::Map(self.0.clone())
    }
}

impl IntoProp<Json> for EventPattern {
    fn into_prop(self) -> Prop<Json> {
        Prop::from_value(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Comparison;
    use super::*;
    use serde_json::json;

    fn check(pattern: EventPattern, expected: serde_json::Value) {
        assert_eq!(pattern.to_value(), Value::from(expected));
    }

    #[test]
    fn fields_stand_at_their_paths() {
        check(
            EventPattern::of("aws.s3", "Object Created")
                .detail("bucket.name", ["b"])
                .detail("object.key", [Filter::prefix("in/"), Filter::suffix(".zip")])
                .detail("bucket.name", ["c"]),
            json!({
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {
                    "bucket": {"name": ["b", "c"]},
                    "object": {"key": [{"prefix": "in/"}, {"suffix": ".zip"}]}
                }
            }),
        );
    }

    #[test]
    fn filters_are_written_as_eventbridge_reads_them() {
        check(
            EventPattern::new().field(
                "detail.x",
                [
                    Filter::null(),
                    Filter::from(7),
                    Filter::prefix_ignoring_case("a"),
                    Filter::anything_but([1, 2]),
                    Filter::anything_but_prefix(["a", "b"]),
                    Filter::between((Comparison::GreaterOrEqual, 1), (Comparison::Less, 10)),
                    Filter::exists(false),
                ],
            ),
            json!({"detail": {"x": [
                null,
                7,
                {"prefix": {"equals-ignore-case": "a"}},
                {"anything-but": [1, 2]},
                {"anything-but": {"prefix": ["a", "b"]}},
                {"numeric": [">=", 1, "<", 10]},
                {"exists": false}
            ]}}),
        );
    }

    #[test]
    fn alternatives_are_patterns() {
        let failed = EventPattern::new().detail("state", ["FAILED"]);
        let late = EventPattern::new().detail("minutes", [Filter::number(Comparison::Greater, 60)]);
        check(
            EventPattern::new().source(["mine"]).any_of([failed, late]),
            json!({"source": ["mine"], "$or": [
                {"detail": {"state": ["FAILED"]}},
                {"detail": {"minutes": [{"numeric": [">", 60]}]}}
            ]}),
        );
    }
}
