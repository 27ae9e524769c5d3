//! Caches without what they need.

use cfn_model::Severity;

use super::{choice, parts, projects};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;

pub(super) static X: Check = Check {
    code: "build-cache",
    severity: Severity::Error,
    title: "a cache without what it needs",
    docs: "A cache in S3 needs its bucket as `Location`, a local one says in `Modes` what it keeps, and the layers of \
           Docker are kept only in a privileged environment on Linux.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        for (case, cache) in parts(context, &project, &["Cache"]) {
            let missing = match choice(&cache, "Type").as_deref() {
                Some("S3") if !cache.contains("Location") => Some(("Location", "add the bucket as `Location`")),
                Some("LOCAL") if !cache.contains("Modes") => {
                    Some(("Modes", "add `Modes`, such as `LOCAL_SOURCE_CACHE`"))
                }
                _ => None,
            };
            if let Some((key, help)) = missing.filter(|_| !cache.open) {
                let message = format!("the cache has no `{key}`");
                findings.push(Finding::new(&X, &case.path(), message).help(help));
            }
        }
        // What is not there is off; what cannot be told may be on.
        let privileged = project.select(&["Environment", "PrivilegedMode"], &context.conditions);
        let may_be_on = privileged
            .iter()
            .any(|case| partial::known(case.value).is_none_or(|value| value.eq_ignore_ascii_case("true")));
        let environments = project.key("Environment", &context.conditions);
        let hidden = !environments.iter().all(|case| case.map().is_some_and(|map| !crate::pipelines::is_open(map)));
        for mode in project.select(&["Cache", "Modes", "*"], &context.conditions) {
            if mode.value.as_str().is_some_and(|mode| mode.eq_ignore_ascii_case("LOCAL_DOCKER_LAYER_CACHE"))
                && !may_be_on
                && !hidden
                && !environments.is_empty()
            {
                let message = "the layers of Docker are kept only in a privileged environment";
                let help = "set `PrivilegedMode: true` in the environment";
                findings.push(Finding::new(&X, &mode.path(), message).help(help));
            }
        }
    }
}
