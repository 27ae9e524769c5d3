//! Defaults of parameters that are secrets.

use cfn_model::template::Section;
use cfn_model::{Severity, Value};

use super::echoed_parameter::is_no_echo;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "secret-parameter-default",
    severity: Severity::Warning,
    title: "a secret parameter with a default",
    docs: "`NoEcho` hides the value of a parameter. A default stands in the template, where everybody can read it, and \
           is what a stack gets whose author forgets to give another.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (id, parameter) in context.entries(Section::Parameters).filter(|(_, parameter)| is_no_echo(parameter)) {
        let given = match parameter.get("Default") {
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Number(_)) => true,
            _ => false,
        };
        if given {
            let message = format!("`{id}` is a secret, but has a default that everybody can read");
            let help = "take the default out, so that a value has to be given";
            findings.push(Finding::new(&X, &Path::of(["Parameters", id, "Default"]), message).help(help));
        }
    }
}
