//! Distributions of CloudFront: origins that are not there, aliases that are no domain names.

use cfn_model::Severity;

use super::related::{select, under};
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::{list, shown};

pub(super) static ORIGIN: Check = Check {
    code: "unknown-origin",
    severity: Severity::Error,
    title: "a cache behavior for an origin that the distribution does not have",
    docs: "A behavior names an origin, or a group of origins, of the same distribution by its id.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-defaultcachebehavior.html",
    cfn_lint: &["E3057"],
    run: Some(run_origins),
};

pub(super) static ALIAS: Check = Check {
    code: "alias-domain",
    severity: Severity::Error,
    title: "an alias of a distribution that is no domain name",
    docs: "An alias is a domain name in small letters; an asterisk stands for its whole first label.",
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html",
    cfn_lint: &["E3013"],
    run: Some(run_aliases),
};

const TYPE: &str = "AWS::CloudFront::Distribution";

fn run_origins(context: &Context<'_>, findings: &mut Findings) {
    let conditions = &context.conditions;
    for config in context.of_type(TYPE).flat_map(|resource| select(context, resource, &["DistributionConfig"])) {
        let behaviors: [&[&str]; 2] =
            [&["DefaultCacheBehavior", "TargetOriginId"], &["CacheBehaviors", "*", "TargetOriginId"]];
        for wanted in behaviors.iter().flat_map(|steps| config.select(steps, conditions)) {
            let Some(name) = wanted.value.as_str() else { continue };
            let config = under(&config, &wanted.env);
            let Some(ids) = origins(context, &config) else { continue };
            if !ids.contains(&name) {
                let message = format!("there is no origin {}", shown(name));
                let help = format!("the distribution has {}", list(ids.into_iter()));
                findings.push(Finding::new(&ORIGIN, &wanted.path(), message).help(help));
            }
        }
    }
}

/// The ids of the origins and of their groups; `None` where some are known only at deployment.
fn origins<'a>(context: &Context<'a>, config: &Case<'a>) -> Option<Vec<&'a str>> {
    let lists: [&[&str]; 2] = [&["Origins"], &["OriginGroups", "Items"]];
    let lists = lists.iter().flat_map(|steps| config.select(steps, &context.conditions));
    let mut ids = Vec::new();
    for list in lists {
        list.value.as_list()?;
        for origin in list.items(&context.conditions) {
            origin.map()?;
            ids.push(origin.key("Id", &context.conditions).first()?.value.as_str()?);
        }
    }
    Some(ids)
}

fn run_aliases(context: &Context<'_>, findings: &mut Findings) {
    let steps = ["DistributionConfig", "Aliases", "*"];
    for alias in context.of_type(TYPE).flat_map(|resource| select(context, resource, &steps)) {
        let Some(name) = alias.value.as_str().filter(|name| !name.contains("{{resolve:")) else { continue };
        if !is_domain(name) {
            let message = format!("{} is no domain name in small letters", shown(name));
            findings.push(
                Finding::new(&ALIAS, &alias.path(), message).help("write it as `www.example.com` or `*.example.com`"),
            );
        }
    }
}

fn is_domain(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let first = labels.first().is_some_and(|label| is_label(label) || *label == "*");
    first && labels.len() > 1 && labels[1..].iter().all(|label| is_label(label))
}

#[cfg(test)]
mod tests {
    use super::is_domain;

    #[test]
    fn an_asterisk_stands_for_the_first_label() {
        ["example.com", "*.example.com", "a-1.example.com"].iter().for_each(|name| assert!(is_domain(name), "{name}"));
        let wrong = ["Example.com", "www.*.com", "localhost", "-a.example.com", "a..com", "a_b.example.com", ""];
        wrong.iter().for_each(|name| assert!(!is_domain(name), "{name}"));
    }
}
