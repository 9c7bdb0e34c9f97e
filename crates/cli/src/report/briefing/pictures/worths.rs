//! What each proposal is worth to each party, against its floor.

use super::{ends, place};
use crate::document::{Figure, Table};
use crate::picture::{PartyWorths, Picture, WorthLine, Worths};
use crate::report::briefing::Report;
use crate::report::parts::Span;
use crate::report::score::PartyVerdict;

impl Report {
    /// What each proposal is worth to each party, against its floor.
    pub(in crate::report::briefing) fn worths_figure(&self) -> Option<Figure> {
        let score = self.proposals.as_ref()?;
        let verdicts = || score.proposals.iter().flat_map(|it| &it.verdicts);
        let mut titles: Vec<&str> = Vec::new();
        for verdict in verdicts().filter(|verdict| verdict.tells_something()) {
            if !titles.contains(&verdict.title.as_str()) {
                titles.push(&verdict.title);
            }
        }
        if titles.is_empty() {
            return None;
        }
        let mut table = Table::new([""].into_iter().chain(titles.iter().copied()))
            .caption("Worth of each proposal, in hundredths of each party's own total");
        for proposal in &score.proposals {
            let cells = titles.iter().map(|title| {
                let verdict = proposal.verdicts.iter().find(|it| it.title == *title);
                let worth = verdict.and_then(|it| it.worth.as_ref());
                worth.map_or("–".to_owned(), Span::words)
            });
            table.push([proposal.proposal.clone()].into_iter().chain(cells));
        }
        let parties = titles.iter().map(|title| {
            let lines = score.proposals.iter().filter_map(|proposal| {
                let verdict = proposal.verdicts.iter().find(|it| it.title == *title)?;
                let worth = verdict.worth.as_ref()?;
                Some(WorthLine {
                    proposal: proposal.proposal.clone(),
                    range: ends(worth),
                    words: worth.words(),
                    verdict: verdict.verdict.clone(),
                    tone: verdict.tone(),
                })
            });
            PartyWorths {
                party: (*title).to_owned(),
                floor: self.floor(title),
                lines: lines.collect(),
            }
        });
        let parties: Vec<PartyWorths> = parties.collect();
        Some(Figure {
            title: "What each proposal is worth to each party".to_owned(),
            alt:
                "For each party one line a proposal, from the least to the greatest worth that the \
                  file allows, on a scale from 0 to 100 hundredths of the party's own total. Long \
                  lines mean that much is unspoken or unsettled. Stated refusals decide, not worth."
                    .to_owned(),
            picture: Picture::Worths(Worths { parties }),
            table,
        })
    }

    /// From what to what no deal is worth to a party, by its name.
    fn floor(&self, title: &str) -> Option<(f64, f64)> {
        let ends: Vec<f64> = self
            .attainable
            .iter()
            .flat_map(|it| &it.outlooks)
            .flat_map(|outlook| &outlook.yardsticks)
            .filter(|it| it.title == title && it.floor.is_some())
            .map(|it| place(&it.counted_from))
            .collect();
        let low = ends.iter().copied().reduce(f64::min)?;
        let high = ends.iter().copied().reduce(f64::max)?;
        Some((low, high))
    }
}

impl PartyVerdict {
    /// Whether anything is known of what the text is worth to the party.
    fn tells_something(&self) -> bool {
        let worth = self.worth.as_ref();
        worth.is_some_and(|it| it.low.decimal != "0" || it.high.decimal != "100")
    }
}
