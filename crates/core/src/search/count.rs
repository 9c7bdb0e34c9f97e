//! How many paths of a diagram reach required least sums, without enumerating them: meet in the
//! middle (Horowitz and Sahni 1974).
//!
//! Partial sums are counted forward from the root and backward from the end, equal ones together,
//! up to the layer where both lists are shortest. Sums that are sure to do are alike, and one that
//! cannot do is dropped. Then pairs that together reach the least sums are
//! counted by a sweep over one dimension and a binary indexed tree (Fenwick 1994) over the next;
//! further dimensions by divide and conquer.
#![expect(clippy::indexing_slicing, reason = "nodes and arcs are numbered by their lists")]

use std::cmp::Reverse;
use std::ops::{AddAssign, Mul};

use num_bigint::BigUint;
use num_traits::{FromPrimitive, ToPrimitive as _, Zero};

use super::budget::{Budget, Exhausted};
use super::diagram::{Arc, Diagram};

/// How many paths reach the least sums; `least` says by dimension how much, if any. The work
/// counted is partial sums.
pub fn count(
    diagram: &Diagram,
    least: &[Option<i64>],
    budget: &mut Budget,
) -> Result<BigUint, Exhausted> {
    let total = diagram.count();
    let dimensions: Vec<usize> =
        (0..diagram.dimensions).filter(|it| least.get(*it).copied().flatten().is_some()).collect();
    if dimensions.is_empty() || total.is_zero() {
        return Ok(total);
    }
    let least: Vec<i64> =
        dimensions.iter().map(|it| least[*it].unwrap_or(0) - diagram.constant[*it]).collect();
    match (dimensions.len(), total.to_u64().is_some()) {
        (1 | 2, true) => halves::<2, u64>(diagram, &dimensions, &least, budget),
        (3, true) => halves::<3, u64>(diagram, &dimensions, &least, budget),
        (4..=8, true) => halves::<8, u64>(diagram, &dimensions, &least, budget),
        _ => halves::<128, BigUint>(diagram, &dimensions, &least, budget),
    }
}

/// A number to count with: machine words where the whole count fits.
trait Number: Clone + Zero + FromPrimitive + for<'a> AddAssign<&'a Self> + Into<BigUint> {
    fn times(&self, other: &Self) -> Self;
}

impl<T> Number for T
where
    T: Clone + Zero + FromPrimitive + for<'a> AddAssign<&'a T> + Into<BigUint>,
    for<'a> &'a T: Mul<&'a T, Output = T>,
{
    fn times(&self, other: &Self) -> Self {
        self * other
    }
}

/// Sums, and how many partial paths have each.
type Counted<const D: usize, C> = Vec<([i64; D], C)>;

/// What can still be gained on one side of a node, by layer and node.
struct Bounds<const D: usize> {
    low: Vec<Vec<[i64; D]>>,
    high: Vec<Vec<[i64; D]>>,
}

fn halves<const D: usize, C: Number>(
    diagram: &Diagram,
    dimensions: &[usize],
    least: &[i64],
    budget: &mut Budget,
) -> Result<BigUint, Exhausted> {
    let gain = |arc: &Arc| {
        let mut gain = [0; D];
        for (gain, dimension) in gain.iter_mut().zip(dimensions) {
            *gain = arc.gain[*dimension];
        }
        gain
    };
    let mut goal = [0; D];
    goal[..least.len()].copy_from_slice(least);
    let steps: Vec<Vec<Step<D, C>>> = diagram
        .layers
        .iter()
        .map(|layer| {
            let step = |arc: &Arc| Step {
                from: arc.from,
                to: arc.to,
                many: C::from_usize(arc.values.len()).unwrap_or_else(C::zero),
                gain: gain(arc),
            };
            layer.arcs.iter().map(step).collect()
        })
        .collect();
    let nodes: Vec<usize> = diagram.layers.iter().map(|layer| layer.nodes).chain([1]).collect();
    let behind = bounds(&steps, &nodes, true);
    let ahead = bounds(&steps, &nodes, false);
    let one = || vec![([0; D], C::from_u8(1).unwrap_or_else(C::zero))];
    let mut front: Vec<Counted<D, C>> = vec![one()];
    let mut back: Vec<Counted<D, C>> = vec![one()];
    let (mut begin, mut end) = (0, steps.len());
    let size = |lists: &[Counted<D, C>]| lists.iter().map(Vec::len).sum::<usize>();
    while begin < end {
        if size(&front) <= size(&back) {
            front = grow(&front, &steps[begin], nodes[begin + 1], true, budget)?;
            begin += 1;
            fit(&mut front, &ahead, begin, &goal);
        } else {
            end -= 1;
            back = grow(&back, &steps[end], nodes[end], false, budget)?;
            fit(&mut back, &behind, end, &goal);
        }
    }
    let mut total = BigUint::ZERO;
    for (front, back) in front.into_iter().zip(back) {
        // A sum of the back half asks for so much of the front half.
        let asked: Counted<D, C> = back
            .into_iter()
            .map(|(sum, many)| (std::array::from_fn(|it| goal[it] - sum[it]), many))
            .collect();
        budget.spend((front.len() + asked.len()) as u64)?;
        let used = least.len();
        total += pairs(front, asked, used).into();
    }
    Ok(total)
}

struct Step<const D: usize, C> {
    from: usize,
    to: usize,
    many: C,
    gain: [i64; D],
}

fn grow<const D: usize, C: Number>(
    lists: &[Counted<D, C>],
    steps: &[Step<D, C>],
    nodes: usize,
    forward: bool,
    budget: &mut Budget,
) -> Result<Vec<Counted<D, C>>, Exhausted> {
    let mut next: Vec<Counted<D, C>> = vec![Vec::new(); nodes];
    for step in steps {
        let (from, to) = if forward { (step.from, step.to) } else { (step.to, step.from) };
        budget.spend(lists[from].len() as u64)?;
        next[to].extend(lists[from].iter().map(|(sum, many)| {
            (std::array::from_fn(|it| sum[it] + step.gain[it]), many.times(&step.many))
        }));
    }
    Ok(next)
}

/// The least and the most that paths gain before each node, or after it.
fn bounds<const D: usize, C: Number>(
    steps: &[Vec<Step<D, C>>],
    nodes: &[usize],
    before: bool,
) -> Bounds<D> {
    let fold = |better: fn(i64, i64) -> i64, worst: i64| -> Vec<Vec<[i64; D]>> {
        let mut all: Vec<Vec<[i64; D]>> = nodes.iter().map(|it| vec![[worst; D]; *it]).collect();
        let start = if before { 0 } else { nodes.len() - 1 };
        all[start] = vec![[0; D]; nodes[start]];
        let order: Vec<usize> =
            if before { (0..steps.len()).collect() } else { (0..steps.len()).rev().collect() };
        for at in order {
            for step in &steps[at] {
                let (from, to) = if before {
                    ((at, step.from), (at + 1, step.to))
                } else {
                    ((at + 1, step.to), (at, step.from))
                };
                let start = all[from.0][from.1];
                let ends = all[to.0][to.1].iter_mut();
                for ((slot, start), gain) in ends.zip(start).zip(step.gain) {
                    let sum = start + gain;
                    *slot = if *slot == worst { sum } else { better(*slot, sum) };
                }
            }
        }
        all
    };
    Bounds { low: fold(i64::min, i64::MAX), high: fold(i64::max, i64::MIN) }
}

/// A sum that does whatever is added.
const SURE: i64 = 1 << 62;

/// Drops sums that the other side cannot complete, marks those that it cannot spoil, and puts
/// equal ones together.
fn fit<const D: usize, C: Number>(
    lists: &mut [Counted<D, C>],
    other: &Bounds<D>,
    layer: usize,
    goal: &[i64; D],
) {
    for (node, list) in lists.iter_mut().enumerate() {
        let (low, high) = (&other.low[layer][node], &other.high[layer][node]);
        list.retain_mut(|(sum, _)| {
            for it in 0..D {
                if sum[it] + low[it] >= goal[it] {
                    sum[it] = SURE;
                }
            }
            (0..D).all(|it| sum[it] + high[it] >= goal[it])
        });
        list.sort_by_key(|(sum, _)| Reverse(*sum));
        list.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += &later.1;
            }
            same
        });
    }
}

/// How many pairs of a sum and an asked one there are in which the first `used` coordinates of
/// the sum are no less.
fn pairs<const D: usize, C: Number>(
    mut sums: Counted<D, C>,
    mut asked: Counted<D, C>,
    used: usize,
) -> C {
    if sums.is_empty() || asked.is_empty() {
        return C::zero();
    }
    if used > 2 {
        return split(sums, asked, used);
    }
    let falling = |one: &([i64; D], C), other: &([i64; D], C)| other.0[0].cmp(&one.0[0]);
    sums.sort_by(falling);
    asked.sort_by(falling);
    let mut total = C::zero();
    let mut rest = sums.iter().peekable();
    if used == 1 {
        let mut passed = C::zero();
        for (ask, many) in &asked {
            while let Some((_, more)) = rest.next_if(|(sum, _)| sum[0] >= ask[0]) {
                passed += more;
            }
            total += &passed.times(many);
        }
        return total;
    }
    let mut ranks: Vec<i64> = sums.iter().map(|(sum, _)| sum[1]).collect();
    ranks.sort_unstable_by(|one, other| other.cmp(one));
    ranks.dedup();
    let mut tree = Tree(vec![C::zero(); ranks.len() + 1]);
    for (ask, many) in &asked {
        while let Some((sum, more)) = rest.next_if(|(sum, _)| sum[0] >= ask[0]) {
            tree.add(ranks.partition_point(|it| *it > sum[1]) + 1, more);
        }
        let passed = tree.sum(ranks.partition_point(|it| *it >= ask[1]));
        total += &passed.times(many);
    }
    total
}

/// Halves both lists at a middle of the last used coordinate.
fn split<const D: usize, C: Number>(sums: Counted<D, C>, asked: Counted<D, C>, used: usize) -> C {
    let last = used - 1;
    let bounds = |list: &Counted<D, C>| {
        let values = list.iter().map(|(sum, _)| sum[last]);
        values.fold((i64::MAX, i64::MIN), |(low, high), it| (low.min(it), high.max(it)))
    };
    let ((low, high), (least_asked, most_asked)) = (bounds(&sums), bounds(&asked));
    if high < least_asked {
        return C::zero();
    }
    if low >= most_asked {
        return pairs(sums, asked, last);
    }
    let mut values: Vec<i64> = sums.iter().chain(&asked).map(|(sum, _)| sum[last]).collect();
    let half = values.len() / 2;
    let (under, median, over) = values.select_nth_unstable(half);
    let pivot = if under.iter().any(|it| *it < *median) {
        *median
    } else {
        over.iter().copied().filter(|it| it > median).min().unwrap_or(*median)
    };
    let halve = |list: Counted<D, C>| -> (Counted<D, C>, Counted<D, C>) {
        list.into_iter().partition(|(sum, _)| sum[last] >= pivot)
    };
    let ((high, low), (asked_high, asked_low)) = (halve(sums), halve(asked));
    let mut total = pairs(high.clone(), asked_low.clone(), last);
    total += &split_or_zero(high, asked_high, used);
    total += &split_or_zero(low, asked_low, used);
    total
}

fn split_or_zero<const D: usize, C: Number>(
    sums: Counted<D, C>,
    asked: Counted<D, C>,
    used: usize,
) -> C {
    if sums.is_empty() || asked.is_empty() { C::zero() } else { split(sums, asked, used) }
}

/// Prefix sums under additions.
struct Tree<C>(Vec<C>);

impl<C: Number> Tree<C> {
    fn add(&mut self, mut at: usize, many: &C) {
        while let Some(slot) = self.0.get_mut(at) {
            *slot += many;
            at += at & at.wrapping_neg();
        }
    }

    fn sum(&self, mut at: usize) -> C {
        let mut sum = C::zero();
        while at > 0 {
            sum += &self.0[at];
            at &= at - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::diagram::Additive;
    use crate::search::factor::{Factor, for_each};

    #[test]
    fn counting_agrees_with_enumeration() {
        let mut counted = BigUint::ZERO;
        for seed in 0..500_u64 {
            let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let mut next = |bound: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040);
                usize::try_from((state >> 33) % bound).unwrap()
            };
            let variables = 3 + next(4);
            let domains: Vec<usize> = (0..variables).map(|_| 1 + next(4)).collect();
            let dimensions = 1 + next(4);
            let pair = vec![next(variables as u64), next(variables as u64)];
            let hard = Factor::tabulate(&domains, pair.clone(), |_| next(5) > 0);
            let mut gains = Vec::new();
            for dimension in 0..dimensions {
                for scope in (0..variables).map(|it| vec![it]).chain([pair.clone()]) {
                    let table =
                        Factor::tabulate(&domains, scope, |_| i64::try_from(next(9)).unwrap() - 3);
                    gains.push((dimension, table));
                }
            }
            let least: Vec<Option<i64>> = (0..dimensions)
                .map(|_| (next(5) > 0).then(|| i64::try_from(next(15)).unwrap() - 4))
                .collect();
            let problem = Additive {
                domains: domains.clone(),
                hard: vec![&hard],
                gains: gains.iter().map(|(it, factor)| (*it, factor)).collect(),
                dimensions,
            };
            let mut expected = 0_u32;
            for_each(&domains, |values| {
                let sum = |dimension: usize| -> i64 {
                    let tables = gains.iter().filter(|(it, _)| *it == dimension);
                    tables.map(|(_, factor)| *factor.at(values).unwrap()).sum()
                };
                let meets =
                    |(it, least): (usize, &Option<i64>)| least.is_none_or(|least| sum(it) >= least);
                if *hard.at(values).unwrap() && least.iter().enumerate().all(meets) {
                    expected += 1;
                }
            });
            let mut budget = Budget::new(10_000_000);
            let diagram = Diagram::new(&problem, &mut budget).unwrap();
            let found = count(&diagram, &least, &mut budget).unwrap();
            assert_eq!(found, BigUint::from(expected), "seed {seed}");
            counted += found;
        }
        assert!(counted > BigUint::from(1000_u32));
    }
}
