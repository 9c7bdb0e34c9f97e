//! What is left out of a score where it must not travel.

use super::{ProposalScore, Report};

impl Report {
    /// Leaves something out of every proposal.
    pub(in crate::report) fn without(&mut self, what: impl Fn(&mut ProposalScore)) {
        self.proposals.iter_mut().for_each(what);
    }
}

impl ProposalScore {
    /// Leaves out every number that weighs issues.
    pub(in crate::report) fn without_points(&mut self) {
        for verdict in &mut self.verdicts {
            verdict.worth = None;
            verdict.coverage = None;
            verdict.arithmetic = None;
            verdict.unspoken.iter_mut().for_each(|it| it.could_move = None);
        }
        let issues = self.clauses.iter_mut().flat_map(|clause| &mut clause.issues);
        for party in issues.flat_map(|issue| &mut issue.parties) {
            party.contributes = None;
        }
        self.unsettled.iter_mut().for_each(|issue| issue.could_move.clear());
    }

    /// Leaves out how it stands to floors.
    pub(in crate::report) fn without_floors(&mut self) {
        self.verdicts.iter_mut().for_each(|verdict| verdict.floor = None);
    }

    /// Leaves out what the text does not settle.
    pub(in crate::report) fn without_unsettled(&mut self) {
        self.unsettled.clear();
        self.verdicts.iter_mut().for_each(|verdict| verdict.pending.clear());
    }

    /// Leaves out what the parties say to it.
    pub(in crate::report) fn without_verdicts(&mut self) {
        self.verdicts.clear();
        self.clauses.clear();
        self.terms.clear();
        self.unsettled.clear();
    }
}
