//! Stochastic multicriteria acceptability analysis (SMAA-2; Lahdelma and Salminen 2001, Tervonen
//! and Lahdelma 2007): how often alternatives come first, second, …, when weights, worths and
//! floors are drawn from what is left open.
//!
//! Samples are drawn and compared by whole numbers only, from a stream of random numbers that is
//! the same on every machine: a seed and a number of samples give the same counts everywhere.

mod batch;
mod columns;
mod estimate;
mod model;
mod tally;

pub use estimate::{Estimate, average_weights, first_share, rank_share, root, share};
pub use model::{Alternative, Model, Number, Test, Weighing, Worth};
pub use tally::{Favourable, Places, Tally};

use super::random::Random;
use batch::{Batch, LANES};
use columns::Columns;

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// After so many samples.
    After(u64),
    /// When every standard error of a share is one in a thousand at most, looked at every ten
    /// thousand samples, or after so many samples.
    WhenSure(u64),
}

/// How often it is looked at whether the shares are sure enough.
const ROUND: u64 = 10_000;

/// Counts over samples of a model; none if its numbers are too large to be drawn finely.
pub fn sample(model: &Model, stop: Stop, mut random: Random) -> Option<Tally> {
    let columns = Columns::new(model)?;
    let weights = !model.weighing.is_fixed();
    let mut tally = Tally::new(model, weights);
    let mut batch = Batch::new(model, &columns);
    let (most, until_sure) = match stop {
        Stop::After(most) => (most, false),
        Stop::WhenSure(most) => (most, true),
    };
    while tally.samples < most {
        let end = most.min(tally.samples + ROUND);
        while tally.samples < end {
            let left = usize::try_from(end - tally.samples).unwrap_or(LANES);
            let live = left.min(LANES);
            batch.fill(model, &columns, live, &mut random);
            tally.count(model, &columns, &batch, live);
        }
        tally.close_round();
        if until_sure && estimate::is_sure(&tally) {
            break;
        }
    }
    Some(tally)
}
