//! Event patterns that never match: fields, events and values that do not exist.

use cfn_model::{Map, Severity, Value, nearest};

use super::events::{EVENTS, Event, FIELDS, OF_ALL, SOURCES};
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "unmatched-event-pattern",
    severity: Severity::Warning,
    title: "an event pattern that matches nothing",
    docs: "EventBridge takes patterns of fields, events and values that no event has; the rule then never runs. This \
           looks at the events of CodePipeline, CodeBuild, CodeCommit, CodeDeploy, ECR and S3; case counts in all of them.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/ref/events.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for rule in context.of_type("AWS::Events::Rule") {
        let Some(properties) = Case::properties(rule) else { continue };
        for pattern in properties.key("EventPattern", &context.conditions) {
            if let Some(map) = pattern.map() {
                fields(map, &pattern, findings);
                events(context, &pattern, findings);
            }
        }
    }
}

fn fields(map: &Map, pattern: &Case<'_>, findings: &mut Findings) {
    for (key, _) in map.iter().filter(|(key, _)| !FIELDS.contains(key) && !key.starts_with("Fn::")) {
        let finding = Finding::new(&X, &pattern.path().join(key), format!("events have no field `{key}`"));
        findings.push(match nearest(key, FIELDS.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("what a service tells is below `detail`"),
        });
    }
}

/// The texts of a field's list; `None` where one of them is not known or is a filter of another kind.
fn texts<'a>(context: &Context<'_>, of: &Case<'a>, field: &'a str) -> Option<Vec<(&'a str, Case<'a>)>> {
    let items = of.select(&[field, "*"], &context.conditions);
    items.into_iter().map(|case| Some((case.value.as_str()?, case))).collect()
}

fn events(context: &Context<'_>, pattern: &Case<'_>, findings: &mut Findings) {
    let Some(sources) = texts(context, pattern, "source").filter(|sources| !sources.is_empty()) else { return };
    let Some(types) = texts(context, pattern, "detail-type") else { return };
    let of_sources = || EVENTS.iter().filter(|event| sources.iter().any(|(source, _)| *source == event.source));
    let closed = sources.iter().all(|(source, _)| SOURCES.contains(source));
    let mut matched: Vec<&Event> = Vec::new();
    for (name, case) in &types {
        if OF_ALL.contains(name) {
            return;
        }
        if let Some(event) = of_sources().find(|event| event.detail_type == *name) {
            matched.push(event);
        } else if closed {
            let names = || of_sources().map(|event| event.detail_type);
            let from = list(sources.iter().map(|(source, _)| *source));
            let finding = Finding::new(&X, &case.path(), format!("{from} has no event `{name}`"));
            let other = EVENTS.iter().find(|event| event.detail_type == *name);
            findings.push(match (other, nearest(name, names())) {
                (Some(other), _) => finding.help(format!("it is an event of `{}`", other.source)),
                (None, Some(near)) => finding.help(format!("did you mean `{near}`?")),
                (None, None) => finding.help(format!("there are {}", list(names()))),
            });
        } else {
            return;
        }
    }
    if matched.len() == types.len() && !matched.is_empty() {
        for detail in pattern.key("detail", &context.conditions) {
            details(context, &matched, &detail, findings);
        }
    }
}

fn details(context: &Context<'_>, events: &[&Event], detail: &Case<'_>, findings: &mut Findings) {
    // Of events whose fields are not listed nothing can be said.
    if events.iter().any(|event| event.fields.is_empty()) {
        return;
    }
    for (key, value) in detail.map().into_iter().flat_map(Map::iter) {
        let names = || events.iter().flat_map(|event| event.fields).map(|(name, _)| *name);
        if !names().any(|name| name == key) {
            // The events may have other fields, and some do.
            if let Some(near) = nearest(key, names()).filter(|_| !key.starts_with('$') && !key.starts_with("Fn::")) {
                let message = format!("`{}` has no `{key}`", events[0].detail_type);
                let finding = Finding::new(&X, &detail.path().join(key), message);
                findings.push(finding.help(format!("did you mean `{near}`?")));
            }
            continue;
        }
        let allowed: Vec<&str> = events
            .iter()
            .flat_map(|event| event.fields)
            .filter(|(name, _)| *name == key)
            .flat_map(|(_, values)| *values)
            .copied()
            .collect();
        if allowed.is_empty() {
            continue;
        }
        for case in detail.below(value, &context.conditions).iter().flat_map(|list| list.items(&context.conditions)) {
            let Value::String(given) = case.value else { continue };
            if !allowed.contains(&given.as_str()) {
                let finding = Finding::new(&X, &case.path(), format!("`{key}` of the event is never `{given}`"));
                findings.push(match nearest(given, allowed.iter().copied()) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help(format!("it is one of {}", list(allowed.iter().copied()))),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn what_no_event_has_is_told() {
        let path = "Resources.Rule.Properties.EventPattern";
        let pipeline = "source: [aws.codepipeline], detail-type: [CodePipeline Pipeline Execution State Change]";
        for (pattern, steps) in [
            (format!("{pipeline}, detail: {{state: [FAILED]}}"), None),
            (format!("{pipeline}, detail: {{state: [FAILURE]}}"), Some("detail.state.0")),
            (format!("{pipeline}, detail: {{states: [FAILED]}}"), Some("detail.states")),
            (format!("{pipeline}, detail: {{execution-trigger: {{trigger-type: [PutActionRevision]}}}}"), None),
            (format!("{pipeline}, detail: {{state: [{{anything-but: [X]}}]}}"), None),
            ("source: [aws.codepipeline], detail_type: [X]".to_owned(), Some("detail_type")),
            (
                "source: [aws.codepipeline], detail-type: [CodePipeline Execution State Change]".to_owned(),
                Some("detail-type.0"),
            ),
            ("source: [aws.codecommit], detail-type: [AWS API Call via CloudTrail]".to_owned(), None),
            ("source: [acme.own], detail-type: [Anything]".to_owned(), None),
            ("source: [aws.ecr], detail-type: [ECR Something New]".to_owned(), None),
        ] {
            let template = format!(
                "Resources: {{Rule: {{Type: 'AWS::Events::Rule', Properties: {{EventPattern: {{{pattern}}}}}}}}}"
            );
            let path = steps.map(|steps| format!("{path}.{steps}"));
            check(&X, &template, &path.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
