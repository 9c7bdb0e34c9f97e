//! How did positions move, and did the moves bring an agreement nearer?
//!
//! The state at the end of a day is the positions at the start with every move up to that day. A
//! timeline is the row of states, one after each event: the start, each move in order, each text on
//! the day it was made (before the moves of that day), and the end. Every state is measured as any
//! scenario is: conflicts, distance, cheapest way out, what each party says to the texts that exist.

mod change;
mod contribution;
mod convergence;
mod measure;

pub use change::{CellChange, Change, DemandChange, Fate, FloorShift, Kinds, Shift, change};
pub use contribution::{Contribution, Difference, other_verdicts};
pub use convergence::{Closeness, Gap};
pub use measure::{Measures, Said};

use super::network::Network;
use crate::scenario::{Date, History, PartyId, ProposalId, Scenario, Supposition};
use crate::search::{Budget, Exhausted};
use measure::{Asked, Known, Outlines, measure};

/// From where to where a timeline goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day whose events are shown; none for all from the start.
    pub from: Option<Date>,
    /// The last day.
    pub to: Date,
}

/// The states of a negotiation, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The start, a state after each event, and the end.
    pub states: Vec<State>,
    /// Why some state was not measured to the end, if so.
    pub stopped: Option<Exhausted>,
}

/// Positions after an event.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The event.
    pub event: Event,
    /// The day.
    pub day: Date,
    /// The positions, spoken of on that day.
    pub scenario: Scenario,
    /// What the state comes to.
    pub measures: Measures,
    /// How the principals stand to each other; none where that was not finished.
    pub closeness: Option<Closeness>,
    /// What a move changed.
    pub change: Option<Change>,
}

/// What leads to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The beginning of the time shown.
    Start,
    /// A text is made.
    Text(ProposalId),
    /// A move, by its place in the history.
    Move(usize),
    /// The day the report speaks of.
    End,
}

/// What is wanted of every state besides conflicts, distance and verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whether the cheapest way out of every state is wanted.
    pub ways: bool,
    /// Whether overlaps are wanted.
    pub closeness: bool,
}

/// The timeline of a history. Its first state is that of the start, or of the day before
/// `window.from`.
pub fn timeline(
    history: &History,
    window: Window,
    supposition: &Supposition,
    wanted: Wanted,
    budget: &mut Budget,
) -> Timeline {
    let mut outlines = Outlines::default();
    let mut states: Vec<State> = Vec::new();
    let mut stopped = None;
    for (event, day, count) in events(history, window) {
        let mover = match event {
            Event::Move(step) => history.moves().get(step).map(|it| it.party),
            Event::Start | Event::Text(_) | Event::End => None,
        };
        let (scenario, _) = history.after(day, |place, _| place < count, supposition);
        let texts = texts(history, &states, event, day);
        let before = states.last();
        let known = before.map(|state| Known {
            scenario: &state.scenario,
            measures: &state.measures,
            mover,
        });
        let asked = Asked { scenario: &scenario, texts: &texts, way: wanted.ways };
        let (measures, unfinished) = measure(asked, known, &mut outlines, budget);
        stopped = stopped.or(unfinished);
        let closeness = match before.filter(|_| mover.is_none()) {
            _ if !wanted.closeness => None,
            Some(state) => state.closeness.clone(),
            None => convergence::closeness(&Network::new(&scenario), budget)
                .map_err(|exhausted| stopped = stopped.or(Some(exhausted)))
                .ok(),
        };
        let change =
            mover.zip(before).map(|(mover, state)| change(&state.scenario, &scenario, mover));
        states.push(State { event, day, scenario, measures, closeness, change });
    }
    Timeline { states, stopped }
}

/// The events with their days, and how many moves apply after each.
fn events(history: &History, window: Window) -> Vec<(Event, Date, usize)> {
    let begin = window.from.filter(|from| *from > history.from());
    let start = begin.and_then(|from| from.yesterday().ok()).unwrap_or(history.from());
    let shown = |day: Date| day <= window.to && begin.is_none_or(|from| day >= from);
    let moves = history.moves();
    let applied = |day: Date| moves.iter().take_while(|step| step.date < day).count();
    let first = begin.map_or(0, applied);
    let mut list: Vec<(Date, usize, Event, usize)> = Vec::new();
    for (id, proposal) in history.frame().proposals.iter() {
        if shown(proposal.date) && proposal.date > start {
            let before = applied(proposal.date);
            list.push((proposal.date, 0, Event::Text(id), before));
        }
    }
    for (place, step) in moves.iter().enumerate().filter(|(_, step)| shown(step.date)) {
        list.push((step.date, 1 + place, Event::Move(place), place + 1));
    }
    list.sort_by_key(|(day, place, ..)| (*day, *place));
    let last = moves.iter().take_while(|step| step.date <= window.to).count();
    let events = list.into_iter().map(|(day, _, event, count)| (event, day, count));
    let start = [(Event::Start, start, first)];
    start.into_iter().chain(events).chain([(Event::End, window.to, last)]).collect()
}

/// The texts that exist after an event: those before it, and its own.
fn texts(history: &History, states: &[State], event: Event, day: Date) -> Vec<ProposalId> {
    let all = history.frame().proposals.iter();
    match event {
        Event::Start => all.filter(|(_, text)| text.date <= day).map(|(id, _)| id).collect(),
        Event::Text(_) | Event::Move(_) | Event::End => {
            let made = states.iter().filter_map(|state| match state.event {
                Event::Text(id) => Some(id),
                _ => None,
            });
            let start = states.first().map(|state| state.day);
            let earlier = all.filter(|(_, text)| start.is_some_and(|start| text.date <= start));
            let own = match event {
                Event::Text(id) => Some(id),
                _ => None,
            };
            let mut list: Vec<ProposalId> =
                earlier.map(|(id, _)| id).chain(made).chain(own).collect();
            list.sort_unstable();
            list
        }
    }
}

impl Timeline {
    /// Each state with the one before it.
    pub fn steps(&self) -> impl Iterator<Item = (&State, &State)> {
        self.states.iter().zip(self.states.iter().skip(1))
    }

    /// The change from the first state to the last.
    pub fn whole(&self) -> Difference {
        match (self.states.first(), self.states.last()) {
            (Some(first), Some(last)) => Difference::between(&first.measures, &last.measures),
            _ => Difference::none(),
        }
    }
}

impl State {
    /// The move's party, of a move.
    pub fn mover(&self, history: &History) -> Option<PartyId> {
        match self.event {
            Event::Move(step) => history.moves().get(step).map(|it| it.party),
            Event::Start | Event::Text(_) | Event::End => None,
        }
    }
}
