//! [`Lookahead`]: a pattern that begins by looking ahead, taken apart.

use super::linear::Linear;

/// A pattern of the form `^(?=A)(?!B)C`: what has to follow the beginning, and what must not.
///
/// Each part is one that an engine without lookahead understands.
#[derive(Debug)]
pub(super) struct Lookahead {
    parts: Vec<(Linear, bool)>,
}

impl Lookahead {
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let mut rest = pattern.strip_prefix('^').or_else(|| pattern.strip_prefix(r"\A"))?;
        let mut parts = Vec::new();
        while let Some((inner, wanted, after)) = group(rest) {
            parts.push((Linear::anchored(inner)?, wanted));
            rest = after;
        }
        // An alternative beside the beginning would not have what is looked at before it.
        let alone = !parts.is_empty() && !has_alternative(rest);
        parts.push((Linear::anchored(rest).filter(|_| alone)?, true));
        Some(Lookahead { parts })
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.parts.iter().all(|(part, wanted)| part.is_match(text) == *wanted)
    }
}

/// The inside of a lookahead at the beginning, whether it has to match, and what follows it.
fn group(pattern: &str) -> Option<(&str, bool, &str)> {
    let (inside, wanted) = match pattern.strip_prefix("(?=") {
        Some(inside) => (inside, true),
        None => (pattern.strip_prefix("(?!")?, false),
    };
    let end = walk(inside).find_map(|(at, sign, depth)| (sign == ')' && depth < 0).then_some(at))?;
    let after = &inside[end + 1..];
    let repeated = after.starts_with(['*', '+', '?', '{']);
    (!repeated).then_some((&inside[..end], wanted, after))
}

fn has_alternative(pattern: &str) -> bool {
    walk(pattern).any(|(_, sign, depth)| sign == '|' && depth == 0)
}

/// The signs of a pattern that mean something, outside of classes, with how many groups are open after each.
fn walk(pattern: &str) -> impl Iterator<Item = (usize, char, i32)> {
    let (mut depth, mut in_class, mut escaped) = (0, false, false);
    pattern.char_indices().filter_map(move |(at, sign)| {
        if std::mem::take(&mut escaped) {
            return None;
        }
        match sign {
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth -= 1,
            _ => {}
        }
        (!in_class && !escaped).then_some((at, sign, depth))
    })
}
