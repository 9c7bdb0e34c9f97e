//! How often, in short: what is sampled stands apart from what is exact, after all of it.

use super::Report;
use crate::document::Document;
use crate::report::sampling;

impl Report {
    pub(super) fn sampling_section(&self, document: &mut Document) {
        let Some(sampling) = self.sampled() else { return };
        document.heading(2, "How often, if what is open is drawn at random");
        sampling.in_short(document);
    }

    /// What is sampled; none where nothing is left open that could be drawn.
    pub(super) fn sampled(&self) -> Option<&sampling::Report> {
        self.sampling.as_ref().filter(|it| it.draws_anything())
    }
}
