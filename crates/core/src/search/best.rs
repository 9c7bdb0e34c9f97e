//! The best sums of a diagram by an aim that is not itself a sum: the greatest product, the
//! greatest least share.
//!
//! A beam of promising paths finds a good value first. Then the frontier is swept as always, but
//! only along paths whose bounds reach that value; the best of what arrives is the best there is.
//! So no frontier has to be small enough to list.
#![expect(clippy::indexing_slicing, reason = "nodes and arcs are numbered by their lists")]

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::budget::{Budget, Exhausted};
use super::diagram::{Arc, Diagram};
use super::frontier::{Frontier, Reach, Terms};
use super::lagrange::{
    Bounds, Promise, Target, Value, compare_shares, div_ceil, product, shares, total,
};

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
    let raise = |terms: &mut Terms, part: usize, least: i64| {
        let slot = &mut terms.least[part];
        *slot = Some(slot.map_or(least, |known| known.max(least)));
    };
    let pursue = |terms: &Terms, target: Target, budget: &mut Budget| {
        pursue(diagram, terms, &Bounds::new(diagram, measure, &parts, target), budget)
    };
    let frontier = match aim {
        Aim::Product => {
            for part in &parts {
                raise(&mut terms, *part, measure.base[*part] + 1);
            }
            pursue(&terms, Target::Product, budget)?
        }
        Aim::Total => pursue(&terms, Target::Total, budget)?,
        Aim::LeastShare => pursue(&terms, Target::Share(1), budget)?,
        Aim::Leximin => {
            let first = pursue(&terms, Target::Share(1), budget)?;
            let least = |point: Vec<i64>| shares(&point, measure, &parts).first().copied();
            let shares = first.points().into_iter().filter_map(least);
            let Some((gain, unit)) = shares.max_by(|one, other| compare_shares(*one, *other))
            else {
                return Ok(None);
            };
            if parts.len() == 1 {
                first
            } else {
                for part in &parts {
                    // The least whole gain of at least this share.
                    let gain = div_ceil(i128::from(measure.unit[*part]) * gain, unit);
                    let gain = i64::try_from(gain).unwrap_or(i64::MAX / 4);
                    raise(&mut terms, *part, measure.base[*part].saturating_add(gain));
                }
                pursue(&terms, Target::Share(2), budget)?
            }
        }
    };
    let compare = |one: &Vec<i64>, other: &Vec<i64>| match aim {
        Aim::Product => product(one, measure, &parts).cmp(&product(other, measure, &parts)),
        Aim::Total => total(one, measure, &parts).cmp(&total(other, measure, &parts)),
        Aim::LeastShare | Aim::Leximin => {
            let (one, other) = (shares(one, measure, &parts), shares(other, measure, &parts));
            let decide = if aim == Aim::Leximin { parts.len() } else { 1 };
            let differ = one.iter().zip(&other).take(decide);
            differ
                .map(|(one, other)| compare_shares(*one, *other))
                .fold(Ordering::Equal, Ordering::then)
        }
    };
    let points = frontier.points();
    let Some(top) = points.iter().max_by(|one, other| compare(one, other)) else {
        return Ok(None);
    };
    let ties = points.iter().enumerate().filter(|(_, it)| compare(it, top).is_eq());
    Ok(Some(Best { places: ties.map(|(at, _)| at).collect(), frontier }))
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
    let (mut parts, measure) = required(diagram, &terms);
    if parts.is_empty() {
        return Ok(diagram.extremes().and_then(|it| it.get(dimension).copied()));
    }
    if !parts.contains(&dimension) {
        parts.push(dimension);
    }
    let bounds = Bounds::new(diagram, &measure, &parts, Target::Most(dimension));
    let frontier = pursue(diagram, &terms, &bounds, budget)?;
    Ok(frontier.points().iter().filter_map(|point| point.get(dimension).copied()).max())
}

/// An assignment that meets the terms, if there is one.
pub fn witness(
    diagram: &Diagram,
    terms: &Terms,
    budget: &mut Budget,
) -> Result<Option<Vec<usize>>, Exhausted> {
    let mut terms = terms.clone();
    terms.least.resize(diagram.dimensions, None);
    if diagram.is_empty() {
        return Ok(None);
    }
    let (parts, measure) = required(diagram, &terms);
    let bounds = Bounds::new(diagram, &measure, &parts, Target::Share(1));
    let reach = Reach::new(diagram, &terms);
    let paths = Paths::new(diagram, &reach, &bounds);
    if let Some(found) = paths.beam(budget)?.into_iter().next() {
        return Ok(Some(found.assignment));
    }
    paths.first(budget)
}

/// The dimensions with a least sum, measured from it.
fn required(diagram: &Diagram, terms: &Terms) -> (Vec<usize>, Measure) {
    let highest = diagram.extremes().unwrap_or_default();
    let base: Vec<i64> = terms.least.iter().map(|least| least.unwrap_or(0)).collect();
    let unit = highest.iter().zip(&base).map(|(highest, base)| (highest - base).max(1)).collect();
    let parts = (0..diagram.dimensions).filter(|it| terms.least[*it].is_some()).collect();
    (parts, Measure { base, unit })
}

/// The part of the frontier that is at least as good as the best path of a beam.
fn pursue(
    diagram: &Diagram,
    terms: &Terms,
    bounds: &Bounds<'_>,
    budget: &mut Budget,
) -> Result<Frontier, Exhausted> {
    let reach = Reach::new(diagram, terms);
    let mut best: Option<Value> = None;
    for path in Paths::new(diagram, &reach, bounds).beam(budget)? {
        let value = bounds.value(&path.sum);
        if best.as_ref().is_none_or(|best| best.is_less(&value)) {
            best = Some(value);
        }
    }
    let needed = best.map(|best| bounds.needed(&best));
    let keep = |layer: usize, node: usize, sum: &[i64]| {
        needed.as_ref().is_none_or(|needed| bounds.reach(needed, layer, node, sum))
    };
    Frontier::within(diagram, terms, &keep, budget)
}

/// A path, complete or on its way.
#[derive(Clone, Debug)]
struct Path {
    node: usize,
    sum: Vec<i64>,
    assignment: Vec<usize>,
}

/// The paths of a diagram that meet some terms.
struct Paths<'a> {
    diagram: &'a Diagram,
    reach: &'a Reach,
    bounds: &'a Bounds<'a>,
    /// By layer and node: the arcs that begin there.
    leaving: Vec<Vec<Vec<&'a Arc>>>,
}

/// How many paths a beam follows.
const BEAM: usize = 16;

impl<'a> Paths<'a> {
    fn new(diagram: &'a Diagram, reach: &'a Reach, bounds: &'a Bounds<'a>) -> Self {
        let leaving = diagram.layers.iter().map(|layer| {
            let mut leaving = vec![Vec::new(); layer.nodes];
            for arc in &layer.arcs {
                leaving[arc.from].push(arc);
            }
            leaving
        });
        Self { diagram, reach, bounds, leaving: leaving.collect() }
    }

    fn start(&self) -> Path {
        let assignment = vec![0; self.diagram.variables];
        Path { node: 0, sum: self.diagram.constant.clone(), assignment }
    }

    fn step(&self, path: &Path, layer: usize, arc: &Arc) -> Path {
        let mut next = Path { node: arc.to, ..path.clone() };
        for (sum, gain) in next.sum.iter_mut().zip(&arc.gain) {
            *sum += gain;
        }
        next.assignment[self.diagram.layers[layer].variable] = arc.values[0];
        next
    }

    /// Some complete paths: layer by layer the most promising are followed (Lowerre 1976), once by
    /// each measure of promise.
    fn beam(&self, budget: &mut Budget) -> Result<Vec<Path>, Exhausted> {
        let mut found = self.follow(Promise::Bound, budget)?;
        if self.bounds.guides() {
            found.extend(self.follow(Promise::Guide, budget)?);
        }
        Ok(found)
    }

    fn follow(&self, by: Promise, budget: &mut Budget) -> Result<Vec<Path>, Exhausted> {
        let mut paths = vec![self.start()];
        paths.retain(|path| self.reach.meets(0, 0, &path.sum));
        for (layer, leaving) in self.leaving.iter().enumerate() {
            let mut steps: Vec<(i128, &Path, &Arc)> = Vec::new();
            for path in &paths {
                for arc in &leaving[path.node] {
                    budget.spend(1)?;
                    let ahead = self.bounds.promise(by, layer + 1, arc.to, &path.sum, &arc.gain);
                    steps.push((ahead, path, arc));
                }
            }
            steps.sort_by_key(|(promise, ..)| -promise);
            let mut next: Vec<Path> = Vec::with_capacity(BEAM);
            let mut known: BTreeSet<(usize, Vec<i64>)> = BTreeSet::new();
            for (_, path, arc) in steps {
                let path = self.step(path, layer, arc);
                if self.reach.meets(layer + 1, path.node, &path.sum)
                    && known.insert((path.node, path.sum.clone()))
                {
                    next.push(path);
                    if next.len() == BEAM {
                        break;
                    }
                }
            }
            paths = next;
        }
        Ok(paths)
    }

    /// The first path that meets the terms, depth first; none if there is none. No partial sum
    /// at a node is tried twice.
    fn first(&self, budget: &mut Budget) -> Result<Option<Vec<usize>>, Exhausted> {
        let mut failed: BTreeSet<(usize, usize, Vec<i64>)> = BTreeSet::new();
        let mut open = vec![(0, self.start())];
        // What meets the terms has no gain below zero.
        let zero = self.bounds.needed(&Value::Share(0, 1));
        while let Some((layer, path)) = open.pop() {
            budget.spend(1)?;
            let hopeful = self.reach.meets(layer, path.node, &path.sum)
                && self.bounds.reach(&zero, layer, path.node, &path.sum);
            if !hopeful || !failed.insert((layer, path.node, path.sum.clone())) {
                continue;
            }
            let Some(leaving) = self.leaving.get(layer) else {
                return Ok(Some(path.assignment));
            };
            let mut steps: Vec<(i128, &Arc)> = leaving[path.node]
                .iter()
                .map(|arc| {
                    let (sum, gain) = (&path.sum, &arc.gain);
                    (self.bounds.promise(Promise::Bound, layer + 1, arc.to, sum, gain), *arc)
                })
                .collect();
            steps.sort_by_key(|(promise, _)| *promise);
            open.extend(steps.iter().map(|(_, arc)| (layer + 1, self.step(&path, layer, arc))));
        }
        Ok(None)
    }
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
