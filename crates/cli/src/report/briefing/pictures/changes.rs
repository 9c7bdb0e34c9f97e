//! What the change from one proposal to another is worth, issue by issue.

use super::ends;
use crate::document::{Column, Figure, Table};
use crate::picture::{ChangeLine, Changes, Gain, Picture};
use crate::report::briefing::Report;
use crate::report::parts::Span;

impl Report {
    /// What the change from one proposal to the other is worth, issue by issue.
    pub(in crate::report::briefing) fn changes_figure(&self) -> Option<Figure> {
        let comparison = self.comparison.as_ref()?;
        let moved = |span: &Span| span.low.decimal != "0" || span.high.decimal != "0";
        let parties: Vec<&str> = comparison
            .parties
            .iter()
            .filter(|party| party.stated_issues > 0)
            .map(|party| party.title.as_str())
            .collect();
        let clauses: Vec<&str> = comparison.clauses.iter().map(|it| it.number.as_str()).collect();
        let place = |issue: &crate::report::diff::Issue| {
            let first = issue.first_clauses.first();
            first
                .and_then(|number| clauses.iter().position(|it| it == number))
                .unwrap_or(usize::MAX)
        };
        let mut issues: Vec<&crate::report::diff::Issue> = comparison
            .issues
            .iter()
            .filter(|issue| issue.gains.iter().any(|gain| moved(&gain.points)))
            .collect();
        issues.sort_by_key(|issue| place(issue));
        if issues.is_empty() || parties.is_empty() {
            return None;
        }
        let numbers = |list: &[String]| {
            if list.is_empty() { "–".to_owned() } else { list.join(", ") }
        };
        let mut table = Table::new(
            [Column::text("clauses"), Column::text("issue"), Column::text("old → new")]
                .into_iter()
                .chain(parties.iter().map(|party| Column::numeric(*party))),
        );
        let lines = issues.iter().map(|issue| {
            let clauses =
                format!("{} → {}", numbers(&issue.first_clauses), numbers(&issue.second_clauses));
            let gain = |party: &&str| issue.gains.iter().find(|gain| gain.title == **party);
            let cells = parties
                .iter()
                .map(|party| gain(party).map_or("–".to_owned(), |gain| gain.points.signed()));
            let terms = format!("{} → {}", issue.before, issue.after);
            table.push([clauses.clone(), issue.title.clone(), terms].into_iter().chain(cells));
            ChangeLine {
                clauses,
                issue: issue.title.clone(),
                gains: parties
                    .iter()
                    .map(|party| {
                        let points = &gain(party)?.points;
                        Some(Gain { range: ends(points), words: points.signed() })
                    })
                    .collect(),
            }
        });
        let lines = lines.collect();
        let [from, to] = [&comparison.first.proposal, &comparison.second.proposal];
        Some(Figure {
            title: format!(
                "What changes from “{}” to “{}”, for whom",
                comparison.first.title, comparison.second.title
            ),
            alt: "One row an issue whose terms changed, in the order of the first text's clauses; one \
                  field a party. A bar to the right is a gain, a bar to the left a loss, in \
                  hundredths of the party's own total; a light bar is a range, because something \
                  is unspoken or can be read in several ways."
                .to_owned(),
            picture: Picture::Changes(Changes {
                proposals: [from.clone(), to.clone()],
                parties: parties.iter().map(|party| (*party).to_owned()).collect(),
                lines,
            }),
            table,
        })
    }
}
