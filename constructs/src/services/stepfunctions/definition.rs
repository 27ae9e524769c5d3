//! [`Definition`]: a document of the Amazon States Language.

use cfn_model::parse::{self, Limits};
use cfn_model::{Diagnostic, Map, Value};

use super::State;
use crate::iam::Statement;
use crate::services::Seconds;

/// The language of the expressions in a definition.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryLanguage {
    /// Paths such as `$.order.id`, in keys that end with `.$` and in fields that end with `Path`.
    JsonPath,
    /// Expressions such as `{% $states.input.order.id %}`, wherever text may stand.
    Jsonata,
}

impl QueryLanguage {
    /// The name as it stands in a definition.
    pub fn name(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "JSONPath",
            QueryLanguage::Jsonata => "JSONata",
        }
    }

    /// The field that holds what a state hands to what it calls.
    pub(super) fn arguments(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        }
    }
}

/// A state machine, or a branch of one: states, and where to start.
///
/// What is wrong with it is reported by the state machine that it is given to.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    pub(super) language: QueryLanguage,
    pub(super) fields: Map,
    pub(super) permissions: Permissions,
    pub(super) problems: Vec<Diagnostic>,
}

/// What the role of a state machine has to be allowed for its states.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Permissions {
    /// When they run.
    pub(super) use_: Vec<Statement>,
    /// When the state machine is created already.
    pub(super) creation: Vec<Statement>,
}

impl Permissions {
    pub(super) fn extend(&mut self, other: Permissions) {
        self.use_.extend(other.use_);
        self.creation.extend(other.creation);
    }
}

impl Definition {
    /// A definition whose expressions are in JSONata, which AWS advises for new ones.
    pub fn jsonata() -> Self {
        Definition::new(QueryLanguage::Jsonata)
    }

    /// A definition whose expressions are in JSONPath.
    pub fn json_path() -> Self {
        Definition::new(QueryLanguage::JsonPath)
    }

    fn new(language: QueryLanguage) -> Self {
        Definition { language, fields: Map::new(), permissions: Permissions::default(), problems: Vec::new() }
    }

    /// A definition that is there already, as a value. What its states need is granted to the state
    /// machine, which acts through its role.
    pub fn from_value(value: impl Into<Value>) -> Self {
        let mut definition = Definition::new(QueryLanguage::JsonPath);
        match value.into() {
            Value::Map(fields) => {
                if fields.get("QueryLanguage").and_then(Value::as_str) == Some("JSONata") {
                    definition.language = QueryLanguage::Jsonata;
                }
                definition.fields = fields;
            }
            other => definition.problems.push(
                Diagnostic::error("states-language", format!("the definition is {}, a map is needed", other.kind()))
                    .help("write an object with `StartAt` and `States`"),
            ),
        }
        definition
    }

    /// A definition that is there already, as JSON or YAML, as of [`Definition::from_value`]. `file` is
    /// the name that problems with the text carry; it may be empty.
    pub fn parse(text: &str, file: impl Into<String>) -> Self {
        match parse::document(text, file.into(), &Limits::default()) {
            Ok(document) => {
                let mut definition = Definition::from_value(document.value);
                definition.problems.extend(document.warnings);
                definition
            }
            Err(problems) => Definition { problems, ..Definition::new(QueryLanguage::JsonPath) },
        }
    }

    /// With a state of that name: 1 to 80 characters, unique in the whole state machine. The first one is
    /// where it starts.
    #[must_use]
    pub fn state(mut self, name: impl Into<String>, state: impl Into<State>) -> Self {
        let name = name.into();
        let state: State = state.into();
        for problem in state.problems() {
            self.problems.push(problem.clone());
        }
        if let Some(other) = state.languages.iter().find(|language| **language != self.language) {
            let (inner, outer) = (other.name(), self.language.name());
            self.problems.push(
                Diagnostic::error(
                    "states-language",
                    format!("`{name}` holds states in {inner} among states in {outer}"),
                )
                .property(format!("Definition.States.{name}"))
                .help("write both in one language"),
            );
        }
        self.permissions.extend(state.permissions.clone());
        let fields = state.render(self.language);
        if !self.fields.contains_key("StartAt") {
            self.fields.insert("StartAt", name.as_str());
        }
        if let Value::Map(states) = self.fields.entry_map("States")
            && states.insert(name.clone(), fields).is_some()
        {
            self.problems.push(
                Diagnostic::error("states-language", format!("two states are named `{name}`"))
                    .property("Definition.States")
                    .help("give one of them another name"),
            );
        }
        self
    }

    /// Starts at the state of that name, which need not be the first.
    #[must_use]
    pub fn start_at(mut self, name: impl Into<String>) -> Self {
        self.fields.insert("StartAt", name.into());
        self
    }

    /// With what it is for.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.fields.insert("Comment", comment.into());
        self
    }

    /// Fails what takes longer.
    #[must_use]
    pub fn timeout(mut self, Seconds(seconds): Seconds) -> Self {
        self.fields.insert("TimeoutSeconds", seconds);
        self
    }

    /// The definition as it stands in a template.
    pub fn to_value(&self) -> Value {
        let mut fields = self.fields.clone();
        if self.language == QueryLanguage::Jsonata {
            fields.insert_at(0, "QueryLanguage", self.language.name());
        }
        fields.into()
    }

    /// As a branch of another, which says the language.
    pub(super) fn to_branch(&self) -> Map {
        let mut fields = self.fields.clone();
        fields.remove("QueryLanguage");
        fields
    }
}
