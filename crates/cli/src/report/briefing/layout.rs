//! The layout of the document: the answer first, then what it follows from, then what it rests on.

use super::Report;
use crate::document::{Document, Item, Text};
use crate::report::hidden::Section;
use crate::report::overlap;
use crate::report::parts::sentence_list;

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        self.opening(&mut document);
        self.proposals_section(&mut document);
        self.map_section(&mut document);
        self.deadlock_section(&mut document);
        self.closable_section(&mut document);
        self.attainable_section(&mut document);
        self.history_section(&mut document);
        self.comparison_section(&mut document);
        self.robustness_section(&mut document);
        self.voice_section(&mut document);
        self.ratification_section(&mut document);
        self.trust_section(&mut document);
        if self.shows(Section::Unsettled) && self.proposals.is_some() {
            document.heading(2, "What each text leaves silent, open or ambiguous");
            self.unsettled_section(&mut document);
        }
        self.sampling_section(&mut document);
        self.file_section(&mut document);
        if self.gaps.is_some() {
            document.heading(2, "Gaps of the file, and what leans on them");
            self.gap_section(&mut document);
        }
        document.heading(2, "Method and limits");
        self.method_section(&mut document);
        if !self.sources.is_empty() {
            document.heading(2, "Sources");
            self.source_section(&mut document);
        }
        if self.judgements.is_some() {
            document.heading(2, "Judgements of the coders");
            self.judgement_section(&mut document);
        }
        document
    }

    pub(super) fn opening(&self, document: &mut Document) {
        if !self.suppositions.is_empty() {
            document.paragraph(format!("Supposing {}:", sentence_list(&self.suppositions)));
        }
        for sentence in &self.answer {
            document.paragraph(sentence.clone());
        }
        let missing = self.missing();
        if !missing.is_empty() {
            document.paragraph(Text::new().strong("Partial").plain(format!(
                ": {}. What follows is proven, but there may be more.",
                sentence_list(&missing)
            )));
        }
        if !self.left_out.is_empty() {
            document.paragraph(Text::new().strong("Left out").plain(format!(
                " at the wish of whoever made this report: {}. The conclusions take account of it \
                 all the same.",
                sentence_list(&self.left_out)
            )));
        }
        if !self.shown.is_empty() {
            let titles: Vec<&str> = self
                .parties
                .iter()
                .filter(|party| self.shown.contains(&party.party))
                .map(|party| party.title.as_str())
                .collect();
            document.paragraph(Text::new().strong("A view").plain(format!(
                ": only the lines of {} are shown. The answers are the same for everybody.",
                sentence_list(&titles)
            )));
        }
    }

    /// What the file is about, and who the parties are.
    fn file_section(&self, document: &mut Document) {
        document.heading(2, "The file, and who is who");
        if let Some(about) = &self.about {
            document.paragraph(about.as_str());
        }
        let who = self.parties.iter().map(|party| {
            let consent = match party.consent {
                "always" => "Its consent is always needed.",
                "never" => "Its consent is not asked.",
                _ => "Its consent is needed under conditions.",
            };
            let note = party.note.as_ref().map(|note| {
                let stop = if note.ends_with('.') { "" } else { "." };
                format!("{note}{stop} ")
            });
            let note = note.unwrap_or_default();
            Item::new(Text::new().strong(party.title.clone()).plain(format!(" – {note}{consent}")))
        });
        document.list(who);
    }

    /// What could not be finished in any part.
    fn missing(&self) -> Vec<String> {
        let mut missing = self.unfinished.clone();
        missing.extend(self.proposals.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.map.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.deadlock.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.attainable.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.robustness.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.voice.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.ratification.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.history.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.sampling.iter().flat_map(|it| it.unfinished.clone()));
        missing.extend(self.trust.iter().flat_map(|it| it.unfinished.clone()));
        missing
    }

    fn proposals_section(&self, document: &mut Document) {
        let Some(score) = &self.proposals else { return };
        document.heading(2, "What stated positions imply for each proposal");
        score.overview(document, true);
        if let Some(figure) = self.worths_figure() {
            document.figure(figure);
        }
        for proposal in &score.proposals {
            proposal.reasons_section(document);
        }
    }

    fn map_section(&self, document: &mut Document) {
        let Some(map) = self.map_shown() else { return };
        document.heading(2, "The map of issues and parties");
        document.paragraph(map.conclusion());
        if let Some(figure) = self.stances_figure() {
            document.figure(figure);
        }
        map.class_table(document);
        let mut pairs = Document::new();
        map.pair_section(&mut pairs);
        document.embed(pairs, 1);
    }

    fn deadlock_section(&self, document: &mut Document) {
        let Some(deadlock) = &self.deadlock else { return };
        document.heading(2, "What blocks an agreement, and what would open one");
        deadlock.conclusion(document);
        if let Some(figure) = self.conflicts_figure() {
            document.figure(figure);
        }
        let mut parts = Document::new();
        deadlock.subject_section(&mut parts);
        deadlock.conflict_section(&mut parts);
        document.embed(std::mem::take(&mut parts), 1);
        self.ways_by_order(document);
        deadlock.ways_section(&mut parts);
        deadlock.distance_section(&mut parts);
        deadlock.alone_section(&mut parts);
        deadlock.involvement_section(&mut parts);
        for proposal in &deadlock.proposals {
            proposal.blocking_section(&mut parts);
        }
        deadlock.disputed_section(&mut parts);
        deadlock.questions_section(&mut parts);
        document.embed(parts, 1);
    }

    fn closable_section(&self, document: &mut Document) {
        if let Some(map) = self.closable_shown() {
            map.closable_section(document);
        }
    }

    pub(super) fn map_shown(&self) -> Option<&overlap::Report> {
        self.map.as_ref().filter(|_| self.shows(Section::Map))
    }

    pub(super) fn closable_shown(&self) -> Option<&overlap::Report> {
        self.map.as_ref().filter(|_| self.shows(Section::Closable))
    }

    fn attainable_section(&self, document: &mut Document) {
        let Some(attainable) = &self.attainable else { return };
        let Some(first) = attainable.outlooks.first() else { return };
        document.heading(2, "The best attainable, and where each proposal stands");
        attainable.conclusion(document, first);
        if let Some(whose) = attainable.whose_refusals(first) {
            document.paragraph(whose);
        }
        if let Some(figure) = self.attainable_figure() {
            document.figure(figure);
            if first.acceptable == "0" {
                document.paragraph(
                    "A place further up or to the right says nothing of the refusals that a package \
                     breaks: all of these break some.",
                );
            }
        }
        let mut parts = Document::new();
        attainable.zone(&mut parts, first);
        attainable.yardsticks(&mut parts, first);
        attainable.extremes(&mut parts, first);
        attainable.package_section(&mut parts, first);
        attainable.standing_section(&mut parts, first);
        attainable.trade_section(&mut parts);
        document.embed(parts, 1);
    }

    fn comparison_section(&self, document: &mut Document) {
        let Some(comparison) = &self.comparison else { return };
        document.heading(2, comparison.heading());
        comparison.conclusion(document);
        if let Some(figure) = self.changes_figure() {
            document.figure(figure);
        }
        let mut parts = Document::new();
        comparison.party_section(&mut parts);
        document.embed(parts, 1);
        document
            .heading(3, format!("Clause by clause, in the order of “{}”", comparison.first.title));
        self.clause_table(document);
    }
}
