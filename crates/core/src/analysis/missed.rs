//! By how much is a party's floor missed, as one of its numbers moves?
//!
//! What is missed is linear in pieces, in the floor, in a weight and in a worth: at one number it has a
//! value and a slope, those of the package that decides.

use std::collections::{BTreeMap, BTreeSet};

use super::floor_test::possible_worths;
use super::following::Following;
use super::network::Network;
use super::settlement::Realisation;
use super::threshold::{Number, Tried};
use super::tipping::Scored;
use super::worth::{End, above_floor, at_weight, floor_package, known_above_floor, worth_of_issue};
use crate::scenario::{FloorHeight, IssueId, Package, Points, Range, Ratio, Scenario};
use crate::search::{Budget, Exhausted};

/// By how much a floor is missed at a number, and how fast that grows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    pub(super) value: Ratio,
    pub(super) slope: Ratio,
}

/// What is missed, of all that follows a way to carry out the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Missed {
    /// In the worst filling of the worst package.
    AtWorst,
    /// In the best filling of the best.
    AtBest,
    /// In the worst filling, but with unknowns at their best and unsettled issues come out best.
    AsKnown,
}

/// What is missed at the numbers looked at so far.
pub(super) struct Lines<'a> {
    tried: &'a Tried<'a>,
    scored: &'a Scored<'a>,
    known: BTreeMap<(Missed, usize), BTreeMap<Ratio, Line>>,
    /// Ways to carry out the text that no package follows: with them nothing is missed.
    empty: BTreeSet<usize>,
    /// How fast what is missed may grow with a floor; none for other numbers.
    steepest: Option<Ratio>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(tried: &'a Tried<'a>, scored: &'a Scored<'a>, scenario: &Scenario) -> Self {
        let weights = &scenario.weights[tried.party];
        let heaviest = weights.boxes().iter().map(|it| it.iter().map(|it| it.high).sum()).max();
        let steepest = matches!(tried.number, Number::Floor(_))
            .then(|| Ratio::new(heaviest.unwrap_or_default(), weights.unit()));
        let (known, empty) = (BTreeMap::new(), BTreeSet::new());
        Self { tried, scored, known, empty, steepest }
    }

    /// What some ways to carry out the text miss at a number; those that no package follows are
    /// left out.
    pub(super) fn at(
        &mut self,
        number: Ratio,
        missed: Missed,
        realisations: &[usize],
        budget: &mut Budget,
    ) -> Result<Vec<(usize, Line)>, Exhausted> {
        let is_known = |known: &BTreeMap<(Missed, usize), BTreeMap<Ratio, Line>>, place: usize| {
            known.get(&(missed, place)).is_some_and(|lines| lines.contains_key(&number))
        };
        let new: Vec<usize> = realisations
            .iter()
            .copied()
            .filter(|place| !self.empty.contains(place) && !is_known(&self.known, *place))
            .collect();
        if !new.is_empty() {
            self.find(number, missed, &new, budget)?;
        }
        let lines = realisations
            .iter()
            .filter_map(|place| Some((*place, *self.known.get(&(missed, *place))?.get(&number)?)));
        Ok(lines.collect())
    }

    /// Which of some ways to carry out the text miss the floor at a number.
    pub(super) fn missing(
        &mut self,
        number: Ratio,
        missed: Missed,
        realisations: &[usize],
        budget: &mut Budget,
    ) -> Result<BTreeSet<usize>, Exhausted> {
        let mut found = BTreeSet::new();
        let mut open = Vec::new();
        for place in realisations {
            match self.bound(number, missed, *place) {
                Some(true) => {
                    found.insert(*place);
                }
                Some(false) => {}
                None => open.push(*place),
            }
        }
        let nothing = Ratio::from_integer(0);
        let lines = self.at(number, missed, &open, budget)?;
        found
            .extend(lines.iter().filter(|(_, line)| line.value > nothing).map(|(place, _)| *place));
        Ok(found)
    }

    /// Whether the floor is missed, as far as other numbers tell: what is missed never falls as
    /// the floor rises, and rises no faster than all weights together.
    fn bound(&self, number: Ratio, missed: Missed, realisation: usize) -> Option<bool> {
        let steepest = self.steepest?;
        let lines = self.known.get(&(missed, realisation))?;
        let nothing = Ratio::from_integer(0);
        if let Some((lower, line)) = lines.range(..=number).next_back() {
            if line.value > nothing {
                return Some(true);
            }
            if line.value + steepest * (number - *lower) <= nothing {
                return Some(false);
            }
        }
        let (higher, line) = lines.range(number..).next()?;
        if line.value <= nothing {
            return Some(false);
        }
        (line.value > steepest * (*higher - number)).then_some(true)
    }

    fn find(
        &mut self,
        number: Ratio,
        missed: Missed,
        realisations: &[usize],
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        let Self { tried, scored, .. } = *self;
        let change = tried.number.change(tried.party, number);
        // A change of a number is made of what the scenario has.
        let Ok(changed) = tried.origin.changed_alone(tried.names, &change, tried.party) else {
            return Ok(());
        };
        let network = Network::new(&changed);
        let pieces = Pieces { scenario: &changed, tried };
        // With `AsKnown` it is asked only whether any package follows, for which any end will do.
        let (worst, end) =
            if missed == Missed::AtWorst { (true, End::Low) } else { (false, End::High) };
        let following = Following::new(&network, scored.proposal, tried.party, worst);
        for place in realisations {
            let Some(realisation) = scored.outline.realisations.get(*place) else { continue };
            let line = if missed == Missed::AsKnown {
                let is_followed = self.known.contains_key(&(Missed::AtBest, *place))
                    || self.known.contains_key(&(Missed::AtWorst, *place))
                    || following.lacking(realisation, budget)?.is_some();
                is_followed.then(|| pieces.of_known(&network, realisation))
            } else {
                let found = following.lacking(realisation, budget)?;
                found.map(|(_, package)| pieces.of_package(&package, end))
            };
            match line {
                Some(line) => {
                    self.known.entry((missed, *place)).or_default().insert(number, line);
                }
                None => {
                    self.empty.insert(*place);
                }
            }
        }
        Ok(())
    }
}

/// The pieces of the lines at one number.
struct Pieces<'a> {
    scenario: &'a Scenario,
    tried: &'a Tried<'a>,
}

impl Pieces<'_> {
    fn units(&self) -> (Ratio, Ratio) {
        let party = self.tried.party;
        (
            Ratio::from_integer(self.scenario.weights[party].unit()),
            Ratio::from_integer(self.scenario.worth_unit(party)),
        )
    }

    /// What one issue adds to what is missed.
    fn part(
        &self,
        issue: IssueId,
        weight: Range<Points>,
        amount: Points,
        moves: i128,
        end: End,
    ) -> Line {
        let (weight_unit, worth_unit) = self.units();
        let missed = -at_weight(weight, amount, end);
        let weighs = if weight.low * amount == -missed { weight.low } else { weight.high };
        let per_weight = Ratio::from_integer(weighs) / weight_unit;
        let slope = match self.tried.number {
            Number::Floor(_) => per_weight,
            Number::Weight(moved, _) if moved == issue => -Ratio::from_integer(amount) / worth_unit,
            Number::Weight(..) => Ratio::from_integer(0),
            Number::Worth(..) => -per_weight * Ratio::from_integer(moves),
        };
        Line { value: Ratio::from_integer(missed) / (weight_unit * worth_unit), slope }
    }

    /// How an amount moves with the moved worth: with the cell here, against that of the floor.
    fn moves(&self, here: Cell, there: Option<Cell>) -> i128 {
        let Number::Worth(stated, _) = self.tried.number else { return 0 };
        let moved = (stated.issue, stated.option, stated.branch);
        i128::from(here == moved) - i128::from(there == Some(moved))
    }

    fn floor_cell(&self, issue: IssueId) -> Option<Cell> {
        let (_, floor) = self.scenario.floor(self.tried.party)?;
        let FloorHeight::AsGoodAs(options) = &floor.height else { return None };
        let package = floor_package(self.scenario, options);
        Some(worth_of_issue(self.scenario, self.tried.party, issue, &package).cell)
    }

    fn boxes(&self, end: End, sum: impl Fn(&[Range<Points>]) -> Line) -> Line {
        let boxes = self.scenario.weights[self.tried.party].boxes().iter();
        let lines = boxes.map(|weights| sum(weights));
        let line = if end == End::Low {
            lines.max_by_key(|line| line.value)
        } else {
            lines.min_by_key(|line| line.value)
        };
        line.unwrap_or_default()
    }

    fn of_package(&self, package: &Package, end: End) -> Line {
        let party = self.tried.party;
        let Some((_, floor)) = self.scenario.floor(party) else { return Line::default() };
        let spoken = || self.scenario.positions[party].iter().filter(|(_, it)| it.is_some());
        self.boxes(end, |weights| {
            let parts = spoken().filter_map(|(issue, _)| {
                let worth = worth_of_issue(self.scenario, party, issue, package);
                let above = above_floor(self.scenario, party, issue, &worth, &floor.height);
                let amount = if end == End::Low { above.low } else { above.high };
                let weight = *weights.get(issue.index())?;
                let moves = self.moves(worth.cell, self.floor_cell(issue));
                Some(self.part(issue, weight, amount, moves, end))
            });
            sum(parts)
        })
    }

    /// What is missed at worst with unknowns at their best and unsettled issues come out best.
    fn of_known(&self, network: &Network<'_>, realisation: &Realisation) -> Line {
        let party = self.tried.party;
        let Some((_, floor)) = self.scenario.floor(party) else { return Line::default() };
        self.boxes(End::Low, |weights| {
            let parts = network.terms(party).iter().filter_map(|term| {
                let weight = *weights.get(term.issue.index())?;
                let amounts = possible_worths(term, realisation).map(|worth| {
                    let height = &floor.height;
                    (known_above_floor(self.scenario, party, term.issue, worth, height), worth.cell)
                });
                let (amount, cell) = amounts.max_by_key(|(amount, _)| *amount)?;
                let moves = self.moves(cell, self.floor_cell(term.issue));
                Some(self.part(term.issue, weight, amount, moves, End::Low))
            });
            sum(parts)
        })
    }
}

type Cell = (IssueId, crate::scenario::OptionId, usize);

fn sum(lines: impl Iterator<Item = Line>) -> Line {
    lines.fold(Line::default(), |sum, line| Line {
        value: sum.value + line.value,
        slope: sum.slope + line.slope,
    })
}
