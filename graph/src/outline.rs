//! [`Outline`]: what Mermaid, DOT and programs are told of a picture: boxes in groups, and arrows. They place it
//! themselves.

use std::fmt::Write;

use cfn_model::{Map, Value, emit};

/// Boxes, the groups that they are in, and the arrows between them.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) groups: Vec<Group>,
    pub(crate) boxes: Vec<Box>,
    pub(crate) arrows: Vec<Arrow>,
}

/// Boxes that belong together.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) lines: Vec<String>,
    /// The group that it is in, by its number.
    pub(crate) parent: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Box {
    pub(crate) lines: Vec<String>,
    /// Whether a person decides here.
    pub(crate) decision: bool,
    pub(crate) group: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Arrow {
    pub(crate) from: End,
    pub(crate) to: End,
    pub(crate) dashed: bool,
}

/// Where an arrow ends: at a box or at a whole group, by its number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    Box(usize),
    Group(usize),
}

impl Outline {
    /// As a flowchart of Mermaid.
    pub(crate) fn mermaid(&self) -> String {
        let mut text = String::from("flowchart LR\n");
        self.write_groups(None, 1, &mut text, &Mermaid);
        for arrow in &self.arrows {
            let name = |end| match end {
                End::Box(index) => format!("n{index}"),
                End::Group(index) => format!("g{index}"),
            };
            let line = if arrow.dashed { "-.->" } else { "-->" };
            let _ = writeln!(text, "    {} {line} {}", name(arrow.from), name(arrow.to));
        }
        text
    }

    /// As a graph in the language of Graphviz.
    pub(crate) fn dot(&self, title: &str) -> String {
        let mut text = format!("digraph {} {{\n", Dot.quote(&[title.to_owned()]));
        text.push_str("    compound=true; rankdir=LR; fontname=\"sans-serif\";\n");
        text.push_str("    node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
        self.write_groups(None, 1, &mut text, &Dot);
        for Arrow { from, to, dashed } in &self.arrows {
            let mut attributes = Vec::new();
            if let End::Group(group) = from {
                attributes.push(format!("ltail=cluster{group}"));
            }
            if let End::Group(group) = to {
                attributes.push(format!("lhead=cluster{group}"));
            }
            if *dashed {
                attributes.push("style=dashed".into());
            }
            let attributes =
                if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
            // Graphviz lets arrows end at groups only by way of a box in them.
            if let (Some(from), Some(to)) = (self.inside(*from), self.inside(*to)) {
                let _ = writeln!(text, "    n{from} -> n{to}{attributes};");
            }
        }
        text.push_str("}\n");
        text
    }

    /// As JSON: groups, boxes and arrows, which name each other by ids.
    pub(crate) fn json(&self, title: &str) -> String {
        let group_id = |group: Option<usize>| Value::from(group.map(|index| format!("g{index}")));
        let lines = |lines: &[String]| Value::List(lines.iter().map(Value::from).collect());
        let end = |end| match end {
            End::Box(index) => format!("n{index}"),
            End::Group(index) => format!("g{index}"),
        };
        let groups = self.groups.iter().enumerate().map(|(index, group)| {
            let entries =
                [("id", group_id(Some(index))), ("in", group_id(group.parent)), ("lines", lines(&group.lines))];
            Value::from(Map::from(entries))
        });
        let boxes = self.boxes.iter().enumerate().map(|(index, node)| {
            Value::from(Map::from([
                ("id", Value::from(format!("n{index}"))),
                ("in", group_id(node.group)),
                ("lines", lines(&node.lines)),
                ("decision", node.decision.into()),
            ]))
        });
        let arrows = self.arrows.iter().map(|arrow| {
            Value::from(Map::from([
                ("from", Value::from(end(arrow.from))),
                ("to", Value::from(end(arrow.to))),
                ("byNameOnly", arrow.dashed.into()),
            ]))
        });
        let picture = Map::from([
            ("title", Value::from(title)),
            ("groups", Value::List(groups.collect())),
            ("boxes", Value::List(boxes.collect())),
            ("arrows", Value::List(arrows.collect())),
        ]);
        emit::to_json(&picture.into())
    }

    fn write_groups(&self, parent: Option<usize>, depth: usize, text: &mut String, language: &dyn Language) {
        let indent = "    ".repeat(depth);
        for (index, node) in self.boxes.iter().enumerate().filter(|(_, node)| node.group == parent) {
            let _ = writeln!(text, "{indent}{}", language.node(index, node));
        }
        for (index, group) in self.groups.iter().enumerate().filter(|(_, group)| group.parent == parent) {
            let (open, close) = language.group(index, group);
            let _ = writeln!(text, "{indent}{open}");
            self.write_groups(Some(index), depth + 1, text, language);
            let _ = writeln!(text, "{indent}{close}");
        }
    }

    /// A box at that end.
    fn inside(&self, end: End) -> Option<usize> {
        match end {
            End::Box(index) => Some(index),
            End::Group(group) => {
                let own = self.boxes.iter().position(|node| node.group == Some(group));
                own.or_else(|| {
                    let children = self.groups.iter().enumerate().filter(|(_, child)| child.parent == Some(group));
                    children.map(|(child, _)| End::Group(child)).find_map(|child| self.inside(child))
                })
            }
        }
    }
}

/// How boxes and groups are written.
trait Language {
    fn node(&self, index: usize, node: &Box) -> String;
    /// What begins a group, and what ends it.
    fn group(&self, index: usize, group: &Group) -> (String, &'static str);
}

struct Mermaid;

impl Mermaid {
    /// Everything but letters, digits and a few signs becomes an entity, so that no name can end its text.
    fn quote(&self, lines: &[String]) -> String {
        let escaped = lines.iter().map(|line| {
            line.chars().fold(String::new(), |mut text, letter| {
                if letter.is_alphanumeric() || " -_./:,*×()…".contains(letter) {
                    text.push(letter);
                } else {
                    let _ = write!(text, "#{};", u32::from(letter));
                }
                text
            })
        });
        format!("\"{}\"", escaped.collect::<Vec<_>>().join("<br>"))
    }
}

impl Language for Mermaid {
    fn node(&self, index: usize, node: &Box) -> String {
        let (open, close) = if node.decision { ("{{", "}}") } else { ("[", "]") };
        format!("n{index}{open}{}{close}", self.quote(&node.lines))
    }

    fn group(&self, index: usize, group: &Group) -> (String, &'static str) {
        (format!("subgraph g{index}[{}]", self.quote(&group.lines)), "end")
    }
}

struct Dot;

impl Dot {
    fn quote(&self, lines: &[String]) -> String {
        let escaped = lines.iter().map(|line| line.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
        format!("\"{}\"", escaped.collect::<Vec<_>>().join("\\n"))
    }
}

impl Language for Dot {
    fn node(&self, index: usize, node: &Box) -> String {
        let shape = if node.decision { ", shape=hexagon, style=\"\"" } else { "" };
        format!("n{index} [label={}{shape}];", self.quote(&node.lines))
    }

    fn group(&self, index: usize, group: &Group) -> (String, &'static str) {
        (format!("subgraph cluster{index} {{ label={}; style=rounded;", self.quote(&group.lines)), "}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_its_text() {
        let lines = ["\"]; click n0 <b>&\n%%".to_owned()];
        assert_eq!(Mermaid.quote(&lines), "\"#34;#93;#59; click n0 #60;b#62;#38;#10;#37;#37;\"");
        assert_eq!(Dot.quote(&["a\"b\\\nc".to_owned()]), "\"a\\\"b\\\\ c\"");
    }
}
