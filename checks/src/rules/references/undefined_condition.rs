//! Names of conditions that the template does not have.

use cfn_model::template::Section;
use cfn_model::{Function, Severity, Value, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "undefined-condition",
    severity: Severity::Error,
    title: "a condition that the template does not have",
    docs: "`Fn::If`, `Condition` functions, and the `Condition` of a resource or an output name an entry of the \
           `Conditions` section.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    cfn_lint: &["E1028", "E3015", "E6005", "E8002", "E8007"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (section, kind) in [(Section::Resources, "resource"), (Section::Outputs, "output")] {
        for (id, entry) in context.entries(section) {
            // Below `Resources` a loop or a macro is no resource.
            if id.starts_with("Fn::") || kind == "resource" && !entry.contains_key("Type") {
                continue;
            }
            if let Some(Value::String(name)) = entry.get("Condition") {
                named(context, name, &Path::of([section.name(), id, "Condition"]), findings);
            }
        }
    }
    for call in context.calls.iter().filter(|call| !call.place.in_loop && !call.place.is_inert()) {
        match (call.call.function, &call.call.argument) {
            (Function::Condition, Value::String(name)) => {
                named(context, name, &call.argument_path(context), findings);
            }
            (Function::If, Value::List(items)) => {
                if let Some(Value::String(name)) = items.first() {
                    named(context, name, &call.argument_path(context).join(0), findings);
                }
            }
            _ => {}
        }
    }
}

fn named(context: &Context<'_>, name: &str, path: &Path<'_>, findings: &mut Findings) {
    if context.has_entry(Section::Conditions, name) || context.is_open(Section::Conditions) {
        return;
    }
    let mut finding = Finding::new(&X, path, format!("there is no condition `{name}`"));
    if context.has_foreign_macros() {
        finding.severity = Severity::Warning;
    }
    findings.push(finding.help(match nearest(name, context.ids(Section::Conditions)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "add it to `Conditions`".to_owned(),
    }));
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn conditions_are_named_in_many_places() {
        check(
            &X,
            "Conditions: {A: !Equals [!Ref AWS::Region, x], B: !Not [!Condition Nope]}\n\
             Resources:\n  T: {Type: AWS::SNS::Topic, Condition: Nope, Properties: {DisplayName: !If [Nope, a, b]}}\n  \
             U: {Type: AWS::SNS::Topic, Condition: A, Properties: {DisplayName: !If [B, a, b]}}\n\
             Outputs: {O: {Value: x, Condition: Nope}}",
            &[
                "Resources.T.Condition",
                "Outputs.O.Condition",
                "Conditions.B.Fn::Not.0.Condition",
                "Resources.T.Properties.DisplayName.Fn::If.0",
            ],
        );
    }
}
