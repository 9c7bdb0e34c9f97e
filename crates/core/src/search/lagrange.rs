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

/// What tells paths on their way apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// The bounds.
    Bound,
    /// For shares, those that it would reach if the rest went as the rays on average favour.
    Guide,
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
    /// What a bound is divided by to compare rays.
    scale: i128,
}

impl Ray {
    fn new(diagram: &Diagram, measure: &Measure, parts: &[usize], weights: Vec<i128>) -> Self {
        let ahead = diagram.completions(|arc| weigh(parts, &weights, &arc.gain), i128::max);
        let base = weigh(parts, &weights, &measure.base);
        let scale = (weigh(parts, &weights, &measure.unit) >> 20).max(1);
        Self { weights, base, ahead, scale }
    }

    /// The bound of the whole, comparable between rays.
    fn root(&self, diagram: &Diagram, parts: &[usize]) -> i128 {
        self.bound(parts, 0, 0, &diagram.constant) / self.scale
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
    /// A path can reach a value if the rays of some group all let it. There is one group; for the
    /// second least share one for each dimension left out: the second least of all is the
    /// greatest of the least among all but one.
    groups: Vec<Vec<Ray>>,
    /// For shares, by layer and node: what the parts gain on average along the paths that rays
    /// favour from there.
    guide: Vec<Vec<Vec<i64>>>,
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
        let mut guide = Vec::new();
        if matches!(target, Target::Share(_)) {
            let rays = toward(diagram, measure, parts, parts, true);
            guide = mean_ahead(diagram, &rays, parts);
        }
        let groups = groups(diagram, measure, parts, target);
        Self { measure, parts, target, lost: lost.sum(), groups, guide }
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

    /// Whether there is a guide apart from the bounds.
    pub(super) fn guides(&self) -> bool {
        !self.guide.is_empty()
    }

    /// How good a path may become after one more arc, for comparison only.
    pub(super) fn promise(
        &self,
        by: Promise,
        layer: usize,
        node: usize,
        sum: &[i64],
        gain: &[i64],
    ) -> i128 {
        if let (Promise::Guide, Target::Share(place)) = (by, self.target) {
            // The shares if the rest goes as the rays on average favour.
            let mut shares: Vec<i128> = self
                .parts
                .iter()
                .zip(&self.guide[layer][node])
                .map(|(part, ahead)| {
                    let gain = sum[*part] + gain[*part] + ahead - self.measure.base[*part];
                    (i128::from(gain) << DIGITS) / i128::from(self.measure.unit[*part])
                })
                .collect();
            shares.sort_unstable();
            return shares.get(place - 1).copied().unwrap_or(0);
        }
        let along = |ray: &Ray| {
            let bound = ray.bound(self.parts, layer, node, sum);
            (bound + weigh(self.parts, &ray.weights, gain)) / ray.scale
        };
        let groups = self.groups.iter().filter_map(|rays| rays.iter().map(along).min());
        groups.max().unwrap_or(0)
    }

    /// Whether the bounds of a path with this beginning reach what the rays need.
    pub(super) fn reach(
        &self,
        needed: &[Vec<Option<i128>>],
        layer: usize,
        node: usize,
        sum: &[i64],
    ) -> bool {
        let reaches = |(ray, needed): (&Ray, &Option<i128>)| {
            needed.is_none_or(|needed| ray.bound(self.parts, layer, node, sum) >= needed)
        };
        let mut groups = self.groups.iter().zip(needed);
        self.groups.is_empty() || groups.any(|(rays, needed)| rays.iter().zip(needed).all(reaches))
    }

    /// By ray, the least weighted gain with which a value can be reached; none where it is not
    /// told.
    pub(super) fn needed(&self, value: &Value) -> Vec<Vec<Option<i128>>> {
        let along = |ray| self.needed_along(ray, value);
        self.groups.iter().map(|rays| rays.iter().map(along).collect()).collect()
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

fn groups(diagram: &Diagram, measure: &Measure, parts: &[usize], target: Target) -> Vec<Vec<Ray>> {
    let ray = |weights: Vec<i128>| Ray::new(diagram, measure, parts, weights);
    let fine = |part: &usize| (1_i128 << FINE) / i128::from(measure.unit[*part]);
    let toward = |among: &[usize], alike: bool| toward(diagram, measure, parts, among, alike);
    match target {
        _ if parts.is_empty() => Vec::new(),
        Target::Total => vec![vec![ray(parts.iter().map(fine).collect())]],
        Target::Product => vec![toward(parts, false)],
        Target::Most(part) => {
            let mut rays = vec![ray(parts.iter().map(|it| i128::from(*it == part)).collect())];
            if parts.len() > 1 {
                rays.extend(toward(parts, true));
            }
            vec![rays]
        }
        Target::Share(1) => vec![tilted(diagram, measure, parts, toward(parts, true))],
        Target::Share(_) => {
            let but = |out: &usize| parts.iter().copied().filter(|it| it != out).collect();
            let among: Vec<Vec<usize>> = parts.iter().map(but).collect();
            among.iter().map(|among| tilted(diagram, measure, parts, toward(among, true))).collect()
        }
    }
}

/// A ray and those that weigh one dimension more: where a path has left that dimension behind they
/// tell it sooner.
fn tilted(diagram: &Diagram, measure: &Measure, parts: &[usize], mut rays: Vec<Ray>) -> Vec<Ray> {
    rays.truncate(1);
    let Some(first) = rays.first() else { return rays };
    let weights = first.weights.clone();
    for place in 0..parts.len() {
        for (more, less) in [(5, 4), (2, 1)] {
            let mut weights = weights.clone();
            if weights[place] > 0 && parts.len() > 1 {
                weights[place] = weights[place] * more / less;
                rays.push(Ray::new(diagram, measure, parts, weights));
            }
        }
    }
    rays
}

/// How many arcs may be looked at for weights.
const WORK: usize = 8_000;

/// Rays along which `among` gain: each round weighs a dimension by the inverse of its mean share
/// so far, and moves the mean toward the path that this favours. If they are to gain `alike`, the
/// inverse is raised to a power that grows, so that the least share comes to decide, and the rays
/// with the least bounds are given, the least first; else the last ones.
fn toward(
    diagram: &Diagram,
    measure: &Measure,
    parts: &[usize],
    among: &[usize],
    alike: bool,
) -> Vec<Ray> {
    // Shares in units of 2^-DIGITS, none below one in a thousand.
    let one = 1_i128 << DIGITS;
    let mut mean: Vec<i128> = vec![one / 2; parts.len()];
    let mut rays: Vec<Ray> = Vec::new();
    let rounds = (WORK / diagram.arcs().max(1)).clamp(8, 20);
    for round in 1..=rounds {
        let power = if alike { 4 + round } else { 1 };
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
        let step = i128::try_from(round + 2).unwrap_or(i128::MAX);
        for ((mean, part), gain) in mean.iter_mut().zip(parts).zip(favoured(diagram, &ray, parts)) {
            let share = (i128::from(gain - measure.base[*part]) << DIGITS)
                / i128::from(measure.unit[*part]);
            *mean += (share - *mean) * 2 / step;
        }
        rays.push(ray);
        if rays.len() == 2 * KEPT {
            keep_best(&mut rays, diagram, parts, alike);
        }
    }
    keep_best(&mut rays, diagram, parts, alike);
    rays
}

/// How many rays are kept.
const KEPT: usize = 4;

fn keep_best(rays: &mut Vec<Ray>, diagram: &Diagram, parts: &[usize], alike: bool) {
    if alike {
        rays.sort_by_key(|ray| ray.root(diagram, parts));
        rays.truncate(KEPT);
    } else {
        rays.drain(..rays.len().saturating_sub(KEPT));
    }
}

/// By layer and node, what each part gains along the path that a ray favours from there, on
/// average over some rays.
fn mean_ahead(diagram: &Diagram, rays: &[Ray], parts: &[usize]) -> Vec<Vec<Vec<i64>>> {
    let mut sums: Vec<Vec<Vec<i64>>> = diagram
        .layers
        .iter()
        .map(|layer| vec![vec![0; parts.len()]; layer.nodes])
        .chain([vec![vec![0; parts.len()]]])
        .collect();
    for ray in rays {
        let mut after = vec![vec![0; parts.len()]];
        for (at, layer) in diagram.layers.iter().enumerate().rev() {
            let mut before = vec![Vec::new(); layer.nodes];
            for arc in &layer.arcs {
                let best = weigh(parts, &ray.weights, &arc.gain) + ray.ahead[at + 1][arc.to];
                if best == ray.ahead[at][arc.from] && before[arc.from].is_empty() {
                    let gains = parts.iter().zip(&after[arc.to]);
                    before[arc.from] = gains.map(|(part, ahead)| arc.gain[*part] + ahead).collect();
                }
            }
            for (sum, gains) in sums[at].iter_mut().zip(&before) {
                sum.iter_mut().zip(gains).for_each(|(sum, gain)| *sum += gain);
            }
            after = before;
        }
    }
    let many = i64::try_from(rays.len().max(1)).unwrap_or(1);
    for sum in sums.iter_mut().flatten().flatten() {
        *sum /= many;
    }
    sums
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
