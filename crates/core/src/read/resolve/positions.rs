//! Positions, links, trust and enforcement.

use super::super::Span;
use super::super::fault::{Code, Fault, Noun, Subject};
use super::super::file::{File, LinkText, PositionText, RowText, Rows, WeightText, WeightWord};
use super::super::number::Number;
use super::super::spanned::Spanned;
use super::super::stance_text::{Branches, StanceText, WordText};
use super::Resolver;
use crate::scenario::{
    DraftLink, DraftRow, Enforcement, Formula, IssueId, IssueKind, PartyDraft, PartyId,
    PositionDraft, Range, Ratio, Stance, Trust, Word,
};

impl Resolver {
    pub(super) fn positions(&mut self, files: &[File], drafts: &mut [PartyDraft]) {
        for (party, issues) in files.iter().flat_map(|file| file.positions.iter()) {
            let party_id = self.party_id(party);
            for (issue, text) in issues.iter() {
                let (Some(party_id), Some(issue_id)) = (party_id, self.issue_id(issue)) else {
                    continue;
                };
                let Some(draft) = drafts.get_mut(party_id.index()) else { continue };
                let order = draft.order.clone();
                let Some(slot) = draft.positions.get_mut(issue_id.index()) else { continue };
                let key = (party_id.index(), issue_id.index());
                if let Some(first) = self.origins.positions.get(&key).copied() {
                    let name = format!("{}/{}", party.value, issue.value);
                    self.fault(Fault::duplicate(Noun::Position, &name, first, issue.span));
                    continue;
                }
                self.origins.positions.insert(key, issue.span);
                let Some(text) = text.0.as_ref() else { continue };
                let ordered = order.map(|order| order.iter().flatten().any(|id| *id == issue_id));
                *slot = self.position(party_id, issue_id, issue.span, text, ordered);
            }
        }
        self.check_orders(files, drafts);
    }

    /// Every issue on which a party with an order of weights has a position stands in it.
    fn check_orders(&mut self, files: &[File], drafts: &[PartyDraft]) {
        let entries = self.parties.first_entries(files, |file| &file.parties.0);
        for (draft, ((_, text), _)) in drafts.iter().zip(entries) {
            let order = text.0.as_ref().and_then(|text| text.weight_order.as_ref());
            let (Some(order), Some(places)) = (order, &draft.order) else { continue };
            let names = &mut order.value.iter().flatten();
            if names.any(|name| self.issues.place(&name.value).is_none()) {
                continue;
            }
            let listed: Vec<IssueId> = places.iter().flatten().copied().collect();
            let missing: Vec<&str> = (0..draft.positions.len())
                .filter(|place| draft.positions.get(*place).is_some_and(Option::is_some))
                .map(IssueId::new)
                .filter(|issue| !listed.contains(issue))
                .filter_map(|issue| self.issue(issue).map(|issue| issue.name.as_str()))
                .collect();
            if !missing.is_empty() {
                let missing = super::super::suggest::list(missing.into_iter());
                let message = "the order leaves out issues on which the party has a position";
                self.fault(
                    Fault::at(Code::OrderIncomplete, order.span, message)
                        .help(format!("add {missing}")),
                );
            }
        }
    }

    fn position(
        &mut self,
        party: PartyId,
        issue: IssueId,
        span: Span,
        text: &PositionText,
        ordered: Option<bool>,
    ) -> Option<PositionDraft> {
        let weight = match (&text.weight, ordered) {
            (Some(weight), None) => self.weight(&weight.value, weight.span)?,
            (None, Some(_)) => Range::exactly(Ratio::from_integer(1)),
            (None, None) => {
                self.fault(
                    Fault::at(Code::WeightForm, span, "this position has no weight")
                        .help("add `weight: High`, `Medium`, `Low` or a range"),
                );
                return None;
            }
            (Some(weight), Some(_)) => {
                self.fault(
                    Fault::at(
                        Code::WeightForm,
                        weight.span,
                        "the party has an order of weights already",
                    )
                    .help("drop this `weight`, or the party's `weight_order`"),
                );
                return None;
            }
        };
        if let (Some(shape), Some(known)) = (&text.shape, self.issue(issue))
            && known.kind == IssueKind::Nominal
        {
            let message = format!("the options of `{}` have no order", known.name);
            self.fault(
                Fault::at(Code::NotOrdered, shape.span, message)
                    .help("declare the issue `ordered: true`, or drop `shape`"),
            );
        }
        let grounds =
            self.grounds(text.says.as_ref(), &text.sources, text.basis.as_ref(), text.confidence);
        let rows = self.rows(party, issue, &text.stances, false);
        Some(PositionDraft {
            weight,
            because: text.because.clone(),
            grounds,
            falls_off: text.shape.is_some(),
            rows,
        })
    }

    pub(super) fn weight(&mut self, text: &WeightText, span: Span) -> Option<Range<Ratio>> {
        let [high, medium, low] = self.weights;
        match text {
            WeightText::Word(WeightWord::High) => Some(high),
            WeightText::Word(WeightWord::Medium) => Some(medium),
            WeightText::Word(WeightWord::Low) => Some(low),
            WeightText::Numbers(numbers) => self.range(numbers, span),
        }
    }

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

    fn declare_demand(&mut self, name: &str, span: Span) {
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

    pub(super) fn baseline_links(&mut self, files: &[File], drafts: &mut [PartyDraft]) {
        for text in files.iter().flat_map(|file| &file.links).filter_map(|link| link.0.as_ref()) {
            let party = match &text.party {
                Some(party) => self.party_id(party),
                None => {
                    self.fault(
                        Fault::at(Code::LinkParty, text.id.span, "this link has no `party`")
                            .help("say whose demand it is"),
                    );
                    None
                }
            };
            let link = self.link(text);
            if party.is_none() {
                self.lost.insert(text.id.value.clone());
            }
            if let (Some(party), Some(link)) = (party, link)
                && let Some(draft) = drafts.get_mut(party.index())
            {
                draft.links.push(link);
            }
        }
    }

    pub(super) fn link(&mut self, text: &LinkText) -> Option<DraftLink> {
        self.declare_demand(&text.id.value, text.id.span);
        if !Self::is_grounded(&text.sources, text.basis.as_ref()) {
            self.warn(
                Fault::at(Code::Unsourced, text.id.span, "this link has no source")
                    .about(Subject::Demand(text.id.value.clone()))
                    .help("cite where it was said, or give a `basis`"),
            );
        }
        let formula = self.formula(&text.demand);
        if formula.is_none() {
            self.lost.insert(text.id.value.clone());
        }
        let as_trusted = self.belief_asked(text.as_trusted.as_ref());
        let grounds =
            self.grounds(Some(&text.says), &text.sources, text.basis.as_ref(), text.confidence);
        Some(DraftLink {
            name: text.id.value.clone(),
            keeps: formula.and_then(|it| self.narrow_enough(it, text.id.span))?,
            as_trusted,
            grounds,
        })
    }

    /// The belief that a demand asks of promises.
    fn belief_asked(&mut self, text: Option<&Spanned<Number>>) -> Option<Ratio> {
        let belief = text?;
        if belief.value.0 > Ratio::from_integer(100) {
            let message = "a belief is at most 100 percent";
            self.fault(Fault::at(Code::OutOfBounds, belief.span, message));
        }
        Some(belief.value.0)
    }

    pub(super) fn trust(&mut self, files: &[File], drafts: &mut [PartyDraft]) {
        for (holder, others) in files.iter().flat_map(|file| file.trust.iter()) {
            let holder = self.party_id(holder);
            self.refuse_repeated(others.iter().map(|(toward, _)| toward));
            for (toward, text) in others.iter() {
                let toward = self.party_id(toward);
                let Some(text) = text.0.as_ref() else { continue };
                let belief = self.percent(&text.belief, "a belief");
                let grounds = self.grounds(
                    text.says.as_ref(),
                    &text.sources,
                    text.basis.as_ref(),
                    text.confidence,
                );
                if let (Some(holder), Some(toward), Some(belief)) = (holder, toward, belief)
                    && let Some(draft) = drafts.get_mut(holder.index())
                {
                    draft.trust.push(Trust { holder, toward, belief, grounds });
                }
            }
        }
    }

    pub(super) fn enforcement(&mut self, files: &[File]) -> Vec<Enforcement> {
        let mut list = Vec::new();
        let texts = files.iter().flat_map(|file| &file.enforcement);
        for text in texts.filter_map(|text| text.0.as_ref()) {
            let when = self.formula(&text.when);
            let of = self.party_id(&text.of);
            let belief = self.percent(&text.belief, "a belief");
            let grounds = self.grounds(
                text.says.as_ref(),
                &text.sources,
                text.basis.as_ref(),
                text.confidence,
            );
            if let (Some(when), Some(of), Some(belief)) = (when, of, belief) {
                list.push(Enforcement { when, of, belief, grounds });
            }
        }
        list
    }
}
