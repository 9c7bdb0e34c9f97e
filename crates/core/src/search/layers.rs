//! Best assignments layer by layer, under lower bounds.
//!
//! The variables are assigned one after the other, all partial assignments side by side. Two that
//! agree on every variable that still meets an open one can be completed alike: of these only
//! those are kept whose sums the others do not undercut. What bounds say cannot be wanted is left
//! out. This is bucket elimination run forwards, so that a bound of the whole is at hand for every
//! label (A* over the states of a dynamic program; Hart, Nilsson and Raphael 1968).

use smallvec::SmallVec;

use super::bounds::{Bounds, FORBIDDEN, Table};
use super::budget::{Budget, Exhausted};
use super::factor::{Factor, Variable, for_each};

/// Marks: for each a number and a table that is true where an assignment bears it.
pub type Marks<'a> = [(usize, &'a Factor<bool>)];

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// So many sums, the first, only bound.
    pub apart: usize,
    /// So many after them are costs: what costs more than another is not kept.
    pub costs: usize,
    /// Of labels that cost the same and differ in marks, at most so many are kept, those with the
    /// least first sums. The sums after the costs are lacks: they matter only above zero, and what
    /// lacks more than another is kept if it costs no more and bears other marks.
    pub ties: usize,
    /// At most so many labels a layer, those with the least first sum.
    pub width: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Layers {
    /// Complete assignments, with their sums and marks.
    pub found: Vec<Complete>,
    /// Whether labels were left out for want of width.
    pub narrow: bool,
    /// Whether ties were left out.
    pub tied: bool,
}

/// A complete assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complete {
    /// Its sums.
    pub sums: Vec<i128>,
    /// Its marks, as a bit set.
    pub marks: Vec<u64>,
    /// The value of every variable; the first where no table names it.
    pub assignment: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Label {
    sums: SmallVec<[i128; 12]>,
    marks: SmallVec<[u64; 8]>,
    values: Vec<u8>,
}

/// Sets of marks as a table over places of the order.
#[derive(Debug)]
struct MarkTable {
    table: Table,
    sets: Vec<u64>,
}

/// All complete assignments that are `wanted` and that no other undercuts. `wanted` is shown for
/// every sum a value that no completion undercuts; `variables` is how many there are.
pub fn search(
    bounds: &Bounds,
    variables: usize,
    marks: &Marks<'_>,
    plan: Plan,
    mut wanted: impl FnMut(&[i128], &[u64]) -> bool,
    budget: &mut Budget,
) -> Result<Layers, Exhausted> {
    let words = marks.iter().map(|(mark, _)| mark / 64 + 1).max().unwrap_or(0);
    let marks = by_place(bounds, marks, words);
    let mut result = Layers { found: Vec::new(), narrow: false, tied: false };
    let mut layer: Vec<Label> = Vec::new();
    let none: SmallVec<[u64; 8]> = SmallVec::from_elem(0, words);
    if bounds.root().iter().all(|sum| *sum < FORBIDDEN / 2) && wanted(bounds.root(), &none) {
        layer.push(Label { sums: bounds.root().into(), marks: none, values: Vec::new() });
    }
    let mut assigned = vec![0; bounds.order.len()];
    for place in 0..bounds.order.len() {
        let mut next: Vec<(SmallVec<[u8; 24]>, Label)> = Vec::new();
        let active = active(bounds, &marks, place);
        for label in &layer {
            for (slot, value) in assigned.iter_mut().zip(&label.values) {
                *slot = usize::from(*value);
            }
            extend(bounds, &marks, place, label, &mut assigned, budget, |mut label| {
                // Where the rest cannot bring a lack above zero its size no longer matters.
                let spread = bounds.spread.get(place).into_iter().flatten();
                let lacks = label.sums.iter_mut().zip(spread).skip(plan.apart + plan.costs);
                lacks.for_each(|(sum, spread)| *sum = (*sum).max(-spread));
                if wanted(&label.sums, &label.marks) {
                    let state = active.iter().filter_map(|it| label.values.get(*it).copied());
                    next.push((state.collect(), label));
                }
            })?;
        }
        layer = best(next, plan, &mut result.tied, budget)?;
        if layer.len() > plan.width {
            result.narrow = true;
            layer.sort_by(|one, other| one.sums.first().cmp(&other.sums.first()));
            layer.truncate(plan.width);
        }
    }
    for label in layer {
        let mut assignment = vec![0; variables];
        for (variable, value) in bounds.order.iter().zip(&label.values) {
            if let Some(slot) = assignment.get_mut(*variable) {
                *slot = usize::from(*value);
            }
        }
        let (sums, marks) = (label.sums.into_vec(), label.marks.into_vec());
        result.found.push(Complete { sums, marks, assignment });
    }
    Ok(result)
}

/// Shows every way to assign one more variable.
fn extend(
    bounds: &Bounds,
    marks: &[Vec<MarkTable>],
    place: usize,
    label: &Label,
    assigned: &mut [usize],
    budget: &mut Budget,
    mut show: impl FnMut(Label),
) -> Result<(), Exhausted> {
    let bucket = bounds.buckets.get(place).map_or(&[][..], Vec::as_slice);
    let size = bounds.sizes.get(place).copied().unwrap_or(1);
    let views = bounds.views;
    budget.spend((size * (1 + bucket.len())) as u64)?;
    // What bounded this bucket so far gives way to its tables themselves.
    let mut base = label.sums.clone();
    let settled = bounds.settled.get(place).into_iter().flatten();
    base.iter_mut().zip(settled).for_each(|(sum, less)| *sum -= less);
    for (target, index) in bounds.sends.get(place).into_iter().flatten() {
        let message = bounds.buckets.get(*target).and_then(|bucket| bucket.get(*index));
        let Some(message) = message else { continue };
        let row = message.row(message.at(assigned), views);
        base.iter_mut().zip(row).for_each(|(sum, less)| *sum -= less);
    }
    for value in 0..size {
        if let Some(slot) = assigned.get_mut(place) {
            *slot = value;
        }
        let mut sums = base.clone();
        for table in bucket {
            let row = table.row(table.at(assigned), views);
            sums.iter_mut().zip(row).for_each(|(sum, more)| *sum += more);
        }
        if sums.iter().any(|sum| *sum >= FORBIDDEN / 2) {
            continue;
        }
        let mut borne = label.marks.clone();
        for MarkTable { table, sets } in marks.get(place).into_iter().flatten() {
            let from = table.at(assigned) * borne.len();
            let own = sets.get(from..from + borne.len()).unwrap_or(&[]);
            borne.iter_mut().zip(own).for_each(|(word, more)| *word |= more);
        }
        let mut values = Vec::with_capacity(place + 1);
        values.extend_from_slice(&label.values);
        values.push(u8::try_from(value).unwrap_or(u8::MAX));
        show(Label { sums, marks: borne, values });
    }
    Ok(())
}

/// The places up to this one that later tables still look at.
fn active(bounds: &Bounds, marks: &[Vec<MarkTable>], place: usize) -> Vec<usize> {
    let later = bounds.buckets.iter().skip(place + 1).flatten();
    let marked = marks.iter().skip(place + 1).flatten().map(|it| &it.table);
    let mut places: Vec<usize> =
        later.chain(marked).flat_map(|table| &table.places).copied().collect();
    places.retain(|it| *it <= place);
    places.sort_unstable();
    places.dedup();
    places
}

/// The labels of each state that no other of that state undercuts.
fn best(
    mut labels: Vec<(SmallVec<[u8; 24]>, Label)>,
    plan: Plan,
    tied: &mut bool,
    budget: &mut Budget,
) -> Result<Vec<Label>, Exhausted> {
    let compare = |one: &Label, other: &Label| {
        let (apart, deciding) = one.sums.split_at(plan.apart.min(one.sums.len()));
        let (other_apart, others) = other.sums.split_at(plan.apart.min(other.sums.len()));
        let (costs, lacks) = deciding.split_at(plan.costs.min(deciding.len()));
        let (other_costs, other_lacks) = others.split_at(plan.costs.min(others.len()));
        costs
            .cmp(other_costs)
            .then_with(|| apart.cmp(other_apart))
            .then_with(|| lacks.cmp(other_lacks))
            .then_with(|| one.marks.cmp(&other.marks))
            .then_with(|| one.values.cmp(&other.values))
    };
    // Labels are large: their places are sorted, not they.
    let mut order: Vec<(SmallVec<[u8; 24]>, usize)> = labels
        .iter_mut()
        .enumerate()
        .map(|(place, (state, _))| (std::mem::take(state), place))
        .collect();
    order.sort_by(|(state, one), (other_state, other)| {
        let labels = labels.get(*one).zip(labels.get(*other));
        state.cmp(other_state).then_with(|| {
            labels.map_or(std::cmp::Ordering::Equal, |((_, one), (_, other))| compare(one, other))
        })
    });
    let mut labels: Vec<Option<Label>> = labels.into_iter().map(|(_, label)| Some(label)).collect();
    let mut kept: Vec<Label> = Vec::new();
    let mut from = 0;
    let mut last: Option<SmallVec<[u8; 24]>> = None;
    for (state, place) in order {
        let Some(label) = labels.get_mut(place).and_then(Option::take) else { continue };
        if last.as_ref() != Some(&state) {
            from = kept.len();
            last = Some(state);
        }
        let group = kept.get(from..).unwrap_or(&[]);
        budget.spend(1 + group.len() as u64 / 4)?;
        let mut ties = 0;
        let beaten = group.iter().any(|other| {
            let pairs = || other.sums.iter().zip(&label.sums).skip(plan.apart);
            if pairs().any(|(mine, theirs)| mine > theirs) {
                return false;
            }
            let dearer = pairs().take(plan.costs).any(|(mine, theirs)| mine < theirs);
            ties += usize::from(!dearer);
            dearer || other.marks == label.marks
        });
        if beaten {
            continue;
        }
        if ties >= plan.ties {
            *tied = true;
            continue;
        }
        kept.push(label);
    }
    Ok(kept)
}

/// The marks by the place at which they are decided.
fn by_place(bounds: &Bounds, marks: &Marks<'_>, words: usize) -> Vec<Vec<MarkTable>> {
    let mut result: Vec<Vec<MarkTable>> = bounds.order.iter().map(|_| Vec::new()).collect();
    let place_of = |variable: Variable| bounds.order.iter().position(|it| *it == variable);
    for (mark, factor) in marks {
        let scope: Vec<usize> = factor.scope().iter().filter_map(|it| place_of(*it)).collect();
        let mut places = scope.clone();
        places.sort_unstable();
        let Some(bucket) = places.last().and_then(|last| result.get_mut(*last)) else { continue };
        let known = bucket.iter().position(|it| it.table.places == places);
        let index = known.unwrap_or_else(|| {
            let sizes = places.iter().filter_map(|place| bounds.sizes.get(*place));
            let count: usize = sizes.product();
            let table = Table::new(places, &bounds.sizes, 0);
            bucket.push(MarkTable { table, sets: vec![0; count * words] });
            bucket.len() - 1
        });
        let Some(MarkTable { table, sets }) = bucket.get_mut(index) else { continue };
        let sizes: Vec<usize> =
            scope.iter().filter_map(|place| bounds.sizes.get(*place).copied()).collect();
        let strides: Vec<usize> = scope.iter().map(|place| table.stride(*place)).collect();
        let mut entries = factor.entries().iter();
        for_each(&sizes, |values| {
            let at: usize = values.iter().zip(&strides).map(|(value, step)| value * step).sum();
            if entries.next() == Some(&true)
                && let Some(word) = sets.get_mut(at * words + mark / 64)
            {
                *word |= 1 << (mark % 64);
            }
        });
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::bounds::Sums;

    fn noise(seed: u64, count: u64) -> i128 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5;
        state ^= state >> 31;
        state = state.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state ^= state >> 27;
        i128::from(state % count)
    }

    #[test]
    fn layers_find_what_enumeration_finds_however_loose_the_bounds() {
        for seed in 0..150_u64 {
            let domains: Vec<usize> =
                (0..6).map(|it| 1 + usize::try_from(noise(seed * 31 + it, 3)).unwrap()).collect();
            let mut count = seed * 7919;
            let mut next = |bound| {
                count += 1;
                noise(count, bound)
            };
            let scopes: Vec<Vec<usize>> = (0..11)
                .map(|_| (0..2).map(|_| usize::try_from(next(6)).unwrap()).collect())
                .collect();
            let hard: Vec<Factor<bool>> = scopes
                .iter()
                .take(3)
                .map(|scope| Factor::tabulate(&domains, scope.clone(), |_| next(4) > 0))
                .collect();
            let costs: Vec<Factor<i128>> = scopes
                .iter()
                .skip(3)
                .map(|scope| Factor::tabulate(&domains, scope.clone(), |_| next(5) - 2))
                .collect();
            let sums = Sums {
                domains: domains.clone(),
                hard: hard.iter().collect(),
                terms: (0..)
                    .zip(&costs)
                    .map(|(it, cost)| (cost, vec![it % 2, 1 - it % 2]))
                    .collect(),
                views: 2,
            };
            let mut all: Vec<Vec<i128>> = Vec::new();
            for_each(&domains, |values| {
                if hard.iter().all(|factor| *factor.at(values).unwrap()) {
                    let sum = |odd: usize| {
                        let own = costs.iter().enumerate().filter(|(it, _)| it % 2 == odd);
                        own.map(|(_, cost)| cost.at(values).unwrap()).sum::<i128>()
                    };
                    all.push(vec![sum(1), sum(0)]);
                }
            });
            let beats = |one: &Vec<i128>, other: &Vec<i128>| {
                one != other && one.iter().zip(other).all(|(one, other)| one <= other)
            };
            let mut frontier: Vec<Vec<i128>> = all
                .iter()
                .filter(|it| !all.iter().any(|other| beats(other, it)))
                .cloned()
                .collect();
            frontier.sort_unstable();
            frontier.dedup();
            for most in [1, 9, 1000] {
                let mut budget = Budget::new(Budget::DEFAULT);
                let bounds = Bounds::new(&sums, most, &mut budget).unwrap();
                for (view, bound) in bounds.root().iter().enumerate() {
                    let least = all.iter().map(|sums| sums[view]).min();
                    assert!(least.is_none_or(|least| *bound <= least), "{bound} bounds {least:?}");
                    assert!(!bounds.exact() || least.is_none_or(|least| *bound == least));
                }
                let plan = Plan { apart: 0, costs: 2, ties: 9, width: usize::MAX };
                let layers =
                    search(&bounds, domains.len(), &[], plan, |_, _| true, &mut budget).unwrap();
                let mut found: Vec<Vec<i128>> =
                    layers.found.iter().map(|it| it.sums.clone()).collect();
                found.sort_unstable();
                found.dedup();
                assert_eq!(found, frontier, "seed {seed}, tables of {most}");
            }
        }
    }
}
