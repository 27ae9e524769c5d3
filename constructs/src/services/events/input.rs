//! [`TargetInput`]: what a target gets of an event.
//!
//! See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>.

use cfn_model::events::rule::{InputTransformer, Target};
use cfn_model::{Diagnostic, IntoProp, Prop, Value};

use super::template;
use super::{BuildInput, PipelineInput};
use crate::Stack;
use crate::services::json_text::JsonText;

/// How many variables a template may take from an event.
const VARIABLES: usize = 100;
/// What a target gets.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum TargetInput {
    /// The event as it is.
    #[default]
    Event,
    /// One part of the event: `$.detail`.
    Path(String),
    /// JSON, parts of which may come from the event.
    Json(InputValue),
    /// A template of your own.
    Template(InputTemplate),
    /// Variables and source revisions, for a pipeline.
    Pipeline(PipelineInput),
    /// What a build does otherwise than its project says.
    Build(BuildInput),
}

/// A template whose `<name>`s are filled with parts of the event.
#[derive(Clone, Debug, PartialEq)]
pub struct InputTemplate {
    /// The names and where their values stand in the event: `("tag", "$.detail.image-tag")`. At most 100.
    pub paths: Vec<(String, String)>,
    /// The template: text in double quotes, or JSON. Besides the names of `paths` it knows
    /// `<aws.events.rule-arn>`, `<aws.events.rule-name>`, `<aws.events.event.ingestion-time>`,
    /// `<aws.events.event>` and `<aws.events.event.json>`.
    pub template: Prop<String>,
}

impl InputTemplate {
    /// A template that takes nothing from the event yet.
    pub fn new(template: impl IntoProp<String>) -> Self {
        InputTemplate { paths: Vec::new(), template: template.into_prop() }
    }

    /// With a name, and where its value stands in the event.
    #[must_use]
    pub fn path(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.paths.push((name.into(), path.into()));
        self
    }
}

/// JSON, parts of which may come from the event. Strings, numbers, booleans and references convert into it.
#[derive(Clone, Debug, PartialEq)]
pub enum InputValue {
    /// A value that does not depend on the event.
    Constant(Value),
    /// A part of the event as the JSON that it is.
    Event(String),
    /// Text, put together of texts and parts of the event.
    Text(Vec<InputValue>),
    /// A list.
    List(Vec<InputValue>),
    /// A map.
    Map(Vec<(String, InputValue)>),
}

impl InputValue {
    /// A part of the event by its path, such as `$.detail.image-tag`, as the JSON that it is.
    pub fn event(path: impl Into<String>) -> Self {
        InputValue::Event(path.into())
    }

    /// The event as a whole.
    pub fn whole_event() -> Self {
        InputValue::Event("aws.events.event.json".into())
    }

    /// Text, put together of texts and parts of the event:
    /// `InputValue::text(["pushed ".into(), InputValue::event("$.detail.image-tag")])`.
    pub fn text(parts: impl IntoIterator<Item = InputValue>) -> Self {
        InputValue::Text(parts.into_iter().collect())
    }

    /// A list.
    pub fn list<V: Into<InputValue>>(items: impl IntoIterator<Item = V>) -> Self {
        InputValue::List(items.into_iter().map(Into::into).collect())
    }

    /// A map.
    pub fn map<K: Into<String>, V: Into<InputValue>>(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        InputValue::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }

    /// The same as text, where a service reads nothing else.
    pub(super) fn into_text(self) -> Self {
        match self {
            text @ InputValue::Text(_) => text,
            other => InputValue::Text(vec![other]),
        }
    }

    /// Writes the value, and takes down which parts of the event it needs.
    fn write(&self, text: &mut JsonText, paths: &mut Vec<(String, String)>) {
        match self {
            InputValue::Constant(value) => text.value(value),
            InputValue::Event(path) => text.raw(&template::variable(path, paths)),
            InputValue::Text(parts) => {
                text.raw("\"");
                parts.iter().for_each(|part| part.write_inside(text, paths));
                text.raw("\"");
            }
            InputValue::List(items) => text.list(items, |text, item| item.write(text, paths)),
            InputValue::Map(entries) => {
                let entries = entries.iter().map(|(key, item)| (key.as_str(), item));
                text.map(entries, |text, item| item.write(text, paths));
            }
        }
    }

    /// Writes the value inside a text.
    fn write_inside(&self, text: &mut JsonText, paths: &mut Vec<(String, String)>) {
        match self {
            InputValue::Constant(value) => text.inside(value),
            InputValue::Text(parts) => parts.iter().for_each(|part| part.write_inside(text, paths)),
            other => other.write(text, paths),
        }
    }
}

macro_rules! constants {
    ($($literal:ty)*) => {$(
        impl From<$literal> for InputValue {
            fn from(value: $literal) -> Self {
                InputValue::Constant(value.into())
            }
        }
    )*};
}
constants!(&str String bool i32 i64 u32 f64 Value Prop<String>);

macro_rules! inputs {
    ($($variant:ident($from:ty))*) => {$(
        impl From<$from> for TargetInput {
            fn from(input: $from) -> Self {
                TargetInput::$variant(input)
            }
        }
    )*};
}
inputs!(Json(InputValue) Template(InputTemplate) Pipeline(PipelineInput) Build(BuildInput));

impl TargetInput {
    /// JSON that is the same for every event.
    pub fn constant(json: impl Into<Value>) -> Self {
        TargetInput::Json(InputValue::Constant(json.into()))
    }

    /// One part of the event: `$.detail`.
    pub fn path(path: impl Into<String>) -> Self {
        TargetInput::Path(path.into())
    }

    /// The target with this input. Problems are reported.
    pub(super) fn apply(self, stack: &mut Stack, target: Target) -> Target {
        let value = match self {
            TargetInput::Event => return target,
            TargetInput::Path(path) => {
                check_path(stack, &path);
                return target.input_path(path);
            }
            TargetInput::Template(InputTemplate { paths, template }) => {
                template::check(stack, &paths, &template);
                return transform(stack, target, paths, template);
            }
            TargetInput::Json(value) => value,
            TargetInput::Pipeline(input) => input.into_value(stack),
            TargetInput::Build(input) => input.into_value(stack),
        };
        let (mut text, mut paths) = (JsonText::default(), Vec::new());
        value.write(&mut text, &mut paths);
        let (text, takes_event) = (text.into_prop(), value.takes_event());
        if takes_event {
            return transform(stack, target, paths, text);
        }
        target.input(text)
    }
}

impl InputValue {
    fn takes_event(&self) -> bool {
        match self {
            InputValue::Constant(_) => false,
            InputValue::Event(_) => true,
            InputValue::Text(items) | InputValue::List(items) => items.iter().any(InputValue::takes_event),
            InputValue::Map(entries) => entries.iter().any(|(_, item)| item.takes_event()),
        }
    }
}

fn transform(stack: &mut Stack, target: Target, paths: Vec<(String, String)>, template: Prop<String>) -> Target {
    paths.iter().for_each(|(_, path)| check_path(stack, path));
    if paths.len() > VARIABLES {
        let count = paths.len();
        report(
            stack,
            "InputTransformer.InputPathsMap",
            format!("the input takes {count} values from the event, {VARIABLES} are allowed"),
            "take a larger part of the event, such as `$.detail`",
        );
    }
    let transformer = InputTransformer::new(template);
    target.input_transformer(if paths.is_empty() { transformer } else { transformer.input_paths_map(paths) })
}

fn check_path(stack: &mut Stack, path: &str) {
    if !path.starts_with('$') {
        report(
            stack,
            "InputPath",
            format!("`{path}` is no path into an event"),
            "write `$` for all of it, or `$.detail.state` for a part",
        );
    }
}

pub(super) fn report(stack: &mut Stack, property: &str, message: impl Into<String>, help: impl Into<String>) {
    stack.report(Diagnostic::error("target-input", message).property(format!("Targets.{property}")).help(help));
}
