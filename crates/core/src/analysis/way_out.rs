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

pub use super::cheapest::Criterion;
use super::distance::{Concessions, best_not_ruled_out, in_hundredths, points_below, step};
use super::network::Network;
use super::worth::{End, mean, of_package, worth_of_issue};
use crate::scenario::{
    DemandId, DemandKind, Formula, IssueId, OptionId, OptionSet, Package, PartyId, Points, Range,
    Ratio,
};
use crate::search::{Budget, Exhausted};

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
}

/// The ways out whose refusals and prices no other undercuts, best first. `gives` says which
/// parties may give way.
pub fn ways_out(
    network: &Network<'_>,
    gives: impl Fn(PartyId) -> bool,
    budget: &mut Budget,
) -> Result<Vec<WayOut>, Exhausted> {
    let ways = cheapest(network, gives, Criterion::FewestRefusals, usize::MAX, budget);
    match ways.stopped {
        None => Ok(ways.list),
        Some(exhausted) => Err(exhausted),
    }
}

/// The cheapest ways out, and what is proven of the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaysOut {
    /// The ways out, best first under the criterion.
    pub list: Vec<WayOut>,
    /// Whether there are no others: none that another does not undercut.
    pub complete: bool,
    /// Why others may be cheaper than those listed, if they may.
    pub stopped: Option<Exhausted>,
    /// Proven: no way out gives fewer refusals.
    pub least_refusals: usize,
}

/// The `most` cheapest ways out by a criterion; no other is cheaper than the last of them.
pub fn cheapest(
    network: &Network<'_>,
    gives: impl Fn(PartyId) -> bool,
    criterion: Criterion,
    most: usize,
    budget: &mut Budget,
) -> WaysOut {
    let tables = Concessions::new(network, gives);
    let found = super::cheapest::cheapest(network, &tables, criterion, most, budget);
    let mut list: Vec<WayOut> =
        found.packages.iter().map(|package| way_out(network, package)).collect();
    list.sort_by_cached_key(|way| rank(way, criterion));
    WaysOut {
        list,
        complete: found.complete,
        stopped: found.stopped,
        least_refusals: found.least_refusals,
    }
}

/// The way out that comes first by a criterion, given the known ones; none where that is not proven
/// within the bound.
pub fn first_by(
    network: &Network<'_>,
    known: &WaysOut,
    criterion: Criterion,
    budget: &mut Budget,
) -> Option<WayOut> {
    if known.complete {
        return known.list.iter().min_by_key(|way| rank(way, criterion)).cloned();
    }
    let found = cheapest(network, |_| true, criterion, 1, budget);
    if found.stopped.is_some() { None } else { found.list.into_iter().next() }
}

/// The options of an issue that would do as well as the one of a way out, which is among them: with
/// any of them in its place the package keeps to the rules, raises the same issues, breaks the same
/// demands, and costs everybody the same.
pub fn interchangeable(network: &Network<'_>, way: &WayOut, issue: IssueId) -> OptionSet {
    let frame = &network.scenario.frame;
    let with = |option: OptionId| {
        let choices = way.package.choices();
        Package::new(choices.map(|(it, now)| if it == issue { option } else { now }).collect())
    };
    let conditions = frame.issues.values().filter_map(|it| it.applies.as_ref());
    let does = |option: &OptionId| {
        let package = with(*option);
        let raises = |(formula, _): &(Formula, IssueId)| {
            formula.holds(&frame.issues, &package) == formula.holds(&frame.issues, &way.package)
        };
        let other = way_out(network, &package);
        frame.rules.values().all(|rule| rule.holds.holds(&frame.issues, &package))
            && conditions.clone().all(raises)
            && other.demands().eq(way.demands())
            && other.prices == way.prices
    };
    frame.issues[issue].all().iter().filter(does).collect()
}

/// The place of a way out in the order of a criterion; ties in file order.
fn rank(way: &WayOut, criterion: Criterion) -> ([Ratio; 3], Vec<DemandId>) {
    let key = criterion.key(way.refusals, way.greatest_price(), way.total_price());
    (key, way.demands().collect())
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
