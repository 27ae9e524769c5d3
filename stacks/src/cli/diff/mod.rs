//! `diff`: what a change does, before it is deployed.

mod html;
mod human;
mod json;
mod markdown;
mod sources;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::rc::Rc;

use cfn_diff::{Impact, TemplateDiff};
use cfn_model::Template;

use super::Failure;
use super::command::{Call, Command, Opt, STACK};
pub(super) use html::body as html_body;
pub(super) use human::{summary, words as what_happens, write as for_people};
pub(super) use sources::Named;
use sources::{Reader, Side, Templates};

/// The forms in which a diff is printed.
const FORMATS: &[&str] = &["human", "markdown", "json", "html"];

/// What a diff can fail for.
const FAILURES: &[&str] = &["any", "replacement", "stateful-loss", "iam-broadening"];

pub(super) static COMMAND: Command = Command {
    name: "diff",
    about: "show what is different between two sets of templates, and what AWS does about it",
    words: ("[OLD] [NEW]", 2),
    options: &[
        Opt::one("format", "FORMAT", FORMATS, "human, markdown, json or html [default: human]"),
        Opt::flag("json", "the same as --format json"),
        Opt::text("git", "REV", "take the old side from that revision of the repository"),
        Opt::one(
            "fail-on",
            "WHAT",
            FAILURES,
            "end with 1 on any difference, on a replacement, on stateful-loss or on iam-broadening; may be repeated",
        ),
        STACK,
    ],
    details: "\
OLD and NEW are templates, folders of templates or of snapshots (`*.snap`), `REV:PATH` for a revision of git, or `-` for
standard input. An app, or what --config describes, compares what it makes now with OLD, by default with cfn.out. With --git,
the one path that is given is compared with itself at that revision.
Exit codes: 0 done, whether there is a difference or not; 1 what --fail-on names is there, or a file cannot be read;
2 the command line makes no sense",
    run,
};

/// The difference of one template, by its name.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) diff: TemplateDiff,
}

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let (old, new) = sides(&mut call)?;
    // Two files are one template, whatever they are called.
    let single = old.single && new.single;
    let entries = entries(&call, old, new, single);
    let format = if call.options.has("json") { "json" } else { call.options.text("format").unwrap_or("human") };
    let text = match format {
        "json" => json::write(&entries, single),
        "markdown" => markdown::write(&entries),
        "html" => html::write(&entries),
        _ => human::write(&entries, super::colours()),
    };
    call.print(&text)?;
    let reasons: Vec<&str> = call.options.texts("fail-on").filter(|what| is_there(what, &entries)).collect();
    match reasons.as_slice() {
        [] => Ok(()),
        reasons => Err(Failure::Refused(format!("the difference has what --fail-on names: {}", reasons.join(", ")))),
    }
}

/// What is compared, as the words say.
fn sides(call: &mut Call<'_>) -> Result<(Templates, Templates), Failure> {
    let words: Vec<Side> = call.options.words().iter().map(|word| Side::of(word)).collect();
    let revision = call.options.text("git").map(str::to_owned);
    let at = |side: &Side| match &revision {
        Some(revision) => side.at(revision),
        None => Ok(side.clone()),
    };
    let mut reader = Reader::default();
    if (call.app.is_some() || call.options.has("config")) && words.len() < 2 {
        let against = words.into_iter().next().unwrap_or_else(|| Side::Path("cfn.out".into()));
        let old = at(&against)?;
        let new = Templates::of(call.assembly()?);
        reader.knows(&new);
        return Ok((old.read(&mut reader)?, new));
    }
    match (words.as_slice(), &revision) {
        ([path], Some(_)) => Ok((at(path)?.read(&mut reader)?, path.read(&mut reader)?)),
        ([old, new], None) => Ok((old.read(&mut reader)?, new.read(&mut reader)?)),
        (_, Some(_)) => Err(Failure::Usage("with --git, name the one path that is compared with itself".into())),
        _ => Err(Failure::Usage("diff has to know what to compare; name OLD and NEW".into())),
    }
}

/// The templates of a folder by their names. There are none where there is no folder.
pub(super) fn folder(folder: &std::path::Path) -> Result<Named, Failure> {
    match Side::Path(folder.into()) {
        side if folder.is_dir() => Ok(side.read(&mut Reader::default())?.templates),
        _ => Ok(Named::new()),
    }
}

/// What is different between two sets of templates.
pub(super) fn between(call: &Call<'_>, old: Named, new: Named) -> Vec<Entry> {
    let side = |templates| Templates { templates, single: false };
    entries(call, side(old), side(new), false)
}

/// What is different from the templates at a path, a folder or a revision, as the command itself reads them, to those.
pub(super) fn against(call: &Call<'_>, old: &OsStr, new: Named) -> Result<Vec<Entry>, Failure> {
    let old = Side::of(old).read(&mut Reader::default())?;
    let single = old.single && new.len() == 1;
    Ok(entries(call, old, Templates { templates: new, single }, single))
}

fn entries(call: &Call<'_>, old: Templates, mut new: Templates, single: bool) -> Vec<Entry> {
    if single {
        new.names_as(&old);
    }
    let empty = Template::new();
    let names: BTreeSet<&String> = old.templates.keys().chain(new.templates.keys()).collect();
    let stacks: Vec<_> = names
        .into_iter()
        .map(|name| {
            let (old, new) = (old.templates.get(name), new.templates.get(name));
            (name.as_str(), old.map_or(&empty, Rc::as_ref), new.map_or(&empty, Rc::as_ref))
        })
        .collect();
    // All of them, for those that are not shown may import from those that are.
    let diffs = stacks.iter().zip(cfn_diff::diff_all(&stacks));
    let shown = diffs.filter(|((name, ..), diff)| call.options.wants(name) && (single || !diff.is_empty()));
    shown.map(|((name, ..), diff)| Entry { name: (*name).to_owned(), diff }).collect()
}

fn is_there(what: &str, entries: &[Entry]) -> bool {
    entries.iter().any(|Entry { diff, .. }| match what {
        "replacement" => diff.impact() >= Impact::MayReplace,
        "stateful-loss" => diff.impact() == Impact::Loss,
        "iam-broadening" => diff.broadens(),
        _ => !diff.is_empty(),
    })
}

/// How many letters of a value are shown.
const LONGEST: usize = 60;

/// A value in a line, cut where it is long.
pub(super) fn short(value: Option<&cfn_model::Value>) -> String {
    cut(&line(value), 0)
}

/// Two values as [`short`] has them; where both begin with the same, the part that is different.
fn short_pair(before: Option<&cfn_model::Value>, after: Option<&cfn_model::Value>) -> [String; 2] {
    /// How much of what is the same stands before what is not.
    const LEAD: usize = 20;
    let [before, after] = [line(before), line(after)];
    let same = before.chars().zip(after.chars()).take_while(|(left, right)| left == right).count();
    let is_cut = before.chars().count().max(after.chars().count()) > LONGEST;
    let from = if is_cut && same > LONGEST / 2 { same - LEAD } else { 0 };
    [cut(&before, from), cut(&after, from)]
}

/// The letters of a line from one on, as many as are shown.
fn cut(line: &str, from: usize) -> String {
    let shown: String = line.chars().skip(from).take(LONGEST).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if line.chars().count() > from + LONGEST { "…" } else { "" };
    format!("{before}{shown}{after}")
}

fn line(value: Option<&cfn_model::Value>) -> String {
    let Some(value) = value else { return "nothing".to_owned() };
    let text = value.as_str().map_or_else(|| cfn_model::emit::to_json(value), |text| format!("{text:?}"));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a statement says, in a line.
fn statement(statement: &cfn_diff::Statement) -> String {
    let set = |set: &cfn_diff::Set| match set {
        cfn_diff::Set::Of(texts) => texts.join(", "),
        cfn_diff::Set::AllBut(texts) => format!("all but {}", texts.join(", ")),
    };
    let effect = if statement.allows { "allow" } else { "deny" };
    let who = match set(&statement.principals).as_str() {
        "*" if !statement.place.contains("Assume") => String::new(),
        who => format!(" to {who}"),
    };
    let condition = if statement.condition.is_empty() { "" } else { ", under a condition" };
    format!("{effect} {} on {}{who}{condition}", set(&statement.actions), set(&statement.resources))
}

#[cfg(test)]
mod tests {
    use cfn_model::Value;

    use super::*;

    #[test]
    fn of_long_values_the_part_is_shown_that_is_different() {
        let value = |end: &str| Value::from(format!("{}{end}", "abcdefghij".repeat(10)));
        let pair = |before: &Value, after: &Value| short_pair(Some(before), Some(after));
        let shown = pair(&value("1"), &value("2"));
        assert_eq!(shown, ["…abcdefghijabcdefghij1\"", "…abcdefghijabcdefghij2\""]);
        assert_eq!(pair(&"a".into(), &"b".into()), ["\"a\"", "\"b\""]);
        let [before, after] = pair(&value("1"), &"other".into());
        assert!(before.starts_with("\"abc") && before.ends_with('…') && after == "\"other\"", "{before} {after}");
    }
}
