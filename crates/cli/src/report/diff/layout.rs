//! The layout of a comparison: who gains, then issue by issue, then clause by clause.

use super::{Issue, Report};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::parts::{Span, count, sentence_list, source_list};

impl Report {
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
            "What the options still possible became from the first text to the second. Moved: \
             other options. Shifted: some options gone, others new. Narrowed: fewer options. \
             Widened: more options. Added: not mentioned before. Settled: left to later talks \
             before. Dropped: not mentioned any more. Reopened: left to later talks now. Reworded: \
             the same options in other words.",
        );
        document.paragraph(
            "Gains are points, hundredths of each party's own total, weights at the middle of their \
             ranges; a range covers worths, unknown stances and readings. They add up to the \
             party's change at middle weights.",
        );
        for issue in &self.issues {
            issue.section(&mut document);
        }
        self.clause_section(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    pub(in crate::report) fn conclusion(&self, document: &mut Document) {
        let of = |direction: &str| -> Vec<&str> {
            let parties = self.parties.iter().filter(|party| party.direction == direction);
            parties.map(|party| party.name.as_str()).collect()
        };
        let mut parts = Vec::new();
        let lists = [
            ("better", "Better for"),
            ("worse", "Worse for"),
            ("the same", "The same for"),
            ("not decided", "Better or worse is not decided for"),
        ];
        for (direction, words) in lists {
            let parties = of(direction);
            if !parties.is_empty() {
                parts.push(format!("{words} {}.", sentence_list(&parties)));
            }
        }
        let dominance = match self.dominance {
            "first" => format!(" {} is at least as good for everybody.", self.first.title),
            "second" => format!(" {} is at least as good for everybody.", self.second.title),
            _ => " Neither text is sure to be at least as good for everybody.".to_owned(),
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

    pub(in crate::report) fn heading(&self) -> String {
        let (from, to) = (&self.first.title, &self.second.title);
        format!("From “{from}” to “{to}”: what changed, and for whom")
    }

    pub(in crate::report) fn party_section(&self, document: &mut Document) {
        document.heading(2, "Who gains, whose demands are crossed or cleared");
        self.party_table(document);
        for party in &self.parties {
            for change in &party.arithmetic {
                change.table(document, &party.title);
            }
        }
        let all = self.parties.iter().flat_map(|party| {
            let possible = party.crossed_in_some_readings.iter();
            let crossed = party.crossed.iter().map(|demand| ("newly crossed", demand));
            crossed
                .chain(possible.map(|demand| ("newly crossed in some readings", demand)))
                .chain(party.cleared.iter().map(|it| ("cleared", it)))
        });
        document.list(all.map(|(what, demand)| {
            Item::new(
                Text::new()
                    .strong(demand.party_title.clone())
                    .plain(format!(", {what}: {} ({}; ", demand.says, demand.id))
                    .text(demand.mark())
                    .plain(")"),
            )
        }));
    }

    /// What the change is to each party, and what the columns mean.
    pub(in crate::report) fn party_table(&self, document: &mut Document) {
        let mut table = Table::new([
            Column::text("party"),
            Column::text("better or worse"),
            Column::text("points on stated stances"),
            Column::text("points all in all"),
            Column::text("demands newly crossed"),
            Column::numeric("demands cleared"),
        ]);
        for party in &self.parties {
            let issues = count(party.stated_issues + party.not_stated_issues, "issue");
            table.push([
                party.title.clone(),
                party.direction.to_owned(),
                match party.stated_issues {
                    0 => format!("comparable on none of {issues}"),
                    stated => {
                        let gain = party.stated_gain.as_ref().map_or("–".to_owned(), Span::signed);
                        format!("{gain} on {stated} of {issues}")
                    }
                },
                party.gain.as_ref().map_or("–".to_owned(), Span::signed),
                match (party.crossed.len(), party.crossed_in_some_readings.len()) {
                    (certain, 0) => certain.to_string(),
                    (0, possible) => format!("{possible} in some readings"),
                    (certain, possible) => format!("{certain}, and {possible} in some readings"),
                },
                party.cleared.len().to_string(),
            ]);
        }
        document.table(table);
        document.paragraph(
            "Points are hundredths of the party's own total. On stated stances: what changes for \
             the party, at middle weights, on the issues that both texts settle and on which it \
             has said how it stands to both; the others cannot be compared so, even \
             where a demand is newly crossed. All in all: over \
             everything that is left open as well; only this decides whether a text is better or \
             worse for the party. A demand is newly crossed if the second text breaks it and the \
             first does not, and cleared if it is the other way round.",
        );
    }

    pub(in crate::report) fn clause_section(&self, document: &mut Document) {
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
            document.paragraph(format!("Clauses of {} on other issues:", self.second.title));
            document.list(self.new_clauses.iter().map(|clause| {
                Text::from(format!("{}. {} ", clause.number, clause.says)).text(clause.mark.clone())
            }));
        }
    }
}

impl Issue {
    pub(in crate::report) fn section(&self, document: &mut Document) {
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
            items.push(Item::new(format!("gains in points: {}", moved.join("; "))));
        }
        document.list(items);
    }
}
