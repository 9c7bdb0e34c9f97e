//! What the texts leave silent, open or ambiguous, and how much depends on it.

use super::Report;
use crate::document::{Column, Document, Table, Text};
use crate::report::parts::count;
use crate::report::score::{ProposalScore, Unsettled};

impl Report {
    pub(super) fn unsettled_section(&self, document: &mut Document) {
        let Some(score) = &self.proposals else { return };
        document.paragraph(
            "Silent: no clause mentions it. Open: the text leaves it to later talks. Ambiguous: \
             the words allow several outcomes, or parties read them differently. What is not \
             settled breaks no demand and pleases nobody; demands that name it wait.",
        );
        let mut table = Table::new([
            Column::text("text"),
            Column::numeric("issues it settles"),
            Column::numeric("ambiguous"),
            Column::numeric("open"),
            Column::numeric("silent"),
            Column::numeric("demands that wait"),
        ])
        .caption(match &self.map {
            Some(map) if !map.issues.is_empty() => format!(
                "How much of the agenda each text settles, of {}; the rest does not arise in it",
                count(map.issues.len(), "issue")
            ),
            _ => "How much of the agenda each text settles, in issues".to_owned(),
        });
        for proposal in &score.proposals {
            let of = |how: &str| proposal.unsettled.iter().filter(|it| it.how == how).count();
            let ambiguous = of("ambiguous");
            let mut waiting: Vec<&str> =
                proposal.unsettled.iter().flat_map(|it| &it.waiting).map(String::as_str).collect();
            waiting.sort_unstable();
            waiting.dedup();
            table.push([
                proposal.proposal.clone(),
                (proposal.terms.len() - ambiguous.min(proposal.terms.len())).to_string(),
                ambiguous.to_string(),
                of("open").to_string(),
                of("silent").to_string(),
                waiting.len().to_string(),
            ]);
        }
        document.table(table);
        for name in &self.closely {
            if let Some(proposal) = score.proposals.iter().find(|it| it.proposal == *name) {
                proposal.unsettled_table(document);
            }
        }
    }
}

impl ProposalScore {
    fn unsettled_table(&self, document: &mut Document) {
        document.heading(3, format!("What “{}” leaves undecided", self.title));
        if self.unsettled.is_empty() {
            document.paragraph("Nothing: it settles every issue that arises, in one way.");
            return;
        }
        let moves = self.unsettled.iter().any(|it| !it.could_move.is_empty());
        let mut head =
            vec!["issue", "how", "clauses", "still possible", "demands that wait for it"];
        if moves {
            head.push("how much of each party's worth depends on it, in hundredths");
        }
        let mut table = Table::new(head);
        for issue in &self.unsettled {
            let mut row = vec![
                issue.title.clone(),
                issue.how.to_owned(),
                issue.clauses.join(", "),
                issue.possible_words(),
                issue.waiting_in_words.join(";\n"),
            ];
            if moves {
                row.push(issue.move_words());
            }
            table.push(row.into_iter().map(Text::from));
        }
        document.table(table);
    }
}

impl Unsettled {
    fn possible_words(&self) -> String {
        match &self.interim {
            Some(interim) => format!("{} (meanwhile: “{interim}”)", self.possible),
            None => self.possible.clone(),
        }
    }

    fn move_words(&self) -> String {
        let moves = self.could_move.iter().filter(|it| it.points.decimal != "0");
        let list: Vec<String> =
            moves.map(|it| format!("{} {}", it.title, it.points.decimal)).collect();
        list.join("; ")
    }
}
