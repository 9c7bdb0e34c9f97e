//! `diff` of two scenario files: what changed in positions, demands and proposals, and what that
//! does to conflicts and distance.

use impasse_core::scenario::{DemandId, IssueId, PartyId, Scenario};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Number};
use super::wording::Wording;
use crate::document::{Column, Document, Table, Text};
use crate::sheet::Sheet;

/// What changed between two scenario files.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "diff"))]
    command: &'static str,
    /// The name of the first file.
    first: String,
    /// The name of the second.
    second: String,
    /// What changed in the files.
    changes: Vec<Change>,
    /// Conflicts that are gone: ids of their demands.
    conflicts_resolved: Vec<Vec<String>>,
    /// Conflicts that are new.
    conflicts_new: Vec<Vec<String>>,
    conflicts_resolved_in_words: Vec<Vec<String>>,
    conflicts_new_in_words: Vec<Vec<String>>,
    /// How far each is from agreement.
    distance: [Distance; 2],
    /// What each comes to.
    #[schemars(inner(regex(pattern = r"^(agreement|no stated obstacle|deadlock)$")))]
    outcome: [String; 2],
}

/// A part that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// What kind of part: `party`, `issue`, `position`, `demand`, `proposal`, …
    pub part: &'static str,
    /// Its name.
    pub name: String,
    /// What it was; none if it is new.
    pub before: Option<String>,
    /// What it is; none if it is gone.
    pub after: Option<String>,
}

/// How far from agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Distance {
    /// Refusals that must give.
    pub refusals: usize,
    /// Points missing below floors.
    pub missing: Number,
}

/// What is known of one of the files.
#[derive(Debug)]
pub struct File<'a> {
    /// Its name.
    pub name: String,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// How its parts are called.
    pub wording: &'a Wording<'a>,
    /// `agreement`, `no stated obstacle` or `deadlock`.
    pub outcome: &'static str,
    /// The conflicts, by their demands.
    pub conflicts: Vec<Vec<Demand>>,
    /// How far from agreement.
    pub distance: Distance,
}

/// The report of two files.
pub fn build(first: File<'_>, second: File<'_>) -> Report {
    let mut changes = Vec::new();
    for list in [parts, positions, demands, proposals] {
        let (old, new) = (list(&first), list(&second));
        for (part, name, before) in &old {
            let after = new.iter().find(|(kind, other, _)| kind == part && other == name);
            match after {
                Some((_, _, after)) if after == before => {}
                after => changes.push(Change {
                    part,
                    name: name.clone(),
                    before: Some(before.clone()),
                    after: after.map(|(_, _, text)| text.clone()),
                }),
            }
        }
        for (part, name, after) in &new {
            if !old.iter().any(|(kind, other, _)| kind == part && other == name) {
                changes.push(Change {
                    part,
                    name: name.clone(),
                    before: None,
                    after: Some(after.clone()),
                });
            }
        }
    }
    let ids = |set: &[Demand]| set.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    let words = |set: &[Demand]| set.iter().map(Demand::in_short).collect::<Vec<_>>();
    let gone = |one: &File<'_>, other: &File<'_>| -> Vec<Vec<Demand>> {
        let kept: Vec<Vec<String>> = other.conflicts.iter().map(|set| ids(set)).collect();
        one.conflicts.iter().filter(|set| !kept.contains(&ids(set))).cloned().collect()
    };
    let (resolved, new) = (gone(&first, &second), gone(&second, &first));
    Report {
        schema: super::SCHEMA,
        command: "diff",
        changes,
        conflicts_resolved: resolved.iter().map(|set| ids(set)).collect(),
        conflicts_new: new.iter().map(|set| ids(set)).collect(),
        conflicts_resolved_in_words: resolved.iter().map(|set| words(set)).collect(),
        conflicts_new_in_words: new.iter().map(|set| words(set)).collect(),
        outcome: [first.outcome.to_owned(), second.outcome.to_owned()],
        distance: [first.distance, second.distance],
        first: first.name,
        second: second.name,
    }
}

type Part = (&'static str, String, String);

fn parts(file: &File<'_>) -> Vec<Part> {
    let frame = &file.scenario.frame;
    let parties = frame.parties.values().map(|party| {
        (
            "party",
            party.name.clone(),
            format!(
                "{}, consent {}",
                party.title,
                if party.is_principal() { "always needed" } else { "needed at times or never" }
            ),
        )
    });
    let issues = frame.issues.values().map(|issue| {
        let options: Vec<&str> = issue.options.iter().map(|it| it.title.as_str()).collect();
        ("issue", issue.name.clone(), format!("{}: {}", issue.title, options.join("; ")))
    });
    let rules = frame
        .rules
        .values()
        .map(|rule| ("rule", rule.name.clone(), file.wording.formula(&rule.holds)));
    parties.chain(issues).chain(rules).collect()
}

fn positions(file: &File<'_>) -> Vec<Part> {
    let scenario = file.scenario;
    let mut list = Vec::new();
    for party in scenario.frame.parties.ids() {
        for issue in scenario.frame.issues.ids() {
            list.extend(cells(file, party, issue));
        }
    }
    list
}

fn cells(file: &File<'_>, party: PartyId, issue: IssueId) -> Vec<Part> {
    let (scenario, wording) = (file.scenario, file.wording);
    let Some(position) = scenario.position(party, issue) else { return Vec::new() };
    let name = format!("{}/{}", wording.party_key(party), wording.issue_key(issue));
    let weights = scenario.weights[party].boxes().iter().filter_map(|it| it.get(issue.index()));
    let unit = scenario.weights[party].unit();
    let number = |points| {
        impasse_core::scenario::decimal(impasse_core::scenario::Ratio::new(points, unit), 2)
    };
    let weights: Vec<String> =
        weights.map(|range| format!("{} to {}", number(range.low), number(range.high))).collect();
    let mut list = vec![("weight", name.clone(), weights.join(" or "))];
    let known = &scenario.frame.issues[issue];
    for (option, cell) in known.options.iter().zip(&position.cells) {
        let stances: Vec<String> = cell.stances().map(|stance| wording.stance(stance)).collect();
        list.push(("stance", format!("{name}/{}", option.name), stances.join(" or ")));
    }
    list
}

fn demands(file: &File<'_>) -> Vec<Part> {
    let ids = file.scenario.demands.ids();
    ids.map(|id: DemandId| {
        let demand = file.wording.demand(id);
        let disputed = if demand.disputed { ", disputed" } else { "" };
        ("demand", demand.id, format!("{} ({}{disputed})", demand.excludes, demand.kind))
    })
    .collect()
}

fn proposals(file: &File<'_>) -> Vec<Part> {
    let mut list = Vec::new();
    for (_, proposal) in file.scenario.proposals() {
        list.push(("proposal", proposal.name.clone(), proposal.title.clone()));
        for clause in &proposal.clauses {
            let readings: Vec<String> = clause
                .readings
                .iter()
                .map(|reading| {
                    let settles = reading.settles.iter().map(|(issue, options)| {
                        format!(
                            "{}: {}",
                            file.wording.issue(*issue),
                            file.wording.options(*issue, *options)
                        )
                    });
                    settles.collect::<Vec<_>>().join("; ")
                })
                .collect();
            let name = format!("{}/{}", proposal.name, clause.number);
            let readings = match readings.join(" or ") {
                none if none.is_empty() => none,
                readings => format!(" ({readings})"),
            };
            list.push(("clause", name, format!("{}{readings}", clause.says)));
        }
    }
    list
}

impl Report {
    /// Whether anything changed.
    pub fn is_bad_news(&self) -> bool {
        !self.changes.is_empty()
    }

    /// What changed, for a spreadsheet.
    pub fn sheet(&self) -> Sheet {
        let rows = self.changes.iter().map(|change| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let (before, after) = (text(&change.before), text(&change.after));
            [change.part.to_owned(), change.name.clone(), before, after]
        });
        Sheet::new(["part", "name", "before", "after"], rows)
    }

    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{} → {}", self.first, self.second));
        let [before, after] = &self.outcome;
        let [was, is] = &self.distance;
        document.paragraph(Text::new().strong(if before == after {
            format!("Still {after}.")
        } else {
            format!("From {before} to {after}.")
        }));
        let mut table =
            Table::new([Column::text(""), Column::numeric("first"), Column::numeric("second")]);
        table.push([
            "refusals that must give".to_owned(),
            was.refusals.to_string(),
            is.refusals.to_string(),
        ]);
        table.push([
            "points missing below floors (hundredths of each party's own total)".to_owned(),
            was.missing.decimal.clone(),
            is.missing.decimal.clone(),
        ]);
        document.table(table);
        for (title, sets) in [
            ("Conflicts resolved", &self.conflicts_resolved_in_words),
            ("New conflicts", &self.conflicts_new_in_words),
        ] {
            if !sets.is_empty() {
                document.heading(2, title);
                document.list(sets.iter().map(|set| set.join(" – against – ")));
            }
        }
        document.heading(2, "What changed in the files");
        if self.changes.is_empty() {
            document.paragraph("Nothing changed.");
        }
        let mut table = Table::new(["part", "name", "before", "after"]);
        for change in &self.changes {
            table.push([
                change.part.to_owned(),
                change.name.clone(),
                change.before.clone().unwrap_or_else(|| "–".to_owned()),
                change.after.clone().unwrap_or_else(|| "–".to_owned()),
            ]);
        }
        document.table(table);
        document
    }
}
