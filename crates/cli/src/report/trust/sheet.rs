//! Answers on paper and as trusted for a spreadsheet: a row for each promise that a party
//! discounts, and one for each party that discounts none.

use super::{PartyAnswer, Promise, Proposal, Report};
use crate::report::parts::{Number, Span};
use crate::sheet::{Sheet, flag, several};

const HEAD: [&str; 19] = [
    "proposal",
    "proposal_title",
    "party",
    "party_name",
    "on_paper",
    "as_trusted",
    "worth_on_paper_low",
    "worth_on_paper_high",
    "worth_as_trusted_low",
    "worth_as_trusted_high",
    "issue",
    "issue_title",
    "promise",
    "loses_low",
    "loses_high",
    "obliged",
    "belief",
    "belief_stated",
    "worth_if_broken",
];

impl Report {
    /// A row for each promise that a party discounts, and one for each party that discounts none.
    pub fn sheet(&self) -> Sheet {
        let answers =
            self.proposals.iter().flat_map(|it| it.parties.iter().map(move |party| (it, party)));
        let rows = answers.flat_map(|(proposal, answer)| {
            let none = answer.promises.is_empty().then(|| row(proposal, answer, None));
            let promises = answer.promises.iter();
            promises.map(move |it| row(proposal, answer, Some(it))).chain(none)
        });
        Sheet::new(HEAD, rows)
    }
}

fn row(proposal: &Proposal, answer: &PartyAnswer, promise: Option<&Promise>) -> [String; 19] {
    let ends = |span: Option<&Span>| {
        let number = |number: &Number| number.decimal.clone();
        span.map_or_else(Default::default, |it| [number(&it.low), number(&it.high)])
    };
    let [paper_low, paper_high] = ends(answer.worth_on_paper.as_ref());
    let [trusted_low, trusted_high] = ends(answer.worth_as_trusted.as_ref());
    let [loses_low, loses_high] = ends(promise.and_then(|it| it.loses.as_ref()));
    let text = |value: fn(&Promise) -> String| promise.map(value).unwrap_or_default();
    [
        proposal.proposal.clone(),
        proposal.title.clone(),
        answer.party.clone(),
        answer.title.clone(),
        answer.on_paper.clone(),
        answer.as_trusted.clone(),
        paper_low,
        paper_high,
        trusted_low,
        trusted_high,
        text(|it| it.issue.clone()),
        text(|it| it.title.clone()),
        text(|it| it.option.clone()),
        loses_low,
        loses_high,
        text(|it| several(it.obliged.iter().map(|it| &it.name))),
        text(|it| {
            several(
                it.obliged.iter().map(|it| it.belief.as_ref().map_or(String::new(), Span::words)),
            )
        }),
        text(|it| several(it.obliged.iter().map(|it| flag(it.stated)))),
        text(|it| it.worth_if_broken.as_ref().map(|it| it.decimal.clone()).unwrap_or_default()),
    ]
}
