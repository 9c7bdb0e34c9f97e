//! The best sums of a diagram by an aim that is not itself a sum: the greatest product, the
//! greatest least share. No frontier is needed: branch and bound over the paths (Land and Doig
//! 1960) with Lagrangian bounds.
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

use super::budget::{Budget, Exhausted};
use super::diagram::{Arc, Diagram};
use super::frontier::{Frontier, Terms};

/// What is to be greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The product of the gains, all of them above zero.
    Product,
    /// The least share; of those the ones that no other exceeds.
    LeastShare,
    /// The shares from the least up, the first difference deciding.
    Leximin,
    /// The sum of the shares.
    Total,
}

/// How sums are measured: the gain in a dimension is its sum less `base`, the share is the gain
/// divided by `unit`.
#[derive(Clone, Debug)]
pub struct Measure {
    /// By counted dimension.
    pub base: Vec<i64>,
    /// By counted dimension; above zero, or zero where the dimension plays no part in the aim.
    pub unit: Vec<i64>,
}

/// The best sums by an aim: a part of the frontier.
#[derive(Debug)]
pub struct Best {
    /// The frontier's part that the search followed.
    pub frontier: Frontier,
    /// The places of the best points in it.
    pub places: Vec<usize>,
}

/// The best sums by an aim among the paths that meet the terms: every tie. None if no path meets
/// them (for [`Aim::Product`]: with every gain above zero). The work counted is partial paths.
pub fn best(
    diagram: &Diagram,
    terms: &Terms,
    measure: &Measure,
    aim: Aim,
    budget: &mut Budget,
) -> Result<Option<Best>, Exhausted> {
    let mut terms = terms.clone();
    terms.least.resize(diagram.dimensions, None);
    let parts: Vec<usize> =
        (0..terms.counted).filter(|it| measure.unit.get(*it).is_some_and(|it| *it > 0)).collect();
    if diagram.is_empty() || parts.is_empty() {
        return Ok(None);
    }
    let search = |terms: &Terms, aim: Target, budget: &mut Budget| {
        Search::new(diagram, terms, measure, &parts, aim).run(budget)
    };
    let rays = match aim {
        Aim::Product => {
            for part in &parts {
                let least = terms.least[*part].unwrap_or(i64::MIN);
                terms.least[*part] = Some(least.max(measure.base[*part] + 1));
            }
            search(&terms, Target::Product, budget)?
        }
        Aim::Total => search(&terms, Target::Total, budget)?,
        Aim::LeastShare | Aim::Leximin => {
            let Some((Incumbent { value: Value::Share(gain, unit), .. }, _)) =
                search(&terms, Target::Share(1), budget)?
            else {
                return Ok(None);
            };
            for part in &parts {
                // The least whole gain of at least this share.
                let whole = div_ceil(i128::from(measure.unit[*part]) * gain, unit);
                let needed = measure.base[*part].saturating_add(narrow(whole));
                let least = terms.least[*part].unwrap_or(i64::MIN);
                terms.least[*part] = Some(least.max(needed));
            }
            let second = if aim == Aim::Leximin && parts.len() > 1 { 2 } else { 1 };
            search(&terms, Target::Share(second), budget)?
        }
    };
    let Some((found, rays)) = rays else { return Ok(None) };
    let needed: Vec<Option<i128>> =
        rays.rays.iter().map(|ray| rays.needed(ray, &found.value, false)).collect();
    let keep = |layer: usize, node: usize, sum: &[i64]| rays.reach(&needed, layer, node, sum);
    let frontier = Frontier::within(diagram, &terms, &keep, budget)?;
    let points = frontier.points();
    let compare = |one: &Vec<i64>, other: &Vec<i64>| match aim {
        Aim::Product => product(one, measure, &parts).cmp(&product(other, measure, &parts)),
        Aim::Total => total(one, measure, &parts).cmp(&total(other, measure, &parts)),
        Aim::LeastShare => Ordering::Equal,
        Aim::Leximin => {
            let (one, other) = (shares(one, measure, &parts), shares(other, measure, &parts));
            let differ = one.iter().zip(&other).map(|(one, other)| compare_shares(*one, *other));
            differ.fold(Ordering::Equal, Ordering::then)
        }
    };
    let Some(top) = points.iter().max_by(|one, other| compare(one, other)) else {
        return Ok(None);
    };
    let places =
        points.iter().enumerate().filter(|(_, it)| compare(it, top).is_eq()).map(|it| it.0);
    Ok(Some(Best { places: places.collect(), frontier }))
}

/// An assignment that meets the terms, if there is one.
pub fn witness(
    diagram: &Diagram,
    terms: &Terms,
    budget: &mut Budget,
) -> Result<Option<Vec<usize>>, Exhausted> {
    let mut terms = terms.clone();
    terms.least.resize(diagram.dimensions, None);
    let (parts, measure) = required(diagram, &terms);
    let mut search = Search::new(diagram, &terms, &measure, &parts, Target::Share(1));
    search.first = true;
    let found = search.run(budget)?;
    Ok(found.map(|(found, _)| found.assignment))
}

/// The greatest sum of one dimension among the assignments that meet the terms, if there are any.
pub fn most(
    diagram: &Diagram,
    terms: &Terms,
    dimension: usize,
    budget: &mut Budget,
) -> Result<Option<i64>, Exhausted> {
    let mut terms = terms.clone();
    terms.least.resize(diagram.dimensions, None);
    let (mut parts, mut measure) = required(diagram, &terms);
    if !parts.contains(&dimension) {
        parts.push(dimension);
        parts.sort_unstable();
        measure.unit[dimension] = 1;
    }
    let found =
        Search::new(diagram, &terms, &measure, &parts, Target::Most(dimension)).run(budget)?;
    Ok(found.and_then(|(found, _)| match found.value {
        Value::Most(gain) => Some(gain + measure.base[dimension]),
        _ => None,
    }))
}

/// The dimensions with a least sum, measured from it.
fn required(diagram: &Diagram, terms: &Terms) -> (Vec<usize>, Measure) {
    let parts: Vec<usize> =
        (0..diagram.dimensions).filter(|it| terms.least[*it].is_some()).collect();
    let highest = diagram.extremes().unwrap_or_default();
    let measure = Measure {
        base: terms.least.iter().map(|least| least.unwrap_or(0)).collect(),
        unit: (0..diagram.dimensions)
            .map(|it| {
                let highest = highest.get(it).copied().unwrap_or(0);
                (highest - terms.least[it].unwrap_or(0)).max(1)
            })
            .collect(),
    };
    (parts, measure)
}

/// What one search maximises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Product,
    /// The least share, or the second least.
    Share(usize),
    Total,
    /// One gain, all of them being no less than zero.
    Most(usize),
}

/// What a path reaches.
#[derive(Clone, Debug)]
enum Value {
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

fn product(sum: &[i64], measure: &Measure, parts: &[usize]) -> BigUint {
    let gains = parts.iter().map(|part| u64::try_from(gain(sum, measure, *part)).unwrap_or(0));
    gains.map(BigUint::from).product()
}

/// The sum of the shares, times the product of all units.
fn total(sum: &[i64], measure: &Measure, parts: &[usize]) -> BigInt {
    let units = |but: usize| -> BigInt {
        parts.iter().filter(|it| **it != but).map(|it| BigInt::from(measure.unit[*it])).product()
    };
    parts.iter().map(|part| units(*part) * gain(sum, measure, *part)).sum()
}

/// The shares, rising, as gain and unit.
fn shares(sum: &[i64], measure: &Measure, parts: &[usize]) -> Vec<(i128, i128)> {
    let mut shares: Vec<(i128, i128)> = parts
        .iter()
        .map(|it| (i128::from(gain(sum, measure, *it)), i128::from(measure.unit[*it])))
        .collect();
    shares.sort_by(|one, other| compare_shares(*one, *other));
    shares
}

fn compare_shares(one: (i128, i128), other: (i128, i128)) -> Ordering {
    (one.0 * other.1).cmp(&(other.0 * one.1))
}

fn div_ceil(dividend: i128, divisor: i128) -> i128 {
    -(-dividend).div_euclid(divisor)
}

fn narrow(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN / 4 } else { i64::MAX / 4 })
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
struct Rays<'a> {
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

impl Rays<'_> {
    /// Whether the bounds of a path with this beginning reach what each ray needs.
    fn reach(&self, needed: &[Option<i128>], layer: usize, node: usize, sum: &[i64]) -> bool {
        let reaches = |(ray, needed): (&Ray, &Option<i128>)| {
            needed.is_none_or(|needed| ray.bound(self.parts, layer, node, sum) >= needed)
        };
        let mut rays = self.rays.iter().zip(needed);
        match self.target {
            Target::Share(2) => rays.any(reaches),
            _ => rays.all(reaches),
        }
    }

    /// The least weighted gain with which a value can be reached, or exceeded; none where it is
    /// not told.
    fn needed(&self, ray: &Ray, value: &Value, exceeded: bool) -> Option<i128> {
        match value {
            Value::Product(product) => {
                let product = product + u32::from(exceeded);
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
                let product = units.checked_mul(*gain)?;
                Some(if exceeded {
                    product.div_euclid(*unit) + 1
                } else {
                    div_ceil(product, *unit)
                })
            }
            Value::Most(gain) => {
                // No gain is below zero, so that the others only add to the weighted sum.
                let Target::Most(part) = self.target else { return None };
                let place = self.parts.iter().position(|it| *it == part)?;
                Some(ray.weights[place] * i128::from(gain + i64::from(exceeded)))
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

struct Search<'a> {
    diagram: &'a Diagram,
    rays: Rays<'a>,
    /// Whether the first path that meets the terms is enough.
    first: bool,
    least: Vec<Option<i64>>,
    /// By dimension with a least sum: the most each node can still add.
    most: Vec<Option<Vec<Vec<i64>>>>,
    /// By layer and node: the arcs that begin there.
    leaving: Vec<Vec<Vec<&'a Arc>>>,
}

impl<'a> Search<'a> {
    fn new(
        diagram: &'a Diagram,
        terms: &Terms,
        measure: &'a Measure,
        parts: &'a [usize],
        target: Target,
    ) -> Self {
        let most = (0..diagram.dimensions)
            .map(|it| {
                terms.least[it]?;
                Some(diagram.completions(|arc| arc.gain[it], i64::max))
            })
            .collect();
        let leaving = diagram
            .layers
            .iter()
            .map(|layer| {
                let mut leaving = vec![Vec::new(); layer.nodes];
                for arc in &layer.arcs {
                    leaving[arc.from].push(arc);
                }
                leaving
            })
            .collect();
        let highest = diagram.extremes().unwrap_or_default();
        let lost = parts.iter().map(|it| i128::from((highest[*it] - measure.base[*it]).max(0)));
        let lost = lost.sum();
        let rays = rays(diagram, measure, parts, target);
        let rays = Rays { measure, parts, target, rays, lost };
        Self { diagram, rays, first: false, least: terms.least.clone(), most, leaving }
    }

    /// The greatest value that a path reaches, with bounds to follow it by.
    fn run(self, budget: &mut Budget) -> Result<Option<(Incumbent, Rays<'a>)>, Exhausted> {
        if self.diagram.is_empty() {
            return Ok(None);
        }
        let mut found = None;
        let mut path = vec![0; self.diagram.variables];
        let mut sum = self.diagram.constant.clone();
        if self.is_open(0, 0, &sum, None) {
            self.descend(0, 0, &mut sum, &mut path, &mut found, budget)?;
        }
        Ok(found.map(|found| (found, self.rays)))
    }

    fn descend(
        &self,
        layer: usize,
        node: usize,
        sum: &mut Vec<i64>,
        path: &mut Vec<usize>,
        found: &mut Option<Incumbent>,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        budget.spend(1)?;
        let Some(leaving) = self.leaving.get(layer) else {
            let value = self.value(sum);
            if found.as_ref().is_none_or(|known| is_less(&known.value, &value)) {
                let needed = |ray| self.rays.needed(ray, &value, true);
                let needed = self.rays.rays.iter().map(needed).collect();
                *found = Some(Incumbent { value, needed, assignment: path.clone() });
            }
            return Ok(());
        };
        let mut steps: Vec<(i128, &Arc)> = leaving[node]
            .iter()
            .map(|arc| {
                let bound = self.rays.rays.first().map_or(0, |ray| {
                    weigh(self.rays.parts, &ray.weights, &arc.gain) + ray.ahead[layer + 1][arc.to]
                });
                (bound, *arc)
            })
            .collect();
        steps.sort_by_key(|(bound, _)| -bound);
        for (_, arc) in steps {
            for (sum, gain) in sum.iter_mut().zip(&arc.gain) {
                *sum += gain;
            }
            if self.is_open(layer + 1, arc.to, sum, found.as_ref()) {
                path[self.diagram.layers[layer].variable] = arc.values[0];
                self.descend(layer + 1, arc.to, sum, path, found, budget)?;
            }
            for (sum, gain) in sum.iter_mut().zip(&arc.gain) {
                *sum -= gain;
            }
        }
        Ok(())
    }

    /// Whether a path with this beginning could meet the terms and be better than the best so far.
    fn is_open(&self, layer: usize, node: usize, sum: &[i64], found: Option<&Incumbent>) -> bool {
        let meets = self.most.iter().zip(&self.least).zip(sum).all(|((most, least), sum)| {
            let most = most.as_ref().map(|most| most[layer][node]);
            most.zip(*least).is_none_or(|(most, least)| sum + most >= least)
        });
        if self.first {
            // Whatever meets the terms has no gain below zero.
            let zero = vec![Some(0); self.rays.rays.len()];
            return meets && found.is_none() && self.rays.reach(&zero, layer, node, sum);
        }
        meets && found.is_none_or(|found| self.rays.reach(&found.needed, layer, node, sum))
    }

    fn value(&self, sum: &[i64]) -> Value {
        let (measure, parts) = (self.rays.measure, self.rays.parts);
        match self.rays.target {
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
}

/// The best so far, and by ray the least weighted gain that exceeds it.
struct Incumbent {
    value: Value,
    assignment: Vec<usize>,
    needed: Vec<Option<i128>>,
}

fn is_less(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Product(one), Value::Product(other)) => one < other,
        (Value::Total(one), Value::Total(other)) => one < other,
        (Value::Most(one), Value::Most(other)) => one < other,
        (Value::Share(gain, unit), Value::Share(other_gain, other_unit)) => {
            compare_shares((*gain, *unit), (*other_gain, *other_unit)).is_lt()
        }
        _ => false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::diagram::Additive;
    use crate::search::factor::{Factor, for_each};
    use num_rational::Ratio;

    fn stream(seed: u64) -> impl FnMut(u64) -> i64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        move |bound| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040);
            i64::try_from((state >> 33) % bound).unwrap()
        }
    }

    /// The best sums by trying all assignments, each once, falling.
    fn brute(sums: &[Vec<i64>], measure: &Measure, aim: Aim) -> Vec<Vec<i64>> {
        let gains = |sum: &Vec<i64>| -> Vec<Ratio<i128>> {
            let parts = sum.iter().zip(&measure.base).zip(&measure.unit);
            parts
                .map(|((sum, base), unit)| Ratio::new((sum - base).into(), (*unit).into()))
                .collect()
        };
        let key = |sum: &Vec<i64>| -> Vec<Ratio<i128>> {
            let mut shares = gains(sum);
            shares.sort();
            match aim {
                Aim::Product => vec![shares.iter().product()],
                Aim::Total => vec![shares.iter().sum()],
                Aim::LeastShare => shares[..1].to_vec(),
                Aim::Leximin => shares,
            }
        };
        let zero = Ratio::from_integer(0);
        let fit =
            sums.iter().filter(|it| aim != Aim::Product || gains(it).iter().all(|it| *it > zero));
        let fit: Vec<_> = fit.collect();
        let Some(top) = fit.iter().map(|it| key(it)).max() else { return Vec::new() };
        let exceeded = |sum: &Vec<i64>| {
            fit.iter().any(|it| *it != sum && it.iter().zip(sum).all(|(one, two)| one >= two))
        };
        let best = fit.iter().filter(|it| key(it) == top && !exceeded(it));
        let mut best: Vec<Vec<i64>> = best.map(|it| (*it).clone()).collect();
        best.sort_by(|one, other| other.cmp(one));
        best.dedup();
        best
    }

    #[test]
    fn the_best_sums_are_those_of_trying_everything() {
        let mut found_some = 0;
        for seed in 0..800_u64 {
            let mut next = stream(seed);
            let count = usize::try_from(3 + next(4)).unwrap();
            let domains: Vec<usize> =
                (0..count).map(|_| usize::try_from(1 + next(4)).unwrap()).collect();
            let dimensions = usize::try_from(1 + next(4)).unwrap();
            let place = |it: i64| usize::try_from(it).unwrap() % count;
            let pairs: Vec<Vec<usize>> =
                (0..3).map(|_| vec![place(next(9)), place(next(9))]).collect();
            let hard: Vec<Factor<bool>> = pairs
                .iter()
                .map(|pair| Factor::tabulate(&domains, pair.clone(), |_| next(5) > 0))
                .collect();
            let span = 3 + u64::try_from(next(30)).unwrap();
            let mut gains = Vec::new();
            for dimension in 0..dimensions {
                let tables = (0..count).map(|it| vec![it]).chain(pairs.iter().take(1).cloned());
                for scope in tables {
                    let table = Factor::tabulate(&domains, scope, |_| next(span));
                    gains.push((dimension, table));
                }
            }
            let problem = Additive {
                domains: domains.clone(),
                hard: hard.iter().collect(),
                gains: gains.iter().map(|(it, factor)| (*it, factor)).collect(),
                dimensions,
            };
            let measure = Measure {
                base: (0..dimensions).map(|_| next(span * 3)).collect(),
                unit: (0..dimensions).map(|_| 1 + next(span * 2)).collect(),
            };
            let least: Vec<Option<i64>> =
                (0..dimensions).map(|_| (next(3) == 0).then(|| next(span * 2))).collect();
            let mut sums = Vec::new();
            for_each(&domains, |values| {
                if hard.iter().all(|factor| *factor.at(values).unwrap()) {
                    let mut sum = vec![0; dimensions];
                    for (dimension, factor) in &gains {
                        sum[*dimension] += factor.at(values).unwrap();
                    }
                    let meets = |(sum, least): (&i64, &Option<i64>)| {
                        least.is_none_or(|least| *sum >= least)
                    };
                    if sum.iter().zip(&least).all(meets) {
                        sums.push(sum);
                    }
                }
            });
            let mut budget = Budget::new(10_000_000);
            let diagram = Diagram::new(&problem, &mut budget).unwrap();
            let terms = Terms { least, counted: dimensions };
            for aim in [Aim::Product, Aim::LeastShare, Aim::Leximin, Aim::Total] {
                let found = best(&diagram, &terms, &measure, aim, &mut budget).unwrap();
                let points = found.map_or(Vec::new(), |it| {
                    it.places.iter().map(|at| it.frontier.point(*at)).collect()
                });
                assert_eq!(points, brute(&sums, &measure, aim), "seed {seed} {aim:?}");
                found_some += points.len();
            }
        }
        assert!(found_some > 1000, "{found_some}");
    }
}
