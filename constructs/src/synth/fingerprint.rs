//! A few letters that change with what resources are made of.
//!
//! Some resources are pictures of others, taken once when they are created: a version of a function,
//! a deployment of an API. Only another logical id makes CloudFormation take a new one, so theirs
//! ends with a fingerprint of what they show.

use cfn_model::Value;

use super::logical_ids::logical_id;
use crate::stack::Stack;
use crate::tree::NodeId;

/// What the node's logical id ends with, where it is a picture of others: 8 hexadecimal digits.
pub(crate) fn of(stack: &Stack, node: NodeId) -> Option<String> {
    let element = stack.elements[node.index()].resource()?;
    if element.shows.is_empty() {
        return None;
    }
    let mut hash = Fnv::default();
    for shown in &element.shows {
        let Some(resource) = stack.elements[shown.target.node as usize].resource() else { continue };
        hash.text(&logical_id(stack, NodeId(shown.target.node)));
        let mut properties: Vec<(&str, &Value)> = resource.properties.iter().collect();
        properties.retain(|(name, _)| !shown.without.contains(name));
        hash.entries(stack, properties);
        if let Some(policy) = &resource.policy {
            hash.value(stack, &policy.document.to_value());
        }
    }
    Some(hash.letters())
}

/// FNV-1a, 64 bits: short, the same everywhere and for good. Nobody gains by a collision here.
/// See <https://datatracker.ietf.org/doc/html/rfc9923>.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn letters(&self) -> String {
        let folded = (self.0 >> 32) ^ (self.0 & 0xffff_ffff);
        format!("{folded:08X}")
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// With an end that no text holds, so that two neighbours are never read as two others.
    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0xff]);
    }

    /// The order in which properties were set means nothing.
    fn entries(&mut self, stack: &Stack, mut entries: Vec<(&str, &Value)>) {
        entries.sort_by_key(|(name, _)| *name);
        for (name, value) in entries {
            self.text(name);
            self.value(stack, value);
        }
    }

    fn value(&mut self, stack: &Stack, value: &Value) {
        self.text(value.kind());
        match value {
            Value::Null => {}
            Value::Bool(value) => self.bytes(&[u8::from(*value)]),
            Value::Number(number) => self.text(&number.to_string()),
            Value::String(text) => self.text(text),
            Value::List(items) | Value::Text(items) => {
                self.bytes(&items.len().to_le_bytes());
                items.iter().for_each(|item| self.value(stack, item));
            }
            Value::Map(map) => {
                self.bytes(&map.len().to_le_bytes());
                self.entries(stack, map.iter().collect());
            }
            Value::Intrinsic(call) => {
                self.text(call.function.name());
                self.value(stack, &call.argument);
            }
            Value::Reference(reference) => {
                // Not the number, which depends on the order in which constructs are added. The id in another
                // stack is not known here, and what it gives is read at deployment anyway.
                if reference.target.tree == stack.uid {
                    self.text(&logical_id(stack, NodeId(reference.target.node)));
                }
                self.text(reference.attribute.as_deref().unwrap_or_default());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fnv;

    #[test]
    fn the_hash_is_the_one_of_the_definition() {
        for (text, expected) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            let mut hash = Fnv::default();
            hash.bytes(text.as_bytes());
            assert_eq!(hash.0, expected, "{text}");
        }
    }
}
