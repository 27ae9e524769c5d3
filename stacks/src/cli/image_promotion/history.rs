//! `history`: what was done with which image, when, and who approved it.

use std::collections::BTreeMap;

use cfn_model::{Map, Value, emit};

use super::super::Failure;
use super::super::columns::columns;
use super::super::command::{Call, Command, JSON, NO_WORDS, Opt, STACK};
use super::{Promotion, text};

pub(in crate::cli) static COMMAND: Command = Command {
    name: "history",
    about: "print what was promoted and rolled back, and who approved it",
    words: NO_WORDS,
    options: &[Opt::text("repository", "NAME", "only of this repository").short('r'), STACK, JSON],
    details: "Reads the table of the deployed stack through the AWS CLI, with your credentials. The newest comes first.",
    run,
};

/// The columns of the table: the heading, and the key of what stands there.
const COLUMNS: [(&str, &str); 8] = [
    ("TIME", "time"),
    ("IMAGE", "name"),
    ("ACTION", "action"),
    ("ENVIRONMENT", "environment"),
    ("FROM", "before"),
    ("TO", "after"),
    ("APPROVED BY", "approved_by"),
    ("EXECUTION", "execution"),
];

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let promotion = Promotion::of(&mut call)?;
    let images = match call.options.text("repository") {
        Some(repository) => vec![promotion.image(repository)?],
        None => promotion.images.iter().map(String::as_str).collect(),
    };
    let function = promotion.function_name()?;
    let configuration = promotion.aws(&["lambda", "get-function-configuration", "--function-name", &function])?;
    let table = text(&configuration, "Environment.Variables.HISTORY_TABLE")?;
    let pipeline = text(&configuration, "Environment.Variables.PIPELINE")?;
    let approvals = approvals(&promotion, &pipeline)?;
    let mut entries = Vec::new();
    for image in images {
        entries.extend(entries_of(&promotion, &table, image)?);
    }
    for entry in &mut entries {
        let key = |name: &str| entry.get(name).cloned().unwrap_or_default();
        if let Some(who) = approvals.get(&(key("execution"), key("environment"))) {
            entry.insert("approved_by".into(), who.clone());
        }
    }
    entries.sort_by(|left, right| right.get("time").cmp(&left.get("time")).then(right.cmp(left)));
    let told = if call.options.has("json") { as_json(&entries) } else { as_table(&entries) };
    call.print(&told)
}

/// Something that was done, by the names of its attributes.
type Entry = BTreeMap<String, String>;

fn entries_of(promotion: &Promotion, table: &str, image: &str) -> Result<Vec<Entry>, Failure> {
    let value = emit::to_json(&Map::from([(":name", Map::from([("S", image)]))]).into());
    let answer = promotion.aws(&[
        "dynamodb",
        "query",
        "--table-name",
        table,
        "--key-condition-expression",
        "#name = :name",
        "--expression-attribute-names",
        r##"{"#name": "name"}"##,
        "--expression-attribute-values",
        &value,
    ])?;
    let items = answer.at("Items").and_then(Value::as_list).unwrap_or_default();
    let attribute = |(name, value): (&str, &Value)| Some((name.to_owned(), value.at("S")?.as_str()?.to_owned()));
    let entry = |item: &Value| item.as_map().into_iter().flat_map(Map::iter).filter_map(attribute).collect();
    Ok(items.iter().map(entry).collect())
}

/// Who decided, by execution and stage.
fn approvals(promotion: &Promotion, pipeline: &str) -> Result<BTreeMap<(String, String), String>, Failure> {
    let answer = promotion.aws(&["codepipeline", "list-action-executions", "--pipeline-name", pipeline])?;
    let details = answer.at("actionExecutionDetails").and_then(Value::as_list).unwrap_or_default();
    let approval = |detail: &Value| {
        let text = |path: &str| detail.at(path).and_then(Value::as_str).map(str::to_owned);
        let decided = text("input.actionTypeId.category")? == "Approval" && text("status")? == "Succeeded";
        let who = text("updatedBy").filter(|_| decided)?;
        Some(((text("pipelineExecutionId")?, text("stageName")?), who))
    };
    Ok(details.iter().filter_map(approval).collect())
}

fn as_json(entries: &[Entry]) -> String {
    let entries = entries.iter().map(|entry| {
        let attributes = entry.iter().map(|(name, value)| (name.clone(), Value::from(value)));
        Value::from(attributes.collect::<Map>())
    });
    emit::to_json(&Value::List(entries.collect()))
}

fn as_table(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return "Nothing was promoted yet.\n".to_owned();
    }
    let heading = COLUMNS.map(|(heading, _)| heading.to_owned());
    let rows = entries.iter().map(|entry| COLUMNS.map(|(_, key)| entry.get(key).cloned().unwrap_or("-".into())));
    columns(&std::iter::once(heading).chain(rows).map(Vec::from).collect::<Vec<_>>())
}
