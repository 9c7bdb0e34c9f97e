//! What must not travel is taken out of the parts, in every format at once.

use super::Report;
use crate::report::hidden::{Hidden, Section};
use crate::report::score::ProposalScore;
use crate::report::{deadlock, diff, ratify, settle, timeline, trust};

/// Takes out what is hidden. Words of hidden parties and demands never came in; here go numbers and
/// sections.
pub(super) fn apply(report: &mut Report, hidden: &Hidden) {
    if hidden.weights {
        report.without(ProposalScore::without_points);
        report.deadlock.iter_mut().for_each(deadlock::Report::without_points);
        report.comparison.iter_mut().for_each(diff::Report::without_points);
        report.history.iter_mut().for_each(timeline::Report::without_weights);
        report.trust.iter_mut().for_each(trust::Report::without_points);
        if let Some(judgements) = &mut report.judgements {
            judgements.weights.clear();
        }
    }
    if hidden.floors {
        report.without(ProposalScore::without_floors);
        report.trust.iter_mut().for_each(trust::Report::without_thresholds);
    }
    if hidden.floors || !hidden.parties.is_empty() {
        report.deadlock.iter_mut().for_each(deadlock::Report::without_told_prices);
        report.history.iter_mut().for_each(timeline::Report::without_points);
    }
    // Gains are weighed, and counted from floors; packages are worth something to each principal.
    let hides = report.attainable.as_ref().is_some_and(settle::Report::hides_a_principal);
    if (hidden.weights || hidden.floors || hides) && report.shows(Section::Attainable) {
        report.attainable = None;
        report.hidden.push(Section::Attainable);
        report
            .left_out
            .push("the best attainable, for it is counted from what is left out".to_owned());
    }
    // A single change tells what is behind it.
    let tells = hidden.floors || hidden.weights || !hidden.parties.is_empty();
    if tells && report.shows(Section::Robustness) {
        report.robustness = None;
        report.hidden.push(Section::Robustness);
        report
            .left_out
            .push("how sure the answers are, for it tells of what is left out".to_owned());
    }
    // Samples are drawn of what is left out, and of the words and worths behind it.
    if tells && report.shows(Section::Sampling) {
        report.sampling = None;
        report.hidden.push(Section::Sampling);
        report.left_out.push(
            "how often proposals come first, for that is drawn from what is left out".to_owned(),
        );
    }
    if tells {
        report.ratification.iter_mut().for_each(ratify::Report::without_win_sets);
    }
    if hidden.weights && report.shows(Section::Voice) {
        report.hidden.push(Section::Voice);
        report.left_out.push("whose terms these are, for it is counted in weights".to_owned());
    }
    for section in report.hidden.clone() {
        report.drop_section(section);
    }
}

impl Report {
    fn drop_section(&mut self, section: Section) {
        match section {
            Section::Proposals => {
                self.proposals = None;
                self.history.iter_mut().for_each(timeline::Report::without_verdicts);
                self.without(ProposalScore::without_verdicts);
            }
            Section::Map if self.shows(Section::Closable) => {
                self.history.iter_mut().for_each(timeline::Report::without_overlaps);
                self.map.iter_mut().for_each(crate::report::overlap::Report::without_issues);
            }
            Section::Map => {
                self.history.iter_mut().for_each(timeline::Report::without_overlaps);
                self.map = None;
            }
            Section::Closable => {
                self.map.iter_mut().for_each(crate::report::overlap::Report::without_closable);
            }
            Section::Deadlock => {
                self.history.iter_mut().for_each(timeline::Report::without_conflicts);
                self.deadlock = None;
            }
            Section::History => self.history = None,
            Section::Attainable => self.attainable = None,
            Section::Comparison => self.comparison = None,
            Section::Robustness => self.robustness = None,
            Section::Voice => self.voice = None,
            Section::Ratification => self.ratification = None,
            Section::Trust => self.trust = None,
            Section::Unsettled => self.without(ProposalScore::without_unsettled),
            Section::Sampling => self.sampling = None,
            Section::Gaps => self.gaps = None,
            Section::Judgements => {
                self.judgements = None;
                self.even_hands.clear();
            }
        }
    }

    /// Leaves something out of every score, also of those within other parts.
    fn without(&mut self, what: impl Fn(&mut ProposalScore) + Copy) {
        self.proposals.iter_mut().for_each(|it| it.without(what));
        self.deadlock.iter_mut().for_each(|it| it.without(what));
    }
}
