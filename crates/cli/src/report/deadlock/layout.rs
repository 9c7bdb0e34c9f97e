//! The layout of a deadlock report: the conclusion, then why, then what would open an agreement.

use super::{Choice, ConflictReport, Report};
use crate::document::{Column, Document, Table, Text};
use crate::report::parts::{Demand, Number, capital, count, partial, source_list};

/// How many conflicts a short report tells.
const IN_SHORT: usize = 10;

impl Report {
    /// Whether there is a deadlock.
    pub fn is_bad_news(&self) -> bool {
        self.outcome == "deadlock"
    }

    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        if let Some(what_if) = &self.what_if {
            what_if.section(&mut document);
            return document;
        }
        self.conclusion(&mut document);
        self.subject_section(&mut document);
        self.conflict_section(&mut document);
        self.ways_section(&mut document);
        self.distance_section(&mut document);
        self.alone_section(&mut document);
        self.involvement_section(&mut document);
        for proposal in &self.proposals {
            proposal.section(&mut document);
        }
        self.disputed_section(&mut document);
        self.questions_section(&mut document);
        method(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    /// Every conflict in a line, the first of many.
    pub(in crate::report) fn conflicts_in_short(&self, document: &mut Document) {
        let all: Vec<&ConflictReport> = self.knots.iter().flat_map(|it| &it.conflicts).collect();
        if all.is_empty() {
            return;
        }
        document.paragraph(
            "Each of these is a smallest set of stated demands that no package meets together; drop \
             any one of its members and the rest can hold:",
        );
        document.list(all.iter().take(IN_SHORT).map(|it| it.in_short()));
        if all.len() > IN_SHORT {
            document.paragraph(format!("The first {IN_SHORT} of {}.", all.len()));
        }
    }

    pub(in crate::report) fn conclusion(&self, document: &mut Document) {
        match self.outcome {
            "agreement" => {
                document.paragraph(Text::new().strong(
                    "Agreement is possible: this package is accepted by every party whose consent \
                     it needs, whatever the file leaves open.",
                ));
            }
            "no stated obstacle" => {
                document.paragraph(Text::new().strong(
                    "No stated obstacle: nothing that anybody has firmly stated stands against \
                     this package. It is not an agreement yet.",
                ));
            }
            "not decided" => {
                document.paragraph(Text::new().strong(
                    "Not decided: within the bound of steps it was not found out whether any \
                     package respects every firm refusal.",
                ));
            }
            _ => {
                let mut text = Text::new().strong(
                    "Deadlock: no package respects every firm refusal of the parties whose consent \
                     it needs, even if all unspoken positions turn out well and all disputed \
                     demands are left out.",
                );
                if self.conflicts > 0 {
                    text = text.plain(format!(
                        " {} among stated demands, in {}.",
                        capital(&count(self.conflicts, "conflict")),
                        count(self.knots.len(), "knot")
                    ));
                }
                if let Some(step) = self.distance.first() {
                    text = text.plain(match (step.refusals, decimal(step.missing.as_ref(), "0")) {
                        (refusals, "0") => {
                            format!(" At least {} must give.", count(refusals, "stated refusal"))
                        }
                        (0, missing) => format!(
                            " At least {} below floors must be made good (hundredths of each \
                             party's own total).",
                            points(missing)
                        ),
                        (refusals, missing) => format!(
                            " At least {} must give, and {} below floors be made good (hundredths \
                             of each party's own total).",
                            count(refusals, "stated refusal"),
                            points(missing)
                        ),
                    });
                }
                if let Some(confidence) = self.confidence {
                    let least = if confidence == "high" { "" } else { "at least " };
                    text = text.plain(format!(
                        " The firmest conflict rests on statements of {least}{confidence} \
                         confidence."
                    ));
                }
                document.paragraph(text);
                let clashes = self.knots.iter().filter_map(|knot| knot.conflicts.first());
                document.list(clashes.map(ConflictReport::in_short));
            }
        }
        if !self.embedded {
            partial(document, &self.unfinished);
        }
        if let Some(package) = &self.package {
            if !self.rests_on.is_empty() {
                document.paragraph("It rests on what nobody has stated or what is disputed:");
                document.list(self.rests_on.iter().map(String::as_str));
            }
            document.table(choice_table(package).caption("The package"));
        }
    }

    pub(in crate::report) fn conflict_section(&self, document: &mut Document) {
        if self.conflicts == 0 {
            return;
        }
        document.heading(2, "What cannot hold together");
        document.paragraph(
            "Each conflict is a smallest set of demands that no package meets together: drop any \
             one member and the rest can hold; the examples show that it can, and propose nothing. \
             Conflicts that share a demand form a knot; every knot has to be untied.",
        );
        for (place, knot) in self.knots.iter().enumerate() {
            document.heading(3, format!("Knot {} of {}", place + 1, self.knots.len()));
            let mut left_out = 0;
            for conflict in &knot.conflicts {
                if conflict.concerns(&self.shown) {
                    conflict.section(document, self.conflicts);
                } else {
                    left_out += 1;
                }
            }
            if left_out > 0 {
                document.paragraph(format!(
                    "{} of this knot {} left out: the parties asked for have no demand in {}.",
                    count(left_out, "conflict"),
                    if left_out == 1 { "is" } else { "are" },
                    if left_out == 1 { "it" } else { "them" }
                ));
            }
        }
    }

    pub(in crate::report) fn ways_section(&self, document: &mut Document) {
        if self.ways_out.is_empty() || self.outcome != "deadlock" {
            return;
        }
        document.heading(2, "What would open an agreement");
        let order = match self.ways_out_first {
            "greatest" => {
                "first those that ask the least of whoever gives most, then those that give up the \
                 fewest refusals"
            }
            "total" => {
                "first those that ask the least in total, then those that give up the fewest \
                 refusals"
            }
            _ => {
                "first those that give up the fewest refusals, then those that ask the least of \
                 whoever gives most"
            }
        };
        let ways = ways_out(self.ways_out_in_all);
        let ways = if self.ways_out_complete {
            capital(&ways)
        } else {
            format!("The {ways} that come first (there are more)")
        };
        let prices = if self.ways_out.iter().any(|way| !way.prices.is_empty()) {
            " A price is what a party loses on the issues on which it gives way, in hundredths of its \
             own total, at the middle of all ranges (in brackets: the whole range). A condition given \
             up has no price here; it is counted, and so tends to come before a red line. Prices of \
             different parties cannot be compared."
        } else {
            ""
        };
        document.paragraph(format!(
            "{ways} that no other undercuts in refusals, conditions and prices, {order}.{prices}"
        ));
        for (place, way) in self.ways_out.iter().enumerate() {
            way.section(document, &format!("Way out {}", place + 1));
            if self.explain {
                way.arithmetic(document);
            }
        }
        if self.ways_out_in_all > self.ways_out.len() {
            let rest = ways_out(self.ways_out_in_all - self.ways_out.len());
            let hint = if self.embedded { "" } else { "; --all lists them" };
            document.paragraph(format!("Besides these {rest}{hint}."));
        }
    }

    pub(in crate::report) fn distance_section(&self, document: &mut Document) {
        if self.distance.is_empty() || self.outcome != "deadlock" {
            return;
        }
        document.heading(2, "How far from agreement");
        let points = self.distance.iter().any(|step| step.missing.is_some());
        let mut head = vec![Column::numeric("refusals given up")];
        if points {
            head.push(Column::numeric("points missing below floors, at least"));
            head.push(Column::numeric("of these, most to one party"));
        }
        head.push(Column::text("for instance by giving up"));
        let mut table = Table::new(head);
        for step in &self.distance {
            let mut row = vec![step.refusals.to_string()];
            if points {
                let numbers = [&step.missing, &step.greatest];
                row.extend(numbers.map(|it| decimal(it.as_ref(), "–").to_owned()));
            }
            let names: Vec<String> = step.breaks.iter().map(Demand::in_short).collect();
            row.push(names.join(";\n"));
            table.push(row);
        }
        document.table(table);
        document.paragraph(
            "Refusals are firm red lines and conditions that a package breaks (those of one party \
             on one issue once). Points missing are what floors lack, where a floor is stated, in \
             hundredths of each party's own total. Refusals and points are never added.",
        );
    }

    pub(in crate::report) fn alone_section(&self, document: &mut Document) {
        if self.alone.is_empty() || self.outcome != "deadlock" {
            return;
        }
        document.heading(2, "Could one side alone open an agreement?");
        document.paragraph(
            "The same question to every party that has stated demands: could it open an agreement \
             if it alone gave way, all demands of the others being kept? Prices are in hundredths \
             of its own total.",
        );
        let mut table = Table::new(["party", "could it alone?", "what it would give"]);
        for alone in &self.alone {
            let (could, gives) = match &alone.way {
                None => ("no".to_owned(), String::new()),
                Some(way) => {
                    let price = way.prices.first().map_or(String::new(), |price| {
                        let links = match price.links {
                            0 => String::new(),
                            links => format!(", {} not priced", count(links, "condition")),
                        };
                        match (price.links, price.middle.decimal.as_str()) {
                            (1.., "0") => links,
                            (_, middle) => format!(", price {}{links}", points(middle)),
                        }
                    });
                    let gives: Vec<String> =
                        way.concessions.iter().map(|it| it.demand.statement()).collect();
                    (format!("yes: {}{price}", count(way.refusals, "refusal")), gives.join(";\n"))
                }
            };
            table.push([alone.title.clone(), could, gives]);
        }
        document.table(table);
    }

    pub(in crate::report) fn involvement_section(&self, document: &mut Document) {
        if self.conflicts == 0 {
            return;
        }
        document.heading(2, "How often demands stand in a conflict");
        let share = format!("share of {}", count(self.conflicts, "conflict"));
        document.paragraph(
            "This says how often a demand stands in a conflict, not who should give. Each conflict \
             is shared equally among the parties in it, and a party's share among its demands in \
             it.",
        );
        let mut table = Table::new([
            Column::text("party"),
            Column::numeric(share.as_str()),
            Column::numeric("demands stated"),
        ]);
        for share in &self.involvement {
            table.push([
                share.title.clone(),
                share.points.decimal.clone(),
                share.demands_stated.to_string(),
            ]);
        }
        document.table(table);
        let mut table = Table::new([
            Column::text("party"),
            Column::text("demand"),
            Column::numeric("conflicts"),
            Column::numeric(share.as_str()),
        ]);
        for share in &self.demands {
            table.push([
                share.demand.party_title.clone(),
                share.demand.statement(),
                share.conflicts.to_string(),
                share.points.decimal.clone(),
            ]);
        }
        document.table(table);
    }

    pub(in crate::report) fn disputed_section(&self, document: &mut Document) {
        if self.would_also_block.is_empty() {
            return;
        }
        document.heading(2, "What would also block if it were firm");
        document.paragraph(
            "Disputed demands: sources contradict each other, the coder inferred them, or the \
             confidence is low. Nothing above rests on them.",
        );
        document.list(self.would_also_block.iter().map(Demand::text));
    }

    pub(in crate::report) fn questions_section(&self, document: &mut Document) {
        if self.questions.is_empty() {
            return;
        }
        document.heading(2, "What to ask next");
        let mut table = Table::new([
            Column::text("question"),
            Column::numeric("verdicts it could settle"),
        ])
        .caption(match self.questions_in_all - self.questions.len() {
            0 => "A verdict is what one party says to one proposal".to_owned(),
            more => format!(
                "A verdict is what one party says to one proposal; {more} more questions are \
                         not listed"
            ),
        });
        for ask in &self.questions {
            table.push([ask.question.clone(), ask.verdicts.to_string()]);
        }
        document.table(table);
    }
}

fn decimal<'a>(number: Option<&'a Number>, none: &'a str) -> &'a str {
    number.map_or(none, |number| number.decimal.as_str())
}

/// A number of ways out.
fn ways_out(number: usize) -> String {
    if number == 1 { "1 way out".to_owned() } else { format!("{number} ways out") }
}

/// A number of points, which are hundredths of one party's own total.
pub(super) fn points(decimal: &str) -> String {
    if decimal == "1" { "1 point".to_owned() } else { format!("{decimal} points") }
}

fn choice_table(package: &[Choice]) -> Table {
    let mut table = Table::new(["issue", "comes out as"]);
    for choice in package {
        table.push([choice.issue.clone(), choice.option.clone()]);
    }
    table
}

fn method(document: &mut Document) {
    document.heading(2, "Method and limits");
    document.paragraph(
        "The report follows from the file alone, exactly and reproducibly. A deadlock is judged \
         with every unknown stance at its best and every disputed demand left out, so it never \
         rests on silence; stances change, and the file says only what was found. Floors (what no \
         deal is worth) count only where the file states one. Whether a demand should give is not a \
         question this report answers.",
    );
}
