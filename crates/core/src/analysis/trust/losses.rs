//! Which promises of a text are discounted most, by whom, and why?

use std::collections::{BTreeMap, BTreeSet};

use super::promise::{Promise, Scales};
use super::state::{State, left_possible};
use super::verdict::Doubts;
use super::worth::tabulate;
use crate::analysis::floor_test::entries_within;
use crate::analysis::settlement::{Outline, Settlement, possible};
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
    for (term, state, options) in lossy(doubts, outline, budget)? {
        let (least, greatest) = shares(weights.boxes(), term.issue);
        let middle = Ratio::new(weights.middle(term.issue), weights.total().max(1));
        let each = |promise: &Promise| (promise.clone(), promise.trusted(&doubts.beliefs, scales));
        let in_force = |condition: &Formula| state.in_force(condition);
        let table = tabulate(network, &doubts.beliefs, (party, term), &in_force, each, budget)?;
        for sets in &options {
            budget.spend(table.entries().len() as u64)?;
            for (promise, trusted) in entries_within(&table, sets) {
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
                let loss = found.entry((term.issue, issue, option)).or_insert_with(|| Loss {
                    issue: term.issue,
                    promised: (issue, option),
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

/// Issues that may lose something in a state, each with what ways to carry out the text leave
/// possible there.
type Lossy<'a> = Vec<(&'a Term, &'a State, BTreeSet<Vec<OptionSet>>)>;

fn lossy<'a>(
    doubts: &'a Doubts<'_>,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Lossy<'a>, Exhausted> {
    let network = doubts.network;
    let mut list = Vec::new();
    let possibly = left_possible(outline);
    for state in &doubts.states {
        if !state.may_hold(network.scenario, &doubts.beliefs, doubts.party, &possibly) {
            continue;
        }
        let mut left: BTreeSet<Vec<OptionSet>> = BTreeSet::new();
        for realisation in &outline.realisations {
            let sets = if doubts.states.len() == 1 {
                Some(realisation.options.iter().map(|it| it.1).collect())
            } else {
                let mut constraints = realisation.constraints(network);
                constraints.extend(state.constraints.iter().cloned());
                possible(network, &constraints, budget)?
            };
            left.extend(sets);
        }
        if left.is_empty() {
            continue;
        }
        for (term, trusted) in network.terms(doubts.party).iter().zip(&state.terms) {
            if trusted.worth.entries().iter().any(|it| it.lost.high > 0) {
                let scope = term.worth.scope();
                let of = |sets: &Vec<OptionSet>| -> Vec<OptionSet> {
                    let named = |issue: usize| scope.contains(&issue);
                    let sets = sets.iter().enumerate();
                    sets.map(|(issue, it)| if named(issue) { *it } else { OptionSet::EMPTY })
                        .collect()
                };
                list.push((term, state, left.iter().map(of).collect()));
            }
        }
    }
    Ok(list)
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
