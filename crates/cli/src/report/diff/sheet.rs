//! Comparisons for a spreadsheet. The column `row` says what a row is about: `party`, what the
//! change is to a party in all; `issue`, what it is to a party on an issue; `demand`, a demand that
//! only one of the two texts breaks.

use super::{Issue, Party, Report};
use crate::report::parts::{Demand, Number, Span};
use crate::sheet::{Sheet, several};

const HEAD: [&str; 23] = [
    "row",
    "party",
    "party_name",
    "direction",
    "issue",
    "issue_title",
    "change",
    "first_clauses",
    "second_clauses",
    "before",
    "after",
    "firmness_before",
    "firmness_after",
    "points_low",
    "points_high",
    "points_low_exact",
    "points_high_exact",
    "stated_low",
    "stated_high",
    "demand",
    "demand_kind",
    "says",
    "sources",
];

/// A row with nothing in it but what it is about.
#[derive(Clone, Default)]
struct Row {
    kind: &'static str,
    party: String,
    name: String,
    direction: String,
    issue: [String; 2],
    change: String,
    clauses: [String; 2],
    settled: [String; 2],
    firmness: [String; 2],
    points: [String; 4],
    stated: [String; 2],
    demand: [String; 4],
}

impl Report {
    /// A row for each party, each issue and party, and each demand newly broken or kept.
    pub fn sheet(&self) -> Sheet {
        let mut rows: Vec<Row> = self.parties.iter().map(of_party).collect();
        rows.extend(self.issues.iter().flat_map(of_issue));
        rows.extend(self.parties.iter().flat_map(of_demands));
        Sheet::new(HEAD, rows.into_iter().map(Row::cells))
    }
}

impl Row {
    fn cells(self) -> [String; 23] {
        let [issue, issue_title] = self.issue;
        let [first_clauses, second_clauses] = self.clauses;
        let [before, after] = self.settled;
        let [firmness_before, firmness_after] = self.firmness;
        let [low, high, low_exact, high_exact] = self.points;
        let [stated_low, stated_high] = self.stated;
        let [demand, demand_kind, says, sources] = self.demand;
        [
            self.kind.to_owned(),
            self.party,
            self.name,
            self.direction,
            issue,
            issue_title,
            self.change,
            first_clauses,
            second_clauses,
            before,
            after,
            firmness_before,
            firmness_after,
            low,
            high,
            low_exact,
            high_exact,
            stated_low,
            stated_high,
            demand,
            demand_kind,
            says,
            sources,
        ]
    }
}

fn points(span: &Span) -> [String; 4] {
    let Span { low, high } = span;
    [&low.decimal, &high.decimal, &low.exact, &high.exact].map(Clone::clone)
}

fn of_party(party: &Party) -> Row {
    let decimal = |number: &Number| number.decimal.clone();
    Row {
        kind: "party",
        party: party.party.clone(),
        name: party.title.clone(),
        direction: party.direction.to_owned(),
        points: party.gain.as_ref().map(points).unwrap_or_default(),
        stated: party
            .stated_gain
            .as_ref()
            .map(|gain| [decimal(&gain.low), decimal(&gain.high)])
            .unwrap_or_default(),
        ..Row::default()
    }
}

/// A row for each party that the change is worth something to; one without a party if there is
/// none.
fn of_issue(issue: &Issue) -> Vec<Row> {
    let row = Row {
        kind: "issue",
        issue: [issue.issue.clone(), issue.title.clone()],
        change: issue.change.to_owned(),
        clauses: [several(&issue.first_clauses), several(&issue.second_clauses)],
        settled: [issue.before.clone(), issue.after.clone()],
        firmness: issue.firmness.clone().unwrap_or_default(),
        ..Row::default()
    };
    if issue.gains.is_empty() {
        return vec![row];
    }
    let gains = issue.gains.iter().map(|gain| Row {
        party: gain.party.clone(),
        name: gain.title.clone(),
        points: points(&gain.points),
        ..row.clone()
    });
    gains.collect()
}

fn of_demands(party: &Party) -> Vec<Row> {
    let rows = |change: &'static str, demands: &[Demand]| -> Vec<Row> {
        let row = |demand: &Demand| Row {
            kind: "demand",
            party: party.party.clone(),
            name: party.title.clone(),
            change: change.to_owned(),
            demand: [
                demand.id.clone(),
                demand.kind.to_owned(),
                demand.says.clone(),
                several(&demand.sources),
            ],
            ..Row::default()
        };
        demands.iter().map(row).collect()
    };
    let mut all = rows("crossed", &party.crossed);
    all.extend(rows("crossed in some readings", &party.crossed_in_some_readings));
    all.extend(rows("cleared", &party.cleared));
    all
}
