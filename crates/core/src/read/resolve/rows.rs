//! Rows: what a party says of options, red lines among it.

use super::super::Span;
use super::super::fault::{Code, Fault, Noun, Subject};
use super::super::file::{RowText, Rows};
use super::super::spanned::Spanned;
use super::super::stance_text::{Branches, StanceText, WordText};
use super::Resolver;
use crate::scenario::{DraftRow, Formula, IssueId, PartyId, Ratio, Stance, Word};

impl Resolver {
    /// The rows of a position or of a move; no option may stand in two of them.
    pub(super) fn rows(
        &mut self,
        party: PartyId,
        issue: IssueId,
        rows: &Rows<RowText>,
        moving: bool,
    ) -> Vec<DraftRow> {
        let mut drafts: Vec<(DraftRow, Span)> = Vec::new();
        for text in rows.iter().filter_map(|row| row.0.as_ref()) {
            let Some(row) = self.row(party, issue, text, moving) else { continue };
            let clash = drafts.iter().find_map(|(other, span)| {
                let twice = other.options.and(row.options);
                (!twice.is_empty()).then_some((twice, *span))
            });
            if let Some((twice, first)) = clash
                && let (Some(known), Some(option)) = (self.issue(issue), twice.iter().next())
            {
                let message = format!("the option `{}` is stated twice", known.option_name(option));
                self.fault(
                    Fault::at(Code::StatedTwice, text.on.span, message)
                        .here("stated again here")
                        .and(first, "first stated here")
                        .help("one row an option: drop the option from one of the two"),
                );
            }
            drafts.push((row, text.on.span));
        }
        self.check_unnamed(&drafts);
        drafts.into_iter().map(|(row, _)| row).collect()
    }

    /// Red lines without an id are one, which the weakest of its grounds would make disputed as a
    /// whole; what is firm must not be weakened unseen.
    fn check_unnamed(&mut self, rows: &[(DraftRow, Span)]) {
        let mut unnamed = rows.iter().filter(|(row, _)| row.name.is_none() && row.refuses());
        let Some((first, before)) = unnamed.next() else { return };
        let disputed = first.grounds.disputed();
        if let Some((_, span)) = unnamed.find(|(row, _)| row.grounds.disputed() != disputed) {
            let words = |disputed: bool| if disputed { "disputed" } else { "firm" };
            let message = format!(
                "this red line is {}, and one on the same issue is {}; without an `id` they would \
                 be one",
                words(!disputed),
                words(disputed)
            );
            self.fault(
                Fault::at(Code::RedLineMixed, *span, message)
                    .here(format!("{} here", words(!disputed)))
                    .and(*before, format!("{} here", words(disputed)))
                    .help("give each an `id: \"…\"`, so that they stand and fall each by itself"),
            );
        }
    }

    fn row(
        &mut self,
        party: PartyId,
        issue: IssueId,
        text: &RowText,
        moving: bool,
    ) -> Option<DraftRow> {
        if text.on.value.is_empty() {
            let message = "a row speaks of at least one option";
            self.fault(Fault::at(Code::EmptyList, text.on.span, message));
        }
        let options = self.option_set(issue, &text.on.value);
        let Some((branches, last)) = self.branches(&text.is) else {
            self.lost.extend(text.id.as_ref().map(|id| id.value.clone()));
            return None;
        };
        let grounds =
            self.grounds(text.says.as_ref(), &text.sources, text.basis.as_ref(), text.confidence);
        let row = DraftRow {
            name: text.id.as_ref().map(|id| id.value.clone()),
            options,
            branches,
            last,
            as_trusted: self.belief_asked(text.as_trusted.as_ref()),
            grounds,
        };
        if let Some(belief) = &text.as_trusted
            && (!row.refuses() || row.branches.is_empty() || text.id.is_none())
        {
            let message = "only a red line with a condition and an `id` has `as_trusted`";
            self.fault(
                Fault::at(Code::BadValue, belief.span, message)
                    .help("drop `as_trusted`, or write `id: \"…\", is: [(when: …, is: …), Never]`"),
            );
        }
        if row.refuses() {
            self.red_line(party, issue, text, moving);
        } else if let Some(id) = &text.id {
            let message = "only a red line has an `id`";
            self.fault(
                Fault::at(Code::BadValue, id.span, message)
                    .help("drop the `id`, or say `is: Never`"),
            );
        }
        Some(row)
    }

    fn red_line(&mut self, party: PartyId, issue: IssueId, text: &RowText, moving: bool) {
        match &text.id {
            Some(id) => self.declare_demand(&id.value, id.span),
            None if moving => self.fault(
                Fault::at(
                    Code::RedLineUnnamed,
                    text.on.span,
                    "a red line that a move states \
                     needs an `id`",
                )
                .help("a red line rises and falls only by its id: add `id: \"…\"`"),
            ),
            None => {
                let owner = self.parties.iter().nth(party.index());
                let name = owner.zip(self.issue(issue));
                let name = name.map(|(owner, known)| format!("{owner}/{}", known.name));
                if let Some(name) = name {
                    self.declare_automatic(name, text.on.span);
                }
            }
        }
        if !Self::is_grounded(&text.sources, text.basis.as_ref()) {
            let message = "this red line has no source";
            let fault = Fault::at(Code::Unsourced, text.on.span, message)
                .help("cite where it was said, or give a `basis`");
            let automatic = || {
                let owner = self.parties.iter().nth(party.index())?;
                Some(format!("{owner}/{}", self.issue(issue)?.name))
            };
            let name = text.id.as_ref().map(|id| id.value.clone()).or_else(automatic);
            self.warn(name.into_iter().map(Subject::Demand).fold(fault, Fault::about));
        }
    }

    /// Declares a demand that has its name from its party and issue; several rows may share it.
    pub(super) fn declare_automatic(&mut self, name: String, span: Span) {
        if !self.automatic.contains(&name) {
            self.declare_demand(&name, span);
            self.automatic.insert(name);
        }
    }

    pub(super) fn declare_demand(&mut self, name: &str, span: Span) {
        self.faults.extend(Fault::of_name(name, span));
        if let Some(first) = self.demands.insert(name.to_owned(), span) {
            self.fault(Fault::duplicate(Noun::Demand, name, first, span));
        }
        self.origins.demands.insert(name.to_owned(), span);
    }

    fn branches(&mut self, text: &Spanned<Branches>) -> Option<(Vec<(Formula, Stance)>, Stance)> {
        let Spanned { value, span } = text;
        let Some(last) = value.last.as_ref().filter(|_| !value.unreachable) else {
            let message = if value.last.is_none() && value.conditional.is_empty() {
                "a list of stances holds at least one"
            } else if value.unreachable {
                "a bare stance holds always, so nothing can stand after it"
            } else {
                "conditional stances end with one bare stance for every other case"
            };
            self.fault(
                Fault::at(Code::BranchesForm, *span, message)
                    .help("write `[(when: …, is: …), Tolerable]`; `Unknown` if nothing was stated"),
            );
            return None;
        };
        let last = self.stance(last, *span);
        let mut branches = Vec::new();
        for (condition, stance) in &value.conditional {
            let condition = self.formula(condition);
            let condition = condition.and_then(|it| self.narrow_enough(it, *span));
            let stance = self.stance(stance, *span);
            branches.push((condition?, stance?));
        }
        Some((branches, last?))
    }

    fn stance(&mut self, text: &StanceText, span: Span) -> Option<Stance> {
        let word = match text {
            StanceText::Worth(numbers) => {
                let at = Spanned { value: numbers.clone(), span };
                let range = self.percent(&at, "a worth")?;
                let (zero, one) = (Ratio::from_integer(0), Ratio::from_integer(1));
                if range.high < one && range.high > zero {
                    let message = "this worth is less than one of a hundred";
                    self.warn(
                        Fault::at(Code::WorthBelowOne, span, message)
                            .help("worths count to 100: two thirds is \"200/3\""),
                    );
                }
                return Some(Stance::Worth(range));
            }
            StanceText::Word(word) => *word,
        };
        let word = match word {
            WordText::Ideal => Word::Ideal,
            WordText::Acceptable => Word::Acceptable,
            WordText::Tolerable => Word::Tolerable,
            WordText::Opposed => Word::Opposed,
            WordText::Never => Word::Never,
            WordText::Unknown => return Some(Stance::Unknown),
            WordText::Worth => {
                let message = "`Worth` needs its numbers";
                self.fault(Fault::at(Code::BadValue, span, message).help("write `Worth(60)`"));
                return None;
            }
        };
        Some(Stance::Word(word))
    }
}
