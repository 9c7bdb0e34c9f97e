//! The table of what was sampled: how often each proposal takes which rank, and is not objected to.

use impasse_core::scenario::{Ratio, decimal};

use super::errors::table_errors;
use super::figure::ranks;
use super::layout::{bare, exactly};
use super::{Estimate, PartySamples, ProposalSamples, Report};
use crate::document::{Column, Table};

impl Report {
    /// What was sampled for some parties, each in rows of its own.
    pub(super) fn table_of_all(&self, parties: &[&PartySamples]) -> Table {
        self.rank_table(parties, false)
    }

    /// What was sampled for a party, and how often weights confirm it.
    pub(super) fn table_of(&self, party: &PartySamples) -> Table {
        self.rank_table(&[party], true)
    }

    fn rank_table(&self, parties: &[&PartySamples], single: bool) -> Table {
        // Ranks say something where there is something to rank.
        let ranks = ranks(self.proposals.len());
        let confidence = single && !ranks.is_empty();
        let head = (!single)
            .then(|| Column::text("party"))
            .into_iter()
            .chain([Column::text("proposal")])
            .chain(ranks.iter().map(|(rank, ..)| Column::numeric(rank.words())))
            .chain([Column::numeric("no stated objection")])
            .chain(confidence.then(|| Column::numeric("first at its own average weights")));
        let drawn = parties.iter().any(|it| !it.drawn.is_empty());
        let seed = if drawn { format!(" with seed {}", self.rule.seed) } else { String::new() };
        let errors =
            if drawn { format!("; {}", table_errors(parties, confidence)) } else { String::new() };
        let mut table = Table::new(head).caption(format!(
            "Percent of samples{seed}, at the worst / at the best; one number where both \
             agree{errors}"
        ));
        for party in parties {
            for (worst, best) in party.cautious.proposals.iter().zip(&party.hopeful.proposals) {
                let both = |of: &dyn Fn(&ProposalSamples) -> String| {
                    let (worst, best) = (of(worst), of(best));
                    // A pair is one number to its reader, so it stays on one line.
                    if worst == best { worst } else { format!("{worst}\u{a0}/\u{a0}{best}") }
                };
                let mut row = Vec::new();
                if !single {
                    row.push(party.title.clone());
                }
                row.push(worst.proposal.clone());
                row.extend(ranks.iter().map(|(_, from, to)| both(&|it| it.in_ranks(*from, *to))));
                row.push(both(&ProposalSamples::accepted));
                if confidence {
                    row.push(both(&|it| it.confidence.as_ref().map_or("none".to_owned(), bare)));
                }
                table.push(row);
            }
        }
        table
    }
}

impl ProposalSamples {
    /// How often it takes one of these ranks, counted from nought, the last not among them.
    pub(super) fn in_ranks(&self, from: usize, to: usize) -> String {
        let shares = self.ranks.iter().take(to).skip(from).filter_map(exactly);
        let total: Ratio = shares.sum();
        decimal(total, 1)
    }

    /// From the reading that is accepted least often to the one that is most often.
    fn accepted(&self) -> String {
        let asked = || self.readings.iter().filter_map(|it| it.accepted.as_ref());
        let key = |it: &&Estimate| exactly(it);
        match (asked().min_by_key(key), asked().max_by_key(key)) {
            (Some(least), Some(most)) if bare(least) == bare(most) => bare(least),
            (Some(least), Some(most)) => format!("{} to {}", bare(least), bare(most)),
            _ => "not asked".to_owned(),
        }
    }
}
