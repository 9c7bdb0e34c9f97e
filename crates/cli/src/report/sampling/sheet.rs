//! Samples for a spreadsheet: a row for each party, proposal and outlook.

use super::{Estimate, OutlookSamples, PartySamples, ProposalSamples, Report};
use crate::sheet::{Sheet, several};

const HEAD: [&str; 12] = [
    "party",
    "party_name",
    "proposal",
    "outlook",
    "samples",
    "first_percent",
    "first_error",
    "rank_percents",
    "accepted_percents",
    "accepted_errors",
    "confidence_percent",
    "confidence_error",
];

impl Report {
    /// A row for each party, proposal and outlook.
    pub fn sheet(&self) -> Sheet {
        let rows = self.parties.iter().flat_map(|party| {
            let outlooks = [("cautious", &party.cautious), ("hopeful", &party.hopeful)];
            outlooks.into_iter().flat_map(move |(word, outlook)| {
                outlook.proposals.iter().map(move |it| row(party, word, outlook, it))
            })
        });
        Sheet::new(HEAD, rows)
    }
}

fn row(
    party: &PartySamples,
    word: &str,
    outlook: &OutlookSamples,
    proposal: &ProposalSamples,
) -> [String; 12] {
    let percent = |it: &Estimate| it.percent.decimal.clone();
    let error = |it: &Estimate| it.error.as_ref().map_or(String::new(), |it| it.decimal.clone());
    let optional =
        |it: Option<&Estimate>, part: &dyn Fn(&Estimate) -> String| it.map_or(String::new(), part);
    let accepted = |part: &dyn Fn(&Estimate) -> String| {
        several(proposal.readings.iter().map(|it| optional(it.accepted.as_ref(), part)))
    };
    let first = proposal.ranks.first();
    [
        party.party.clone(),
        party.title.clone(),
        proposal.proposal.clone(),
        word.to_owned(),
        outlook.samples.to_string(),
        optional(first, &percent),
        optional(first, &error),
        several(proposal.ranks.iter().map(percent)),
        accepted(&percent),
        accepted(&error),
        optional(proposal.confidence.as_ref(), &percent),
        optional(proposal.confidence.as_ref(), &error),
    ]
}
