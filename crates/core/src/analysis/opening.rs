//! What single change would end a deadlock?
//!
//! A deadlock is a set of conflicts, each of which must be undone: so a single change ends it only if
//! it touches a demand that stands in every conflict.

use super::agreement::{Strength, find};
use super::change::{Change, Names, Origin, views};
use super::conflict::Conflicts;
use super::first::{Wish, first};
use super::network::Network;
use super::tipping::{Reach, Tip};
use super::worth::{End, of_package};
use crate::scenario::{DemandId, DemandKind, FloorHeight, PartyId, Ratio, Scenario, Stance, Word};
use crate::search::{Budget, Exhausted, Factor};

/// The single changes that end a deadlock, given its conflicts. None is an empty list.
pub fn openings(
    origin: Origin<'_>,
    network: &Network<'_>,
    conflicts: &Conflicts,
    budget: &mut Budget,
) -> Result<Vec<Tip<()>>, Exhausted> {
    let scenario = network.scenario;
    let names = Names::new(scenario);
    let mut in_all: Vec<DemandId> = scenario.demands.ids().collect();
    for conflict in &conflicts.list {
        in_all.retain(|demand| conflict.demands().any(|member| member == *demand));
    }
    let mut tips = Vec::new();
    for demand in in_all {
        let known = &scenario.demands[demand];
        match &known.kind {
            DemandKind::Floor(floor) => {
                if let FloorHeight::Worth(stated) = floor.height
                    && let Some(to) = greatest_floor(origin, &names, known.party, budget)?
                    && to < stated.low
                {
                    let by = Some(stated.low - to);
                    let change = Change::Floor { party: known.party, to, by };
                    tips.push(Tip { change, becomes: (), reach: Reach::At });
                }
            }
            DemandKind::Link { .. } => {
                let change = Change::Drop(demand);
                tips.extend(ends(origin, &names, change, budget)?);
            }
            DemandKind::RedLine { issue, options, .. } => {
                tips.extend(ends(origin, &names, Change::Drop(demand), budget)?);
                let refused = views(scenario, known.party).into_iter().filter(|stated| {
                    stated.issue == *issue
                        && options.contains(stated.option)
                        && stated.stance == Stance::Word(Word::Never)
                });
                for stated in refused {
                    let (from, to) = (Word::Never, Word::Opposed);
                    let view = stated.view(known.party, Stance::Word(to));
                    tips.extend(ends(origin, &names, Change::Step { view, from, to }, budget)?);
                }
            }
        }
    }
    tips.sort_by_key(|tip| tip.change.kind());
    Ok(tips)
}

/// A change as a tip, if with it some package has no stated obstacle.
fn ends(
    origin: Origin<'_>,
    names: &Names,
    change: Change,
    budget: &mut Budget,
) -> Result<Option<Tip<()>>, Exhausted> {
    let Ok(changed) = origin.changed(names, &change) else { return Ok(None) };
    let is_open = possible(&changed, budget)?;
    Ok(is_open.then_some(Tip { change, becomes: (), reach: Reach::At }))
}

fn possible(scenario: &Scenario, budget: &mut Budget) -> Result<bool, Exhausted> {
    let network = Network::new(scenario);
    let firm: Vec<DemandId> =
        network.binding().map(|(id, _)| id).filter(|id| scenario.is_firm(*id)).collect();
    let floored: Vec<PartyId> = network.floored().map(|(party, _)| party).collect();
    Ok(find(&network, Strength::Possible, &firm, &floored, &[], budget)?.is_some())
}

/// The greatest floor of a party under which some package has no stated obstacle, all else as it
/// is: from one package to another that is better for it, until there is none.
fn greatest_floor(
    origin: Origin<'_>,
    names: &Names,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Option<Ratio>, Exhausted> {
    let mut reached: Option<Ratio> = None;
    loop {
        let to = reached.unwrap_or_default();
        let change = Change::Floor { party, to, by: None };
        let Ok(changed) = origin.changed(names, &change) else { return Ok(None) };
        let network = Network::new(&changed);
        // Whole points: one above the floor is the least that is better.
        let better = Factor::tabulate(&network.domains, Vec::new(), |_| 1);
        let mut floors = Vec::new();
        for (other, _) in network.floored() {
            let Some((_, floor)) = changed.floor(other) else { continue };
            for mut costs in network.floor_costs(other, &floor.height, End::High) {
                if other == party && reached.is_some() {
                    costs.push(better.clone());
                }
                floors.push(costs);
            }
        }
        let hard = network.binding().filter(|(id, _)| changed.is_firm(*id)).map(|(_, it)| it);
        let wish = Wish {
            hard: hard.collect(),
            counts: Vec::new(),
            floors: floors.iter().map(Vec::as_slice).collect(),
        };
        let Some(found) = first(&network, &wish, budget)? else { return Ok(reached) };
        let worth = of_package(&changed, party, &network.package(&found));
        match worth.map(|worth| worth.high) {
            Some(high) if reached.is_none_or(|reached| high > reached) => reached = Some(high),
            _ => return Ok(reached),
        }
    }
}
