//! Where a file has what the constructs of a pipeline call otherwise.

use cfn_model::{Diagnostic, Value};

/// The keys of a file for properties and configurations of CodePipeline and CodeBuild, where they are not just the same
/// words in small letters. The first that the action has is meant.
const KEYS: &[(&str, &[&str])] = &[
    ("ActionMode", &["operation"]),
    ("ApplicationName", &["application"]),
    ("BranchName", &["branch"]),
    ("BucketName", &["bucket"]),
    ("BuildSpec", &["commands", "buildspec"]),
    ("Category", &["category", "type"]),
    ("ChangeSetName", &["change_set"]),
    ("ClusterName", &["cluster"]),
    ("ComputeType", &["machine"]),
    ("ConnectionArn", &["connection"]),
    ("CustomData", &["message"]),
    ("DefaultValue", &["default"]),
    ("DeploymentGroupName", &["group"]),
    ("DeploymentTimeout", &["minutes"]),
    ("EnvironmentVariables", &["variables", "parameters", "secrets"]),
    ("ExternalEntityLink", &["link"]),
    ("FileName", &["file"]),
    ("FullRepositoryId", &["repository"]),
    ("FunctionName", &["function"]),
    ("ImageTag", &["tag"]),
    ("Input", &["values", "file"]),
    ("KMSEncryptionKeyARN", &["kms_key"]),
    ("ObjectKey", &["zip", "folder"]),
    ("OutputArtifacts", &["output", "output_file", "files", "name"]),
    ("OutputFileName", &["output_file"]),
    ("OutputVariables", &["exported_variables"]),
    ("ParameterOverrides", &["parameters"]),
    ("PolicyDocument", &["permissions"]),
    ("Provider", &["provider", "type"]),
    ("PullRequest", &["pull_requests"]),
    ("RepositoryName", &["repository"]),
    ("RoleArn", &["role", "deployment_role"]),
    ("S3Bucket", &["bucket"]),
    ("S3ObjectKey", &["key"]),
    ("ServiceName", &["service"]),
    ("StateMachineArn", &["state_machine"]),
    ("TemplateConfiguration", &["configuration"]),
    ("TemplatePath", &["template"]),
    ("TimeoutInMinutes", &["minutes"]),
    ("Version", &["version", "type"]),
];

/// The path in the file, or of the nearest node above it that is there. `None` where it has no other name there.
pub(super) fn of(problem: &Diagnostic, file: &Value) -> Option<String> {
    let property = problem.property.as_deref().unwrap_or_default();
    let steps: Vec<&str> = property.split('.').filter(|step| !step.is_empty()).collect();
    match steps[..] {
        // It is the file's name already.
        ["stages", ..] => None,
        ["Stages", stage, "Actions", action, ref rest @ ..] => {
            Some(below(&format!("stages.{stage}.actions.{action}"), rest, file))
        }
        ["Stages", stage, ref rest @ ..] => Some(below(&format!("stages.{stage}"), rest, file)),
        ["Variables", index, ref rest @ ..] => Some(below(&format!("variables.{index}"), rest, file)),
        ["Triggers", index, "GitConfiguration", ref rest @ ..] => {
            let source = source_with_filters(file, index.parse().ok()?)?;
            Some(below(&source, rest, file))
        }
        ["DisableInboundStageTransitions", ..] => closed_stage(file),
        _ => of_construct(problem.construct.as_deref()?, &steps, file),
    }
}

/// What is about a construct that was made for an action.
fn of_construct(construct: &str, steps: &[&str], file: &Value) -> Option<String> {
    let path: Vec<&str> = construct.split('/').skip(1).collect();
    match path[..] {
        ["Actions", stage, ref rest @ ..] => {
            let stage = position(file, "stages", stage)?;
            let actions = format!("stages.{stage}.actions");
            let action = rest.first().and_then(|name| position(file, &actions, name));
            Some(action.map_or(format!("stages.{stage}"), |index| below(&format!("{actions}.{index}"), steps, file)))
        }
        ["Approvers", ..] => Some("approvers".to_owned()),
        ["Notifications", ..] => Some("notify".to_owned()),
        _ => Some(below("", steps, file)).filter(|path| !path.is_empty()),
    }
}

/// Where the list has the entry of that name.
fn position(file: &Value, list: &str, name: &str) -> Option<usize> {
    let entries = file.at(list)?.as_list()?;
    entries.iter().position(|entry| entry.at("name").and_then(Value::as_str) == Some(name))
}

/// The source whose filters are the pipeline's trigger of that number.
fn source_with_filters(file: &Value, index: usize) -> Option<String> {
    let mut found = Vec::new();
    for (stage, entry) in file.at("stages")?.as_list()?.iter().enumerate() {
        let actions = entry.at("actions").and_then(Value::as_list).unwrap_or_default();
        let filters = |action: &Value| action.at("push").or_else(|| action.at("pull_requests")).is_some();
        let sources = actions.iter().enumerate().filter(|(_, action)| filters(action));
        found.extend(sources.map(|(action, _)| format!("stages.{stage}.actions.{action}")));
    }
    found.into_iter().nth(index)
}

/// The reason why a stage is closed, where only one is.
fn closed_stage(file: &Value) -> Option<String> {
    let stages = file.at("stages")?.as_list()?;
    let mut closed = (0..stages.len()).filter(|index| stages[*index].at("closed").is_some());
    let only = closed.next().filter(|_| closed.next().is_none());
    Some(only.map_or("stages".to_owned(), |index| format!("stages.{index}.closed")))
}

/// The path as far down as the file has it: each step is a key, a number, or something that a file does not have.
fn below(node: &str, steps: &[&str], file: &Value) -> String {
    let there = |path: String| file.at(&path).map(|_| path);
    let key = |node: &str, key: &str| if node.is_empty() { key.to_owned() } else { format!("{node}.{key}") };
    if let ["InputArtifacts", rest @ ..] = steps {
        let number: usize = rest.first().and_then(|number| number.parse().ok()).unwrap_or(0);
        let first = if number == 0 { "input".to_owned() } else { format!("extra_inputs.{}", number - 1) };
        let candidates = [first, format!("inputs.{number}"), "inputs".to_owned()];
        return candidates.iter().find_map(|one| there(key(node, one))).unwrap_or(node.to_owned());
    }
    if let ["Configuration", one] = steps
        && let configuration = key(node, "configuration")
        && file.at(&configuration).is_some_and(|value| value.as_map().is_some())
    {
        return there(key(&configuration, one)).unwrap_or(configuration);
    }
    if let ["Configuration", one] = steps {
        return below(node, &[one], file);
    }
    let mut node = node.to_owned();
    for step in steps {
        let known = KEYS.iter().find(|(name, _)| name == step).map(|(_, keys)| *keys).unwrap_or_default();
        let same = small(step);
        let candidates = known.iter().copied().chain([*step, same.as_str()]);
        let mut found = candidates.filter_map(|one| there(key(&node, one)));
        if let Some(deeper) = found.next() {
            node = deeper;
        }
    }
    node
}

/// `RunOrder` as `run_order`.
fn small(name: &str) -> String {
    let mut small = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !small.is_empty() {
            small.push('_');
        }
        small.push(letter.to_ascii_lowercase());
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
name: Shop
variables: [{name: Release, default: none}]
approvers: [nobody]
stages:
  - name: Source
    actions:
      - {name: Settings, type: s3_source, bucket: b, key: k}
      - {name: Code, type: connection, repository: r, push: [{branches: [main]}]}
  - name: Build
    closed: wait
    on_failure: rollback
    actions:
      - {name: Compile, type: build, input: Code, extra_inputs: [Settings], commands: [make], permissions: []}
      - {name: Flags, type: other, category: deploy, provider: AppConfig, configuration: {Application: a}, inputs: [Code]}
";

    #[track_caller]
    fn check(construct: &str, property: &str, expected: Option<&str>) {
        let file = cfn_model::parse::document(FILE, "file", &cfn_model::parse::Limits::default()).expect("it is good");
        let problem = Diagnostic::error("code", "wrong").construct(construct).property(property);
        assert_eq!(of(&problem, &file.value).as_deref(), expected, "{construct}: {property}");
    }

    #[test]
    fn what_the_pipeline_has_is_found_in_the_file() {
        for (property, expected) in [
            ("Name", "name"),
            ("Variables.0.DefaultValue", "variables.0.default"),
            ("Stages.1.Name", "stages.1.name"),
            ("Stages.1.OnFailure.Result", "stages.1.on_failure"),
            ("DisableInboundStageTransitions", "stages.1.closed"),
            ("Stages.0.Actions.1.Configuration.FullRepositoryId", "stages.0.actions.1.repository"),
            ("Stages.0.Actions.0.ActionTypeId.Category", "stages.0.actions.0.type"),
            ("Stages.1.Actions.0.InputArtifacts.0", "stages.1.actions.0.input"),
            ("Stages.1.Actions.0.InputArtifacts.0.Name", "stages.1.actions.0.input"),
            ("Stages.1.Actions.0.InputArtifacts.1", "stages.1.actions.0.extra_inputs.0"),
            ("Stages.1.Actions.1.InputArtifacts.0", "stages.1.actions.1.inputs.0"),
            ("Stages.1.Actions.0.OutputArtifacts.0", "stages.1.actions.0.name"),
            ("Stages.1.Actions.1.Configuration.Application", "stages.1.actions.1.configuration.Application"),
            ("Stages.1.Actions.1.Configuration.Environment", "stages.1.actions.1.configuration"),
            ("Stages.1.Actions.1.ActionTypeId.Provider", "stages.1.actions.1.provider"),
            ("Stages.1.Actions.0.RunOrder", "stages.1.actions.0"),
            ("Triggers.0.GitConfiguration.Push.0.Branches.Includes", "stages.0.actions.1.push.0.branches"),
        ] {
            check("Shop/Pipeline", property, Some(expected));
        }
    }

    #[test]
    fn what_was_made_for_an_action_is_about_that() {
        check("Shop/Actions/Build/Compile", "Source.BuildSpec", Some("stages.1.actions.0.commands"));
        let policy = "PolicyDocument.Statement.0.Action";
        check("Shop/Actions/Build/Compile/Role/Policy", policy, Some("stages.1.actions.0.permissions"));
        check("Shop/Actions/Build/Compile/Logs", "RetentionInDays", Some("stages.1.actions.0"));
        check("Shop/Actions/Build/Gone", "Source", Some("stages.1"));
        check("Shop/Approvers/nobody", "Endpoint", Some("approvers"));
        check("Shop/Actions/Build", "stages.1.actions.0.commands", None);
        check("Shop/Pipeline/Artifacts", "VersioningConfiguration", None);
    }
}
