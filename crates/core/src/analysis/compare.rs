//! What changed between two proposals, and who gains?
//!
//! For a party, A is at least as good as B if in every filling the sum of weight times (worth
//! under A less worth under B) is not below zero. Whatever the two share cancels: the same cell,
//! the same weight, and what both leave unsettled. All readings of both count.

use std::collections::BTreeSet;

use super::conflict::{idle_formula, reading_formula};
use super::extremes::{Means, Taken, wider};
use super::floor_test::interim;
use super::network::Network;
use super::settlement::{Outline, Settlement, clause_tables, clauses_on};
use super::verdict::Verdict;
use super::worth::{End, Worth, at_weight};
use crate::scenario::{
    Clause, DemandId, Firmness, IssueId, Package, PartyId, Points, Proposal, Range, Ratio, Stance,
};
use crate::search::{Budget, Exhausted, Factor};

/// What changed between two proposals.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// By issue that either mentions, in file order.
    pub rows: Vec<IssueChange>,
    /// By party, in file order.
    pub parties: Vec<PartyChange>,
    /// Whether the second is at least as good for every principal, better for one, and breaks no
    /// demand for certain that the first keeps; and the other way round.
    pub dominance: Dominance,
    /// Clauses of the first with those of the second that speak of the same issues.
    pub clauses: Vec<(usize, Vec<usize>)>,
}

/// Which proposal dominates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dominance {
    /// The first.
    First,
    /// The second.
    Second,
    /// Neither, as far as is known.
    Neither,
}

/// What changed on an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueChange {
    /// The issue.
    pub issue: IssueId,
    /// What the first does about it, and in which clauses.
    pub first: (Settlement, Vec<usize>),
    /// What the second does about it, and in which clauses.
    pub second: (Settlement, Vec<usize>),
    /// The kind of change.
    pub change: Change,
    /// How far the clauses bind, if that changed.
    pub firmness: Option<(Option<Firmness>, Option<Firmness>)>,
    /// By party with a position: what the change is worth, in hundredths of its own total with
    /// weights at the middle of their ranges; over all worths and readings.
    pub gains: Vec<(PartyId, Range<Ratio>)>,
}

/// The kind of change on an issue, by the sets of options still possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The same options in the same words.
    Unchanged,
    /// The same options in other words.
    Reworded,
    /// Fewer options than before.
    Narrowed,
    /// More options than before.
    Widened,
    /// Other options.
    Moved,
    /// Some options gone, others new.
    Shifted,
    /// Left open before, settled now.
    Settled,
    /// Settled before, left open now.
    Reopened,
    /// Not mentioned before.
    Added,
    /// Not mentioned any more.
    Dropped,
    /// Settled by neither.
    Unsettled,
}

/// What the change is to a party.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyChange {
    /// The party.
    pub party: PartyId,
    /// The worth under the second less that under the first, in hundredths of the party's own
    /// total: the least and the greatest over all readings and fillings.
    pub gain: Option<(Gain, Gain)>,
    /// The part of it that rests on stated stances alone: the issues that both texts settle by
    /// one option each, on both of which the party has spoken. Weights at the middle.
    pub stated: StatedGain,
    /// Demands that only the second breaks: in every realisation, or in some.
    pub crossed: Vec<(DemandId, bool)>,
    /// Demands that only the first breaks.
    pub cleared: Vec<DemandId>,
}

/// An extreme of a gain, and where it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gain {
    /// The gain.
    pub mean: Ratio,
    /// A package that follows the first text.
    pub first: Package,
    /// A package that follows the second.
    pub second: Package,
}

/// A gain on stated stances alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedGain {
    /// The least and the greatest, in hundredths.
    pub range: (Ratio, Ratio),
    /// How many issues it rests on.
    pub issues: usize,
    /// How many issues, of those that either text mentions, it leaves out.
    pub left_out: usize,
}

impl PartyChange {
    /// Better, worse, the same, or not decided.
    pub fn direction(&self) -> Direction {
        let zero = Ratio::from_integer(0);
        match &self.gain {
            None => Direction::Same,
            Some((low, high)) if low.mean == zero && high.mean == zero => Direction::Same,
            Some((low, _)) if low.mean >= zero => Direction::Better,
            Some((_, high)) if high.mean <= zero => Direction::Worse,
            Some(_) => Direction::NotDecided,
        }
    }
}

/// Which way a change goes for a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// At least as good in every filling, better in some.
    Better,
    /// At most as good in every filling, worse in some.
    Worse,
    /// The same in every filling.
    Same,
    /// Better in some fillings, worse in others.
    NotDecided,
}

/// A proposal with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// What it settles.
    pub outline: &'a Outline,
    /// The verdict of every party on it.
    pub verdicts: &'a [Verdict],
}

/// What changed from the first to the second.
pub fn compare(
    network: &Network<'_>,
    first: Side<'_>,
    second: Side<'_>,
    budget: &mut Budget,
) -> Result<Comparison, Exhausted> {
    let pair = Pair::new(network, first, second);
    let mut parties = Vec::new();
    for party in network.scenario.frame.parties.ids() {
        parties.push(party_change(&pair, party, budget)?);
    }
    let mut rows = Vec::new();
    for issue in network.scenario.frame.issues.ids() {
        rows.extend(issue_change(&pair, issue));
    }
    let dominance = dominance(network, &parties);
    let clauses = first.proposal.clauses.iter().enumerate().map(|(place, clause)| {
        let issues: BTreeSet<IssueId> = clause
            .readings
            .iter()
            .flat_map(|reading| reading.settles.iter().map(|(issue, _)| *issue))
            .chain(clause.leaves.iter().map(|(issue, _)| *issue))
            .collect();
        let others: BTreeSet<usize> =
            issues.iter().flat_map(|issue| clauses_on(second.proposal, *issue)).collect();
        (place, others.into_iter().collect())
    });
    Ok(Comparison { rows, parties, dominance, clauses: clauses.collect() })
}

/// Two texts in one network: the variables of the second come after those of the first.
struct Pair<'a> {
    network: &'a Network<'a>,
    first: Side<'a>,
    second: Side<'a>,
    domains: Vec<usize>,
    hard: Vec<Factor<bool>>,
}

impl<'a> Pair<'a> {
    fn new(network: &'a Network<'a>, first: Side<'a>, second: Side<'a>) -> Self {
        let count = network.scenario.frame.issues.len();
        let single: Vec<usize> = network.domains.iter().take(count).copied().collect();
        let domains: Vec<usize> = single.iter().chain(&single).copied().collect();
        let mut hard: Vec<Factor<bool>> = Vec::new();
        for factor in &network.hard {
            if factor.scope().iter().all(|variable| *variable < count) {
                hard.push(factor.clone());
                hard.push(factor.shifted(count));
            }
        }
        for clause in &first.proposal.clauses {
            hard.extend(clause_tables(network, clause));
            let alike = second.proposal.clauses.iter().find(|other| is_worded_alike(clause, other));
            let several = clause.readings.len() > 1
                || clause.readings.iter().any(|reading| reading.when.is_some());
            if alike.is_some() && several {
                hard.push(read_alike(network, &domains, clause));
            }
        }
        for clause in &second.proposal.clauses {
            hard.extend(clause_tables(network, clause).iter().map(|it| it.shifted(count)));
        }
        hard.extend(interim(network, first.proposal));
        hard.extend(interim(network, second.proposal).iter().map(|it| it.shifted(count)));
        let mut pair = Self { network, first, second, domains, hard };
        for issue in network.scenario.frame.issues.ids() {
            if pair.neither_settles(issue) {
                let variables = vec![issue.index(), issue.index() + count];
                pair.hard.push(Factor::tabulate(
                    &pair.domains,
                    variables,
                    |values| matches!(values, [one, other] if one == other),
                ));
            }
        }
        pair
    }

    /// Whether both texts leave an issue unsettled, with the same options still possible:
    /// whatever comes later comes under both.
    fn neither_settles(&self, issue: IssueId) -> bool {
        let (one, other) = self.settlements(issue);
        let interim = |settlement: Settlement| match settlement {
            Settlement::Open(_, interim) => interim,
            _ => None,
        };
        one.is_unsettled()
            && other.is_unsettled()
            && one.options() == other.options()
            && interim(one) == interim(other)
    }

    fn settlements(&self, issue: IssueId) -> (Settlement, Settlement) {
        let at = |side: &Side<'_>| side.outline.settlements.get(issue.index()).copied();
        let none = Settlement::NotApplicable;
        (at(&self.first).unwrap_or(none), at(&self.second).unwrap_or(none))
    }

    /// The difference of a party's worth of an issue, over both texts.
    fn difference(&self, worth: &Factor<Worth>) -> Factor<Range<Points>> {
        let count = self.domains.len() / 2;
        let mut scope = worth.scope().to_vec();
        scope.extend(worth.scope().iter().map(|variable| variable + count));
        let half = worth.scope().len();
        let strides: Vec<usize> =
            worth.scope().iter().map(|variable| worth.stride(*variable)).collect();
        let entry = |values: &[usize]| {
            let place = values.iter().zip(&strides).map(|(value, stride)| value * stride).sum();
            worth.entries().get::<usize>(place).copied()
        };
        Factor::tabulate(&self.domains, scope, |values| {
            let (before, after) = values.split_at(half.min(values.len()));
            match (entry(before), entry(after)) {
                (Some(before), Some(after)) => after.minus(&before),
                _ => Range::exactly(0),
            }
        })
    }
}

/// Whether two clauses say the same and can be read in the same ways.
pub(crate) fn is_worded_alike(one: &Clause, other: &Clause) -> bool {
    let ways = |clause: &Clause| -> Vec<_> {
        let readings = clause.readings.iter();
        readings.map(|it| (it.when.clone(), it.settles.clone())).collect()
    };
    one.says == other.says && ways(one) == ways(other)
}

/// True where some reading of a clause holds under both texts: what is worded alike is read alike.
fn read_alike(network: &Network<'_>, domains: &[usize], clause: &Clause) -> Factor<bool> {
    let count = domains.len() / 2;
    let readings: Vec<Factor<bool>> = clause
        .readings
        .iter()
        .map(|reading| network.table(&reading_formula(reading), None))
        .collect();
    let mut half: Vec<usize> = readings.iter().flat_map(Factor::scope).copied().collect();
    half.sort_unstable();
    half.dedup();
    let idle = network.table(&idle_formula(clause), None);
    let scope: Vec<usize> =
        half.iter().copied().chain(half.iter().map(|variable| variable + count)).collect();
    let mut both = [vec![0; count], vec![0; count]];
    Factor::tabulate(domains, scope, |values| {
        let (before, after) = values.split_at(half.len().min(values.len()));
        for (assignment, values) in both.iter_mut().zip([before, after]) {
            for (variable, value) in half.iter().zip(values) {
                if let Some(slot) = assignment.get_mut(*variable) {
                    *slot = *value;
                }
            }
        }
        let holds = |table: &Factor<bool>| both.iter().all(|it| table.at(it) == Some(&true));
        readings.iter().chain([&idle]).any(holds)
    })
}

fn party_change(
    pair: &Pair<'_>,
    party: PartyId,
    budget: &mut Budget,
) -> Result<PartyChange, Exhausted> {
    let scenario = pair.network.scenario;
    let terms = pair.network.terms(party);
    let parts: Vec<(IssueId, Factor<Range<Points>>)> =
        terms.iter().map(|term| (term.issue, pair.difference(&term.worth))).collect();
    let unit = Ratio::from_integer(scenario.worth_unit(party));
    let means = Means::new(&pair.domains, pair.hard.iter().collect(), &parts);
    let mut found: Option<[Taken; 2]> = None;
    for weights in scenario.weights[party].boxes() {
        if let Some(here) = means.extremes(weights, budget)? {
            found = Some(found.map_or(here.clone(), |other| wider(other, here)));
        }
    }
    let count = pair.domains.len() / 2;
    let gain = |(mean, assignment): Taken| {
        let (first, second) = assignment.split_at(count.min(assignment.len()));
        let package = |values: &[usize]| pair.network.package(values);
        Gain { mean: mean / unit, first: package(first), second: package(second) }
    };
    let gain = found.map(|ends| ends.map(gain).into());
    let crossings = |side: &Side<'_>| {
        let verdict = side.verdicts.iter().find(|verdict| verdict.party == party);
        verdict.map_or(Vec::new(), |verdict| verdict.crossed.clone())
    };
    let (before, after) = (crossings(&pair.first), crossings(&pair.second));
    let had = |demand: DemandId| before.iter().any(|crossed| crossed.demand == demand);
    let has = |demand: DemandId| after.iter().any(|crossed| crossed.demand == demand);
    Ok(PartyChange {
        party,
        gain,
        stated: stated_gain(pair, party),
        crossed: after
            .iter()
            .filter(|crossed| !had(crossed.demand))
            .map(|crossed| (crossed.demand, crossed.everywhere))
            .collect(),
        cleared: before
            .iter()
            .map(|crossed| crossed.demand)
            .filter(|demand| !has(*demand))
            .collect(),
    })
}

/// What a party gains on the issues that both texts settle by one option each and on which it has
/// stated how it stands to both.
fn stated_gain(pair: &Pair<'_>, party: PartyId) -> StatedGain {
    let scenario = pair.network.scenario;
    let zero = Ratio::from_integer(0);
    let mut stated = StatedGain { range: (zero, zero), issues: 0, left_out: 0 };
    for issue in scenario.frame.issues.ids() {
        let mentioned = [pair.first.proposal, pair.second.proposal]
            .iter()
            .any(|proposal| !clauses_on(proposal, issue).is_empty());
        if !mentioned || scenario.position(party, issue).is_none() {
            continue;
        }
        let known = |settlement: Settlement| {
            let Settlement::Settled(option) = settlement else { return None };
            let cell = scenario.position(party, issue)?.cell(option);
            let stances: Vec<Stance> = cell.stances().collect();
            // A stance under a condition is stated only together with that condition.
            match stances[..] {
                [Stance::Unknown] => None,
                [stance] => Some((option, scenario.value(party, stance, Some(cell)).worth)),
                _ => None,
            }
        };
        let (one, other) = pair.settlements(issue);
        let (Some((was, before)), Some((is, after))) = (known(one), known(other)) else {
            stated.left_out += 1;
            continue;
        };
        stated.issues += 1;
        if was == is {
            continue;
        }
        let weight = scenario.weights[party].middle(issue);
        let hundredths =
            |points: Points| super::distance::in_hundredths(pair.network, party, weight * points);
        stated.range.0 += hundredths(after.low - before.high);
        stated.range.1 += hundredths(after.high - before.low);
    }
    stated
}

fn dominance(network: &Network<'_>, parties: &[PartyChange]) -> Dominance {
    let principals = || {
        parties.iter().filter(|change| network.scenario.frame.parties[change.party].is_principal())
    };
    let all =
        |allowed: [Direction; 2]| principals().all(|change| allowed.contains(&change.direction()));
    let some = |direction: Direction| principals().any(|change| change.direction() == direction);
    let crosses = parties.iter().any(|change| change.crossed.iter().any(|(_, certain)| *certain));
    let clears = parties.iter().any(|change| !change.cleared.is_empty());
    if all([Direction::Better, Direction::Same]) && some(Direction::Better) && !crosses {
        Dominance::Second
    } else if all([Direction::Worse, Direction::Same]) && some(Direction::Worse) && !clears {
        Dominance::First
    } else {
        Dominance::Neither
    }
}

fn issue_change(pair: &Pair<'_>, issue: IssueId) -> Option<IssueChange> {
    let (one, other) = pair.settlements(issue);
    let places = (clauses_on(pair.first.proposal, issue), clauses_on(pair.second.proposal, issue));
    if places.0.is_empty() && places.1.is_empty() {
        return None;
    }
    let words = |side: &Side<'_>, places: &[usize]| -> Vec<String> {
        let clauses = places.iter().filter_map(|place| side.proposal.clauses.get(*place));
        clauses.map(|clause| clause.says.clone()).collect()
    };
    let same_words = words(&pair.first, &places.0) == words(&pair.second, &places.1);
    let firmness = |side: &Side<'_>, places: &[usize]| {
        let mut clauses = places.iter().filter_map(|place| side.proposal.clauses.get(*place));
        clauses.find_map(|clause| clause.firmness)
    };
    let firm = (firmness(&pair.first, &places.0), firmness(&pair.second, &places.1));
    Some(IssueChange {
        issue,
        change: change(one, other, same_words),
        gains: gains(pair, issue),
        first: (one, places.0),
        second: (other, places.1),
        firmness: (firm.0 != firm.1).then_some(firm),
    })
}

fn change(one: Settlement, other: Settlement, same_words: bool) -> Change {
    let (before, after) = (one.options(), other.options());
    let is_open = |settlement: Settlement| matches!(settlement, Settlement::Open(..));
    match (one.is_unsettled(), other.is_unsettled()) {
        (true, true) => Change::Unsettled,
        (true, false) if is_open(one) => Change::Settled,
        (true, false) => Change::Added,
        (false, true) if is_open(other) => Change::Reopened,
        (false, true) => Change::Dropped,
        (false, false) if before == after && same_words => Change::Unchanged,
        (false, false) if before == after => Change::Reworded,
        (false, false) if after.within(before) => Change::Narrowed,
        (false, false) if before.within(after) => Change::Widened,
        (false, false) if before.and(after).is_empty() => Change::Moved,
        (false, false) => Change::Shifted,
    }
}

/// What the change on an issue is worth to every party with a position, weights at the middle.
fn gains(pair: &Pair<'_>, issue: IssueId) -> Vec<(PartyId, Range<Ratio>)> {
    let scenario = pair.network.scenario;
    let count = pair.domains.len() / 2;
    let (one, other) = pair.settlements(issue);
    let mut gains = Vec::new();
    for party in scenario.frame.parties.ids() {
        let term = pair.network.terms(party).iter().find(|term| term.issue == issue);
        let Some(term) = term else { continue };
        if pair.neither_settles(issue) || (one == other && matches!(one, Settlement::Settled(_))) {
            gains.push((party, Range::exactly(Ratio::from_integer(0))));
            continue;
        }
        let difference = pair.difference(&term.worth);
        let weight = Range::exactly(scenario.weights[party].middle(issue));
        let allowed = |variable: usize, value: usize| {
            let side = if variable < count { &pair.first } else { &pair.second };
            let option = crate::scenario::OptionId::new(value);
            side.outline.realisations.iter().any(|realisation| {
                let options = realisation.options.get(variable % count).map(|it| it.1);
                options.is_some_and(|set| set.contains(option))
            })
        };
        let mut extremes: Option<(Range<Points>, Range<Points>)> = None;
        for (place, range) in difference.entries().iter().enumerate() {
            let mut rest = place;
            let inside = difference.scope().iter().all(|variable| {
                let stride = difference.stride(*variable);
                let value = rest / stride;
                rest %= stride;
                allowed(*variable, value)
            });
            if inside {
                extremes = Some(extremes.map_or((*range, *range), |(low, high)| {
                    (
                        if range.low < low.low { *range } else { low },
                        if range.high > high.high { *range } else { high },
                    )
                }));
            }
        }
        let Some((low, high)) = extremes else { continue };
        let hundredths = |amount: Points| {
            super::distance::in_hundredths(
                pair.network,
                party,
                at_weight(weight, amount, End::Middle),
            )
        };
        let (low, high) = (hundredths(low.low), hundredths(high.high));
        gains.push((party, Range { low, likely: (low + high) / Ratio::from_integer(2), high }));
    }
    gains
}
