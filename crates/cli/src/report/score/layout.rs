//! The layout of a score report: the table first, then clause by clause.

use super::{ClauseScore, PartyVerdict, ProposalScore, Report, Unsettled};
use crate::document::{Column, Document, Item, Table, Text, anchor};
use crate::report::parts::{capital, count, sentence_list, source_list_of};

impl Report {
    /// A report of these proposals.
    pub fn new(
        scenario: &impasse_core::scenario::Scenario,
        proposals: Vec<ProposalScore>,
        what_if: Option<Vec<super::Difference>>,
        sources: Vec<crate::report::parts::Source>,
    ) -> Self {
        Self {
            schema: crate::report::SCHEMA,
            command: "score",
            title: scenario.frame.title.clone(),
            as_of: scenario.as_of.to_string(),
            proposals,
            what_if,
            unfinished: Vec::new(),
            sources,
        }
    }

    /// The same, without these proposals, which could not be scored within the bound.
    #[must_use]
    pub fn unfinished(mut self, unfinished: Vec<String>) -> Self {
        self.unfinished = unfinished;
        self
    }

    /// Whether no proposal passes.
    pub fn is_bad_news(&self) -> bool {
        !self
            .proposals
            .iter()
            .any(|proposal| matches!(proposal.outcome, "passes" | "no stated obstacle"))
    }

    /// The report laid out, clause by clause or at a glance.
    pub fn document(&self, closely: bool) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        if let Some(differences) = &self.what_if {
            what_if(&mut document, differences);
            return document;
        }
        self.overview(&mut document, false);
        if closely {
            self.proposals.iter().for_each(|it| it.section(&mut document));
        } else {
            document.heading(2, "Who rejects what, and why");
            self.proposals.iter().for_each(|it| it.reasons_section(&mut document));
            document.paragraph(
                "Name a proposal to see its worth to each party, what it leaves unsettled, and what \
                 it says clause by clause.",
            );
        }
        document.heading(2, "How to read this");
        document.paragraph(
            "Worth is the mean of what the options are worth to a party (0 to 100), weighted by \
             what the issues count for it: the least and the greatest over everything the file \
             leaves open – ranges of weights and worths, stances nobody has stated (anything from \
             0 to 100), readings, and what the text does not settle. Stated refusals decide; sums \
             seldom do. Percentages are shares of a party's weight: on issues that the text settles, \
             words ambiguously, leaves to later talks (open) or is silent on; and on those of them \
             on which the party has not spoken. What is not settled breaks nothing and pleases \
             nobody. A point is a hundredth of a party's own total; points of different parties \
             cannot be compared.",
        );
        source_list_of(&mut document, &self.sources, closely);
        document
    }
}

fn what_if(document: &mut Document, differences: &[super::Difference]) {
    document.heading(2, "What the suppositions change");
    if differences.is_empty() {
        document.paragraph("Nothing: every verdict and every worth stays as it is.");
        return;
    }
    document.paragraph("These verdicts or worths change; every other stays as it is.");
    let mut table = Table::new([
        "proposal",
        "party",
        "verdict before",
        "verdict after",
        "worth before",
        "worth after",
    ]);
    for difference in differences {
        let worth = |place: usize| {
            difference.worth.get(place).cloned().flatten().unwrap_or_else(|| "–".to_owned())
        };
        let [before, after] = &difference.verdict;
        table.push([
            difference.proposal.clone(),
            difference.title.clone(),
            before.clone(),
            after.clone(),
            worth(0),
            worth(1),
        ]);
    }
    document.table(table);
}

impl ProposalScore {
    /// Who rejects the text and why, what others hang on, and who has not objected.
    pub(in crate::report) fn reasons_section(&self, document: &mut Document) {
        let title = format!("{} ({})", self.title, self.proposal);
        document.heading_at(3, title, proposal_anchor(&self.proposal));
        document.paragraph(self.facts());
        document.paragraph(Text::new().strong(self.outcome_text.clone()));
        let reasoned =
            |kind: &str| matches!(kind, "rejects" | "impossible") || kind.starts_with("depends");
        let reasons = self.verdicts.iter().filter(|it| reasoned(it.kind));
        document.list(reasons.map(PartyVerdict::why));
        let mut rest: Vec<(&str, Vec<&str>)> = Vec::new();
        for verdict in self.verdicts.iter().filter(|it| !reasoned(it.kind)) {
            match rest.iter_mut().find(|(known, _)| *known == verdict.verdict) {
                Some((_, parties)) => parties.push(&verdict.name),
                None => rest.push((&verdict.verdict, vec![&verdict.name])),
            }
        }
        document.list(rest.iter().map(|(verdict, parties)| {
            Item::new(
                Text::new()
                    .strong(capital(verdict))
                    .plain(format!(": {}.", capital(&sentence_list(parties)))),
            )
        }));
    }

    pub(in crate::report) fn section(&self, document: &mut Document) {
        let title = format!("{} – {}", self.proposal, self.title);
        document.heading_at(2, title, proposal_anchor(&self.proposal));
        document.paragraph(self.facts());
        document.paragraph(Text::new().strong(self.outcome_text.clone()));
        if self.realisations > 1 {
            document.paragraph(format!(
                "The text can be read in {} and carried out in {}.",
                count(self.readings, "way"),
                count(self.realisations, "way")
            ));
        }
        self.party_table(document);
        self.reasons(document);
        document.heading(3, "Clause by clause");
        for clause in &self.clauses {
            clause.section(document);
        }
        self.unsettled_section(document);
        for verdict in &self.verdicts {
            for arithmetic in verdict.arithmetic.iter().flatten() {
                arithmetic.table(document, &verdict.title);
            }
        }
    }

    /// When and by whom it was made, and what to know about it.
    pub(in crate::report) fn facts(&self) -> String {
        let mut facts = format!("Made {}", self.date);
        if let Some(public) = &self.public {
            facts.push_str(&format!(", public {public}"));
        }
        if !self.by.is_empty() {
            facts.push_str(&format!(", by {}", sentence_list(&self.by)));
        }
        let about = self.about.as_ref().map(|about| format!(" {about}")).unwrap_or_default();
        format!("{facts}.{about}")
    }

    pub(in crate::report) fn party_table(&self, document: &mut Document) {
        let silence = self.verdicts.iter().any(|verdict| verdict.if_silence.is_some());
        let mut head = vec![
            Column::text("party"),
            Column::text("verdict"),
            Column::text("worth"),
            Column::text("floor"),
            Column::numeric("settled"),
            Column::numeric("ambiguous"),
            Column::numeric("open"),
            Column::numeric("silent"),
            Column::numeric("not spoken on"),
            Column::text("demands broken"),
        ];
        if silence {
            head.push(Column::text("if silence meant that"));
        }
        let mut table = Table::new(head).caption(
            "Worth in hundredths of each party's own total; percentages of its weight on all issues",
        );
        for verdict in &self.verdicts {
            let shares = verdict.coverage.as_ref().map_or_else(
                || vec![String::from("–"); 5],
                |it| {
                    [&it.settled, &it.ambiguous, &it.open, &it.silent, &it.not_spoken_on]
                        .map(|number| format!("{} %", number.decimal))
                        .to_vec()
                },
            );
            let possible = verdict.crossed_in_some_readings.len();
            let crossed = match (verdict.crossed.len(), possible) {
                (0, 0) => "none".to_owned(),
                (certain, 0) => certain.to_string(),
                (0, possible) => format!("{possible} in some readings"),
                (certain, possible) => format!("{certain}, and {possible} in some readings"),
            };
            let mut row = vec![
                verdict.title.clone(),
                verdict.verdict.clone(),
                verdict.worth.as_ref().map_or("–".to_owned(), crate::report::parts::Span::words),
                verdict.floor.as_ref().map_or("none stated".to_owned(), |it| it.met.to_owned()),
            ];
            row.extend(shares);
            row.push(crossed);
            if silence {
                row.push(verdict.if_silence.clone().unwrap_or_default());
            }
            table.push(row);
        }
        document.table(table);
    }

    pub(in crate::report) fn reasons(&self, document: &mut Document) {
        document.list(self.verdicts.iter().map(PartyVerdict::item));
    }

    fn unsettled_section(&self, document: &mut Document) {
        // What is ambiguous is settled, one way or the other.
        let unsettled: Vec<&Unsettled> =
            self.unsettled.iter().filter(|issue| issue.how != "ambiguous").collect();
        if unsettled.is_empty() {
            return;
        }
        document.heading(3, "Still to be settled");
        let mut table = Table::new(["issue", "how", "still possible", "demands that wait for it"]);
        for issue in unsettled {
            let mut possible = issue.possible.clone();
            if let Some(interim) = &issue.interim {
                possible.push_str(&format!(" (meanwhile: “{interim}”)"));
            }
            table.push([
                issue.title.clone(),
                issue.how.to_owned(),
                possible,
                issue.waiting_in_words.join(";\n"),
            ]);
        }
        document.table(table);
    }
}

/// The anchor of the part of a report about a proposal.
pub(in crate::report) fn proposal_anchor(name: &str) -> String {
    anchor("proposal", name)
}

impl ClauseScore {
    pub(in crate::report) fn section(&self, document: &mut Document) {
        let firmness = self.firmness.map(|word| format!(" ({word})")).unwrap_or_default();
        document.paragraph(
            Text::new()
                .strong(format!("{}.", self.number))
                .plain(format!(" {}{firmness} ", self.says))
                .text(self.mark.clone()),
        );
        let mut items = Vec::new();
        if let Some(note) = &self.note {
            items.push(Item::new(format!("note: {note}")));
        }
        // One reading without words of its own says what the clause says.
        let plain = matches!(&self.readings[..], [only] if only.says.is_empty());
        for reading in self.readings.iter().filter(|_| !plain) {
            let who = if reading.read_by.is_empty() {
                String::new()
            } else {
                format!(" (so read by {})", sentence_list(&reading.read_by))
            };
            let says = if reading.says.is_empty() {
                String::new()
            } else {
                format!("“{}”{who}: ", reading.says)
            };
            items.push(Item::new(format!("{says}{}", reading.settles.join("; "))));
        }
        if !self.leaves.is_empty() {
            items.push(Item::new(format!("left to later talks: {}", sentence_list(&self.leaves))));
        }
        let settles = self.readings.iter().flat_map(|reading| &reading.settles);
        let mut settles = settles.filter(|_| plain);
        for issue in &self.issues {
            let title = settles.next().map_or_else(|| issue.title.clone(), String::clone);
            let mut item = Item::new(title);
            for party in &issue.parties {
                let adds = party
                    .contributes
                    .as_ref()
                    .map(|span| match span.words().as_str() {
                        "1" => " – adds 1 point".to_owned(),
                        points => format!(" – adds {points} points"),
                    })
                    .unwrap_or_default();
                item = item.child(
                    Text::new()
                        .strong(party.title.clone())
                        .plain(format!(": {}{adds}", party.stances.join("; "))),
                );
            }
            items.push(item);
        }
        if items.is_empty() {
            items.push(Item::new("settles none of the issues of this scenario"));
        }
        document.list(items);
    }
}
