//! The layout of a timeline: from where to where, which moves counted, then every move.

use super::sections::method;
use super::words::{less, negated, sign, step};
use super::{Moved, Mover, Report, State};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::parts::{capital, count, partial, sentence_list, source_list};

/// How many moves the conclusion names each way.
const NAMED: usize = 3;

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        let span = format!("{}, {} to {}", self.title, self.from, self.as_of);
        document.heading(1, span);
        if !self.suppositions.is_empty() {
            document.paragraph(format!("Supposing {}:", sentence_list(&self.suppositions)));
        }
        self.conclusion(&mut document);
        partial(&mut document, &self.unfinished);
        if let Some(figure) = self.figure() {
            document.heading(2, "How far apart, day by day");
            document.figure(figure);
        }
        document.heading(2, "Move by move");
        self.move_table(&mut document, |_| true);
        self.change_list(&mut document);
        self.part_section(&mut document);
        self.mover_section(&mut document);
        if self.moves().next().is_some() || !self.issues.is_empty() {
            self.issue_section(&mut document);
            self.pair_section(&mut document);
        }
        self.demand_section(&mut document);
        self.hindsight_section(&mut document);
        document.heading(2, "How this is counted");
        method(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    /// From where to where, and which moves counted most.
    pub(in crate::report) fn conclusion(&self, document: &mut Document) {
        let (Some(first), Some(last)) = (self.states.first(), self.states.last()) else { return };
        let moves = self.moves_in_all;
        let texts = self.states.iter().filter(|state| state.text.is_some()).count();
        let stated = match (moves, texts) {
            (0, _) => format!("no party moved, and {}", made(texts)),
            _ => format!("{}, and {}", counted(moves, "move"), made(texts)),
        };
        let mut text = Text::new().strong(format!("{}.", self.verdict()));
        text = text.plain(format!(" From {} to {}: {stated}.", self.from, self.as_of));
        if let Some(sentence) = self.ends(first, last) {
            text = text.plain(format!(" {sentence}"));
        }
        document.paragraph(text);
        if !self.shown.is_empty() {
            document.paragraph(format!(
                "Of the moves, {} are listed: those of the parties shown. The numbers take account of \
                 all.",
                self.moves().count()
            ));
        }
        if self.moves().next().is_some() {
            self.most_counted(document);
        }
    }

    /// Whether the parties are nearer at the end.
    fn verdict(&self) -> &'static str {
        let whole = &self.whole;
        if self.moves_in_all == 0 {
            return "Nobody moved";
        }
        let Some(refusals) = whole.refusals else {
            return "How positions moved";
        };
        let points = whole.missing.as_ref().map_or(0, sign);
        match (refusals.signum(), points, whole.conflicts.map_or(0, i64::signum)) {
            (1, ..) | (0, 1, _) => "Further from agreement at the end than at the start",
            (-1, ..) | (0, -1, _) => "Nearer to agreement at the end than at the start",
            (_, _, 1) => "As far from agreement as at the start, with more conflicts",
            (_, _, -1) => "As far from agreement as at the start, with fewer conflicts",
            _ => "As far from agreement at the end as at the start",
        }
    }

    /// Which moves counted most, in their order and with the others held.
    fn most_counted(&self, document: &mut Document) {
        let measured = self.moves().filter(|(state, _)| state.conflicts.is_some());
        let changing: Vec<(&State, &Moved)> = measured
            .filter(|(state, _)| state.change.as_ref().is_some_and(|it| it.weight() != (0, 0, 0)))
            .collect();
        let without = self.moves().filter(|(state, _)| state.changed_nothing).count();
        if self.states.iter().all(|state| state.conflicts.is_none() && state.refusals.is_none()) {
            return;
        }
        if changing.is_empty() {
            document.paragraph("No single move changed conflicts or distance.");
        } else {
            let mut items = Vec::new();
            for (up, word) in [(false, "nearer"), (true, "further apart")] {
                let mut list: Vec<&(&State, &Moved)> = changing
                    .iter()
                    .filter(|(state, _)| {
                        state.change.as_ref().is_some_and(|it| (it.order() > (0, 0, 0)) == up)
                    })
                    .collect();
                list.sort_by_key(|(state, _)| {
                    state.change.as_ref().map_or((0, 0, 0), |it| negated(it.weight()))
                });
                items.extend(list.iter().take(NAMED).filter_map(|(state, moved)| {
                    let change = state.change.as_ref()?;
                    let text = Text::new().strong(capital(word)).plain(": ");
                    Some(Item::new(
                        text.text(moved.told(&state.day)).plain(format!(" – {}", change.words())),
                    ))
                }));
            }
            let which = match (changing.len(), items.len()) {
                (1, _) => "It is",
                (all, told) if told == all => "They are",
                _ => "Those that changed most",
            };
            document.paragraph(format!(
                "{} conflicts or distance when made. {which}:",
                self.of_those(&changed(changing.len()))
            ));
            document.list(items);
        }
        if without > 0 {
            document.paragraph(format!(
                "{} no verdict, no conflict and no distance.",
                self.of_those(&changed(without))
            ));
        }
    }

    /// A sentence about moves, which says that it speaks of those listed where not all are.
    fn of_those(&self, sentence: &str) -> String {
        if self.shown.is_empty() {
            capital(sentence)
        } else {
            format!("Of those listed, {sentence}")
        }
    }

    /// The moves and texts in order, those that `test` lets pass.
    pub(in crate::report) fn move_table(
        &self,
        document: &mut Document,
        test: impl Fn(&State) -> bool,
    ) {
        let mut head = vec![
            Column::text("day"),
            Column::text("who"),
            Column::text("what"),
            Column::text("kind"),
        ];
        let conflicts = self.states.iter().any(|state| state.conflicts.is_some());
        let refusals = self.states.iter().any(|state| state.refusals.is_some());
        let verdicts = self.states.iter().any(|state| !state.texts.is_empty());
        if conflicts {
            head.push(Column::text("conflicts"));
        }
        if refusals {
            head.push(Column::text("refusals"));
        }
        let points = self.has_points();
        if points {
            head.push(Column::text("points missing"));
        }
        if verdicts {
            head.push(Column::text("verdicts"));
        }
        let mut table = Table::new(head);
        for state in self.states.iter().filter(|state| test(state)) {
            let mut cells = state.cells();
            let change = state.change.as_ref();
            if conflicts {
                let old = state.conflicts.zip(change.and_then(|it| it.conflicts));
                cells.push(step(state.conflicts, old.map(|(now, by)| less(now, by))));
            }
            if refusals {
                let old = state.refusals.zip(change.and_then(|it| it.refusals));
                cells.push(step(state.refusals, old.map(|(now, by)| less(now, by))));
            }
            if points {
                let now = state.missing.as_ref().map(|it| it.decimal.clone());
                let moved =
                    change.and_then(|it| it.missing.as_ref()).is_some_and(|it| sign(it) != 0);
                let old = state.missing_before.as_ref().filter(|_| moved);
                cells.push(match (old, now) {
                    (Some(old), Some(now)) => format!("{} → {now}", old.decimal).into(),
                    (None, Some(now)) => now.into(),
                    (_, None) => "not finished".into(),
                });
            }
            if verdicts {
                cells.push(state.verdict_cell());
            }
            table.push(cells);
        }
        document.table(table);
    }

    /// The moves that changed a conflict, a distance or a verdict.
    pub(in crate::report) fn counted_section(&self, document: &mut Document) {
        let counts = |state: &State| state.moved.is_some() && !state.changed_nothing;
        if self.states.iter().any(counts) {
            document.heading(2, "The moves that changed a conflict, a distance or a verdict");
            self.move_table(document, counts);
        }
    }

    /// Whether any points are missing at any time.
    pub(super) fn has_points(&self) -> bool {
        self.states.iter().any(|state| state.missing.as_ref().is_some_and(|it| it.exact != "0"))
    }
}

impl Report {
    /// From where to where, in a sentence.
    fn ends(&self, first: &State, last: &State) -> Option<String> {
        let mut parts = Vec::new();
        if let (Some(before), Some(after)) = (first.conflicts, last.conflicts) {
            parts.push(format!(
                "{} of stated demands that cannot hold together at the start, {} at the end{}",
                count(before, "smallest set"),
                none(after),
                self.demands_told()
            ));
        }
        if let (Some(before), Some(after)) = (first.refusals, last.refusals) {
            let points = |state: &State| {
                let missing = state.missing.as_ref().filter(|it| it.exact != "0")?;
                Some(format!(
                    " (with {} points below floors still missing, hundredths of each party's own \
                     total)",
                    missing.decimal
                ))
            };
            let least = |number: usize| if number == 0 { "" } else { "at least " };
            parts.push(format!(
                "{}{}{} had to give then, {}{} now",
                least(before),
                count(before, "stated refusal"),
                points(first).unwrap_or_default(),
                none(after),
                points(last).unwrap_or_default(),
            ));
        }
        if !last.texts.is_empty() {
            let open = |state: &State| {
                let unopposed = |outcome: &str| matches!(outcome, "passes" | "no stated obstacle");
                let open = state.texts.iter().filter(|text| unopposed(text.outcome)).count();
                match (open, state.texts.len()) {
                    (_, 0) => "no text yet".to_owned(),
                    (0, all) => format!("none of {all}"),
                    (open, all) => format!("{open} of {all}"),
                }
            };
            parts.push(format!(
            "texts without a stated objection by anybody whose consent they need: {} at the start, {} \
             at the end",
            open(first),
            open(last)
        ));
        }
        (!parts.is_empty()).then(|| format!("{}.", capital(&parts.join("; "))))
    }

    /// How many demands came and went meanwhile.
    fn demands_told(&self) -> String {
        let sum = |of: fn(&Mover) -> usize| self.movers.iter().map(of).sum::<usize>();
        let (added, dropped) = (sum(|it| it.demands_added), sum(|it| it.demands_dropped));
        if !self.shown.is_empty() || added + dropped == 0 {
            return String::new();
        }
        format!(", while {} came and {} went", count(added, "demand"), none(dropped))
    }
}

fn none(number: usize) -> String {
    if number == 0 { "none".to_owned() } else { number.to_string() }
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("there was 1 {noun}") } else { format!("there were {number} {noun}s") }
}

fn made(texts: usize) -> String {
    match texts {
        0 => "no text was made".to_owned(),
        1 => "1 text was made".to_owned(),
        more => format!("{more} texts were made"),
    }
}

fn changed(moves: usize) -> String {
    if moves == 1 { "1 move changed".to_owned() } else { format!("{moves} moves changed") }
}
