//! Shares and means over samples, with their standard errors.

use num_bigint::BigUint;
use num_traits::{ToPrimitive as _, Zero as _};

use super::tally::{Favourable, Places, Tally};
use crate::scenario::Ratio;

/// A mean over samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The mean.
    pub mean: Ratio,
    /// Its standard error, rounded up to a millionth: how far such a mean typically is from what
    /// ever more samples would come to.
    pub error: Ratio,
}

/// Errors are given in parts of this.
const PARTS: u64 = 1_000_000;

impl Estimate {
    fn new(mean: Ratio, variance_by_samples: (BigUint, BigUint)) -> Self {
        let (numerator, denominator) = variance_by_samples;
        Self { mean, error: root(&numerator, &denominator) }
    }
}

/// The square root of a fraction, rounded up to a millionth.
pub fn root(numerator: &BigUint, denominator: &BigUint) -> Ratio {
    if numerator.is_zero() || denominator.is_zero() {
        return Ratio::zero();
    }
    let scaled = numerator * BigUint::from(PARTS) * BigUint::from(PARTS);
    let ceiling = (scaled + denominator - 1_u8) / denominator;
    let floor = ceiling.sqrt();
    let up = if &floor * &floor < ceiling { floor + 1_u8 } else { floor };
    Ratio::new(up.to_i128().unwrap_or(i128::MAX), PARTS.into())
}

/// How often something happened.
pub fn share(count: u64, samples: u64) -> Estimate {
    shared(&[(count, 1)], samples)
}

/// The mean of parts: so many samples in which it was one part of so many, else nothing.
fn shared(counts: &[(u64, u64)], samples: u64) -> Estimate {
    let mut mean = Ratio::zero();
    let mut squares = Ratio::zero();
    for (count, of) in counts.iter().filter(|(count, _)| *count > 0) {
        let of = i128::from(*of);
        mean += Ratio::new((*count).into(), of);
        squares += Ratio::new((*count).into(), of * of);
    }
    let samples = i128::from(samples.max(1));
    let (mean, squares) = (mean / samples, squares / samples);
    let variance = (squares - mean * mean) / samples;
    let big = |part: i128| BigUint::from(part.unsigned_abs());
    Estimate::new(mean, (big(*variance.numer()), big(*variance.denom())))
}

/// How often something took a rank, counted from zero. What is level shares its ranks equally:
/// each of two that stand level behind one other is second half of the time and third half.
pub fn rank_share(places: &Places, rank: usize, samples: u64) -> Estimate {
    let mut counts = Vec::new();
    for better in 0..=rank {
        for level in rank - better.. {
            let Some(count) = places.at(better, level) else { break };
            counts.push((count, level as u64 + 1));
        }
    }
    shared(&counts, samples)
}

/// How often something was first.
pub fn first_share(places: &Places, samples: u64) -> Estimate {
    rank_share(places, 0, samples)
}

/// Whether every standard error of a share is small enough.
pub(super) fn is_sure(tally: &Tally) -> bool {
    let sure = |estimate: Estimate| estimate.error <= Ratio::new(1, 1000);
    let places = tally.groups.iter().chain(&tally.alternatives);
    let mut ranks = places.flat_map(|it| (0..tally.groups.len()).map(move |rank| (it, rank)));
    let mut counts = tally.passed.iter().chain(tally.wins.iter().flatten());
    counts.all(|count| sure(share(*count, tally.samples)))
        && ranks.all(|(places, rank)| sure(rank_share(places, rank, tally.samples)))
}

/// The mean weights over the samples in which something was first, brought to a sum of one, by
/// criterion; a sample in which so many were first counts for each of them in part. None if it was
/// first in no sample.
pub fn average_weights(first: &[Favourable]) -> Option<Vec<Estimate>> {
    let criteria = first.iter().map(|it| it.weights.len()).max()?;
    let mut total = Ratio::zero();
    let mut means = vec![Ratio::zero(); criteria];
    for (level, sums) in first.iter().enumerate() {
        let of = i128::try_from(level + 1).unwrap_or(1);
        total += Ratio::new(sums.totals.0, of);
        for (mean, sum) in means.iter_mut().zip(&sums.weights) {
            *mean += Ratio::new(*sum, of);
        }
    }
    if total.is_zero() {
        return None;
    }
    // The error of a ratio of two sums: what the weights miss of their part in each total.
    let estimate = |criterion: usize| {
        let mean = means.get(criterion).copied().unwrap_or_default() / total;
        let (p, q) = (big(*mean.numer()), big(*mean.denom()));
        let mut squares = num_rational::Ratio::new(num_bigint::BigInt::zero(), 1.into());
        for (level, sums) in first.iter().enumerate() {
            let Some((with_total, squared)) = sums.products.get(criterion) else { continue };
            let of = num_bigint::BigInt::from(level + 1);
            let missed: num_bigint::BigInt = big(*squared) * &q * &q
                - big(2 * *with_total) * &p * &q
                + big(sums.totals.1) * &p * &p;
            squares += num_rational::Ratio::new(missed, &of * &of * &q * &q);
        }
        let total = num_rational::Ratio::new(big(*total.numer()), big(*total.denom()));
        let variance = squares / (&total * &total);
        let part = |number: &num_bigint::BigInt| number.magnitude().clone();
        Estimate::new(mean, (part(variance.numer()), part(variance.denom())))
    };
    Some((0..criteria).map(estimate).collect())
}

fn big(number: i128) -> num_bigint::BigInt {
    number.into()
}
