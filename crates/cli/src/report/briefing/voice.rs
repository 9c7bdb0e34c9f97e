//! Whose terms the proposals have, in short.

use super::Report;
use crate::document::Document;

impl Report {
    pub(super) fn voice_section(&self, document: &mut Document) {
        let Some(voice) = &self.voice else { return };
        document.heading(2, "Whose terms these are");
        voice.conclusion(document);
        voice.overview(document);
        for figure in voice.figures(&self.closely) {
            document.figure(figure);
        }
    }
}
