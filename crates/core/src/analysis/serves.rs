//! Which clauses serve one party alone, all who have spoken, or none of them?
//!
//! A party *wants* what a clause settles about an issue if every option that the words allow is
//! acceptable or better to it in every filling and under every condition; it is *against* it if
//! every one is worse than tolerable. Whoever has not spoken on one of these options is passed over.

use super::overlap::view;
use crate::scenario::{IssueId, OptionSet, PartyId, Proposal, Scenario, Word};

/// What a clause settles about an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The clause, by its place.
    pub clause: usize,
    /// The readings in which it does, by their places.
    pub readings: Vec<usize>,
    /// The issue.
    pub issue: IssueId,
    /// The options that the words allow.
    pub options: OptionSet,
    /// Those who want it, in file order.
    pub wanted_by: Vec<PartyId>,
    /// Those who are against it.
    pub against: Vec<PartyId>,
    /// Those who have spoken and are neither.
    pub between: Vec<PartyId>,
}

/// Whom a term serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serves {
    /// One party wants it, and every other that has spoken is against it.
    OneAlone(PartyId),
    /// Everybody who has spoken wants it: two parties at least.
    AllWhoSpoke,
    /// Everybody who has spoken is against it.
    Nobody,
    /// Anything else.
    Some,
}

impl Term {
    /// Whom it serves.
    pub fn serves(&self) -> Serves {
        match (&self.wanted_by[..], &self.against[..], &self.between[..]) {
            ([one], [_, ..], []) => Serves::OneAlone(*one),
            ([_, _, ..], [], []) => Serves::AllWhoSpoke,
            ([], [_, ..], []) => Serves::Nobody,
            _ => Serves::Some,
        }
    }
}

/// What the clauses of a proposal settle, with how some parties stand to it, in the order of the
/// text.
pub fn terms(scenario: &Scenario, proposal: &Proposal, parties: &[PartyId]) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for (clause, known) in proposal.clauses.iter().enumerate() {
        for (reading, settled) in known.readings.iter().enumerate() {
            for (issue, options) in &settled.settles {
                let same = |term: &&mut Term| {
                    (term.clause, term.issue, term.options) == (clause, *issue, *options)
                };
                if let Some(term) = terms.iter_mut().find(same) {
                    term.readings.push(reading);
                    continue;
                }
                let mut term = Term {
                    clause,
                    readings: vec![reading],
                    issue: *issue,
                    options: *options,
                    wanted_by: Vec::new(),
                    against: Vec::new(),
                    between: Vec::new(),
                };
                for party in parties {
                    match attitude(scenario, *party, *issue, *options) {
                        Some(Attitude::Wants) => term.wanted_by.push(*party),
                        Some(Attitude::Against) => term.against.push(*party),
                        Some(Attitude::Between) => term.between.push(*party),
                        None => {}
                    }
                }
                terms.push(term);
            }
        }
    }
    terms
}

enum Attitude {
    Wants,
    Against,
    Between,
}

fn attitude(
    scenario: &Scenario,
    party: PartyId,
    issue: IssueId,
    options: OptionSet,
) -> Option<Attitude> {
    let options = options.iter().filter(|it| scenario.frame.issues[issue].option(*it).is_some());
    let views: Vec<_> = options.map(|option| view(scenario, party, issue, option)).collect();
    if views.is_empty() || views.iter().any(|view| view.unknown) {
        return None;
    }
    Some(if views.iter().all(|view| view.worst >= Word::Acceptable) {
        Attitude::Wants
    } else if views.iter().all(|view| view.best <= Word::Opposed) {
        Attitude::Against
    } else {
        Attitude::Between
    })
}
