//! Which promises of a text are discounted most, by whom, and why?

use std::collections::BTreeMap;

use super::promise::{Promise, Scales};
use super::state::{State, left_possible};
use super::verdict::Doubts;
use super::worth::tabulate;
use crate::analysis::floor_test::entries_within;
use crate::analysis::network::Network;
use crate::analysis::settlement::{Outline, Settlement, follows, possible};
use crate::analysis::worth::Term;
use crate::scenario::{Formula, IssueId, OptionId, OptionSet, PartyId, Points, Range, Ratio};
use crate::search::{Budget, Exhausted};

/// What a party loses by one promise of a text from paper to trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The issue whose weight counts.
    pub issue: IssueId,
    /// What is promised: the issue itself, or the one that speaks for it where it does not arise.
    pub promised: (IssueId, OptionId),
    /// Whether some reading of the text, or some way to carry it out, does without it.
    pub sometimes: bool,
    /// Points lost, in hundredths of the party's own total, over all fillings and all ways to carry
    /// out the text with this option.
    pub points: Range<Ratio>,
    /// The parties it obliges, the one that loses left out, with the belief in each: over all that
    /// the text leaves possible.
    pub obliged: Vec<Obliged>,
    /// What the option says it is worth broken; none where it says nothing.
    pub if_broken: Option<Ratio>,
    /// Where it says nothing: the most that a breach may be worth to the party.
    pub at_most: Ratio,
}

/// A party that a promise obliges, and how far it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obliged {
    /// Who.
    pub party: PartyId,
    /// The belief after enforcement.
    pub belief: Range<Ratio>,
    /// Whether the file states the belief without enforcement.
    pub stated: bool,
    /// The enforcements that count under some way to carry out the text, by their places.
    pub enforcement: Vec<usize>,
}

/// What a party loses by the promises that a text settles, the greatest loss first, each at the
/// middle between its least and its greatest.
pub fn losses(
    doubts: &Doubts<'_>,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Vec<Loss>, Exhausted> {
    let (network, party) = (doubts.network, doubts.party);
    let scenario = network.scenario;
    let scales = Scales::new(&doubts.beliefs, party);
    let weights = &scenario.weights[party];
    let mut found: BTreeMap<(IssueId, IssueId, OptionId), Loss> = BTreeMap::new();
    for Lossy { term, state, left } in lossy(doubts, outline, budget)? {
        let (least, greatest) = shares(weights.boxes(), term.issue);
        let middle = Ratio::new(weights.middle(term.issue), weights.total().max(1));
        let each = |promise: &Promise| (promise.clone(), promise.trusted(&doubts.beliefs, scales));
        let in_force = |condition: &Formula| state.in_force(condition);
        let table = tabulate(network, &doubts.beliefs, (party, term), &in_force, each, budget)?;
        for (sets, realisations) in &left {
            budget.spend(table.entries().len() as u64)?;
            for (place, (promise, trusted)) in entries_within(&table, sets) {
                let (issue, option, _) = promise.paper.cell;
                if promise.obliged.is_empty() || !said(outline, issue, option) {
                    continue;
                }
                let unit = Ratio::from_integer(scales.fine() * scenario.worth_unit(party));
                let points = |lost: Points, share: Ratio| Ratio::from_integer(lost) / unit * share;
                let here = Range {
                    low: points(trusted.lost.low, least),
                    likely: points(trusted.lost.likely, middle),
                    high: points(trusted.lost.high, greatest),
                };
                let unit = scenario.worth_unit(party);
                let bound = promise.today.map_or(promise.paper.range.high, |today| {
                    today.range.high.min(promise.paper.range.high)
                });
                let key = (term.issue, issue, option);
                let known = found.get(&key);
                let mut loss = known.cloned().unwrap_or_else(|| Loss {
                    issue: term.issue,
                    promised: (issue, option),
                    sometimes: !matches!(
                        outline.settlements.get(issue.index()),
                        Some(Settlement::Settled(_))
                    ),
                    points: here,
                    obliged: Vec::new(),
                    if_broken: promise.if_broken,
                    at_most: Ratio::new(bound, unit),
                });
                loss.points.low = loss.points.low.min(here.low);
                loss.points.likely = loss.points.likely.max(here.likely);
                loss.points.high = loss.points.high.max(here.high);
                loss.at_most = loss.at_most.max(Ratio::new(bound, unit));
                note(&mut loss.obliged, promise);
                // Options that are possible one by one may not be so together; it is looked at only
                // where it matters.
                if known != Some(&loss) {
                    let chosen = table.scope().iter().scan(place, |rest, variable| {
                        let stride = table.stride(*variable);
                        let value = *rest / stride;
                        *rest %= stride;
                        Some((IssueId::from(*variable), OptionId::new(value)))
                    });
                    let chosen: Vec<(IssueId, OptionId)> = chosen.collect();
                    if state.leaves(network, outline, realisations, &chosen, budget)? {
                        found.insert(key, loss);
                    }
                }
            }
        }
    }
    let mut list: Vec<Loss> = found.into_values().filter(|it| it.points.high > 0.into()).collect();
    list.sort_by_key(|it| std::cmp::Reverse((it.points.low + it.points.high, it.points.low)));
    Ok(list)
}

/// Widens what is known of the parties that a promise obliges.
fn note(known: &mut Vec<Obliged>, promise: &Promise) {
    for (party, credence) in &promise.obliged {
        let enforcement: Vec<usize> = credence.enforcement.into_iter().collect();
        match known.iter_mut().find(|it| it.party == *party) {
            Some(it) => {
                it.belief.low = it.belief.low.min(credence.range.low);
                it.belief.likely = it.belief.likely.min(credence.range.likely);
                it.belief.high = it.belief.high.max(credence.range.high);
                it.enforcement.extend(enforcement);
                it.enforcement.sort_unstable();
                it.enforcement.dedup();
            }
            None => known.push(Obliged {
                party: *party,
                belief: credence.range,
                stated: credence.stated,
                enforcement,
            }),
        }
    }
}

/// Whether the text itself names an option.
fn said(outline: &Outline, issue: IssueId, option: OptionId) -> bool {
    match outline.settlements.get(issue.index()) {
        Some(Settlement::Settled(only)) => *only == option,
        Some(Settlement::Ambiguous(options)) => options.contains(option),
        _ => false,
    }
}

/// An issue that may lose something in a state.
struct Lossy<'a> {
    term: &'a Term,
    state: &'a State,
    /// What the ways to carry out the text leave possible there, with the places of those that do.
    left: BTreeMap<Vec<OptionSet>, Vec<usize>>,
}

fn lossy<'a>(
    doubts: &'a Doubts<'_>,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Vec<Lossy<'a>>, Exhausted> {
    let network = doubts.network;
    let mut list = Vec::new();
    let possibly = left_possible(outline);
    // What loses nothing in one state may lose something in another: there its least is nothing.
    let loses = |place: usize| {
        let tables = doubts.states.iter().filter_map(|state| state.terms.get(place));
        tables.flat_map(|it| it.worth.entries()).any(|it| it.lost.high > 0)
    };
    let terms = network.terms(doubts.party).iter().enumerate();
    let terms: Vec<&Term> = terms.filter(|(place, _)| loses(*place)).map(|it| it.1).collect();
    for state in &doubts.states {
        if !state.may_hold(network.scenario, &doubts.beliefs, doubts.party, &possibly) {
            continue;
        }
        let mut all: Vec<(usize, Vec<OptionSet>)> = Vec::new();
        for (place, realisation) in outline.realisations.iter().enumerate() {
            let sets = if doubts.states.len() == 1 {
                Some(realisation.options.iter().map(|it| it.1).collect())
            } else {
                let mut constraints = realisation.constraints(network);
                constraints.extend(state.constraints.iter().cloned());
                possible(network, &constraints, budget)?
            };
            all.extend(sets.map(|sets| (place, sets)));
        }
        for term in &terms {
            let scope = term.worth.scope();
            let mut left: BTreeMap<Vec<OptionSet>, Vec<usize>> = BTreeMap::new();
            for (place, sets) in &all {
                let sets = sets.iter().enumerate();
                let named = sets.map(
                    |(issue, set)| {
                        if scope.contains(&issue) { *set } else { OptionSet::EMPTY }
                    },
                );
                left.entry(named.collect()).or_default().push(*place);
            }
            if !left.is_empty() {
                list.push(Lossy { term, state, left });
            }
        }
    }
    Ok(list)
}

impl State {
    /// Whether some of these ways to carry out a text leave these options possible together in the
    /// state.
    fn leaves(
        &self,
        network: &Network<'_>,
        outline: &Outline,
        realisations: &[usize],
        chosen: &[(IssueId, OptionId)],
        budget: &mut Budget,
    ) -> Result<bool, Exhausted> {
        for place in realisations {
            let Some(realisation) = outline.realisations.get(*place) else { continue };
            let mut constraints = realisation.constraints(network);
            constraints.extend(self.constraints.iter().cloned());
            let only = chosen.iter();
            constraints.extend(only.map(|(issue, it)| network.only(*issue, OptionSet::only(*it))));
            if follows(network, &constraints, budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The least and the greatest share of an issue in the sum of a party's weights.
fn shares(boxes: &[Vec<Range<Points>>], issue: IssueId) -> (Ratio, Ratio) {
    let shares = boxes.iter().filter_map(|weights| {
        let own = *weights.get(issue.index())?;
        let low: Points = weights.iter().map(|it| it.low).sum();
        let high: Points = weights.iter().map(|it| it.high).sum();
        let (least, greatest) = (own.low + high - own.high, own.high + low - own.low);
        let share = |part: Points, of: Points| (of > 0).then(|| Ratio::new(part, of));
        let nothing = Ratio::from_integer(0);
        // Where nothing else can weigh anything, its share is the whole whatever it weighs.
        let alone = share(own.high, own.high).filter(|_| low == own.low && high == own.high);
        Some((
            share(own.low, least).or(alone).unwrap_or(nothing),
            share(own.high, greatest).unwrap_or(nothing),
        ))
    });
    let (low, high): (Vec<Ratio>, Vec<Ratio>) = shares.unzip();
    let nothing = Ratio::from_integer(0);
    (low.into_iter().min().unwrap_or(nothing), high.into_iter().max().unwrap_or(nothing))
}
