//! [`Sheet`]: what an SVG is made of. It stands alone: its style is in it, its text is measured here.
//!
//! All text is of one width a letter, so that what fits here fits in every browser, whatever fonts it has.

use std::fmt::Write;

use crate::terminal::{printable, shortened, width, wrapped};

/// The width of a letter of the text of 12 pixels, rounded up from that of every common monospaced font.
const LETTER: f64 = 7.35;

/// The widths of the letters of the other sizes, as the style has them.
const TITLE_LETTER: f64 = LETTER * 17.0 / 12.0;
const SOFT_LETTER: f64 = LETTER * 11.0 / 12.0;

/// How far lines of soft text are apart.
pub(crate) const SOFT_LINE: f64 = 14.0;

/// What is drawn so far.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    body: String,
    right: f64,
    bottom: f64,
}

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Sheet {
    /// A rectangle with round corners, styled by its classes.
    pub(crate) fn area(&mut self, area: Area, radius: f64, classes: &str) {
        self.grow(area);
        let Area { x, y, width, height } = area;
        let _ = writeln!(
            self.body,
            r#"<rect class="{classes}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>"#,
            px(x),
            px(y),
            px(width),
            px(height),
            px(radius)
        );
    }

    /// A rhombus, which stands for a decision.
    pub(crate) fn rhombus(&mut self, x: f64, y: f64, radius: f64, classes: &str) {
        let (x0, x1, y0, y1) = (px(x - radius), px(x + radius), px(y - radius), px(y + radius));
        let (x, y) = (px(x), px(y));
        let _ = writeln!(self.body, r#"<path class="{classes}" d="M{x} {y0}L{x1} {y}L{x} {y1}L{x0} {y}Z"/>"#);
    }

    /// A line of text that begins at a place and takes no more than a width. What is cut is in its title.
    pub(crate) fn text(&mut self, x: f64, y: f64, room: f64, classes: &str, text: &str) {
        let letter = if classes.contains("title") {
            TITLE_LETTER
        } else if classes.contains("soft") {
            SOFT_LETTER
        } else {
            LETTER
        };
        let text = printable(text);
        let shown = shortened(&text, (room / letter) as usize);
        self.grow(Area { x, y, width: width(&shown) as f64 * letter, height: 4.0 });
        let title = if shown == text { String::new() } else { format!("<title>{}</title>", escaped(&text)) };
        let class = if classes.is_empty() { String::new() } else { format!(r#" class="{classes}""#) };
        let _ = writeln!(self.body, r#"<text{class} x="{}" y="{}">{title}{}</text>"#, px(x), px(y), escaped(&shown));
    }

    /// Soft text in lines below each other, broken at blanks. What is cut is in the title of the whole.
    pub(crate) fn paragraph(&mut self, x: f64, y: f64, room: f64, lines: &[String]) {
        for (index, line) in lines.iter().enumerate() {
            self.text(x, y + index as f64 * SOFT_LINE, room, "soft", line);
        }
    }

    /// A line that ends in an arrowhead.
    pub(crate) fn arrow(&mut self, path: &str, dashed: bool) {
        let dashed = if dashed { " dashed" } else { "" };
        let _ = writeln!(self.body, r#"<path class="arrow{dashed}" d="{path}" marker-end="url(#cfn-head)"/>"#);
    }

    /// Begins things that belong together, with the words that tell all of them to who cannot see them.
    pub(crate) fn begin(&mut self, title: &str) {
        let _ = writeln!(self.body, "<g><title>{}</title>", escaped(&printable(title)));
    }

    /// Ends them.
    pub(crate) fn end(&mut self) {
        self.body.push_str("</g>\n");
    }

    /// Puts what is on another sheet upon this one.
    pub(crate) fn append(&mut self, other: Sheet) {
        self.body.push_str(&other.body);
        self.grow(Area { x: other.right, y: other.bottom, width: 0.0, height: 0.0 });
    }

    /// Makes sure that a place is on the sheet.
    pub(crate) fn grow(&mut self, area: Area) {
        self.right = self.right.max(area.x + area.width);
        self.bottom = self.bottom.max(area.y + area.height);
    }

    /// The SVG. The title tells what it shows to who cannot see it.
    pub(crate) fn finish(self, title: &str) -> String {
        const MARGIN: f64 = 20.0;
        let (width, height) = (px(self.right + MARGIN), px(self.bottom + MARGIN));
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" class="cfn-graph" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<title>{}</title>
<style>
{}</style>
<defs><marker id="cfn-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head" d="M0 0L8 4L0 8Z"/></marker></defs>
<rect class="paper" width="100%" height="100%"/>
{}</svg>
"##,
            escaped(&printable(title)),
            include_str!("style.css"),
            self.body
        )
    }
}

/// Lines of soft text that fit into a width, at most so many.
pub(crate) fn soft_lines(text: &str, room: f64, lines: usize) -> Vec<String> {
    wrapped(&printable(text), (room / SOFT_LETTER) as usize, lines)
}

/// How wide a text is without being shortened.
pub(crate) fn text_width(text: &str) -> f64 {
    width(text) as f64 * LETTER
}

/// How wide a soft text is without being shortened.
pub(crate) fn soft_width(text: &str) -> f64 {
    width(text) as f64 * SOFT_LETTER
}

/// A number of pixels, as short as it goes.
pub(crate) fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_leaves_its_room() {
        let mut sheet = Sheet::default();
        sheet.text(10.0, 10.0, 60.0, "", "</text><script>alert(1)</script>");
        assert!(sheet.right <= 70.0);
        let svg = sheet.finish("A & B");
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;"), "{svg}");
        assert!(svg.contains("<title>A &amp; B</title>"), "{svg}");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([12.0, 0.25, 3.04, -1.5].map(px), ["12", "0.2", "3", "-1.5"]);
    }
}
