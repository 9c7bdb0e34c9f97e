//! The picture of ranks: how often each proposal takes which one, at the worst and at the best of
//! what is not stated.

use super::errors::error_words;
use super::{OutlookSamples, PartySamples, ProposalSamples, Report};
use crate::document::{Document, Figure, Table};
use crate::picture::{Picture, Portion, Rank, ShareGroup, ShareLine, Shares};
use crate::report::big::grouped;

impl Report {
    /// A table of what was sampled, below a picture of the ranks if there are ranks to show.
    pub(super) fn push_ranks(
        &self,
        document: &mut Document,
        parties: &[&PartySamples],
        table: Table,
    ) {
        let groups: Vec<ShareGroup> = parties
            .iter()
            .filter(|party| party.principal && !party.drawn.is_empty())
            .flat_map(|party| self.groups(party))
            .filter(|group| group.lines.len() > 1)
            .collect();
        if groups.is_empty() {
            document.table(table);
            return;
        }
        let whose = match parties {
            [only] => format!("{}: how", only.title),
            _ => "How".to_owned(),
        };
        let errors = error_words(parties.iter().flat_map(|it| it.estimates()));
        document.figure(Figure {
            title: format!(
                "{whose} often each proposal takes which rank – sampled, seed {}, {errors}",
                self.rule.seed
            ),
            alt: "Party by party two groups of bars: at the worst of what is not stated, then at the \
                  best. One bar a proposal, the whole of the samples, divided by how often the \
                  proposal takes which rank for the party: first at the left, last at the right."
                .to_owned(),
            picture: Picture::Ranks(Shares { groups }),
            table,
        });
    }

    fn groups(&self, party: &PartySamples) -> [ShareGroup; 2] {
        [("worst", &party.cautious), ("best", &party.hopeful)].map(|(end, outlook)| ShareGroup {
            // A picture may stand alone, so it says itself what it rests on.
            title: format!(
                "{}, at the {end} of what is not stated – {} samples with seed {}, {}",
                party.title,
                grouped(&outlook.samples.to_string()),
                self.rule.seed,
                error_words(outlook.estimates()),
            ),
            lines: outlook.lines(),
        })
    }
}

impl OutlookSamples {
    fn lines(&self) -> Vec<ShareLine> {
        let ranks = ranks(self.proposals.len());
        let portion = |proposal: &ProposalSamples, (rank, from, to): (Rank, usize, usize)| {
            let share = proposal.in_ranks(from, to).parse().unwrap_or(0.0);
            (Portion::Rank(rank), share)
        };
        let line = |proposal: &ProposalSamples| ShareLine {
            label: proposal.proposal.clone(),
            portions: ranks.iter().map(|it| portion(proposal, *it)).collect(),
        };
        self.proposals.iter().map(line).collect()
    }
}

/// The ranks that are told apart among so many proposals, each with where it begins and ends.
pub(super) fn ranks(of: usize) -> Vec<(Rank, usize, usize)> {
    const NAMED: [Rank; 4] = [Rank::First, Rank::Second, Rank::Third, Rank::Fourth];
    let Some(last) = of.checked_sub(1).filter(|last| *last > 0) else { return Vec::new() };
    let named = NAMED.into_iter().enumerate().take(last);
    let mut ranks: Vec<_> = named.map(|(place, rank)| (rank, place, place + 1)).collect();
    if last > NAMED.len() {
        ranks.push((Rank::Between, NAMED.len(), last));
    }
    ranks.push((Rank::Last, last, of));
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rank_belongs_to_one_that_is_told_apart() {
        assert!(ranks(0).is_empty() && ranks(1).is_empty());
        for of in 2..20 {
            let mut next = 0;
            for (_, from, to) in ranks(of) {
                assert!(from == next && to > from, "{of}");
                next = to;
            }
            assert_eq!(next, of);
        }
        assert_eq!(ranks(2), [(Rank::First, 0, 1), (Rank::Last, 1, 2)]);
        assert!(!ranks(5).iter().any(|it| it.0 == Rank::Between));
        assert_eq!(ranks(6)[4], (Rank::Between, 4, 5));
    }
}
