//! How far from agreement? A pair, never added: the stated refusals that must give, and the
//! points still missing below floors.
//!
//! A refusal is a firm red line or link that a package breaks; the red lines of one party on one
//! issue count once. Points missing are what the floor test of a party lacks in its best filling,
//! in hundredths of the party's own total (with weights at the middle of their ranges). (0, 0)
//! if and only if some package has no stated obstacle.

use std::collections::BTreeMap;

use super::agreement::{broken, shortfall};
use super::first::{Wish, first};
use super::network::{Asked, Network, is_asked};
use super::price_scale::PriceScale;
use super::worth::End;
use crate::scenario::{
    Demand, DemandId, DemandKind, IssueId, Package, PartyId, Points, Ratio, Stance, Word,
};
use crate::search::bounds::{Bounds, Sums};
use crate::search::layers::{Plan, search};
use crate::search::{Budget, Exhausted, Factor, Variable};

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
    if concessions.floors.is_empty() {
        let wish = Wish { counts: vec![&concessions.refusals], ..Wish::default() };
        let found = first(network, &wish, budget)?;
        let steps = found.map(|assignment| step(network, &network.package(&assignment)));
        return Ok(Distance { steps: steps.into_iter().collect() });
    }
    let counts: Vec<(&Factor<i128>, i128)> =
        concessions.refusals.iter().map(|table| (table, 1)).collect();
    let rungs = staircase(network, &counts, &concessions.floors, false, budget)?;
    Ok(Distance { steps: rungs.into_iter().map(|rung| rung.step).collect() })
}

/// Tables of bounds have no more entries than this.
const TABLE: usize = 4096;

/// Labels a layer in the first search; each further one has more room.
const WIDTH: usize = 64;

/// One rung of a staircase.
#[derive(Clone, Debug)]
pub(crate) struct Rung {
    count: i128,
    pub(crate) step: Step,
}

/// For every count, such as that of refusals, the least points missing: the rungs that miss less
/// than all with a lesser count; or the lowest rung alone.
pub(crate) fn staircase(
    network: &Network<'_>,
    counts: &[(&Factor<i128>, i128)],
    floors: &BTreeMap<PartyId, Vec<Factor<Points>>>,
    lowest: bool,
    budget: &mut Budget,
) -> Result<Vec<Rung>, Exhausted> {
    let lists = floors.iter().map(|(party, list)| (*party, list.as_slice()));
    let scale = PriceScale::new(network, lists);
    let scaled: Vec<Factor<i128>> = floors
        .iter()
        .flat_map(|(party, list)| list.iter().map(|table| scale.table(*party, table)))
        .collect();
    let parties: Vec<PartyId> = floors.keys().copied().collect();
    let mut rungs: Vec<Rung> = Vec::new();
    let mut width = WIDTH;
    loop {
        // Bounds of the points missing, and of points and counts weighed against each other.
        let rates = rates(&scale, &rungs);
        let mut terms: Vec<(&Factor<i128>, Vec<i128>)> = Vec::new();
        for (table, by) in counts {
            let weighed = rates.iter().chain([&1]).map(|rate| rate * by);
            terms.push((table, weighed.collect()));
        }
        terms.extend(scaled.iter().map(|table| (table, vec![1; rates.len()])));
        let mut views = rates.len() + 1;
        for list in floors.values() {
            let mut row = vec![0; views];
            row.push(1);
            terms.extend(list.iter().map(|table| (table, row.clone())));
            views += 1;
        }
        let hard = network.hard.iter().collect();
        let sums = Sums { domains: network.domains.clone(), hard, terms, views };
        let bounds = Bounds::new(&sums, TABLE, budget)?;
        let known: Vec<(i128, i128)> =
            rungs.iter().map(|it| (it.count, scale.hundredths(it.step.missing))).collect();
        let wanted = |sums: &[i128], _: &[u64]| {
            let (weighed, rest) = sums.split_at(rates.len().min(sums.len()));
            let Some((count, lacks)) = rest.split_first() else { return true };
            if lowest && known.first().is_some_and(|(least, _)| least < count) {
                return false;
            }
            let each = parties.iter().zip(lacks);
            let missing: i128 = each.map(|(party, lacks)| scale.down(*party, *lacks).max(0)).sum();
            lowers(&known, &rates, *count, missing, weighed)
        };
        let plan = Plan { apart: rates.len(), costs: 1, ties: 1, width };
        let layers = search(&bounds, network.domains.len(), &[], plan, wanted, budget)?;
        rungs.extend(layers.found.iter().map(|found| {
            let tables = counts.iter();
            let counted = tables.filter_map(|(table, by)| Some(table.at(&found.assignment)? * by));
            Rung { count: counted.sum(), step: step(network, &network.package(&found.assignment)) }
        }));
        rungs = descending(rungs);
        if !layers.narrow {
            return Ok(rungs);
        }
        width = width.saturating_mul(16);
    }
}

/// What one of a count is weighed against points of the scale: nothing, and rates about as steep
/// as the rungs known so far.
fn rates(scale: &PriceScale, rungs: &[Rung]) -> Vec<i128> {
    let mut rates = vec![0];
    if let (Some(top), Some(bottom)) = (rungs.first(), rungs.last()) {
        let fall = scale.hundredths(top.step.missing) - scale.hundredths(bottom.step.missing);
        let rate = fall / (bottom.count - top.count).max(1);
        rates.extend([rate / 2, rate, rate * 2].into_iter().filter(|rate| *rate > 0));
    }
    rates
}

/// Whether something with these bounds may lie below the known rungs: for some count it may miss
/// fewer points than any rung with a lesser one, and no more than that with the same.
fn lowers(
    known: &[(i128, i128)],
    rates: &[i128],
    count: i128,
    missing: i128,
    weighed: &[i128],
) -> bool {
    // Between two rungs nothing changes but the count, whose increase only lowers the bounds.
    let counts = [count].into_iter().chain(known.iter().map(|(count, _)| *count));
    let next = |count: i128| {
        let above = known.iter().map(|(other, _)| *other).filter(|other| *other > count);
        above.min().map_or(count, |above| above - 1)
    };
    let ends = counts.filter(|it| *it >= count).flat_map(|it| [it, next(it)]);
    ends.into_iter().any(|given| {
        let least = weighed.iter().zip(rates).map(|(sum, rate)| sum - rate * given).max();
        let least = least.unwrap_or(0).max(missing).max(0);
        known.iter().all(|(step, points)| match step.cmp(&given) {
            std::cmp::Ordering::Less => least < *points,
            std::cmp::Ordering::Equal => least <= *points,
            std::cmp::Ordering::Greater => true,
        })
    })
}

/// The rungs that no other undercuts, least counts first.
fn descending(mut rungs: Vec<Rung>) -> Vec<Rung> {
    let key = |rung: &Rung| {
        let step = &rung.step;
        (rung.count, step.missing, step.greatest, step.package.clone())
    };
    rungs.sort_by_cached_key(key);
    let mut kept: Vec<Rung> = Vec::new();
    for rung in rungs {
        if kept.last().is_none_or(|last| rung.step.missing < last.step.missing) {
            kept.push(rung);
        }
    }
    kept
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
