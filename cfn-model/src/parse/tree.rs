//! The tree that a source of nodes builds: JSON and YAML alike.
//!
//! A source tells what it meets, in order: collections that begin and end, keys, leaves. The tree
//! keeps the bounds, finds keys that are there twice, makes functions of their forms and writes down
//! the places.

use std::borrow::Cow;

use super::entries::{Entries, Waiting};
use super::place::{Node, Place, Places, Position, Step};
use super::report::{Report, Stop};
use super::{Dialect, Document, Limits, conditions};
use crate::{Diagnostic, Function, Intrinsic, Key, Map, Value};

pub(super) struct Tree {
    pub(super) report: Report,
    pub(super) dialect: Dialect,
    limits: Limits,
    nodes: Vec<Node>,
    /// How many nodes were copied for anchors.
    copies: usize,
    open: Vec<Open>,
    depth: usize,
    anchors: Vec<Anchor>,
    root: Option<Value>,
}

/// What a tag makes of the node after it.
pub(super) enum Tag {
    Function(Function),
    /// A map with this one key.
    Key(String),
}

/// A collection that has begun and not ended.
struct Open {
    content: Content,
    tag: Option<Tag>,
    anchor: usize,
    /// The index of its node, or of that of the function around it.
    node: usize,
}

#[expect(clippy::large_enum_variant, reason = "most collections are maps, and few are open at once")]
enum Content {
    List(Vec<Value>),
    Map(Entries),
}

/// A node that aliases may stand for.
struct Anchor {
    id: usize,
    node: usize,
    value: Value,
}

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
    pub(super) fn new(file: Cow<'static, str>, limits: &Limits, dialect: Dialect) -> Self {
        // Indices of nodes are kept in 31 bits.
        let limits = Limits { nodes: limits.nodes.min(1 << 30), ..*limits };
        Tree {
            report: Report::new(file),
            dialect,
            limits,
            nodes: Vec::new(),
            copies: 0,
            open: Vec::new(),
            depth: 0,
            anchors: Vec::new(),
            root: None,
        }
    }

    pub(super) fn depth_limit(&self) -> usize {
        self.limits.depth
    }

    pub(super) fn inside(&self) -> Inside {
        match self.open.last().map(|open| &open.content) {
            None => Inside::Document,
            Some(Content::List(_)) => Inside::List,
            Some(Content::Map(entries)) if entries.waiting.is_some() => Inside::Entry,
            Some(Content::Map(_)) => Inside::Map,
        }
    }

    pub(super) fn begin_map(&mut self, at: Position, tag: Option<(Tag, Position)>, anchor: usize) -> Result<(), Stop> {
        self.begin(Content::Map(Entries::default()), at, tag, anchor)
    }

    pub(super) fn begin_list(&mut self, at: Position, tag: Option<(Tag, Position)>, anchor: usize) -> Result<(), Stop> {
        self.begin(Content::List(Vec::new()), at, tag, anchor)
    }

    fn begin(
        &mut self,
        content: Content,
        at: Position,
        tag: Option<(Tag, Position)>,
        anchor: usize,
    ) -> Result<(), Stop> {
        self.deepen(1 + usize::from(tag.is_some()), at)?;
        let node = self.nodes.len();
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
    pub(super) fn leaf(
        &mut self,
        value: Value,
        at: Position,
        tag: Option<(Tag, Position)>,
        anchor: usize,
    ) -> Result<(), Stop> {
        let node = self.nodes.len();
        let levels = usize::from(tag.is_some());
        self.deepen(levels, at)?;
        let tag = self.enter(at, tag)?;
        let tagged = tag.is_some();
        let value = match (tag, value) {
            (Some(Tag::Function(Function::GetAtt)), Value::String(path)) => self.get_att(path, at)?,
            (Some(tag), value) => tag.apply(value),
            (None, value) => value,
        };
        self.depth -= levels;
        self.close(node, tagged, value, anchor)
    }

    /// `!GetAtt Resource.Attribute` as the list that the long form has.
    fn get_att(&mut self, path: String, at: Position) -> Result<Value, Stop> {
        let argument = match path.split_once('.') {
            None => Value::String(path),
            Some((resource, attribute)) => {
                let column = at.column.saturating_add(u32::try_from(resource.chars().count() + 1).unwrap_or(u32::MAX));
                self.push(Step::index(0), None, at)?;
                self.push(Step::index(1), None, Position { column, ..at })?;
                Value::from([resource, attribute])
            }
        };
        Ok(Intrinsic::new(Function::GetAtt, argument).into())
    }

    /// The end of the collection that began last.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let value = match open.content {
            Content::List(items) => Value::List(items),
            Content::Map(entries) => self.value_of(entries)?,
        };
        let tagged = open.tag.is_some();
        self.depth -= 1 + usize::from(tagged);
        let value = match open.tag {
            Some(tag) => tag.apply(value),
            None => value,
        };
        self.close(open.node, tagged, value, open.anchor)
    }

    /// The map of the entries, or the function that they are the long form of.
    fn value_of(&mut self, entries: Entries) -> Result<Value, Stop> {
        if self.dialect == Dialect::Template
            && let Some(function) = entries.function()
        {
            return Ok(Tag::Function(function).apply(entries.into_argument()));
        }
        let (mut map, merges) = entries.into_map();
        for (merged, value) in merges {
            self.merge(&mut map, merged, value)?;
        }
        Ok(Value::Map(map))
    }

    /// What an alias stands for.
    pub(super) fn alias(&mut self, id: usize, name: &str, at: Position) -> Result<(), Stop> {
        let Some(anchor) = self.anchors.iter().rposition(|anchor| anchor.id == id) else {
            return Err(self.report.stop(
                "recursive-alias",
                at,
                format!("the alias {name} stands inside what it stands for"),
                "write out what is meant",
            ));
        };
        let Anchor { node, ref value, .. } = self.anchors[anchor];
        let levels = height(value);
        let value = value.clone();
        self.deepen(levels, at)?;
        self.depth -= levels;
        let copy = self.nodes.len();
        let (step, key) = self.step();
        self.copy(node, step)?;
        self.nodes[copy].place = Place { key, value: at };
        self.close(copy, false, value, 0)
    }

    /// Copies a node and all below it to the end of the table, to be reached by `step`.
    pub(super) fn copy(&mut self, node: usize, step: Step) -> Result<(), Stop> {
        let (start, end) = (self.nodes.len(), self.nodes[node].end as usize);
        self.reserve(end - node, self.nodes[node].place.value)?;
        self.nodes.extend_from_within(node..end);
        for copied in &mut self.nodes[start..] {
            copied.end = index(copied.end as usize - node + start);
        }
        self.nodes[start].step = step;
        Ok(())
    }

    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Everything that was read, or everything that is wrong with it.
    pub(super) fn finish(self) -> Result<Document, Vec<Diagnostic>> {
        let Tree { report, nodes, root, dialect, .. } = self;
        match root {
            Some(mut value) if report.errors.is_empty() => {
                if dialect == Dialect::Template {
                    conditions::in_sections(&mut value);
                }
                Ok(Document { value, places: Places::new(report.file, nodes), warnings: report.warnings })
            }
            _ => Err(report.errors),
        }
    }

    /// Goes `levels` deeper.
    fn deepen(&mut self, levels: usize, at: Position) -> Result<(), Stop> {
        self.depth += levels;
        if self.depth > self.limits.depth {
            return Err(self.report.too_deep(at, self.limits.depth));
        }
        Ok(())
    }

    /// Writes down a node, after the function that its tag is.
    fn enter(&mut self, at: Position, tag: Option<(Tag, Position)>) -> Result<Option<Tag>, Stop> {
        let (step, key) = self.step();
        match tag {
            None => {
                self.push(step, key, at)?;
                Ok(None)
            }
            Some((tag, tag_at)) => {
                self.push(step, key, tag_at)?;
                self.push(Step::key(tag.name()), Some(tag_at), at)?;
                Ok(Some(tag))
            }
        }
    }

    /// How the node that comes next is reached from the one above, and where its key stands.
    fn step(&self) -> (Step, Option<Position>) {
        match self.open.last().map(|open| &open.content) {
            Some(Content::List(items)) => (Step::index(items.len()), None),
            Some(Content::Map(Entries { waiting: Some(key), .. })) => (Step::key(&key.key), Some(key.at)),
            _ => (Step::ROOT, None),
        }
    }

    fn push(&mut self, step: Step, key: Option<Position>, value: Position) -> Result<(), Stop> {
        self.reserve(1, value)?;
        let end = index(self.nodes.len() + 1);
        self.nodes.push(Node { step, place: Place { key, value }, end });
        Ok(())
    }

    /// Makes sure that the table may have `more` nodes.
    fn reserve(&mut self, more: usize, at: Position) -> Result<(), Stop> {
        let count = self.nodes.len() + self.copies + more;
        if count > self.limits.nodes {
            return Err(self.report.too_many_nodes(at, count, self.limits.nodes));
        }
        Ok(())
    }

    /// A node is complete: those that came after it are below it.
    fn close(&mut self, node: usize, tagged: bool, value: Value, anchor: usize) -> Result<(), Stop> {
        let end = index(self.nodes.len());
        self.nodes[node].end = end;
        if tagged {
            // The argument of the function, which has a node of its own.
            self.nodes[node + 1].end = end;
        }
        if anchor != 0 {
            let count = self.nodes.len() - node;
            self.reserve(count, self.nodes[node].place.value)?;
            self.copies += count;
            self.anchors.push(Anchor { id: anchor, node, value: value.clone() });
        }
        self.attach(node, value);
        Ok(())
    }

    /// Puts a value where it belongs in the collection around it.
    fn attach(&mut self, node: usize, value: Value) {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open { content: Content::List(items), .. }) => items.push(value),
            Some(Open { content: Content::Map(entries), node: map, .. }) => {
                if let Some(twice) = entries.put(node, value) {
                    let map = *map;
                    self.duplicate(map, node, &twice);
                }
            }
        }
    }

    fn duplicate(&mut self, map: usize, node: usize, key: &str) {
        let at = |node: usize| self.nodes[node].place.key.unwrap_or(self.nodes[node].place.value);
        let step = Step::key(key);
        let mut first = map + 1;
        while first < node && self.nodes[first].step != step {
            first = self.nodes[first].end as usize;
        }
        let (first, again) = (at(first), at(node));
        self.report.error(
            "duplicate-key",
            again,
            format!("the key `{key}` is there twice, first in line {}", first.line),
            "rename one of them, or put their values together",
        );
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

/// Indices fit: the number of nodes is bounded.
fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
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
