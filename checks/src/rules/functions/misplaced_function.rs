//! Functions where CloudFormation evaluates none, or not this one.

use cfn_model::Function::{self, *};
use cfn_model::Severity;

use crate::Check;
use crate::context::{Call, Context};
use crate::finding::{Finding, Findings};
use crate::path::{Path, Step};

pub(super) static X: Check = Check {
    code: "misplaced-function",
    severity: Severity::Error,
    title: "a function where it is not evaluated",
    docs: "Functions stand in properties and metadata of resources, in their update and creation policies, in the \
           values of outputs and the names of exports. Those that make conditions stand in `Conditions` and `Rules` \
           only. Parameters, mappings, descriptions, types and `DependsOn` are plain values.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
    cfn_lint: &[
        "E1701", "E1702", "E2001", "E3001", "E3012", "E3035", "E3036", "E6003", "E6101", "E6102", "E7001", "E8001",
    ],
    run: Some(run),
};

/// Functions that tell whether something holds.
const CONDITIONS: &[Function] = &[And, Or, Not, Equals, Condition];

/// Those that are there for rules only.
const RULES: &[Function] = &[EachMemberEquals, EachMemberIn, RefAll, ValueOf, ValueOfAll];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for call in context.calls.iter().filter(|call| !call.place.is_inert() && !call.place.in_loop) {
        if may_stand(call) {
            continue;
        }
        let path = call.path(context);
        // What stands inside another function is looked at with that function.
        let inside = path.steps().iter().any(|step| matches!(step, Step::Key(key) if Function::from_name(key).is_some_and(|function| function != Condition)));
        if inside && !is_branch(&path) || call.call.function == Transform {
            continue;
        }
        if let Some((place, help)) = refused(call.call.function, &path) {
            let name = call.call.function.name();
            findings.push(Finding::new(&X, &path, format!("`{name}` is not evaluated {place}")).help(help));
        }
    }
}

/// Whether the way to the function leads only through branches of `Fn::If`, which are values like any other.
fn is_branch(path: &Path<'_>) -> bool {
    let mut inside = false;
    for step in path.steps() {
        match step {
            Step::Key("Fn::If") => inside = true,
            Step::Index(0) if inside => return false,
            Step::Key(key) if Function::from_name(key).is_some_and(|function| function != Condition) => return false,
            _ => {}
        }
    }
    inside
}

/// Whether it is a plain value of a resource's property, as nearly all are.
fn may_stand(call: &Call<'_>) -> bool {
    let function = call.call.function;
    !CONDITIONS.contains(&function)
        && !RULES.contains(&function)
        && (call.place.section, call.place.key) == ("Resources", Some("Properties"))
}

/// Why the function cannot stand where it does, and what to do.
fn refused(function: Function, path: &Path<'_>) -> Option<(&'static str, &'static str)> {
    let plain = "write the value itself";
    let in_value = || {
        (CONDITIONS.contains(&function) || RULES.contains(&function))
            .then_some(("as a value", "give the condition a name in `Conditions`, and choose a value with `Fn::If`"))
    };
    match path.steps() {
        [Step::Key("Parameters"), ..] => Some(("in parameters", plain)),
        [Step::Key("Mappings"), ..] => Some(("in mappings", plain)),
        [Step::Key("Conditions"), _] => (!CONDITIONS.contains(&function))
            .then_some(("as a condition", "write a function such as `Fn::Equals`, `Fn::Not` or `Fn::And`")),
        [Step::Key("Rules"), _, Step::Key("RuleCondition")]
        | [Step::Key("Rules"), _, Step::Key("Assertions"), _, Step::Key("Assert")] => {
            let holds = CONDITIONS.contains(&function) || RULES.contains(&function) || function == Contains;
            (!holds).then_some(("as an assertion", "write a function such as `Fn::Contains` or `Fn::Equals`"))
        }
        [Step::Key("Resources"), _, Step::Key(attribute), ..] => match *attribute {
            "Type" | "Condition" | "DependsOn" | "Version" => Some(("here", plain)),
            "DeletionPolicy" | "UpdateReplacePolicy" => {
                (![Sub, Select, FindInMap, If, Ref].contains(&function)).then_some(("here", plain))
            }
            _ => in_value(),
        },
        [Step::Key("Outputs"), _, Step::Key(attribute), ..] => match *attribute {
            "Description" | "Condition" => Some(("here", plain)),
            "Export" if function == GetStackOutput => Some(("in the name of an export", plain)),
            _ => in_value(),
        },
        [Step::Key("AWSTemplateFormatVersion" | "Description"), ..] => Some(("here", plain)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn functions_have_their_places() {
        let resources = "Resources: {T: {Type: AWS::SNS::Topic}}\n";
        for (section, expected) in [
            ("Parameters: {P: {Type: String, Default: !Ref AWS::Region}}", &["Parameters.P.Default"][..]),
            ("Mappings: {M: {a: {b: !Ref AWS::Region}}}", &["Mappings.M.a.b"]),
            ("Conditions: {C: !Ref AWS::Region}", &["Conditions.C"]),
            ("Conditions: {C: !Not [!Equals [!Ref AWS::Region, x]]}", &[]),
            (
                "Outputs: {O: {Value: !Equals [a, b], Description: !Ref T}}",
                &["Outputs.O.Value", "Outputs.O.Description"],
            ),
            ("Outputs: {O: {Value: !If [C, !Equals [a, b], c]}}", &["Outputs.O.Value.Fn::If.1"]),
            ("Outputs: {O: {Value: !If [!Equals [a, b], b, c]}}", &[]),
            ("Rules: {R: {Assertions: [{Assert: !Ref AWS::Region}]}}", &["Rules.R.Assertions.0.Assert"]),
            ("Rules: {R: {Assertions: [{Assert: !Contains [[a], b]}]}}", &[]),
        ] {
            check(&X, &format!("{resources}{section}"), expected);
        }
    }

    #[test]
    fn attributes_of_resources_are_plain() {
        check(
            &X,
            "Resources: {T: {Type: AWS::SNS::Topic, DependsOn: !Ref U, DeletionPolicy: !Ref AWS::NoValue, \
             UpdateReplacePolicy: !Join ['', [Re, tain]]}, U: {Type: AWS::SNS::Topic}}",
            &["Resources.T.DependsOn", "Resources.T.UpdateReplacePolicy"],
        );
    }
}
