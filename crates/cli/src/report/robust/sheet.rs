//! The changes for a spreadsheet: a row for each change that tips an answer, and one for each answer
//! that none tips.

use super::{Change, Report};
use crate::sheet::Sheet;

const HEAD: [&str; 13] = [
    "proposal",
    "proposal_title",
    "party",
    "party_name",
    "answer",
    "accepts",
    "every_scale",
    "kind",
    "change",
    "number",
    "reach",
    "size",
    "becomes",
];

impl Report {
    /// A row for each change; the rows without a party are of whether the proposal passes.
    pub fn sheet(&self) -> Sheet {
        let mut rows = Vec::new();
        for proposal in &self.proposals {
            let head = [proposal.proposal.clone(), proposal.title.clone()];
            let answer = ["", "", proposal.outcome, "", ""].map(str::to_owned);
            push(&mut rows, &head, &answer, proposal.changes.as_deref());
            for verdict in &proposal.verdicts {
                let answer = [
                    verdict.party.clone(),
                    verdict.title.clone(),
                    verdict.verdict.clone(),
                    verdict.accepts.to_owned(),
                    verdict.every_scale.to_owned(),
                ];
                push(&mut rows, &head, &answer, verdict.changes.as_deref());
            }
        }
        Sheet::new(HEAD, rows)
    }
}

fn push(
    rows: &mut Vec<[String; 13]>,
    [name, title]: &[String; 2],
    [party, party_name, answer, accepts, every_scale]: &[String; 5],
    changes: Option<&[Change]>,
) {
    let mut row = |kind: &str, change: &str, rest: [String; 4]| {
        let [number, reach, size, becomes] = rest;
        rows.push([
            name.clone(),
            title.clone(),
            party.clone(),
            party_name.clone(),
            answer.clone(),
            accepts.clone(),
            every_scale.clone(),
            kind.to_owned(),
            change.to_owned(),
            number,
            reach,
            size,
            becomes,
        ]);
    };
    match changes {
        None => row("", "not found out", Default::default()),
        Some([]) => row("", "no single change", Default::default()),
        Some(changes) => {
            for it in changes {
                let exact = |number: &Option<super::Number>| {
                    number.as_ref().map(|it| it.exact.clone()).unwrap_or_default()
                };
                let reach = it.number.as_ref().map_or(String::new(), |_| it.reach.to_owned());
                let rest = [exact(&it.number), reach, exact(&it.size), it.becomes.clone()];
                row(it.kind, &it.change, rest);
            }
        }
    }
}
