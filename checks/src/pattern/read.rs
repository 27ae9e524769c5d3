//! Patterns of several dialects, rewritten for one.

use std::iter::Peekable;
use std::str::Chars;

/// The pattern as the linear engine writes it; `None` for what cannot be said there.
///
/// - Classes of Unicode become their signs of ASCII and everything beyond it.
/// - Escapes that mean nothing, as of `<`, go; the ends of the text are `\A` and `\z`.
/// - In classes, `[` and the like stand for themselves.
/// - Braces that are no repetition stand for themselves; a repetition of an end goes.
pub(super) fn for_linear(pattern: &str) -> Option<String> {
    // Classes within classes are of Java alone.
    if pattern.contains("&&[") {
        return None;
    }
    let pattern = pattern.replace(r"(?![\s\S])", r"\z");
    let mut reader = Reader { signs: pattern.chars().peekable(), out: String::with_capacity(pattern.len()) };
    reader.read()?;
    Some(reader.out)
}

/// What the linear engine would read, for one that follows JavaScript.
pub(super) fn for_backtracking(read: &str) -> String {
    let mut out = String::with_capacity(read.len());
    let mut signs = read.replace("(?i)", "").replace("(?s)", "").chars().collect::<Vec<_>>().into_iter().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek()) {
            ('\\', Some('z')) => {
                signs.next();
                out.push_str("(?![\\s\\S])");
            }
            ('\\', Some('A')) => {
                signs.next();
                out.push('^');
            }
            // The largest sign of the engine's alphabet stands for all beyond it.
            ('\\', Some('u')) => {
                signs.next();
                let digits: String = signs.by_ref().skip(1).take_while(|digit| *digit != '}').collect();
                out.push_str(if digits.len() > 4 { "\\uFFFF" } else { "\\u" });
                if digits.len() <= 4 {
                    out.push_str(&format!("{digits:0>4}"));
                }
            }
            ('\\', Some(_)) => out.extend(['\\', signs.next().unwrap_or_default()]),
            _ => out.push(sign),
        }
    }
    out
}

struct Reader<'p> {
    signs: Peekable<Chars<'p>>,
    out: String,
}

impl<'p> Reader<'p> {
    fn read(&mut self) -> Option<()> {
        while let Some(sign) = self.signs.next() {
            match sign {
                '\\' => drop(self.escape(false)?),
                '[' => self.class()?,
                '{' => {
                    if self.repetition().is_none() {
                        self.out.push_str(r"\{");
                    }
                }
                '^' | '$' => {
                    self.out.push(sign);
                    if self.signs.peek() == Some(&'{')
                        && let Some(length) = self.clone_after_brace().repetition()
                    {
                        self.signs.nth(length);
                    }
                }
                _ => self.out.push(sign),
            }
        }
        Some(())
    }

    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.signs.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        // A bracket at once stands for itself.
        if self.signs.next_if_eq(&']').is_some() {
            self.out.push_str(r"\]");
        }
        while let Some(sign) = self.signs.next() {
            match sign {
                ']' => {
                    self.out.push(']');
                    return Some(());
                }
                '\\' => {
                    let several = self.escape(true)?;
                    // After a whole class a hyphen is no range.
                    if several && self.signs.next_if_eq(&'-').is_some() {
                        self.out.push_str(r"\-");
                    }
                }
                '[' | '&' | '~' => self.out.extend(['\\', sign]),
                _ => self.out.push(sign),
            }
        }
        None
    }

    /// Reads what follows a backslash, and returns whether it stands for several signs.
    fn escape(&mut self, in_class: bool) -> Option<bool> {
        let sign = self.signs.next()?;
        match sign {
            'p' | 'P' => {
                let signs = property(&self.name()?, sign == 'P')?;
                match in_class {
                    true => self.out.push_str(signs),
                    false => self.out.push_str(&format!("[{signs}]")),
                }
                return Some(true);
            }
            'u' => {
                let code = self.code()?;
                self.out.push_str(&format!(r"\u{{{code:X}}}"));
            }
            'Z' => self.out.push_str(r"\z"),
            '<' | '>' | '"' | '\'' | '/' | ':' | '=' | '_' | '@' | '!' | ',' | ';' | '%' | '`' | ' ' => {
                self.out.push(sign)
            }
            _ => self.out.extend(['\\', sign]),
        }
        Some(matches!(sign, 'w' | 'W' | 'd' | 'D' | 's' | 'S'))
    }

    /// The name of a property: `L` of `{L}` and of a lone `L`.
    fn name(&mut self) -> Option<String> {
        match self.signs.next()? {
            '{' => Some(self.signs.by_ref().take_while(|sign| *sign != '}').collect()),
            sign => Some(sign.to_string()),
        }
    }

    /// A sign by its number. Halves of signs beyond the first plane stand for all of those.
    fn code(&mut self) -> Option<u32> {
        let first = self.four_digits()?;
        match first {
            0xD800..0xDC00 => {
                let mut ahead = self.signs.clone();
                if (ahead.next(), ahead.next()) == (Some('\\'), Some('u')) {
                    let mut reader = Reader { signs: ahead, out: String::new() };
                    if let Some(second @ 0xDC00..0xE000) = reader.four_digits() {
                        self.signs.nth(5);
                        return Some(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
                    }
                }
                Some(0x10000)
            }
            0xDC00..0xE000 => Some(0x10FFFF),
            code => Some(code),
        }
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits: String = self.signs.by_ref().take(4).collect();
        u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4)
    }

    fn clone_after_brace(&self) -> Reader<'p> {
        let mut signs = self.signs.clone();
        signs.next();
        Reader { signs, out: String::new() }
    }

    /// After an opening brace: how many signs are left of a repetition, `3}`, `3,}` or `3,5}`, where it is one. It is
    /// written out then.
    fn repetition(&mut self) -> Option<usize> {
        let inside: String = self.signs.clone().take_while(|sign| *sign != '}').collect();
        let (least, most) = inside.split_once(',').unwrap_or((&inside, "0"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits =
            !least.is_empty() && digits(least) && digits(most) && self.signs.clone().nth(inside.len()) == Some('}');
        if !fits {
            return None;
        }
        self.signs.nth(inside.len());
        self.out.push_str(&format!("{{{inside}}}"));
        Some(inside.len() + 1)
    }
}

/// The signs of a property, as they stand in a class: those of ASCII, and everything beyond.
///
/// See <https://www.unicode.org/reports/tr18/#General_Category_Property>.
fn property(name: &str, negated: bool) -> Option<&'static str> {
    const CONTROLS: &str = r"\x00-\x1F\x7F";
    const VISIBLE: &str = r"\x20-\x7E\u{80}-\u{10FFFF}";
    Some(match (name, negated) {
        ("L", false) => r"a-zA-Z\u{80}-\u{10FFFF}",
        ("N", false) => r"0-9\u{80}-\u{10FFFF}",
        ("M", false) => r"\u{80}-\u{10FFFF}",
        ("M", true) => r"\x00-\u{10FFFF}",
        ("P", false) => r"!-#%-*,-/:;?@\[-\]_{}\u{80}-\u{10FFFF}",
        ("S", false) => r"$+<->\^`|\~\u{80}-\u{10FFFF}",
        ("Z" | "Zs", false) => r" \u{80}-\u{10FFFF}",
        ("C" | "Cc", false) => CONTROLS,
        ("C", true) => VISIBLE,
        ("Cf", false) => r"\u{80}-\u{10FFFF}",
        ("Graph", false) => r"\x21-\x7E\u{80}-\u{10FFFF}",
        ("Print", false) => VISIBLE,
        ("ASCII", false) => r"\x00-\x7F",
        _ => return None,
    })
}
