//! Which votes the proposals must win, in short.

use super::Report;
use crate::document::Document;

impl Report {
    pub(super) fn ratification_section(&self, document: &mut Document) {
        let Some(ratification) = &self.ratification else { return };
        document.heading(2, "Ratification: which votes each text must win");
        ratification.conclusion(document);
        ratification.gate_table(document);
    }
}
