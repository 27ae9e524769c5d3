//! [`Row`]: a pattern that is a row of signs, each of a set.

use std::iter::Peekable;
use std::str::Chars;

/// How many signs of ASCII there are.
const SIGNS: usize = 128;

/// Which signs of ASCII may stand in a place.
type Set = [bool; SIGNS];

/// A pattern of the form `^x[a-z][a-z0-9-]{1,8}$`, as most are: a row of signs from the beginning, of which only the
/// last may repeat.
///
/// It is for texts of ASCII alone, and there says the same as the engines.
#[derive(Debug)]
pub(super) struct Row {
    fixed: Vec<Set>,
    last: Option<Repeated>,
    /// Whether the text ends with it.
    ends: bool,
}

#[derive(Debug)]
struct Repeated {
    set: Set,
    least: usize,
    most: usize,
}

impl Row {
    /// The row that a pattern for the linear engine is, where it is one.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let rest = pattern.strip_prefix('^').or_else(|| pattern.strip_prefix(r"\A"))?;
        let inner = rest.strip_suffix('$').or_else(|| rest.strip_suffix(r"\z"));
        // The end of a text can be escaped, and is then a sign of it.
        let ends = inner.is_some_and(|inner| !inner.ends_with('\\'));
        let mut row = Row { fixed: Vec::new(), last: None, ends };
        let mut reader = Reader { signs: inner.filter(|_| ends).unwrap_or(rest).chars().peekable() };
        while reader.signs.peek().is_some() {
            if row.last.is_some() {
                return None;
            }
            let set = reader.place()?;
            match reader.repetition()? {
                (1, 1) => row.fixed.push(set),
                (least, most) => row.last = Some(Repeated { set, least, most }),
            }
        }
        Some(row)
    }

    /// Whether a text of ASCII matches.
    pub(super) fn is_match(&self, text: &str) -> bool {
        let Some((first, rest)) = text.as_bytes().split_at_checked(self.fixed.len()) else { return false };
        if !first.iter().zip(&self.fixed).all(|(sign, set)| holds(set, *sign)) {
            return false;
        }
        let fitting = self.last.as_ref().map_or(Some(0), |last| {
            let count = rest.iter().take(last.most).take_while(|sign| holds(&last.set, **sign)).count();
            (count >= last.least).then_some(count)
        });
        fitting.is_some_and(|count| !self.ends || count == rest.len())
    }
}

fn holds(set: &Set, sign: u8) -> bool {
    set.get(usize::from(sign)).copied().unwrap_or_default()
}

/// Reads places and how often they repeat; `None` for everything that is not as plain as that.
struct Reader<'p> {
    signs: Peekable<Chars<'p>>,
}

impl Reader<'_> {
    fn place(&mut self) -> Option<Set> {
        match self.signs.next()? {
            '[' => self.class(),
            '\\' => self.escape().map(Escape::set),
            '.' => Some(set(|sign| sign != b'\n')),
            '(' | ')' | ']' | '{' | '}' | '*' | '+' | '?' | '|' | '^' | '$' => None,
            sign => Some(Escape::One(sign).set()),
        }
    }

    fn repetition(&mut self) -> Option<(usize, usize)> {
        let bounds = match self.signs.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                let inside: String = self.signs.by_ref().skip(1).take_while(|sign| *sign != '}').collect();
                let number = |digits: &str| digits.parse::<usize>().ok();
                let bounds = match inside.split_once(',') {
                    None => (number(&inside)?, number(&inside)?),
                    Some((least, "")) => (number(least)?, usize::MAX),
                    Some((least, most)) => (number(least)?, number(most)?),
                };
                return self.once(bounds);
            }
            _ => return Some((1, 1)),
        };
        self.signs.next();
        self.once(bounds)
    }

    /// A repetition that is not repeated again.
    fn once(&mut self, (least, most): (usize, usize)) -> Option<(usize, usize)> {
        let again = matches!(self.signs.peek(), Some('*' | '+' | '?' | '{'));
        (!again && least <= most).then_some((least, most))
    }

    fn class(&mut self) -> Option<Set> {
        let negated = self.signs.next_if_eq(&'^').is_some();
        let mut found = set(|_| false);
        let mut first = true;
        loop {
            let one = match self.signs.next()? {
                ']' if !first => break,
                // A hyphen between two others is read with the first of them.
                '-' if !first && self.signs.peek() != Some(&']') => return None,
                '[' | ']' | '&' | '~' => return None,
                '\\' => self.escape()?,
                sign => Escape::One(sign),
            };
            first = false;
            let Escape::One(from) = one else {
                let more = one.set();
                found = set(|sign| holds(&found, sign) || holds(&more, sign));
                continue;
            };
            let mut to = from;
            if self.signs.next_if_eq(&'-').is_some() {
                match self.signs.peek() {
                    Some(']') => found[usize::from(b'-')] = true,
                    _ if from == '-' => return None,
                    _ => to = self.end_of_range()?,
                }
            }
            found = set(|sign| holds(&found, sign) || (from..=to).contains(&char::from(sign)));
        }
        Some(set(|sign| holds(&found, sign) != negated))
    }

    fn end_of_range(&mut self) -> Option<char> {
        match self.signs.next()? {
            '[' | '-' | '&' | '~' => None,
            '\\' => match self.escape()? {
                Escape::One(sign) => Some(sign),
                Escape::Several(_) => None,
            },
            sign => Some(sign),
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Option<Escape> {
        let several = |holds: fn(u8) -> bool| Some(Escape::Several(holds));
        match self.signs.next()? {
            'w' => several(|sign| sign.is_ascii_alphanumeric() || sign == b'_'),
            'W' => several(|sign| !sign.is_ascii_alphanumeric() && sign != b'_'),
            'd' => several(|sign| sign.is_ascii_digit()),
            'D' => several(|sign| !sign.is_ascii_digit()),
            's' => several(|sign| matches!(sign, b'\t'..=b'\r' | b' ')),
            'S' => several(|sign| !matches!(sign, b'\t'..=b'\r' | b' ')),
            't' => Some(Escape::One('\t')),
            'n' => Some(Escape::One('\n')),
            'r' => Some(Escape::One('\r')),
            'u' => {
                self.signs.next_if_eq(&'{')?;
                let digits: String = self.signs.by_ref().take_while(|sign| *sign != '}').collect();
                Self::numbered(&digits)
            }
            'x' => {
                let digits: String = self.signs.by_ref().take(2).collect();
                Self::numbered(&digits)
            }
            sign if sign.is_ascii_punctuation() => Some(Escape::One(sign)),
            _ => None,
        }
    }

    fn numbered(digits: &str) -> Option<Escape> {
        char::from_u32(u32::from_str_radix(digits, 16).ok()?).map(Escape::One)
    }
}

/// What a sign, or one after a backslash, stands for.
enum Escape {
    One(char),
    Several(fn(u8) -> bool),
}

impl Escape {
    fn set(self) -> Set {
        match self {
            Escape::One(one) => set(|sign| char::from(sign) == one),
            Escape::Several(holds) => set(holds),
        }
    }
}

fn set(holds: impl Fn(u8) -> bool) -> Set {
    std::array::from_fn(|sign| u8::try_from(sign).is_ok_and(&holds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, right: &[&str], wrong: &[&str]) {
        let row = Row::new(pattern).expect(pattern);
        right.iter().for_each(|text| assert!(row.is_match(text), "{pattern}: {text:?} is right"));
        wrong.iter().for_each(|text| assert!(!row.is_match(text), "{pattern}: {text:?} is wrong"));
    }

    #[test]
    fn only_the_last_place_repeats() {
        check("^x[a-c-]{1,2}$", &["xa", "x-c"], &["x", "a", "xaaa", "xd"]);
        check(r"^a\.", &["a.", "a.b"], &["ab", ""]);
        check(r"^a\$", &["a$", "a$b"], &["a"]);
        check(r"\A[^\w/]*\z", &["", "-."], &["a", "-/"]);
        check("^.+$", &["a b"], &["", "a\n"]);
        for other in ["a", "^a*b$", "^(a)$", "^a|b$", "^[a-z]+?$", r"^\bx$", "^[a&&b]$", "^a{2}{3}$"] {
            assert!(Row::new(other).is_none(), "{other}");
        }
    }
}
