//! How positions moved, in brief: the moves that counted; the command `timeline` has the others.

use super::Report;
use crate::document::Document;

impl Report {
    /// From where to where, the moves that changed something, and who moved how.
    pub(super) fn history_section(&self, document: &mut Document) {
        let Some(history) = &self.history else { return };
        document.heading(2, "How positions moved");
        history.conclusion(document);
        if let Some(figure) = history.figure() {
            document.figure(figure);
        }
        let mut parts = Document::new();
        history.counted_section(&mut parts);
        history.mover_section(&mut parts);
        document.embed(parts, 1);
    }
}
