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
        let worths: Vec<Lanes> = columns.worths.iter().map(|sum| batch.sum(sum)).collect();
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
                *worth
            } else {
                either(&values[group], worth, model.greatest)
            };
            members[group] += 1;
        }
        let mut better = vec![[0_u16; LANES]; groups];
        let mut level = vec![[0_u16; LANES]; groups];
        for one in 0..groups {
            for other in one + 1..groups {
                let (mut ahead, mut behind) = (0_u64, 0_u64);
                for lane in 0..live {
                    let (mine, others) = (values[one][lane], values[other][lane]);
                    let (more, less) = (u16::from(mine > others), u16::from(mine < others));
                    better[other][lane] += more;
                    better[one][lane] += less;
                    level[one][lane] += 1 - more - less;
                    level[other][lane] += 1 - more - less;
                    ahead += u64::from(more);
                    behind += u64::from(less);
                }
                self.wins[one][other] += ahead;
                self.wins[other][one] += behind;
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
                for lane in 0..live {
                    ahead[lane] += u16::from(value[lane] > worths[place][lane]);
                    beside[lane] += u16::from(value[lane] == worths[place][lane]);
                }
            }
            self.alternatives[place].count(&ahead, &beside, live);
        }
        if !self.first.is_empty() {
            self.note_weights(columns, batch, &better, &level, live);
        }
    }

    fn note_weights(
        &mut self,
        columns: &Columns,
        batch: &Batch,
        better: &[[u16; LANES]],
        level: &[[u16; LANES]],
        live: usize,
    ) {
        let weights: Vec<Lanes> = columns.weights.iter().map(|sum| batch.sum(sum)).collect();
        for (group, sums) in self.first.iter_mut().enumerate() {
            for lane in (0..live).filter(|lane| better[group][*lane] == 0) {
                let here = &mut sums[usize::from(level[group][lane])];
                here.weights.resize(weights.len(), 0);
                here.products.resize(weights.len(), (0, 0));
                let total: i128 = weights.iter().map(|weight| i128::from(weight[lane])).sum();
                let slots = here.weights.iter_mut().zip(&mut here.products);
                for ((sum, (with_total, squared)), weight) in slots.zip(&weights) {
                    let weight = i128::from(weight[lane]);
                    *sum += weight;
                    *with_total += weight * total;
                    *squared += weight * weight;
                }
                here.totals.0 += total;
                here.totals.1 += total * total;
                here.samples += 1;
            }
        }
    }
}
