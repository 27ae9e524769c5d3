//! Figures side by side, the last column being whom we compare ourselves with.

use std::fmt::{self, Display, Formatter};

/// A table of figures.
pub(super) struct Table {
    /// What is measured: ours first, the peer last.
    pub(super) columns: Vec<&'static str>,
    /// What is measured of it.
    pub(super) rows: Vec<Row>,
}

/// One kind of figure.
pub(super) struct Row {
    /// What it is, with its unit.
    pub(super) name: &'static str,
    /// How many decimals are worth telling.
    pub(super) digits: usize,
    /// What the first column should reach.
    pub(super) goal: Goal,
    /// A figure a column.
    pub(super) figures: Vec<f64>,
}

/// What our figure should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Goal {
    /// Nothing in particular.
    None,
    /// No more than the peer's.
    AtMostPeer,
    /// Less than that, whatever the peer's.
    Below(f64),
}

impl Goal {
    /// The goal and whether it is met, in words.
    fn verdict(self, ours: f64, peer: f64) -> String {
        let (goal, met) = match self {
            Goal::None => return String::new(),
            Goal::AtMostPeer => ("at most the peer's".to_owned(), ours <= peer),
            Goal::Below(limit) => (format!("below {limit}"), ours < limit),
        };
        format!("{goal}: {}", if met { "met" } else { "missed" })
    }
}

impl Row {
    /// The cells after the name: each figure, with its ratio to the last, and the verdict.
    fn cells(&self) -> Vec<String> {
        let (Some(ours), Some((peer, others))) = (self.figures.first(), self.figures.split_last()) else {
            return Vec::new();
        };
        let digits = self.digits;
        let with_ratio = |figure: &f64| format!("{figure:.digits$}  x{:.2}", figure / peer);
        let mut cells: Vec<String> = others.iter().map(with_ratio).collect();
        cells.push(format!("{peer:.digits$}"));
        cells.push(self.goal.verdict(*ours, *peer));
        cells
    }
}

impl Display for Table {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let heads: Vec<String> = self.columns.iter().copied().chain(["goal"]).map(str::to_owned).collect();
        let lines: Vec<(&str, Vec<String>)> =
            std::iter::once(("", heads)).chain(self.rows.iter().map(|row| (row.name, row.cells()))).collect();
        let name = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let width = lines.iter().flat_map(|(_, cells)| cells.iter().rev().skip(1)).map(String::len).max().unwrap_or(0);
        for (head, cells) in &lines {
            let mut line = format!("{head:<name$}");
            if let Some((goal, figures)) = cells.split_last() {
                figures.iter().for_each(|figure| line.push_str(&format!("  {figure:>width$}")));
                line.push_str(&format!("  {goal}"));
            }
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Goal, Row, Table};

    #[test]
    fn figures_stand_beside_their_ratio_to_the_last() {
        let row = |name, goal, figures: [f64; 3]| Row { name, digits: 1, goal, figures: figures.into() };
        let table = Table {
            columns: vec!["ours", "other", "peer"],
            rows: vec![
                row("CPU s", Goal::AtMostPeer, [20.0, 50.0, 40.0]),
                row("ms", Goal::Below(10.0), [10.0, 5.0, 4.0]),
                row("MiB", Goal::None, [3.0, 3.0, 2.0]),
            ],
        };
        let expected = "
              ours        other         peer  goal
CPU s  20.0  x0.50  50.0  x1.25         40.0  at most the peer's: met
ms     10.0  x2.50   5.0  x1.25          4.0  below 10: missed
MiB     3.0  x1.50   3.0  x1.50          2.0
";
        assert_eq!(format!("\n{table}"), expected);
    }
}
