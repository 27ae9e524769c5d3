//! Parameters for secrets that everybody can read.

use cfn_model::template::Section;
use cfn_model::{Map, Severity, Value};

use super::names;
use super::places::{Given, Place};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "secret-parameter-echoed",
    severity: Severity::Warning,
    title: "a parameter for a secret without `NoEcho`",
    docs: "Consoles and operations show the values of a stack's parameters to everybody who may look at the stack, \
           unless `NoEcho` is true. Better still, name a secret of Secrets Manager instead of passing one.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    cfn_lint: &["W2501"],
    run: None,
};

/// Whether the parameter's value is hidden.
pub(super) fn is_no_echo(parameter: &Map) -> bool {
    match parameter.get("NoEcho") {
        Some(Value::Bool(value)) => *value,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// Parameters that properties take for secrets, and those whose names say that they are, each once.
pub(super) fn check(context: &Context<'_>, places: &[Place<'_>], findings: &mut Findings) {
    for (id, parameter) in context.entries(Section::Parameters).filter(|(_, parameter)| !is_no_echo(parameter)) {
        let is_given =
            |place: &&Place<'_>| !place.is_variable && matches!(place.given, Given::Parameter(given) if given == id);
        let message = match places.iter().find(is_given) {
            Some(place) => format!("`{id}` is used for `{}`, but everybody can read it", place.name),
            None if is_secret(id, parameter) => format!("`{id}` is a secret by its name, but everybody can read it"),
            None => continue,
        };
        let help = "add `NoEcho: true`, or name a secret of Secrets Manager";
        findings.push(Finding::new(&X, &Path::of(["Parameters", id]), message).help(help));
    }
}

/// Whether the parameter is a secret by its name, and not the name of one or a choice between some.
pub(super) fn is_secret(id: &str, parameter: &Map) -> bool {
    let is_text = parameter.get("Type").and_then(Value::as_str) == Some("String");
    let is_name = parameter.get("Default").and_then(Value::as_str).is_some_and(|text| text.contains('/'));
    is_text && !is_name && !parameter.contains_key("AllowedValues") && says_password(id)
}

/// Whether the name is one of a secret, and not one that people give to the name of a secret.
fn says_password(id: &str) -> bool {
    let lower = id.to_ascii_lowercase();
    names::is_variable(id)
        && ["password", "passwd", "token", "apikey", "privatekey"].iter().any(|end| lower.ends_with(end))
}
