//! The extremes of a weighted mean over all packages that meet some constraints, and all fillings.
//!
//! A mean of worths with weights that are open as well is a ratio of two sums. Its extreme is
//! found by Dinkelbach's method (1967): subtract a guess from every worth, find the package and
//! filling with the extreme sum, take its mean as the next guess, until the sum is zero.

use super::network::Network;
use super::worth::{End, at_weight};
use crate::scenario::{IssueId, Package, PartyId, Points, Range, Ratio};
use crate::search::{Budget, Exhausted, Factor, Plan, Tables};

/// An extreme mean, and where it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extreme {
    /// The mean.
    pub mean: Ratio,
    /// A package with that mean, in some filling.
    pub package: Package,
}

/// The least and the greatest worth to a party, in hundredths of its own total, over the packages
/// that the world and some constraints allow; none if there is no such package, or the party's
/// issues weigh nothing.
pub fn extremes(
    network: &Network<'_>,
    party: PartyId,
    constraints: &[Factor<bool>],
    budget: &mut Budget,
) -> Result<Option<(Extreme, Extreme)>, Exhausted> {
    let unit = Ratio::from_integer(network.scenario.worth_unit(party));
    let terms = network.terms(party).iter();
    let worths: Vec<_> =
        terms.map(|term| (term.issue, term.worth.map(|worth| worth.range))).collect();
    let hard = network.hard.iter().chain(constraints).collect();
    let means = Means::new(&network.domains, hard, &worths);
    let mut found: Option<[Taken; 2]> = None;
    for weights in network.scenario.weights[party].boxes() {
        if let Some(here) = means.extremes(weights, budget)? {
            found = Some(found.map_or(here.clone(), |other| wider(other, here)));
        }
    }
    Ok(found.map(|ends| {
        ends.map(|(mean, assignment)| Extreme {
            mean: mean / unit,
            package: network.package(&assignment),
        })
        .into()
    }))
}

/// A mean, and an assignment at which it is taken.
pub(crate) type Taken = (Ratio, Vec<usize>);

/// The lesser of two least means and the greater of two greatest; of equal ones the first.
pub(crate) fn wider(one: [Taken; 2], other: [Taken; 2]) -> [Taken; 2] {
    let ([low, high], [other_low, other_high]) = (one, other);
    [
        if other_low.0 < low.0 { other_low } else { low },
        if other_high.0 > high.0 { other_high } else { high },
    ]
}

/// The means of some tables of ranges, over all assignments that others allow.
pub(crate) struct Means<'a> {
    plan: Plan,
    hard: Vec<&'a Factor<bool>>,
    parts: &'a [(IssueId, Factor<Range<Points>>)],
}

impl<'a> Means<'a> {
    /// The means of some parts, each with the issue whose weight it has.
    pub(crate) fn new(
        domains: &[usize],
        hard: Vec<&'a Factor<bool>>,
        parts: &'a [(IssueId, Factor<Range<Points>>)],
    ) -> Self {
        let scopes = hard.iter().map(|factor| factor.scope());
        let scopes = scopes.chain(parts.iter().map(|(_, part)| part.scope()));
        Self { plan: Plan::new(domains, scopes), hard, parts }
    }

    /// The least and the greatest mean with weights in a box, by issue, and where they are taken.
    pub(crate) fn extremes(
        &self,
        weights: &[Range<Points>],
        budget: &mut Budget,
    ) -> Result<Option<[Taken; 2]>, Exhausted> {
        let Some(low) = self.extreme(weights, End::Low, budget)? else { return Ok(None) };
        let high = self.extreme(weights, End::High, budget)?;
        Ok(high.map(|high| [low, high]))
    }

    fn extreme(
        &self,
        weights: &[Range<Points>],
        end: End,
        budget: &mut Budget,
    ) -> Result<Option<Taken>, Exhausted> {
        let sign: Points = if end == End::Low { 1 } else { -1 };
        let worth = |range: &Range<Points>| if end == End::Low { range.low } else { range.high };
        let parts: Vec<(Range<Points>, &Factor<Range<Points>>)> = self
            .parts
            .iter()
            .filter_map(|(issue, part)| Some((*weights.get(issue.index())?, part)))
            .collect();
        let mut guess: Option<Taken> = None;
        loop {
            let (p, q) = guess.as_ref().map_or((0, 1), |(mean, _)| (*mean.numer(), *mean.denom()));
            // What each entry adds: weight times (worth less the guess), at the deciding end.
            let cost =
                |weight, range: &Range<Points>| sign * at_weight(weight, worth(range) * q - p, end);
            let costs: Vec<Factor<Points>> =
                parts.iter().map(|(weight, part)| part.map(|range| cost(*weight, range))).collect();
            let costs: Vec<(usize, &Factor<Points>)> = costs.iter().map(|it| (0, it)).collect();
            let tables = Tables { hard: &self.hard, costs: &costs, dimensions: 1 };
            let Some(least) = self.plan.least(tables, budget)? else { return Ok(None) };
            let assignment = least.assignment;
            if guess.is_some() && least.costs.first().is_none_or(|sum| *sum >= 0) {
                return Ok(guess);
            }
            // The mean of the found package, with every weight at the end it was taken at.
            let (mut total, mut weighed) = (0, 0);
            // All deciding weights may be nothing: then only their high ends make a mean.
            let (mut total_high, mut weighed_high) = (0, 0);
            for (weight, part) in &parts {
                let Some(worth) = part.at(&assignment).map(worth) else { continue };
                let heavy = (worth * q - p < 0) == (end == End::Low);
                let taken = if heavy { weight.high } else { weight.low };
                total += taken;
                weighed += taken * worth;
                total_high += weight.high;
                weighed_high += weight.high * worth;
            }
            if total == 0 {
                (total, weighed) = (total_high, weighed_high);
            }
            if total == 0 {
                return Ok(None);
            }
            let next = Ratio::new(weighed, total);
            if guess.as_ref().is_some_and(|(mean, _)| *mean == next) {
                return Ok(guess);
            }
            guess = Some((next, assignment));
        }
    }
}
