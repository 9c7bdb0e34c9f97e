//! What a proposal settles, clause by clause, and what it leaves undecided, with names.

use impasse_core::analysis::distance::in_hundredths;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::{Outline, Settlement};
use impasse_core::scenario::{Clause, Firmness, IssueId, OptionSet, PartyId, Ratio};
use itertools::Itertools as _;

use super::{
    Answered, ClauseIssue, ClauseParty, ClauseScore, CouldMove, ReadingText, Term, Unsettled,
};
use crate::report::parts::{Demand, Span};
use crate::report::wording::Wording;

pub(super) fn clause_score(
    network: &Network<'_>,
    wording: &Wording<'_>,
    clause: &Clause,
    visible: &impl Fn(PartyId) -> bool,
) -> ClauseScore {
    let mut issues: Vec<IssueId> = Vec::new();
    for (issue, _) in clause.readings.iter().flat_map(|reading| &reading.settles) {
        if !issues.contains(issue) {
            issues.push(*issue);
        }
    }
    ClauseScore {
        number: clause.number.clone(),
        says: clause.says.clone(),
        mark: wording.mark(&clause.grounds),
        firmness: clause.firmness.map(firmness),
        note: clause.note.clone(),
        readings: clause
            .readings
            .iter()
            .map(|reading| ReadingText {
                says: reading.grounds.says.clone().unwrap_or_default(),
                read_by: reading.read_by.iter().map(|party| wording.party(*party)).collect(),
                settles: reading
                    .settles
                    .iter()
                    .map(|(issue, options)| {
                        format!("{}: {}", wording.issue(*issue), wording.options(*issue, *options))
                    })
                    .collect(),
            })
            .collect(),
        leaves: clause.leaves.iter().map(|(issue, _)| wording.issue(*issue)).collect(),
        issues: issues
            .into_iter()
            .map(|issue| clause_issue(network, wording, clause, issue, visible))
            .collect(),
    }
}

fn clause_issue(
    network: &Network<'_>,
    wording: &Wording<'_>,
    clause: &Clause,
    issue: IssueId,
    visible: &impl Fn(PartyId) -> bool,
) -> ClauseIssue {
    let scenario = network.scenario;
    let settled = clause.readings.iter().flat_map(|reading| &reading.settles);
    let options = settled
        .filter(|(other, _)| *other == issue)
        .fold(OptionSet::EMPTY, |set, (_, options)| set.or(*options));
    let parties = scenario.frame.parties.ids().filter(|party| visible(*party));
    let parties = parties
        .filter_map(|party| {
            let position = scenario.position(party, issue)?;
            let mut stances = Vec::new();
            for option in options.iter() {
                let cell = position.cell(option);
                let words: Vec<String> =
                    cell.stances().map(|stance| wording.stance(stance)).collect();
                let said = cell.row.and_then(|row| position.rows.get(row));
                let says = said.and_then(|row| row.grounds.says.clone());
                let mark = said.map_or(String::new(), |row| {
                    let keys = wording.cite(&row.grounds);
                    if keys.is_empty() { String::new() } else { format!(" [{}]", keys.join(", ")) }
                });
                let says = says.map(|says| format!(": {says}{mark}")).unwrap_or_default();
                let which = if options.len() > 1 {
                    format!("“{}” ", wording.option(issue, option))
                } else {
                    String::new()
                };
                stances.push(format!("{which}{}{says}", words.join(" or ")));
            }
            Some(ClauseParty {
                party: wording.party_key(party),
                title: wording.party_title(party),
                stances,
                contributes: worth_range(network, party, issue, options).map(Span::from),
            })
        })
        .collect();
    ClauseIssue { issue: wording.issue_key(issue), title: wording.issue(issue), parties }
}

pub(super) fn terms(network: &Network<'_>, wording: &Wording<'_>, outline: &Outline) -> Vec<Term> {
    let issues = network.scenario.frame.issues.ids().zip(&outline.settlements);
    let settled =
        issues.filter(|(_, it)| matches!(it, Settlement::Settled(_) | Settlement::Ambiguous(_)));
    settled
        .map(|(issue, settlement)| Term {
            issue: wording.issue_key(issue),
            options: settlement.options().iter().map(|it| wording.option(issue, it)).collect(),
        })
        .collect()
}

pub(super) fn unsettled(
    network: &Network<'_>,
    wording: &Wording<'_>,
    answered: &Answered<'_>,
    visible: &impl Fn(PartyId) -> bool,
) -> Vec<Unsettled> {
    let scenario = network.scenario;
    let issues = scenario.frame.issues.ids().zip(&answered.outline.settlements);
    issues
        .filter_map(|(issue, settlement)| {
            let (how, interim) = match settlement {
                Settlement::Open(_, interim) => ("open", *interim),
                Settlement::Silent(_) => ("silent", None),
                Settlement::Ambiguous(_) => ("ambiguous", None),
                Settlement::Settled(_) | Settlement::NotApplicable => return None,
            };
            let waiting = answered.verdicts.iter().flat_map(|verdict| {
                let pending = verdict.pending.iter();
                let waiting = pending
                    .filter(|(demand, issues)| issues.contains(&issue) && !wording.hides(*demand));
                waiting.map(|(demand, _)| wording.demand(*demand))
            });
            let waiting: Vec<Demand> = waiting.collect();
            let speaks = |clause: &&Clause| {
                let settled = clause.readings.iter().flat_map(|reading| &reading.settles);
                settled
                    .map(|(it, _)| *it)
                    .chain(clause.leaves.iter().map(|(it, _)| *it))
                    .contains(&issue)
            };
            let parties = scenario.frame.parties.ids().filter(|party| visible(*party));
            Some(Unsettled {
                issue: wording.issue_key(issue),
                title: wording.issue(issue),
                how,
                clauses: answered
                    .proposal
                    .clauses
                    .iter()
                    .filter(speaks)
                    .map(|clause| clause.number.clone())
                    .collect(),
                possible: wording.options(issue, settlement.options()),
                interim: interim.map(|option| wording.option(issue, option)),
                waiting: waiting.iter().map(|demand| demand.id.clone()).collect(),
                waiting_in_words: waiting.iter().map(Demand::in_short).collect(),
                could_move: parties
                    .filter_map(|party| {
                        let (low, high) = worth_range(network, party, issue, settlement.options())?;
                        Some(CouldMove {
                            party: wording.party_key(party),
                            title: wording.party_title(party),
                            points: (high - low).into(),
                        })
                    })
                    .collect(),
            })
        })
        .collect()
}

/// The least and the greatest that some options of an issue add to a party's worth, in hundredths of
/// its own total, weights at the middle; none where it has no position.
fn worth_range(
    network: &Network<'_>,
    party: PartyId,
    issue: IssueId,
    options: OptionSet,
) -> Option<(Ratio, Ratio)> {
    let scenario = network.scenario;
    let position = scenario.position(party, issue)?;
    let worths = options.iter().flat_map(|option| {
        let cell = position.cell(option);
        cell.stances().map(move |stance| scenario.value(party, stance, Some(cell)).worth)
    });
    let (low, high) = worths
        .map(|worth| (worth.low, worth.high))
        .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
    let weight = scenario.weights[party].middle(issue);
    let hundredths = |points: i128| in_hundredths(network, party, weight * points);
    Some((hundredths(low), hundredths(high)))
}

/// A firmness in a word.
pub fn firmness(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::Binding => "binding",
        Firmness::Conditional => "conditional",
        Firmness::Declared => "declared",
    }
}
