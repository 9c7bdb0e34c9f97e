//! Scores for a spreadsheet: a row for each proposal and party.

use std::collections::BTreeSet;

use super::{PartyVerdict, ProposalScore, Report};
use crate::report::parts::{Demand, Number, Span};
use crate::sheet::{Sheet, several};

const HEAD: [&str; 23] = [
    "proposal",
    "proposal_title",
    "date",
    "outcome",
    "party",
    "party_name",
    "asked",
    "verdict",
    "ground",
    "worth_low",
    "worth_high",
    "worth_low_exact",
    "worth_high_exact",
    "floor",
    "settled",
    "ambiguous",
    "open",
    "silent",
    "not_spoken_on",
    "crossed",
    "crossed_in_some_readings",
    "pending",
    "sources",
];

impl Report {
    /// A row for each proposal and party.
    pub fn sheet(&self) -> Sheet {
        let rows = self.proposals.iter().flat_map(|proposal| {
            proposal.verdicts.iter().map(move |verdict| row(proposal, verdict))
        });
        Sheet::new(HEAD, rows)
    }
}

fn row(proposal: &ProposalScore, verdict: &PartyVerdict) -> [String; 23] {
    let worth = |number: fn(&Span) -> &Number, text: fn(&Number) -> &String| {
        verdict.worth.as_ref().map(|span| text(number(span)).clone()).unwrap_or_default()
    };
    let share = |number: fn(&super::Shares) -> &Number| {
        verdict.coverage.as_ref().map(|it| number(it).decimal.clone()).unwrap_or_default()
    };
    let ids = |demands: &[Demand]| several(demands.iter().map(|demand| &demand.id));
    [
        proposal.proposal.clone(),
        proposal.title.clone(),
        proposal.date.clone(),
        proposal.outcome.to_owned(),
        verdict.party.clone(),
        verdict.title.clone(),
        verdict.asked.to_owned(),
        verdict.verdict.clone(),
        verdict.ground.words(),
        worth(|span| &span.low, |number| &number.decimal),
        worth(|span| &span.high, |number| &number.decimal),
        worth(|span| &span.low, |number| &number.exact),
        worth(|span| &span.high, |number| &number.exact),
        verdict.floor.as_ref().map(|floor| floor.met.to_owned()).unwrap_or_default(),
        share(|it| &it.settled),
        share(|it| &it.ambiguous),
        share(|it| &it.open),
        share(|it| &it.silent),
        share(|it| &it.not_spoken_on),
        ids(&verdict.crossed),
        ids(&verdict.crossed_in_some_readings),
        several(verdict.pending.iter().map(|pending| &pending.demand.id)),
        sources(verdict),
    ]
}

/// The sources of the demands that the row names.
fn sources(verdict: &PartyVerdict) -> String {
    let demands = verdict.crossed.iter().chain(&verdict.crossed_in_some_readings);
    let demands = demands
        .chain(verdict.pending.iter().map(|pending| &pending.demand))
        .chain(verdict.floor.iter().map(|floor| &floor.demand));
    let keys: BTreeSet<&String> = demands.flat_map(|demand| &demand.sources).collect();
    several(keys)
}
