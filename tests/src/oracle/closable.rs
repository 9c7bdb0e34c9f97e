//! What could be closed now, for scenarios in which every issue arises and has a status quo.

use std::collections::BTreeSet;

use impasse_core::scenario::Formula;

use super::worth::{difference, view};
use super::{Choice, World};

/// Changed issues with their new options.
pub type Change = Vec<(usize, usize)>;

/// The status quo, if the rules allow it.
pub fn today(world: &World<'_>) -> Option<Choice> {
    let issues = world.scenario.frame.issues.values();
    let today: Option<Choice> = issues.map(|it| Some(it.status_quo?.index())).collect();
    today.filter(|today| world.packages.contains(today))
}

/// Whether a change could be closed: no demand it touches breaks, nobody who is asked could lose,
/// and somebody gains.
pub fn is_closable(world: &World<'_>, today: &Choice, after: &Choice) -> bool {
    let issues = world.scenario.frame.issues.ids();
    let changed: Vec<_> = issues.filter(|it| today[it.index()] != after[it.index()]).collect();
    let touches = |formula: &Formula| formula.scope().iter().any(|it| changed.contains(it));
    let asked = world.asked_parties(after);
    let keeps = world.scenario.demands.values().all(|demand| {
        let kept = demand.keeps().is_none_or(|it| !touches(it) || world.holds(it, after));
        kept || !asked.contains(&demand.party)
    });
    let spoken = asked.iter().all(|party| {
        changed.iter().all(|issue| {
            world.scenario.positions[*party][*issue].is_none()
                || !view(world, *party, *issue, after).may_refuse
        })
    });
    let gains: Vec<_> =
        asked.iter().map(|party| difference(world, *party, after, today).0).collect();
    let zero = 0.into();
    let fair = gains.iter().all(|gain| *gain >= zero) && gains.iter().any(|gain| *gain > zero);
    keeps && spoken && fair
}

/// All largest changes that could be closed.
pub fn largest(world: &World<'_>, today: &Choice) -> BTreeSet<Change> {
    let change = |after: &Choice| -> Change {
        let places = 0..today.len();
        places.filter(|it| today[*it] != after[*it]).map(|it| (it, after[it])).collect()
    };
    let possible = world.packages.iter().filter(|after| is_closable(world, today, after));
    let changes: BTreeSet<Change> = possible.map(change).collect();
    let most = changes.iter().map(Vec::len).max();
    changes.into_iter().filter(|it| Some(it.len()) == most).collect()
}
