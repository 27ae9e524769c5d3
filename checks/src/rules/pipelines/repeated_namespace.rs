//! Namespaces that mean several things.

use cfn_model::Severity;

use super::artifacts::Writers;
use super::variables::{Namespaces, RESERVED};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "repeated-namespace",
    severity: Severity::Error,
    title: "a namespace that is taken already",
    docs: "The namespaces of a pipeline's actions differ from each other, from those that CodePipeline itself has, and \
           from the names of artifacts.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let writers = Writers::of(pipeline, &context.conditions);
        for (name, actions) in Namespaces::of(pipeline, &context.conditions).iter() {
            for (index, (_, case)) in actions.iter().enumerate() {
                let earlier = actions[..index]
                    .iter()
                    .find(|(_, other)| !other.is(case) && context.conditions.both(&other.env, &case.env).is_some());
                let message = if RESERVED.contains(&name) {
                    format!("`{name}` is a namespace of CodePipeline itself")
                } else if let Some((first, _)) = earlier {
                    format!("{first} has the namespace `{name}` already")
                } else if let Some((writer, _)) = writers.of_same(case, &context.conditions).next() {
                    format!("`{name}` is the name of an artifact, which {writer} writes")
                } else {
                    continue;
                };
                let finding = Finding::new(&X, &case.path(), message);
                findings.push(if RESERVED.contains(&name) {
                    finding.help(format!("take another name than {}", list(RESERVED.into_iter())))
                } else {
                    finding.help("take a name of its own for it")
                });
            }
        }
    }
}
