//! The layout: which gates each text must pass, then what each gate takes away.

use super::build::clauses;
use super::{Count, GateInText, IfRefused, ProposalReport, Report, WinSetsReport};
use crate::document::{Column, Document, Item, Table, Text, Tone};
use crate::report::big::grouped;
use crate::report::parts::{Demand, capital, count, partial, sentence_list, source_list};

impl Report {
    /// Whether some gate refuses a proposal for certain.
    pub fn is_bad_news(&self) -> bool {
        self.proposals.iter().flat_map(|it| &it.gates).any(|gate| gate.state == "fails")
    }

    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("Ratification: {}, as of {}", self.title, self.as_of));
        self.conclusion(&mut document);
        partial(&mut document, &self.unfinished);
        if !self.proposals.is_empty() {
            document.heading(2, "Which gates each text must pass");
            self.gate_table(&mut document);
            for proposal in &self.proposals {
                proposal.section(&mut document);
            }
        }
        self.win_set_section(&mut document);
        method(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    /// What the gates come to, in sentences.
    pub(in crate::report) fn conclusion(&self, document: &mut Document) {
        let all = self.proposals.len();
        if all == 0 {
            document.paragraph(Text::new().strong("No proposal is on the table."));
        } else {
            let fails: Vec<String> = self
                .proposals
                .iter()
                .filter_map(|proposal| {
                    let gates = proposal.gates.iter().filter(|gate| gate.state == "fails");
                    let gates: Vec<&str> = gates.map(|gate| gate.title.as_str()).collect();
                    (!gates.is_empty())
                        .then(|| format!("{} at {}", proposal.proposal, lower(&gates)))
                })
                .collect();
            let waiting = self
                .proposals
                .iter()
                .filter(|it| it.gates.iter().any(|gate| gate.state == "undecided"))
                .count();
            let strong = if fails.is_empty() {
                format!("Of {} none fails at a gate by what is stated", count(all, "proposal"))
            } else {
                format!(
                    "Of {} {} at a gate by what is stated: {}",
                    count(all, "proposal"),
                    if fails.len() == 1 {
                        "1 fails".to_owned()
                    } else {
                        format!("{} fail", fails.len())
                    },
                    sentence_list(&fails)
                )
            };
            document.paragraph(Text::new().strong(format!("{strong}.")).plain(format!(
                " {waiting} of {all} would meet a gate that has not said how it would vote.",
            )));
        }
        if !self.silent.is_empty() {
            document.paragraph(format!(
                "How {} would vote is not stated; silence is no consent.",
                sentence_list(&self.silent)
            ));
        }
        for proposal in &self.proposals {
            for refusal in &proposal.if_refused {
                document.paragraph(proposal.waits(refusal));
            }
        }
        if let Some(sets) = self.win_sets.first() {
            document.paragraph(sets.conclusion());
        }
    }

    /// Proposals against gates.
    pub(in crate::report) fn gate_table(&self, document: &mut Document) {
        if let Some(figure) = self.figure() {
            document.figure(figure);
        }
    }

    /// The win-sets, with and without each gate.
    pub(in crate::report) fn win_set_section(&self, document: &mut Document) {
        let Some(first) = self.win_sets.first() else { return };
        document.heading(2, "Win-sets: what each side could carry, with and without each gate");
        document.paragraph(format!(
            "The rules allow {} packages. A win-set is those that some parties accept where they \
             are asked: in the hopeful case by their firm demands alone, in the cautious case by \
             disputed ones as well. Stances that nobody has stated refuse nothing, so a gate that \
             has not spoken takes nothing away; that is not its consent. Nor do more packages mean a \
             party that yields more: who has said less refuses less. Packages count alike, whether \
             anybody would propose them or not.",
            grouped(&first.possible.exact)
        ));
        let mut head = vec![Column::text("who accepts")];
        head.extend(
            self.win_sets.iter().map(|sets| Column::numeric(format!("{} case", sets.outlook))),
        );
        let mut table = Table::new(head)
            .caption("Numbers of packages; in brackets percent of those that the rules allow");
        let mut push = |name: String, cell: &dyn Fn(&WinSetsReport) -> Option<String>| {
            let cells = self.win_sets.iter().map(|sets| cell(sets).unwrap_or_default());
            table.push([name].into_iter().chain(cells));
        };
        for party in &first.principals {
            push(format!("{} alone", party.title), &|sets| {
                let found = sets.principals.iter().find(|it| it.party == party.party)?;
                Some(found.packages.words())
            });
        }
        push("all whose consent is always needed".to_owned(), &|sets| Some(sets.table.words()));
        push("these, and every gate that they ask".to_owned(), &|sets| Some(sets.all.words()));
        for gate in &first.gates {
            push(format!("all but {}", lower(&[&gate.title])), &|sets| {
                let found = sets.gates.iter().find(|it| it.party == gate.party)?;
                Some(found.without.words())
            });
        }
        document.table(table);
        first.gate_by_gate(document);
    }
}

impl ProposalReport {
    fn section(&self, document: &mut Document) {
        document.heading(3, format!("{} – {}", self.proposal, self.title));
        document.paragraph(format!("As written: {}.", self.as_written));
        if self.gates.is_empty() {
            document.paragraph("It reaches no gate.");
        }
        document.list(self.gates.iter().map(GateInText::item));
        for refusal in &self.if_refused {
            document.paragraph(self.waits(refusal));
            let mut table = Table::new(["party", "as written", "if refused"]);
            for changed in &refusal.verdicts {
                table.push([
                    changed.title.clone(),
                    changed.as_written.clone(),
                    changed.otherwise.clone(),
                ]);
            }
            document.table(table);
        }
    }

    /// What hangs on a vote, in a sentence or two.
    fn waits(&self, refusal: &IfRefused) -> Text {
        let gates = if refusal.gates.is_empty() {
            "a party left out".to_owned()
        } else {
            refusal.gates.join(" or ")
        };
        let counts = match (self.counts, &self.counts_as) {
            (_, Some(left)) => format!(
                "{} refuse{} it by what is stated, so it counts without these clauses: {left}.",
                capital(&lower(&self.refused_by.iter().map(String::as_str).collect::<Vec<_>>())),
                if self.refused_by.len() == 1 { "s" } else { "" },
            ),
            ("undecided", None) => "How they would vote is not known, so both are told.".to_owned(),
            _ => "No stated refusal stands against it.".to_owned(),
        };
        Text::from(format!(
            "In {} {} take{} effect only on ratification. If {gates} refused, what is left would be: \
             {}; as written it is: {}. {counts}",
            self.proposal,
            clauses(&refusal.clauses),
            if refusal.clauses.len() == 1 { "s" } else { "" },
            refusal.outcome,
            self.as_written
        ))
    }
}

impl GateInText {
    fn item(&self) -> Item {
        let asked = if self.asked == "always" { "asked" } else { "asked under conditions" };
        let mut text = Text::new().strong(self.title.clone()).plain(format!(" – {asked}"));
        if !self.triggers.is_empty() {
            let by = match (self.asked, self.by_one) {
                ("always", true) => "by",
                ("always", false) => "as it is carried out by",
                _ => "if it comes to",
            };
            text = text.plain(format!(", {by} {}", self.triggers.join(", or ")));
        }
        text = text.plain(" – ").strong(self.words());
        let mut item = Item::new(text);
        for demand in &self.fails_on {
            item = item.child(Item::new(Demand::text(demand)));
        }
        if !self.unspoken.is_empty() {
            item = item.child(format!("has not spoken on {}", sentence_list(&self.unspoken)));
        }
        item
    }

    /// How the gate would decide, in words.
    pub(super) fn words(&self) -> String {
        match (self.state, self.stated) {
            ("fails" | "fails if asked", _) => self.state.to_owned(),
            ("passes", _) => "passes".to_owned(),
            (_, false) => "not known: it has stated nothing".to_owned(),
            _ => format!("not known: {}", self.verdict),
        }
    }

    /// How the matter stands.
    pub(super) fn tone(&self) -> Tone {
        match self.state {
            "fails" | "fails if asked" => Tone::Blocked,
            "passes" => Tone::Clear,
            _ => Tone::Open,
        }
    }
}

impl WinSetsReport {
    fn gate_by_gate(&self, document: &mut Document) {
        if self.gates.is_empty() {
            document.paragraph("No party is a gate.");
            return;
        }
        let mut head = vec![
            Column::text("gate"),
            Column::numeric("packages that do not ask it"),
            Column::numeric("lets pass, asked or not"),
        ];
        head.extend(
            self.principals
                .iter()
                .map(|it| Column::numeric(format!("of what {} accepts", it.title))),
        );
        head.push(Column::text("deadlock without it"));
        let mut table = Table::new(head).caption(format!(
            "What each gate alone leaves, in percent; {} case. Of what a side accepts: the part that \
             the gate lets pass",
            self.outlook
        ));
        for gate in &self.gates {
            let mut row = vec![
                gate.title.clone(),
                gate.unasked.percent.decimal.clone(),
                gate.passes.percent.decimal.clone(),
            ];
            row.extend(gate.with.iter().zip(&self.principals).map(|(both, alone)| {
                super::build::part(&both.packages.exact, &alone.packages.exact)
            }));
            row.push(if gate.deadlock_without { "yes" } else { "no" }.to_owned());
            table.push(row);
        }
        document.table(table);
        let ruled = self.gates.iter().filter(|gate| !gate.rules_out.is_empty());
        let items: Vec<Item> = ruled
            .map(|gate| {
                Item::new(
                    Text::new()
                        .strong(gate.title.clone())
                        .plain(format!(": {}", gate.rules_out.join("; "))),
                )
            })
            .collect();
        if items.is_empty() {
            document
                .paragraph("No gate alone rules out an option whatever the rest of the package.");
        } else {
            document.paragraph("What a gate alone rules out, whatever the rest of the package:");
            document.list(items);
        }
    }

    fn conclusion(&self) -> Text {
        let binding: Vec<&str> = self
            .gates
            .iter()
            .filter(|gate| gate.without.exact != self.all.exact)
            .map(|gate| gate.title.as_str())
            .collect();
        let narrowing: Vec<&str> = self
            .gates
            .iter()
            .filter(|gate| gate.passes.exact != self.possible.exact)
            .map(|gate| gate.title.as_str())
            .collect();
        if self.table.exact == "0" {
            let narrows = if narrowing.is_empty() {
                "by what is stated no gate narrows what a side could carry".to_owned()
            } else {
                format!(
                    "by what is stated, of {} {} narrow{} what a side could carry",
                    count(self.gates.len(), "gate"),
                    lower(&narrowing),
                    if narrowing.len() == 1 { "s" } else { "" }
                )
            };
            return Text::from(format!(
                "No package is acceptable to all whose consent is always needed, so leaving any gate \
                 out opens nothing; {narrows}.",
            ));
        }
        if self.table.exact == self.all.exact {
            return Text::from(
                "By what is stated no gate narrows what could be agreed at the table.",
            );
        }
        let alone = if binding.is_empty() {
            "no gate by itself, but several of them together".to_owned()
        } else {
            format!("of the gates {} by itself", lower(&binding))
        };
        Text::from(format!(
            "By what is stated the gates narrow what could be agreed at the table from {} to {} \
             packages: {alone}.",
            grouped(&self.table.exact),
            grouped(&self.all.exact)
        ))
    }
}

impl Count {
    fn words(&self) -> String {
        match self.exact.as_str() {
            "0" => "0".to_owned(),
            digits => {
                let percent = match self.percent.decimal.as_str() {
                    "0" => "under 0.1".to_owned(),
                    decimal => decimal.to_owned(),
                };
                format!("{} ({percent})", grouped(digits))
            }
        }
    }
}

/// Names inside a sentence.
fn lower(names: &[&str]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| {
            name.strip_prefix("The ").map_or((*name).to_owned(), |rest| format!("the {rest}"))
        })
        .collect();
    sentence_list(&names)
}

fn method(document: &mut Document) {
    document.heading(2, "Method and limits");
    document.paragraph(
        "A gate is a party that is asked only where a package reaches it: by a condition of its \
         consent, or by an option that obliges it. It passes a text that can break no demand of its, \
         fails one that breaks a firm demand in every reading that asks it, and is undecided \
         otherwise. That a gate has stated nothing is not consent.",
    );
    document.paragraph(
        "Where a clause takes effect only once a gate has voted, the text counts without it if that \
         gate fails the text as written, and both are told if it is undecided.",
    );
    document.paragraph(
        "Win-sets are counted package by package, exactly, with weights at the middle of their \
         ranges. The term is Putnam's (1988), who has it of the votes behind one negotiator; here it \
         is also used of all sides together. Counts of packages say how much room there is, not how \
         likely anything is.",
    );
}
