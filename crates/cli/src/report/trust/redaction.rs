//! What is left out of answers on paper and as trusted where it must not travel.

use super::Report;

impl Report {
    /// Leaves out every number that weighs issues, and the order that such numbers give.
    pub(in crate::report) fn without_points(&mut self) {
        for answer in self.proposals.iter_mut().flat_map(|it| &mut it.parties) {
            answer.worth_on_paper = None;
            answer.worth_as_trusted = None;
            answer.promises.iter_mut().for_each(|it| it.loses = None);
            answer.promises.sort_by(|one, other| {
                (&one.issue, &one.option).cmp(&(&other.issue, &other.option))
            });
        }
        self.greatest.clear();
        self.without_thresholds();
    }

    /// Leaves out beliefs that are counted from floors and weights.
    pub(in crate::report) fn without_thresholds(&mut self) {
        let answers = self.proposals.iter_mut().flat_map(|it| &mut it.parties);
        for remedy in answers.filter_map(|it| it.remedy.as_mut()) {
            remedy.beliefs_left_out |= remedy.none_because.is_none();
            remedy.beliefs.clear();
        }
    }
}
