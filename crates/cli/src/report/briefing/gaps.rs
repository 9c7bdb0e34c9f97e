//! What is odd about the file, and which conclusions of the report lean on it.

use impasse_core::read::{Fault, Source, Subject};
use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::document::{Document, Table};
use crate::report::findings::Finding;
use crate::report::parts::count;
use crate::report::wording::Wording;

/// A warning with what leans on it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Gap {
    #[serde(flatten)]
    finding: Finding,
    /// Conclusions of this report that lean on it, in words.
    leans_on_it: Vec<String>,
}

/// The gaps, in the order of the file. What is about a party or a demand left out is left out.
pub(super) fn build(
    report: &Report,
    wording: &Wording<'_>,
    texts: &[Source],
    warnings: &[Fault],
) -> Vec<Gap> {
    warnings
        .iter()
        .filter(|fault| !fault.about.iter().any(|subject| wording.hides_subject(subject)))
        .map(|fault| Gap {
            finding: Finding::new(fault, texts),
            leans_on_it: leaning(report, &fault.about),
        })
        .collect()
}

/// The conclusions that lean on some parts of the scenario.
fn leaning(report: &Report, about: &[Subject]) -> Vec<String> {
    let mut list: Vec<String> = about
        .iter()
        .filter_map(|subject| match subject {
            Subject::Demand(id) => Some(id),
            _ => None,
        })
        .flat_map(|id| of_demand(report, id))
        .collect();
    let party = about.iter().find_map(|it| match it {
        Subject::Party(key) => Some(key),
        _ => None,
    });
    let issue = about.iter().find_map(|it| match it {
        Subject::Issue(key) => Some(key),
        _ => None,
    });
    let proposal = about.iter().find_map(|it| match it {
        Subject::Proposal(key) => Some(key),
        _ => None,
    });
    match (party, issue, proposal) {
        (Some(party), _, Some(proposal)) => list.extend(verdict(report, party, proposal)),
        (Some(party), Some(issue), None) => list.extend(of_view(report, party, issue)),
        (Some(party), None, None) => list.extend(of_weights(report, party)),
        _ => {}
    }
    list
}

fn of_demand(report: &Report, id: &str) -> Vec<String> {
    let mut list = Vec::new();
    if let Some(deadlock) = &report.deadlock {
        let conflicts = deadlock.knots.iter().flat_map(|knot| &knot.conflicts);
        for conflict in conflicts {
            let mut members = conflict.members.iter().filter_map(|it| it.demand.as_ref());
            if members.any(|demand| demand.id == id) {
                list.push(format!("conflict {}", conflict.number));
            }
        }
    }
    for proposal in report.proposals.iter().flat_map(|it| &it.proposals) {
        for verdict in &proposal.verdicts {
            let broken = verdict.crossed.iter().chain(&verdict.crossed_in_some_readings);
            if broken.into_iter().any(|demand| demand.id == id) {
                list.push(format!("what {} says to {}", verdict.title, proposal.proposal));
            }
        }
    }
    list
}

fn verdict(report: &Report, party: &str, proposal: &str) -> Option<String> {
    let mut proposals = report.proposals.iter().flat_map(|it| &it.proposals);
    let proposal = proposals.find(|it| it.proposal == proposal)?;
    let verdict = proposal.verdicts.iter().find(|it| it.party == party)?;
    Some(format!("what {} says to {}: {}", verdict.title, proposal.proposal, verdict.verdict))
}

fn of_view(report: &Report, party: &str, issue: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut issues = report.map.iter().flat_map(|it| &it.issues);
    if let Some(known) = issues.find(|it| it.issue == issue) {
        let view = known.views.iter().find(|it| it.party == party);
        if view.is_some_and(|view| view.unknown > 0) && !known.stated {
            list.push(format!("the place of “{}” on the map", known.title));
        }
    }
    for proposal in report.proposals.iter().flat_map(|it| &it.proposals) {
        for verdict in proposal.verdicts.iter().filter(|it| it.party == party) {
            if verdict.unspoken.iter().any(|it| it.issue == issue) {
                list.push(format!("what {} says to {}", verdict.title, proposal.proposal));
            }
        }
    }
    list
}

fn of_weights(report: &Report, party: &str) -> Vec<String> {
    let parties = report.parties.iter().filter(|it| it.party == party);
    parties.map(|it| format!("every number counted in points of {}", it.title)).collect()
}

impl Report {
    pub(super) fn gap_section(&self, document: &mut Document) {
        let Some(gaps) = &self.gaps else { return };
        if gaps.is_empty() {
            document.paragraph("The check of the file found nothing odd.");
            return;
        }
        document.paragraph(format!(
            "The check of the file gives {}. Beside each stands which conclusions of this report \
             lean on it.",
            count(gaps.len(), "warning")
        ));
        let mut table = Table::new(["warning", "where", "what leans on it"]);
        for gap in gaps {
            let leans = if gap.leans_on_it.is_empty() {
                "no conclusion of this report".to_owned()
            } else {
                gap.leans_on_it.join("; ")
            };
            table.push([
                format!("{} ({})", gap.finding.message, gap.finding.code),
                gap.finding.place_words(),
                leans,
            ]);
        }
        document.table(table);
    }
}
