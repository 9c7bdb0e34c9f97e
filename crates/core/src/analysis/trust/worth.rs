//! The worth as trusted of a package and of a proposal.

use std::collections::BTreeSet;

use super::belief::Beliefs;
use super::promise::{Promise, Scales, Trusted};
use crate::analysis::extremes::{Extreme, Means, wider};
use crate::analysis::floor_test::interim;
use crate::analysis::network::Network;
use crate::analysis::settlement::clause_tables;
use crate::analysis::worth::{End, dependencies, mean};
use crate::scenario::{
    IssueId, OptionId, Package, PartyId, Points, Proposal, Range, Ratio, Scenario,
};
use crate::search::{Budget, Exhausted, Factor};

/// One issue's part in what packages are worth to a party as trusted.
#[derive(Clone, Debug)]
pub struct TrustedTerm {
    /// The issue.
    pub issue: IssueId,
    /// Its worth in fine points, over the issues it depends on on paper and those that decide
    /// which enforcement counts.
    pub worth: Factor<Trusted>,
    /// So many fine points make a point of the party's worth.
    pub fine: Points,
}

/// The parts of a party's worth as trusted, one for each issue on which it has a position.
pub fn terms(
    network: &Network<'_>,
    beliefs: &Beliefs<'_>,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Vec<TrustedTerm>, Exhausted> {
    let scales = Scales::new(beliefs, party);
    let terms = network.terms(party).iter();
    let trusted = |promise: &Promise| promise.trusted(beliefs, scales);
    terms
        .map(|term| {
            let worth = tabulate(network, beliefs, (party, term.issue), trusted, budget)?;
            Ok(TrustedTerm { issue: term.issue, worth, fine: scales.fine() })
        })
        .collect()
}

/// A table of something about what an issue is to a party, over the issues it depends on on paper
/// and those that decide which enforcement counts.
pub(super) fn tabulate<T>(
    network: &Network<'_>,
    beliefs: &Beliefs<'_>,
    (party, issue): (PartyId, IssueId),
    value: impl Fn(&Promise) -> T,
    budget: &mut Budget,
) -> Result<Factor<T>, Exhausted> {
    let scenario = network.scenario;
    let mut scope: BTreeSet<IssueId> = dependencies(scenario, party, issue).into_iter().collect();
    for other in obliged_on(scenario, issue) {
        if other != party {
            scope.extend(beliefs.scope(party, other));
        }
    }
    let scope: Vec<IssueId> = scope.into_iter().collect();
    let places: Vec<usize> = scope.iter().map(|it| it.index()).collect();
    let size = |place: &usize| network.domains.get(*place).copied().unwrap_or(1) as u64;
    budget.spend(places.iter().fold(1, |product, place| product.saturating_mul(size(place))))?;
    Ok(Factor::tabulate(&network.domains, places, |values| {
        let chosen = |issue: IssueId| {
            let at = scope.binary_search(&issue).ok();
            OptionId::new(at.and_then(|at| values.get(at).copied()).unwrap_or(0))
        };
        value(&Promise::new(beliefs, party, issue, &chosen))
    }))
}

/// The parties that options of an issue oblige, and of those issues that speak for it where it
/// does not arise.
fn obliged_on(scenario: &Scenario, issue: IssueId) -> BTreeSet<PartyId> {
    let mut found = BTreeSet::new();
    let mut next = Some(issue);
    while let Some(issue) = next {
        let known = &scenario.frame.issues[issue];
        found.extend(known.options.iter().flat_map(|option| &option.obliged));
        next = known.applies.as_ref().map(|(_, parent)| *parent);
    }
    found
}

/// The worth of a package to a party as trusted: a range in hundredths of its own total. None if
/// no issue on which it has a position weighs anything.
pub fn of_package(scenario: &Scenario, party: PartyId, package: &Package) -> Option<Range<Ratio>> {
    let beliefs = Beliefs::new(scenario);
    let scales = Scales::new(&beliefs, party);
    let positions = scenario.positions[party].iter().filter(|(_, it)| it.is_some());
    let worths: Vec<(IssueId, Range<Points>)> = positions
        .map(|(issue, _)| {
            let promise = Promise::new(&beliefs, party, issue, &|it| package.option(it));
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
pub fn range(
    network: &Network<'_>,
    proposal: &Proposal,
    party: PartyId,
    terms: &[TrustedTerm],
    budget: &mut Budget,
) -> Result<Option<(Extreme, Extreme)>, Exhausted> {
    let mut constraints: Vec<Factor<bool>> =
        proposal.clauses.iter().flat_map(|clause| clause_tables(network, clause)).collect();
    constraints.extend(interim(network, proposal));
    let unit = Ratio::from_integer(network.scenario.worth_unit(party));
    let fine = terms.first().map_or(1, |term| term.fine);
    let worths: Vec<_> =
        terms.iter().map(|term| (term.issue, term.worth.map(|worth| worth.range))).collect();
    let hard = network.hard.iter().chain(&constraints).collect();
    let means = Means::new(&network.domains, hard, &worths);
    let mut found = None;
    for weights in network.scenario.weights[party].boxes() {
        if let Some(here) = means.extremes(weights, budget)? {
            found = Some(match found {
                None => here,
                Some(other) => wider(other, here),
            });
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
