//! `diff` of two proposals: what changed, clause by clause and issue by issue, and who gains.

mod sheet;

use impasse_core::analysis::compare::{
    Change, Comparison, Direction, Dominance, IssueChange, PartyChange, Side,
};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::Settlement;
use impasse_core::scenario::{IssueId, PartyId, Proposal};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Source, Span, count, sentence_list, source_list};
use super::score::firmness;
use super::voice::Voice;
use crate::document::{Column, Document, Item, Table, Text};

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
    voice: &Voice<'_>,
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
        by: proposal.by.iter().map(|party| voice.party(*party)).collect(),
    };
    let text = |proposal: &Proposal, place: usize| {
        proposal.clauses.get(place).map(|clause| ClauseText {
            number: clause.number.clone(),
            says: clause.says.clone(),
            mark: voice.mark(&clause.grounds),
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
            .map(|change| party(network, voice, change, explain))
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
            .map(|row| issue(voice, first.proposal, second.proposal, row, &visible))
            .collect(),
        first: named(first.proposal),
        second: named(second.proposal),
        sources: Vec::new(),
    }
    .with_sources(voice)
}

fn party(network: &Network<'_>, voice: &Voice<'_>, change: &PartyChange, explain: bool) -> Party {
    let of = |certain: bool| -> Vec<Demand> {
        let crossed = change.crossed.iter().filter(|(_, everywhere)| *everywhere == certain);
        crossed.map(|(demand, _)| voice.demand(*demand)).collect()
    };
    Party {
        party: voice.party_key(change.party),
        name: voice.party(change.party),
        title: voice.party_title(change.party),
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
            super::arithmetic::of_change(network, voice, change)
        } else {
            Vec::new()
        },
        crossed: of(true),
        crossed_in_some_readings: of(false),
        cleared: change.cleared.iter().map(|demand| voice.demand(*demand)).collect(),
    }
}

fn issue(
    voice: &Voice<'_>,
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
        issue: voice.issue_key(row.issue),
        title: voice.issue(row.issue),
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
        before: settlement(voice, row.issue, row.first.0),
        after: settlement(voice, row.issue, row.second.0),
        firmness: row.firmness.map(|(before, after)| [firm(before), firm(after)]),
        gains: row
            .gains
            .iter()
            .filter(|(party, _)| visible(*party))
            .map(|(party, range)| Gain {
                party: voice.party_key(*party),
                title: voice.party_title(*party),
                points: (range.low, range.high).into(),
            })
            .collect(),
    }
}

fn settlement(voice: &Voice<'_>, issue: IssueId, settlement: Settlement) -> String {
    match settlement {
        Settlement::Settled(option) => voice.option(issue, option),
        Settlement::Ambiguous(options) => format!("ambiguous: {}", voice.options(issue, options)),
        Settlement::Open(_, None) => "left to later talks".to_owned(),
        Settlement::Open(_, Some(option)) => {
            format!("left to later talks; meanwhile {}", voice.option(issue, option))
        }
        Settlement::Silent(_) => "silent".to_owned(),
        Settlement::NotApplicable => "does not arise".to_owned(),
    }
}

impl Report {
    fn with_sources(mut self, voice: &Voice<'_>) -> Self {
        self.sources = voice.sources();
        self
    }

    /// Leaves out every number that weighs issues.
    pub(super) fn without_points(&mut self) {
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

    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(
            1,
            format!("{} → {}, as of {}", self.first.proposal, self.second.proposal, self.as_of),
        );
        self.conclusion(&mut document);
        self.party_section(&mut document);
        document.heading(2, "Issue by issue");
        document.paragraph(
            "What the options still possible became from the first text to the second. Moved: \
             other options. Shifted: some options gone, others new. Narrowed: fewer options. \
             Widened: more options. Added: not mentioned before. Settled: left to later talks \
             before. Dropped: not mentioned any more. Reopened: left to later talks now. Reworded: \
             the same options in other words.",
        );
        document.paragraph(
            "Gains are points, hundredths of each party's own total, weights at the middle of their \
             ranges; a range covers worths, unknown stances and readings. They add up to the \
             party's change at middle weights.",
        );
        for issue in &self.issues {
            issue.section(&mut document);
        }
        self.clause_section(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    pub(super) fn conclusion(&self, document: &mut Document) {
        let of = |direction: &str| -> Vec<&str> {
            let parties = self.parties.iter().filter(|party| party.direction == direction);
            parties.map(|party| party.name.as_str()).collect()
        };
        let mut parts = Vec::new();
        let lists = [
            ("better", "Better for"),
            ("worse", "Worse for"),
            ("the same", "The same for"),
            ("not decided", "Better or worse is not decided for"),
        ];
        for (direction, words) in lists {
            let parties = of(direction);
            if !parties.is_empty() {
                parts.push(format!("{words} {}.", sentence_list(&parties)));
            }
        }
        let dominance = match self.dominance {
            "first" => format!(" {} is at least as good for everybody.", self.first.title),
            "second" => format!(" {} is at least as good for everybody.", self.second.title),
            _ => " Neither text is sure to be at least as good for everybody.".to_owned(),
        };
        document.paragraph(
            Text::new()
                .strong(format!(
                    "From {} ({}) to {} ({}).",
                    self.first.title, self.first.date, self.second.title, self.second.date
                ))
                .plain(format!(" {}{dominance}", parts.join(" "))),
        );
        let changed = |change: &str| self.issues.iter().filter(|it| it.change == change).count();
        let kinds = [
            "moved",
            "shifted",
            "narrowed",
            "widened",
            "added",
            "settled",
            "dropped",
            "reopened",
            "reworded",
            "unchanged",
        ];
        let counts: Vec<String> = kinds
            .into_iter()
            .filter(|kind| changed(kind) > 0)
            .map(|kind| format!("{} {kind}", changed(kind)))
            .collect();
        document.paragraph(format!(
            "{} in either text: {}.",
            count(self.issues.len(), "issue"),
            counts.join(", ")
        ));
    }

    pub(super) fn party_section(&self, document: &mut Document) {
        document.heading(2, "Who gains, whose demands are crossed or cleared");
        let mut table = Table::new([
            Column::text("party"),
            Column::text("better or worse"),
            Column::text("points on stated stances"),
            Column::text("points all in all"),
            Column::text("demands newly crossed"),
            Column::numeric("demands cleared"),
        ]);
        for party in &self.parties {
            let issues = count(party.stated_issues + party.not_stated_issues, "issue");
            table.push([
                party.title.clone(),
                party.direction.to_owned(),
                match party.stated_issues {
                    0 => format!("comparable on none of {issues}"),
                    stated => {
                        let gain = party.stated_gain.as_ref().map_or("–".to_owned(), Span::signed);
                        format!("{gain} on {stated} of {issues}")
                    }
                },
                party.gain.as_ref().map_or("–".to_owned(), Span::signed),
                match (party.crossed.len(), party.crossed_in_some_readings.len()) {
                    (certain, 0) => certain.to_string(),
                    (0, possible) => format!("{possible} in some readings"),
                    (certain, possible) => format!("{certain}, and {possible} in some readings"),
                },
                party.cleared.len().to_string(),
            ]);
        }
        document.table(table);
        document.paragraph(
            "Points are hundredths of the party's own total. On stated stances: what changes for \
             the party, at middle weights, on the issues that both texts settle and on which it \
             has said how it stands to both; the others cannot be compared so. All in all: over \
             everything that is left open as well; only this decides whether a text is better or \
             worse for the party. A demand is newly crossed if the second text breaks it and the \
             first does not, and cleared if it is the other way round.",
        );
        for party in &self.parties {
            for change in &party.arithmetic {
                change.table(document, &party.title);
            }
        }
        let all = self.parties.iter().flat_map(|party| {
            let possible = party.crossed_in_some_readings.iter();
            let crossed = party.crossed.iter().map(|demand| ("newly crossed", demand));
            crossed
                .chain(possible.map(|demand| ("newly crossed in some readings", demand)))
                .chain(party.cleared.iter().map(|it| ("cleared", it)))
        });
        document.list(all.map(|(what, demand)| {
            Item::new(
                Text::new()
                    .strong(demand.party_title.clone())
                    .plain(format!(", {what}: {} ({}; ", demand.says, demand.id))
                    .text(demand.mark())
                    .plain(")"),
            )
        }));
    }

    pub(super) fn clause_section(&self, document: &mut Document) {
        document.heading(2, format!("Clause by clause, in the order of {}", self.first.proposal));
        document.list(self.clauses.iter().map(|clause| {
            let mut item = Item::new(
                Text::new()
                    .strong(format!("{}.", clause.number))
                    .plain(format!(" {} ", clause.says))
                    .text(clause.mark.clone()),
            );
            for other in &clause.became {
                item = item.child(
                    Text::from(format!("→ {}. {} ", other.number, other.says))
                        .text(other.mark.clone()),
                );
            }
            if clause.became.is_empty() {
                item = item.child("→ nothing on the same issues");
            }
            item
        }));
        if !self.new_clauses.is_empty() {
            document.paragraph(format!("Clauses of {} on other issues:", self.second.title));
            document.list(self.new_clauses.iter().map(|clause| {
                Text::from(format!("{}. {} ", clause.number, clause.says)).text(clause.mark.clone())
            }));
        }
    }
}

impl Issue {
    pub(super) fn section(&self, document: &mut Document) {
        let numbers = |list: &[String]| {
            if list.is_empty() { "–".to_owned() } else { list.join(", ") }
        };
        document.paragraph(Text::new().strong(self.title.clone()).plain(format!(
            " – {} (clauses {} → {})",
            self.change,
            numbers(&self.first_clauses),
            numbers(&self.second_clauses)
        )));
        let mut items = vec![Item::new(format!("{} → {}", self.before, self.after))];
        if let Some([before, after]) = &self.firmness {
            items.push(Item::new(format!("how far it binds: {before} → {after}")));
        }
        let moved: Vec<String> = self
            .gains
            .iter()
            .filter(|gain| gain.points.low.decimal != "0" || gain.points.high.decimal != "0")
            .map(|gain| format!("{} {}", gain.title, gain.points.signed()))
            .collect();
        if !moved.is_empty() {
            items.push(Item::new(format!("gains in points: {}", moved.join("; "))));
        }
        document.list(items);
    }
}
