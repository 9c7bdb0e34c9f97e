//! Shares for a spreadsheet: a row for each proposal, party and standing.

use super::Report;
use crate::sheet::{Sheet, flag};

const HEAD: [&str; 10] = [
    "proposal",
    "date",
    "party",
    "party_name",
    "author",
    "standing",
    "percent",
    "percent_least",
    "percent_most",
    "concentration",
];

impl Report {
    /// A row for each proposal, party and standing.
    pub fn sheet(&self) -> Sheet {
        let rows = self.proposals.iter().flat_map(|proposal| {
            proposal.parties.iter().flat_map(move |party| {
                party.shares.iter().map(move |share| {
                    [
                        proposal.proposal.clone(),
                        proposal.date.clone(),
                        party.party.clone(),
                        party.title.clone(),
                        flag(party.author),
                        share.standing.words().to_owned(),
                        share.middle.decimal.clone(),
                        share.range.low.decimal.clone(),
                        share.range.high.decimal.clone(),
                        proposal
                            .concentration
                            .as_ref()
                            .map_or(String::new(), |it| it.decimal.clone()),
                    ]
                })
            })
        });
        Sheet::new(HEAD, rows)
    }
}
