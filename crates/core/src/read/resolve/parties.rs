//! Parties, their consent and their floors.

use super::super::Span;
use super::super::fault::{Code, Fault};
use super::super::file::{ConsentText, FloorText, Name, PartyText};
use super::super::spanned::{Lenient, Spanned};
use super::Resolver;
use crate::scenario::{Consent, Floor, FloorHeight, Issue, IssueId, OptionId, Party, PartyDraft};

impl Resolver {
    pub(super) fn party(
        &mut self,
        (name, text): &(Spanned<String>, Lenient<PartyText>),
        span: Span,
    ) -> (Option<Party>, PartyDraft) {
        self.origins.parties.push(span);
        let mut draft =
            PartyDraft { positions: vec![None; self.issues.len()], ..PartyDraft::default() };
        let Some(text) = text.0.as_ref() else { return (None, draft) };
        self.faults.extend(Fault::of_title(&text.name, name.span));
        let consent = match &text.consent {
            ConsentText::Always => Some(Consent::Always),
            ConsentText::Never => Some(Consent::Never),
            ConsentText::When(formula) => {
                let formula = self.formula(formula);
                formula.and_then(|it| self.narrow_enough(it, span)).map(Consent::When)
            }
        };
        draft.floor = text.floor.as_ref().and_then(|floor| self.floor(floor));
        if draft.floor.is_some()
            && let Some(floor) = &text.floor
        {
            self.declare_automatic(format!("{}/floor", name.value), floor.span);
        }
        draft.order = text.weight_order.as_ref().map(|order| self.order(order));
        let party = consent.map(|consent| Party {
            name: name.value.clone(),
            title: text.name.clone(),
            note: text.note.clone(),
            consent,
        });
        (party, draft)
    }

    pub(super) fn floor(&mut self, text: &Spanned<FloorText>) -> Option<Floor> {
        let Spanned { value: floor, span } = text;
        let grounds = self.grounds(
            floor.says.as_ref(),
            &floor.sources,
            floor.basis.as_ref(),
            floor.confidence,
        );
        let height = match (&floor.worth, &floor.as_good_as) {
            (Some(worth), None) => FloorHeight::Worth(self.percent(worth, "a floor")?),
            (None, Some(package)) => FloorHeight::AsGoodAs(self.floor_package(package)?),
            _ => {
                self.fault(
                    Fault::at(Code::FloorForm, *span, "a floor is a `worth` or `as_good_as`")
                        .help("give one of the two"),
                );
                return None;
            }
        };
        Some(Floor { height, horizon: floor.horizon.clone(), grounds })
    }

    fn floor_package(
        &mut self,
        text: &Spanned<super::super::entries::Entries<Name>>,
    ) -> Option<Vec<OptionId>> {
        let mut chosen: Vec<Option<OptionId>> = vec![None; self.issues.len()];
        self.refuse_repeated(text.value.iter().map(|(issue, _)| issue));
        let mut slipped = false;
        for (issue, option) in text.value.iter() {
            let Some(id) = self.issue_id(issue) else {
                slipped = true;
                continue;
            };
            let option = self.option_id(id, option);
            slipped |= option.is_none();
            if let Some(place) = chosen.get_mut(id.index()) {
                *place = option;
            }
        }
        if slipped {
            return None;
        }
        let missing: Vec<&str> = chosen
            .iter()
            .zip(&self.known)
            .filter(|(option, issue)| {
                option.is_none() && issue.as_ref().is_some_and(|it| it.applies.is_none())
            })
            .filter_map(|(_, issue)| issue.as_ref().map(|issue| issue.name.as_str()))
            .collect();
        if !missing.is_empty() {
            let missing = super::super::suggest::list(missing.into_iter());
            self.fault(
                Fault::at(Code::FloorForm, text.span, "a floor package names every issue")
                    .help(format!("add {missing}")),
            );
            return None;
        }
        let named: Vec<OptionId> = chosen
            .iter()
            .zip(&self.known)
            .map(|(option, issue)| {
                let elsewhere = issue.as_ref().and_then(Issue::not_applicable);
                option.or(elsewhere).unwrap_or(OptionId::new(0))
            })
            .collect();
        Some(named)
    }

    fn order(&mut self, order: &Spanned<Vec<Vec<Name>>>) -> Vec<Vec<IssueId>> {
        let mut groups = Vec::new();
        let mut seen: Vec<(IssueId, Span)> = Vec::new();
        for group in &order.value {
            let mut ids = Vec::new();
            for name in group {
                let Some(id) = self.issue_id(name) else { continue };
                if let Some((_, first)) = seen.iter().find(|(other, _)| *other == id) {
                    let message = format!("`{}` has two places in the order", name.value);
                    self.fault(
                        Fault::at(Code::DuplicateName, name.span, message)
                            .and(*first, "first here"),
                    );
                    continue;
                }
                seen.push((id, name.span));
                ids.push(id);
            }
            groups.push(ids);
        }
        if order.value.iter().flatten().next().is_none() {
            let message = "an order of weights names at least one issue";
            self.fault(Fault::at(Code::EmptyList, order.span, message));
        }
        groups
    }
}
