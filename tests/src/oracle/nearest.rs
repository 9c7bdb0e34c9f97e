//! The nearest text that passes, over all packages.

use std::collections::BTreeSet;

use impasse_core::scenario::{Clause, DemandId, IssueId, PartyId, Proposal, Ratio};

use super::agreement::has_no_stated_obstacle;
use super::conflict::follows;
use super::distance::{missing, refusals};
use super::worth::unstated;
use super::{Choice, World};

/// The clauses that no reading brings in line with a package, by their places.
pub fn contradicted(world: &World<'_>, proposal: &Proposal, choice: &Choice) -> Vec<usize> {
    let clauses = proposal.clauses.iter().enumerate();
    clauses.filter(|(_, it)| !follows(world, choice, it)).map(|(place, _)| place).collect()
}

/// The smallest sets of clauses without which a package with no stated obstacle follows the text.
pub fn smallest_changes(world: &World<'_>, proposal: &Proposal) -> BTreeSet<Vec<usize>> {
    let good = world.packages.iter().filter(|choice| has_no_stated_obstacle(world, choice));
    let sets: BTreeSet<Vec<usize>> =
        good.map(|choice| contradicted(world, proposal, choice)).collect();
    let least = sets.iter().map(Vec::len).min();
    sets.into_iter().filter(|set| Some(set.len()) == least).collect()
}

/// The package of a changed text: the fewest unstated views, then the first in file order.
pub fn package(world: &World<'_>, proposal: &Proposal, changed: &[usize]) -> Option<Choice> {
    let good = world.packages.iter().filter(|choice| {
        let against = contradicted(world, proposal, choice);
        has_no_stated_obstacle(world, choice) && against.iter().all(|it| changed.contains(it))
    });
    // Of several with the fewest the first stands first.
    good.min_by_key(|choice| unstated(world, choice).len()).cloned()
}

/// Refusals, clauses changed and points missing of the least bad packages.
pub fn least_bad(world: &World<'_>, proposal: &Proposal) -> Option<(usize, usize, Ratio)> {
    let bad = world.packages.iter().map(|choice| {
        let broken = refusals(world, &world.firmly_broken(choice));
        (broken, contradicted(world, proposal, choice).len(), missing(world, choice).0)
    });
    bad.min()
}

/// The issues that some reading of a clause settles.
pub fn settles(clause: &Clause) -> BTreeSet<IssueId> {
    clause.readings.iter().flat_map(|reading| &reading.settles).map(|(issue, _)| *issue).collect()
}

/// The greatest share of a party's weights that a clause settles.
pub fn weight(world: &World<'_>, clause: &Clause) -> Ratio {
    let share = |party: PartyId| {
        let weights = &world.scenario.weights[party];
        let all: i128 = world.scenario.frame.issues.ids().map(|it| weights.middle(it)).sum();
        let own: i128 = settles(clause).into_iter().map(|it| weights.middle(it)).sum();
        if all == 0 { 0.into() } else { Ratio::new(own, all) }
    };
    world.scenario.frame.parties.ids().map(share).max().unwrap()
}

/// A package with another option on one issue, if that breaks a firm demand it keeps.
fn harm(world: &World<'_>, choice: &Choice, issue: IssueId, option: usize) -> Option<Choice> {
    let mut other = choice.clone();
    other[issue.index()] = option;
    // A demand that binds nobody in the package is not kept by being silent.
    let broken_here: Vec<DemandId> = world
        .scenario
        .demands
        .iter()
        .filter(|(_, demand)| demand.keeps().is_some_and(|keeps| !world.holds(keeps, choice)))
        .map(|(id, _)| id)
        .collect();
    let more = world.firmly_broken(&other).iter().any(|id| !broken_here.contains(id));
    more.then_some(other)
}

/// The clauses kept that say or allow something else that breaks a firm demand.
pub fn to_clarify(
    world: &World<'_>,
    text: &Proposal,
    changed: &[usize],
    at: &Choice,
) -> Vec<usize> {
    let unclear = |clause: &Clause| {
        clause.readings.iter().any(|reading| {
            let bites = reading.when.as_ref().is_none_or(|when| world.holds(when, at));
            bites
                && reading.settles.iter().any(|(issue, options)| {
                    options.iter().any(|it| harm(world, at, *issue, it.index()).is_some())
                })
        })
    };
    let kept = text.clauses.iter().enumerate().filter(|(place, _)| !changed.contains(place));
    kept.filter(|(_, clause)| unclear(clause)).map(|(place, _)| place).collect()
}

/// The issues that arise, that the text does not settle, and where another option that is
/// possible breaks a firm demand.
pub fn to_add(world: &World<'_>, text: &Proposal, at: &Choice) -> Vec<IssueId> {
    let settled: BTreeSet<IssueId> = text.clauses.iter().flat_map(settles).collect();
    let issues = world.scenario.frame.issues.iter();
    let harmful = issues.filter(|(id, issue)| {
        let places = issue.options.len();
        let arises = at[id.index()] < places;
        let another = (0..places).filter_map(|option| harm(world, at, *id, option));
        arises
            && !settled.contains(id)
            && another.into_iter().any(|it| world.packages.contains(&it))
    });
    harmful.map(|(id, _)| id).collect()
}
