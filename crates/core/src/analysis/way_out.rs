//! What would have to give? The ways out: what some package asks the parties to give up.
//!
//! A way out is the set of firm demands that a package breaks, minimal by inclusion and not
//! undercut in floor points, with the exact concession for each. Its *price* to a party, in
//! hundredths of the party's own total: over the issues it concedes, weight times (worth of its
//! best option not ruled out less worth of the conceded one), plus points below its floor. Links
//! are counted, not priced: a way out undercuts another only if it gives up no more of them. Ways
//! out are ordered by refusals, then by the greatest price to one
//! party, then by the total, prices taken at the middle of all ranges; every way out whose prices
//! no other undercuts is kept, so that no side is asked first by construction.

use super::conflict::Conflicts;
use super::distance::{Concessions, best_not_ruled_out, in_hundredths, points_below, step};
use super::network::Network;
use super::worth::{End, mean, of_package, worth_of_issue};
use crate::scenario::{
    DemandId, DemandKind, IssueId, OptionId, Package, PartyId, Points, Range, Ratio,
};
use crate::search::{Budget, Exhausted, hitting};

/// What some package asks the parties to give up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// The package it opens.
    pub package: Package,
    /// Refusals given: the red lines of one party on one issue count once.
    pub refusals: usize,
    /// The concessions, in file order of the demands.
    pub concessions: Vec<Concession>,
    /// The price to every party that concedes something, in file order: at the middle of all
    /// ranges, and over all fillings.
    pub prices: Vec<(PartyId, Range<Ratio>)>,
}

/// One concession.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concession {
    /// The demand that is given up.
    pub demand: DemandId,
    /// What that means.
    pub what: Given,
}

/// What giving up a demand means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Living with an option of an issue.
    LivesWith(IssueId, OptionId),
    /// Not having a link met.
    LinkNotMet,
    /// Accepting so many points less than the floor; the package is worth at best so much.
    BelowFloor {
        /// Points missing.
        by: Ratio,
        /// The worth in the best filling.
        at_best: Ratio,
    },
}

impl WayOut {
    /// The greatest price to one party, at the middle of all ranges.
    pub fn greatest_price(&self) -> Ratio {
        let zero = Ratio::from_integer(0);
        self.prices.iter().map(|(_, price)| price.likely).max().unwrap_or(zero)
    }

    /// The sum of all prices, at the middle of all ranges.
    pub fn total_price(&self) -> Ratio {
        self.prices.iter().map(|(_, price)| price.likely).sum()
    }

    /// The demands given up.
    pub fn demands(&self) -> impl Iterator<Item = DemandId> + '_ {
        self.concessions.iter().map(|concession| concession.demand)
    }

    /// How many links are given up.
    pub fn links(&self) -> usize {
        self.concessions.iter().filter(|concession| concession.what == Given::LinkNotMet).count()
    }

    fn key(&self) -> (usize, Ratio, Ratio, Vec<DemandId>) {
        (
            self.refusals,
            self.greatest_price(),
            self.total_price(),
            self.concessions.iter().map(|it| it.demand).collect(),
        )
    }
}

/// The ways out whose refusals and prices no other undercuts, best first. `gives` says which
/// parties may give way.
pub fn ways_out(
    network: &Network<'_>,
    conflicts: Option<&Conflicts>,
    gives: impl Fn(PartyId) -> bool,
    budget: &mut Budget,
) -> Result<Vec<WayOut>, Exhausted> {
    let tables = Concessions::new(network, gives);
    let found = tables.frontier(network, &[], budget)?;
    let mut ways: Vec<WayOut> = Vec::new();
    for found in found {
        let way = way_out(network, &network.package(&found.assignment));
        if !ways.iter().any(|other| other.concessions == way.concessions) {
            ways.push(way);
        }
    }
    let undercut = |way: &WayOut| ways.iter().any(|other| undercuts(other, way));
    let kept: Vec<bool> = ways.iter().map(|way| !undercut(way)).collect();
    let mut ways: Vec<WayOut> =
        ways.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(way, _)| way).collect();
    let mut minimal = Vec::new();
    for way in ways.drain(..) {
        if is_minimal(network, conflicts, &way, budget)? {
            minimal.push(way);
        }
    }
    minimal.sort_by_key(WayOut::key);
    Ok(minimal)
}

/// Whether a way out asks no more of anybody and less of somebody.
fn undercuts(one: &WayOut, other: &WayOut) -> bool {
    let price = |way: &WayOut, party: PartyId| {
        let found = way.prices.iter().find(|(id, _)| *id == party);
        found.map_or(Ratio::from_integer(0), |(_, price)| price.likely)
    };
    let parties = one.prices.iter().chain(&other.prices).map(|(party, _)| *party);
    let pairs: Vec<(Ratio, Ratio)> =
        parties.map(|party| (price(one, party), price(other, party))).collect();
    one.refusals <= other.refusals
        && one.links() <= other.links()
        && pairs.iter().all(|(mine, theirs)| mine <= theirs)
        && (one.refusals < other.refusals
            || one.links() < other.links()
            || pairs.iter().any(|(mine, theirs)| mine < theirs))
}

/// Whether no package breaks only some of what this one breaks.
fn is_minimal(
    network: &Network<'_>,
    conflicts: Option<&Conflicts>,
    way: &WayOut,
    budget: &mut Budget,
) -> Result<bool, Exhausted> {
    let broken: Vec<usize> = way.demands().map(DemandId::index).collect();
    let has_floor = way.demands().any(|demand| network.scenario.demands[demand].floor().is_some());
    if let Some(conflicts) = conflicts
        && conflicts.stopped.is_none()
        && !has_floor
    {
        // The minimal sets to break are the minimal hitting sets of the conflicts.
        return Ok(hitting::is_minimal(&conflicts.demand_sets(), &broken));
    }
    let firm: Vec<DemandId> =
        network.binding().map(|(id, _)| id).filter(|id| network.scenario.is_firm(*id)).collect();
    let floored: Vec<PartyId> = network
        .floored()
        .filter(|(_, demand)| !broken.contains(&demand.index()))
        .map(|(party, _)| party)
        .collect();
    for demand in way.demands() {
        let mut kept: Vec<DemandId> =
            firm.iter().copied().filter(|id| !broken.contains(&id.index())).collect();
        let mut floors = floored.clone();
        match &network.scenario.demands[demand].kind {
            DemandKind::Floor(_) => floors.push(network.scenario.demands[demand].party),
            _ => kept.push(demand),
        }
        let strength = super::agreement::Strength::Possible;
        let other = super::agreement::find(network, strength, &kept, &floors, &[], budget)?;
        if other.is_some_and(|package| no_worse(network, way, &package)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a package misses no floor by more points than a way out does.
fn no_worse(network: &Network<'_>, way: &WayOut, package: &Package) -> bool {
    network.floored().all(|(party, demand)| {
        let allowed = way.concessions.iter().find_map(|concession| match &concession.what {
            Given::BelowFloor { by, .. } if concession.demand == demand => Some(*by),
            _ => None,
        });
        points_below(network, party, package) <= allowed.unwrap_or(Ratio::from_integer(0))
    })
}

/// What a package asks.
pub fn way_out(network: &Network<'_>, package: &Package) -> WayOut {
    let scenario = network.scenario;
    let step = step(network, package);
    let concessions: Vec<Concession> = step
        .breaks
        .iter()
        .map(|id| {
            let demand = &scenario.demands[*id];
            let what = match &demand.kind {
                DemandKind::RedLine { issue, .. } => {
                    Given::LivesWith(*issue, package.option(*issue))
                }
                DemandKind::Link { .. } => Given::LinkNotMet,
                DemandKind::Floor(_) => Given::BelowFloor {
                    by: points_below(network, demand.party, package),
                    at_best: of_package(scenario, demand.party, package)
                        .map_or(Ratio::from_integer(0), |worth| worth.high),
                },
            };
            Concession { demand: *id, what }
        })
        .collect();
    let mut parties: Vec<PartyId> =
        concessions.iter().map(|it| scenario.demands[it.demand].party).collect();
    parties.sort_unstable();
    parties.dedup();
    let prices =
        parties.into_iter().map(|it| (it, price(network, it, package, &concessions))).collect();
    WayOut { package: package.clone(), refusals: step.refusals, concessions, prices }
}

/// What conceding on one issue costs a party, at the middle of all ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PricePart {
    /// The conceded issue.
    pub issue: IssueId,
    /// Its weight, in points.
    pub weight: Points,
    /// The worth of the party's best option not ruled out.
    pub best: Points,
    /// The worth of what it gets.
    pub gets: Points,
}

/// The parts of the price of a way out to a party: one for each conceded issue, in file order.
pub fn price_parts(network: &Network<'_>, party: PartyId, way: &WayOut) -> Vec<PricePart> {
    conceded(network, party, &way.concessions)
        .into_iter()
        .map(|issue| {
            let best = best_not_ruled_out(network, party, issue).likely;
            let gets = worth_of_issue(network.scenario, party, issue, &way.package).range.likely;
            let weight = network.scenario.weights[party].middle(issue);
            PricePart { issue, weight, best, gets: gets.min(best) }
        })
        .collect()
}

/// The issues on which a party concedes, in file order.
fn conceded(network: &Network<'_>, party: PartyId, concessions: &[Concession]) -> Vec<IssueId> {
    let demands = concessions.iter().map(|it| &network.scenario.demands[it.demand]);
    let mut issues: Vec<IssueId> = demands
        .filter(|demand| demand.party == party)
        .filter_map(crate::scenario::Demand::issue)
        .collect();
    issues.sort_unstable();
    issues.dedup();
    issues
}

/// The price of some concessions to a party.
fn price(
    network: &Network<'_>,
    party: PartyId,
    package: &Package,
    concessions: &[Concession],
) -> Range<Ratio> {
    let scenario = network.scenario;
    let conceded = conceded(network, party, concessions);
    let mut middle: Points = 0;
    let mut parts: Vec<(IssueId, Range<Points>)> = Vec::new();
    for (issue, position) in scenario.positions[party].iter() {
        if position.is_none() {
            continue;
        }
        if conceded.contains(&issue) {
            let best = best_not_ruled_out(network, party, issue);
            let gets = worth_of_issue(scenario, party, issue, package).range;
            let loss = Range {
                low: (best.low - gets.high).max(0),
                likely: (best.likely - gets.likely).max(0),
                high: (best.high - gets.low).max(0),
            };
            middle += scenario.weights[party].middle(issue) * loss.likely;
            parts.push((issue, loss));
        } else {
            parts.push((issue, Range::exactly(0)));
        }
    }
    let zero = Ratio::from_integer(0);
    let below = points_below(network, party, package);
    Range {
        low: mean(scenario, party, &parts, End::Low).unwrap_or(zero) + below,
        likely: in_hundredths(network, party, middle) + below,
        high: mean(scenario, party, &parts, End::High).unwrap_or(zero) + below,
    }
}
