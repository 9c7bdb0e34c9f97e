//! The extremes of a weighted mean over all packages that meet some constraints, and all fillings.
//!
//! A mean of worths with weights that are open as well is a ratio of two sums. Its extreme is
//! found by Dinkelbach's method (1967): subtract a guess from every worth, find the package and
//! filling with the extreme sum, take its mean as the next guess, until the sum is zero.

use super::network::Network;
use super::worth::{End, Term, at_weight};
use crate::scenario::{Package, PartyId, Points, Range, Ratio};
use crate::search::{Budget, Exhausted, Factor, Goal};

/// An extreme mean, and where it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extreme {
    /// The mean.
    pub mean: Ratio,
    /// A package with that mean, in some filling.
    pub package: Package,
}

/// The least (`End::Low`) or greatest (`End::High`) worth to a party, in hundredths of its own
/// total, over the packages that the world and some constraints allow; none if there is no such
/// package, or the party's issues weigh nothing.
pub fn extreme(
    network: &Network<'_>,
    party: PartyId,
    constraints: &[&Factor<bool>],
    end: End,
    budget: &mut Budget,
) -> Result<Option<Extreme>, Exhausted> {
    let terms = network.terms(party);
    let parts: Vec<(usize, Factor<Range<Points>>)> =
        terms.iter().map(|term| (term.issue.index(), ranges(term))).collect();
    let mut best: Option<(Ratio, Vec<usize>)> = None;
    for weights in network.scenario.weights[party].boxes() {
        let weighed: Vec<(Range<Points>, &Factor<Range<Points>>)> =
            parts.iter().filter_map(|(issue, part)| Some((*weights.get(*issue)?, part))).collect();
        let found =
            extreme_mean(&network.domains, &network.hard, constraints, &weighed, end, budget)?;
        let better = match (&best, &found) {
            (Some((one, _)), Some((other, _))) if end == End::Low => other < one,
            (Some((one, _)), Some((other, _))) => other > one,
            (None, _) => true,
            (_, None) => false,
        };
        if better {
            best = found;
        }
    }
    let unit = Ratio::from_integer(network.scenario.worth_unit(party));
    Ok(best.map(|(mean, assignment)| Extreme {
        mean: mean / unit,
        package: network.package(&assignment),
    }))
}

fn ranges(term: &Term) -> Factor<Range<Points>> {
    term.worth.map(|worth| worth.range)
}

/// The extreme of the mean of some tables of ranges, each weighed within a range.
pub(crate) fn extreme_mean(
    domains: &[usize],
    hard: &[Factor<bool>],
    constraints: &[&Factor<bool>],
    parts: &[(Range<Points>, &Factor<Range<Points>>)],
    end: End,
    budget: &mut Budget,
) -> Result<Option<(Ratio, Vec<usize>)>, Exhausted> {
    let sign: Points = if end == End::Low { 1 } else { -1 };
    let mut guess: Option<(Ratio, Vec<usize>)> = None;
    loop {
        let (p, q) = guess.as_ref().map_or((0, 1), |(mean, _)| (*mean.numer(), *mean.denom()));
        // What each entry adds: weight times (worth less the guess), at the deciding end.
        let costs: Vec<Factor<Points>> = parts
            .iter()
            .map(|(weight, part)| {
                part.map(|range| {
                    let worth = if end == End::Low { range.low } else { range.high };
                    sign * at_weight(*weight, worth * q - p, end)
                })
            })
            .collect();
        let problem = crate::search::Problem {
            domains: domains.to_vec(),
            hard: hard.iter().chain(constraints.iter().copied()).collect(),
            costs: costs.iter().map(|factor| (0, factor)).collect(),
            dimensions: 1,
            ..crate::search::Problem::default()
        };
        let Some(found) = problem.solve(Goal::First, budget)?.into_iter().next() else {
            return Ok(None);
        };
        let sum = found.costs.first().copied().unwrap_or(0);
        if guess.is_some() && sum >= 0 {
            return Ok(guess);
        }
        // The mean of the found package, with every weight at the end it was taken at.
        let (mut total, mut weighed) = (0, 0);
        for (weight, part) in parts {
            let Some(range) = part.at(&found.assignment) else { continue };
            let worth = if end == End::Low { range.low } else { range.high };
            let gain = worth * q - p;
            let heavy = (gain < 0) == (end == End::Low);
            let weight = if heavy { weight.high } else { weight.low };
            total += weight;
            weighed += weight * worth;
        }
        if total == 0 {
            // All deciding weights may be nothing: then only their high ends make a mean.
            let high: Points = parts.iter().map(|(weight, _)| weight.high).sum();
            if high == 0 {
                return Ok(None);
            }
            let sum: Points = parts
                .iter()
                .filter_map(|(weight, part)| {
                    let range = part.at(&found.assignment)?;
                    let worth = if end == End::Low { range.low } else { range.high };
                    Some(weight.high * worth)
                })
                .sum();
            (total, weighed) = (high, sum);
        }
        let next = Ratio::new(weighed, total);
        if guess.as_ref().is_some_and(|(mean, _)| *mean == next) {
            return Ok(guess);
        }
        guess = Some((next, found.assignment));
    }
}
