//! The short form: the answers on a few pages, without most of what they follow from.

use super::Report;
use super::measures::limits;
use super::sources::CitedSource;
use crate::document::{Document, Item, Text};
use crate::report::parts::{cited_source_list, count, sentence_list};

impl Report {
    /// The short form laid out: every section with its conclusion and one table at most, and the
    /// sources that it cites itself.
    pub fn brief(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        self.opening(&mut document);
        if let Some(about) = &self.about {
            document.paragraph(about.as_str());
        }
        document.paragraph(
            "This is the short form. The full report has the reasons, every issue, what each \
             measure means, what the coders judged, and all sources.",
        );
        if let Some(score) = &self.proposals {
            document.heading(2, "What stated positions imply for each proposal");
            score.overview_in_short(&mut document);
            self.consent_in_short(&mut document);
        }
        self.overlap_in_short(&mut document);
        self.blocking_in_short(&mut document);
        if let Some(history) = &self.history {
            document.heading(2, "How positions moved");
            history.conclusion(&mut document);
        }
        if let Some(comparison) = &self.comparison {
            document.heading(2, comparison.heading());
            comparison.conclusion(&mut document);
            comparison.party_table(&mut document);
        }
        if let Some(robust) = &self.robustness {
            document.heading(2, "How sure this is");
            for sentence in robust.conclusion() {
                document.paragraph(sentence);
            }
        }
        if let Some(voice) = &self.voice {
            document.heading(2, "Whose terms these are");
            voice.conclusion(&mut document);
        }
        if let Some(ratification) = &self.ratification {
            document.heading(2, "Ratification: which votes each text must win");
            ratification.conclusion(&mut document);
        }
        if let Some(trust) = self.trust_shown() {
            document.heading(2, "On paper and as trusted");
            trust.conclusion(&mut document);
        }
        document.heading(2, "Method and limits");
        limits(&mut document, "");
        self.doubts_in_short(&mut document);
        document.heading(3, "What the words mean");
        self.verdict_words(&mut document);
        cited_source_list(&mut document, self.sources.iter().map(CitedSource::source));
        document
    }

    /// Whose consent is needed.
    fn consent_in_short(&self, document: &mut Document) {
        let of = |consent: &str| -> Vec<&str> {
            let parties = self.parties.iter().filter(|party| party.consent == consent);
            parties.map(|party| party.name.as_str()).collect()
        };
        let mut consent = Vec::new();
        for (parties, whose) in [(of("always"), "always"), (of("sometimes"), "under conditions")] {
            if !parties.is_empty() {
                consent.push(format!("{whose} of {}", sentence_list(&parties)));
            }
        }
        document.paragraph(format!("Consent is needed {}.", consent.join(", ")));
    }

    fn overlap_in_short(&self, document: &mut Document) {
        let (map, closable) = (self.map_shown(), self.closable_shown());
        if map.or(closable).is_some() {
            document.heading(2, "Where positions overlap");
        }
        if let Some(map) = map {
            document.paragraph(map.conclusion());
            map.shared_list(document);
        }
        if let Some(closable) = closable {
            closable.closable_in_short(document);
        }
    }

    fn blocking_in_short(&self, document: &mut Document) {
        let Some(deadlock) = &self.deadlock else { return };
        document.heading(2, "What blocks an agreement, and what would open one");
        if deadlock.is_bad_news() {
            deadlock.conflicts_in_short(document);
        } else {
            deadlock.conclusion(document);
        }
        self.ways_by_order(document);
        if deadlock.ways_out.iter().any(|way| !way.prices.is_empty()) {
            document.paragraph(
                "A price is what a party loses on the issues on which it gives way. A condition \
                 given up has no price, so that a way out with conditions looks cheaper than it \
                 is. Prices of different parties cannot be compared.",
            );
        }
    }

    /// How much of the file is the coders' judgement, and what is odd about it.
    fn doubts_in_short(&self, document: &mut Document) {
        let mut items: Vec<Item> = Vec::new();
        if let Some(judgements) = &self.judgements {
            let all = count(judgements.statements_in_all, "statement");
            items.push(Item::new(Text::from(match judgements.statements.len() {
                0 => format!("Of {all} of positions none is a judgement of the coders."),
                some => format!(
                    "Of {all} of positions {some} are inferred, contested or not firmly sourced; \
                     the full report lists them."
                ),
            })));
        }
        if let Some(gaps) = &self.gaps {
            items.push(Item::new(Text::from(match gaps.len() {
                0 => "The check of the file found nothing odd.".to_owned(),
                some => format!(
                    "The check of the file gives {}; the full report says what leans on it.",
                    count(some, "warning")
                ),
            })));
        }
        document.list(items);
    }
}
