//! A template without resources.

use cfn_model::template::Section;
use cfn_model::{Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "no-resources",
    severity: Severity::Error,
    title: "a template without resources",
    docs: "`Resources` is the one section that every template has, with at least one resource in it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    cfn_lint: &["E1001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let help = "add a resource below `Resources`";
    match context.template.get(Section::Resources) {
        // A macro may still add them.
        _ if context.has_foreign_macros() => {}
        None | Some(Value::Null) => {
            findings.push(Finding::new(&X, &Path::default(), "there is no section `Resources`").help(help));
        }
        Some(Value::Map(map)) if map.is_empty() => {
            findings.push(Finding::new(&X, &Path::of(["Resources"]), "there are no resources").help(help));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn every_template_has_a_resource() {
        check(&X, "Description: none", &[""]);
        check(&X, "Resources: {}", &["Resources"]);
        check(&X, "Transform: Own", &[]);
        check(&X, "Resources: {T: {Type: AWS::SNS::Topic}}", &[]);
    }
}
