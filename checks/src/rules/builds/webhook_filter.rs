//! Filters of webhooks that filter nothing, or what does not exist.

use cfn_model::{Severity, nearest};

use super::projects;
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::is_open;
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "webhook-filter",
    severity: Severity::Error,
    title: "a webhook filter without event, or of a kind that does not exist",
    docs: "Each group of filters has one of the type `EVENT`, whose pattern is a list of events with commas between \
           them. The other types narrow the events down; in a group all filters have to fit.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    cfn_lint: &[],
    run: Some(run),
};

const TYPES: &[&str] = &[
    "ACTOR_ACCOUNT_ID",
    "BASE_REF",
    "COMMIT_MESSAGE",
    "EVENT",
    "FILE_PATH",
    "HEAD_REF",
    "ORGANIZATION_NAME",
    "RELEASE_NAME",
    "REPOSITORY_NAME",
    "TAG_NAME",
    "WORKFLOW_NAME",
];

const EVENTS: &[&str] = &[
    "PUSH",
    "PULL_REQUEST_CREATED",
    "PULL_REQUEST_UPDATED",
    "PULL_REQUEST_REOPENED",
    "PULL_REQUEST_MERGED",
    "PULL_REQUEST_CLOSED",
    "RELEASED",
    "PRERELEASED",
    "WORKFLOW_JOB_QUEUED",
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        for group in project.select(&["Triggers", "FilterGroups", "*"], &context.conditions) {
            let filters = group.items(&context.conditions);
            let hidden = group.value.as_list().is_none()
                || !filters.iter().all(|filter| filter.map().is_some_and(|map| !is_open(map)));
            let types: Vec<Case<'_>> =
                filters.iter().flat_map(|filter| filter.key("Type", &context.conditions)).collect();
            let may_be_event =
                |case: &Case<'_>| partial::known(case.value).is_none_or(|name| name.eq_ignore_ascii_case("EVENT"));
            if !hidden && !types.iter().any(may_be_event) {
                let message = "a group of webhook filters has none of the type `EVENT`";
                let help = "add one, such as `{Type: EVENT, Pattern: PUSH}`";
                findings.push(Finding::new(&X, &group.path(), message).help(help));
            }
            for case in &types {
                findings.extend(partial::known(case.value).and_then(|name| unknown(case, &name, TYPES)));
            }
            for filter in &filters {
                let types = filter.key("Type", &context.conditions);
                let is_event = types.len() == 1 && may_be_event(&types[0]);
                for pattern in filter.key("Pattern", &context.conditions).iter().filter(|_| is_event) {
                    let Some(events) = partial::known(pattern.value) else { continue };
                    findings.extend(events.split(',').filter_map(|event| unknown(pattern, event.trim(), EVENTS)));
                }
            }
        }
    }
}

fn unknown(case: &Case<'_>, name: &str, known: &[&str]) -> Option<Finding> {
    if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return None;
    }
    let what = if known == EVENTS { "event" } else { "type of webhook filters" };
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", list(known.iter().copied())),
    };
    Some(Finding::new(&X, &case.path(), format!("`{name}` is no {what}")).help(help))
}
