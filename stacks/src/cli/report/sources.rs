//! The texts of the files that problems are in.

use std::collections::HashMap;

/// Texts by the name that places carry: those that were read, and others from the disk as they are asked for.
#[derive(Default)]
pub(in crate::cli) struct Sources {
    texts: HashMap<String, Option<String>>,
}

#[cfg_attr(
    not(feature = "cli"),
    expect(dead_code, reason = "texts are looked at for excerpts, which that feature has")
)]
impl Sources {
    /// Keeps a text that was read.
    pub(in crate::cli) fn add(&mut self, name: &str, text: String) {
        self.texts.insert(name.to_owned(), Some(text));
    }

    /// The text of a file. The sources of a program are there where it is run in their folder.
    pub(super) fn text(&mut self, name: &str) -> Option<&str> {
        if !self.texts.contains_key(name) {
            self.texts.insert(name.to_owned(), std::fs::read_to_string(name).ok());
        }
        self.texts.get(name)?.as_deref()
    }
}
