//! [`Schema`]: what a schema says, read from the facts when it is first applied.

use std::sync::OnceLock;

use super::combinations::{Combined, excluded};
use super::lists::OfLists;
use super::objects::{OfObjects, Properties};
use super::scalars::{OfScalars, Type};
use crate::data::Node;
use crate::facts;
use crate::kept::Kept;
use crate::pattern::Pattern;

/// What a schema says, by the kinds of values that it says it of.
#[derive(Default)]
pub(crate) struct Schema {
    /// `true` and `false` are schemas as well: anything fits, or nothing does.
    pub(super) always: Option<bool>,
    /// What it refers to, where it says more than that.
    pub(super) beside: Option<Link>,
    /// The types that it names; none where it names none.
    pub(super) types: Vec<Type>,
    /// Whether it has a set of single values that are allowed.
    pub(super) is_choice: bool,
    pub(super) format: Option<&'static str>,
    pub(super) of_scalars: Vec<OfScalars>,
    pub(super) of_lists: Option<Box<OfLists>>,
    pub(super) of_objects: Option<Box<OfObjects>>,
    pub(super) combined: Option<Box<Combined>>,
}

impl Schema {
    /// A schema that holds its own definitions.
    pub(crate) fn of(root: Node) -> &'static Schema {
        Schema::within(root, root)
    }

    /// A schema whose definitions another holds.
    pub(super) fn within(root: Node, node: Node) -> &'static Schema {
        static SCHEMAS: Kept<(Node, Node), Schema> = Kept::new();
        SCHEMAS.get((root, node), || Schema::read(root, node))
    }

    /// The schema that a reference in it names, or itself.
    pub(super) fn named(&'static self) -> &'static Schema {
        self.beside.as_ref().map_or(self, Link::schema)
    }

    fn read(root: Node, node: Node) -> Schema {
        let mut schema = Schema { always: node.as_bool(), ..Schema::default() };
        let named = facts::resolve(root, node);
        // What stands beside a reference counts as well as what it names.
        let own = if node.len() > 1 { node } else { named };
        schema.beside = (own != named).then(|| Link::new(root, named));
        own.entries().for_each(|(keyword, said)| schema.keyword(root, keyword, said));
        schema
    }

    /// Takes in what one keyword says. Keywords that say nothing of values are left alone.
    fn keyword(&mut self, root: Node, keyword: &'static str, said: Node) {
        let link = |node| Link::new(root, node);
        let links = |nodes: Node| nodes.items().map(link).collect();
        match keyword {
            "type" => self.types = said.as_str().into_iter().chain(said.strings()).map(Type::named).collect(),
            "properties" => self.objects().properties = Some(Properties::new(root, said)),
            "patternProperties" => {
                let of_pattern = |(pattern, node)| (Pattern::of(pattern), link(node));
                self.objects().patterns = said.entries().map(of_pattern).collect();
            }
            "additionalProperties" => self.objects().others = Some(link(said)),
            "propertyNames" => self.objects().names = Some(link(said)),
            "required" => self.objects().required = said.strings().collect(),
            "requiredOr" => self.objects().required_or = Some(said),
            "requiredXor" => self.objects().required_xor = Some(said),
            "dependentRequired" | "dependencies" => {
                self.objects().dependent.extend(said.entries().map(|(name, others)| (name, link(others))));
            }
            "dependentExcluded" => self.objects().excluded = said.entries().collect(),
            "maxProperties" => self.objects().most = said.as_usize(),
            "minProperties" => self.objects().least = said.as_usize(),
            "items" => self.lists().items = Some(link(said)),
            "prefixItems" => self.lists().first = links(said),
            "contains" => self.lists().contains = Some(link(said)),
            "maxItems" => self.lists().most = said.as_usize(),
            "minItems" => self.lists().least = said.as_usize(),
            "maxUniqueItems" => self.lists().most_different = said.as_usize(),
            "uniqueItems" => self.lists().unique = said.as_bool() == Some(true),
            "uniqueKeys" => self.lists().unique_keys = Some(said),
            "allOf" => self.combined().all = links(said),
            "anyOf" => self.combined().any = Some(links(said)),
            "oneOf" => self.combined().one = Some(links(said)),
            "if" => self.combined().condition = Some(link(said)),
            "then" => self.combined().then = Some(link(said)),
            "else" => self.combined().otherwise = Some(link(said)),
            // What is refused by name alone is told at the name, where objects are looked at.
            "not" => match excluded(said) {
                Some(name) => self.objects().refused = Some(name),
                None => self.combined().refused = Some(link(said)),
            },
            _ => {
                self.is_choice |= matches!(keyword, "const" | "enum");
                if keyword == "format" {
                    self.format = said.as_str();
                }
                self.of_scalars.extend(OfScalars::read(keyword, said));
            }
        }
    }

    fn objects(&mut self) -> &mut OfObjects {
        self.of_objects.get_or_insert_default()
    }

    fn lists(&mut self) -> &mut OfLists {
        self.of_lists.get_or_insert_default()
    }

    fn combined(&mut self) -> &mut Combined {
        self.combined.get_or_insert_default()
    }
}

/// A schema that another holds.
pub(super) struct Link {
    root: Node,
    pub(super) node: Node,
    schema: OnceLock<&'static Schema>,
}

impl Link {
    fn new(root: Node, node: Node) -> Self {
        Link { root, node, schema: OnceLock::new() }
    }

    pub(super) fn schema(&self) -> &'static Schema {
        self.schema.get_or_init(|| Schema::within(self.root, self.node))
    }
}
