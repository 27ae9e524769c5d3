//! Whether what one policy allows is allowed by another.

use super::statement::{Set, Statement};

/// What `after` allows and `before` did not, as far as that can be told. Never less than there is.
pub(super) fn gained(before: &[Statement], after: &[Statement]) -> Vec<Statement> {
    let allowed = after.iter().filter(|new| new.allows);
    let new = allowed.filter(|new| !before.iter().any(|old| old.allows && covers(old, new)));
    let denied = before.iter().filter(|old| !old.allows);
    let gone = denied.filter(|old| !after.iter().any(|new| !new.allows && covers(new, old)));
    let mut found: Vec<Statement> = Vec::new();
    for statement in new.chain(gone) {
        let parts = parts(statement, if statement.allows { before } else { after });
        found.extend(parts);
    }
    found
}

/// The part of the statement that no other one covers: the actions of which something is open, and the resources of
/// which something is.
fn parts(statement: &Statement, others: &[Statement]) -> Option<Statement> {
    let Set::Of(actions) = &statement.actions else { return Some(statement.clone()) };
    // Several statements together may cover what none covers alone.
    let resources: Vec<Set> = match &statement.resources {
        Set::Of(resources) => resources.iter().map(|resource| Set::Of(vec![resource.clone()])).collect(),
        all_but => vec![all_but.clone()],
    };
    let principals: Vec<Set> = match &statement.principals {
        Set::Of(principals) => principals.iter().map(|principal| Set::Of(vec![principal.clone()])).collect(),
        all_but => vec![all_but.clone()],
    };
    let is_open = |action: &String, resources: &Set| {
        principals.iter().any(|principals| {
            let (actions, resources, principals) =
                (Set::Of(vec![action.clone()]), resources.clone(), principals.clone());
            !is_covered(&Statement { actions, resources, principals, ..statement.clone() }, others)
        })
    };
    let open: Vec<&String> =
        actions.iter().filter(|action| resources.iter().any(|resource| is_open(action, resource))).collect();
    if open.is_empty() {
        return None;
    }
    let among = |resource: &&Set| open.iter().any(|action| is_open(action, resource));
    let left = resources.iter().filter(among).flat_map(|resource| match resource {
        Set::Of(texts) | Set::AllBut(texts) => texts.iter().cloned(),
    });
    let resources = match &statement.resources {
        Set::Of(_) => Set::Of(left.collect()),
        all_but => all_but.clone(),
    };
    Some(Statement { actions: Set::Of(open.into_iter().cloned().collect()), resources, ..statement.clone() })
}

fn is_covered(statement: &Statement, others: &[Statement]) -> bool {
    others.iter().any(|other| other.allows == statement.allows && covers(other, statement))
}

/// Whether all that the second statement is about, the first one is about too.
fn covers(wide: &Statement, narrow: &Statement) -> bool {
    wide.place == narrow.place
        && (wide.condition.is_empty() || wide.condition == narrow.condition)
        && set_covers(&wide.principals, &narrow.principals)
        && set_covers(&wide.actions, &narrow.actions)
        && set_covers(&wide.resources, &narrow.resources)
}

fn set_covers(wide: &Set, narrow: &Set) -> bool {
    match (wide, narrow) {
        (Set::Of(wide), Set::Of(narrow)) => {
            narrow.iter().all(|narrow| wide.iter().any(|wide| pattern_covers(wide, narrow)))
        }
        (Set::Of(wide), Set::AllBut(_)) => wide.iter().any(|wide| wide == "*"),
        (Set::AllBut(out), Set::Of(narrow)) => narrow.iter().all(|narrow| out.iter().all(|out| !meet(out, narrow))),
        (Set::AllBut(out), Set::AllBut(narrow)) => {
            out.iter().all(|out| narrow.iter().any(|narrow| pattern_covers(narrow, out)))
        }
    }
}

/// Whether every text that the second pattern matches, the first one matches too. Patterns have `*` for any text and
/// `?` for one character. Where the answer is yes it is right; a rare no may be wrong.
fn pattern_covers(wide: &str, narrow: &str) -> bool {
    // Up to its first wildcard, a pattern covers nothing but itself. That decides most of them.
    let fixed = wide.find(['*', '?']).unwrap_or(wide.len());
    let (head, rest) = wide.split_at(fixed);
    let Some(narrow) = narrow.strip_prefix(head) else { return false };
    match rest {
        "" => return narrow.is_empty(),
        "*" => return true,
        _ => {}
    }
    let wide = rest;
    let (wide, narrow): (Vec<char>, Vec<char>) = (wide.chars().collect(), narrow.chars().collect());
    table(&wide, &narrow, |wide, narrow| wide == narrow || wide == '?' && narrow != '*')
}

/// Whether there is a text that both patterns match.
fn meet(left: &str, right: &str) -> bool {
    if !left.contains(['*', '?']) && !right.contains(['*', '?']) {
        return left == right;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut row = vec![false; right.len() + 1];
    for i in 0..=left.len() {
        let mut next = vec![false; right.len() + 1];
        for j in 0..=right.len() {
            next[j] = (i == 0 && j == 0)
                || (i > 0
                    && j > 0
                    && row[j - 1]
                    && (left[i - 1] == right[j - 1] || left[i - 1] == '?' || right[j - 1] == '?'))
                || (i > 0 && left[i - 1] == '*' && row[j])
                || (i > 0 && j > 0 && left[i - 1] == '*' && next[j - 1])
                || (j > 0 && right[j - 1] == '*' && next[j - 1])
                || (i > 0 && j > 0 && right[j - 1] == '*' && row[j]);
        }
        row = next;
    }
    row[right.len()]
}

/// Matches the tokens of one pattern against those of another; `*` of the first takes any tokens.
fn table(wide: &[char], narrow: &[char], same: impl Fn(char, char) -> bool) -> bool {
    let mut row = vec![false; narrow.len() + 1];
    row[0] = true;
    for token in wide {
        let mut next = vec![false; narrow.len() + 1];
        for j in 0..=narrow.len() {
            next[j] = if *token == '*' {
                row[j] || j > 0 && next[j - 1]
            } else {
                j > 0 && row[j - 1] && narrow[j - 1] != '*' && same(*token, narrow[j - 1])
            };
        }
        row = next;
    }
    row[narrow.len()]
}

#[cfg(test)]
mod tests {
    use super::{meet, pattern_covers};

    #[test]
    fn patterns_cover_what_they_match() {
        for (wide, narrow, expected) in [
            ("*", "s3:*", true),
            ("s3:*", "s3:get*", true),
            ("s3:get*", "s3:*", false),
            ("s3:get?bject", "s3:getobject", true),
            ("s3:get?bject", "s3:get*bject", false),
            ("a*c", "abc", true),
            ("a*c", "ab*", false),
            ("*a*", "xa*", true),
            ("s3:get", "s3:get", true),
            ("s3:get", "s3:get*", false),
            ("s3:get*", "s3:ge?", false),
            ("s3:g?t", "s3:g?t", true),
            ("s3:?", "s3:", false),
        ] {
            assert_eq!(pattern_covers(wide, narrow), expected, "{wide} {narrow}");
        }
        for (left, right, expected) in
            [("s3:*", "*:get", true), ("a*", "b*", false), ("a?c", "*b*", true), ("", "*", true)]
        {
            assert_eq!(meet(left, right), expected, "{left} {right}");
        }
    }
}
