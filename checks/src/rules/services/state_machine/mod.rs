//! State machines of Step Functions: what their definition is made of, and where it leads.

mod kinds;
mod machine;
mod text;

use cfn_model::{Severity, Value, parse};

use super::related::select;
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use machine::Problem;

pub(super) static STRUCTURE: Check = Check {
    code: "state-machine",
    severity: Severity::Error,
    title: "a definition of a state machine that Step Functions refuses",
    docs: "A machine starts at one of its states. Each state has a type with its own fields, and names the next one or \
           is the end; every state that is named is there.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html",
    cfn_lint: &["E3601"],
    run: Some(run_structure),
};

pub(super) static UNREACHABLE: Check = Check {
    code: "unreachable-state",
    severity: Severity::Error,
    title: "a state that no other leads to",
    docs: "Step Functions refuses a definition with a state that is never reached from the start.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
    cfn_lint: &[],
    run: Some(run_unreachable),
};

fn run_structure(context: &Context<'_>, findings: &mut Findings) {
    report(context, &STRUCTURE, findings);
}

fn run_unreachable(context: &Context<'_>, findings: &mut Findings) {
    report(context, &UNREACHABLE, findings);
}

fn report(context: &Context<'_>, check: &'static Check, findings: &mut Findings) {
    let machines = context.of_type("AWS::StepFunctions::StateMachine");
    for resource in machines.chain(context.of_type("AWS::Serverless::StateMachine")) {
        for case in select(context, resource, &["Definition"]) {
            push(check, &case, machine::check(case.value), findings);
        }
        for case in select(context, resource, &["DefinitionString"]) {
            // What is no JSON may become it at deployment.
            let text = text::of(case.value);
            let read = text.and_then(|text| parse::document(&text, "", &parse::Limits::default()).ok());
            let json = read.map(|document| document.value).filter(|value| matches!(value, Value::Map(_)));
            push(check, &case, json.as_ref().map(machine::check).unwrap_or_default(), findings);
        }
    }
}

fn push(check: &'static Check, case: &Case<'_>, problems: Vec<Problem>, findings: &mut Findings) {
    let of_check = problems.into_iter().filter(|problem| problem.unreachable == (check.code == UNREACHABLE.code));
    for problem in of_check {
        let mut finding = Finding::new(check, &case.path(), problem.message).help(problem.help);
        finding.steps.extend(problem.steps);
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::{STRUCTURE, UNREACHABLE};
    use crate::Check;
    use crate::testing;

    fn check(check: &Check, states: &str, expected: &[&str]) {
        let yaml = format!(
            "Resources: {{M: {{Type: AWS::StepFunctions::StateMachine, Properties: {{RoleArn: r, Definition: \
             {{StartAt: A, States: {{{states}}}}}}}}}}}"
        );
        let paths: Vec<String> =
            expected.iter().map(|path| format!("Resources.M.Properties.Definition.{path}")).collect();
        testing::check(check, &yaml, &paths.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn states_lead_to_states_that_are_there() {
        check(&STRUCTURE, "A: {Type: Pass, Next: B}, B: {Type: Succeed}", &[]);
        check(&STRUCTURE, "A: {Type: Pass, Next: C}", &["States.A.Next"]);
        check(&STRUCTURE, "A: {Type: Pass, Next: '${Last}'}", &[]);
        check(&STRUCTURE, "B: {Type: Succeed}", &["StartAt"]);
        let choice = |next: &str| {
            format!(
                "A: {{Type: Choice, Choices: [{{Variable: $.x, IsNull: true, Next: {next}}}], Default: B}}, B: {{Type: Fail}}"
            )
        };
        check(&STRUCTURE, &choice("B"), &[]);
        check(&STRUCTURE, &choice("C"), &["States.A.Choices.0.Next"]);
        check(
            &STRUCTURE,
            "A: {Type: Task, Resource: r, End: true, Catch: [{ErrorEquals: [x], Next: C}]}",
            &["States.A.Catch.0.Next"],
        );
    }

    #[test]
    fn each_type_has_its_fields() {
        check(&STRUCTURE, "A: {Type: Pass}", &["States.A"]);
        check(&STRUCTURE, "A: {Type: Pass, Next: A, End: true}", &["States.A.Next", "States.A.End"]);
        check(&STRUCTURE, "A: {Type: Task, End: true}", &["States.A"]);
        check(&STRUCTURE, "A: {Type: Tsk, End: true}", &["States.A.Type"]);
        check(&STRUCTURE, "A: {Resource: r, End: true}", &["States.A"]);
        check(&STRUCTURE, "A: {Type: Succeed, Reslt: 1}", &["States.A.Reslt"]);
        check(&STRUCTURE, "A: {Type: Wait, End: true}", &["States.A"]);
        check(&STRUCTURE, "A: {Type: Pass, End: true, Output: x}", &["States.A.Output"]);
        check(&STRUCTURE, "A: {Type: Pass, End: true, QueryLanguage: JSONata, Output: x}", &[]);
        check(
            &STRUCTURE,
            "A: {Type: Pass, End: true, QueryLanguage: JSONata, InputPath: $.x}",
            &["States.A.InputPath"],
        );
    }

    #[test]
    fn machines_are_within_machines() {
        let map =
            |inner: &str| format!("A: {{Type: Map, End: true, ItemProcessor: {{StartAt: B, States: {{{inner}}}}}}}");
        check(&STRUCTURE, &map("B: {Type: Pass, End: true}"), &[]);
        check(&STRUCTURE, &map("B: {Type: Pass, Next: A}"), &["States.A.ItemProcessor.States.B.Next"]);
        let parallel = "A: {Type: Parallel, End: true, Branches: [{StartAt: B, States: {C: {Type: Fail}}}]}";
        check(&STRUCTURE, parallel, &["States.A.Branches.0.StartAt"]);
    }

    #[test]
    fn every_state_is_reached() {
        check(&UNREACHABLE, "A: {Type: Pass, End: true}, B: {Type: Pass, End: true}", &["States.B"]);
        check(&UNREACHABLE, "A: {Type: Pass, Next: '${Next}'}, B: {Type: Pass, End: true}", &[]);
        check(
            &UNREACHABLE,
            "A: {Type: Task, Resource: r, End: true, Catch: [{ErrorEquals: [x], Next: B}]}, B: {Type: Fail}",
            &[],
        );
    }

    #[test]
    fn text_is_read_as_far_as_it_is_json() {
        let check = |value: &str, expected: &[&str]| {
            let yaml = format!(
                "Resources: {{M: {{Type: AWS::StepFunctions::StateMachine, Properties: {{RoleArn: r, DefinitionString: {value}}}}}}}"
            );
            testing::check(&STRUCTURE, &yaml, expected);
        };
        let at = "Resources.M.Properties.DefinitionString.StartAt";
        check(r#"'{"StartAt": "A", "States": {"B": {"Type": "Fail"}}}'"#, &[at]);
        check(r#"!Sub '{"StartAt": "A", "States": {"B": {"Type": "Fail", "Cause": "${AWS::Region}"}}}'"#, &[at]);
        check(r#"!Join ['', ['{"StartAt": "', !Ref M, '", "States": {"B": {"Type": "Fail"}}}']]"#, &[]);
        check("!Sub '${Whole}'", &[]);
    }
}
