//! How far from agreement, over all packages.

use std::collections::BTreeSet;

use impasse_core::scenario::{DemandId, DemandKind, PartyId, Ratio};

use super::worth::{above_floor, total};
use super::{Choice, World};

/// How many refusals some broken demands are: red lines of one party on one issue count once.
pub fn refusals(world: &World<'_>, broken: &[DemandId]) -> usize {
    let mut red_lines = BTreeSet::new();
    let mut links = 0;
    for id in broken {
        let demand = &world.scenario.demands[*id];
        match &demand.kind {
            DemandKind::RedLine { issue, .. } => {
                red_lines.insert((demand.party, *issue));
            }
            DemandKind::Link { .. } => links += 1,
            DemandKind::Floor(_) => {}
        }
    }
    red_lines.len() + links
}

/// The points by which a package misses a party's floor in its best filling.
pub fn below(world: &World<'_>, party: PartyId, choice: &Choice) -> Ratio {
    let floors = world.scenario.demands.values().filter(|demand| demand.party == party);
    let mut floor = floors.filter_map(|demand| match &demand.kind {
        DemandKind::Floor(floor) => Some(floor),
        _ => None,
    });
    let Some(floor) = floor.next().filter(|_| world.asked(party, choice)) else { return 0.into() };
    let best = above_floor(world, party, floor, choice).1;
    if best >= 0.into() { 0.into() } else { -best / total(world.scenario, party) }
}

/// The points missing over all floors, and the most to one party.
pub fn missing(world: &World<'_>, choice: &Choice) -> (Ratio, Ratio) {
    let each: Vec<Ratio> =
        world.scenario.frame.parties.ids().map(|party| below(world, party, choice)).collect();
    (each.iter().sum(), each.into_iter().max().unwrap())
}

/// The staircase: with so many refusals given, so many points are missing at least.
pub fn staircase(world: &World<'_>) -> Vec<(usize, Ratio)> {
    let mut costs: Vec<(usize, Ratio)> = world
        .packages
        .iter()
        .map(|choice| (refusals(world, &world.firmly_broken(choice)), missing(world, choice).0))
        .collect();
    costs.sort_unstable();
    let mut steps: Vec<(usize, Ratio)> = Vec::new();
    for cost in costs {
        if steps.last().is_none_or(|last| cost.1 < last.1) {
            steps.push(cost);
        }
    }
    steps
}
