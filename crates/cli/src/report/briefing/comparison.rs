//! The comparison of two proposals, clause by clause in the order of the first one's own numbering.

use super::Report;
use crate::document::{Document, Table, Text};
use crate::report::diff;
use crate::report::parts::Span;

impl Report {
    pub(super) fn clause_table(&self, document: &mut Document) {
        let Some(comparison) = &self.comparison else { return };
        let counted = comparison.issues.iter().any(|issue| !issue.gains.is_empty());
        let mut head = vec![
            comparison.first.title.clone(),
            comparison.second.title.clone(),
            "what it settles: old → new".to_owned(),
        ];
        if counted {
            head.push("what changes for each party, in hundredths of its own total".to_owned());
        }
        let mut table = Table::new(head);
        let mut push = |first: Text, second: Text, issues: &[&diff::Issue]| {
            let last = counted.then(|| gains(issues));
            table.push([first, second, terms(issues)].into_iter().chain(last));
        };
        for clause in &comparison.clauses {
            let became = clause.became.iter().map(|it| clause_text(&it.number, &it.says, &it.mark));
            let became = Text::joined(became, "\n");
            let issues: Vec<&diff::Issue> = comparison
                .issues
                .iter()
                .filter(|issue| issue.first_clauses.contains(&clause.number))
                .collect();
            let became =
                if became.is_empty() { "nothing on the same issues".into() } else { became };
            push(clause_text(&clause.number, &clause.says, &clause.mark), became, &issues);
        }
        for clause in &comparison.new_clauses {
            let issues: Vec<&diff::Issue> = comparison
                .issues
                .iter()
                .filter(|issue| issue.first_clauses.is_empty())
                .filter(|issue| issue.second_clauses.contains(&clause.number))
                .collect();
            let text = clause_text(&clause.number, &clause.says, &clause.mark);
            push("nothing on the same issues".into(), text, &issues);
        }
        document.table(table);
    }
}

fn clause_text(number: &str, says: &str, mark: &Text) -> Text {
    Text::new().strong(format!("{number}.")).plain(format!(" {says} ")).text(mark.clone())
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
