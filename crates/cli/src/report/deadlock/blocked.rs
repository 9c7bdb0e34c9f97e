//! The layout of what blocks a proposal, and of what suppositions change.

use super::{Blocked, ConflictReport, WhatIf};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::parts::{capital, count, sentence_list};

impl Blocked {
    pub(in crate::report) fn section(&self, document: &mut Document) {
        document.heading(2, format!("The proposal {}", self.score.proposal));
        document.paragraph(Text::new().strong(self.score.outcome_text.clone()));
        let mut table = Table::new(["party", "verdict", "ground"]);
        for verdict in &self.score.verdicts {
            table.push([
                Text::from(verdict.title.as_str()),
                Text::from(verdict.verdict.as_str()),
                verdict.ground.clone(),
            ]);
        }
        document.table(table);
        self.blocking(document);
    }

    /// What blocks the text and the nearest acceptable one, without the verdicts.
    pub(in crate::report) fn blocking_section(&self, document: &mut Document) {
        document.heading(2, format!("What stands in the way of “{}”", self.score.title));
        if self.conflicts.is_empty() {
            document.paragraph("No clause of it stands in a conflict with stated demands.");
        } else {
            document.paragraph(
                "Clauses and demands that cannot hold together; without any one of them the others \
                 of its line can.",
            );
            document.list(self.conflicts.iter().map(ConflictReport::in_short));
        }
        self.nearest_section(document);
    }

    fn blocking(&self, document: &mut Document) {
        if self.conflicts.is_empty() {
            document.paragraph("No clause of it stands in a conflict with stated demands.");
        } else {
            document.heading(3, "Blocking clauses");
            for conflict in &self.conflicts {
                conflict.section(document, self.conflicts.len());
            }
        }
        self.nearest_section(document);
    }

    fn nearest_section(&self, document: &mut Document) {
        document.heading(3, "The nearest acceptable text");
        if self.nearest.passes {
            if self.nearest.texts.iter().all(|text| text.changes.is_empty()) {
                document.paragraph("No clause has to change for it to have no stated obstacle.");
            } else {
                document.paragraph(format!(
                    "{} with the fewest clauses changed or struck:",
                    capital(&count(self.nearest.texts.len(), "text"))
                ));
            }
        } else {
            document.paragraph(
                "No redrafting can make it pass, because stated demands conflict with each other \
                 whatever it says. The nearest text, by refusals still broken and then by clauses \
                 changed:",
            );
            document.list(self.nearest.still_broken.iter().map(|demand| {
                Item::new(
                    Text::new()
                        .plain("still broken – ")
                        .strong(demand.party_title.clone())
                        .plain(format!(": {}", demand.statement())),
                )
            }));
        }
        for text in &self.nearest.texts {
            let mut items: Vec<Item> = text
                .changes
                .iter()
                .map(|change| {
                    let instead: Vec<String> = change
                        .instead
                        .iter()
                        .map(|it| format!("{}: “{}”", it.issue, it.option))
                        .collect();
                    Item::new(format!("change or strike clause {}: {}", change.clause, change.says))
                        .child(format!("so that it says {}", instead.join("; ")))
                })
                .collect();
            if !text.clarifications.is_empty() {
                items.push(Item::new(format!(
                    "clarify {} {}, since other readings break a firm demand",
                    if text.clarifications.len() == 1 { "clause" } else { "clauses" },
                    sentence_list(&text.clarifications)
                )));
            }
            document.list(items);
        }
    }
}

impl WhatIf {
    pub(in crate::report) fn section(&self, document: &mut Document) {
        let [before, after] = &self.outcome;
        let text = if before == after {
            format!("Still {after}, supposing {}.", sentence_list(&self.suppositions))
        } else {
            format!("From {before} to {after}, supposing {}.", sentence_list(&self.suppositions))
        };
        document.paragraph(Text::new().strong(text));
        let mut table = Table::new([
            Column::text(""),
            Column::numeric("without"),
            Column::numeric("supposing this"),
        ]);
        let [was, is] = self.refusals;
        table.push(["refusals that must give".to_owned(), was.to_string(), is.to_string()]);
        let [was, is] = &self.missing;
        table.push([
            "points missing below floors".to_owned(),
            was.decimal.clone(),
            is.decimal.clone(),
        ]);
        document.table(table);
        for (title, sets) in
            [("Conflicts resolved", &self.resolved_in_words), ("New conflicts", &self.new_in_words)]
        {
            if !sets.is_empty() {
                document.heading(2, title);
                document.list(sets.iter().map(|set| set.join(" – against – ")));
            }
        }
        if self.resolved.is_empty() && self.new.is_empty() {
            document.paragraph("The same conflicts stand with and without the supposition.");
        }
    }
}
