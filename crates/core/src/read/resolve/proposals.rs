//! Proposals, their clauses and readings.

use std::collections::BTreeMap;

use super::super::Span;
use super::super::fault::{Code, Fault, Noun};
use super::super::file::{
    ClauseText, File, FirmnessText, Name, ProposalText, ReadingText, Settles,
};
use super::Resolver;
use crate::scenario::{
    Clause, Confidence, Firmness, Grounds, IssueId, OptionSet, PartyId, Proposal, ProposalId,
    Ratification, Reading,
};

/// What a clause is known to fix whatever its reading, to find clauses that clash.
type Fixed = BTreeMap<IssueId, (OptionSet, String, Span)>;

impl Resolver {
    pub(super) fn proposals(&mut self, files: &[File]) -> Vec<Proposal> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut proposals = Vec::new();
        for (name, text) in files.iter().flat_map(|file| file.proposals.iter()) {
            self.faults.extend(Fault::of_name(&name.value, name.span));
            if let Some(first) = seen.get(name.value.as_str()) {
                self.fault(Fault::duplicate(Noun::Proposal, &name.value, *first, name.span));
                continue;
            }
            seen.insert(&name.value, name.span);
            let Some(text) = text.0.as_ref() else { continue };
            self.faults.extend(Fault::of_title(&text.title, name.span));
            if let Some(proposal) = self.proposal(name, text) {
                self.origins.proposals.push(name.span);
                proposals.push(proposal);
            }
        }
        proposals
    }

    /// The two proposals that reports compare unless asked for others.
    pub(super) fn compared_proposals(
        &mut self,
        files: &[File],
        proposals: &[Proposal],
    ) -> Option<[ProposalId; 2]> {
        let names = &files.first()?.compare;
        let first = names.first()?;
        let declared = || files.iter().flat_map(|file| file.proposals.iter());
        let known = || declared().map(|(name, _)| name.value.as_str());
        for name in names.iter().filter(|name| !known().any(|other| other == name.value)) {
            self.fault(Fault::unknown_name(Noun::Proposal, &name.value, name.span, known()));
        }
        let place = |name: &Name| proposals.iter().position(|it| it.name == name.value);
        match &names[..] {
            [from, to] if from.value != to.value => {
                Some([ProposalId::new(place(from)?), ProposalId::new(place(to)?)])
            }
            _ => {
                let message = "a comparison is of two different proposals";
                self.fault(
                    Fault::at(Code::BadValue, first.span, message)
                        .help("write `compare: [\"first\", \"second\"]`, or leave it out"),
                );
                None
            }
        }
    }

    fn proposal(&mut self, name: &Name, text: &ProposalText) -> Option<Proposal> {
        let date = self.date(&text.date);
        let public = text.public.as_ref().and_then(|public| self.date(public));
        let by = text.by.iter().filter_map(|party| self.party_id(party)).collect();
        let grounds = self.grounds(None, &text.sources, text.basis.as_ref(), text.confidence);
        let mut numbers: BTreeMap<&str, Span> = BTreeMap::new();
        let mut fixed: Fixed = BTreeMap::new();
        let mut left: Vec<(IssueId, Span)> = Vec::new();
        let mut clauses = Vec::new();
        for clause in text.clauses.iter().filter_map(|clause| clause.0.as_ref()) {
            let no = &clause.no;
            if let Some(first) = numbers.insert(&no.value, no.span) {
                self.fault(Fault::duplicate(Noun::Clause, &no.value, first, no.span));
            }
            clauses.extend(self.clause(clause, &mut fixed, &mut left));
        }
        for (issue, span) in left {
            if let Some((_, number, at)) = fixed.get(&issue)
                && let Some(known) = self.issue(issue)
            {
                let message =
                    format!("`{}` is left to later talks and settled as well", known.name);
                self.fault(
                    Fault::at(Code::SettledAndLeft, span, message)
                        .here("left open here")
                        .and(*at, format!("settled in clause {number}"))
                        .help("drop one of the two"),
                );
            }
        }
        Some(Proposal {
            name: name.value.clone(),
            title: text.title.clone(),
            date: date?,
            public,
            by,
            about: text.about.clone(),
            grounds,
            clauses,
        })
    }

    fn clause(
        &mut self,
        text: &ClauseText,
        fixed: &mut Fixed,
        left: &mut Vec<(IssueId, Span)>,
    ) -> Option<Clause> {
        let span = text.no.span;
        let grounds =
            self.grounds(Some(&text.says), &text.sources, text.basis.as_ref(), text.confidence);
        let whole_when = text.when.as_ref().map(|when| self.formula(when));
        let readings = match (&text.settles, &text.readings) {
            (Some(_), Some(readings)) => {
                self.fault(
                    Fault::at(
                        Code::ClauseForm,
                        readings.span,
                        format!("clause {} has both `settles` and `readings`", text.no.value),
                    )
                    .and(span, "this clause")
                    .help("make what it settles one of the readings"),
                );
                return None;
            }
            (Some(settles), None) => {
                let settles = self.settles(settles);
                if whole_when.is_none() {
                    self.fix(&settles, &text.no, fixed);
                }
                vec![Reading {
                    read_by: Vec::new(),
                    when: whole_when.clone().flatten(),
                    settles: settles.into_iter().map(|(issue, set, _)| (issue, set)).collect(),
                    grounds: Grounds { says: None, ..grounds.clone() },
                }]
            }
            (None, Some(readings)) => {
                if readings.value.is_empty() {
                    let message = format!("clause {} has no reading", text.no.value);
                    self.fault(
                        Fault::at(Code::EmptyList, readings.span, message)
                            .help("add a reading, or drop `readings`"),
                    );
                }
                let texts = readings.value.iter().filter_map(|reading| reading.0.as_ref());
                let mut list = Vec::new();
                for reading in texts {
                    list.extend(self.reading(reading, whole_when.as_ref()));
                }
                list
            }
            (None, None) => Vec::new(),
        };
        let mut leaves = Vec::new();
        self.refuse_repeated(text.leaves.iter());
        self.refuse_repeated(text.if_unsettled.iter().map(|(issue, _)| issue));
        for name in &text.leaves {
            let Some(issue) = self.issue_id(name) else { continue };
            let interim = text.if_unsettled.iter().find(|(key, _)| key.value == name.value);
            let interim = interim.and_then(|(_, option)| self.option_id(issue, option));
            leaves.push((issue, interim));
            left.push((issue, name.span));
        }
        for (key, _) in text.if_unsettled.iter() {
            if !text.leaves.iter().any(|name| name.value == key.value) {
                let message = format!("`{}` has an interim rule but is not left open", key.value);
                self.fault(
                    Fault::at(Code::ClauseForm, key.span, message)
                        .help("add the issue to `leaves`"),
                );
            }
        }
        let ratification = self.ratification(text);
        Some(Clause {
            number: text.no.value.clone(),
            says: text.says.clone(),
            firmness: text.firmness.map(|firmness| match firmness {
                FirmnessText::Binding => Firmness::Binding,
                FirmnessText::Conditional => Firmness::Conditional,
                FirmnessText::Declared => Firmness::Declared,
            }),
            readings,
            leaves,
            ratification,
            grounds,
            note: text.note.clone(),
        })
    }

    /// Whose vote a clause takes before it takes effect, and what it settles without it.
    fn ratification(&mut self, text: &ClauseText) -> Option<Ratification> {
        self.refuse_repeated(text.ratified_by.iter());
        let by: Vec<PartyId> =
            text.ratified_by.iter().filter_map(|party| self.party_id(party)).collect();
        let otherwise = text.otherwise.as_ref().map(|otherwise| self.settles(&otherwise.value));
        if text.ratified_by.is_empty() {
            if let Some(otherwise) = &text.otherwise {
                let message = format!(
                    "clause {} says what holds otherwise, but not otherwise than what",
                    text.no.value
                );
                self.fault(
                    Fault::at(Code::ClauseForm, otherwise.span, message)
                        .and(text.no.span, "this clause")
                        .help("name in `ratified_by` whose vote it takes, or drop `otherwise`"),
                );
            }
            return None;
        }
        let plain = |(issue, set, _)| (issue, set);
        let otherwise = otherwise.into_iter().flatten().map(plain).collect();
        Some(Ratification { by, otherwise })
    }

    fn reading(
        &mut self,
        text: &ReadingText,
        whole: Option<&Option<crate::scenario::Formula>>,
    ) -> Option<Reading> {
        use crate::scenario::Formula;
        let own = text.when.as_ref().map(|when| self.formula(when));
        let when = match (whole.cloned(), own) {
            (None, None) => None,
            (Some(when), None) | (None, Some(when)) => Some(when?),
            (Some(whole), Some(own)) => Some(Formula::All(vec![whole?, own?])),
        };
        let settles = self.settles(&text.settles);
        let grounds =
            self.grounds(text.says.as_ref(), &text.sources, text.basis.as_ref(), text.confidence);
        Some(Reading {
            read_by: text.read_by.iter().filter_map(|party| self.party_id(party)).collect(),
            when,
            settles: settles.into_iter().map(|(issue, set, _)| (issue, set)).collect(),
            grounds: Grounds {
                // A reading is as sure as its sources; without any, as the clause itself.
                confidence: if text.sources.is_empty() && text.confidence.is_none() {
                    Confidence::Medium
                } else {
                    grounds.confidence
                },
                ..grounds
            },
        })
    }

    fn settles(&mut self, settles: &Settles) -> Vec<(IssueId, OptionSet, Span)> {
        let mut result: Vec<(IssueId, OptionSet, Span)> = Vec::new();
        for (name, options) in settles.iter() {
            let Some(issue) = self.issue_id(name) else { continue };
            if options.is_empty() {
                let message = format!("`{}` is settled by no option", name.value);
                self.fault(Fault::at(Code::EmptyList, name.span, message));
            }
            if let Some((_, _, first)) = result.iter().find(|(other, _, _)| *other == issue) {
                let first = *first;
                self.fault(Fault::duplicate(Noun::Issue, &name.value, first, name.span));
                continue;
            }
            let set = self.option_set(issue, options);
            if !set.is_empty() {
                result.push((issue, set, name.span));
            }
        }
        result
    }

    /// Notes what an unconditional clause fixes, and refuses what clashes with an earlier one.
    fn fix(&mut self, settles: &[(IssueId, OptionSet, Span)], no: &Name, fixed: &mut Fixed) {
        for (issue, set, span) in settles {
            let earlier = fixed.get(issue).cloned();
            if let Some((other, number, at)) = &earlier
                && set.and(*other).is_empty()
                && let Some(known) = self.issue(*issue)
            {
                let message =
                    format!("clauses {number} and {} settle `{}` apart", no.value, known.name);
                self.fault(
                    Fault::at(Code::ClausesClash, *span, message)
                        .here(format!("clause {}", no.value))
                        .and(*at, format!("clause {number}"))
                        .help("if the text can be read both ways, make them readings of a clause"),
                );
            }
            let set = earlier.map_or(*set, |(other, _, _)| set.and(other));
            fixed.insert(*issue, (set, no.value.clone(), *span));
        }
    }
}
