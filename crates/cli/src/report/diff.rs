//! `diff` of two proposals: what changed, clause by clause and issue by issue, and who gains.

mod layout;
mod sheet;

use impasse_core::analysis::compare::{
    Change, Comparison, Direction, Dominance, IssueChange, PartyChange, Side,
};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::Settlement;
use impasse_core::scenario::{IssueId, PartyId, Proposal};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Source, Span};
use super::score::firmness;
use super::wording::Wording;
use crate::document::Text;

/// What changed between two proposals.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "diff"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    pub(super) first: Named,
    pub(super) second: Named,
    /// Which text is as good for every principal and better for one.
    #[schemars(extend("enum" = ["first", "second", "neither"]))]
    pub(super) dominance: &'static str,
    /// Who gains.
    pub(super) parties: Vec<Party>,
    /// Clauses of the first text, with what became of them.
    pub(super) clauses: Vec<Clause>,
    /// Clauses of the second text on other issues.
    pub(super) new_clauses: Vec<ClauseText>,
    /// What changed, issue by issue.
    pub(super) issues: Vec<Issue>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Named {
    pub(super) proposal: String,
    pub(super) title: String,
    /// When it was made.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) date: String,
    /// Names of its authors.
    pub(super) by: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Party {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name in a sentence.
    pub(super) name: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// What the change is to it.
    #[schemars(extend("enum" = ["better", "worse", "the same", "not decided"]))]
    pub(super) direction: &'static str,
    /// Worth under the second less worth under the first, in hundredths of the party's total.
    pub(super) gain: Option<Span>,
    /// The part that rests on stated stances alone.
    pub(super) stated_gain: Option<Span>,
    /// How many issues that part rests on.
    pub(super) stated_issues: usize,
    /// How many it leaves out.
    pub(super) not_stated_issues: usize,
    /// The arithmetic of the least and the greatest change, where asked for.
    pub(super) arithmetic: Vec<super::arithmetic::Change>,
    /// Demands that only the second text breaks, however it is read and carried out.
    pub(super) crossed: Vec<Demand>,
    /// Demands that only the second text breaks, in some readings or realisations.
    pub(super) crossed_in_some_readings: Vec<Demand>,
    /// Demands that only the first text breaks.
    pub(super) cleared: Vec<Demand>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Clause {
    pub(super) number: String,
    pub(super) says: String,
    /// Sources and confidence, in words.
    pub(super) mark: Text,
    /// Clauses of the second text on the same issues.
    pub(super) became: Vec<ClauseText>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseText {
    pub(super) number: String,
    pub(super) says: String,
    /// Sources and confidence, in words.
    pub(super) mark: Text,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Issue {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// What became of the options still possible.
    #[schemars(extend("enum" = ["unchanged", "reworded", "narrowed", "widened", "moved", "shifted", "settled", "reopened", "added", "dropped", "settled by neither"]))]
    pub(super) change: &'static str,
    /// Numbers of the clauses of the first text.
    pub(super) first_clauses: Vec<String>,
    /// Numbers of the clauses of the second.
    pub(super) second_clauses: Vec<String>,
    /// What the first text does about it.
    pub(super) before: String,
    /// What the second does.
    pub(super) after: String,
    /// How far the clauses bind, before and after, if that changed.
    #[schemars(inner(regex(pattern = r"^(binding|conditional|declared|not marked)$")))]
    pub(super) firmness: Option<[String; 2]>,
    /// What the change is worth to each party.
    pub(super) gains: Vec<Gain>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Gain {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// In hundredths of the party's own total, weights at the middle.
    pub(super) points: Span,
}

/// The report of a comparison.
pub fn build(
    network: &Network<'_>,
    wording: &Wording<'_>,
    sides: (Side<'_>, Side<'_>),
    comparison: &Comparison,
    shown: &[PartyId],
    explain: bool,
) -> Report {
    let (first, second) = sides;
    let scenario = network.scenario;
    let visible = |party: PartyId| shown.is_empty() || shown.contains(&party);
    let named = |proposal: &Proposal| Named {
        proposal: proposal.name.clone(),
        title: proposal.title.clone(),
        date: proposal.date.to_string(),
        by: proposal.by.iter().map(|party| wording.party(*party)).collect(),
    };
    let text = |proposal: &Proposal, place: usize| {
        proposal.clauses.get(place).map(|clause| ClauseText {
            number: clause.number.clone(),
            says: clause.says.clone(),
            mark: wording.mark(&clause.grounds),
        })
    };
    let taken_up: Vec<usize> =
        comparison.clauses.iter().flat_map(|(_, others)| others.iter().copied()).collect();
    Report {
        schema: super::SCHEMA,
        command: "diff",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        dominance: match comparison.dominance {
            Dominance::First => "first",
            Dominance::Second => "second",
            Dominance::Neither => "neither",
        },
        parties: comparison
            .parties
            .iter()
            .filter(|change| visible(change.party))
            .map(|change| party(network, wording, change, explain))
            .collect(),
        clauses: comparison
            .clauses
            .iter()
            .filter_map(|(place, others)| {
                let clause = text(first.proposal, *place)?;
                Some(Clause {
                    number: clause.number,
                    says: clause.says,
                    mark: clause.mark,
                    became: others.iter().filter_map(|it| text(second.proposal, *it)).collect(),
                })
            })
            .collect(),
        new_clauses: (0..second.proposal.clauses.len())
            .filter(|place| !taken_up.contains(place))
            .filter_map(|place| text(second.proposal, place))
            .collect(),
        issues: comparison
            .rows
            .iter()
            .map(|row| issue(wording, first.proposal, second.proposal, row, &visible))
            .collect(),
        first: named(first.proposal),
        second: named(second.proposal),
        sources: Vec::new(),
    }
    .with_sources(wording)
}

fn party(
    network: &Network<'_>,
    wording: &Wording<'_>,
    change: &PartyChange,
    explain: bool,
) -> Party {
    let of = |certain: bool| -> Vec<Demand> {
        let crossed = change.crossed.iter().filter(|(_, everywhere)| *everywhere == certain);
        crossed.map(|(demand, _)| wording.demand(*demand)).collect()
    };
    Party {
        party: wording.party_key(change.party),
        name: wording.party(change.party),
        title: wording.party_title(change.party),
        direction: match change.direction() {
            Direction::Better => "better",
            Direction::Worse => "worse",
            Direction::Same => "the same",
            Direction::NotDecided => "not decided",
        },
        gain: change.gain.as_ref().map(|(low, high)| (low.mean, high.mean).into()),
        stated_gain: Some(change.stated.range.into()),
        stated_issues: change.stated.issues,
        not_stated_issues: change.stated.left_out,
        arithmetic: if explain {
            super::arithmetic::of_change(network, wording, change)
        } else {
            Vec::new()
        },
        crossed: of(true),
        crossed_in_some_readings: of(false),
        cleared: change.cleared.iter().map(|demand| wording.demand(*demand)).collect(),
    }
}

fn issue(
    wording: &Wording<'_>,
    first: &Proposal,
    second: &Proposal,
    row: &IssueChange,
    visible: &impl Fn(PartyId) -> bool,
) -> Issue {
    let numbers = |proposal: &Proposal, places: &[usize]| -> Vec<String> {
        let clauses = places.iter().filter_map(|place| proposal.clauses.get(*place));
        clauses.map(|clause| clause.number.clone()).collect()
    };
    let firm =
        |it: Option<impasse_core::scenario::Firmness>| it.map_or("not marked", firmness).to_owned();
    Issue {
        issue: wording.issue_key(row.issue),
        title: wording.issue(row.issue),
        change: match row.change {
            Change::Unchanged => "unchanged",
            Change::Reworded => "reworded",
            Change::Narrowed => "narrowed",
            Change::Widened => "widened",
            Change::Moved => "moved",
            Change::Shifted => "shifted",
            Change::Settled => "settled",
            Change::Reopened => "reopened",
            Change::Added => "added",
            Change::Dropped => "dropped",
            Change::Unsettled => "settled by neither",
        },
        first_clauses: numbers(first, &row.first.1),
        second_clauses: numbers(second, &row.second.1),
        before: settlement(wording, row.issue, row.first.0),
        after: settlement(wording, row.issue, row.second.0),
        firmness: row.firmness.map(|(before, after)| [firm(before), firm(after)]),
        gains: row
            .gains
            .iter()
            .filter(|(party, _)| visible(*party))
            .map(|(party, range)| Gain {
                party: wording.party_key(*party),
                title: wording.party_title(*party),
                points: (range.low, range.high).into(),
            })
            .collect(),
    }
}

fn settlement(wording: &Wording<'_>, issue: IssueId, settlement: Settlement) -> String {
    match settlement {
        Settlement::Settled(option) => wording.option(issue, option),
        Settlement::Ambiguous(options) => format!("ambiguous: {}", wording.options(issue, options)),
        Settlement::Open(_, None) => "left to later talks".to_owned(),
        Settlement::Open(_, Some(option)) => {
            format!("left to later talks; meanwhile {}", wording.option(issue, option))
        }
        Settlement::Silent(_) => "silent".to_owned(),
        Settlement::NotApplicable => "does not arise".to_owned(),
    }
}

impl Report {
    fn with_sources(mut self, wording: &Wording<'_>) -> Self {
        self.sources = wording.sources();
        self
    }

    /// Leaves out every number that weighs issues.
    pub(in crate::report) fn without_points(&mut self) {
        for party in &mut self.parties {
            party.gain = None;
            party.stated_gain = None;
            party.arithmetic.clear();
        }
        self.issues.iter_mut().for_each(|issue| issue.gains.clear());
    }

    /// Whether anything changed.
    pub fn is_bad_news(&self) -> bool {
        self.issues.iter().any(|issue| !matches!(issue.change, "unchanged" | "settled by neither"))
    }
}
