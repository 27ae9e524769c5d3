//! Actions in regions for which the pipeline has no artifact store.

use std::borrow::Cow;

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::{Pipeline, Step};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "region-without-artifact-store",
    severity: Severity::Error,
    title: "an action in a region that the pipeline has no artifact store in",
    docs: "A pipeline with actions in several regions lists a bucket for each of them, and for its own, under \
           `ArtifactStores`. Sources, and the actions of others than AWS, run in the pipeline's own region.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    cfn_lint: &[],
    run: Some(run),
};

/// A region as it is written.
#[derive(Clone, Debug, PartialEq)]
enum Region<'a> {
    Named(Cow<'a, str>),
    /// The one that the stack is in, where that is not known.
    Own,
    Unknown,
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let own = context.options.region.as_deref().map_or(Region::Own, |name| Region::Named(Cow::Borrowed(name)));
        let regions = || {
            pipeline.actions().flat_map(|action| {
                let cases = action.case.key("Region", &context.conditions);
                cases.into_iter().map(move |case| (action, case))
            })
        };
        let stores = pipeline.properties.key("ArtifactStores", &context.conditions);
        match stores.as_slice() {
            [] if pipeline.properties.map().is_some_and(|map| map.contains_key("ArtifactStore")) => {
                one_store(&own, regions().collect(), findings);
            }
            [stores] => several_stores(context, pipeline, stores, &own, regions().collect(), findings),
            _ => {}
        }
        for (action, case) in regions() {
            let stays = action.kind.as_ref().is_some_and(|kind| kind.category == "Source" || kind.owner != "AWS");
            if let (true, Region::Named(there), Region::Named(here)) = (stays, read(case.value, &own), &own)
                && there != *here
            {
                let message =
                    format!("{action} is to run in `{there}`, its kind runs only where the pipeline is, in `{here}`");
                findings.push(Finding::new(&X, &case.path(), message).help("leave `Region` out"));
            }
        }
    }
}

fn read<'a>(value: &'a Value, own: &Region<'a>) -> Region<'a> {
    match value {
        Value::Intrinsic(call) if call.function == Function::Ref && call.argument.as_str() == Some("AWS::Region") => {
            own.clone()
        }
        _ => partial::known(value).map_or(Region::Unknown, Region::Named),
    }
}

/// With one store every action is in the pipeline's region.
fn one_store(own: &Region<'_>, regions: Vec<(&Step<'_>, Case<'_>)>, findings: &mut Findings) {
    let mut pipeline = own.clone();
    for (action, case) in &regions {
        let Region::Named(there) = read(case.value, own) else { continue };
        match &pipeline {
            Region::Named(here) if *here != there => {
                let message =
                    format!("{action} runs in `{there}`, the pipeline has an artifact store in `{here}` only");
                let help = "list a store for each region under `ArtifactStores`, and leave `ArtifactStore` out";
                findings.push(Finding::new(&X, &case.path(), message).help(help));
            }
            Region::Named(_) => {}
            // Where the pipeline is in no known region, that of the first action may be its.
            _ => pipeline = Region::Named(Cow::Owned(there.into_owned())),
        }
    }
}

fn several_stores(
    context: &Context<'_>,
    pipeline: &Pipeline<'_>,
    stores: &Case<'_>,
    own: &Region<'_>,
    regions: Vec<(&Step<'_>, Case<'_>)>,
    findings: &mut Findings,
) {
    let items = stores.items(&context.conditions);
    let listed = stores.select(&["*", "Region"], &context.conditions);
    let listed: Vec<Region<'_>> = listed.iter().map(|case| read(case.value, own)).collect();
    // A store whose region is not known may be that of any.
    let known = !listed.iter().any(|region| !matches!(region, Region::Named(_)));
    if pipeline.open || !known || items.len() != listed.len() || stores.value.as_list().is_none() {
        return;
    }
    let names = || {
        listed.iter().filter_map(|region| match region {
            Region::Named(name) => Some(name.as_ref()),
            _ => None,
        })
    };
    for (action, case) in &regions {
        if let Region::Named(there) = read(case.value, own).clone()
            && !names().any(|name| name == there)
        {
            let message = format!("{action} runs in `{there}`, the pipeline has artifact stores in {}", list(names()));
            findings.push(
                Finding::new(&X, &case.path(), message).help(format!("add a store in `{there}` to `ArtifactStores`")),
            );
        }
    }
    if let Region::Named(here) = own
        && !names().any(|name| name == here)
    {
        let message = format!("the pipeline is in `{here}`, its artifact stores are in {}", list(names()));
        findings.push(Finding::new(&X, &stores.path(), message).help(format!("add a store in `{here}`")));
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::Options;
    use crate::rules::pipelines::tests::with_properties;
    use cfn_model::Template;

    fn check(region: Option<&str>, properties: &str, expected: &[&str]) {
        let text = with_properties(properties);
        let read = Template::parse(&text, "").expect("this is a template");
        let options = Options { region: region.map(str::to_owned), ..Options::default() };
        let found: Vec<String> = crate::check(&read.template, &options)
            .iter()
            .filter(|finding| finding.check.code == X.code)
            .map(|finding| finding.path().replace("Resources.Pipeline.Properties.", ""))
            .collect();
        assert_eq!(found, expected, "{region:?} {properties}");
    }

    fn stages(regions: &[&str]) -> String {
        let actions: Vec<String> = regions
            .iter()
            .map(|region| {
                format!("{{Name: A, ActionTypeId: {{Category: Build, Owner: AWS, Provider: CodeBuild, Version: 1}}, Region: {region}}}")
            })
            .collect();
        format!("Stages: [{{Name: A, Actions: [{}]}}]", actions.join(", "))
    }

    #[test]
    fn each_region_needs_a_store() {
        let one = "ArtifactStore: {Type: S3, Location: a}";
        let two = "ArtifactStores: [{Region: eu-west-1, ArtifactStore: {Type: S3, Location: a}}, \
                   {Region: eu-west-2, ArtifactStore: {Type: S3, Location: b}}]";
        let own = two.replace("Region: eu-west-1", "Region: !Ref AWS::Region");
        let first = &["Stages.0.Actions.0.Region"][..];
        let second = &["Stages.0.Actions.1.Region"][..];
        let (eu1, eu2, us, here) = ("eu-west-1", "eu-west-2", "us-east-1", "!Ref AWS::Region");
        for (region, stores, regions, expected) in [
            (None, one, &[eu1][..], &[][..]),
            (None, one, &[eu1, eu2], second),
            (None, one, &[here, eu2], &[]),
            (Some(eu1), one, &[eu1], &[]),
            (Some(eu1), one, &[eu2], first),
            (Some(eu1), two, &[eu2, here], &[]),
            (None, two, &[eu2, us], second),
            (None, &own, &[eu2, us], &[]),
            (Some(eu1), &own, &[eu2, us], second),
            (Some(us), two, &[eu2], &["ArtifactStores"]),
            (Some(us), two, &["!Ref Elsewhere"], &["ArtifactStores"]),
        ] {
            check(region, &format!("{stores}, {}", stages(regions)), expected);
        }
    }

    #[test]
    fn sources_stay_where_the_pipeline_is() {
        let source = "Stages: [{Name: A, Actions: [{Name: A, Region: eu-west-2, \
                      ActionTypeId: {Category: Source, Owner: AWS, Provider: S3, Version: 1}}]}]";
        check(Some("eu-west-1"), source, &["Stages.0.Actions.0.Region"]);
        check(Some("eu-west-2"), source, &[]);
    }
}
