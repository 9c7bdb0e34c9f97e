//! The Pareto frontier of a diagram: the sums of gains that no other path's sum exceeds.
//!
//! Layer by layer each node keeps the maxima of what its arcs bring (Nemhauser and Ullmann 1969,
//! for paths: Martins 1984). What cannot reach a required least sum is dropped. The layers are
//! kept, so that all paths with a sum on the frontier can be walked back: they are a diagram again.
#![expect(clippy::indexing_slicing, reason = "nodes and arcs are numbered by their lists")]

use std::collections::BTreeMap;
use std::fmt;

use super::budget::{Budget, Exhausted};
use super::diagram::{Arc, Diagram, Layer};
use super::pareto::maxima_of;

/// What is asked of the sums.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// By dimension, the least sum required. Dimensions past the list require nothing.
    pub least: Vec<Option<i64>>,
    /// How many dimensions count; those after them only require their least sum.
    pub counted: usize,
}

/// The frontier of a diagram.
pub struct Frontier {
    counted: usize,
    inner: Box<dyn Trellis>,
}

impl fmt::Debug for Frontier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frontier").field("counted", &self.counted).finish_non_exhaustive()
    }
}

/// Whether a partial sum at a node (of a layer) is worth following.
pub(super) type Keep<'a> = &'a dyn Fn(usize, usize, &[i64]) -> bool;

impl Frontier {
    /// The frontier of a diagram; the work counted is sums looked at. Past the budget nothing of a
    /// frontier is proven: which points are on it shows in the last layer only.
    pub fn new(diagram: &Diagram, terms: &Terms, budget: &mut Budget) -> Result<Self, Exhausted> {
        Self::within(diagram, terms, &|_, _, _| true, budget)
    }

    /// The part of the frontier whose partial sums `keep` follows.
    pub(super) fn within(
        diagram: &Diagram,
        terms: &Terms,
        keep: Keep<'_>,
        budget: &mut Budget,
    ) -> Result<Self, Exhausted> {
        let run = match diagram.dimensions {
            0..=2 => trellis::<2>,
            3 => trellis::<3>,
            4 => trellis::<4>,
            5 => trellis::<5>,
            6 => trellis::<6>,
            7 | 8 => trellis::<8>,
            9..=16 => trellis::<16>,
            _ => trellis::<128>,
        };
        let inner = run(diagram, terms, keep, budget)?;
        Ok(Self { counted: terms.counted, inner })
    }

    /// How many different sums there are on the frontier.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there is no path that meets the terms.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sums of the counted dimensions, falling.
    pub fn points(&self) -> Vec<Vec<i64>> {
        (0..self.len()).map(|at| self.point(at)).collect()
    }

    /// One of the sums, in the order of [`Self::points`].
    pub fn point(&self, at: usize) -> Vec<i64> {
        let mut point = self.inner.point(at);
        point.truncate(self.counted);
        point
    }

    /// The most partial sums that any layer held.
    pub fn peak(&self) -> usize {
        self.inner.peak()
    }

    /// All paths with one of the sums, as a diagram without gains.
    pub fn tied(&self, diagram: &Diagram, at: usize) -> Diagram {
        self.inner.tied(diagram, at)
    }
}

/// Whether partial sums can still reach the least sums required.
pub(super) struct Reach {
    /// By dimension with a least sum: that, and the most each node can still add.
    required: Vec<(usize, i64, Vec<Vec<i64>>)>,
}

impl Reach {
    pub(super) fn new(diagram: &Diagram, terms: &Terms) -> Self {
        let least = (0..diagram.dimensions)
            .filter_map(|it| Some((it, terms.least.get(it).copied().flatten()?)));
        let required =
            least.map(|(it, least)| (it, least, diagram.completions(|arc| arc.gain[it], i64::max)));
        Self { required: required.collect() }
    }

    pub(super) fn meets(&self, layer: usize, node: usize, sum: &[i64]) -> bool {
        self.required.iter().all(|(it, least, most)| sum[*it] + most[layer][node] >= *least)
    }
}

/// The partial sums at every node of every layer.
trait Trellis {
    fn len(&self) -> usize;
    fn point(&self, at: usize) -> Vec<i64>;
    fn peak(&self) -> usize;
    fn tied(&self, diagram: &Diagram, at: usize) -> Diagram;
}

struct Sums<const D: usize> {
    /// By layer and node, and at last for the end: maxima, falling.
    layers: Vec<Vec<Vec<[i64; D]>>>,
    /// By layer and node: how much of a sum still matters. A dimension that does not count is cut
    /// where whatever follows will reach what it requires.
    caps: Vec<Vec<[i64; D]>>,
}

fn trellis<const D: usize>(
    diagram: &Diagram,
    terms: &Terms,
    keep: Keep<'_>,
    budget: &mut Budget,
) -> Result<Box<dyn Trellis>, Exhausted> {
    let reach = Reach::new(diagram, terms);
    let required = |dimension: usize| terms.least.get(dimension).copied().flatten();
    let fewest: Vec<Option<Vec<Vec<i64>>>> = (0..diagram.dimensions)
        .map(|it| {
            let uncounted = it >= terms.counted;
            uncounted.then(|| diagram.completions(|arc| arc.gain[it], i64::min))
        })
        .collect();
    let cap = |layer: usize, node: usize| {
        let mut cap = [i64::MAX; D];
        for (it, fewest) in fewest.iter().enumerate() {
            if let Some(fewest) = fewest {
                // Where nothing is required, what every path reaches is: so that a dimension that
                // does not count tells no sums apart.
                let least = required(it).unwrap_or(diagram.constant[it] + fewest[0][0]);
                cap[it] = least - fewest[layer][node];
            }
        }
        cap
    };
    let nodes = |layer: usize| diagram.layers.get(layer).map_or(1, |layer| layer.nodes);
    let caps: Vec<Vec<[i64; D]>> = (0..=diagram.layers.len())
        .map(|layer| (0..nodes(layer)).map(|node| cap(layer, node)).collect())
        .collect();
    let mut start = [0; D];
    start[..diagram.dimensions].copy_from_slice(&diagram.constant);
    let mut layers = vec![Vec::new()];
    if diagram.feasible {
        cut(&mut start, &caps[0][0]);
        let follow = reach.meets(0, 0, &start) && keep(0, 0, &start);
        layers[0] = vec![if follow { vec![start] } else { Vec::new() }];
    } else {
        layers[0] = vec![Vec::new()];
    }
    for (at, layer) in diagram.layers.iter().enumerate() {
        let mut next: Vec<Vec<[i64; D]>> = vec![Vec::new(); nodes(at + 1)];
        for arc in &layer.arcs {
            let from = &layers[at][arc.from];
            budget.spend(1 + from.len() as u64)?;
            let cap = &caps[at + 1][arc.to];
            let into = &mut next[arc.to];
            for sum in from {
                let sum = after(sum, arc, cap);
                if reach.meets(at + 1, arc.to, &sum) && keep(at + 1, arc.to, &sum) {
                    into.push(sum);
                }
            }
        }
        // All that is tied in what counts is kept.
        let counted = if terms.counted == diagram.dimensions { D } else { terms.counted };
        layers.push(next.into_iter().map(|sums| maxima_of(sums, counted)).collect());
    }
    Ok(Box::new(Sums { layers, caps }))
}

fn cut<const D: usize>(sum: &mut [i64; D], cap: &[i64; D]) {
    for (sum, cap) in sum.iter_mut().zip(cap) {
        *sum = (*sum).min(*cap);
    }
}

fn after<const D: usize>(sum: &[i64; D], arc: &Arc, cap: &[i64; D]) -> [i64; D] {
    let mut sum = *sum;
    for (sum, gain) in sum.iter_mut().zip(&arc.gain) {
        *sum += gain;
    }
    cut(&mut sum, cap);
    sum
}

impl<const D: usize> Sums<D> {
    fn last(&self) -> &[[i64; D]] {
        self.layers.last().and_then(|nodes| nodes.first()).map_or(&[], Vec::as_slice)
    }
}

impl<const D: usize> Trellis for Sums<D> {
    fn len(&self) -> usize {
        self.last().len()
    }

    fn point(&self, at: usize) -> Vec<i64> {
        self.last().get(at).map_or(Vec::new(), |point| point.to_vec())
    }

    fn peak(&self) -> usize {
        self.layers.iter().map(|nodes| nodes.iter().map(Vec::len).sum()).max().unwrap_or(0)
    }

    fn tied(&self, diagram: &Diagram, at: usize) -> Diagram {
        let mut tied = Diagram {
            variables: diagram.variables,
            dimensions: 0,
            constant: Vec::new(),
            layers: Vec::new(),
            feasible: at < self.last().len(),
        };
        // From the end back: the partial sums that lead to the point, numbered as nodes.
        let mut wanted: BTreeMap<(usize, [i64; D]), usize> = BTreeMap::new();
        if let Some(point) = self.last().get(at) {
            wanted.insert((0, *point), 0);
        }
        for (at, layer) in diagram.layers.iter().enumerate().rev() {
            let mut before: BTreeMap<(usize, [i64; D]), usize> = BTreeMap::new();
            let mut arcs = Vec::new();
            for arc in &layer.arcs {
                let ends = (arc.to, [i64::MIN; D])..=(arc.to, [i64::MAX; D]);
                for ((_, goal), to) in wanted.range(ends) {
                    for sum in self.leading(at, arc, goal) {
                        let next = before.len();
                        let from = *before.entry((arc.from, *sum)).or_insert(next);
                        let values = arc.values.clone();
                        arcs.push(Arc { from, to: *to, values, gain: smallvec::smallvec![] });
                    }
                }
            }
            tied.layers.push(Layer { variable: layer.variable, nodes: before.len(), arcs });
            wanted = before;
        }
        tied.layers.reverse();
        tied
    }
}

impl<const D: usize> Sums<D> {
    /// The partial sums before an arc that become `goal` after it.
    fn leading(&self, layer: usize, arc: &Arc, goal: &[i64; D]) -> impl Iterator<Item = &[i64; D]> {
        let cap = self.caps[layer + 1][arc.to];
        let list = &self.layers[layer][arc.from];
        // The list falls; while the first dimension is not cut it tells where to look.
        let first = goal[0] - arc.gain.first().copied().unwrap_or(0);
        let range = if cap[0] == i64::MAX {
            let from = list.partition_point(|sum| sum[0] > first);
            let to = list.partition_point(|sum| sum[0] >= first);
            from..to
        } else {
            0..list.len()
        };
        let goal = *goal;
        list[range].iter().filter(move |sum| after(sum, arc, &cap) == goal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::diagram::Additive;
    use crate::search::factor::{Factor, for_each};
    use num_bigint::BigUint;

    /// Whole numbers below a bound, the same on every machine.
    fn stream(seed: u64) -> impl FnMut(u64) -> usize {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        move |bound| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040);
            usize::try_from((state >> 33) % bound).unwrap()
        }
    }

    struct Drawn {
        domains: Vec<usize>,
        hard: Vec<Factor<bool>>,
        gains: Vec<(usize, Factor<i64>)>,
        dimensions: usize,
    }

    fn draw(seed: u64, dimensions: usize) -> Drawn {
        let mut next = stream(seed);
        let count = 4 + next(3);
        let domains: Vec<usize> = (0..count).map(|_| 1 + next(4)).collect();
        let mut scope =
            |most: u64| -> Vec<usize> { (0..=next(most)).map(|_| next(count as u64)).collect() };
        let scopes: Vec<Vec<usize>> = (0..4).map(|_| scope(3)).collect();
        let wide: Vec<Vec<usize>> = (0..3).map(|_| scope(2)).collect();
        let hard = scopes
            .into_iter()
            .map(|scope| Factor::tabulate(&domains, scope, |_| next(5) > 0))
            .collect();
        let single = (0..count).map(|it| vec![it]);
        let tables: Vec<Vec<usize>> = single.chain(wide).collect();
        let mut gains = Vec::new();
        for dimension in 0..dimensions {
            for scope in &tables {
                let table = Factor::tabulate(&domains, scope.clone(), |_| {
                    i64::try_from(next(7)).unwrap() - 2
                });
                gains.push((dimension, table));
            }
        }
        Drawn { domains, hard, gains, dimensions }
    }

    impl Drawn {
        fn additive(&self) -> Additive<'_> {
            Additive {
                domains: self.domains.clone(),
                hard: self.hard.iter().collect(),
                gains: self.gains.iter().map(|(it, factor)| (*it, factor)).collect(),
                dimensions: self.dimensions,
            }
        }

        /// Every allowed assignment with its sums, in the order of variables and values.
        fn all(&self) -> Vec<(Vec<i64>, Vec<usize>)> {
            let mut all = Vec::new();
            for_each(&self.domains, |values| {
                if self.hard.iter().all(|factor| *factor.at(values).unwrap()) {
                    let mut sums = vec![0; self.dimensions];
                    for (dimension, factor) in &self.gains {
                        sums[*dimension] += factor.at(values).unwrap();
                    }
                    all.push((sums, values.to_vec()));
                }
            });
            all
        }
    }

    #[test]
    fn the_frontier_and_its_ties_are_those_of_enumeration() {
        let mut seen = 0;
        for seed in 0..600 {
            let dimensions = 1 + usize::try_from(seed % 5).unwrap();
            let drawn = draw(seed, dimensions);
            let mut next = stream(seed + 1000);
            let counted = 1 + next(dimensions as u64);
            let least: Vec<Option<i64>> = (0..dimensions)
                .map(|_| (next(3) > 0).then(|| i64::try_from(next(8)).unwrap()))
                .collect();
            let meets = |sums: &Vec<i64>| {
                sums.iter().zip(&least).all(|(sum, least)| least.is_none_or(|it| *sum >= it))
            };
            let all = drawn.all();
            let mut budget = Budget::new(10_000_000);
            let diagram = Diagram::new(&drawn.additive(), &mut budget).unwrap();
            assert_eq!(diagram.count(), BigUint::from(all.len()));
            assert_eq!(diagram.first(), all.first().map(|it| it.1.clone()));
            let fit: Vec<_> = all
                .iter()
                .filter(|(sums, _)| meets(sums))
                .map(|(sums, values)| (sums[..counted].to_vec(), values.clone()))
                .collect();
            let exceeded = |sums: &Vec<i64>| {
                fit.iter().any(|(other, _)| {
                    other != sums && other.iter().zip(sums).all(|(one, two)| one >= two)
                })
            };
            let mut expected: Vec<Vec<i64>> =
                fit.iter().map(|it| it.0.clone()).filter(|sums| !exceeded(sums)).collect();
            expected.sort_by(|one, other| other.cmp(one));
            expected.dedup();
            let terms = Terms { least, counted };
            let frontier = Frontier::new(&diagram, &terms, &mut budget).unwrap();
            assert_eq!(frontier.points(), expected, "seed {seed}");
            for (at, point) in expected.iter().enumerate() {
                let ties: Vec<_> = fit.iter().filter(|it| it.0 == *point).collect();
                let tied = frontier.tied(&diagram, at);
                assert_eq!(tied.count(), BigUint::from(ties.len()));
                assert_eq!(tied.first().as_ref(), ties.first().map(|it| &it.1));
                seen += 1;
            }
        }
        assert!(seen > 1000, "{seen}");
    }
}
