//! What is counted over samples: whole numbers, so that nothing depends on the order of adding.
#![expect(
    clippy::indexing_slicing,
    reason = "tallies have a place for every group, rank and criterion of the model they are made for"
)]

use super::batch::{Batch, LANES, Lanes, either};
use super::columns::Columns;
use super::model::Model;

/// In how many samples something stood behind so many groups and level with so many others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    groups: usize,
    counts: Vec<u64>,
}

impl Places {
    fn new(groups: usize) -> Self {
        Self { groups, counts: vec![0; groups * groups] }
    }

    fn count(&mut self, better: &[u16; LANES], level: &[u16; LANES], live: usize) {
        for (better, level) in better.iter().zip(level).take(live) {
            self.counts[usize::from(*better) * self.groups + usize::from(*level)] += 1;
        }
    }

    /// Samples with exactly so many groups ahead and so many others level; none where there are
    /// not as many groups.
    pub fn at(&self, better: usize, level: usize) -> Option<u64> {
        if better + level >= self.groups {
            return None;
        }
        self.counts.get(better * self.groups + level).copied()
    }
}

/// Sums over the samples in which a group was first, by how many were level with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Favourable {
    /// By criterion: the sum of its weights.
    pub weights: Vec<i128>,
    /// The sum of weight times the total of weights, and the sum of squared weights.
    pub products: Vec<(i128, i128)>,
    /// The sum of totals, and of their squares.
    pub totals: (i128, i128),
    /// How many samples.
    pub samples: u64,
    /// By criterion, the sums of a round: of weights, of products and of squares.
    recent: Vec<[i64; 3]>,
}

/// Counts over samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many samples.
    pub samples: u64,
    /// By group: its places among all groups.
    pub groups: Vec<Places>,
    /// By alternative: its places among the other groups.
    pub alternatives: Vec<Places>,
    /// By alternative: how often it was good enough.
    pub passed: Vec<u64>,
    /// By group and another one: how often the first was worth more.
    pub wins: Vec<Vec<u64>>,
    /// By group, and by how many were level with it: sums over the samples in which it was first.
    /// Empty where no weight is drawn.
    pub first: Vec<Vec<Favourable>>,
}

impl Tally {
    pub(super) fn new(model: &Model, weights: bool) -> Self {
        let groups = model.groups();
        let alternatives = model.alternatives.len();
        let first = if weights { groups } else { 0 };
        Self {
            samples: 0,
            groups: vec![Places::new(groups); groups],
            alternatives: vec![Places::new(groups); alternatives],
            passed: vec![0; alternatives],
            wins: vec![vec![0; groups]; groups],
            first: vec![vec![Favourable::default(); groups]; first],
        }
    }

    pub(super) fn count(&mut self, model: &Model, columns: &Columns, batch: &Batch, live: usize) {
        self.samples += live as u64;
        let sums: Vec<Lanes> = columns.sums.iter().map(|sum| batch.sum(sum)).collect();
        let worths: Vec<&Lanes> = columns.worths.iter().map(|place| &sums[*place]).collect();
        for (passed, test) in self.passed.iter_mut().zip(&columns.tests) {
            if let Some(test) = test {
                *passed +=
                    batch.sum(test).iter().take(live).map(|sum| u64::from(*sum >= 0)).sum::<u64>();
            }
        }
        let groups = self.groups.len();
        let mut members = vec![0; groups];
        let mut values: Vec<Lanes> = vec![[0; LANES]; groups];
        for (alternative, worth) in model.alternatives.iter().zip(&worths) {
            let group = alternative.group;
            values[group] = if members[group] == 0 {
                **worth
            } else {
                either(&values[group], worth, model.greatest)
            };
            members[group] += 1;
        }
        let mut better = vec![[0_u16; LANES]; groups];
        for one in 0..groups {
            for other in one + 1..groups {
                let more = greater(&values[one], &values[other]);
                let less = greater(&values[other], &values[one]);
                add(&mut better[other], &more);
                add(&mut better[one], &less);
                self.wins[one][other] += total(&more, live);
                self.wins[other][one] += total(&less, live);
            }
        }
        // Of the others, who is neither ahead nor behind is level.
        let mut level = vec![[0_u16; LANES]; groups];
        for one in 0..groups {
            for other in one + 1..groups {
                let same = equal(&values[one], &values[other]);
                add(&mut level[one], &same);
                add(&mut level[other], &same);
            }
        }
        for group in 0..groups {
            self.groups[group].count(&better[group], &level[group], live);
        }
        for (place, alternative) in model.alternatives.iter().enumerate() {
            if members[alternative.group] < 2 {
                continue;
            }
            let (mut ahead, mut beside) = ([0_u16; LANES], [0_u16; LANES]);
            for (group, value) in values.iter().enumerate() {
                if group == alternative.group {
                    continue;
                }
                add(&mut ahead, &greater(value, worths[place]));
                add(&mut beside, &equal(value, worths[place]));
            }
            self.alternatives[place].count(&ahead, &beside, live);
        }
        if !self.first.is_empty() {
            self.note_weights(columns, batch, &better, &level, live);
        }
    }

    /// Adds the weights of samples to the sums of those that are first in them.
    fn note_weights(
        &mut self,
        columns: &Columns,
        batch: &Batch,
        better: &[[u16; LANES]],
        level: &[[u16; LANES]],
        live: usize,
    ) {
        let count = columns.weights.len();
        let mut rows = vec![0_i64; count * LANES];
        let mut totals = [0_i64; LANES];
        for (criterion, sum) in columns.weights.iter().enumerate() {
            for (lane, weight) in batch.sum(sum).into_iter().enumerate() {
                let weight = weight >> columns.coarser;
                rows[lane * count + criterion] = weight;
                totals[lane] += weight;
            }
        }
        for (group, sums) in self.first.iter_mut().enumerate() {
            for lane in (0..live).filter(|lane| better[group][*lane] == 0) {
                let here = &mut sums[usize::from(level[group][lane])];
                here.recent.resize(count, [0; 3]);
                let row = &rows[lane * count..(lane + 1) * count];
                let total = totals[lane];
                for (recent, weight) in here.recent.iter_mut().zip(row) {
                    // Small enough for a round of samples: see `WEIGHT_BITS`.
                    recent[0] = recent[0].wrapping_add(*weight);
                    recent[1] = recent[1].wrapping_add(weight.wrapping_mul(total));
                    recent[2] = recent[2].wrapping_add(weight.wrapping_mul(*weight));
                }
                here.totals.0 += i128::from(total);
                here.totals.1 += i128::from(total) * i128::from(total);
                here.samples += 1;
            }
        }
    }

    /// Moves the sums of a round to where there is room for many.
    pub(super) fn close_round(&mut self) {
        for here in self.first.iter_mut().flatten() {
            here.weights.resize(here.recent.len(), 0);
            here.products.resize(here.recent.len(), (0, 0));
            let slots = here.weights.iter_mut().zip(&mut here.products);
            for ((sum, (with_total, squared)), recent) in slots.zip(&mut here.recent) {
                let [weight, product, square] = std::mem::take(recent);
                *sum += i128::from(weight);
                *with_total += i128::from(product);
                *squared += i128::from(square);
            }
        }
    }
}

/// One where the first number is greater, sample by sample.
fn greater(one: &Lanes, other: &Lanes) -> [u16; LANES] {
    let mut result = [0; LANES];
    for ((flag, one), other) in result.iter_mut().zip(one).zip(other) {
        *flag = u16::from(one > other);
    }
    result
}

/// One where the numbers are equal, sample by sample.
fn equal(one: &Lanes, other: &Lanes) -> [u16; LANES] {
    let mut result = [0; LANES];
    for ((flag, one), other) in result.iter_mut().zip(one).zip(other) {
        *flag = u16::from(one == other);
    }
    result
}

fn add(sums: &mut [u16; LANES], flags: &[u16; LANES]) {
    for (sum, flag) in sums.iter_mut().zip(flags) {
        *sum = sum.wrapping_add(*flag);
    }
}

fn total(flags: &[u16; LANES], live: usize) -> u64 {
    flags.iter().take(live).fold(0_u16, |sum, flag| sum.wrapping_add(*flag)).into()
}
