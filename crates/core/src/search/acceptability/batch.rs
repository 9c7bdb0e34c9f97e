//! Samples, many at a time: no division, no decision by anything but whole numbers.
#![expect(
    clippy::indexing_slicing,
    reason = "the columns of a batch are those of the model that names them; measured: checks by `get` cost a third"
)]

use super::columns::{Column, Columns, Sum};
use super::model::{Model, Weighing};
use crate::search::random::Random;

/// Samples in a batch.
pub(super) const LANES: usize = 64;

/// One number for each sample of a batch.
pub(super) type Lanes = [i64; LANES];

/// The numbers of a batch of samples.
pub(super) struct Batch {
    columns: Vec<Lanes>,
    /// The columns that are drawn, not derived.
    drawn: Vec<usize>,
    /// By corner of the weights, how much of it is in the sample.
    corners: Vec<i64>,
    /// By criterion, the corners that weigh it, and how much.
    at_corners: Vec<Vec<(usize, i64)>>,
}

impl Batch {
    pub(super) fn new(model: &Model, columns: &Columns) -> Self {
        let is_drawn =
            |column: &Column| !matches!(column, Column::Product(..) | Column::Extreme(..));
        let places = columns.list.iter().enumerate().filter(|(_, column)| is_drawn(column));
        let drawn = places.map(|(place, _)| place).collect();
        let at_corners = match &model.weighing {
            Weighing::Box(_) => Vec::new(),
            Weighing::Corners(corners) => (0..columns.weights.len())
                .map(|criterion| {
                    let weights = corners.iter().map(|corner| corner[criterion]).enumerate();
                    weights.filter(|(_, weight)| *weight != 0).collect()
                })
                .collect(),
        };
        let columns = vec![[0; LANES]; columns.list.len()];
        Self { columns, drawn, corners: Vec::new(), at_corners }
    }

    /// Draws so many samples and fills all columns.
    pub(super) fn fill(
        &mut self,
        model: &Model,
        columns: &Columns,
        live: usize,
        random: &mut Random,
    ) {
        let bits = columns.bits;
        // The middle of a step: an odd number of half steps.
        let step = |random: &mut Random| (random.bits(bits - 1) << 1) | 1;
        let middles = columns.list.iter().any(|it| matches!(it, Column::Middle(_)));
        let corners = match &model.weighing {
            Weighing::Corners(corners) if corners.len() > 1 => Some(corners),
            _ => None,
        };
        for lane in 0..live {
            let mut middle = [0; 3];
            if middles {
                middle = [step(random), step(random), step(random)];
                middle.sort_unstable();
            }
            if let Some(corners) = corners {
                spacings(&mut self.corners, corners.len(), 1 << bits, || step(random));
            }
            for place in &self.drawn {
                self.columns[*place][lane] = match &columns.list[*place] {
                    Column::Middle(place) => middle[*place],
                    Column::Range(_) => step(random),
                    Column::Weight(criterion) => match &model.weighing {
                        Weighing::Box(ends) => {
                            let (low, high) = ends[*criterion];
                            (low << bits) + (high - low) * step(random)
                        }
                        Weighing::Corners(_) => {
                            let parts = self.at_corners[*criterion].iter();
                            parts.map(|(place, weight)| self.corners[*place] * weight).sum()
                        }
                    },
                    Column::Product(..) | Column::Extreme(..) => continue,
                };
            }
        }
        self.derive(columns);
    }

    fn derive(&mut self, columns: &Columns) {
        for (place, column) in columns.list.iter().enumerate() {
            match column {
                Column::Product(one, other) => {
                    let (one, other) = (self.columns[*one], self.columns[*other]);
                    for (lane, number) in self.columns[place].iter_mut().enumerate() {
                        *number = one[lane].wrapping_mul(other[lane]);
                    }
                }
                Column::Extreme(sums, greatest) => {
                    let mut extreme: Option<Lanes> = None;
                    for sum in sums {
                        let here = self.sum(sum);
                        extreme = Some(extreme.map_or(here, |it| either(&it, &here, *greatest)));
                    }
                    self.columns[place] = extreme.unwrap_or([0; LANES]);
                }
                Column::Middle(_) | Column::Range(_) | Column::Weight(_) => {}
            }
        }
    }

    /// A sum of columns. No partial sum outgrows a machine word: the model has seen to that.
    pub(super) fn sum(&self, sum: &Sum) -> Lanes {
        let mut result = [sum.constant; LANES];
        for (column, times) in &sum.terms {
            for (number, term) in result.iter_mut().zip(&self.columns[*column]) {
                *number = number.wrapping_add(term.wrapping_mul(*times));
            }
        }
        result
    }
}

/// The lesser or the greater of two numbers, sample by sample.
pub(super) fn either(one: &Lanes, other: &Lanes, greatest: bool) -> Lanes {
    let mut result = *one;
    for (number, other) in result.iter_mut().zip(other) {
        *number = if greatest { (*number).max(*other) } else { (*number).min(*other) };
    }
    result
}

/// A point of the standard simplex, all equally likely: the gaps between sorted numbers below
/// `whole` and its ends (Rubinstein 1982).
fn spacings(gaps: &mut Vec<i64>, count: usize, whole: i64, mut draw: impl FnMut() -> i64) {
    gaps.clear();
    gaps.extend((1..count).map(|_| draw()));
    gaps.sort_unstable();
    gaps.push(whole);
    let mut before = 0;
    for gap in gaps {
        (before, *gap) = (*gap, *gap - before);
    }
}
