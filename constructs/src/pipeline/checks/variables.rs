//! Variables: that those that are read exist, and that they have a value by then.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>.

use cfn_model::{Diagnostic, nearest};

use super::{actions, conditions, problem};
use crate::pipeline::providers::OutputVariables;
use crate::pipeline::stage::order;
use crate::pipeline::variable::{PIPELINE_NAMESPACE, SERVICE_NAMESPACE, namespace_of, of_action, references};
use crate::pipeline::{Action, PipelineProps};

const CODE: &str = "pipeline-variable";
const VARIABLES: usize = 50;

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    declared(props, problems);
    let owners = owners(props);
    for (stage_index, stage) in props.stages.iter().enumerate() {
        for (index, action) in stage.actions.iter().enumerate() {
            let reader = Reader {
                name: format!("the action `{}`", action.name),
                property: format!("Stages.{stage_index}.Actions.{index}"),
                stage: stage_index,
                order: Some(order(action)),
            };
            of_action(action).iter().for_each(|reference| reader.check(props, &owners, reference, problems));
        }
        for (property, rules) in conditions(stage) {
            for (index, rule) in rules.iter().enumerate() {
                let reader = Reader {
                    name: format!("the rule `{}`", rule.name),
                    property: format!("Stages.{stage_index}.{property}.Conditions.0.Rules.{index}"),
                    stage: stage_index,
                    order: if property == "BeforeEntry" { Some(0) } else { None },
                };
                let found = references(rule.configuration.values());
                found.iter().for_each(|reference| reader.check(props, &owners, reference, problems));
            }
        }
    }
}

fn declared(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    let count = props.variables.len();
    if count > VARIABLES {
        let message = format!("the pipeline has {count} variables, {VARIABLES} are allowed");
        problems.push(problem(CODE, "Variables", message, "put several values into one"));
    }
    for (index, variable) in props.variables.iter().enumerate() {
        let name = &variable.name;
        let length = |text: &Option<String>| text.as_ref().map(|text| text.chars().count());
        if let Some(length) = length(&variable.default_value).filter(|length| !(1..=1000).contains(length)) {
            let message = format!("the default value of `{name}` has {length} characters, 1 to 1000 are allowed");
            problems.push(problem(
                CODE,
                format!("Variables.{index}.DefaultValue"),
                message,
                "shorten it, or leave it out",
            ));
        }
        if let Some(length) = length(&variable.description).filter(|length| *length > 200) {
            let message = format!("the description of `{name}` has {length} characters, 200 are allowed");
            problems.push(problem(CODE, format!("Variables.{index}.Description"), message, "shorten it"));
        }
        let starts_itself =
            !props.triggers.is_empty() || actions(props).any(|(_, _, action)| action.started_by.is_some());
        if variable.default_value.is_none() && starts_itself {
            let message = format!("`{name}` has no default value, and what starts the pipeline by itself gives none");
            let warning = Diagnostic::warning(CODE, message).property(format!("Variables.{index}"));
            problems.push(warning.help("give it a default value, or those executions fail"));
        }
    }
}

/// An action, and the namespace that its variables have once somebody reads them.
struct Owner<'a> {
    namespace: String,
    stage: usize,
    action: &'a Action,
}

fn owners(props: &PipelineProps) -> Vec<Owner<'_>> {
    let stages = props.stages.iter().enumerate();
    let all = stages.flat_map(|(stage, of)| of.actions.iter().map(move |action| (stage, action)));
    all.map(|(stage, action)| {
        let namespace = action.namespace.clone().unwrap_or_else(|| namespace_of(&action.name));
        Owner { namespace, stage, action }
    })
    .collect()
}

/// Whoever reads a variable: an action, or a rule before (order 0) or after (no order) its stage's actions.
struct Reader {
    name: String,
    property: String,
    stage: usize,
    order: Option<u32>,
}

impl Reader {
    fn check(
        &self,
        props: &PipelineProps,
        owners: &[Owner<'_>],
        (namespace, variable): &(String, String),
        problems: &mut Vec<Diagnostic>,
    ) {
        let reads = format!("{} reads `#{{{namespace}.{variable}}}`", self.name);
        let mut report = |why: String, help: String| {
            problems.push(problem(CODE, self.property.as_str(), format!("{reads}, {why}"), help));
        };
        match namespace.as_str() {
            PIPELINE_NAMESPACE => {
                let names: Vec<&str> = props.variables.iter().map(|variable| variable.name.as_str()).collect();
                if !names.contains(&variable.as_str()) {
                    let near = nearest(variable, names).map(|near| format!("the nearest is `{near}`"));
                    let help = near.unwrap_or_else(|| "add it to `variables`".to_owned());
                    report("which the pipeline does not declare".into(), help);
                }
            }
            SERVICE_NAMESPACE => {
                if variable != "PipelineExecutionId" {
                    report("which CodePipeline does not give".into(), "it gives `PipelineExecutionId`".into());
                }
            }
            namespace => self.output(owners, namespace, variable, &mut report),
        }
    }

    /// The variable of an action.
    fn output(&self, owners: &[Owner<'_>], namespace: &str, variable: &str, report: &mut impl FnMut(String, String)) {
        let of_name: Vec<&Owner<'_>> = owners.iter().filter(|owner| owner.namespace == namespace).collect();
        let [Owner { stage, action, .. }] = of_name.as_slice() else {
            if of_name.is_empty() {
                let near = nearest(namespace, owners.iter().map(|owner| owner.namespace.as_str()));
                let help =
                    near.map_or("name an action of the pipeline".into(), |near| format!("the nearest is `{near}`"));
                report("and no action has that namespace".into(), help);
            } else {
                let help = "give each of the actions a namespace of its own, and read from that".into();
                report(format!("and {} actions have that name", of_name.len()), help);
            }
            return;
        };
        let exports = action.exported_variables.iter().any(|exported| exported == variable);
        match action.kind.facts().map(|facts| facts.output_variables) {
            Some(OutputVariables::None) if !exports => {
                report(format!("but `{}` gives no variables", action.name), "read those of another action".into());
            }
            Some(OutputVariables::Declared) if !exports => {
                let help = "add it to its `exported_variables`".to_owned();
                report(format!("which `{}` does not export", action.name), help);
            }
            Some(OutputVariables::Fixed(names)) if !names.contains(&variable) => {
                report(format!("which `{}` does not give", action.name), format!("it gives `{}`", names.join("`, `")));
            }
            _ => {}
        }
        let earlier = *stage < self.stage || (*stage == self.stage && self.order.is_none_or(|at| order(action) < at));
        if !earlier {
            let help = "let it run after that action, with `then` or in a later stage".into();
            report(format!("before `{}` has run, which gives it", action.name), help);
        }
    }
}
