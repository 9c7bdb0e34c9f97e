//! Positions and links.

use super::super::Span;
use super::super::fault::{Code, Fault, Noun, Subject};
use super::super::file::{File, LinkText, PositionText, WeightText, WeightWord};
use super::super::number::Number;
use super::super::spanned::Spanned;
use super::Resolver;
use crate::scenario::{
    DraftLink, IssueId, IssueKind, PartyDraft, PartyId, PositionDraft, Range, Ratio,
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
    pub(super) fn belief_asked(&mut self, text: Option<&Spanned<Number>>) -> Option<Ratio> {
        let belief = text?;
        if belief.value.0 > Ratio::from_integer(100) {
            let message = "a belief is at most 100 percent";
            self.fault(Fault::at(Code::OutOfBounds, belief.span, message));
        }
        Some(belief.value.0)
    }
}
