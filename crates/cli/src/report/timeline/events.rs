//! States and the events before them, with names.

use std::collections::BTreeSet;

use impasse_core::analysis::overlap::View;
use impasse_core::analysis::timeline::{
    CellChange, Change as MoveChange, Difference as Change, Event, Fate, Shift, State as Known,
    other_verdicts,
};
use impasse_core::analysis::verdict::{Kind, Passing};
use impasse_core::scenario::{
    DemandId, History, IssueId, Move, OptionId, PartyId, ProposalId, Range, Ratio, Scenario, Word,
    decimal,
};

use super::build::{Answers, told};
use super::{
    DemandFate, Difference, FloorChange, Kinds, Made, Moved, StanceChange, State, TextState,
    VerdictChange,
};
use crate::report::parts::{Demand, Number};
use crate::report::wording::{LEFT_OUT, Wording, confidence, word_of};

type Place<'a, 'w> = (&'a Known, &'a Wording<'w>);

/// A state with what led to it.
pub(super) fn state(
    answers: &Answers<'_>,
    before: Option<Place<'_, '_>>,
    (known, wording): Place<'_, '_>,
) -> State {
    let measures = &known.measures;
    let change = before.map(|(before, _)| Change::between(&before.measures, measures));
    let otherwise = before.map_or(Vec::new(), |(it, _)| other_verdicts(&it.measures, measures));
    let (came, went) = before.map_or((Vec::new(), Vec::new()), |(before, earlier)| {
        (new_conflicts((known, wording), before), new_conflicts((before, earlier), known))
    });
    let made = match known.event {
        Event::Text(id) => Some(made(known, wording, id)),
        Event::Start | Event::Move(_) | Event::End => None,
    };
    let changed_nothing = otherwise.is_empty()
        && came.is_empty()
        && went.is_empty()
        && change.as_ref().is_none_or(Change::is_none);
    State {
        event: match known.event {
            Event::Start => "start",
            Event::Text(_) => "text",
            Event::Move(_) => "move",
            Event::End => "end",
        },
        day: known.day.to_string(),
        text: made,
        moved: told(answers, before, (known, wording)),
        conflicts: measures.conflict_count(),
        refusals: measures.pair().map(|pair| pair.0),
        missing: measures.pair().map(|pair| pair.1.into()),
        missing_before: before.and_then(|(it, _)| it.measures.pair()).map(|pair| pair.1.into()),
        way_out: measures
            .way
            .as_ref()
            .map(|way| way.demands().map(|demand| wording.demand(demand)).collect()),
        texts: measures
            .texts
            .iter()
            .flatten()
            .map(|said| TextState {
                proposal: known.scenario.frame.proposals[said.proposal].name.clone(),
                outcome: outcome(&said.passing),
            })
            .collect(),
        change: change.as_ref().map(difference),
        verdicts: says_otherwise(wording, known, &otherwise),
        changed_nothing,
        new_conflicts: came,
        solved_conflicts: went,
    }
}

/// The conflicts of a state that another has not, by the names of their demands.
fn new_conflicts((known, wording): Place<'_, '_>, other: &Known) -> Vec<Vec<Demand>> {
    let names = |state: &Known, demands: &[DemandId]| -> BTreeSet<(PartyId, String)> {
        let all = &state.scenario.demands;
        demands.iter().map(|id| (all[*id].party, all[*id].name.clone())).collect()
    };
    let conflicts = |state: &Known| -> Vec<Vec<DemandId>> {
        state.measures.conflicts.list.iter().map(|it| it.demands().collect()).collect()
    };
    let old: Vec<_> = conflicts(other).iter().map(|set| names(other, set)).collect();
    let new = conflicts(known).into_iter().filter(|set| !old.contains(&names(known, set)));
    new.map(|set| set.into_iter().map(|id| wording.demand(id)).collect()).collect()
}

fn made(known: &Known, wording: &Wording<'_>, id: ProposalId) -> Made {
    let text = &known.scenario.frame.proposals[id];
    let rejecting = known.measures.texts.iter().flatten().filter(|said| said.proposal == id);
    let rejecting = rejecting.flat_map(|said| &said.verdicts).filter(|it| it.kind == Kind::Rejects);
    Made {
        proposal: text.name.clone(),
        title: text.title.clone(),
        public: text.public.filter(|day| *day > text.date).map(|day| day.to_string()),
        by: text.by.iter().map(|party| wording.party(*party)).collect(),
        sources: wording.cite(&text.grounds),
        rejected_by: rejecting.map(|it| wording.party(it.party)).collect(),
    }
}

/// A move with what it changed.
pub(super) fn moved(
    history: &History,
    (place, step): (usize, &Move),
    (before, earlier): Place<'_, '_>,
    (known, wording): Place<'_, '_>,
) -> Moved {
    let hidden = wording.hidden();
    let change = known.change.clone().unwrap_or_default();
    let left_out = hidden.party(step.party);
    // Its sentence may tell what the floor or a weight became.
    let tells_floor = hidden.floors && change.floor.is_some();
    let tells_weight = hidden.weights && !change.weights.is_empty();
    let is_told = !(left_out || tells_floor || tells_weight);
    let mut moved = Moved {
        number: place + 1,
        party: wording.party_key(step.party),
        party_title: wording.party_title(step.party),
        says: None,
        sources: Vec::new(),
        confidence: "undisclosed",
        basis: None,
        hindsight: false,
        hindsight_on: Vec::new(),
        kinds: Kinds::default(),
        stances: Vec::new(),
        weights: Vec::new(),
        demands: Vec::new(),
        floor: None,
    };
    if left_out {
        return moved;
    }
    if is_told {
        moved.says.clone_from(&step.grounds.says);
        moved.sources = wording.cite(&step.grounds);
        moved.confidence = confidence(step.grounds.confidence);
        moved.basis = wording.basis(&step.grounds);
    }
    if !hidden.sources {
        moved.hindsight = is_told && history.is_hindsight(step);
        moved.hindsight_on = hindsight_on(&known.scenario, wording, step.party, &change);
    }
    moved.kinds = kinds(wording, &change);
    moved.stances = stances((wording, step.party), [&before.scenario, &known.scenario], &change);
    moved.weights = change.weights.iter().map(|issue| wording.issue(*issue)).collect();
    moved.demands = change
        .demands
        .iter()
        .filter_map(|it| {
            let find = |scenario: &Scenario| {
                scenario.demands.find(|other| other.party == step.party && other.name == it.name)
            };
            let demand = match find(&known.scenario) {
                Some(id) => wording.demand(id),
                None => earlier.demand(find(&before.scenario)?),
            };
            Some(DemandFate { demand, fate: fate(it.fate) })
        })
        .collect();
    moved.floor = change.floor.filter(|_| !hidden.floors).map(|floor| FloorChange {
        before: floor.before.map(|range| height(&range)),
        after: floor.after.map(|range| height(&range)),
        direction: match floor.rose {
            Some(true) => "rose",
            Some(false) => "fell",
            None => "changed",
        },
    });
    moved
}

fn height(range: &Range<Ratio>) -> String {
    if range.is_exact() {
        decimal(range.low, 1)
    } else {
        format!("{} to {}", decimal(range.low, 1), decimal(range.high, 1))
    }
}

/// The issues on which what a move states is known only from later sources.
fn hindsight_on(
    scenario: &Scenario,
    wording: &Wording<'_>,
    party: PartyId,
    change: &MoveChange,
) -> Vec<String> {
    let mut issues = Vec::new();
    for cell in &change.cells {
        let late = scenario.position(party, cell.issue).is_some_and(|position| {
            let row = position.cell(cell.option).row.and_then(|row| position.rows.get(row));
            row.is_some_and(|row| row.grounds.hindsight)
        });
        let title = wording.issue(cell.issue);
        if late && !issues.contains(&title) {
            issues.push(title);
        }
    }
    issues
}

fn kinds(wording: &Wording<'_>, change: &MoveChange) -> Kinds {
    let kinds = change.kinds();
    let names = |parties: &[PartyId]| -> Vec<String> { open(wording, parties) };
    Kinds {
        concession: kinds.concession.is_some(),
        toward: names(kinds.concession.as_deref().unwrap_or_default()),
        hardening: kinds.hardening.is_some(),
        by_condition_alone: kinds.by_condition_alone,
        away_from: names(kinds.hardening.as_deref().unwrap_or_default()),
        pressure: kinds.pressure && !wording.hidden().floors,
        clarification: kinds.clarification,
        meets: names(&kinds.meets),
        opposes: names(&kinds.opposes),
        takes_back: names(&kinds.takes_back),
    }
}

/// Names of parties that are not left out: whom a party left out wants to please is its own.
fn open(wording: &Wording<'_>, parties: &[PartyId]) -> Vec<String> {
    let open = parties.iter().filter(|party| !wording.hidden().party(**party));
    open.map(|party| wording.party(*party)).collect()
}

/// Options of one issue that went the same way in one line.
fn stances(
    mover: (&Wording<'_>, PartyId),
    scenarios: [&Scenario; 2],
    change: &MoveChange,
) -> Vec<StanceChange> {
    let mut lines: Vec<StanceChange> = Vec::new();
    for cell in &change.cells {
        let line = stance(mover, scenarios, cell);
        let alike = lines.iter_mut().find(|known| {
            (&known.issue, &known.before, &known.after, known.shift, &known.wanted_by)
                == (&line.issue, &line.before, &line.after, line.shift, &line.wanted_by)
        });
        match alike {
            Some(known) => known.options.extend(line.options),
            None => lines.push(line),
        }
    }
    lines
}

fn stance(
    (wording, party): (&Wording<'_>, PartyId),
    [before, after]: [&Scenario; 2],
    cell: &CellChange,
) -> StanceChange {
    let words =
        |scenario, view| stance_words(wording, scenario, (party, cell.issue, cell.option), view);
    StanceChange {
        issue: wording.issue_key(cell.issue),
        title: wording.issue(cell.issue),
        options: vec![wording.option(cell.issue, cell.option)],
        before: words(before, cell.before),
        after: words(after, cell.after),
        shift: match cell.shift {
            Shift::Rose => "rose",
            Shift::Fell => "fell",
            Shift::FirstStated => "first stated",
            Shift::TakenBack => "taken back",
            Shift::Reworded => "reworded",
        },
        wanted_by: open(wording, &cell.wanted_by),
    }
}

/// A view in a few words; one under conditions with its conditions.
fn stance_words(
    wording: &Wording<'_>,
    scenario: &Scenario,
    (party, issue, option): (PartyId, IssueId, OptionId),
    view: View,
) -> String {
    let cell = scenario.position(party, issue).map(|position| position.cell(option));
    if let Some(cell) = cell.filter(|cell| !cell.branches.is_empty()) {
        let branches = cell.branches.iter().map(|(when, stance)| {
            format!("{} with {}", wording.stance(*stance), wording.formula(when))
        });
        let last = format!("else {}", wording.stance(cell.last));
        return branches.chain([last]).collect::<Vec<_>>().join(", ");
    }
    match (view.worst, view.best) {
        (Word::Never, Word::Ideal) if view.unknown => "not stated".to_owned(),
        (worst, best) if view.unknown && worst == best => {
            format!("not stated, {} by the shape of its position", word_of(best))
        }
        (Word::Never, best) if view.unknown => {
            format!("not stated, at most {} by the shape of its position", word_of(best))
        }
        (worst, best) if view.unknown => format!(
            "not stated, {} to {} by the shape of its position",
            word_of(worst),
            word_of(best)
        ),
        (Word::Never, Word::Opposed) => "never (disputed)".to_owned(),
        (worst, best) if worst == best => word_of(worst).to_owned(),
        (worst, best) => format!("{} to {}", word_of(worst), word_of(best)),
    }
}

/// What became of a demand, in a word.
pub(super) fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Dropped => "dropped",
        Fate::Tightened => "tightened",
        Fate::Eased => "eased",
        Fate::Changed => "changed",
    }
}

/// A change of the measures for a report.
pub(super) fn difference(change: &Change) -> Difference {
    let whole = |number: Option<i128>| number.and_then(|it| i64::try_from(it).ok());
    Difference {
        conflicts: whole(change.conflicts),
        refusals: whole(change.refusals),
        missing: change.missing.map(Number::from),
        unopposed: whole(change.unopposed),
    }
}

/// Verdicts that changed, of whoever is not left out.
pub(super) fn says_otherwise(
    wording: &Wording<'_>,
    known: &Known,
    verdicts: &[(ProposalId, PartyId, Kind, Kind)],
) -> Vec<VerdictChange> {
    let frame = &known.scenario.frame;
    let open = verdicts.iter().filter(|(_, party, ..)| !wording.hidden().party(*party));
    open.map(|(proposal, party, before, after)| VerdictChange {
        proposal: frame.proposals[*proposal].name.clone(),
        title: frame.proposals[*proposal].title.clone(),
        party: wording.party_key(*party),
        name: wording.party(*party),
        before: kind_words(*before),
        after: kind_words(*after),
    })
    .collect()
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Impossible => "impossible",
        Kind::NotAsked => "not asked",
        Kind::Rejects => "rejects",
        Kind::Accepts => "accepts",
        Kind::DependsOnReading => "depends on reading",
        Kind::DependsOnJudgement => "depends on judgement",
        Kind::NoStatedObjection => "no stated objection",
    }
}

fn outcome(passing: &Passing) -> &'static str {
    match passing {
        Passing::Impossible => "impossible",
        Passing::Passes(_) => "passes",
        Passing::NoStatedObstacle(_) => "no stated obstacle",
        Passing::OnlyReadDifferently => "only read differently",
        Passing::Fails(_) => "fails",
    }
}

/// Whether a demand is left out.
pub(super) fn is_left_out(demand: &Demand) -> bool {
    demand.id == LEFT_OUT
}
