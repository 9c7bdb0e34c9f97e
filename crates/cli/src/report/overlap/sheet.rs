//! The map for a spreadsheet: a row for each issue and party.

use super::{Issue, Report, View};
use crate::sheet::{Sheet, flag, several};

const HEAD: [&str; 16] = [
    "issue",
    "issue_title",
    "theme",
    "best_class",
    "worst_class",
    "stated",
    "options",
    "hangs_on",
    "gates",
    "party",
    "party_name",
    "wants",
    "lives_with",
    "refuses",
    "unknown",
    "spoken",
];

impl Report {
    /// A row for each issue and party.
    pub fn sheet(&self) -> Sheet {
        let rows = self
            .issues
            .iter()
            .flat_map(|issue| issue.views.iter().map(move |view| row(issue, view)));
        Sheet::new(HEAD, rows)
    }
}

fn row(issue: &Issue, view: &View) -> [String; 16] {
    [
        issue.issue.clone(),
        issue.title.clone(),
        issue.theme.clone().unwrap_or_default(),
        issue.best.to_owned(),
        issue.worst.to_owned(),
        flag(issue.stated),
        several(&issue.options),
        several(&issue.hangs_on),
        several(&issue.gates),
        view.party.clone(),
        view.title.clone(),
        several(&view.wants),
        several(&view.lives_with),
        several(&view.refuses),
        view.unknown.to_string(),
        flag(view.spoken),
    ]
}
