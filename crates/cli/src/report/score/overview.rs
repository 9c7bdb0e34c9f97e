//! The verdicts at a glance: proposals against parties.

use super::layout::proposal_anchor;
use super::{PartyVerdict, ProposalScore, Report};
use crate::document::{Document, Item, Table, Text};
use crate::report::parts::{partial, sentence_list};

impl Report {
    /// The parties with their places among the verdicts.
    fn parties(&self) -> Vec<(usize, &str)> {
        let first = self.proposals.first();
        let parties = first.into_iter().flat_map(|it| &it.verdicts).map(|it| it.title.as_str());
        parties.enumerate().collect()
    }

    /// Proposals and parties with the verdicts: whichever are fewer make the columns.
    fn grid(&self, parties: &[(usize, &str)], titled: bool) -> Table {
        let words = |it: &ProposalScore| {
            if titled { format!("{} ({})", it.title, it.proposal) } else { it.proposal.clone() }
        };
        let verdict = |proposal: &ProposalScore, place: usize| {
            proposal.verdicts.get(place).map_or(Text::new(), PartyVerdict::short)
        };
        let name = |proposal: &ProposalScore| {
            Text::new().reference(words(proposal), proposal_anchor(&proposal.proposal))
        };
        if self.proposals.len() < parties.len() {
            let mut table =
                Table::new([String::new()].into_iter().chain(self.proposals.iter().map(words)));
            for (place, party) in parties {
                let cells = self.proposals.iter().map(|proposal| verdict(proposal, *place));
                table.push([Text::from(*party)].into_iter().chain(cells));
            }
            table
        } else {
            let mut table = Table::new([""].into_iter().chain(parties.iter().map(|it| it.1)));
            for proposal in &self.proposals {
                let cells = parties.iter().map(|(place, _)| verdict(proposal, *place));
                table.push([name(proposal)].into_iter().chain(cells));
            }
            table
        }
    }

    /// Which proposals pass, and the verdicts at a glance; with titles or names of the proposals.
    pub(in crate::report) fn overview(&self, document: &mut Document, titled: bool) {
        self.conclusion(document);
        document.table(self.grid(&self.parties(), titled));
        document.list(self.proposals.iter().map(|proposal| {
            let (name, title) = (&proposal.proposal, &proposal.title);
            let (first, rest) = if titled {
                (title, format!(" ({name}). {}", proposal.outcome_text))
            } else {
                (name, format!(" ({title}): {}", proposal.outcome_text))
            };
            Item::new(Text::new().strong(first.as_str()).plain(rest))
        }));
    }

    /// The same, without a column for a party that nowhere says more than that it has no objection.
    pub(in crate::report) fn overview_in_short(&self, document: &mut Document) {
        self.conclusion(document);
        let is_quiet = |place: usize| {
            let verdicts = self.proposals.iter().filter_map(|it| it.verdicts.get(place));
            verdicts.map(|it| it.kind).all(|it| matches!(it, "no stated objection" | "not asked"))
        };
        let (quiet, told): (Vec<_>, Vec<_>) =
            self.parties().into_iter().partition(|(place, _)| is_quiet(*place));
        if !told.is_empty() {
            document.table(self.grid(&told, true));
        }
        if !quiet.is_empty() {
            let verdicts = self.proposals.first().map_or(&[][..], |it| &it.verdicts);
            let names: Vec<&str> = quiet
                .iter()
                .filter_map(|(place, _)| Some(verdicts.get(*place)?.name.as_str()))
                .collect();
            document.paragraph(format!(
                "No objection to any of them is stated by {}, whether asked or not; silence is no \
                 consent.",
                sentence_list(&names)
            ));
        }
    }

    /// Which proposals pass.
    fn conclusion(&self, document: &mut Document) {
        let passing: Vec<&str> = self
            .proposals
            .iter()
            .filter(|proposal| matches!(proposal.outcome, "passes" | "no stated obstacle"))
            .map(|proposal| proposal.proposal.as_str())
            .collect();
        let text = if passing.is_empty() {
            Text::new().strong(match self.proposals.len() {
                0 if self.unfinished.is_empty() => "No proposal is on the table.".to_owned(),
                0 => "No proposal was judged within the bound of steps.".to_owned(),
                1 => "The proposal does not pass on stated positions.".to_owned(),
                several => format!("None of {several} proposals passes on stated positions."),
            })
        } else {
            Text::new().strong(format!("Without a stated obstacle: {}.", sentence_list(&passing)))
        };
        document.paragraph(text);
        partial(document, &self.unfinished);
    }
}
