//! The headings of a page: one title, levels without gaps, every one a place.

use std::collections::BTreeMap;

use super::places::Places;
use super::words::one_line;
use crate::document::{Block, Document};

/// The headings by the place of their blocks.
pub(super) struct Headings {
    all: BTreeMap<usize, Heading>,
}

/// A heading as it is written.
pub(super) struct Heading {
    /// 1 for the title, 2 to 6 for the others.
    pub(super) level: u8,
    /// Its words in one line.
    pub(super) words: String,
    /// The name of its place.
    pub(super) id: String,
}

impl Headings {
    /// The headings of a document; those without words are left out.
    pub(super) fn new(document: &Document, places: &mut Places) -> Self {
        let mut all = BTreeMap::new();
        let mut above = 0;
        for (at, block) in document.blocks.iter().enumerate() {
            let Block::Heading { level, text, anchor } = block else { continue };
            let words = one_line(text);
            if words.is_empty() {
                continue;
            }
            // Only the first is the title, and nobody skips a level on the way down.
            let level = if above == 0 { 1 } else { (*level).clamp(2, 6).min(above + 1) };
            above = level;
            let anchor = anchor.as_deref().and_then(|it| places.once(it));
            let id = anchor.unwrap_or_else(|| places.made_from(&words));
            all.insert(at, Heading { level, words, id });
        }
        Self { all }
    }

    /// The title of the page.
    pub(super) fn title(&self) -> Option<&Heading> {
        self.all.values().next()
    }

    /// The heading at the place of a block, the title aside.
    pub(super) fn below_title(&self, at: usize) -> Option<&Heading> {
        self.all.get(&at).filter(|heading| heading.level > 1)
    }

    /// The heading under which a block stands.
    pub(super) fn above(&self, at: usize) -> Option<&Heading> {
        self.all.range(..at).next_back().map(|(_, heading)| heading)
    }

    /// The chapters in order, each with its parts.
    pub(super) fn chapters(&self) -> Vec<(&Heading, Vec<&Heading>)> {
        let mut chapters: Vec<(&Heading, Vec<&Heading>)> = Vec::new();
        for heading in self.all.values() {
            match (heading.level, chapters.last_mut()) {
                (2, _) => chapters.push((heading, Vec::new())),
                (3, Some((_, parts))) => parts.push(heading),
                _ => {}
            }
        }
        chapters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(levels: &[u8]) -> Vec<u8> {
        let mut document = Document::new();
        for level in levels {
            document.heading(*level, "words");
        }
        let headings = Headings::new(&document, &mut Places::new(&document, &[]));
        headings.all.values().map(|heading| heading.level).collect()
    }

    #[test]
    fn there_is_one_title_and_no_gap_between_levels() {
        assert_eq!(levels(&[1, 2, 3, 2]), [1, 2, 3, 2]);
        assert_eq!(levels(&[2, 1, 4, 9]), [1, 2, 3, 4]);
    }

    #[test]
    fn chapters_have_their_parts() {
        let mut document = Document::new();
        document.heading(1, "title").heading(2, "a").heading(3, "b").heading(4, "deep");
        document.heading(2, " ").heading(2, "c");
        let headings = Headings::new(&document, &mut Places::new(&document, &[]));
        let chapters: Vec<_> = headings
            .chapters()
            .into_iter()
            .map(|(chapter, parts)| (chapter.words.as_str(), parts.len()))
            .collect();
        assert_eq!(chapters, [("a", 1), ("c", 0)]);
    }
}
