//! Lower bounds of sums of tables by mini-buckets (Dechter and Rish 2003).
//!
//! Variables are eliminated one after the other, as in [`least`](super::least), but where
//! the table of all neighbours would be too large the bucket is split, and each part is minimised
//! for itself. What comes out bounds the least sum from below; where no bucket was split it is
//! the least sum. Several sums of the same tables, each with its own coefficients, are bounded at
//! once.

use std::collections::BTreeMap;

use super::budget::{Budget, Exhausted};
use super::factor::{Factor, Variable, for_each, strides_of};

/// Sums of tables over some variables, and what is forbidden.
#[derive(Clone, Debug, Default)]
pub struct Sums<'a> {
    /// How many values each variable has.
    pub domains: Vec<usize>,
    /// Tables that are false where an assignment is forbidden.
    pub hard: Vec<&'a Factor<bool>>,
    /// Tables, each with its coefficient in every sum.
    pub terms: Vec<(&'a Factor<i128>, Vec<i128>)>,
    /// How many sums there are.
    pub views: usize,
}

/// What stands for a forbidden assignment. Sums stay far below it in size.
pub const FORBIDDEN: i128 = 1 << 118;

/// Lower bounds for every partial assignment along an order of the variables.
#[derive(Debug)]
pub struct Bounds {
    /// The order in which variables are assigned; those that no table names are left out.
    pub(super) order: Vec<Variable>,
    /// How many values each has, in that order.
    pub(super) sizes: Vec<usize>,
    pub(super) views: usize,
    /// By place in the order: the tables whose last variable it is, messages included.
    pub(super) buckets: Vec<Vec<Table>>,
    /// By place in the order: the messages that bound its bucket, by bucket and place there.
    pub(super) sends: Vec<Vec<(usize, usize)>>,
    /// By place and sum: how far apart the least and the greatest rest after it may lie.
    pub(super) spread: Vec<Vec<i128>>,
    /// By place: what the bounds of its bucket that hang on nothing add to the root.
    pub(super) settled: Vec<Vec<i128>>,
    root: Vec<i128>,
    exact: bool,
}

/// A table over some places of the order, rising, with one entry a sum.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) places: Vec<usize>,
    pub(super) strides: Vec<usize>,
    pub(super) entries: Vec<i128>,
}

impl Table {
    pub(super) fn new(places: Vec<usize>, sizes: &[usize], views: usize) -> Self {
        let own: Vec<usize> =
            places.iter().map(|place| sizes.get(*place).copied().unwrap_or(1)).collect();
        let mut strides = vec![1; own.len()];
        strides_of(&own, &mut strides);
        let entries = vec![0; own.iter().product::<usize>() * views];
        Self { places, strides, entries }
    }

    /// Where the entries of an assignment stand, in entries of one sum.
    pub(super) fn at(&self, assigned: &[usize]) -> usize {
        let values = self.places.iter().map(|place| assigned.get(*place).copied().unwrap_or(0));
        values.zip(&self.strides).map(|(value, stride)| value * stride).sum()
    }

    /// The entries of all sums at a place.
    pub(super) fn row(&self, at: usize, views: usize) -> &[i128] {
        self.entries.get(at * views..(at + 1) * views).unwrap_or(&[])
    }

    pub(super) fn stride(&self, place: usize) -> usize {
        let at = self.places.binary_search(&place).ok();
        at.and_then(|at| self.strides.get(at).copied()).unwrap_or(0)
    }
}

impl Bounds {
    /// The bounds, no table being larger than `most` entries where that can be helped.
    pub fn new(sums: &Sums<'_>, most: usize, budget: &mut Budget) -> Result<Self, Exhausted> {
        let order = order(sums);
        let mut place_of = vec![0; sums.domains.len()];
        for (place, variable) in order.iter().enumerate() {
            if let Some(slot) = place_of.get_mut(*variable) {
                *slot = place;
            }
        }
        let sizes: Vec<usize> =
            order.iter().map(|it| sums.domains.get(*it).copied().unwrap_or(1)).collect();
        let views = sums.views;
        let (merged, mut root) = merge(sums, &place_of, &sizes);
        let mut buckets: Vec<Vec<Table>> = vec![Vec::new(); order.len()];
        for table in merged {
            let last = table.places.last().copied().unwrap_or(0);
            if let Some(bucket) = buckets.get_mut(last) {
                bucket.push(table);
            }
        }
        let spread = spread(&buckets, views);
        let mut sends: Vec<Vec<(usize, usize)>> = vec![Vec::new(); order.len()];
        let mut settled: Vec<Vec<i128>> = vec![vec![0; views]; order.len()];
        let mut exact = true;
        for place in (0..order.len()).rev() {
            let tables = buckets.get(place).map_or(&[][..], Vec::as_slice);
            let parts = split(tables, place, &sizes, most);
            exact &= parts.len() <= 1;
            let mut messages = Vec::with_capacity(parts.len());
            for part in parts {
                let part: Vec<&Table> = part.iter().filter_map(|it| tables.get(*it)).collect();
                messages.push(message(&part, place, &sizes, views, budget)?);
            }
            for message in messages {
                if let Some(last) = message.places.last().copied() {
                    let Some(bucket) = buckets.get_mut(last) else { continue };
                    if let Some(sent) = sends.get_mut(place) {
                        sent.push((last, bucket.len()));
                    }
                    bucket.push(message);
                } else {
                    root.iter_mut().zip(&message.entries).for_each(|(sum, more)| {
                        *sum = (*sum + more).min(FORBIDDEN);
                    });
                    if let Some(own) = settled.get_mut(place) {
                        own.iter_mut().zip(&message.entries).for_each(|(sum, more)| *sum += more);
                    }
                }
            }
        }
        Ok(Self { order, sizes, views, buckets, sends, spread, settled, root, exact })
    }

    /// The bounds of the sums over all assignments; [`FORBIDDEN`] where there is none.
    pub fn root(&self) -> &[i128] {
        &self.root
    }

    /// Whether the bound of every sum, taken alone, is its least value.
    pub fn exact(&self) -> bool {
        self.exact
    }
}

/// By place: the sum over all tables decided after it of how far apart their entries lie.
fn spread(buckets: &[Vec<Table>], views: usize) -> Vec<Vec<i128>> {
    let mut rest = vec![0; views];
    let mut result = Vec::with_capacity(buckets.len());
    for bucket in buckets.iter().rev() {
        result.push(rest.clone());
        for table in bucket {
            for (view, sum) in rest.iter_mut().enumerate() {
                let column = table.entries.iter().skip(view).step_by(views.max(1));
                let allowed = column.copied().filter(|entry| *entry < FORBIDDEN / 2);
                let ends = allowed.fold(None, |ends: Option<(i128, i128)>, entry| {
                    let (low, high) = ends.unwrap_or((entry, entry));
                    Some((low.min(entry), high.max(entry)))
                });
                *sum += ends.map_or(0, |(low, high)| high - low);
            }
        }
    }
    result.reverse();
    result
}

/// The tables by their variables, all of one scope in one, and the sum of those without any.
fn merge(sums: &Sums<'_>, place_of: &[usize], sizes: &[usize]) -> (Vec<Table>, Vec<i128>) {
    let views = sums.views;
    let mut merged: BTreeMap<Vec<usize>, Table> = BTreeMap::new();
    let mut root = vec![0; views];
    let place = |variable: &Variable| place_of.get(*variable).copied().unwrap_or(0);
    let mut add = |scope: &[Variable], more: &mut dyn FnMut(usize, &mut [i128])| {
        if scope.is_empty() {
            more(0, &mut root);
            return;
        }
        let mut places: Vec<usize> = scope.iter().map(place).collect();
        places.sort_unstable();
        let key = places.clone();
        let table = merged.entry(key).or_insert_with(|| Table::new(places, sizes, views));
        let strides: Vec<usize> = scope.iter().map(|it| table.stride(place(it))).collect();
        let own: Vec<usize> =
            scope.iter().map(|it| sizes.get(place(it)).copied().unwrap_or(1)).collect();
        let mut entry = 0;
        for_each(&own, |values| {
            let at: usize = values.iter().zip(&strides).map(|(value, step)| value * step).sum();
            if let Some(row) = table.entries.get_mut(at * views..(at + 1) * views) {
                more(entry, row);
            }
            entry += 1;
        });
    };
    for (factor, coefficients) in &sums.terms {
        add(factor.scope(), &mut |entry, row| {
            let value = factor.entries().get(entry).copied().unwrap_or(0);
            if value != 0 {
                row.iter_mut().zip(coefficients).for_each(|(sum, by)| *sum += value * by);
            }
        });
    }
    for factor in &sums.hard {
        add(factor.scope(), &mut |entry, row| {
            if factor.entries().get(entry) == Some(&false) {
                row.fill(FORBIDDEN);
            }
        });
    }
    (merged.into_values().collect(), root)
}

/// The tables of a bucket in parts, none of which has more than `most` entries if its largest
/// table has no more.
fn split(tables: &[Table], place: usize, sizes: &[usize], most: usize) -> Vec<Vec<usize>> {
    let size = |places: &[usize]| {
        let own = places.iter().filter(|it| **it != place);
        own.fold(1_usize, |product, it| {
            product.saturating_mul(sizes.get(*it).copied().unwrap_or(1))
        })
    };
    let mut largest: Vec<usize> = (0..tables.len()).collect();
    largest.sort_by_key(|it| std::cmp::Reverse(tables.get(*it).map_or(0, |it| it.places.len())));
    let mut parts: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for index in largest {
        let Some(table) = tables.get(index) else { continue };
        let together = |places: &[usize]| {
            let mut all: Vec<usize> = places.iter().chain(&table.places).copied().collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let fitting = parts.iter_mut().find_map(|(places, members)| {
            let all = together(places);
            (all.len() == places.len() || size(&all) <= most).then_some((places, members, all))
        });
        match fitting {
            Some((places, members, all)) => {
                *places = all;
                members.push(index);
            }
            None => parts.push((table.places.clone(), vec![index])),
        }
    }
    parts.into_iter().map(|(_, members)| members).collect()
}

/// The least sums of some tables over the values of the variable at a place.
fn message(
    tables: &[&Table],
    place: usize,
    sizes: &[usize],
    views: usize,
    budget: &mut Budget,
) -> Result<Table, Exhausted> {
    let mut places: Vec<usize> =
        tables.iter().flat_map(|table| table.places.iter().copied()).collect();
    places.retain(|other| *other != place);
    places.sort_unstable();
    places.dedup();
    let mut message = Table::new(places, sizes, views);
    let values = sizes.get(place).copied().unwrap_or(1);
    let around: Vec<usize> =
        message.places.iter().map(|it| sizes.get(*it).copied().unwrap_or(1)).collect();
    let steps: Vec<(Vec<usize>, usize, &Table)> = tables
        .iter()
        .map(|table| {
            let steps = message.places.iter().map(|it| table.stride(*it)).collect();
            (steps, table.stride(place), *table)
        })
        .collect();
    let work = (message.entries.len() as u64).saturating_mul((values * tables.len()) as u64);
    budget.spend(work / 8 + 1)?;
    let mut rows = message.entries.chunks_exact_mut(views.max(1));
    let mut sums = vec![0; views];
    for_each(&around, |at| {
        let Some(row) = rows.next() else { return };
        row.fill(FORBIDDEN);
        for value in 0..values {
            sums.fill(0);
            for (steps, own, table) in &steps {
                let from: usize = steps.iter().zip(at).map(|(step, it)| step * it).sum();
                let entries = table.row(from + own * value, views);
                sums.iter_mut().zip(entries).for_each(|(sum, more)| *sum += more);
            }
            row.iter_mut().zip(&sums).for_each(|(least, sum)| *least = (*least).min(*sum));
        }
    });
    Ok(message)
}

/// The order of assignment: the reverse of an order of elimination that takes next the variable
/// whose neighbours have the fewest combinations.
fn order(sums: &Sums<'_>) -> Vec<Variable> {
    let count = sums.domains.len();
    let words = count.div_ceil(64);
    let mut near = vec![vec![0_u64; words]; count];
    let mut named = vec![false; count];
    let scopes = sums.hard.iter().map(|factor| factor.scope());
    for scope in scopes.chain(sums.terms.iter().map(|(factor, _)| factor.scope())) {
        for one in scope {
            if let Some(cell) = named.get_mut(*one) {
                *cell = true;
            }
            let Some(row) = near.get_mut(*one) else { continue };
            for other in scope.iter().filter(|other| *other != one) {
                set(row, *other);
            }
        }
    }
    let weigh = |row: &[u64]| -> u64 {
        let neighbours = elements(row);
        neighbours.fold(1, |product: u64, it| {
            product.saturating_mul(sums.domains.get(it).copied().unwrap_or(1) as u64)
        })
    };
    let mut weights: Vec<u64> = near.iter().map(|row| weigh(row)).collect();
    let mut left: Vec<Variable> =
        (0..count).filter(|it| named.get(*it).copied().unwrap_or(false)).collect();
    let mut gone = Vec::with_capacity(left.len());
    while let Some(next) =
        left.iter().copied().min_by_key(|it| weights.get(*it).copied().unwrap_or(0))
    {
        left.retain(|other| *other != next);
        gone.push(next);
        let around = near.get(next).cloned().unwrap_or_default();
        for one in elements(&around) {
            let Some(row) = near.get_mut(one) else { continue };
            row.iter_mut().zip(&around).for_each(|(word, more)| *word |= more);
            clear(row, one);
            clear(row, next);
            if let Some(weight) = weights.get_mut(one) {
                *weight = weigh(row);
            }
        }
    }
    gone.reverse();
    gone
}

fn set(row: &mut [u64], bit: usize) {
    if let Some(word) = row.get_mut(bit / 64) {
        *word |= 1 << (bit % 64);
    }
}

fn clear(row: &mut [u64], bit: usize) {
    if let Some(word) = row.get_mut(bit / 64) {
        *word &= !(1 << (bit % 64));
    }
}

/// The numbers in a set, rising.
fn elements(row: &[u64]) -> impl Iterator<Item = usize> + '_ {
    row.iter().enumerate().flat_map(|(place, word)| {
        (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| place * 64 + bit)
    })
}
