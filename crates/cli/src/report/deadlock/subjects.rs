//! What the conflicts are about.

use impasse_core::analysis::conflict::Conflicts;
use impasse_core::analysis::subjects as analysis;
use impasse_core::scenario::Scenario;
use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::document::{Column, Document, Table};
use crate::report::parts::count;
use crate::report::wording::Wording;

/// A theme that conflicts are about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::report) struct Subject {
    /// The heading that groups issues; null for issues without one.
    theme: Option<String>,
    /// How many conflicts have a demand on one of its issues.
    conflicts: usize,
    /// How many of these have no demand on an issue of another theme.
    alone: usize,
    /// Titles of the issues of the theme that these conflicts are about.
    issues: Vec<String>,
}

/// What the conflicts are about; nothing where the file groups no issues.
pub(super) fn build(
    scenario: &Scenario,
    wording: &Wording<'_>,
    conflicts: &Conflicts,
) -> Vec<Subject> {
    if scenario.frame.issues.values().all(|issue| issue.theme.is_none()) {
        return Vec::new();
    }
    let found = analysis::subjects(scenario, conflicts, |demand| !wording.hides(demand));
    let report = |subject: analysis::Subject| Subject {
        theme: subject.theme,
        conflicts: subject.conflicts,
        alone: subject.alone,
        issues: subject.issues.into_iter().map(|issue| wording.issue(issue)).collect(),
    };
    found.into_iter().map(report).collect()
}

impl Report {
    pub(in crate::report) fn subject_section(&self, document: &mut Document) {
        if self.subjects.is_empty() {
            return;
        }
        document.heading(2, "What the conflicts are about");
        let mut table = Table::new([
            Column::text("theme"),
            Column::numeric(format!("of {}", count(self.conflicts, "conflict"))),
            Column::numeric("about nothing else"),
            Column::text("issues"),
        ])
        .caption(
            "How many conflicts have a demand on an issue of the theme; one conflict may be about \
             several themes",
        );
        for subject in &self.subjects {
            table.push([
                subject.theme.clone().unwrap_or_else(|| "without a theme".to_owned()),
                subject.conflicts.to_string(),
                subject.alone.to_string(),
                subject.issues.join("; "),
            ]);
        }
        document.table(table);
    }
}
