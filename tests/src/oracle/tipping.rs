//! Single changes of a scenario, made one by one in its text, and what verdicts become.

use std::collections::BTreeSet;

use impasse_core::scenario::{PartyId, Proposal};

use super::World;
use super::verdict::{Says, realisations, says};
use crate::spec::{FloorSpec, Ground, Q, RowSpec, Spec, StanceSpec};

/// A verdict as far as packages decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// The text has no reading.
    Impossible,
    /// Its consent is not asked.
    NotAsked,
    /// Every way to carry out the text breaks a firm demand.
    Rejects,
    /// Some do.
    Divided,
    /// None does, and none can.
    Accepts,
    /// None does for certain.
    Open,
}

/// What a party says to a text.
pub fn stand(world: &World<'_>, proposal: &Proposal, party: PartyId) -> Stand {
    let ways = realisations(world, proposal);
    let all = ways.iter().map(|(key, packages)| {
        says(world, (party, proposal), (key, packages), &mut BTreeSet::new())
    });
    let all: Vec<Says> = all.flatten().collect();
    match (all.iter().min(), all.iter().max()) {
        _ if ways.is_empty() => Stand::Impossible,
        (None, _) | (_, None) => Stand::NotAsked,
        (_, Some(Says::Breaks)) => Stand::Rejects,
        (Some(Says::Breaks), _) => Stand::Divided,
        (Some(Says::Accepts), _) => Stand::Accepts,
        (Some(Says::Between), _) => Stand::Open,
    }
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A demand dropped or taken as firm.
    Demand,
    /// A view moved.
    Step,
    /// A view answered.
    Answer,
    /// A worth moved.
    Worth,
    /// A floor moved or put in place.
    Floor,
    /// A weight moved.
    Weight,
}

/// A change, and the scenario with it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its kind.
    pub kind: Kind,
    /// Steps, or how far a number lies outside what is stated.
    pub size: Q,
    /// The scenario with it.
    pub spec: Spec,
}

const WORDS: [&str; 5] = ["Never", "Opposed", "Tolerable", "Acceptable", "Ideal"];

/// Every single change of what a party has said, numbers on a grid.
pub fn changes(spec: &Spec, party: usize) -> Vec<Changed> {
    let mut list = demands(spec, party);
    list.extend(views(spec, party));
    list.extend(numbers(spec, party));
    list
}

/// A red line by its name, or by its issue where it has none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Red {
    Named(String),
    Unnamed(usize),
}

fn red(row: &RowSpec, issue: usize) -> Option<Red> {
    row.refuses().then(|| row.id.clone().map_or(Red::Unnamed(issue), Red::Named))
}

fn demands(spec: &Spec, party: usize) -> Vec<Changed> {
    let mut list = Vec::new();
    let mut push = |spec: Spec| list.push(Changed { kind: Kind::Demand, size: 1.into(), spec });
    let positions = spec.parties[party].positions.iter().enumerate();
    let reds: BTreeSet<Red> = positions
        .filter_map(|(issue, position)| Some((issue, position.as_ref()?)))
        .flat_map(|(issue, position)| position.rows.iter().filter_map(move |row| red(row, issue)))
        .collect();
    for named in &reds {
        for drop in [true, false] {
            let mut changed = spec.clone();
            let positions = changed.parties[party].positions.iter_mut().enumerate();
            for (issue, position) in positions {
                let Some(position) = position else { continue };
                let is = |row: &RowSpec| red(row, issue).as_ref() == Some(named);
                if drop {
                    position.rows.retain(|row| !is(row));
                } else {
                    let rows = position.rows.iter_mut().filter(|row| is(row));
                    rows.for_each(|row| row.ground = Ground::Stated);
                }
            }
            push(changed);
        }
    }
    for link in 0..spec.parties[party].links.len() {
        let mut changed = spec.clone();
        changed.parties[party].links.remove(link);
        push(changed);
        let mut changed = spec.clone();
        changed.parties[party].links[link].2 = Ground::Stated;
        push(changed);
    }
    list
}

fn views(spec: &Spec, party: usize) -> Vec<Changed> {
    let mut list = Vec::new();
    for (issue, position) in spec.parties[party].positions.iter().enumerate() {
        let Some(position) = position else { continue };
        for option in 0..spec.issues[issue].options.len() {
            let row = position.rows.iter().find(|row| row.on.contains(&option)).cloned();
            let row = row.unwrap_or(RowSpec {
                id: None,
                on: Vec::new(),
                branches: Vec::new(),
                last: StanceSpec::Word("Unknown"),
                ground: Ground::Stated,
            });
            let several = row.on.len() > 1;
            for branch in 0..=row.branches.len() {
                let stance = row.branches.get(branch).map_or(&row.last, |(_, stance)| stance);
                let StanceSpec::Word(from) = stance else { continue };
                let rank = |word| WORDS.iter().position(|it| *it == word);
                for (place, word) in WORDS.iter().enumerate() {
                    let (kind, size) = match rank(*from) {
                        None => (Kind::Answer, 1),
                        Some(rank) if rank == place => continue,
                        Some(rank) => (Kind::Step, rank.abs_diff(place)),
                    };
                    let mut row = row.clone();
                    row.on = vec![option];
                    match row.branches.get_mut(branch) {
                        Some((_, stance)) => *stance = StanceSpec::Word(word),
                        None => row.last = StanceSpec::Word(word),
                    }
                    if *word == "Never" {
                        row.id = Some("supposed-red-line".to_owned());
                        row.ground = Ground::Stated;
                    } else if !row.refuses() {
                        row.id = None;
                    } else if row.id.is_some() && several {
                        // Two statements of one name cannot be written down.
                        continue;
                    }
                    let mut changed = spec.clone();
                    let position = changed.parties[party].positions[issue].as_mut().unwrap();
                    for other in &mut position.rows {
                        other.on.retain(|it| *it != option);
                    }
                    position.rows.retain(|other| !other.on.is_empty());
                    position.rows.push(row);
                    let size = Q::from(i128::try_from(size).unwrap());
                    list.push(Changed { kind, size, spec: changed });
                }
            }
        }
    }
    list
}

/// Numbers outside what is stated, from a grid.
fn outside(numbers: &[Q], grid: impl IntoIterator<Item = Q>) -> Vec<(Q, Q)> {
    let (low, high) = (numbers[0], numbers[numbers.len() - 1]);
    let grid = grid.into_iter().filter(|it| *it < low || *it > high);
    grid.map(|it| (it, if it < low { low - it } else { it - high })).collect()
}

fn numbers(spec: &Spec, party: usize) -> Vec<Changed> {
    let mut list = Vec::new();
    let worths = || (0..=20).map(|it| Q::from(it * 5));
    let known = &spec.parties[party];
    let mut floor = |size: Q, to: Q| {
        let mut changed = spec.clone();
        changed.parties[party].floor = Some(FloorSpec::Worth(vec![to]));
        list.push(Changed { kind: Kind::Floor, size, spec: changed });
    };
    match &known.floor {
        None => {
            for to in worths() {
                floor(0.into(), to);
            }
        }
        Some(FloorSpec::Worth(stated)) => {
            for (to, by) in outside(stated, worths()) {
                floor(by, to);
            }
        }
        Some(FloorSpec::AsGoodAs(_)) => {}
    }
    if known.floor.is_none() {
        return list;
    }
    for (issue, position) in known.positions.iter().enumerate() {
        let Some(position) = position else { continue };
        if let (None, Err(stated)) = (&known.order, &position.weight) {
            let grid = [0, 1, 3, 10, 20, 30, 40, 60, 100, 1000].map(Q::from);
            for (to, by) in outside(stated, grid) {
                let mut changed = spec.clone();
                changed.parties[party].positions[issue].as_mut().unwrap().weight = Err(vec![to]);
                list.push(Changed { kind: Kind::Weight, size: by, spec: changed });
            }
        }
        if position.falls_off {
            continue;
        }
        for (row, stated) in position.rows.iter().enumerate() {
            // A row on several options is several views.
            let ([option], [], StanceSpec::Worth(numbers)) =
                (&stated.on[..], &stated.branches[..], &stated.last)
            else {
                continue;
            };
            let _ = option;
            for (to, by) in outside(numbers, worths()) {
                let mut changed = spec.clone();
                let position = changed.parties[party].positions[issue].as_mut().unwrap();
                position.rows[row].last = StanceSpec::Worth(vec![to]);
                list.push(Changed { kind: Kind::Worth, size: by, spec: changed });
            }
        }
    }
    list
}
