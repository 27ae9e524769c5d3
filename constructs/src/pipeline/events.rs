//! The EventBridge rules with which sources start their pipeline.

use cfn_model::events::rule::{InputTransformer, State, Target};
use cfn_model::{events, sub};

use super::{Pipeline, PipelineProps, SourceEvent, checks};
use crate::Stack;
use crate::services::{Role, RoleProps};

const SERVICE: &str = "events.amazonaws.com";

/// Adds a rule for each source that an event starts, and one role for all of them.
pub(super) fn add_rules(stack: &mut Stack, pipeline: Pipeline, props: &PipelineProps) {
    let sources: Vec<(&str, &SourceEvent)> = checks::actions(props)
        .filter_map(|(_, _, action)| Some((action.name.as_str(), action.started_by.as_ref()?)))
        .collect();
    if sources.is_empty() {
        return;
    }
    let role = props.events_role.unwrap_or_else(|| {
        let starts = RoleProps::for_service(SERVICE).description("Starts the pipeline when a source changes.");
        Role::new(stack, "EventsRole", starts)
    });
    pipeline.grant_start(stack, &role);
    for (name, event) in sources {
        let mut target = Target::new(pipeline.arn(), "Pipeline").role_arn(role.arn());
        if let Some(revision) = event.revision {
            let paths = [("revision", revision.path)];
            let input = sub!(
                "{{\"sourceRevisions\":[{{\"actionName\":\"{}\",\"revisionType\":\"{}\",\"revisionValue\":\"<revision>\"}}]}}",
                name,
                revision.kind
            );
            target = target.input_transformer(InputTransformer::new(input).input_paths_map(paths));
        }
        let rule = events::Rule::new()
            .description(format!("Starts the pipeline when its source {name} changes."))
            .event_pattern(event.pattern.clone())
            .state(State::Enabled)
            .targets([target]);
        stack.add(format!("{name}Rule"), rule);
        if let Some(bucket) = event.bucket {
            stack.at_home_of(bucket.handle.target(), move |stack| {
                stack.set(bucket.handle, "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", true);
            });
        }
    }
}
