//! Worths on paper and as trusted, drawn.

use super::Report;
use super::layout::tone;
use crate::document::{Figure, Table};
use crate::picture::{PartyWorths, Picture, WorthLine, Worths};
use crate::report::parts::{Number, Span};

impl Report {
    /// What some proposals are worth to each party on paper and as trusted; all if none is named.
    pub(in crate::report) fn figure(&self, proposals: &[String]) -> Option<Figure> {
        let answers = || self.some(proposals).flat_map(|it| &it.parties);
        let mut titles: Vec<&str> = Vec::new();
        for answer in answers().filter(|it| !it.promises.is_empty()) {
            if answer.worth_as_trusted.is_some() && !titles.contains(&answer.title.as_str()) {
                titles.push(&answer.title);
            }
        }
        if titles.is_empty() {
            return None;
        }
        let mut table = Table::new([""].into_iter().chain(titles.iter().copied()))
            .caption("Worth on paper and as trusted, in hundredths of each party's own total");
        let mut parties: Vec<PartyWorths> = titles
            .iter()
            .map(|title| PartyWorths { party: (*title).to_owned(), floor: None, lines: Vec::new() })
            .collect();
        for proposal in self.some(proposals) {
            let answers =
                || titles.iter().map(|title| proposal.parties.iter().find(|it| it.title == *title));
            for (which, name) in ["on paper", "as trusted"].into_iter().enumerate() {
                let mut row = vec![format!("{}, {name}", proposal.proposal)];
                for (answer, party) in answers().zip(&mut parties) {
                    let worth = answer.and_then(|it| match which {
                        0 => it.worth_on_paper.as_ref(),
                        _ => it.worth_as_trusted.as_ref(),
                    });
                    row.push(worth.map_or("–".to_owned(), Span::words));
                    if let (Some(answer), Some(worth)) = (answer, worth) {
                        let [paper, trusted] = answer.rejects;
                        party.lines.push(WorthLine {
                            proposal: format!("{}, {name}", proposal.proposal),
                            range: (place(&worth.low), place(&worth.high)),
                            words: worth.words(),
                            verdict: match which {
                                0 => answer.on_paper.clone(),
                                _ => answer.as_trusted.clone(),
                            },
                            tone: tone(if which == 0 { paper } else { trusted }),
                        });
                    }
                }
                table.push(row);
            }
        }
        Some(Figure {
            title: "What proposals are worth on paper and as trusted".to_owned(),
            alt: "For each party two lines a proposal, from the least to the greatest worth: with \
                  every promise taken for kept, and with promises of others believed as far as the \
                  file says. How far the second lies to the left of the first is what is lost for \
                  want of trust."
                .to_owned(),
            picture: Picture::Trusted(Worths { parties }),
            table,
        })
    }
}

fn place(number: &Number) -> f64 {
    number.decimal.parse().unwrap_or_default()
}
