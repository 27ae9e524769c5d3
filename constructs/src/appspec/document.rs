//! [`Appspec`]: a document of any platform, and how it is read.

use std::borrow::Cow;

use cfn_model::{Diagnostic, Map, Number, Severity, Value};

use super::{EcsAppspec, LambdaAppspec, ServerAppspec, hooks};
use crate::spec::{self, Fields, Format, Reader, Source};

/// An AppSpec file of any compute platform.
#[derive(Clone, Debug, PartialEq)]
pub enum Appspec {
    /// For EC2 instances and machines on premises. The file has to be called `appspec.yml`.
    Server(ServerAppspec),
    /// For a Lambda function.
    Lambda(LambdaAppspec),
    /// For an ECS service.
    Ecs(EcsAppspec),
}

/// What documents for servers look like. The agent knows keys only as they are.
static SERVER: Format = Format {
    unknown_key: "appspec-unknown-key",
    unknown_value: "appspec-unknown-value",
    missing_key: "appspec-missing-key",
    wrong_type: "appspec-wrong-type",
    ignore_case: false,
    other_name: hooks::other_name,
};

/// What documents for Lambda and ECS look like. AWS writes their keys now one way, now the other.
static SERVICE: Format = Format {
    unknown_key: "appspec-unknown-key",
    unknown_value: "appspec-unknown-value",
    missing_key: "appspec-missing-key",
    wrong_type: "appspec-wrong-type",
    ignore_case: true,
    other_name: hooks::other_name,
};

impl Appspec {
    /// Reads a document of YAML or JSON. `file` is the name that problems carry; it may be empty.
    ///
    /// What the document deploys to is told by what stands in it.
    /// What is read may still be wrong: [`check`](Appspec::check) judges it, and
    /// [`check_text`](Appspec::check_text) does both.
    ///
    /// # Errors
    /// Everything that keeps the document from being read, each with its line and column.
    pub fn parse(text: &str, file: impl Into<Cow<'static, str>>) -> Result<Self, Vec<Diagnostic>> {
        spec::parse(text, file, read)
    }

    /// Reads a document from a tree of values.
    ///
    /// # Errors
    /// Everything that keeps the document from being read.
    pub fn from_value(value: &Value) -> Result<Self, Vec<Diagnostic>> {
        spec::without_errors(read(value, None))
    }

    /// What CodeDeploy would refuse or misread in this document.
    pub fn check(&self) -> Vec<Diagnostic> {
        match self {
            Appspec::Server(spec) => spec.check(),
            Appspec::Lambda(spec) => spec.check(),
            Appspec::Ecs(spec) => spec.check(),
        }
    }

    /// All there is to say about a text: what keeps it from being read, and what [`check`](Appspec::check)
    /// finds in as much of it as could be, in the order of their places.
    pub fn check_text(text: &str, file: impl Into<Cow<'static, str>>) -> Vec<Diagnostic> {
        spec::check_text(text, file, read, Appspec::check)
    }

    /// The document as a tree, with its keys in the order of the reference.
    pub fn to_value(&self) -> Value {
        match self {
            Appspec::Server(spec) => spec.to_value(),
            Appspec::Lambda(spec) => spec.to_value(),
            Appspec::Ecs(spec) => spec.to_value(),
        }
    }

    /// The document as YAML. The same document gives the same text.
    pub fn to_yaml(&self) -> String {
        cfn_model::emit::to_yaml(&self.to_value())
    }

    /// The document as JSON.
    pub fn to_json(&self) -> String {
        cfn_model::emit::to_json(&self.to_value())
    }
}

impl From<ServerAppspec> for Appspec {
    fn from(spec: ServerAppspec) -> Self {
        Appspec::Server(spec)
    }
}

impl From<LambdaAppspec> for Appspec {
    fn from(spec: LambdaAppspec) -> Self {
        Appspec::Lambda(spec)
    }
}

impl From<EcsAppspec> for Appspec {
    fn from(spec: EcsAppspec) -> Self {
        Appspec::Ecs(spec)
    }
}

/// What a document deploys to.
enum Target {
    Server,
    Lambda,
    Ecs,
}

/// Reads what can be read, and says what is wrong with the rest.
fn read(value: &Value, source: Option<&Source<'_>>) -> (Option<Appspec>, Vec<Diagnostic>) {
    let Some(target) = target(value) else {
        let reader = Reader::new(&SERVICE, source);
        let message = "what the document deploys to cannot be told".to_owned();
        let help = "give `os` for servers, or `Resources` with a resource of the type `AWS::Lambda::Function` or \
                    `AWS::ECS::Service`";
        reader.report(Severity::Error, "appspec-target", "", message, help);
        return (None, reader.finish());
    };
    let format = if matches!(target, Target::Server) { &SERVER } else { &SERVICE };
    let reader = Reader::new(format, source);
    let spec = match target {
        Target::Server => reader.map("", value, ServerAppspec::KEYS, ServerAppspec::read).map(Appspec::Server),
        Target::Lambda => {
            reader.map("", value, LambdaAppspec::KEYS, LambdaAppspec::read).flatten().map(Appspec::Lambda)
        }
        Target::Ecs => reader.map("", value, EcsAppspec::KEYS, EcsAppspec::read).flatten().map(Appspec::Ecs),
    };
    (spec, reader.finish())
}

fn target(value: &Value) -> Option<Target> {
    let document = value.as_map()?;
    let Some(resources) = get(document, "Resources") else {
        let of_servers = ["os", "files", "permissions"];
        return document.keys().any(|key| of_servers.contains(&&**key)).then_some(Target::Server);
    };
    let resource = resources.as_list()?.first()?.as_map()?.values().next()?.as_map()?;
    match get(resource, "Type")?.as_str()? {
        LambdaAppspec::TYPE => Some(Target::Lambda),
        EcsAppspec::TYPE => Some(Target::Ecs),
        _ => None,
    }
}

fn get<'a>(map: &'a Map, name: &str) -> Option<&'a Value> {
    map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The only version there is.
pub(super) fn version() -> Option<Number> {
    Some(Number::from_text("0.0"))
}

/// Reports a version that is none. Only CodeDeploy itself takes it as text; the agent on servers wants a number.
pub(super) fn check_version(fields: &Fields<'_>, as_text: bool) {
    if !fields.require("version") {
        return;
    }
    let is_version = match fields.get("version") {
        Some(Value::Number(number)) => matches!(number.as_f64(), Some(0.0)),
        Some(Value::String(text)) => as_text && text == "0.0",
        _ => false,
    };
    if !is_version {
        let shown = fields.text("version").unwrap_or_default();
        let message = format!("`{shown}` is not the version 0.0, which is the only one");
        fields.error("appspec-version", "version", message, "write `version: 0.0`, without quotes".to_owned());
    }
}

/// Reads the only entry of the section `Resources`; `None`, and a report, where there are none or several.
pub(super) fn read_resource<T>(
    fields: &Fields<'_>,
    what: &'static str,
    read: impl Fn(&Fields<'_>) -> Option<T>,
) -> Option<(String, T)> {
    let typed = |resource: &Fields<'_>| {
        resource.parsed("Type", |text| (text == what).then_some(()), &[what]);
        resource.require("Properties");
        read(resource)
    };
    let mut resources = fields.named_items("Resources", &["Type", "Properties"], typed)?;
    if resources.len() != 1 {
        let message = format!("{} resources are given, and a deployment changes exactly 1", resources.len());
        fields.error("appspec-resources", "Resources", message, "give each its own deployment".to_owned());
        return None;
    }
    let (name, resource) = resources.pop()?;
    Some((name, resource?))
}
