//! The worth as trusted of a package and of a proposal.

use super::belief::Beliefs;
use super::promise::{Promise, Scales, Trusted};
use super::state::State;
use crate::analysis::extremes::{Extreme, Means, wider};
use crate::analysis::floor_test::interim;
use crate::analysis::network::Network;
use crate::analysis::settlement::clause_tables;
use crate::analysis::worth::{End, Term, mean};
use crate::scenario::{
    Formula, IssueId, OptionId, Package, PartyId, Points, Proposal, Range, Ratio, Scenario,
};
use crate::search::{Budget, Exhausted, Factor};

/// One issue's part in what packages are worth to a party as trusted.
#[derive(Clone, Debug)]
pub(super) struct TrustedTerm {
    /// The issue.
    pub(super) issue: IssueId,
    /// Its worth in fine points, over the issues it depends on on paper.
    pub(super) worth: Factor<Trusted>,
    /// So many fine points make a point of the party's worth.
    pub(super) fine: Points,
}

/// The parts of a party's worth as trusted, one for each issue on which it has a position, where
/// `in_force` says which conditions of enforcement hold.
pub(super) fn terms(
    network: &Network<'_>,
    beliefs: &Beliefs<'_>,
    party: PartyId,
    in_force: &impl Fn(&Formula) -> bool,
    budget: &mut Budget,
) -> Result<Vec<TrustedTerm>, Exhausted> {
    let scales = Scales::new(beliefs, party);
    let terms = network.terms(party).iter();
    let trusted = |promise: &Promise| promise.trusted(beliefs, scales);
    terms
        .map(|term| {
            let own = (party, term);
            let worth = tabulate(network, beliefs, own, in_force, trusted, budget)?;
            Ok(TrustedTerm { issue: term.issue, worth, fine: scales.fine() })
        })
        .collect()
}

/// A table of something about what an issue is to a party, over the issues it depends on on paper.
pub(super) fn tabulate<T>(
    network: &Network<'_>,
    beliefs: &Beliefs<'_>,
    (party, term): (PartyId, &Term),
    in_force: &impl Fn(&Formula) -> bool,
    value: impl Fn(&Promise) -> T,
    budget: &mut Budget,
) -> Result<Factor<T>, Exhausted> {
    let places = term.worth.scope().to_vec();
    budget.spend(term.worth.entries().len() as u64)?;
    Ok(Factor::tabulate(&network.domains, places.clone(), |values| {
        let chosen = |issue: IssueId| {
            let at = places.binary_search(&issue.index()).ok();
            OptionId::new(at.and_then(|at| values.get(at).copied()).unwrap_or(0))
        };
        value(&Promise::new(beliefs, (party, term.issue), &chosen, in_force))
    }))
}

/// The worth of a package to a party as trusted: a range in hundredths of its own total. None if
/// no issue on which it has a position weighs anything.
pub fn of_package(scenario: &Scenario, party: PartyId, package: &Package) -> Option<Range<Ratio>> {
    let beliefs = Beliefs::new(scenario);
    let scales = Scales::new(&beliefs, party);
    let positions = scenario.positions[party].iter().filter(|(_, it)| it.is_some());
    let worths: Vec<(IssueId, Range<Points>)> = positions
        .map(|(issue, _)| {
            let in_force = |formula: &Formula| formula.holds(&scenario.frame.issues, package);
            let chosen = |it| package.option(it);
            let promise = Promise::new(&beliefs, (party, issue), &chosen, &in_force);
            (issue, promise.trusted(&beliefs, scales).range)
        })
        .collect();
    let fine = Ratio::from_integer(scales.fine());
    Some(Range {
        low: mean(scenario, party, &worths, End::Low)? / fine,
        likely: mean(scenario, party, &worths, End::Middle)? / fine,
        high: mean(scenario, party, &worths, End::High)? / fine,
    })
}

/// The least and the greatest worth of a proposal to a party as trusted, over all readings and
/// fillings and whatever is not settled, in hundredths of its own total.
pub(super) fn range(
    network: &Network<'_>,
    proposal: &Proposal,
    party: PartyId,
    states: &[&State],
    budget: &mut Budget,
) -> Result<Option<(Extreme, Extreme)>, Exhausted> {
    let mut constraints: Vec<Factor<bool>> =
        proposal.clauses.iter().flat_map(|clause| clause_tables(network, clause)).collect();
    constraints.extend(interim(network, proposal));
    let unit = Ratio::from_integer(network.scenario.worth_unit(party));
    let mut found = None;
    let mut fine = 1;
    for state in states {
        fine = state.terms.first().map_or(1, |term| term.fine);
        let terms = state.terms.iter();
        let worths: Vec<_> =
            terms.map(|term| (term.issue, term.worth.map(|worth| worth.range))).collect();
        let hard = network.hard.iter().chain(&constraints).chain(&state.constraints).collect();
        let means = Means::new(&network.domains, hard, &worths);
        for weights in network.scenario.weights[party].boxes() {
            if let Some(here) = means.extremes(weights, budget)? {
                found = Some(match found {
                    None => here,
                    Some(other) => wider(other, here),
                });
            }
        }
    }
    Ok(found.map(|ends| {
        ends.map(|(mean, assignment)| Extreme {
            mean: mean / unit / Ratio::from_integer(fine),
            package: network.package(&assignment),
        })
        .into()
    }))
}
