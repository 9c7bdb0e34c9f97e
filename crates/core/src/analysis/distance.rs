//! How far from agreement? A pair, never added: the stated refusals that must give, and the
//! points still missing below floors.
//!
//! A refusal is a firm red line or link that a package breaks; the red lines of one party on one
//! issue count once. Points missing are what the floor test of a party lacks in its best filling,
//! in hundredths of the party's own total (with weights at the middle of their ranges). (0, 0)
//! if and only if some package has no stated obstacle.

use std::collections::BTreeMap;

use super::agreement::{broken, order_costs, shortfall};
use super::network::{Asked, Network, is_asked};
use super::worth::End;
use crate::scenario::{
    Demand, DemandId, DemandKind, IssueId, Package, PartyId, Points, Ratio, Stance, Word,
};
use crate::search::{Budget, Exhausted, Factor, Found, Goal, Variable};

/// How far from agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distance {
    /// The steps of the staircase, fewest refusals first: with so many refusals given, so many
    /// points are missing at least. The first step is the distance.
    pub steps: Vec<Step>,
}

/// With so many refusals given, so many points are missing at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Refusals given.
    pub refusals: usize,
    /// Points missing, over all floors.
    pub missing: Ratio,
    /// The most missing to one party.
    pub greatest: Ratio,
    /// A package that shows it.
    pub package: Package,
    /// The firm demands it breaks, floors included.
    pub breaks: Vec<DemandId>,
}

/// The distance to agreement, with its staircase.
pub fn distance(network: &Network<'_>, budget: &mut Budget) -> Result<Distance, Exhausted> {
    let concessions = Concessions::new(network, |_| true);
    let mut problem = network.problem();
    problem.costs.extend(concessions.refusals.iter().map(|factor| (0, factor)));
    let floors: Vec<&Vec<Factor<Points>>> = concessions.floors.values().collect();
    let found = if floors.is_empty() {
        let order = order_costs(network);
        problem.costs.extend(order.iter().enumerate().map(|(it, factor)| (1 + it, factor)));
        problem.dimensions = 1 + order.len();
        problem.solve(Goal::First, budget)?
    } else {
        for (place, list) in floors.iter().enumerate() {
            problem.costs.extend(list.iter().map(|factor| (1 + place, factor)));
        }
        problem.dimensions = 1 + floors.len();
        problem.solve(Goal::Frontier, budget)?
    };
    let mut candidates: Vec<Step> =
        found.iter().map(|found| step(network, &network.package(&found.assignment))).collect();
    candidates.sort_by(|one, other| {
        (one.refusals, one.missing, one.greatest, &one.package).cmp(&(
            other.refusals,
            other.missing,
            other.greatest,
            &other.package,
        ))
    });
    let mut steps: Vec<Step> = Vec::new();
    for candidate in candidates {
        if steps.last().is_none_or(|last| candidate.missing < last.missing) {
            steps.push(candidate);
        }
    }
    Ok(Distance { steps })
}

/// What a package asks: refusals and points.
pub fn step(network: &Network<'_>, package: &Package) -> Step {
    let scenario = network.scenario;
    let mut breaks: Vec<DemandId> =
        broken(network, package).into_iter().filter(|demand| scenario.is_firm(*demand)).collect();
    let refusals = count_refusals(network, &breaks);
    let mut missing = Ratio::from_integer(0);
    let mut greatest = missing;
    for (party, demand) in network.floored() {
        let lacks = points_below(network, party, package);
        if lacks > Ratio::from_integer(0) {
            breaks.push(demand);
            missing += lacks;
            greatest = greatest.max(lacks);
        }
    }
    breaks.sort_unstable();
    Step { refusals, missing, greatest, package: package.clone(), breaks }
}

/// How many refusals some broken demands are: the red lines of one party on one issue count once.
pub fn count_refusals(network: &Network<'_>, breaks: &[DemandId]) -> usize {
    let mut groups: Vec<(PartyId, Option<IssueId>, Option<DemandId>)> =
        breaks.iter().filter_map(|id| group(&network.scenario.demands[*id], *id)).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.len()
}

type Group = (PartyId, Option<IssueId>, Option<DemandId>);

/// The refusal a demand belongs to; a floor is none.
fn group(demand: &Demand, id: DemandId) -> Option<Group> {
    match &demand.kind {
        DemandKind::RedLine { issue, .. } => Some((demand.party, Some(*issue), None)),
        DemandKind::Link { .. } => Some((demand.party, None, Some(id))),
        DemandKind::Floor(_) => None,
    }
}

/// The points by which a package misses a party's floor in its best filling, in hundredths of
/// the party's total; zero where it meets it or the party is not asked.
pub fn points_below(network: &Network<'_>, party: PartyId, package: &Package) -> Ratio {
    let scenario = network.scenario;
    let zero = Ratio::from_integer(0);
    let Some((_, floor)) = scenario.floor(party) else { return zero };
    if !is_asked(scenario, party, package) {
        return zero;
    }
    let lacks = shortfall(network, party, &floor.height, package, End::High);
    in_hundredths(network, party, lacks).max(zero)
}

/// Points of weight times worth as hundredths of a party's total.
pub fn in_hundredths(network: &Network<'_>, party: PartyId, points: Points) -> Ratio {
    let scenario = network.scenario;
    let total = scenario.weights[party].total() * scenario.worth_unit(party);
    if total == 0 { Ratio::from_integer(0) } else { Ratio::new(points, total) }
}

/// Tables that count what packages ask of some parties, the demands of the others being kept.
#[derive(Debug)]
pub(crate) struct Concessions {
    /// One where a refusal is broken.
    pub(crate) refusals: Vec<Factor<i128>>,
    /// One where a link is broken: links are counted, since they have no price.
    pub(crate) links: Vec<Factor<i128>>,
    /// By party: points of weight times worth that conceding on an issue costs, weights and
    /// worths at the middle of their ranges.
    pub(crate) prices: BTreeMap<PartyId, Vec<Factor<Points>>>,
    /// By party: what its floor lacks, in its best filling.
    pub(crate) floors: BTreeMap<PartyId, Vec<Factor<Points>>>,
    /// By firm demand: true where it is broken.
    pub(crate) broken: Vec<(DemandId, Factor<bool>)>,
    /// The firm demands that are kept whatever happens.
    pub(crate) kept: Vec<DemandId>,
    /// The parties whose floors are kept whatever happens, with their tables.
    pub(crate) kept_floors: BTreeMap<PartyId, Vec<Factor<Points>>>,
}

impl Concessions {
    /// The tables; `gives` says which parties may give way.
    pub(crate) fn new(network: &Network<'_>, gives: impl Fn(PartyId) -> bool) -> Self {
        let scenario = network.scenario;
        let mut groups: BTreeMap<Group, Vec<(DemandId, &Factor<bool>)>> = BTreeMap::new();
        let mut kept = Vec::new();
        for (id, keeps) in network.binding().filter(|(id, _)| scenario.is_firm(*id)) {
            let demand = &scenario.demands[id];
            if !gives(demand.party) {
                kept.push(id);
            } else if let Some(group) = group(demand, id) {
                groups.entry(group).or_default().push((id, keeps));
            }
        }
        let mut result = Self {
            refusals: Vec::new(),
            links: Vec::new(),
            prices: BTreeMap::new(),
            floors: BTreeMap::new(),
            broken: Vec::new(),
            kept,
            kept_floors: BTreeMap::new(),
        };
        for ((party, issue, _), members) in groups {
            let any_broken = any_broken(network, &members);
            if let Some(issue) = issue
                && let Some(price) = price_table(network, party, issue, &any_broken)
            {
                result.prices.entry(party).or_default().push(price);
            }
            let counted = any_broken.map(|broken| i128::from(*broken));
            if issue.is_none() {
                result.links.push(counted.clone());
            }
            result.refusals.push(counted);
            for (id, keeps) in members {
                result.broken.push((id, keeps.map(|keeps| !keeps)));
            }
        }
        for (party, _) in network.floored() {
            let Some((_, floor)) = scenario.floor(party) else { continue };
            let costs: Vec<Factor<Points>> = network
                .floor_costs(party, &floor.height, End::High)
                .into_iter()
                .next()
                .unwrap_or_default();
            if gives(party) {
                result.floors.insert(party, costs);
            } else {
                result.kept_floors.insert(party, costs);
            }
        }
        result
    }

    /// The best packages by refusals, prices and floors: every combination that no other
    /// undercuts everywhere, for each set of broken demands.
    pub(crate) fn frontier(
        &self,
        network: &Network<'_>,
        extra: &[&Factor<bool>],
        budget: &mut Budget,
    ) -> Result<Vec<Found>, Exhausted> {
        let mut problem = network.problem();
        problem.hard.extend(self.kept.iter().filter_map(|it| network.keeps[*it].as_ref()));
        problem.hard.extend(extra);
        problem.costs.extend(self.refusals.iter().map(|factor| (0, factor)));
        let mut place = 1;
        let lists = self
            .kept_floors
            .values()
            .chain([&self.links])
            .chain(self.prices.values())
            .chain(self.floors.values());
        for list in lists {
            problem.costs.extend(list.iter().map(|factor| (place, factor)));
            place += 1;
        }
        problem.dimensions = place;
        problem.marks = self.broken.iter().map(|(id, factor)| (id.index(), factor)).collect();
        let found = problem.solve(Goal::Frontier, budget)?;
        let floors = self.kept_floors.len();
        let met = |found: &Found| found.costs.iter().skip(1).take(floors).all(|cost| *cost <= 0);
        Ok(found.into_iter().filter(met).collect())
    }
}

/// True where one of the demands is broken.
fn any_broken(network: &Network<'_>, members: &[(DemandId, &Factor<bool>)]) -> Factor<bool> {
    let mut scope: Vec<Variable> =
        members.iter().flat_map(|(_, keeps)| keeps.scope().iter().copied()).collect();
    scope.sort_unstable();
    scope.dedup();
    let mut assignment = vec![0; network.domains.len()];
    let places = scope.clone();
    Factor::tabulate(&network.domains, scope, |values| {
        for (variable, value) in places.iter().zip(values) {
            if let Some(slot) = assignment.get_mut(*variable) {
                *slot = *value;
            }
        }
        members.iter().any(|(_, keeps)| keeps.at(&assignment) == Some(&false))
    })
}

/// What conceding on an issue costs a party at the middle of all ranges: its weight times the
/// worth of its best option not ruled out less the worth of what it gets.
fn price_table(
    network: &Network<'_>,
    party: PartyId,
    issue: IssueId,
    broken: &Factor<bool>,
) -> Option<Factor<Points>> {
    let scenario = network.scenario;
    let term = network.terms(party).iter().find(|term| term.issue == issue)?;
    let best = best_not_ruled_out(network, party, issue).likely;
    let weight = scenario.weights[party].middle(issue);
    let mut scope: Vec<Variable> = term.worth.scope().to_vec();
    scope.extend(broken.scope());
    scope.sort_unstable();
    scope.dedup();
    let places = scope.clone();
    let mut assignment = vec![0; network.domains.len()];
    Some(Factor::tabulate(&network.domains, scope, |values| {
        for (variable, value) in places.iter().zip(values) {
            if let Some(slot) = assignment.get_mut(*variable) {
                *slot = *value;
            }
        }
        if broken.at(&assignment) != Some(&true) {
            return 0;
        }
        let gets = term.worth.at(&assignment).map_or(0, |worth| worth.range.likely);
        weight * (best - gets).max(0)
    }))
}

/// The worth of the best option of an issue that no red line of the party rules out everywhere.
pub(crate) fn best_not_ruled_out(
    network: &Network<'_>,
    party: PartyId,
    issue: IssueId,
) -> crate::scenario::Range<Points> {
    let scenario = network.scenario;
    let mut best = crate::scenario::Range { low: 0, likely: 0, high: 0 };
    let Some(position) = scenario.position(party, issue) else { return best };
    for cell in &position.cells {
        for stance in cell.stances().filter(|stance| *stance != Stance::Word(Word::Never)) {
            let worth = scenario.value(party, stance, Some(cell)).worth;
            best.low = best.low.max(worth.low);
            best.likely = best.likely.max(worth.likely);
            best.high = best.high.max(worth.high);
        }
    }
    best
}

/// Whether a party could ever be asked.
pub(crate) fn may_be_asked(network: &Network<'_>, party: PartyId) -> bool {
    network.asked(party) != Asked::Never
}
