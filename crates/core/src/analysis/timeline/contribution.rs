//! What is each move's part in where things stand at the end, the others held?
//!
//! The end is set against the end without that move, every other move applying as the file says:
//! it replaces the cells it names, and ends what still stands. So a move that a later one takes up
//! – restates a cell, weight, floor or demand of its, or ends one – counts for no more than what
//! the later one left of it. The parts do not add up to the whole in general: two moves may each
//! open nothing alone, or each open the same.

use super::measure::{Asked, Known, Measures, Outlines, measure};
use super::{Event, Timeline};
use crate::scenario::{History, PartyId, ProposalId, Ratio, Supposition};
use crate::search::{Budget, Exhausted};

/// A move's part in the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The move, by its place in the history.
    pub step: usize,
    /// What the end would come to without it, ways out left out.
    pub without: Measures,
    /// The later moves of the same party, up to the end, that take up what it changed.
    pub taken_up_by: Vec<usize>,
}

/// A change of the measures; each part none where it was not finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Conflicts more.
    pub conflicts: Option<i128>,
    /// Refusals more that must give.
    pub refusals: Option<i128>,
    /// Points more that are missing.
    pub missing: Option<Ratio>,
    /// Texts more that nobody has a stated objection to.
    pub unopposed: Option<i128>,
}

impl Difference {
    /// From one state to another.
    pub fn between(before: &Measures, after: &Measures) -> Self {
        let more = |count: fn(&Measures) -> Option<usize>| {
            let [before, after] =
                [count(before)?, count(after)?].map(|it| i128::try_from(it).unwrap_or(i128::MAX));
            Some(after - before)
        };
        Self {
            conflicts: more(Measures::conflict_count),
            refusals: more(|it| it.pair().map(|pair| pair.0)),
            missing: before.pair().zip(after.pair()).map(|(before, after)| after.1 - before.1),
            unopposed: more(Measures::unopposed),
        }
    }

    /// The sum of two changes.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let add = |one: Option<i128>, other: Option<i128>| Some(one? + other?);
        Self {
            conflicts: add(self.conflicts, other.conflicts),
            refusals: add(self.refusals, other.refusals),
            missing: self.missing.zip(other.missing).map(|(one, other)| one + other),
            unopposed: add(self.unopposed, other.unopposed),
        }
    }

    /// No change.
    pub fn none() -> Self {
        let zero = Ratio::from_integer(0);
        Self { conflicts: Some(0), refusals: Some(0), missing: Some(zero), unopposed: Some(0) }
    }

    /// Whether nothing changed.
    pub fn is_none(&self) -> bool {
        *self == Self::none()
    }

    /// Which way the distance went: below zero is nearer, refusals first, then points.
    pub fn direction(&self) -> Option<std::cmp::Ordering> {
        let zero = Ratio::from_integer(0);
        Some(self.refusals?.cmp(&0).then(self.missing?.cmp(&zero)))
    }
}

/// The texts on which some party says otherwise, by party: before, after.
pub fn other_verdicts(
    before: &Measures,
    after: &Measures,
) -> Vec<(ProposalId, PartyId, crate::analysis::verdict::Kind, crate::analysis::verdict::Kind)> {
    let mut list = Vec::new();
    let (Some(before), Some(after)) = (&before.texts, &after.texts) else { return list };
    for said in after {
        let Some(earlier) = before.iter().find(|it| it.proposal == said.proposal) else { continue };
        let pairs = earlier.verdicts.iter().zip(&said.verdicts);
        let changed = pairs.filter(|(old, new)| old.kind != new.kind);
        list.extend(changed.map(|(old, new)| (said.proposal, new.party, old.kind, new.kind)));
    }
    list
}

impl Timeline {
    /// The part of each move in the end; stops where the budget does.
    pub fn contributions(
        &self,
        history: &History,
        supposition: &Supposition,
        budget: &mut Budget,
    ) -> (Vec<Contribution>, Option<Exhausted>) {
        let mut list = Vec::new();
        let Some(end) = self.states.last() else { return (list, None) };
        let texts: Vec<ProposalId> = end.scenario.proposals().map(|(id, _)| id).collect();
        let mut outlines = Outlines::default();
        for state in &self.states {
            let Event::Move(step) = state.event else { continue };
            let Some(moved) = history.moves().get(step) else { continue };
            let kept = |place: usize, other: &crate::scenario::Move| {
                place != step && other.date <= end.day
            };
            let (scenario, _) = history.after(end.day, kept, supposition);
            let known = Known {
                scenario: &end.scenario,
                measures: &end.measures,
                mover: Some(moved.party),
            };
            let asked = Asked { scenario: &scenario, texts: &texts, way: false };
            let (without, stopped) = measure(asked, Some(known), &mut outlines, budget);
            if stopped.is_some() {
                return (list, stopped);
            }
            let later = history.moves().iter().enumerate().skip(step + 1);
            let taken_up_by = later
                .filter(|(_, other)| {
                    other.date <= end.day && other.takes_up(moved, history.frame())
                })
                .map(|(place, _)| place)
                .collect();
            list.push(Contribution { step, without, taken_up_by });
        }
        (list, None)
    }
}
