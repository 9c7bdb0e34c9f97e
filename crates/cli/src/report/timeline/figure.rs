//! Conflicts and distance over time, as a picture.

use impasse_core::scenario::parse_date;

use super::{Kinds, Report, State};
use crate::document::{Column, Figure, Table, Tone};
use crate::picture::{Course, CourseLine, Lane, LaneMark, Picture};

/// A number that is drawn over time: how it is called, and how a state has it.
type Counted = (&'static str, fn(&State) -> Option<String>);

impl Report {
    /// Conflicts and distance over time; none where they are left out or nothing happened.
    pub(in crate::report) fn figure(&self) -> Option<Figure> {
        let states = self.course();
        if states.len() < 3 {
            return None;
        }
        let times = self.times();
        let counted: [Counted; 3] = [
            ("conflicts", |state| state.conflicts.map(|it| it.to_string())),
            ("refusals that must give", |state| state.refusals.map(|it| it.to_string())),
            ("points still missing", |state| state.missing.as_ref().map(|it| it.decimal.clone())),
        ];
        let is_drawn = |(name, number): &&Counted| {
            let any = states.iter().filter_map(number).any(|it| it != "0");
            states.iter().any(|it| number(it).is_some()) && (any || *name != "points still missing")
        };
        let drawn: Vec<&Counted> = counted.iter().filter(is_drawn).collect();
        if drawn.is_empty() {
            return None;
        }
        let lines = drawn.iter().map(|(name, number)| {
            let points = states.iter().zip(&times);
            let points: Vec<(f64, String)> =
                points.filter_map(|(state, at)| Some((*at, number(state)?))).collect();
            let end = |point: Option<&(f64, String)>| {
                point.map_or(String::new(), |(_, number)| number.clone())
            };
            CourseLine {
                name: (*name).to_owned(),
                ends: [end(points.first()), end(points.last())],
                points: points
                    .into_iter()
                    .map(|(at, number)| (at, number.parse().unwrap_or_default()))
                    .collect(),
            }
        });
        Some(Figure {
            title: "Conflicts and distance over time".to_owned(),
            alt: "One field for each number, drawn as a line in steps over the days: conflicts among \
                  stated demands, and refusals that must give at least. Below the fields, a row \
                  for each party with a mark for each of its moves, and a row for texts."
                .to_owned(),
            picture: Picture::Course(Course {
                days: self.days(&times),
                lines: lines.collect(),
                lanes: self.lanes(&times),
            }),
            table: self.course_table(&drawn),
        })
    }

    /// The time of each state: days since the start, and a part of a day by its place in the day.
    fn times(&self) -> Vec<f64> {
        let states = self.course();
        let start = states.first().and_then(|state| parse_date(&state.day));
        let mut times = Vec::new();
        for (place, state) in states.iter().enumerate() {
            let same = |other: &&State| other.day == state.day;
            let of_day = states.iter().filter(same).count();
            let before = states.iter().take(place).filter(same).count();
            let day = start.zip(parse_date(&state.day)).and_then(|(start, day)| {
                let days = day.since(start).ok()?.get_days();
                Some(f64::from(days))
            });
            times.push(day.unwrap_or_default() + part(before, of_day));
        }
        times
    }

    /// Each day on which something happened, at its first event.
    fn days(&self, times: &[f64]) -> Vec<(f64, String)> {
        let mut days: Vec<(f64, String)> = Vec::new();
        for (state, at) in self.course().iter().zip(times) {
            if days.last().is_none_or(|(_, day)| *day != state.day) {
                days.push((*at, state.day.clone()));
            }
        }
        days
    }

    /// One row for texts, and one for each party that moved, in the order of its first move.
    fn lanes(&self, times: &[f64]) -> Vec<Lane> {
        let mut texts = Lane { name: "Texts".to_owned(), marks: Vec::new() };
        let mut lanes: Vec<Lane> = Vec::new();
        for (state, at) in self.course().iter().zip(times) {
            if let Some(text) = &state.text {
                let label = text.proposal.clone();
                texts.marks.push(LaneMark { at: *at, label, tone: Tone::Quiet });
            }
            let Some(moved) = state.moved.as_ref().filter(|it| self.lists(&it.party)) else {
                continue;
            };
            let (letters, tone) = moved.kinds.letters();
            let label = format!("{letters}{}", moved.number);
            let mark = LaneMark { at: *at, label, tone };
            match lanes.iter_mut().find(|lane| lane.name == moved.party_title) {
                Some(lane) => lane.marks.push(mark),
                None => lanes.push(Lane { name: moved.party_title.clone(), marks: vec![mark] }),
            }
        }
        lanes.sort_by_cached_key(|lane| {
            self.movers.iter().position(|mover| mover.title == lane.name)
        });
        if !texts.marks.is_empty() {
            lanes.push(texts);
        }
        lanes
    }

    /// The same data, where a number changed or a text was made.
    fn course_table(&self, drawn: &[&Counted]) -> Table {
        let mut head = vec![Column::text("day"), Column::text("event")];
        head.extend(drawn.iter().map(|(name, _)| Column::numeric(*name)));
        let mut table = Table::new(head);
        let mut before: Option<Vec<Option<String>>> = None;
        for state in self.course() {
            let numbers: Vec<Option<String>> =
                drawn.iter().map(|(_, number)| number(state)).collect();
            let changed = before.as_ref() != Some(&numbers);
            before = Some(numbers.clone());
            if !changed && state.event == "move" {
                continue;
            }
            let event = match (&state.moved, &state.text) {
                (Some(moved), _) if !self.lists(&moved.party) => {
                    "a move of another party".to_owned()
                }
                (Some(moved), _) => format!("move {}, {}", moved.number, moved.party_title),
                (None, Some(text)) => format!("“{}” is made", text.title),
                (None, None) if state.event == "start" => "the start".to_owned(),
                (None, None) => "the end".to_owned(),
            };
            let numbers = numbers.into_iter().map(|it| it.unwrap_or("not finished".to_owned()));
            table.push([state.day.clone(), event].into_iter().chain(numbers));
        }
        table
    }
}

/// Where in a day something lies that has so many before it.
fn part(before: usize, of_day: usize) -> f64 {
    let whole = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    0.8 * whole(before) / whole(of_day.max(1))
}

impl Kinds {
    /// The kind of a move in letters, and how it is coloured.
    fn letters(&self) -> (&'static str, Tone) {
        match (self.concession, self.hardening, self.pressure) {
            (true, true, _) => ("CH", Tone::Open),
            (true, false, _) => ("C", Tone::Clear),
            (false, true, _) => ("H", Tone::Blocked),
            (false, false, true) => ("P", Tone::Quiet),
            (false, false, false) => ("", Tone::Quiet),
        }
    }
}
