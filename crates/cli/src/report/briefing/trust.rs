//! What texts are worth, and who rejects them, on paper and as trusted.

use super::Report;
use crate::document::Document;
use crate::report::hidden::Section;

impl Report {
    pub(super) fn trust_section(&self, document: &mut Document) {
        let Some(trust) = self.trust.as_ref().filter(|_| self.shows(Section::Trust)) else {
            return;
        };
        document.heading(2, "On paper and as trusted");
        let mut parts = Document::new();
        trust.summary(&mut parts, &self.closely);
        document.embed(parts, 0);
    }
}
