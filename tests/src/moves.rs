//! Dated changes of positions: drawn at random, and applied by hand.

use super::generate::Maker;
use super::spec::{
    F, FloorSpec, Ground, Numbers, PartySpec, PositionSpec, RowSpec, Spec, StanceSpec,
};

/// A dated change of a party's positions.
#[derive(Clone, Debug, Default)]
pub struct MoveSpec {
    /// Days after the first of January, months of 28 days.
    pub day: usize,
    /// Its place in the day.
    pub seq: usize,
    /// Who moves.
    pub party: usize,
    /// New statements, by issue.
    pub stances: Vec<(usize, Vec<RowSpec>)>,
    /// New weights.
    pub weights: Vec<(usize, Result<&'static str, Numbers>)>,
    /// A new floor.
    pub floor: Option<FloorSpec>,
    /// New links.
    pub adds: Vec<(String, F, Ground)>,
    /// Demands that end.
    pub drops: Vec<String>,
}

/// Days of moves lie before this one.
const DAYS: usize = 100;

impl Spec {
    /// The scenario as it stands with only some of the moves, written out in full.
    #[must_use]
    pub fn with_moves(&self, kept: impl Fn(usize) -> bool) -> Self {
        let mut spec = self.clone();
        for (_, step) in self.moves.iter().enumerate().filter(|(place, _)| kept(*place)) {
            step.apply(&mut spec);
        }
        spec.moves.clear();
        spec
    }
}

impl MoveSpec {
    /// Changes what the party says.
    pub fn apply(&self, spec: &mut Spec) {
        let issues: Vec<String> = spec.issues.iter().map(|issue| issue.name.clone()).collect();
        let party = &mut spec.parties[self.party];
        for name in &self.drops {
            let own = party.name.clone();
            party.links.retain(|(link, ..)| link != name);
            if *name == format!("{own}/floor") {
                party.floor = None;
            }
            for (issue, position) in party.positions.iter_mut().enumerate() {
                let unnamed = format!("{own}/{}", issues[issue]);
                let is_called = |row: &RowSpec| match &row.id {
                    Some(id) => id == name,
                    None => unnamed == *name,
                };
                if let Some(position) = position {
                    position.rows.retain(|row| !(row.refuses() && is_called(row)));
                }
            }
        }
        for (issue, rows) in &self.stances {
            let position = party.positions[*issue].get_or_insert_with(nothing);
            for row in rows {
                for old in &mut position.rows {
                    old.on.retain(|option| !row.on.contains(option));
                }
                position.rows.push(row.clone());
            }
            position.rows.retain(|row| !row.on.is_empty());
        }
        for (issue, weight) in &self.weights {
            party.positions[*issue].get_or_insert_with(nothing).weight.clone_from(weight);
        }
        if let Some(floor) = &self.floor {
            party.floor = Some(floor.clone());
        }
        party.links.extend(self.adds.iter().cloned());
    }
}

fn nothing() -> PositionSpec {
    PositionSpec { weight: Err(vec![0.into()]), falls_off: false, rows: Vec::new() }
}

/// The names of the red lines of a party on an issue that speak of some options.
fn refused(party: &PartySpec, issue: (usize, &str), options: &[usize]) -> Vec<String> {
    let rows = party.positions[issue.0].iter().flat_map(|position| &position.rows);
    let touched =
        rows.filter(|row| row.refuses() && row.on.iter().any(|option| options.contains(option)));
    let unnamed = format!("{}/{}", party.name, issue.1);
    let mut names: Vec<String> =
        touched.map(|row| row.id.clone().unwrap_or_else(|| unnamed.clone())).collect();
    names.dedup();
    names
}

impl Maker {
    /// Draws moves, and the days of the texts.
    pub(super) fn moves(&mut self) {
        let start = self.spec.clone();
        let count = self.draw.within((1, self.size.moves));
        let mut days: Vec<usize> = (0..count).map(|_| self.draw.below(DAYS)).collect();
        days.sort_unstable();
        self.spec.made = (0..self.spec.proposals.len()).map(|_| self.draw.below(DAYS)).collect();
        let mut moves = Vec::new();
        for (place, day) in days.into_iter().enumerate() {
            let step = self.step(place, day);
            step.apply(&mut self.spec);
            moves.push(step);
        }
        self.spec = Spec { moves, made: self.spec.made.clone(), ..start };
    }

    /// A move from the positions as they stand.
    fn step(&mut self, place: usize, day: usize) -> MoveSpec {
        let party = self.draw.below(self.spec.parties.len());
        let mut step = MoveSpec { day, seq: place, party, ..MoveSpec::default() };
        for _ in 0..self.draw.within((1, 2)) {
            match self.draw.below(8) {
                0 => self.new_floor(&mut step),
                1 => self.new_link(&mut step),
                2 => self.end_something(&mut step),
                3 => self.new_weight(&mut step),
                _ => self.new_rows(&mut step),
            }
        }
        step
    }

    fn new_floor(&mut self, step: &mut MoveSpec) {
        let own = format!("{}/floor", self.spec.parties[step.party].name);
        if self.size.floors > 0 && step.floor.is_none() && !step.drops.contains(&own) {
            step.floor = Some(FloorSpec::Worth(self.numbers((20, 75))));
        }
    }

    fn new_link(&mut self, step: &mut MoveSpec) {
        let name = format!("move-{}-link-{}", step.seq, step.adds.len());
        let demand = self.formula(self.spec.issues.len(), 2);
        step.adds.push((name, demand, self.ground()));
    }

    /// Ends a link, a floor or all red lines on an issue.
    fn end_something(&mut self, step: &mut MoveSpec) {
        let party = &self.spec.parties[step.party];
        let mut names: Vec<String> = party.links.iter().map(|(name, ..)| name.clone()).collect();
        for (issue, known) in self.spec.issues.iter().enumerate() {
            let all: Vec<usize> = (0..known.options.len()).collect();
            names.extend(refused(party, (issue, &known.name), &all));
        }
        if party.floor.is_some() && step.floor.is_none() {
            names.push(format!("{}/floor", party.name));
        }
        names.retain(|name| !step.drops.contains(name));
        if !names.is_empty() {
            step.drops.push(self.draw.pick(&names));
        }
    }

    fn new_weight(&mut self, step: &mut MoveSpec) {
        let issue = self.draw.below(self.spec.issues.len());
        let party = &self.spec.parties[step.party];
        let known = step.weights.iter().any(|(on, _)| *on == issue);
        if party.order.is_none() && party.positions[issue].is_some() && !known {
            let weight = Err(self.numbers((1, 40)));
            step.weights.push((issue, weight));
        }
    }

    /// Restates some options of an issue; red lines on them end by name.
    fn new_rows(&mut self, step: &mut MoveSpec) {
        let issue = self.draw.below(self.spec.issues.len());
        if step.stances.iter().any(|(on, _)| *on == issue) {
            return;
        }
        let name = self.spec.issues[issue].name.clone();
        let on = self.draw.some(self.spec.issues[issue].options.len());
        if on.is_empty() {
            return;
        }
        let party = &self.spec.parties[step.party];
        let (ordered, unspoken) = (party.order.is_some(), party.positions[issue].is_none());
        for red_line in refused(party, (issue, &name), &on) {
            if !step.drops.contains(&red_line) {
                step.drops.push(red_line);
            }
        }
        if unspoken && !ordered && !step.weights.iter().any(|(on, _)| *on == issue) {
            let weight = Err(self.numbers((1, 40)));
            step.weights.push((issue, weight));
        }
        let last = self.stance();
        let id =
            (last == StanceSpec::Word("Never")).then(|| format!("move-{}-red-{issue}", step.seq));
        let row = RowSpec { id, on, branches: Vec::new(), last, ground: self.ground() };
        step.stances.push((issue, vec![row]));
    }
}
