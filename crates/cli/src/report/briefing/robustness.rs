//! How sure the answers are, in short.

use super::Report;
use crate::document::Document;

impl Report {
    pub(super) fn robustness_section(&self, document: &mut Document) {
        let Some(robust) = &self.robustness else { return };
        document.heading(2, "How sure this is");
        for sentence in robust.conclusion() {
            document.paragraph(sentence);
        }
        robust.verdict_table(document);
        robust.case_section(document, 3);
    }
}
