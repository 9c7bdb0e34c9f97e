//! How much of what a party cares about does a text settle?
//!
//! The shares of a party's weight, at the middle of its ranges, on issues that the text settles,
//! words ambiguously, leaves open and is silent on: they add up to a hundred. Apart from them the
//! share on which the party has not spoken about what the text says.

use super::network::Network;
use super::settlement::{Outline, Settlement};
use crate::scenario::{IssueId, OptionSet, PartyId, Ratio};

/// Shares of a party's weight, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Settled, or not arising.
    pub settled: Ratio,
    /// Worded ambiguously.
    pub ambiguous: Ratio,
    /// Left to later talks.
    pub open: Ratio,
    /// Not mentioned.
    pub silent: Ratio,
    /// Mentioned, but the party has not said how it stands to what is said.
    pub unspoken: Ratio,
}

/// How much of what a party cares about a text settles; none if its issues weigh nothing.
pub fn coverage(network: &Network<'_>, outline: &Outline, party: PartyId) -> Option<Coverage> {
    let scenario = network.scenario;
    let weights = &scenario.weights[party];
    if weights.total() == 0 {
        return None;
    }
    let share = |test: &dyn Fn(Settlement, IssueId) -> bool| {
        let issues = scenario.positions[party].iter();
        let weight: i128 = issues
            .filter(|(_, position)| position.is_some())
            .filter(|(issue, _)| {
                outline.settlements.get(issue.index()).is_some_and(|it| test(*it, *issue))
            })
            .map(|(issue, _)| weights.middle(issue))
            .sum();
        Ratio::new(weight * 100, weights.total())
    };
    let unspoken = |settlement: Settlement, issue: IssueId| {
        let said: OptionSet = settlement.options();
        matches!(settlement, Settlement::Settled(_) | Settlement::Ambiguous(_))
            && scenario
                .position(party, issue)
                .is_some_and(|it| said.iter().any(|option| it.cell(option).is_unknown()))
    };
    Some(Coverage {
        settled: share(&|it, _| matches!(it, Settlement::Settled(_) | Settlement::NotApplicable)),
        ambiguous: share(&|it, _| matches!(it, Settlement::Ambiguous(_))),
        open: share(&|it, _| matches!(it, Settlement::Open(..))),
        silent: share(&|it, _| matches!(it, Settlement::Silent(_))),
        unspoken: share(&unspoken),
    })
}
