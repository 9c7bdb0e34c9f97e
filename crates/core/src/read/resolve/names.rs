//! [`Names`]: the declared names of one kind, and their ids.

use std::collections::BTreeMap;

use super::super::Span;
use super::super::fault::{Fault, Noun};
use super::super::file::{File, Name};
use super::super::spanned::Spanned;
use super::Resolver;
use crate::scenario::{IssueId, OptionId, OptionSet, PartyId, SourceId};

/// Declared names, in file order; the first of two that are alike counts.
#[derive(Clone, Debug)]
pub(super) struct Names {
    order: Vec<(String, Span)>,
    places: BTreeMap<String, usize>,
}

impl Names {
    pub(super) fn new(noun: Noun, names: Vec<(&str, Span)>, faults: &mut Vec<Fault>) -> Self {
        let mut result = Self { order: Vec::new(), places: BTreeMap::new() };
        for (name, span) in names {
            faults.extend(Fault::of_name(name, span));
            match result.places.get(name).and_then(|place| result.order.get(*place)) {
                Some((_, first)) => faults.push(Fault::duplicate(noun, name, *first, span)),
                None => {
                    result.places.insert(name.to_owned(), result.order.len());
                    result.order.push((name.to_owned(), span));
                }
            }
        }
        result
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn last_span(&self) -> Option<Span> {
        self.order.last().map(|(_, span)| *span)
    }

    pub(super) fn span(&self, place: usize) -> Option<Span> {
        self.order.get(place).map(|(_, span)| *span)
    }

    /// The place of a name among the declared ones.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|(name, _)| name.as_str())
    }

    /// The entries that count, in file order, with the place of their names.
    pub(super) fn first_entries<'a, V>(
        &self,
        files: &'a [File],
        entries: impl Fn(&'a File) -> &'a [(Spanned<String>, V)],
    ) -> Vec<(&'a (Spanned<String>, V), Span)> {
        let all = files.iter().flat_map(entries);
        let counts = |key: &Spanned<String>| {
            self.place(&key.value).and_then(|place| self.span(place)) == Some(key.span)
        };
        all.filter(|(key, _)| counts(key)).map(|entry| (entry, entry.0.span)).collect()
    }
}

impl Resolver {
    /// Refuses names that a list holds twice.
    pub(super) fn refuse_repeated<'a>(&mut self, names: impl Iterator<Item = &'a Name>) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for name in names {
            match seen.get(name.value.as_str()) {
                Some(first) => {
                    self.fault(Fault::listed_twice(&name.value, *first, name.span));
                }
                None => {
                    seen.insert(&name.value, name.span);
                }
            }
        }
    }

    pub(super) fn party_id(&mut self, name: &Name) -> Option<PartyId> {
        let place = self.parties.place(&name.value);
        if place.is_none() {
            let known = self.parties.iter();
            let fault = Fault::unknown_name(Noun::Party, &name.value, name.span, known);
            self.fault(fault);
        }
        place.map(PartyId::new)
    }

    pub(super) fn issue_id(&mut self, name: &Name) -> Option<IssueId> {
        let place = self.issues.place(&name.value);
        if place.is_none() {
            let known = self.issues.iter();
            let fault = Fault::unknown_name(Noun::Issue, &name.value, name.span, known);
            self.fault(fault);
        }
        place.map(IssueId::new)
    }

    pub(super) fn source_ids(&mut self, names: &[Name]) -> Vec<SourceId> {
        let mut ids = Vec::new();
        for name in names {
            match self.sources.place(&name.value) {
                Some(place) => {
                    self.origins.cited.insert(place);
                    ids.push(SourceId::new(place));
                }
                None => {
                    let known = self.sources.iter();
                    let fault = Fault::unknown_name(Noun::Source, &name.value, name.span, known);
                    self.fault(fault);
                }
            }
        }
        ids
    }

    /// The option of a name; `None` with a fault if there is none, without one if the issue
    /// itself is faulty.
    pub(super) fn option_id(&mut self, issue: IssueId, name: &Name) -> Option<OptionId> {
        let known = self.issue(issue)?;
        let found = known.find(&name.value);
        if found.is_none() {
            let options = known.options.iter().map(|option| option.name.as_str());
            let fault = Fault::unknown_option(&known.name, &name.value, name.span, options);
            self.fault(fault);
        }
        found
    }

    /// Some options of an issue, listed by name or, on numeric issues, as ranges of values.
    pub(super) fn option_set(&mut self, issue: IssueId, names: &[Name]) -> OptionSet {
        let mut set = OptionSet::EMPTY;
        for name in names {
            let by_range = self.issue(issue).and_then(|known| {
                if known.find(&name.value).is_some() {
                    return None;
                }
                super::issues::value_range(known, &name.value)
            });
            match by_range {
                Some(range) => set = set.or(range),
                None => set = self.option_id(issue, name).map_or(set, |option| set.with(option)),
            }
        }
        set
    }
}
