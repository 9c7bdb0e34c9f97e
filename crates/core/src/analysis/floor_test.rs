//! Does a way to carry out a text meet a party's floor: in every filling, in some, in none?

use super::asking::Asking;
use super::network::Network;
use super::settlement::{Realisation, follows};
use super::worth::{End, Term, Worth, above_floor, at_weight, known_above_floor};
use crate::scenario::{
    FloorHeight, IssueId, OptionId, OptionSet, PartyId, Points, Proposal, Range,
};
use crate::search::{Budget, Exhausted, Factor};

/// Whether a floor is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// In no filling.
    Never,
    /// Where the ranges of the coders turn out well, unknowns at their best.
    ByJudgement,
    /// In every filling with unknowns at their best; not with unknowns or later talks at worst.
    IfUnknownsTurnOutWell,
    /// In every filling.
    Always,
}

/// How far a party is above its floor on one issue, in points that need not be those of its worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Margin {
    /// Over all fillings.
    pub(crate) range: Range<Points>,
    /// The least where what nobody stated is at its best.
    pub(crate) known_low: Points,
}

/// The margins of a party, one table for each issue on which it has a position.
pub(crate) type Margins = Vec<(IssueId, Factor<Margin>)>;

/// The margins on paper.
fn margins(network: &Network<'_>, party: PartyId, height: &FloorHeight) -> Margins {
    let scenario = network.scenario;
    let terms = network.terms(party).iter();
    terms
        .map(|term| {
            let margin = |worth: &Worth| Margin {
                range: above_floor(scenario, party, term.issue, worth, height),
                known_low: known_above_floor(scenario, party, term.issue, worth, height),
            };
            (term.issue, term.worth.map(margin))
        })
        .collect()
}

/// How a floor fares in the packages that follow a realisation.
pub fn floor_met(
    network: &Network<'_>,
    proposal: &Proposal,
    party: PartyId,
    realisation: &Realisation,
    budget: &mut Budget,
) -> Result<Met, Exhausted> {
    let Some((_, floor)) = network.scenario.floor(party) else { return Ok(Met::Always) };
    let margins = margins(network, party, &floor.height);
    met(network, proposal, (party, &[(&[], &margins)]), realisation, budget)
}

/// Some of the packages, by what holds in them, with the margins of a party there.
pub(crate) type Part<'a> = (&'a [Factor<bool>], &'a Margins);

/// Whether the margins of a party sum to nothing or more in the packages that follow a
/// realisation, parted so that each package is in one of the parts.
pub(crate) fn met(
    network: &Network<'_>,
    proposal: &Proposal,
    (party, parts): (PartyId, &[Part<'_>]),
    realisation: &Realisation,
    budget: &mut Budget,
) -> Result<Met, Exhausted> {
    let ranges = parts.iter().map(|(holding, margins)| {
        let ranges = margins.iter().map(|(issue, table)| (*issue, table.map(|it| it.range)));
        (*holding, ranges.collect::<Vec<_>>())
    });
    let ranges: Vec<_> = ranges.collect();
    let mut constraints = realisation.constraints(network);
    constraints.extend(interim(network, proposal));
    let asking = Asking::new(network, party);
    let mut most = |end: End, greatest: bool| -> Result<i128, Exhausted> {
        let sign = if greatest { -1 } else { 1 };
        let mut found_least: Option<i128> = None;
        for (holding, ranges) in &ranges {
            let mut found_most: Option<i128> = None;
            for costs in network.margin_costs(party, ranges, end) {
                let costs: Vec<Factor<i128>> =
                    costs.iter().map(|factor| factor.map(|cost| sign * cost)).collect();
                let mut problem = network.problem();
                problem.hard.extend(&constraints);
                problem.hard.extend(*holding);
                problem.costs = costs.iter().map(|factor| (0, factor)).collect();
                problem.dimensions = 1;
                let found = asking.least(&problem, budget)?;
                let cost = found.and_then(|it| it.costs.first().copied());
                let Some(cost) = cost.map(|it| it * sign) else { continue };
                found_most = Some(found_most.map_or(cost, |other: i128| other.max(cost)));
            }
            // Of several parts the worst package, or the best, of any.
            let here = found_most.map(|it| it * sign);
            found_least = [found_least, here].into_iter().flatten().min();
        }
        Ok(found_least.unwrap_or(0) * sign)
    };
    // Costs are what the floor test lacks: the worst filling at the worst package, and the best
    // at the best.
    if most(End::Low, true)? <= 0 {
        return Ok(Met::Always);
    }
    if most(End::High, false)? > 0 {
        return Ok(Met::Never);
    }
    for (holding, margins) in parts {
        if known_met(network, (party, margins), realisation) {
            let mut here = constraints.clone();
            here.extend(holding.iter().cloned());
            if holding.is_empty() || follows(network, &here, budget)? {
                return Ok(Met::IfUnknownsTurnOutWell);
            }
        }
    }
    Ok(Met::ByJudgement)
}

/// Whether a floor is met in every filling once what nobody stated is at its best and unsettled
/// issues come out best.
fn known_met(
    network: &Network<'_>,
    (party, margins): (PartyId, &Margins),
    realisation: &Realisation,
) -> bool {
    network.scenario.weights[party].boxes().iter().all(|weights| {
        let lacks: i128 = margins
            .iter()
            .filter_map(|(issue, table)| {
                let weight = weights.get(issue.index()).copied()?;
                let best = possible_entries(table, realisation)
                    .map(|margin| at_weight(weight, margin.known_low, End::Low))
                    .max()?;
                Some(-best)
            })
            .sum();
        lacks <= 0
    })
}

/// The worths of a term under every combination of options that a realisation leaves possible,
/// issue by issue.
pub(crate) fn possible_worths<'a>(
    term: &'a Term,
    realisation: &'a Realisation,
) -> impl Iterator<Item = &'a Worth> {
    possible_entries(&term.worth, realisation)
}

/// The entries of a table under every combination of options that a realisation leaves possible,
/// issue by issue.
fn possible_entries<'a, T>(
    table: &'a Factor<T>,
    realisation: &'a Realisation,
) -> impl Iterator<Item = &'a T> {
    let sets: Vec<OptionSet> = realisation.options.iter().map(|it| it.1).collect();
    entries_within(table, &sets).map(|(_, entry)| entry)
}

/// The entries of a table under every combination of options from some sets, one an issue, by
/// their places.
pub(crate) fn entries_within<'a, T>(
    table: &'a Factor<T>,
    sets: &[OptionSet],
) -> impl Iterator<Item = (usize, &'a T)> + use<'a, T> {
    let scope = table.scope().iter();
    let sets: Vec<OptionSet> =
        scope.map(|issue| sets.get(*issue).copied().unwrap_or_default()).collect();
    table.entries().iter().enumerate().filter_map(move |(place, entry)| {
        let mut rest = place;
        let inside = table.scope().iter().zip(&sets).all(|(variable, set)| {
            let stride = table.stride(*variable);
            let value = rest / stride;
            rest %= stride;
            set.contains(OptionId::new(value))
        });
        inside.then_some((place, entry))
    })
}

/// Packages that follow a text, as far as a party's worth goes: what the text leaves open with an
/// interim rule counts as that rule says.
pub(crate) fn interim(network: &Network<'_>, proposal: &Proposal) -> Vec<Factor<bool>> {
    let left = proposal.clauses.iter().flat_map(|clause| &clause.leaves);
    left.filter_map(|(issue, interim)| {
        interim.map(|option| {
            let nowhere = network.scenario.frame.issues[*issue].not_applicable();
            let set = OptionSet::only(option);
            network.only(*issue, nowhere.map_or(set, |nowhere| set.with(nowhere)))
        })
    })
    .collect()
}
