//! How positions moved, with names.

use impasse_core::analysis::timeline::{
    Contribution, Difference as Change, Event, Fate, State as Known, Timeline, other_verdicts,
};
use impasse_core::scenario::{History, PartyId};
use impasse_core::search::Exhausted;

use super::events::{difference, moved, says_otherwise, state};
use super::{Mover, Part, Report};
use crate::report::parts::Source;
use crate::report::wording::Wording;

/// What a report of a timeline is made of.
#[derive(Debug)]
pub struct Answers<'a> {
    /// The history.
    pub history: &'a History,
    /// Its states.
    pub timeline: &'a Timeline,
    /// The part of each move in the end, where asked for.
    pub parts: Option<&'a [Contribution]>,
    /// Why the parts were not finished, if so.
    pub parts_stopped: Option<Exhausted>,
    /// Only these parties' moves are listed; all if there is none.
    pub shown: &'a [PartyId],
    /// What is supposed against the file.
    pub suppositions: Vec<String>,
}

impl Answers<'_> {
    /// Whether a party's moves are listed.
    pub(super) fn shows(&self, party: PartyId) -> bool {
        self.shown.is_empty() || self.shown.contains(&party)
    }
}

/// The report of a timeline; `wordings` has one for every state, in order.
pub fn build(answers: &Answers<'_>, wordings: &[Wording<'_>]) -> Report {
    let timeline = answers.timeline;
    let pairs: Vec<(&Known, &Wording<'_>)> = timeline.states.iter().zip(wordings).collect();
    let before = [None].into_iter().chain(pairs.iter().map(|pair| Some(*pair)));
    let all: Vec<super::State> =
        before.zip(&pairs).map(|(before, pair)| state(answers, before, *pair)).collect();
    let moves_in_all = all.iter().filter(|state| state.moved.is_some()).count();
    let is_listed =
        |known: &Known| known.mover(answers.history).is_none_or(|party| answers.shows(party));
    let listed = all.iter().zip(&pairs).filter(|(_, (known, _))| is_listed(known));
    let states: Vec<super::State> = listed.map(|(state, _)| state.clone()).collect();
    let course = if states.len() < all.len() { all } else { Vec::new() };
    let first = timeline.states.first();
    let last = pairs.last();
    let parts = answers.parts.zip(last).map(|(parts, (end, wording))| {
        let shown = parts.iter().filter(|part| {
            let step = answers.history.moves().get(part.step);
            step.is_some_and(|step| answers.shows(step.party))
        });
        shown.filter_map(|part| self::part(answers, wording, end, part)).collect()
    });
    let sum = answers.parts.zip(last).map(|(parts, (end, _))| {
        let changes = parts.iter().map(|part| Change::between(&part.without, &end.measures));
        difference(&changes.fold(Change::none(), Change::plus))
    });
    let mut unfinished = Vec::new();
    if let Some(exhausted) = timeline.stopped {
        unfinished.push(format!("the states over time {exhausted}"));
    }
    if let Some(exhausted) = answers.parts_stopped {
        unfinished.push(format!("what each move made of the end {exhausted}"));
    }
    let mut report = Report {
        schema: crate::report::SCHEMA,
        command: "timeline",
        title: answers.history.frame().title.clone(),
        from: first.map_or(String::new(), |state| state.day.to_string()),
        as_of: last.map_or(String::new(), |(state, _)| state.day.to_string()),
        suppositions: answers.suppositions.clone(),
        shown: Vec::new(),
        movers: movers(answers, &pairs),
        whole: difference(&timeline.whole()),
        parts,
        sum_of_parts: if answers.parts_stopped.is_some() { None } else { sum },
        issues: super::issues::issues(&pairs),
        issues_in_all: answers.history.frame().issues.len(),
        pairs: super::issues::pairs(&pairs),
        demands: super::demands::demands(answers, &pairs),
        moves_in_all,
        states,
        course,
        unfinished,
        sources: Vec::new(),
    };
    if let Some((_, wording)) = last {
        report.shown = answers.shown.iter().map(|party| wording.party_key(*party)).collect();
    }
    report.sources = sources(wordings);
    report
}

/// The sources that any of them cited.
fn sources(wordings: &[Wording<'_>]) -> Vec<Source> {
    let mut all: Vec<Source> = wordings.iter().flat_map(Wording::sources).collect();
    all.sort_by(|one, other| one.key.cmp(&other.key));
    all.dedup_by(|one, other| one.key == other.key);
    all
}

/// A move's part in the end.
fn part(
    answers: &Answers<'_>,
    wording: &Wording<'_>,
    end: &Known,
    part: &Contribution,
) -> Option<Part> {
    let step = answers.history.moves().get(part.step)?;
    let verdicts = other_verdicts(&part.without, &end.measures);
    Some(Part {
        number: part.step + 1,
        day: step.date.to_string(),
        party: wording.party_key(step.party),
        party_title: wording.party_title(step.party),
        change: difference(&Change::between(&part.without, &end.measures)),
        verdicts: says_otherwise(wording, end, &verdicts),
        taken_up_by: part.taken_up_by.iter().map(|step| step + 1).collect(),
    })
}

/// How many moves of each kind each party made.
fn movers(answers: &Answers<'_>, pairs: &[(&Known, &Wording<'_>)]) -> Vec<Mover> {
    let Some((_, naming)) = pairs.first() else { return Vec::new() };
    let parties = answers.history.frame().parties.ids();
    let shown = parties.filter(|it| answers.shows(*it) && !naming.hidden().party(*it));
    let mut list = Vec::new();
    for party in shown {
        let mut mover = Mover {
            party: naming.party_key(party),
            title: naming.party_title(party),
            ..Mover::default()
        };
        for (known, _) in pairs.iter().filter(|(it, _)| it.mover(answers.history) == Some(party)) {
            let Some(change) = &known.change else { continue };
            let kinds = change.kinds();
            let any = kinds.concession.is_some() || kinds.hardening.is_some();
            let any = any || (kinds.pressure && !naming.hidden().floors);
            mover.moves += 1;
            mover.concessions += usize::from(kinds.concession.is_some());
            mover.hardenings += usize::from(kinds.hardening.is_some());
            mover.conditions_alone += usize::from(kinds.by_condition_alone);
            mover.pressures += usize::from(kinds.pressure && !naming.hidden().floors);
            mover.clarifications += usize::from(!any);
            let fates =
                |test: fn(Fate) -> bool| change.demands.iter().filter(|it| test(it.fate)).count();
            mover.demands_added += fates(|fate| fate == Fate::Added);
            mover.demands_dropped += fates(|fate| fate == Fate::Dropped);
        }
        list.push(mover);
    }
    list
}

/// The move that led to a state, in words.
pub(super) fn told(
    answers: &Answers<'_>,
    before: Option<(&Known, &Wording<'_>)>,
    (known, wording): (&Known, &Wording<'_>),
) -> Option<super::Moved> {
    let Event::Move(place) = known.event else { return None };
    let step = answers.history.moves().get(place)?;
    let (before, earlier) = before?;
    Some(moved(answers.history, (place, step), (before, earlier), (known, wording)))
}
