//! A timeline for a spreadsheet: a row for each state.

use super::{Report, State};
use crate::sheet::{Sheet, flag, several};

const HEAD: [&str; 19] = [
    "day",
    "event",
    "number",
    "party",
    "text",
    "says",
    "concession",
    "toward",
    "hardening",
    "away_from",
    "pressure",
    "clarification",
    "conflicts",
    "refusals",
    "points_missing",
    "texts",
    "texts_without_stated_objection",
    "changed_nothing",
    "hindsight",
];

impl Report {
    /// A row for each state.
    pub fn sheet(&self) -> Sheet {
        Sheet::new(HEAD, self.states.iter().map(row))
    }
}

fn row(state: &State) -> [String; 19] {
    let moved = state.moved.as_ref();
    let kinds = moved.map(|moved| &moved.kinds);
    let mark = |value: Option<bool>| value.map_or(String::new(), flag);
    let number = |number: Option<usize>| number.map_or(String::new(), |it| it.to_string());
    let unopposed =
        state.texts.iter().filter(|text| matches!(text.outcome, "passes" | "no stated obstacle"));
    [
        state.day.clone(),
        state.event.to_owned(),
        number(moved.map(|it| it.number)),
        moved.map_or(String::new(), |it| it.party.clone()),
        state.text.as_ref().map_or(String::new(), |it| it.proposal.clone()),
        moved.and_then(|it| it.says.clone()).unwrap_or_default(),
        mark(kinds.map(|it| it.concession)),
        kinds.map_or(String::new(), |it| several(&it.toward)),
        mark(kinds.map(|it| it.hardening)),
        kinds.map_or(String::new(), |it| several(&it.away_from)),
        mark(kinds.map(|it| it.pressure)),
        mark(kinds.map(|it| it.clarification)),
        number(state.conflicts),
        number(state.refusals),
        state.missing.as_ref().map_or(String::new(), |it| it.decimal.clone()),
        state.texts.len().to_string(),
        unopposed.count().to_string(),
        mark(moved.map(|_| state.changed_nothing)),
        mark(moved.map(|it| it.hindsight)),
    ]
}
