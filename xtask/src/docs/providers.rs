//! `docs/actions.md`: what CodePipeline's kinds of actions and rules take, read, write and give.

use std::ops::RangeInclusive;

use anyhow::Result;
use cfn_checks::providers::{ALL, OutputVariables, Provider, RULES};

use super::Page;

const HEAD: &str = "\
<!-- Written by `cargo xtask docs` from the facts that constructs and checks share. -->

# Actions of pipelines

What each kind of action is configured with, how many artifacts it reads and writes, and which variables it gives to
later actions. The constructs of `cfn_constructs::pipeline::actions` write these configurations, and the checks of
pipelines compare templates with them.

What an action's role has to be allowed is granted by its construct, on the narrowest resources that AWS knows: below,
words in capitals stand for the names that the action is given. Artifacts are read and written by permissions on the
artifact store, which come on top.
";

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut page = String::from(HEAD);
    page.push_str(
        "\n| category | provider | reads | writes | variables | only V2 |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for known in ALL {
        page.push_str(&row(known));
    }
    for known in ALL {
        page.push_str(&section(known));
    }
    page.push_str("\n# Rules of stage conditions\n");
    for known in RULES {
        page.push_str(&section(known));
    }
    Ok(vec![("docs/actions.md".to_owned(), page)])
}

fn row(known: &Provider) -> String {
    let Provider { category, provider, .. } = known;
    let (inputs, outputs) = (count(&known.inputs), count(&known.outputs));
    let v2 = if known.v2_only { "yes" } else { "" };
    format!("| {category} | {provider} | {inputs} | {outputs} | {} | {v2} |\n", variables(known.output_variables))
}

fn section(known: &Provider) -> String {
    let Provider { category, owner, provider, page, .. } = known;
    let mut text = format!("\n## {provider} ({category})\n\nOwner {owner}. See <{page}>.\n");
    if let Some(other) = known.replaced_by {
        text.push_str(&format!("\nUse {other} instead.\n"));
    }
    let needs = super::permissions::of(category, provider);
    if !needs.is_empty() {
        text.push_str("\nIts role is allowed:\n\n");
        needs.iter().for_each(|line| text.push_str(&format!("- {line}\n")));
    }
    if known.configuration.is_empty() {
        text.push_str("\nIt has no configuration.\n");
        return text;
    }
    text.push_str("\n| key | required | allowed | meaning |\n| --- | --- | --- | --- |\n");
    for key in known.configuration {
        let required = if key.required { "yes" } else { "" };
        let allowed: Vec<String> = key.values.iter().map(|value| format!("`{value}`")).collect();
        text.push_str(&format!("| `{}` | {required} | {} | {} |\n", key.name, allowed.join(", "), key.meaning));
    }
    text
}

fn count(range: &RangeInclusive<usize>) -> String {
    if range.start() == range.end() {
        range.start().to_string()
    } else {
        format!("{} to {}", range.start(), range.end())
    }
}

fn variables(of: OutputVariables) -> String {
    let names: Vec<String> = of.names().iter().map(|name| format!("`{name}`")).collect();
    let others = match of {
        OutputVariables::AndOthers(_) => Some("what its work exports".to_owned()),
        OutputVariables::Declared => Some("what it lists".to_owned()),
        OutputVariables::None | OutputVariables::Fixed(_) => None,
    };
    names.into_iter().chain(others).collect::<Vec<_>>().join(", ")
}
