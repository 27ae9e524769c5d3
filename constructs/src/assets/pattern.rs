//! Patterns of paths, as far as leaving files out needs them.

/// Whether the pattern matches the path itself. What is below a folder that matches is the caller's to skip.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_end_matches('/');
    if !pattern.contains('/') {
        return is_name(pattern, path.rsplit('/').next().unwrap_or(path));
    }
    let steps: Vec<&str> = pattern.trim_start_matches('/').split('/').collect();
    are_steps(&steps, &path.split('/').collect::<Vec<_>>())
}

fn are_steps(pattern: &[&str], path: &[&str]) -> bool {
    match pattern.split_first() {
        None => path.is_empty(),
        Some((&"**", rest)) => (0..=path.len()).any(|skipped| are_steps(rest, &path[skipped..])),
        Some((first, rest)) => {
            path.split_first().is_some_and(|(step, below)| is_name(first, step) && are_steps(rest, below))
        }
    }
}

/// `*` and `?` in one name. After a mismatch the latest `*` takes one character more.
fn is_name(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&character) if character == '?' || character == name[read] => {
                at += 1;
                read += 1;
            }
            _ => match star {
                Some((place, taken)) => {
                    star = Some((place, taken + 1));
                    (at, read) = (place + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|character| *character == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_are_compared_with_names_or_paths() {
        for (pattern, path, expected) in [
            ("*.pyc", "a/b/c.pyc", true),
            ("*.pyc", "a/b/c.py", false),
            ("__pycache__", "a/__pycache__", true),
            ("tests/", "tests", true),
            ("tests/*", "tests/a.py", true),
            ("tests/*", "tests/a/b.py", false),
            ("tests/**", "tests/a/b.py", true),
            ("**/a.py", "a.py", true),
            ("/a.py", "b/a.py", false),
            ("a?c*", "abcd", true),
            ("*a*b", "xaxxb", true),
            ("*a*b", "xaxx", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
