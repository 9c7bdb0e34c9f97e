//! The comparison of two proposals, clause by clause in the order of the first one's own numbering.

use super::Report;
use crate::document::{Document, Table, Text};
use crate::report::diff;
use crate::report::parts::Span;

impl Report {
    pub(super) fn clause_table(&self, document: &mut Document) {
        let Some(comparison) = &self.comparison else { return };
        let mut table = Table::new([
            Text::from(comparison.first.proposal.as_str()).words(),
            comparison.second.proposal.clone(),
            "what it settles: old → new".to_owned(),
            "what changes for each party, in hundredths of its own total".to_owned(),
        ]);
        for clause in &comparison.clauses {
            let became = clause.became.iter().map(|it| clause_text(&it.number, &it.says, None));
            let became = Text::joined(became, "\n");
            let issues: Vec<&diff::Issue> = comparison
                .issues
                .iter()
                .filter(|issue| issue.first_clauses.contains(&clause.number))
                .collect();
            table.push([
                clause_text(&clause.number, &clause.says, Some(&clause.mark)),
                if became.is_empty() { "nothing on the same issues".into() } else { became },
                terms(&issues),
                gains(&issues),
            ]);
        }
        for clause in &comparison.new_clauses {
            let issues: Vec<&diff::Issue> = comparison
                .issues
                .iter()
                .filter(|issue| issue.first_clauses.is_empty())
                .filter(|issue| issue.second_clauses.contains(&clause.number))
                .collect();
            table.push([
                "nothing on the same issues".into(),
                clause_text(&clause.number, &clause.says, Some(&clause.mark)),
                terms(&issues),
                gains(&issues),
            ]);
        }
        document.table(table);
    }
}

fn clause_text(number: &str, says: &str, mark: Option<&Text>) -> Text {
    let text = Text::new().strong(format!("{number}.")).plain(format!(" {says}"));
    match mark {
        Some(mark) => text.plain(" ").text(mark.clone()),
        None => text,
    }
}

/// What issues came out as: from, to, and what kind of change that is.
fn terms(issues: &[&diff::Issue]) -> Text {
    let lines = issues.iter().map(|issue| {
        let text = Text::new().strong(issue.title.clone());
        let text = if issue.before == issue.after {
            text.plain(format!(": {} ({})", issue.after, issue.change))
        } else {
            text.plain(format!(": {} → {} ({})", issue.before, issue.after, issue.change))
        };
        match &issue.firmness {
            Some([before, after]) => text.plain(format!("; how far it binds: {before} → {after}")),
            None => text,
        }
    });
    Text::joined(lines, "\n")
}

/// Who gains and who loses by the issues.
fn gains(issues: &[&diff::Issue]) -> Text {
    let moves = |span: &Span| span.low.decimal != "0" || span.high.decimal != "0";
    let lines = issues.iter().filter_map(|issue| {
        let gains: Vec<String> = issue
            .gains
            .iter()
            .filter(|gain| moves(&gain.points))
            .map(|gain| format!("{} {}", gain.title, gain.points.signed()))
            .collect();
        let name = if issues.len() > 1 { format!("{}: ", issue.title) } else { String::new() };
        (!gains.is_empty()).then(|| Text::from(format!("{name}{}", gains.join("; "))))
    });
    Text::joined(lines, "\n")
}
