//! Gates for a spreadsheet: a row for each proposal and gate that it reaches.

use super::Report;
use crate::sheet::{Sheet, flag, several};

const HEAD: [&str; 11] = [
    "proposal",
    "date",
    "counts",
    "gate",
    "gate_name",
    "asked",
    "triggers",
    "verdict",
    "state",
    "fails_on",
    "stated",
];

impl Report {
    /// A row for each proposal and gate that it reaches.
    pub fn sheet(&self) -> Sheet {
        let rows = self.proposals.iter().flat_map(|proposal| {
            proposal.gates.iter().map(move |gate| {
                [
                    proposal.proposal.clone(),
                    proposal.date.clone(),
                    proposal.counts.to_owned(),
                    gate.party.clone(),
                    gate.title.clone(),
                    gate.asked.to_owned(),
                    several(&gate.triggers),
                    gate.verdict.clone(),
                    gate.state.to_owned(),
                    several(gate.fails_on.iter().map(|demand| demand.id.clone())),
                    flag(gate.stated),
                ]
            })
        });
        Sheet::new(HEAD, rows)
    }
}
