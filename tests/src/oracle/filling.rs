//! Whether a party accepts or refuses in a case that is told, everything open having turned out as
//! the case says.

use impasse_core::analysis::filling::{Against, Case};
use impasse_core::scenario::{FloorHeight, IssueId, PartyId, Proposal, Ratio};

use super::verdict::{follows_interim, realisations};
use super::worth::{above_floor, arising, spoken, view};
use super::{Choice, World, choice, is_firm};

/// Why a case is not one; none where it is.
pub fn fault(
    world: &World<'_>,
    proposal: &Proposal,
    party: PartyId,
    case: &Case,
) -> Option<String> {
    let package = choice(&case.package);
    if !realisations(world, proposal).values().any(|all| all.contains(&package)) {
        return Some("no way to carry out the text allows the package".to_owned());
    }
    if !world.asked(party, &package) {
        return Some("the party is not asked".to_owned());
    }
    out_of_range(world, party, case, &package).or_else(|| {
        let against = refuses(world, party, case, &package);
        match (case.against, against.contains(&case.against)) {
            (None, _) if against.is_empty() => None,
            (Some(_), true) => None,
            _ => Some(format!("{:?} is not among {against:?}", case.against)),
        }
    })
}

/// A value that lies outside what the file states.
fn out_of_range(
    world: &World<'_>,
    party: PartyId,
    case: &Case,
    package: &Choice,
) -> Option<String> {
    let scenario = world.scenario;
    let filling = &case.filling;
    let fits = scenario.weights[party].boxes().iter().any(|weights| {
        filling.weights.iter().all(|(issue, weight)| {
            let range = &weights[issue.index()];
            range.low <= *weight && *weight <= range.high
        })
    });
    let known: Vec<IssueId> = filling.weights.iter().map(|(issue, _)| *issue).collect();
    if !scenario.weights[party].boxes().is_empty() && (!fits || known != spoken(scenario, party)) {
        return Some("the weights are not among those stated".to_owned());
    }
    let unit = Ratio::from(scenario.worth_unit(party));
    for (issue, seen) in seen(world, party, package) {
        let worth = filling.worths.iter().find(|(cell, _)| key(cell) == seen.key);
        let Some((_, worth)) = worth else { return Some(format!("no worth on {issue:?}")) };
        let worth = Ratio::from(*worth) / unit;
        if worth < seen.worth.low || worth > seen.worth.high {
            return Some(format!("the worth on {issue:?} is not one stated"));
        }
    }
    let floor = scenario.demands.values().filter(|it| it.party == party).find_map(|it| it.floor());
    if let Some(FloorHeight::Worth(range)) = floor.map(|floor| &floor.height) {
        let height = filling.floor.map(|floor| Ratio::from(floor) / unit);
        if height.is_none_or(|height| height < range.low || height > range.high) {
            return Some("the floor is not one stated".to_owned());
        }
    }
    None
}

fn key(cell: &impasse_core::analysis::filling::Cell) -> (usize, usize, usize) {
    (cell.0.index(), cell.1.index(), cell.2)
}

/// What the party sees in the package and in the package of its floor.
fn seen(world: &World<'_>, party: PartyId, package: &Choice) -> Vec<(IssueId, super::worth::View)> {
    let here = |choice: &Choice| -> Vec<_> {
        let issues = spoken(world.scenario, party).into_iter();
        issues.map(|issue| (issue, view(world, party, issue, choice))).collect()
    };
    let mut all = here(package);
    all.extend(there(world, party).iter().flat_map(here));
    all
}

fn there(world: &World<'_>, party: PartyId) -> Option<Choice> {
    let demands = world.scenario.demands.values().filter(|it| it.party == party);
    let mut floors = demands.filter_map(|it| it.floor());
    floors.find_map(|floor| match &floor.height {
        FloorHeight::AsGoodAs(options) => {
            Some(arising(world, &options.iter().map(|it| it.index()).collect()))
        }
        FloorHeight::Worth(_) => None,
    })
}

/// All on which the party refuses the package in this case.
fn refuses(
    world: &World<'_>,
    party: PartyId,
    case: &Case,
    package: &Choice,
) -> Vec<Option<Against>> {
    let filling = &case.filling;
    let mut list = Vec::new();
    for (id, demand) in world.scenario.demands.iter().filter(|(_, it)| it.party == party) {
        let holds = is_firm(demand) || filling.holding.contains(&id);
        if let Some(keeps) = demand.keeps() {
            if holds && !world.holds(keeps, package) {
                list.push(Some(Against::Demand(id)));
            }
        } else if lacks(world, party, case, package) {
            list.push(Some(Against::Floor(id)));
        }
    }
    for (_, seen) in spoken(world.scenario, party)
        .into_iter()
        .map(|issue| (issue, view(world, party, issue, package)))
    {
        for cell in filling.refused.iter().filter(|cell| key(cell) == seen.key && seen.may_refuse) {
            list.push(Some(Against::Unstated(*cell)));
        }
    }
    if !world.has_stated(party) && case.against.is_some() {
        list.push(Some(Against::NothingStated));
    }
    list
}

/// Whether the floor is missed in this case.
fn lacks(world: &World<'_>, party: PartyId, case: &Case, package: &Choice) -> bool {
    let filling = &case.filling;
    let worth = |choice: &Choice, issue: IssueId| {
        let key_here = view(world, party, issue, choice).key;
        let found = filling.worths.iter().find(|(cell, _)| key(cell) == key_here);
        found.unwrap().1
    };
    let other = there(world, party);
    let sum: i128 = filling
        .weights
        .iter()
        .map(|(issue, weight)| {
            let against = other.as_ref().map(|other| worth(other, *issue));
            weight * (worth(package, *issue) - against.or(filling.floor).unwrap_or(0))
        })
        .sum();
    sum < 0
}

/// Whether some package that follows the text, and the interim rules where a floor counts by them,
/// may be accepted.
pub fn may_accept(world: &World<'_>, proposal: &Proposal, party: PartyId) -> bool {
    let demands = || world.scenario.demands.values().filter(|it| it.party == party);
    let floor = demands().find_map(|it| it.floor());
    let firm = |choice: &Choice| {
        let mut firm = demands().filter(|it| is_firm(it)).filter_map(|it| it.keeps());
        firm.all(|keeps| world.holds(keeps, choice))
    };
    realisations(world, proposal).values().flatten().any(|choice| {
        world.asked(party, choice)
            && firm(choice)
            && floor.is_none_or(|floor| {
                follows_interim(world, proposal, choice)
                    && above_floor(world, party, floor, choice).1 >= 0.into()
            })
    })
}
