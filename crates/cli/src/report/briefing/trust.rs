//! What texts are worth, and who rejects them, on paper and as trusted.

use super::Report;
use crate::document::Document;
use crate::report::hidden::Section;
use crate::report::trust;

impl Report {
    pub(super) fn trust_section(&self, document: &mut Document) {
        let Some(trust) = self.trust_shown() else { return };
        document.heading(2, "On paper and as trusted");
        let mut parts = Document::new();
        trust.summary(&mut parts, &self.closely);
        document.embed(parts, 0);
    }

    pub(super) fn trust_shown(&self) -> Option<&trust::Report> {
        self.trust.as_ref().filter(|_| self.shows(Section::Trust))
    }
}
