//! Scenarios whose answer is known by construction.

use super::draw::Draw;
use super::generate::{Size, scenario};
use super::spec::{ConsentSpec, F, FloorSpec, Ground, PositionSpec, Q, RowSpec, Spec, StanceSpec};

/// A random scenario in which everybody accepts one package in every filling, and that package by
/// issue and option.
pub fn agreement(seed: u64, size: &Size) -> (Spec, Vec<usize>) {
    let mut spec = scenario(seed, &Size { nested: 0, ..*size });
    let mut draw = Draw::new(!seed);
    let package: Vec<usize> =
        spec.issues.iter().map(|issue| draw.below(issue.options.len())).collect();
    let planted = F::All(
        package.iter().enumerate().map(|(issue, option)| F::Is(issue, vec![*option])).collect(),
    );
    let or_planted = |formula: &F| F::Any(vec![formula.clone(), planted.clone()]);
    spec.rules = spec.rules.iter().map(or_planted).collect();
    for party in &mut spec.parties {
        for (_, formula, _) in &mut party.links {
            *formula = or_planted(formula);
        }
        // Acceptable is worth 75, more than any floor.
        if party.floor.is_some() {
            party.floor = Some(FloorSpec::Worth(vec![Q::from(i128::from(draw.bits() % 75))]));
        }
        for (issue, position) in party.positions.iter_mut().enumerate() {
            let Some(position) = position else { continue };
            position.falls_off = false;
            state(position, package[issue], "Acceptable", None);
        }
    }
    (spec, package)
}

/// A random scenario in which the first two parties refuse each other's options of the first
/// issue, and the names of those two demands.
pub fn conflict(seed: u64, size: &Size) -> (Spec, [String; 2]) {
    let mut spec =
        scenario(seed, &Size { options: (size.options.0.max(2), size.options.1), ..*size });
    let mut draw = Draw::new(!seed);
    let count = spec.issues[0].options.len();
    let border = draw.within((1, count - 1));
    let names = ["planted-0".to_owned(), "planted-1".to_owned()];
    for (side, options) in [(0, 0..border), (1, border..count)] {
        let party = &mut spec.parties[side];
        party.consent = ConsentSpec::Always;
        let weight = Err(vec![Q::from(1)]);
        let empty = PositionSpec { weight, falls_off: false, rows: Vec::new() };
        if let Some(order) = &mut party.order
            && !order.iter().flatten().any(|issue| *issue == 0)
        {
            order.push(vec![0]);
        }
        let position = party.positions[0].get_or_insert(empty);
        for option in options {
            state(position, option, "Never", Some(&names[side]));
        }
    }
    (spec, names)
}

/// States a party's view of an option, whatever it said before.
fn state(position: &mut PositionSpec, option: usize, word: &'static str, id: Option<&String>) {
    for row in &mut position.rows {
        row.on.retain(|other| *other != option);
    }
    position.rows.retain(|row| !row.on.is_empty());
    let same = position.rows.iter_mut().find(|row| id.is_some() && row.id.as_ref() == id);
    match same {
        Some(row) => row.on.push(option),
        None => position.rows.push(RowSpec {
            id: id.cloned(),
            on: vec![option],
            branches: Vec::new(),
            last: StanceSpec::Word(word),
            ground: Ground::Stated,
        }),
    }
}
