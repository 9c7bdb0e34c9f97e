//! Issues and their options.

use std::collections::BTreeMap;

use super::super::Span;
use super::super::fault::{Code, Fault, Noun};
use super::super::file::{File, IssueText, Name, OptionForm};
use super::super::number::{self, Number};
use super::super::spanned::Spanned;
use super::Resolver;
use crate::scenario::{
    Issue, IssueId, IssueKind, IssueOption, OptionId, OptionSet, PartyId, Ratio, decimal, limits,
};

impl Resolver {
    /// Every issue with its options; none where an entry is faulty. Conditions come later, since
    /// they name options of other issues.
    pub(super) fn issue_options(&mut self, files: &[File]) -> Vec<Option<Issue>> {
        let entries = self.issues.first_entries(files, |file| &file.issues.0);
        let mut issues = Vec::new();
        for ((name, text), span) in entries {
            self.origins.issues.push(span);
            let text = text.0.as_ref();
            issues.push(text.and_then(|text| self.issue_of(&name.value, span, text)));
        }
        issues
    }

    fn issue_of(&mut self, name: &str, span: Span, text: &IssueText) -> Option<Issue> {
        let forms = [text.options.is_some(), text.values.is_some(), text.range.is_some()];
        if forms.iter().filter(|form| **form).count() != 1 {
            let names = ["`options`", "`values`", "`range`"].into_iter().zip(forms);
            let given: Vec<&str> =
                names.filter(|(_, given)| *given).map(|(name, _)| name).collect();
            let message = if given.is_empty() {
                format!("the issue `{name}` needs one of `options`, `values` and `range`")
            } else {
                format!("the issue `{name}` has {} at once", given.join(" and "))
            };
            self.fault(
                Fault::at(Code::OptionsForm, span, message).help("give exactly one of them"),
            );
            return None;
        }
        self.check_kind(text);
        self.faults.extend(Fault::of_title(&text.title, span));
        let options = match &text.options {
            Some(options) => self.named_options(&options.0),
            None => self.numeric_options(text)?,
        };
        if options.is_empty() {
            self.fault(
                Fault::at(Code::EmptyList, span, format!("the issue `{name}` has no options"))
                    .help("name at least one way to settle it"),
            );
            return None;
        }
        if options.len() > limits::OPTIONS {
            let what = format!("options of `{name}`");
            self.fault(Fault::too_large(span, &what, options.len(), limits::OPTIONS));
            return None;
        }
        let kind = if text.options.is_none() {
            IssueKind::Numeric { unit: text.unit.as_ref().map(|unit| unit.value.clone()) }
        } else if text.ordered.as_ref().is_some_and(|ordered| ordered.value) {
            IssueKind::Ordered
        } else {
            IssueKind::Nominal
        };
        let mut issue = Issue {
            name: name.to_owned(),
            title: text.title.clone(),
            theme: text.theme.clone(),
            options,
            kind,
            status_quo: None,
            applies: None,
        };
        if let Some(status_quo) = &text.status_quo {
            issue.status_quo = issue.find(&status_quo.value);
            if issue.status_quo.is_none() {
                let known = issue.options.iter().map(|option| option.name.as_str());
                let fault = Fault::unknown_option(name, &status_quo.value, status_quo.span, known);
                self.fault(fault);
            }
        }
        Some(issue)
    }

    /// Fields that mean something only on an issue of the other kind.
    fn check_kind(&mut self, text: &IssueText) {
        let named = text.options.is_some();
        let strange = [
            (text.unit.as_ref().map(|it| it.span), named, "unit", "numeric"),
            (text.beyond.as_ref().map(|it| it.span), named, "beyond", "numeric"),
            (text.obliged.first().map(|it| it.span), named, "obliged", "numeric"),
            (text.if_broken.as_ref().map(|it| it.span), named, "if_broken", "numeric"),
            (text.ordered.as_ref().map(|it| it.span), !named, "ordered", "named"),
        ];
        for (span, _, field, kind) in strange.into_iter().filter(|(_, strange, ..)| *strange) {
            if let Some(span) = span {
                let message = format!("`{field}` belongs to an issue with {kind} options");
                let help = match field {
                    "obliged" | "if_broken" => {
                        format!("give `{field}` to each option it is true of")
                    }
                    _ => format!("drop `{field}`"),
                };
                self.fault(Fault::at(Code::OptionsForm, span, message).help(help));
            }
        }
    }

    fn obliged(&mut self, parties: &[Name]) -> Vec<PartyId> {
        parties.iter().filter_map(|party| self.party_id(party)).collect()
    }

    fn if_broken(&mut self, worth: Option<&Spanned<Number>>) -> Option<Ratio> {
        let worth = worth?;
        if worth.value.0 > Ratio::from_integer(100) {
            self.fault(Fault::at(Code::OutOfBounds, worth.span, "a worth is at most 100"));
            return None;
        }
        Some(worth.value.0)
    }

    fn named_options(
        &mut self,
        entries: &[(Spanned<String>, super::super::stance_text::OptionText)],
    ) -> Vec<IssueOption> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut options = Vec::new();
        for (name, text) in entries {
            self.faults.extend(Fault::of_name(&name.value, name.span));
            if let Some(first) = seen.insert(&name.value, name.span) {
                self.fault(Fault::duplicate(Noun::Option, &name.value, first, name.span));
                continue;
            }
            let OptionForm { title, obliged, if_broken, note } = &text.0;
            self.faults.extend(Fault::of_title(title, name.span));
            options.push(IssueOption {
                name: name.value.clone(),
                title: title.clone(),
                obliged: self.obliged(obliged),
                if_broken: self.if_broken(if_broken.as_ref()),
                note: note.clone(),
                value: None,
            });
        }
        options
    }

    fn numeric_options(&mut self, text: &IssueText) -> Option<Vec<IssueOption>> {
        let obliged = self.obliged(&text.obliged);
        let if_broken = self.if_broken(text.if_broken.as_ref());
        let mut values: Vec<Ratio> = Vec::new();
        if let Some(listed) = &text.values {
            for value in listed.iter().filter_map(|value| value.0.as_ref()) {
                if values.last().is_some_and(|last| *last >= value.value.0) {
                    let message = "the values of a numeric issue must rise";
                    self.fault(Fault::at(Code::ValuesNotRising, value.span, message));
                }
                values.push(value.value.0);
            }
            if values.len() < listed.len() {
                return None;
            }
        }
        if let Some(Spanned { value: steps, span }) = &text.range {
            let (from, to, step) = (steps.from.0, steps.to.0, steps.step.0);
            if step <= Ratio::from_integer(0) || to < from {
                let message = "a range goes up from `from` to `to` by a `step` above zero";
                self.fault(Fault::at(Code::ValuesNotRising, *span, message));
                return None;
            }
            let mut value = from;
            while value <= to && values.len() <= limits::OPTIONS {
                values.push(value);
                value += step;
            }
        }
        let unit = text.unit.as_ref().map(|unit| format!(" {}", unit.value)).unwrap_or_default();
        let mut options: Vec<IssueOption> = values
            .into_iter()
            .map(|value| {
                let name = value_name(value);
                IssueOption {
                    title: format!("{name}{unit}"),
                    name,
                    obliged: obliged.clone(),
                    if_broken,
                    note: None,
                    value: Some(value),
                }
            })
            .collect();
        if let Some(beyond) = &text.beyond {
            self.faults.extend(Fault::of_name(&beyond.value, beyond.span));
            if options.iter().any(|option| option.name == beyond.value) {
                let message = format!("the option `{}` is a value already", beyond.value);
                self.fault(
                    Fault::at(Code::DuplicateName, beyond.span, message)
                        .help("give it words of its own, such as \"no limit\""),
                );
            }
            // No number binds there: whoever must keep to one need not.
            options.push(IssueOption {
                name: beyond.value.clone(),
                title: beyond.value.clone(),
                obliged: Vec::new(),
                if_broken: None,
                note: None,
                value: None,
            });
        }
        Some(options)
    }

    /// Where issues arise, and which issue speaks for them elsewhere.
    pub(super) fn issue_conditions(&mut self, files: &[File]) {
        let entries = self.issues.first_entries(files, |file| &file.issues.0);
        for (place, ((_, text), span)) in entries.into_iter().enumerate() {
            let Some(text) = text.0.as_ref() else { continue };
            let formula = text.applies.as_ref().and_then(|formula| self.formula(formula));
            let formula = formula.and_then(|formula| self.narrow_enough(formula, span));
            let parent = text.parent.as_ref().and_then(|parent| self.issue_id(parent));
            if text.applies.is_some() != text.parent.is_some() {
                self.fault(
                    Fault::at(
                        Code::AppliesWithoutParent,
                        span,
                        "`applies` and `parent` belong together",
                    )
                    .help("say where the issue arises, and whose option speaks for it elsewhere"),
                );
            }
            if let (Some(formula), Some(parent), Some(Some(issue))) =
                (formula, parent, self.known.get_mut(place))
            {
                issue.applies = Some((formula, parent));
            }
        }
        self.check_circles();
    }

    fn check_circles(&mut self) {
        let mut circles = Vec::new();
        for place in 0..self.known.len() {
            let start = IssueId::new(place);
            let mut reached = vec![start];
            let mut next = 0;
            let mut circle = false;
            while let Some(issue) = reached.get(next).copied() {
                next += 1;
                let Some((formula, parent)) = self.issue(issue).and_then(|it| it.applies.as_ref())
                else {
                    continue;
                };
                for other in formula.scope().into_iter().chain([*parent]) {
                    circle |= other == start;
                    if !reached.contains(&other) {
                        reached.push(other);
                    }
                }
            }
            if circle {
                circles.push((start, reached));
            }
        }
        // Two issues that reach each other are on one circle.
        let mut told: Vec<IssueId> = Vec::new();
        for (start, reached) in &circles {
            let Some(span) = self.issues.span(start.index()) else { continue };
            if told.contains(start) {
                continue;
            }
            let message = "an issue cannot hang on itself, not even by way of others";
            let mut fault = Fault::at(Code::ParentCircle, span, message)
                .help("let one of them always arise: drop its `applies` and `parent`");
            for (other, back) in &circles {
                if other != start && reached.contains(other) && back.contains(start) {
                    told.push(*other);
                    if let Some(span) = self.issues.span(other.index()) {
                        fault = fault.and(span, "on the same circle");
                    }
                }
            }
            self.fault(fault);
        }
    }
}

/// The name of a value as an option: as a file would write it.
fn value_name(value: Ratio) -> String {
    let exact = (0..=6)
        .map(|places| decimal(value, places))
        .find(|text| number::parse(text) == Some(value));
    exact.unwrap_or_else(|| format!("{}/{}", value.numer(), value.denom()))
}

/// The options that a range of values such as `..=85`, `200..` or `85..=200` names.
pub(super) fn value_range(issue: &Issue, text: &str) -> Option<OptionSet> {
    if !matches!(issue.kind, IssueKind::Numeric { .. }) {
        // A number written otherwise than in the list still names its option.
        return None;
    }
    let (low, high) = match text.split_once("..") {
        None => {
            let value = number::parse(text)?;
            (Some(value), Some(value))
        }
        Some((low, "")) => (Some(number::parse(low.trim())?), None),
        Some((low, high)) => {
            let low = low.trim();
            let low = if low.is_empty() { None } else { Some(number::parse(low)?) };
            (low, Some(number::parse(high.strip_prefix('=')?.trim())?))
        }
    };
    let within = |option: &IssueOption| match option.value {
        Some(value) => low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high),
        None => high.is_none(),
    };
    let set: OptionSet = issue
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| within(option))
        .map(|(index, _)| OptionId::new(index))
        .collect();
    (!set.is_empty()).then_some(set)
}
