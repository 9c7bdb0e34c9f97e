//! Lagrangian bounds on aims that are not sums, for every node of a diagram.
//!
//! For weights w > 0 the greatest weighted sum of gains is found arc by arc, for every node at
//! once. It bounds the aims: a product of n gains is at most (w·g / n)ⁿ / ∏w (arithmetic and
//! geometric mean), a least share g/r at most w·g / w·r. Weights that bound tightly come from a
//! few steps of Frank and Wolfe (1956) on a smooth relative of the aim, in whole numbers. What
//! decides is exact: products and shares are compared as big integers and fractions.
#![expect(clippy::indexing_slicing, reason = "nodes and arcs are numbered by their lists")]

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint};
use num_traits::One as _;

use super::best::Measure;
use super::diagram::Diagram;

/// What is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The product of the gains.
    Product,
    /// The least share, or the second least.
    Share(usize),
    /// The sum of the shares.
    Total,
    /// One gain, all of them being no less than zero.
    Most(usize),
}

/// What a path reaches.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Product(BigUint),
    /// Gain and unit.
    Share(i128, i128),
    /// The numerator over the product of all units.
    Total(BigInt),
    Most(i64),
}

fn gain(sum: &[i64], measure: &Measure, part: usize) -> i64 {
    sum[part] - measure.base[part]
}

pub(super) fn product(sum: &[i64], measure: &Measure, parts: &[usize]) -> BigUint {
    let gains = parts.iter().map(|part| u64::try_from(gain(sum, measure, *part)).unwrap_or(0));
    gains.map(BigUint::from).product()
}

/// The sum of the shares, times the product of all units.
pub(super) fn total(sum: &[i64], measure: &Measure, parts: &[usize]) -> BigInt {
    let units = |but: usize| -> BigInt {
        parts.iter().filter(|it| **it != but).map(|it| BigInt::from(measure.unit[*it])).product()
    };
    parts.iter().map(|part| units(*part) * gain(sum, measure, *part)).sum()
}

/// The shares, rising, as gain and unit.
pub(super) fn shares(sum: &[i64], measure: &Measure, parts: &[usize]) -> Vec<(i128, i128)> {
    let mut shares: Vec<(i128, i128)> = parts
        .iter()
        .map(|it| (i128::from(gain(sum, measure, *it)), i128::from(measure.unit[*it])))
        .collect();
    shares.sort_by(|one, other| compare_shares(*one, *other));
    shares
}

pub(super) fn compare_shares(one: (i128, i128), other: (i128, i128)) -> Ordering {
    (one.0 * other.1).cmp(&(other.0 * one.1))
}

pub(super) fn div_ceil(dividend: i128, divisor: i128) -> i128 {
    -(-dividend).div_euclid(divisor)
}

impl Value {
    /// Whether the other value of the same target is greater.
    pub(super) fn is_less(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Product(one), Self::Product(other)) => one < other,
            (Self::Total(one), Self::Total(other)) => one < other,
            (Self::Most(one), Self::Most(other)) => one < other,
            (Self::Share(gain, unit), Self::Share(other_gain, other_unit)) => {
                compare_shares((*gain, *unit), (*other_gain, *other_unit)).is_lt()
            }
            _ => false,
        }
    }
}

/// Weights with the greatest weighted sum that each node can still add.
struct Ray {
    weights: Vec<i128>,
    /// The weighted bases.
    base: i128,
    /// By layer and node.
    ahead: Vec<Vec<i128>>,
}

impl Ray {
    fn new(diagram: &Diagram, measure: &Measure, parts: &[usize], weights: Vec<i128>) -> Self {
        let ahead = diagram.completions(|arc| weigh(parts, &weights, &arc.gain), i128::max);
        let base = weigh(parts, &weights, &measure.base);
        Self { weights, base, ahead }
    }

    /// The greatest weighted gain of a path that begins with this sum.
    fn bound(&self, parts: &[usize], layer: usize, node: usize, sum: &[i64]) -> i128 {
        weigh(parts, &self.weights, sum) - self.base + self.ahead[layer][node]
    }
}

fn weigh(parts: &[usize], weights: &[i128], gain: &[i64]) -> i128 {
    parts.iter().zip(weights).map(|(part, weight)| weight * i128::from(gain[*part])).sum()
}

/// The bounds of one search.
pub(super) struct Bounds<'a> {
    measure: &'a Measure,
    parts: &'a [usize],
    target: Target,
    /// Each bounds the target; for the second least share, one for each dimension left out: the
    /// second least of all is the greatest of the least among all but one.
    rays: Vec<Ray>,
    /// What rounding the weights of a sum of shares may lose.
    lost: i128,
}

/// Weights are whole numbers of about so many binary digits.
const DIGITS: u32 = 24;
/// For sums of shares, whose weights are the inverse units.
const FINE: u32 = 50;

impl<'a> Bounds<'a> {
    /// The bounds of a target over the dimensions `parts`, whose units are above zero.
    pub(super) fn new(
        diagram: &Diagram,
        measure: &'a Measure,
        parts: &'a [usize],
        target: Target,
    ) -> Self {
        let highest = diagram.extremes().unwrap_or_default();
        let lost = parts.iter().map(|it| i128::from((highest[*it] - measure.base[*it]).max(0)));
        let rays = rays(diagram, measure, parts, target);
        Self { measure, parts, target, lost: lost.sum(), rays }
    }

    /// What a complete path with these sums reaches.
    pub(super) fn value(&self, sum: &[i64]) -> Value {
        let (measure, parts) = (self.measure, self.parts);
        match self.target {
            Target::Product => Value::Product(product(sum, measure, parts)),
            Target::Total => Value::Total(total(sum, measure, parts)),
            Target::Most(part) => Value::Most(gain(sum, measure, part)),
            Target::Share(place) => {
                let share = shares(sum, measure, parts).get(place - 1).copied();
                let (gain, unit) = share.unwrap_or((0, 1));
                Value::Share(gain, unit)
            }
        }
    }

    /// How much the first ray promises after one more arc: no bound, but a guide.
    pub(super) fn promise(&self, layer: usize, node: usize, sum: &[i64], gain: &[i64]) -> i128 {
        self.rays.first().map_or(0, |ray| {
            ray.bound(self.parts, layer, node, sum) + weigh(self.parts, &ray.weights, gain)
        })
    }

    /// Whether the bounds of a path with this beginning reach what each ray needs.
    pub(super) fn reach(
        &self,
        needed: &[Option<i128>],
        layer: usize,
        node: usize,
        sum: &[i64],
    ) -> bool {
        let reaches = |(ray, needed): (&Ray, &Option<i128>)| {
            needed.is_none_or(|needed| ray.bound(self.parts, layer, node, sum) >= needed)
        };
        let mut rays = self.rays.iter().zip(needed);
        match self.target {
            Target::Share(2) => rays.any(reaches),
            _ => rays.all(reaches),
        }
    }

    /// By ray, the least weighted gain with which a value can be reached; none where it is not
    /// told.
    pub(super) fn needed(&self, value: &Value) -> Vec<Option<i128>> {
        self.rays.iter().map(|ray| self.needed_along(ray, value)).collect()
    }

    fn needed_along(&self, ray: &Ray, value: &Value) -> Option<i128> {
        match value {
            Value::Product(product) => {
                // wⁿ·g ≤ (w·g / n)ⁿ: the sum to the power n is at least product · nⁿ · ∏w.
                let count = u32::try_from(self.parts.len()).ok()?;
                let weights: BigUint =
                    ray.weights.iter().map(|weight| BigUint::from(weight.unsigned_abs())).product();
                let least = product * BigUint::from(count).pow(count) * weights;
                let root = least.nth_root(count);
                let exact = root.pow(count) == least;
                let needed = if exact { root } else { root + BigUint::one() };
                i128::try_from(needed).ok()
            }
            Value::Share(gain, unit) => {
                let units: i128 = self
                    .parts
                    .iter()
                    .zip(&ray.weights)
                    .map(|(part, weight)| weight * i128::from(self.measure.unit[*part]))
                    .sum();
                Some(div_ceil(units.checked_mul(*gain)?, *unit))
            }
            Value::Most(gain) => {
                // No gain is below zero, so that the others only add to the weighted sum.
                let Target::Most(part) = self.target else { return None };
                let place = self.parts.iter().position(|it| *it == part)?;
                Some(ray.weights[place] * i128::from(*gain))
            }
            Value::Total(total) => {
                let units: BigInt =
                    self.parts.iter().map(|it| BigInt::from(self.measure.unit[*it])).product();
                let scaled: BigInt = (total << FINE) / units;
                // The division rounds toward zero, the weights were rounded down.
                i128::try_from(scaled).ok().map(|scaled| scaled - 1 - self.lost)
            }
        }
    }
}

/// How many times weights are bettered.
const ROUNDS: i128 = 16;
/// How many of the last weights are kept as bounds.
const KEPT: usize = 3;

fn rays(diagram: &Diagram, measure: &Measure, parts: &[usize], target: Target) -> Vec<Ray> {
    let fine = |part: &usize| (1_i128 << FINE) / i128::from(measure.unit[*part]);
    match target {
        Target::Total => {
            let weights = parts.iter().map(fine).collect();
            vec![Ray::new(diagram, measure, parts, weights)]
        }
        Target::Product => toward(diagram, measure, parts, parts, 1),
        Target::Most(part) => {
            let alone = parts.iter().map(|it| i128::from(*it == part)).collect();
            let mut rays = vec![Ray::new(diagram, measure, parts, alone)];
            if parts.len() > 1 {
                rays.extend(toward(diagram, measure, parts, parts, 2));
            }
            rays
        }
        Target::Share(2) => {
            let but_one = parts.iter().map(|left_out| {
                let among: Vec<usize> = parts.iter().copied().filter(|it| it != left_out).collect();
                toward(diagram, measure, parts, &among, 8).pop()
            });
            but_one.flatten().collect()
        }
        Target::Share(_) if parts.is_empty() => Vec::new(),
        Target::Share(_) => toward(diagram, measure, parts, parts, 8),
    }
}

/// Rays along which `among` gain alike: each round weighs a dimension by the inverse of its mean
/// share so far, to a power, the greater the more the least one counts; and moves the mean toward
/// the path that this favours. The last ones.
fn toward(
    diagram: &Diagram,
    measure: &Measure,
    parts: &[usize],
    among: &[usize],
    power: u32,
) -> Vec<Ray> {
    // Shares in units of 2^-DIGITS, none below one in a thousand.
    let one = 1_i128 << DIGITS;
    let mut mean: Vec<i128> = vec![one / 2; parts.len()];
    let mut rays: Vec<Ray> = Vec::new();
    for round in 1..=ROUNDS {
        let least = mean.iter().zip(parts).filter(|(_, it)| among.contains(it)).map(|it| *it.0);
        let least = least.min().unwrap_or(one).max(one / 1024);
        let weigh = |(part, mean): (&usize, &i128)| {
            if !among.contains(part) {
                return 0;
            }
            let relative = least * one / (*mean).max(one / 1024);
            let weight = (0..power).fold(one, |product, _| product * relative / one);
            ((weight << DIGITS) / i128::from(measure.unit[*part])).max(1)
        };
        let weights = parts.iter().zip(&mean).map(weigh).collect();
        let ray = Ray::new(diagram, measure, parts, weights);
        for ((mean, part), gain) in mean.iter_mut().zip(parts).zip(favoured(diagram, &ray, parts)) {
            let share = (i128::from(gain - measure.base[*part]) << DIGITS)
                / i128::from(measure.unit[*part]);
            *mean += (share - *mean) * 2 / (round + 2);
        }
        rays.push(ray);
    }
    rays.reverse();
    rays.truncate(KEPT);
    rays
}

/// The sums of a path with the greatest weighted sum.
fn favoured(diagram: &Diagram, ray: &Ray, parts: &[usize]) -> Vec<i64> {
    let mut sum = diagram.constant.clone();
    let mut node = 0;
    for (at, layer) in diagram.layers.iter().enumerate() {
        let best = layer.arcs.iter().find(|arc| {
            arc.from == node
                && weigh(parts, &ray.weights, &arc.gain) + ray.ahead[at + 1][arc.to]
                    == ray.ahead[at][node]
        });
        let Some(best) = best else { break };
        node = best.to;
        for (sum, gain) in sum.iter_mut().zip(&best.gain) {
            *sum += gain;
        }
    }
    parts.iter().map(|part| sum[*part]).collect()
}
