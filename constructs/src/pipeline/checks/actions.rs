//! What an action has besides its configuration: order, timeout, role, region, commands.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html>.

use cfn_model::Diagnostic;
use cfn_model::Properties;
use cfn_model::codepipeline::pipeline::{
    ActionTypeIdCategory as Category, ActionTypeIdOwner as Owner, EnvironmentVariableType,
};

use super::{actions, problem, rules};
use crate::pipeline::{Action, ActionRole, PipelineProps};
use crate::services::Minutes;

const CODE: &str = "pipeline-action";

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    for (path, _, action) in actions(props) {
        let name = &action.name;
        let mut report = |property: &str, message: String, help: &str| {
            problems.push(problem(CODE, format!("{path}.{property}"), message, help));
        };
        if let Some(order) = action.run_order.filter(|order| !(1..=999).contains(order)) {
            let message = format!("the run order of the action `{name}` is {order}, 1 to 999 are allowed");
            report("RunOrder", message, "count from 1; actions of one number run beside each other");
        }
        timeout(action, &mut report);
        if action.kind.owner != Owner::Aws && action.role != ActionRole::Pipeline {
            let message = format!("the action `{name}` has a role, which only actions of AWS have");
            report("RoleArn", message, "leave the role out");
        }
        if action.region.is_some() && (action.kind.category == Category::Source || action.kind.owner != Owner::Aws) {
            let message =
                format!("the action `{name}` runs in another region, which sources and custom actions cannot");
            report("Region", message, "leave the region out");
        }
        let account = action.role.other_account(None);
        if action.kind.category == Category::Compute && (action.region.is_some() || account.is_some()) {
            let message = format!("the action `{name}` runs in another region or account, which commands cannot");
            report("Region", message, "use a build project of that region or account");
        }
        compute(action, &mut report);
        commands(&action.name, &action.commands, &mut report);
    }
    for (path, _, rule) in rules(props) {
        commands(&rule.name, &rule.commands, &mut |property, message, help| {
            problems.push(problem(CODE, format!("{path}.{property}"), message, help));
        });
    }
}

fn timeout(action: &Action, report: &mut impl FnMut(&str, String, &str)) {
    let (name, Some(Minutes(minutes))) = (&action.name, action.timeout) else { return };
    if action.kind.category != Category::Approval {
        let message = format!("the action `{name}` has a timeout, which only approvals have");
        report("TimeoutInMinutes", message, "bound what it starts instead, such as the build's own timeout");
    } else if !(5..=86_400).contains(&minutes) {
        let message = format!("the timeout of the action `{name}` is {minutes} minutes, 5 to 86400 are allowed");
        report("TimeoutInMinutes", message, "give a number of minutes from 5 to 86400, which are 60 days");
    }
}

/// What only actions on CodePipeline's own compute have.
fn compute(action: &Action, report: &mut impl FnMut(&str, String, &str)) {
    let name = &action.name;
    if action.kind.category != Category::Compute {
        let given = [
            ("Commands", "commands", action.commands.is_empty()),
            ("EnvironmentVariables", "environment variables of its own", action.environment.is_empty()),
            ("OutputVariables", "exported variables", action.exported_variables.is_empty()),
            ("OutputArtifacts", "files of its artifacts", action.outputs.iter().all(|output| output.files.is_empty())),
        ];
        for (property, what, _) in given.into_iter().filter(|(.., empty)| !empty) {
            let message = format!("the action `{name}` has {what}, which only actions of the category Compute have");
            report(property, message, "leave them out, or use a `CommandsAction`");
        }
        return;
    }
    if action.commands.is_empty() {
        report("Commands", format!("the action `{name}` has no commands"), "give 1 to 50 commands");
    }
    if action.environment.len() > 10 {
        let message =
            format!("the action `{name}` has {} environment variables, 10 are allowed", action.environment.len());
        report("EnvironmentVariables", message, "read the others from a file or from the Parameter Store");
    }
    for variable in &action.environment {
        let kinds = [None, Some("PLAINTEXT"), Some(EnvironmentVariableType::SecretsManager.as_str())];
        let kind = variable.to_property().as_map().get("Type").and_then(|kind| kind.as_str().map(str::to_owned));
        if !kinds.contains(&kind.as_deref()) {
            let message =
                format!("the action `{name}` reads `{}` from the Parameter Store, which it cannot", variable.name());
            report("EnvironmentVariables", message, "keep it in Secrets Manager, or read it in a command");
        }
    }
    if action.exported_variables.len() > 15 {
        let count = action.exported_variables.len();
        let message = format!("the action `{name}` exports {count} variables, 15 are allowed");
        report("OutputVariables", message, "export those that other actions read");
    }
    for output in action.outputs.iter().filter(|output| output.files.len() > 10) {
        let (artifact, count) = (output.artifact.name(), output.files.len());
        let message = format!("the artifact `{artifact}` of the action `{name}` has {count} files, 10 are allowed");
        report("OutputArtifacts", message, "name folders or patterns instead");
    }
}

fn commands(name: &str, commands: &[String], report: &mut impl FnMut(&str, String, &str)) {
    if commands.len() > 50 {
        let message = format!("`{name}` has {} commands, 50 are allowed", commands.len());
        report("Commands", message, "put them into a script of the source");
    }
    for (index, command) in commands.iter().enumerate() {
        let length = command.chars().count();
        let wrong = if command.contains('\n') {
            "has several lines, one is allowed".to_owned()
        } else if !(1..=1000).contains(&length) {
            format!("has {length} characters, 1 to 1000 are allowed")
        } else {
            continue;
        };
        let message = format!("command {} of `{name}` {wrong}", index + 1);
        report(&format!("Commands.{index}"), message, "split it into several, or put it into a script of the source");
    }
}
