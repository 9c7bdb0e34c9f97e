//! A model as columns of whole numbers: what is drawn, products and extremes of that, and sums of
//! columns for everything that is compared.
//!
//! A drawn number is one of 2^b equal steps of its range, taken at the middle of the step, with the
//! largest b for which no sum can outgrow a machine word.

use std::collections::BTreeMap;

use super::model::{Model, Number, Weighing, Worth};

/// A constant plus columns, each so many times.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    pub(super) constant: i64,
    pub(super) terms: Vec<(usize, i64)>,
}

/// Numbers of one kind, one a sample.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// A middle value of the scale, in steps.
    Middle(usize),
    /// A place within a range, in steps.
    Range(usize),
    /// The weight of a criterion.
    Weight(usize),
    /// Two columns multiplied.
    Product(usize, usize),
    /// The least or the greatest of some sums.
    Extreme(Vec<Sum>, bool),
}

/// A model as columns.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// Steps of a drawn number: two to the power of this.
    pub(super) bits: u32,
    pub(super) list: Vec<Column>,
    /// What alternatives are worth, each sum once.
    pub(super) sums: Vec<Sum>,
    /// By alternative: the place of its worth among the sums.
    pub(super) worths: Vec<usize>,
    /// By alternative: how far it is above its floor.
    pub(super) tests: Vec<Option<Sum>>,
    /// By criterion.
    pub(super) weights: Vec<Sum>,
    /// Weights are averaged with so many bits less than they are drawn with.
    pub(super) coarser: u32,
}

/// No total of weights that are averaged has more bits: so the sums of squares of a round of
/// samples stay in a machine word.
const WEIGHT_BITS: u32 = 24;

/// Steps that are fine enough: a tie by chance is rarer than one in a million.
const FINE: u32 = 22;
/// Steps that are too coarse to stand for a range.
const COARSE: u32 = 10;

impl Columns {
    /// The columns of a model; none if its numbers are too large to be drawn finely.
    pub(super) fn new(model: &Model) -> Option<Self> {
        (COARSE..=FINE).rev().find_map(|bits| Builder::new(model, bits).build())
    }
}

struct Builder<'a> {
    model: &'a Model,
    bits: u32,
    /// Steps of worths and of weights: none where nothing is drawn.
    worth_bits: u32,
    weight_bits: u32,
    list: Vec<Column>,
    places: BTreeMap<Column, usize>,
    /// By column, how large its numbers can be.
    bounds: Vec<i128>,
}

impl<'a> Builder<'a> {
    fn new(model: &'a Model, bits: u32) -> Self {
        Self {
            model,
            bits,
            worth_bits: if model.draws_worths() { bits } else { 0 },
            weight_bits: if model.weighing.is_fixed() { 0 } else { bits },
            list: Vec::new(),
            places: BTreeMap::new(),
            bounds: Vec::new(),
        }
    }

    fn build(mut self) -> Option<Columns> {
        let criteria = match &self.model.weighing {
            Weighing::Box(ends) => ends.len(),
            Weighing::Corners(corners) => corners.first().map_or(0, Vec::len),
        };
        let weights = (0..criteria).map(|it| self.weight(it)).collect::<Option<Vec<Sum>>>()?;
        let mut total = Sum::default();
        for weight in &weights {
            total = add(&total, weight, 1)?;
        }
        let bits = i128::BITS - self.fits(&total)?.leading_zeros();
        let coarser = bits.saturating_sub(WEIGHT_BITS);
        let (mut sums, mut worths, mut tests) = (Vec::new(), Vec::new(), Vec::new());
        for alternative in &self.model.alternatives {
            let sum = self.weighted(&weights, &alternative.worths)?;
            let known = sums.iter().position(|other| *other == sum);
            worths.push(known.unwrap_or(sums.len()));
            if known.is_none() {
                sums.push(sum);
            }
            tests.push(match &alternative.test {
                None => None,
                Some(test) => {
                    let floor = self.number(test.floor)?;
                    let sum = self.weighted(&weights, &test.worths)?;
                    let sum = add(&sum, &self.product(&total, &floor)?, -1)?;
                    self.fits(&sum)?;
                    Some(sum)
                }
            });
        }
        Some(Columns { bits: self.bits, list: self.list, sums, worths, tests, weights, coarser })
    }

    fn weighted(&mut self, weights: &[Sum], worths: &[Worth]) -> Option<Sum> {
        let mut sum = Sum::default();
        for (weight, worth) in weights.iter().zip(worths) {
            let worth = self.worth(worth)?;
            sum = add(&sum, &self.product(weight, &worth)?, 1)?;
        }
        self.fits(&sum)?;
        Some(sum)
    }

    fn weight(&mut self, criterion: usize) -> Option<Sum> {
        let (low, high) = match &self.model.weighing {
            Weighing::Box(ends) => *ends.get(criterion)?,
            Weighing::Corners(corners) => {
                let here = || corners.iter().filter_map(|corner| corner.get(criterion).copied());
                (here().min()?, here().max()?)
            }
        };
        if low == high {
            return Some(Sum { constant: steps(low, self.weight_bits)?, terms: Vec::new() });
        }
        let bound = i128::from(low.abs().max(high.abs())) << self.weight_bits;
        self.column(Column::Weight(criterion), bound)
    }

    fn worth(&mut self, worth: &Worth) -> Option<Sum> {
        let mut sums: Vec<Sum> = Vec::new();
        for (number, less) in &worth.entries {
            let (number, less) = (self.number(*number)?, self.number(*less)?);
            let sum = add(&number, &less, -1)?;
            if !sums.contains(&sum) {
                sums.push(sum);
            }
        }
        // Of constants one alone can be the extreme.
        let (constants, mut open): (Vec<Sum>, Vec<Sum>) =
            sums.into_iter().partition(|sum| sum.terms.is_empty());
        let values = constants.iter().map(|sum| sum.constant);
        let extreme = if worth.greatest { values.max() } else { values.min() };
        open.extend(extreme.map(|constant| Sum { constant, terms: Vec::new() }));
        open.sort();
        if open.len() < 2 {
            return Some(open.pop().unwrap_or_default());
        }
        let bounds = open.iter().map(|sum| self.fits(sum)).collect::<Option<Vec<i128>>>()?;
        let bound = bounds.into_iter().max()?;
        self.column(Column::Extreme(open, worth.greatest), bound)
    }

    fn number(&mut self, number: Number) -> Option<Sum> {
        let ((low, high), column) = match number {
            Number::Fixed(value) => ((value, value), Column::Range(0)),
            Number::Middle(place) => (self.model.scale, Column::Middle(place)),
            Number::Range(place) => (*self.model.ranges.get(place)?, Column::Range(place)),
        };
        let constant = steps(low, self.worth_bits)?;
        if low == high {
            return Some(Sum { constant, terms: Vec::new() });
        }
        let mut sum = self.column(column, 1 << self.bits)?;
        sum.constant = constant;
        for (_, times) in &mut sum.terms {
            *times = high.checked_sub(low)?;
        }
        Some(sum)
    }

    /// Two sums multiplied, column by column.
    fn product(&mut self, one: &Sum, other: &Sum) -> Option<Sum> {
        let mut result =
            Sum { constant: one.constant.checked_mul(other.constant)?, terms: Vec::new() };
        result = add(&result, &Sum { constant: 0, terms: one.terms.clone() }, other.constant)?;
        result = add(&result, &Sum { constant: 0, terms: other.terms.clone() }, one.constant)?;
        for (column, times) in &one.terms {
            for (second, also) in &other.terms {
                let bound = self.bounds.get(*column)?.checked_mul(*self.bounds.get(*second)?)?;
                let pair = Column::Product(*column.min(second), *column.max(second));
                let product = self.column(pair, bound)?;
                result = add(&result, &product, times.checked_mul(*also)?)?;
            }
        }
        Some(result)
    }

    fn column(&mut self, column: Column, bound: i128) -> Option<Sum> {
        if bound >= LIMIT {
            return None;
        }
        let next = self.list.len();
        let place = *self.places.entry(column.clone()).or_insert(next);
        if place == next {
            self.list.push(column);
            self.bounds.push(bound);
        }
        Some(Sum { constant: 0, terms: vec![(place, 1)] })
    }

    /// How large a sum can be, however its terms are added up; none if it could outgrow a machine
    /// word.
    fn fits(&self, sum: &Sum) -> Option<i128> {
        let mut bound = i128::from(sum.constant).abs();
        for (column, times) in &sum.terms {
            let part = self.bounds.get(*column)?.checked_mul(i128::from(*times).abs())?;
            bound = bound.checked_add(part)?;
        }
        (bound < LIMIT).then_some(bound)
    }
}

/// Numbers that are compared stay below this.
const LIMIT: i128 = 1 << 62;

fn steps(value: i64, bits: u32) -> Option<i64> {
    value.checked_mul(1 << bits)
}

/// A sum plus so many times another one.
fn add(one: &Sum, other: &Sum, times: i64) -> Option<Sum> {
    let constant = one.constant.checked_add(other.constant.checked_mul(times)?)?;
    let mut terms: BTreeMap<usize, i64> = one.terms.iter().copied().collect();
    for (column, also) in &other.terms {
        let sum = terms.entry(*column).or_insert(0);
        *sum = sum.checked_add(also.checked_mul(times)?)?;
    }
    terms.retain(|_, times| *times != 0);
    Some(Sum { constant, terms: terms.into_iter().collect() })
}
