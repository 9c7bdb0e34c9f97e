//! Conditions on packages.

use super::super::Span;
use super::super::fault::{Code, Fault};
use super::super::file::{FormulaText, Name};
use super::super::number::Number;
use super::super::spanned::Spanned;
use super::Resolver;
use crate::scenario::{Formula, IssueId, IssueKind, OptionId, OptionSet, Ratio, limits};

impl Resolver {
    /// The condition of a text, if it has no fault of its own.
    pub(super) fn formula(&mut self, text: &FormulaText) -> Option<Formula> {
        match text {
            FormulaText::Is(issue, options) => {
                let id = self.issue_id(issue)?;
                let set = self.option_set(id, options);
                if options.is_empty() {
                    let message = "a condition on no option never holds";
                    self.fault(Fault::at(Code::EmptyList, issue.span, message));
                }
                (!set.is_empty()).then_some(Formula::Is(id, set))
            }
            FormulaText::AtLeast(issue, bound) => {
                self.compared(issue, bound, |value, bound| value.is_none_or(|value| value >= bound))
            }
            FormulaText::AtMost(issue, bound) => self
                .compared(issue, bound, |value, bound| value.is_some_and(|value| value <= bound)),
            FormulaText::Same(first, second) => {
                let (first, second) = self.comparable(first, second)?;
                Some(Formula::Same(first, second))
            }
            FormulaText::NoMore(first, second) => {
                let (first, second) = self.comparable(first, second)?;
                Some(Formula::NoMore(first, second))
            }
            FormulaText::Not(inner) => self.formula(inner).map(Formula::negated),
            FormulaText::All(parts) => self.formulas(parts).map(Formula::All),
            FormulaText::Any(parts) => self.formulas(parts).map(Formula::Any),
            FormulaText::If(condition, consequence) => {
                let condition = self.formula(condition);
                let consequence = self.formula(consequence);
                Some(Formula::If(Box::new(condition?), Box::new(consequence?)))
            }
        }
    }

    fn formulas(&mut self, parts: &Spanned<Vec<FormulaText>>) -> Option<Vec<Formula>> {
        if parts.value.is_empty() {
            let message = "a condition made of no conditions says nothing";
            self.fault(
                Fault::at(Code::EmptyList, parts.span, message)
                    .help("name at least one condition, or drop it"),
            );
            return None;
        }
        let parts: Vec<_> = parts.value.iter().map(|part| self.formula(part)).collect();
        parts.into_iter().collect()
    }

    /// Refuses a condition that ranges over too many combinations of options.
    pub(super) fn narrow_enough(&mut self, formula: Formula, span: Span) -> Option<Formula> {
        let places = formula.scope().into_iter().filter_map(|issue| self.issue(issue));
        let combinations =
            places.fold(1_usize, |product, issue| product.saturating_mul(issue.places()));
        if combinations > limits::COMBINATIONS {
            let what = "combinations of options that this condition ranges over";
            self.fault(
                Fault::too_large(span, what, combinations, limits::COMBINATIONS)
                    .help("split it into conditions on fewer issues"),
            );
            return None;
        }
        Some(formula)
    }

    fn compared(
        &mut self,
        issue: &Name,
        bound: &Spanned<Number>,
        holds: impl Fn(Option<Ratio>, Ratio) -> bool,
    ) -> Option<Formula> {
        let id = self.issue_id(issue)?;
        let known = self.issue(id)?;
        if !matches!(known.kind, IssueKind::Numeric { .. }) {
            let fault = self.not_numeric(issue, id);
            self.fault(fault);
            return None;
        }
        let values = known.options.iter().enumerate();
        let set: OptionSet = values
            .filter(|(_, option)| holds(option.value, bound.value.0))
            .map(|(index, _)| OptionId::new(index))
            .collect();
        if set.is_empty() {
            let message = format!("no value of `{}` meets this bound", issue.value);
            self.fault(Fault::at(Code::EmptyList, bound.span, message));
            return None;
        }
        Some(Formula::Is(id, set))
    }

    fn not_numeric(&self, issue: &Name, id: IssueId) -> Fault {
        let message = format!("`{}` is not a numeric issue", issue.value);
        let fault = Fault::at(Code::NotNumeric, issue.span, message)
            .help("compare with `Is(issue, [options])`, or declare `values`");
        match self.issues.span(id.index()) {
            Some(span) => fault.and(span, "declared here"),
            None => fault,
        }
    }

    fn comparable(&mut self, first: &Name, second: &Name) -> Option<(IssueId, IssueId)> {
        let (one, other) = (self.issue_id(first), self.issue_id(second));
        let (one, other) = (one?, other?);
        let mut units = Vec::new();
        for (name, id) in [(first, one), (second, other)] {
            match &self.issue(id)?.kind {
                IssueKind::Numeric { unit } => units.push(unit.clone()),
                _ => {
                    let fault = self.not_numeric(name, id);
                    self.fault(fault);
                }
            }
        }
        if let [unit, another] = &units[..]
            && unit != another
        {
            let message = format!("`{}` and `{}` have different units", first.value, second.value);
            let said = |unit: &Option<String>| unit.clone().unwrap_or_else(|| "no unit".to_owned());
            self.fault(
                Fault::at(Code::UnitsDiffer, first.span, message)
                    .here(said(unit))
                    .and(second.span, said(another)),
            );
        }
        (units.len() == 2).then_some((one, other))
    }
}
