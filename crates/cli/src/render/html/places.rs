//! The names of places within a page, each given once.

use std::collections::BTreeSet;

use crate::document::{Block, Document, Item};

/// The names that are given, and those that are kept for somebody.
pub(super) struct Places {
    kept: BTreeSet<String>,
    given: BTreeSet<String>,
}

impl Places {
    /// Keeps the anchors of a document, and the page's own names.
    pub(super) fn new(document: &Document, own: &[&str]) -> Self {
        let mut kept = BTreeSet::new();
        for block in &document.blocks {
            match block {
                Block::Heading { anchor, .. } => kept.extend(anchor.clone()),
                Block::List(items) => items.iter().for_each(|item| anchors(item, &mut kept)),
                Block::Paragraph(_) | Block::Table(_) | Block::Figure(_) => {}
            }
        }
        let given: BTreeSet<_> = own.iter().map(|name| (*name).to_owned()).collect();
        Self { kept, given }
    }

    /// An anchor where it stands first; no name where it is given already.
    pub(super) fn once(&mut self, anchor: &str) -> Option<String> {
        self.given.insert(anchor.to_owned()).then(|| anchor.to_owned())
    }

    /// A name made from words, unlike all others.
    pub(super) fn made_from(&mut self, words: &str) -> String {
        let plain = words.to_lowercase();
        let parts = plain.split(|char: char| !char.is_alphanumeric()).filter(|it| !it.is_empty());
        let name = itertools::join(parts, "-");
        let name = if name.is_empty() { "part".to_owned() } else { name };
        let mut free = name.clone();
        let mut number = 2_usize;
        while self.kept.contains(&free) || !self.given.insert(free.clone()) {
            free = format!("{name}-{number}");
            number += 1;
        }
        free
    }
}

fn anchors(item: &Item, kept: &mut BTreeSet<String>) {
    kept.extend(item.anchor.clone());
    item.children.iter().for_each(|item| anchors(item, kept));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let mut document = Document::new();
        document.list([Item::new("outer").child(Item::new("inner").at("how-far"))]);
        let mut places = Places::new(&document, &["report"]);
        let names = ["How far?", "How far", "Report", "!", "…"].map(|it| places.made_from(it));
        assert_eq!(names, ["how-far-2", "how-far-3", "report-2", "part", "part-2"]);
        assert_eq!(places.once("how-far"), Some("how-far".to_owned()));
        assert_eq!(places.once("how-far"), None);
    }
}
