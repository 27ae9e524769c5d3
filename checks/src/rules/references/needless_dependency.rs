//! `DependsOn` with a resource that is referred to anyway.

use cfn_model::Severity;

use super::undefined_dependency::{dependencies, path};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::mentions::Mention;
use crate::path::Step;

pub(super) static X: Check = Check {
    code: "needless-dependency",
    severity: Severity::Info,
    title: "`DependsOn` with a resource that is referred to anyway",
    docs: "A resource is made after those that it refers to. To say so again does no harm; what is left of `DependsOn` \
           without it shows the reader what matters.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    cfn_lint: &["W3005"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (index, resource) in context.resources.iter().enumerate() {
        let mut dependencies = dependencies(resource).peekable();
        if dependencies.peek().is_none() {
            continue;
        }
        let inside = |mention: &&Mention<'_>| mention.call(&context.calls).place.resource == Some(index);
        let mentions: Vec<_> = context.mentions.iter().filter(inside).collect();
        for (value, name) in dependencies {
            // Where the resource refers to the other for the first time.
            if let Some(mention) = mentions.iter().find(|mention| mention.name == name) {
                let place = mention.call(&context.calls).path(context);
                let below = place.steps().get(2..).unwrap_or_default();
                let place = below.iter().map(Step::to_string).collect::<Vec<_>>().join(".");
                let message = format!("`{place}` already refers to `{name}`");
                findings.push(Finding::new(&X, &path(resource, value), message).help("take it out of `DependsOn`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn what_is_referred_to_need_not_be_waited_for() {
        check(
            &X,
            "Resources:\n  A: {Type: AWS::SNS::Topic, DependsOn: [B, C], Properties: {DisplayName: !Sub '${B}'}}\n  \
             B: {Type: AWS::SNS::Topic}\n  C: {Type: AWS::SNS::Topic}",
            &["Resources.A.DependsOn.0"],
        );
    }
}
