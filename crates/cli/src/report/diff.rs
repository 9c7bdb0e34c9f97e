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
    schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "diff"))]
    command: &'static str,
    /// The scenario's title.
    title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    as_of: String,
    first: Named,
    second: Named,
    /// Which text is as good for every principal and better for one.
    #[schemars(extend("enum" = ["first", "second", "neither"]))]
    dominance: &'static str,
    /// Who gains.
    parties: Vec<Party>,
    /// Clauses of the first text, with what became of them.
    clauses: Vec<Clause>,
    /// Clauses of the second text on other issues.
    new_clauses: Vec<ClauseText>,
    /// What changed, issue by issue.
    issues: Vec<Issue>,
    /// The sources cited in the report.
    sources: Vec<Source>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Named {
    proposal: String,
    title: String,
    /// When it was made.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    date: String,
    /// Names of its authors.
    by: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Party {
    /// The party's name in the file.
    party: String,
    /// Its name in a sentence.
    name: String,
    /// Its name where a line begins.
    title: String,
    /// What the change is to it.
    #[schemars(extend("enum" = ["better", "worse", "the same", "not decided"]))]
    direction: &'static str,
    /// Worth under the second less worth under the first, in hundredths of the party's total.
    gain: Option<Span>,
    /// The part that rests on stated stances alone.
    stated_gain: Span,
    /// How many issues that part rests on.
    stated_issues: usize,
    /// How many it leaves out.
    not_stated_issues: usize,
    /// The arithmetic of the least and the greatest change, where asked for.
    arithmetic: Vec<super::arithmetic::Change>,
    /// Demands that only the second text breaks, however it is read and carried out.
    crossed: Vec<Demand>,
    /// Demands that only the second text breaks, in some readings or realisations.
    crossed_in_some_readings: Vec<Demand>,
    /// Demands that only the first text breaks.
    cleared: Vec<Demand>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Clause {
    number: String,
    says: String,
    /// Sources and confidence, in words.
    mark: Text,
    /// Clauses of the second text on the same issues.
    became: Vec<ClauseText>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct ClauseText {
    number: String,
    says: String,
    /// Sources and confidence, in words.
    mark: Text,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Issue {
    /// The issue's name in the file.
    issue: String,
    title: String,
    /// What became of the options still possible.
    #[schemars(extend("enum" = ["unchanged", "reworded", "narrowed", "widened", "moved", "shifted", "settled", "reopened", "added", "dropped", "settled by neither"]))]
    change: &'static str,
    /// Numbers of the clauses of the first text.
    first_clauses: Vec<String>,
    /// Numbers of the clauses of the second.
    second_clauses: Vec<String>,
    /// What the first text does about it.
    before: String,
    /// What the second does.
    after: String,
    /// How far the clauses bind, before and after, if that changed.
    #[schemars(inner(regex(pattern = r"^(binding|conditional|declared|not marked)$")))]
    firmness: Option<[String; 2]>,
    /// What the change is worth to each party.
    gains: Vec<Gain>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Gain {
    /// The party's name in the file.
    party: String,
    /// Its name where a line begins.
    title: String,
    /// In hundredths of the party's own total, weights at the middle.
    points: Span,
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
        stated_gain: change.stated.range.into(),
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
            "What the options still possible became from the first text to the second. Gains are \
             hundredths of each party's own total, weights at the middle of their ranges; a range \
             covers worths, unknown stances and readings. They add up to the party's change at \
             middle weights.",
        );
        for issue in &self.issues {
            issue.section(&mut document);
        }
        self.clause_section(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    fn conclusion(&self, document: &mut Document) {
        let of = |direction: &str| -> Vec<&str> {
            let parties = self.parties.iter().filter(|party| party.direction == direction);
            parties.map(|party| party.name.as_str()).collect()
        };
        let mut parts = Vec::new();
        let lists = [
            ("better", "Better for"),
            ("worse", "Worse for"),
            ("the same", "The same for"),
            ("not decided", "Not decided for"),
        ];
        for (direction, words) in lists {
            let parties = of(direction);
            if !parties.is_empty() {
                parts.push(format!("{words} {}.", sentence_list(&parties)));
            }
        }
        let dominance = match self.dominance {
            "first" => format!(" {} dominates.", self.first.proposal),
            "second" => format!(" {} dominates.", self.second.proposal),
            _ => " Neither dominates the other.".to_owned(),
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

    fn party_section(&self, document: &mut Document) {
        document.heading(2, "Who gains, whose demands are crossed or cleared");
        let mut table = Table::new([
            Column::text("party"),
            Column::text("direction"),
            Column::text("on stated stances"),
            Column::text("all in all"),
            Column::text("newly crossed"),
            Column::text("cleared"),
        ]);
        for party in &self.parties {
            let ids = |demands: &[Demand]| -> Vec<String> {
                demands.iter().map(|demand| demand.id.clone()).collect()
            };
            let mut crossed = ids(&party.crossed);
            crossed.extend(
                ids(&party.crossed_in_some_readings)
                    .into_iter()
                    .map(|id| format!("{id} (in some readings)")),
            );
            table.push([
                party.title.clone(),
                party.direction.to_owned(),
                format!(
                    "{} on {}; {} not comparable",
                    party.stated_gain.signed(),
                    count(party.stated_issues, "issue"),
                    party.not_stated_issues
                ),
                party.gain.as_ref().map_or("–".to_owned(), Span::signed),
                crossed.join(", "),
                ids(&party.cleared).join(", "),
            ]);
        }
        document.table(table);
        document.paragraph(
            "On stated stances: what changes for the party, in hundredths of its own total at \
             middle weights, on the issues that both texts settle and on which it has said how it \
             stands to both; the others cannot be compared on stated stances. All in all: over everything that is left open as well; only this \
             decides the direction.",
        );
        for party in &self.parties {
            for change in &party.arithmetic {
                change.table(document, &party.title);
            }
        }
        let all = self.parties.iter().flat_map(|party| {
            let crossed = party.crossed.iter().chain(&party.crossed_in_some_readings);
            crossed
                .map(|demand| ("crossed", demand))
                .chain(party.cleared.iter().map(|it| ("cleared", it)))
        });
        document.list(all.map(|(what, demand)| {
            Item::new(
                Text::new()
                    .plain(format!("{what}: "))
                    .strong(demand.party_title.clone())
                    .plain(format!(": {} ({}; ", demand.says, demand.id))
                    .text(demand.mark())
                    .plain(")"),
            )
        }));
    }

    fn clause_section(&self, document: &mut Document) {
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
            document.paragraph(format!("Clauses of {} on other issues:", self.second.proposal));
            document.list(self.new_clauses.iter().map(|clause| {
                Text::from(format!("{}. {} ", clause.number, clause.says)).text(clause.mark.clone())
            }));
        }
    }
}

impl Issue {
    fn section(&self, document: &mut Document) {
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
            items.push(Item::new(format!("points: {}", moved.join("; "))));
        }
        document.list(items);
    }
}
