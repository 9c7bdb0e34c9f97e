//! What is left out of a timeline where it must not travel.

use super::{Difference, Report, State};

impl Report {
    /// Leaves out every number of points.
    pub(in crate::report) fn without_points(&mut self) {
        for state in self.every_state() {
            state.missing = None;
            state.missing_before = None;
        }
        self.differences().for_each(|it| it.missing = None);
    }

    /// Leaves out which moves changed weights.
    pub(in crate::report) fn without_weights(&mut self) {
        self.without_points();
        let moves = self.every_state().filter_map(|state| state.moved.as_mut());
        moves.for_each(|moved| moved.weights.clear());
    }

    /// Leaves out conflicts, distance and ways out.
    pub(in crate::report) fn without_conflicts(&mut self) {
        self.without_points();
        for state in self.every_state() {
            state.conflicts = None;
            state.refusals = None;
            state.way_out = None;
            state.new_conflicts.clear();
            state.solved_conflicts.clear();
        }
        for change in self.differences() {
            change.conflicts = None;
            change.refusals = None;
        }
    }

    /// Leaves out what is said to the texts.
    pub(in crate::report) fn without_verdicts(&mut self) {
        for state in self.every_state() {
            state.texts.clear();
            state.verdicts.clear();
            state.text.iter_mut().for_each(|text| text.rejected_by.clear());
        }
        self.differences().for_each(|it| it.unopposed = None);
        self.parts.iter_mut().flatten().for_each(|part| part.verdicts.clear());
    }

    /// Leaves out where positions overlap.
    pub(in crate::report) fn without_overlaps(&mut self) {
        self.issues.clear();
        self.pairs.clear();
    }

    fn every_state(&mut self) -> impl Iterator<Item = &mut State> {
        self.states.iter_mut().chain(&mut self.course)
    }

    fn differences(&mut self) -> impl Iterator<Item = &mut Difference> {
        let states = self.states.iter_mut().chain(&mut self.course);
        let states = states.filter_map(|state| state.change.as_mut());
        let parts = self.parts.iter_mut().flatten().map(|part| &mut part.change);
        states.chain(parts).chain([&mut self.whole]).chain(self.sum_of_parts.as_mut())
    }
}
