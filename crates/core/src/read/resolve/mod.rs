//! Names become ids: from the form of a file to a validated [`History`]. Every fault is collected.

mod beliefs;
mod formulas;
mod grounds;
mod header;
mod issues;
mod moves;
mod names;
mod parties;
mod positions;
mod proposals;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Code, Fault, Noun};
use super::file::{File, Name};
use super::number::Numbers;
use super::spanned::Spanned;
use super::{Origins, Span};
use crate::scenario::{
    Date, Draft, Frame, History, Issue, IssueId, PartyDraft, Range, Ratio, Rule, Scale, Source,
    SourceDate, SourceKind, Table, limits, parse_date,
};
use names::Names;

/// What resolving needs to know while it walks through the files.
pub(super) struct Resolver {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    sources: Names,
    parties: Names,
    issues: Names,
    demands: BTreeMap<String, Span>,
    /// The issues as far as they are resolved; an entry that is faulty has no options, and
    /// nothing said about its options is a fault.
    known: Vec<Option<Issue>>,
    scale: Scale,
    weights: [Range<Ratio>; 3],
    origins: Origins,
    /// Names of demands that come of themselves: `party/issue` and `party/floor`.
    automatic: BTreeSet<String>,
    /// Demands that are stated but faulty.
    lost: BTreeSet<String>,
    /// Whether the files have no fault of form.
    sound: bool,
    /// Whether something that is written was not read, so that names may seem unknown.
    gaps: bool,
}

/// The result of resolving: a history and what is odd about it, or everything that is wrong.
#[expect(clippy::type_complexity, reason = "two outcomes, taken apart where they arise")]
pub(super) fn resolve(
    files: &[File],
    gaps: bool,
    sound: bool,
) -> Result<(History, Vec<Fault>, Origins), (Vec<Fault>, Vec<Fault>)> {
    let mut resolver = Resolver::new(files);
    resolver.sound = sound;
    resolver.gaps = gaps;
    let history = resolver.history(files);
    if gaps {
        resolver.faults.retain(|fault| !fault.code.needs_everything());
    }
    match history {
        Some(history) if resolver.faults.is_empty() => {
            Ok((history, resolver.warnings, resolver.origins))
        }
        _ => Err((resolver.faults, resolver.warnings)),
    }
}

impl Resolver {
    fn new(files: &[File]) -> Self {
        let whole = |value: i128| Ratio::from_integer(value);
        let range = |low, high| Range {
            low: whole(low),
            likely: Ratio::new(low + high, 2),
            high: whole(high),
        };
        let mut faults = Vec::new();
        let entries = |noun, names: Vec<(&str, Span)>, faults: &mut Vec<Fault>| {
            Names::new(noun, names, faults)
        };
        let sources = files.iter().flat_map(|file| keys(&file.sources.0)).collect();
        let parties = files.iter().flat_map(|file| keys(&file.parties.0)).collect();
        let issues = files.iter().flat_map(|file| keys(&file.issues.0)).collect();
        Self {
            sources: entries(Noun::Source, sources, &mut faults),
            parties: entries(Noun::Party, parties, &mut faults),
            issues: entries(Noun::Issue, issues, &mut faults),
            demands: BTreeMap::new(),
            known: Vec::new(),
            scale: Scale {
                ideal: whole(100),
                acceptable: whole(75),
                tolerable: whole(50),
                opposed: whole(25),
                never: whole(0),
            },
            weights: [range(20, 40), range(10, 20), range(0, 10)],
            origins: Origins::default(),
            automatic: BTreeSet::new(),
            lost: BTreeSet::new(),
            sound: true,
            gaps: false,
            warnings: Vec::new(),
            faults,
        }
    }

    fn history(&mut self, files: &[File]) -> Option<History> {
        let main = files.first()?;
        let (title, from, as_of) = self.header(main);
        self.scale_and_weights(main);
        let sources = self.source_table(files);
        self.known = self.issue_options(files);
        self.issue_conditions(files);
        let mut parties = Vec::new();
        let mut drafts = Vec::new();
        for (entry, span) in self.parties.first_entries(files, |file| &file.parties.0) {
            let (party, draft) = self.party(entry, span);
            parties.push(party);
            drafts.push(draft);
        }
        self.check_sizes();
        let rules = self.rule_list(files);
        self.positions(files, &mut drafts);
        self.baseline_links(files, &mut drafts);
        self.trust(files, &mut drafts);
        let enforcement = self.enforcement(files);
        let proposals = self.proposals(files);
        let frame = Frame {
            title,
            about: header::said(main.about.as_ref()).map(|about| about.value.clone()),
            scale: self.scale,
            sources: Table::new(sources.into_iter().collect::<Option<_>>()?),
            parties: Table::new(parties.into_iter().collect::<Option<_>>()?),
            issues: Table::new(self.known.iter().cloned().collect::<Option<_>>()?),
            rules: Table::new(rules),
            compare: self.compared_proposals(files, &proposals),
            proposals: Table::new(proposals),
            enforcement,
        };
        let (from, as_of) = (from?, as_of?);
        self.check_principals(&frame);
        let moves = self.moves(files, from);
        let baseline = Draft { parties: drafts };
        let history = History { frame, from, as_of, baseline, moves };
        self.check_moves(&history, files);
        self.check_points(&history);
        Some(history)
    }

    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn warn(&mut self, warning: Fault) {
        self.warnings.push(warning);
    }

    fn date(&mut self, date: &Name) -> Option<Date> {
        let parsed = parse_date(&date.value);
        if parsed.is_none() {
            self.fault(
                Fault::at(Code::BadDate, date.span, format!("`{}` is not a day", date.value))
                    .help("write a day as \"2025-12-31\""),
            );
        }
        parsed
    }

    /// A range within 0 to 100.
    fn percent(&mut self, numbers: &Spanned<Numbers>, what: &str) -> Option<Range<Ratio>> {
        let range = self.range(&numbers.value, numbers.span)?;
        if range.high > Ratio::from_integer(100) {
            self.fault(
                Fault::at(Code::OutOfBounds, numbers.span, format!("{what} is at most 100"))
                    .help(format!("{what} is counted from 0 to 100")),
            );
        }
        Some(range)
    }

    fn range(&mut self, numbers: &Numbers, span: Span) -> Option<Range<Ratio>> {
        let range = numbers.range();
        if range.is_none() {
            let counted = (1..=3).contains(&numbers.0.len());
            let message = if counted {
                "the numbers of a range must rise"
            } else {
                "a range has one to three numbers"
            };
            self.fault(
                Fault::at(Code::RangeReversed, span, message)
                    .help("write `(low, high)` or `(low, likely, high)`"),
            );
        }
        range
    }

    fn source_table(&mut self, files: &[File]) -> Vec<Option<Source>> {
        let entries = self.sources.first_entries(files, |file| &file.sources.0);
        let mut sources = Vec::new();
        for (entry, span) in entries {
            let (key, text) = entry;
            self.origins.sources.push(span);
            let source = text.0.as_ref().and_then(|text| {
                let date = SourceDate::parse(&text.date.value);
                if date.is_none() {
                    let message = format!("`{}` is not a date", text.date.value);
                    self.fault(
                        Fault::at(Code::BadDate, text.date.span, message)
                            .help("write \"2025-12-31\", \"2025-12\" or \"2025\""),
                    );
                }
                if text.url.is_none() && text.locator.is_none() {
                    let message = format!("the source `{}` has no address", key.value);
                    self.warn(
                        Fault::at(Code::NoAddress, span, message)
                            .help("add `url`, or a `locator` that says how to find it"),
                    );
                }
                Some(Source {
                    key: key.value.clone(),
                    publisher: text.publisher.clone(),
                    title: text.title.clone(),
                    date: date?,
                    kind: match text.kind {
                        super::file::SourceKindText::Primary => SourceKind::Primary,
                        super::file::SourceKindText::Wire => SourceKind::Wire,
                        super::file::SourceKindText::Outlet => SourceKind::Outlet,
                        super::file::SourceKindText::Secondary => SourceKind::Secondary,
                        super::file::SourceKindText::Doubtful => SourceKind::Doubtful,
                    },
                    url: text.url.clone(),
                    locator: text.locator.clone(),
                    note: text.note.clone(),
                })
            });
            sources.push(source);
        }
        sources
    }

    fn rule_list(&mut self, files: &[File]) -> Vec<Rule> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut rules = Vec::new();
        for rule in files.iter().flat_map(|file| &file.rules).filter_map(|rule| rule.0.as_ref()) {
            let id = &rule.id;
            self.faults.extend(Fault::of_name(&id.value, id.span));
            if let Some(first) = seen.insert(&id.value, id.span) {
                self.fault(Fault::duplicate(Noun::Rule, &id.value, first, id.span));
            }
            let formula = self.formula(&rule.rule);
            if let Some(holds) = formula.and_then(|it| self.narrow_enough(it, id.span)) {
                self.origins.rules.push(id.span);
                rules.push(Rule { name: id.value.clone(), says: rule.says.clone(), holds });
            }
        }
        rules
    }

    fn check_sizes(&mut self) {
        let sizes = [
            ("issues", self.issues.len(), limits::ISSUES, self.issues.last_span()),
            ("parties", self.parties.len(), limits::PARTIES, self.parties.last_span()),
        ];
        for (what, found, bound, span) in sizes {
            if let Some(span) = span
                && found > bound
            {
                self.fault(Fault::too_large(span, what, found, bound));
            }
        }
    }

    /// Without a principal every answer would be empty: anything is agreed by nobody. Where fields
    /// of the scenario were not understood, parties may only seem to be missing.
    fn check_principals(&mut self, frame: &Frame) {
        let known = !frame.parties.is_empty() || !self.gaps;
        if known && !frame.parties.values().any(crate::scenario::Party::is_principal) {
            self.fault(
                Fault::of_file(Code::NoPrincipal, "no party's consent is always needed")
                    .help("give at least one party `consent: Always`"),
            );
        }
    }

    /// The issue of an id, if it is not faulty itself.
    fn issue(&self, id: IssueId) -> Option<&Issue> {
        self.known.get(id.index())?.as_ref()
    }

    /// Every place where a party's drafts could turn into points too large to add up exactly.
    fn check_points(&mut self, history: &History) {
        for (id, party) in history.frame.parties.iter() {
            let Some(draft) = history.baseline.parties.get(id.index()) else { continue };
            let moves = history.moves.iter().filter(|step| step.party == id);
            if points_needed(draft, moves, &history.frame.scale) > limits::POINTS
                && let Some(span) = self.parties.span(id.index())
            {
                let message = format!(
                    "the weights and worths of `{}` have no small common denominator",
                    party.name
                );
                self.fault(
                    Fault::at(Code::TooLarge, span, message)
                        .help("write its ratios with fewer different denominators"),
                );
            }
        }
    }
}

/// A bound on every sum of weight times worth that a party's numbers can come to.
fn points_needed<'a>(
    draft: &PartyDraft,
    moves: impl Iterator<Item = &'a crate::scenario::Move>,
    scale: &Scale,
) -> i128 {
    use crate::scenario::{FloorHeight, Stance};
    let two = Ratio::from_integer(2);
    let mut worths = vec![
        scale.ideal,
        scale.acceptable,
        scale.tolerable,
        scale.opposed,
        scale.never,
        Ratio::new(1, 2),
    ];
    let mut weights = Vec::new();
    let corners = |range: &Range<Ratio>| {
        [range.low, range.likely, range.high].into_iter().flat_map(move |it| [it, it / two])
    };
    let mut rows = |row: &crate::scenario::DraftRow| {
        for stance in row.branches.iter().map(|(_, stance)| stance).chain([&row.last]) {
            if let Stance::Worth(range) = stance {
                worths.extend(corners(range));
                worths.push((range.low + range.high) / two);
            }
        }
    };
    for position in draft.positions.iter().flatten() {
        weights.extend(corners(&position.weight));
        position.rows.iter().for_each(&mut rows);
    }
    let mut floors: Vec<_> = draft.floor.iter().map(|floor| floor.height.clone()).collect();
    for step in moves {
        step.stances.iter().flat_map(|(_, stated)| stated).for_each(&mut rows);
        weights.extend(step.weights.iter().flat_map(|(_, weight)| corners(weight)));
        floors.extend(step.floor.iter().map(|floor| floor.height.clone()));
    }
    for floor in floors {
        if let FloorHeight::Worth(range) = floor {
            worths.extend(corners(&range));
        }
    }
    let issues = i128::try_from(draft.positions.len().max(1)).unwrap_or(i128::MAX);
    let unit = |ratios: &[Ratio]| crate::scenario::common_denominator(ratios.iter().copied());
    let greatest =
        weights.iter().max().map_or(1, |weight| weight.ceil().to_integer().saturating_add(1));
    // An order of weights has denominators up to the number of issues; it is bounded apart.
    let ordered: i128 = if draft.order.is_some() { 1 << 16 } else { 1 };
    [unit(&worths), 100, unit(&weights), greatest, issues, ordered]
        .into_iter()
        .fold(1_i128, i128::saturating_mul)
}

fn keys<V>(entries: &[(Spanned<String>, V)]) -> impl Iterator<Item = (&str, Span)> {
    entries.iter().map(|(key, _)| (key.value.as_str(), key.span))
}
