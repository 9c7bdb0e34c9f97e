//! What must not travel is taken out of the parts, in every format at once.

use super::Report;
use crate::report::hidden::{Hidden, Section};
use crate::report::{deadlock, diff, score};

/// Takes out what is hidden. Words of hidden parties and demands never came in; here go numbers and
/// sections.
pub(super) fn apply(report: &mut Report, hidden: &Hidden) {
    if hidden.weights {
        report.proposals.iter_mut().for_each(score::Report::without_points);
        report.deadlock.iter_mut().for_each(deadlock::Report::without_points);
        report.comparison.iter_mut().for_each(diff::Report::without_points);
        if let Some(judgements) = &mut report.judgements {
            judgements.weights.clear();
        }
    }
    if hidden.floors {
        report.proposals.iter_mut().for_each(score::Report::without_floors);
    }
    // Gains are weighed, and counted from floors; packages are worth something to each principal.
    let told = hidden.weights || hidden.floors || hides_a_principal(report);
    if told || !report.shows(Section::Attainable) {
        report.attainable = None;
    }
    if !report.shows(Section::Proposals) {
        report.proposals = None;
    }
    if !report.shows(Section::Comparison) {
        report.comparison = None;
    }
    if !report.shows(Section::Deadlock) {
        report.deadlock = None;
    }
    if !report.shows(Section::Gaps) {
        report.gaps = None;
    }
    if !report.shows(Section::Judgements) {
        report.judgements = None;
        report.even_hands.clear();
    }
    match &mut report.map {
        Some(map) if !report.hidden.contains(&Section::Closable) => {
            if report.hidden.contains(&Section::Map) {
                map.without_issues();
            }
        }
        Some(_) if report.hidden.contains(&Section::Map) => report.map = None,
        Some(map) => map.without_closable(),
        None => {}
    }
    if !report.shows(Section::Unsettled) {
        report.proposals.iter_mut().for_each(score::Report::without_unsettled);
    }
}

fn hides_a_principal(report: &Report) -> bool {
    report.attainable.as_ref().is_some_and(|it| it.hides_a_principal())
}
