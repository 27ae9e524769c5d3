//! Configuration values that a key does not have.

use cfn_model::{Function, Severity, Value, nearest};

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial::{self, GAP};
use crate::pattern;
use crate::pipelines::Step;
use crate::providers::{ConfigurationKey, Form};
use crate::schema::report::{list, shown};

pub(super) static X: Check = Check {
    code: "wrong-configuration-value",
    severity: Severity::Error,
    title: "a configuration value that the key does not take",
    docs: "The values of an action's configuration are texts. Some keys take one of a closed set, a number, or a text \
           of a certain form, and no key takes more than 1,000 characters; in rules it is 10,000. \
           What holds a variable of the pipeline is known only when it runs.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    cfn_lint: &["E3703"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        for (key, case) in &step.settings {
            if key.starts_with("Fn::") {
                continue;
            }
            let problem = match partial::text(case.value) {
                None if case.value == &Value::Null => None,
                None => {
                    let message = format!("`{key}` is {}, a configuration holds texts only", case.value.kind());
                    Some((message, Some("write it as text, with JSON in it where that is wanted".to_owned())))
                }
                Some(text) => length(step, key, &text).or_else(|| {
                    let facts = step.provider?.key(key)?;
                    value(facts, &text).or_else(|| role(context, facts, case))
                }),
            };
            findings.extend(problem.map(|(message, help)| finding(case, message, help)));
        }
    }
}

fn finding(case: &Case<'_>, message: String, help: Option<String>) -> Finding {
    let finding = Finding::new(&X, &case.path(), message);
    match help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

type Problem = (String, Option<String>);

fn length(step: &Step<'_>, key: &str, text: &str) -> Option<Problem> {
    let most = if step.place == "Actions" { 1_000 } else { 10_000 };
    let known = text.chars().filter(|letter| *letter != GAP).count();
    if text.is_empty() {
        return Some((format!("`{key}` is empty"), Some("leave it out, or give it a value".to_owned())));
    }
    (known > most).then(|| (format!("`{key}` has {known} characters, at most {most} are allowed"), None))
}

fn value(key: &ConfigurationKey, text: &str) -> Option<Problem> {
    if text.contains(GAP) || text.contains("#{") {
        return None;
    }
    let refused = |value: &str| (format!("{} is no value of `{}`", shown(value), key.name), Some(choice(key, value)));
    match key.form {
        Form::Text if key.values.is_empty() => None,
        Form::Text => {
            // CodePipeline reads booleans whatever their case.
            let is_boolean = key.values.contains(&"true");
            let allowed = |known: &&str| *known == text || is_boolean && known.eq_ignore_ascii_case(text);
            (!key.values.iter().any(allowed)).then(|| refused(text))
        }
        Form::Several => text.split(',').map(str::trim).find(|part| !key.values.contains(part)).map(refused),
        Form::Pattern(pattern, words) => {
            let wrong = pattern::matches(pattern, text) == Some(false);
            wrong.then(|| (format!("{} is no value of `{}`", shown(text), key.name), Some(format!("give {words}"))))
        }
        Form::Role => {
            let wrong = pattern::matches(r"^arn:[^:]+:iam::[0-9]{12}:role/.+$", text) == Some(false);
            let help = "give the ARN of a role, such as `arn:aws:iam::111122223333:role/name`".to_owned();
            wrong.then(|| (format!("{} is no value of `{}`", shown(text), key.name), Some(help)))
        }
        Form::Number(least, most) => {
            let fits = text.trim().parse::<i64>().is_ok_and(|number| (least..=most).contains(&number));
            let bounds = if most == i64::MAX { format!("from {least} on") } else { format!("from {least} to {most}") };
            (!fits).then(|| {
                (format!("{} is no value of `{}`", shown(text), key.name), Some(format!("give a number {bounds}")))
            })
        }
        _ => None,
    }
}

/// `Ref` gives the name of a role, where its ARN is wanted.
fn role(context: &Context<'_>, key: &ConfigurationKey, case: &Case<'_>) -> Option<Problem> {
    let Value::Intrinsic(call) = case.value else { return None };
    let id = call.argument.as_str().filter(|_| call.function == Function::Ref && key.form == Form::Role)?;
    context.resource(id).filter(|resource| resource.type_name == "AWS::IAM::Role")?;
    let message = format!("`{}` is the ARN of a role, and `Ref` gives its name", key.name);
    Some((message, Some(format!("write `!GetAtt {id}.Arn`"))))
}

fn choice(key: &ConfigurationKey, value: &str) -> String {
    let names = || key.values.iter().copied();
    match nearest(value, names()) {
        Some(near) => format!("did you mean `{near}`? allowed are {}", list(names())),
        None => format!("allowed are {}", list(names())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    #[test]
    fn each_form_has_its_values() {
        let cases = [
            ("Deploy", "CloudFormation", "ActionMode", "CREATE_UPDATE", true),
            ("Deploy", "CloudFormation", "ActionMode", "create_update", false),
            ("Deploy", "CloudFormation", "ActionMode", "#{variables.Mode}", true),
            ("Deploy", "CloudFormation", "Capabilities", "CAPABILITY_IAM,CAPABILITY_AUTO_EXPAND", true),
            ("Deploy", "CloudFormation", "Capabilities", "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND", false),
            ("Deploy", "ECS", "DeploymentTimeout", "15", true),
            ("Deploy", "ECS", "DeploymentTimeout", "600", false),
            ("Source", "S3", "PollForSourceChanges", "False", true),
            ("Source", "S3", "PollForSourceChanges", "no", false),
            ("Source", "CodeStarSourceConnection", "FullRepositoryId", "group/sub/site", true),
            ("Source", "CodeStarSourceConnection", "FullRepositoryId", "https://github.com/acme/site", false),
            ("Source", "CodeStarSourceConnection", "FullRepositoryId", "site", false),
            ("Deploy", "Lambda", "DeployStrategy", "Linear10PercentEvery1Minute", true),
            ("Deploy", "Lambda", "DeployStrategy", "Linear", false),
        ];
        for (category, provider, key, text, expected) in cases {
            let facts = providers::find(category, "AWS", provider, "1").and_then(|facts| facts.key(key));
            assert_eq!(value(facts.expect(key), text).is_none(), expected, "{key}: {text}");
        }
    }
}
