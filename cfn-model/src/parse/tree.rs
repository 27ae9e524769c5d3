//! The tree that a source of nodes builds: JSON and YAML alike.
//!
//! A source tells what it meets, in order: collections that begin and end, keys, leaves. The tree
//! keeps the bounds, finds keys that are there twice, makes functions of their forms and writes down
//! the places.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::place::{Place, Places, Position, Step};
use super::report::{Report, Stop};
use super::table::Table;
use super::{Dialect, Document, Limits, conditions};
use crate::{Diagnostic, Function, Intrinsic, Key, Map, Value};

pub(super) struct Tree {
    pub(super) report: Report,
    pub(super) dialect: Dialect,
    pub(super) depth_limit: usize,
    pub(super) table: Table,
    open: Vec<Open>,
    depth: usize,
    /// The items of the lists that are open, those of the innermost last.
    items: Vec<Value>,
    /// The entries of the maps that are open, those of the innermost last.
    entries: Vec<Entry>,
    /// What aliases may stand for: node and value.
    anchors: BTreeMap<usize, (usize, Value)>,
    root: Option<Value>,
}

/// A collection that has begun and not ended.
struct Open {
    content: Content,
    tag: Option<Tag>,
    anchor: usize,
    /// The index of its node, or of that of the function around it.
    node: usize,
}

enum Content {
    /// A list, whose items begin at this index.
    List(usize),
    Map(Entries),
}

struct Entries {
    /// The index at which they begin.
    start: usize,
    /// The key that waits for its value.
    waiting: Option<Waiting>,
    /// The values of merge keys, with their nodes.
    merges: Vec<(usize, Value)>,
}

/// An entry with its node.
struct Entry {
    key: Key,
    value: Value,
    node: usize,
}

struct Waiting {
    key: Key,
    at: Position,
    /// Whether it is the merge key `<<`.
    merge: bool,
}

/// What a tag makes of the node after it.
pub(super) enum Tag {
    Function(Function),
    /// A map with this one key.
    Key(String),
}

/// A tag and where it stands.
pub(super) type TagAt = Option<(Tag, Position)>;

/// Where a source is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Inside {
    Document,
    List,
    /// A map that waits for a key.
    Map,
    /// A map that waits for the value of a key.
    Entry,
}

impl Tree {
    /// A tree for a text of `bytes` bytes.
    pub(super) fn new(file: Cow<'static, str>, bytes: usize, limits: &Limits, dialect: Dialect) -> Self {
        Tree {
            report: Report::new(file),
            dialect,
            depth_limit: limits.depth,
            table: Table::new(bytes, limits.nodes),
            open: Vec::new(),
            depth: 0,
            items: Vec::new(),
            entries: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
        }
    }

    pub(super) fn inside(&self) -> Inside {
        match self.open.last().map(|open| &open.content) {
            None => Inside::Document,
            Some(Content::List(_)) => Inside::List,
            Some(Content::Map(entries)) if entries.waiting.is_some() => Inside::Entry,
            Some(Content::Map(_)) => Inside::Map,
        }
    }

    pub(super) fn begin_map(&mut self, at: Position, tag: TagAt, anchor: usize) -> Result<(), Stop> {
        let entries = Entries { start: self.entries.len(), waiting: None, merges: Vec::new() };
        self.begin(Content::Map(entries), at, tag, anchor)
    }

    pub(super) fn begin_list(&mut self, at: Position, tag: TagAt, anchor: usize) -> Result<(), Stop> {
        self.begin(Content::List(self.items.len()), at, tag, anchor)
    }

    fn begin(&mut self, content: Content, at: Position, tag: TagAt, anchor: usize) -> Result<(), Stop> {
        self.deepen(1 + usize::from(tag.is_some()), at)?;
        let node = self.table.len();
        let tag = self.enter(at, tag)?;
        self.open.push(Open { content, tag, anchor, node });
        Ok(())
    }

    /// A key, which the value that comes next belongs to.
    pub(super) fn key(&mut self, key: Cow<'_, str>, at: Position) {
        self.wait(Waiting { key: Key::Owned(key.into_owned()), at, merge: false });
    }

    /// The key `<<`, which the entries of the value that comes next are taken from.
    pub(super) fn merge_key(&mut self, at: Position) {
        self.wait(Waiting { key: Key::Borrowed("<<"), at, merge: true });
    }

    fn wait(&mut self, waiting: Waiting) {
        if let Some(Open { content: Content::Map(entries), .. }) = self.open.last_mut() {
            entries.waiting = Some(waiting);
        }
    }

    /// A value without others inside.
    pub(super) fn leaf(&mut self, value: Value, at: Position, tag: TagAt, anchor: usize) -> Result<(), Stop> {
        let node = self.table.len();
        let Some(tag) = self.enter(at, tag)? else {
            return self.close(node, value, anchor);
        };
        self.deepen(1, at)?;
        self.depth -= 1;
        let value = match (tag, value) {
            (Tag::Function(Function::GetAtt), Value::String(path)) => self.get_att(path, at)?,
            (tag, value) => tag.apply(value),
        };
        self.table.close(node + 1);
        self.close(node, value, anchor)
    }

    /// `!GetAtt Resource.Attribute` as the list that the long form has.
    fn get_att(&mut self, path: String, at: Position) -> Result<Value, Stop> {
        let argument = match path.split_once('.') {
            None => Value::String(path),
            Some((resource, attribute)) => {
                let column = at.column.saturating_add(u32::try_from(resource.chars().count() + 1).unwrap_or(u32::MAX));
                for (index, value) in [at, Position { column, ..at }].into_iter().enumerate() {
                    self.table.push(Step::index(index), Place { key: None, value }, &mut self.report)?;
                }
                Value::from([resource, attribute])
            }
        };
        Ok(Intrinsic::new(Function::GetAtt, argument).into())
    }

    /// The end of the collection that began last.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        let Some(Open { content, tag, anchor, node }) = self.open.pop() else { return Ok(()) };
        let inner = node + usize::from(tag.is_some());
        let mut value = match content {
            Content::List(start) => Value::List(self.items.drain(start..).collect()),
            Content::Map(entries) => self.map(entries, inner)?,
        };
        self.depth -= 1;
        if let Some(tag) = tag {
            self.depth -= 1;
            self.table.close(inner);
            value = tag.apply(value);
        }
        self.close(node, value, anchor)
    }

    /// The map of the entries below `node`, or the function that they are the long form of.
    fn map(&mut self, entries: Entries, node: usize) -> Result<Value, Stop> {
        let Entries { start, merges, .. } = entries;
        if let [Entry { key, .. }] = &self.entries[start..]
            && merges.is_empty()
            && self.dialect == Dialect::Template
            && let Some(function) = long_form(key)
        {
            let argument = self.entries.pop().map(|entry| entry.value).unwrap_or_default();
            return Ok(Tag::Function(function).apply(argument));
        }
        let mut map = Map::with_capacity(self.entries.len() - start);
        for Entry { key, value, node: again } in self.entries.drain(start..) {
            // To find the first of two takes time, which nobody should be made to spend without end.
            if let Some(key) = map.insert_new(key, value)
                && !self.report.is_full()
            {
                let first = self.table.find(node + 1, again, Step::key(&key)).unwrap_or(again);
                let key_at = |node: usize| self.table.place(node).key.unwrap_or(self.table.place(node).value);
                self.report.error(
                    "duplicate-key",
                    key_at(again),
                    format!("the key `{key}` is there twice, first in line {}", key_at(first).line),
                    "rename one of them, or put their values together",
                );
            }
        }
        for (merged, value) in merges {
            self.merge(&mut map, merged, value)?;
        }
        Ok(Value::Map(map))
    }

    /// What an alias stands for.
    pub(super) fn alias(&mut self, id: usize, name: &str, at: Position) -> Result<(), Stop> {
        let Some((node, value)) = self.anchors.get(&id) else {
            return Err(self.report.stop(
                "recursive-alias",
                at,
                format!("the alias {name} stands inside what it stands for"),
                "write out what is meant",
            ));
        };
        let copy = self.table.len();
        let (step, key) = self.step();
        self.table.copy(*node, step, Place { key, value: at }, &mut self.report)?;
        let value = value.clone();
        let levels = height(&value);
        self.deepen(levels, at)?;
        self.depth -= levels;
        self.close(copy, value, 0)
    }

    /// Goes `levels` deeper.
    fn deepen(&mut self, levels: usize, at: Position) -> Result<(), Stop> {
        self.depth += levels;
        if self.depth > self.depth_limit { Err(self.report.too_deep(at, self.depth_limit)) } else { Ok(()) }
    }

    /// Writes down a node, after the function that its tag is.
    fn enter(&mut self, at: Position, tag: TagAt) -> Result<Option<Tag>, Stop> {
        let (step, key) = self.step();
        let Some((tag, tag_at)) = tag else {
            self.table.push(step, Place { key, value: at }, &mut self.report)?;
            return Ok(None);
        };
        self.table.push(step, Place { key, value: tag_at }, &mut self.report)?;
        self.table.push(Step::key(tag.name()), Place { key: Some(tag_at), value: at }, &mut self.report)?;
        Ok(Some(tag))
    }

    /// How the node that comes next is reached from the one above, and where its key stands.
    fn step(&self) -> (Step, Option<Position>) {
        match self.open.last().map(|open| &open.content) {
            Some(Content::List(start)) => (Step::index(self.items.len() - start), None),
            Some(Content::Map(Entries { waiting: Some(key), .. })) => (Step::key(&key.key), Some(key.at)),
            _ => (Step::ROOT, None),
        }
    }

    /// A node is complete: its value goes where it belongs in the collection around it.
    fn close(&mut self, node: usize, value: Value, anchor: usize) -> Result<(), Stop> {
        self.table.close(node);
        if anchor != 0 {
            self.table.count_again(node, &mut self.report)?;
            self.anchors.insert(anchor, (node, value.clone()));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(value),
            Some(Content::List(_)) => self.items.push(value),
            Some(Content::Map(entries)) => match entries.waiting.take() {
                Some(Waiting { merge: true, .. }) => entries.merges.push((node, value)),
                Some(Waiting { key, .. }) => self.entries.push(Entry { key, value, node }),
                None => {}
            },
        }
        Ok(())
    }

    /// Everything that was read, or everything that is wrong with it, in the order of the text.
    pub(super) fn finish(mut self) -> Result<Document, Vec<Diagnostic>> {
        // What a syntax error left open may have problems of its own.
        while !self.open.is_empty() {
            _ = self.end();
        }
        let Tree { mut report, table, root, dialect, .. } = self;
        match root {
            Some(mut value) if report.errors.is_empty() => {
                if dialect == Dialect::Template {
                    conditions::in_sections(&mut value);
                }
                let places = Places::new(report.file, table.into_nodes());
                Ok(Document { value, places, warnings: report.warnings })
            }
            _ => {
                report.errors.sort_by(|one, other| one.location.cmp(&other.location));
                Err(report.errors)
            }
        }
    }
}

impl Tag {
    pub(super) fn name(&self) -> &str {
        match self {
            Tag::Function(function) => function.name(),
            Tag::Key(key) => key,
        }
    }

    fn apply(self, argument: Value) -> Value {
        match self {
            Tag::Function(function) => {
                let mut call = Intrinsic { function, argument };
                conditions::in_arguments(&mut call);
                call.into()
            }
            Tag::Key(key) => Value::Map(Map::from([(key, argument)])),
        }
    }
}

/// The function of a long name. `Condition` is one in some places only, see [`conditions`].
fn long_form(key: &str) -> Option<Function> {
    if key == "Ref" || key.starts_with("Fn::") { Function::from_name(key) } else { None }
}

/// How many collections and functions are inside each other.
fn height(value: &Value) -> usize {
    match value {
        Value::List(items) => 1 + items.iter().map(height).max().unwrap_or(0),
        Value::Map(map) => 1 + map.values().map(height).max().unwrap_or(0),
        Value::Intrinsic(call) => 1 + height(&call.argument),
        _ => 0,
    }
}
