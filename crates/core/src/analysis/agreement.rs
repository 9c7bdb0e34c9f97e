//! Is there a package that every party whose consent is needed accepts? Here it is.
//!
//! Two strengths: an *agreement* is accepted in every filling of what the file leaves open; a
//! package with *no stated obstacle* is accepted in some filling, unknown stances at their best
//! and disputed demands absent. A *deadlock* has not even the latter: it never rests on silence.
//! Nor does an agreement: nobody who has stated nothing at all is said to accept anything.

use super::first::{Wish, first};
use super::network::{Asked, Network, is_asked};
use super::worth::{End, worth_of_issue};
use crate::scenario::{DemandId, IssueId, Package, PartyId, Points};
use crate::search::{Budget, Exhausted, Factor};

/// The strongest agreement there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Accepted in every filling.
    Certain(Package),
    /// Accepted in some filling.
    NoStatedObstacle(Package, RestsOn),
    /// No package is accepted in any filling.
    Deadlock,
}

/// What a package with no stated obstacle rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestsOn {
    /// Parties that are asked and have stated nothing at all.
    pub silent: Vec<PartyId>,
    /// Stances nobody has stated, of parties that are asked.
    pub unknown: Vec<(PartyId, IssueId)>,
    /// Disputed demands that the package breaks.
    pub disputed: Vec<DemandId>,
    /// Floors that it meets in some fillings only.
    pub floors: Vec<DemandId>,
}

/// In which fillings a package must be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// In every one.
    Certain,
    /// In some.
    Possible,
}

/// The strongest agreement of a scenario.
pub fn strongest(network: &Network<'_>, budget: &mut Budget) -> Result<Agreement, Exhausted> {
    let all: Vec<DemandId> = network.binding().map(|(demand, _)| demand).collect();
    let floored: Vec<PartyId> = network.floored().map(|(party, _)| party).collect();
    if let Some(package) = find(network, Strength::Certain, &all, &floored, &[], budget)? {
        return Ok(Agreement::Certain(package));
    }
    let firm: Vec<DemandId> =
        all.into_iter().filter(|demand| network.scenario.is_firm(*demand)).collect();
    Ok(match find(network, Strength::Possible, &firm, &floored, &[], budget)? {
        Some(package) => {
            let rests_on = rests_on(network, &package);
            Agreement::NoStatedObstacle(package, rests_on)
        }
        None => Agreement::Deadlock,
    })
}

/// A package that keeps these demands and the floors of these parties: of several the one with
/// the fewest unknown stances of asked parties, then the first in file order.
pub fn find(
    network: &Network<'_>,
    strength: Strength,
    demands: &[DemandId],
    floored: &[PartyId],
    extra: &[&Factor<bool>],
    budget: &mut Budget,
) -> Result<Option<Package>, Exhausted> {
    let scenario = network.scenario;
    let unknown = network.unknown_costs();
    let mut hard: Vec<&Factor<bool>> =
        demands.iter().filter_map(|demand| network.keeps[*demand].as_ref()).collect();
    hard.extend(extra);
    let mut spoken: Vec<Factor<bool>> = Vec::new();
    if strength == Strength::Certain {
        spoken.extend(unknown.iter().map(|factor| factor.map(|cost| *cost == 0)));
        for party in scenario.frame.parties.ids().filter(|it| !scenario.has_stated(*it)) {
            match network.asked(party) {
                Asked::Never => {}
                Asked::Always => return Ok(None),
                Asked::Where(variable) => {
                    let unasked = |values: &[usize]| values == [0];
                    spoken.push(Factor::tabulate(&network.domains, vec![variable], unasked));
                }
            }
        }
        hard.extend(&spoken);
    }
    let end = if strength == Strength::Certain { End::Low } else { End::High };
    let floors: Vec<Vec<Factor<Points>>> = floored
        .iter()
        .filter_map(|party| Some((party, scenario.floor(*party)?.1)))
        .flat_map(|(party, floor)| network.floor_costs(*party, &floor.height, end))
        .collect();
    let found = if floors.is_empty() {
        let mut problem = network.problem();
        problem.hard.extend(hard);
        problem.costs = unknown.iter().map(|factor| (0, factor)).collect();
        problem.dimensions = 1;
        problem.least(budget)?.map(|found| found.assignment)
    } else {
        let floors = floors.iter().map(Vec::as_slice).collect();
        first(network, &Wish { hard, counts: vec![unknown], floors }, budget)?
    };
    Ok(found.map(|assignment| network.package(&assignment)))
}

/// One for each unknown stance of a party that is asked.
pub(crate) fn unknown_costs(network: &Network<'_>) -> Vec<Factor<i128>> {
    let mut costs = Vec::new();
    for party in network.scenario.frame.parties.ids() {
        let asked = match network.asked(party) {
            Asked::Never => continue,
            Asked::Always => None,
            Asked::Where(variable) => Some(variable),
        };
        for term in network.terms(party) {
            let own = |place: usize| {
                let worth = term.worth.entries().get(place);
                worth.is_some_and(|worth| worth.unknown && worth.cell.0 == term.issue)
            };
            if !(0..term.worth.entries().len()).any(own) {
                continue;
            }
            let mut scope = term.worth.scope().to_vec();
            scope.extend(asked);
            let mut place = 0;
            costs.push(Factor::tabulate(&network.domains, scope, |values| {
                let (entry, is_asked) = match asked {
                    None => (place, true),
                    Some(_) => (place / 2, values.last() == Some(&1)),
                };
                place += 1;
                i128::from(is_asked && own(entry))
            }));
        }
    }
    costs
}

/// What the acceptance of a package rests on.
pub fn rests_on(network: &Network<'_>, package: &Package) -> RestsOn {
    let scenario = network.scenario;
    let mut result = RestsOn::default();
    for party in scenario.frame.parties.ids() {
        if !is_asked(scenario, party, package) {
            continue;
        }
        if !scenario.has_stated(party) {
            result.silent.push(party);
        }
        for (issue, position) in scenario.positions[party].iter() {
            if position.is_some() {
                let worth = worth_of_issue(scenario, party, issue, package);
                if worth.unknown && worth.cell.0 == issue {
                    result.unknown.push((party, issue));
                }
            }
        }
        if let Some((demand, floor)) = scenario.floor(party)
            && shortfall(network, party, &floor.height, package, End::Low) > 0
        {
            result.floors.push(demand);
        }
    }
    result.disputed =
        broken(network, package).into_iter().filter(|demand| !scenario.is_firm(*demand)).collect();
    result
}

/// The demands that a package breaks, floors left out, in file order.
pub fn broken(network: &Network<'_>, package: &Package) -> Vec<DemandId> {
    let scenario = network.scenario;
    scenario
        .demands
        .iter()
        .filter(|(_, demand)| is_asked(scenario, demand.party, package))
        .filter(|(_, demand)| {
            demand.keeps().is_some_and(|keeps| !keeps.holds(&scenario.frame.issues, package))
        })
        .map(|(id, _)| id)
        .collect()
}

/// By how many points of weight times worth a package misses a party's floor, in its best or its
/// worst filling; not above zero where it meets it.
pub fn shortfall(
    network: &Network<'_>,
    party: PartyId,
    height: &crate::scenario::FloorHeight,
    package: &Package,
    end: End,
) -> Points {
    let scenario = network.scenario;
    let over_boxes = scenario.weights[party].boxes().iter().map(|weights| {
        network
            .terms(party)
            .iter()
            .map(|term| {
                let worth = worth_of_issue(scenario, party, term.issue, package);
                let above = super::worth::above_floor(scenario, party, term.issue, &worth, height);
                let amount = if end == End::Low { above.low } else { above.high };
                let weight = weights.get(term.issue.index()).copied();
                -weight.map_or(0, |weight| super::worth::at_weight(weight, amount, end))
            })
            .sum::<Points>()
    });
    let extreme = if end == End::Low { over_boxes.max() } else { over_boxes.min() };
    extreme.unwrap_or(0)
}
