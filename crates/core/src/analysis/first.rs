//! The first package: of those that keep some tables and floors the one with the least counts,
//! one count after the other, then the first in file order.

use super::network::Network;
use crate::scenario::Points;
use crate::search::bounds::{Bounds, Sums};
use crate::search::layers::{Plan, search};
use crate::search::{Budget, Exhausted, Factor};

/// Counts stay below two to the power of this.
const COUNT: u32 = 20;

/// The order of packages is looked at in parts of so many bits.
const ORDER: u32 = 48;

/// Tables of bounds have no more entries than this.
const TABLE: usize = 4096;

/// Labels a layer in the first search; each further one has more room.
const WIDTH: usize = 64;

/// What the first package must keep and what it should have few of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish<'a> {
    /// Tables that must hold, besides those of the network.
    pub(crate) hard: Vec<&'a Factor<bool>>,
    /// What there should be little of, the most important first.
    pub(crate) counts: Vec<&'a [Factor<i128>]>,
    /// Sums that must not be above zero.
    pub(crate) floors: Vec<&'a [Factor<Points>]>,
}

/// The assignment of the first package; none if there is no such package.
pub(crate) fn first(
    network: &Network<'_>,
    wish: &Wish<'_>,
    budget: &mut Budget,
) -> Result<Option<Vec<usize>>, Exhausted> {
    let mut fixed: Vec<Factor<bool>> = Vec::new();
    let mut from = 0;
    loop {
        let order = order(network, from);
        let Some(found) = one(network, wish, &fixed, &order, budget)? else { return Ok(None) };
        // The first places of the order are known now; the others follow.
        for (variable, value) in found.iter().enumerate().skip(from).take(order.len()) {
            fixed.push(Factor::tabulate(&network.domains, vec![variable], |values| {
                values.first() == Some(value)
            }));
        }
        from += order.len();
        if from >= network.domains.len() {
            return Ok(Some(found));
        }
    }
}

/// Costs that put packages in the order of some variables, from one on: as many as fit.
fn order(network: &Network<'_>, from: usize) -> Vec<Factor<i128>> {
    let mut taken: Vec<(usize, i128)> = Vec::new();
    let mut product: i128 = 1;
    for (variable, size) in network.domains.iter().enumerate().skip(from) {
        let size = i128::try_from(*size).unwrap_or(i128::MAX);
        product = product.saturating_mul(size);
        if !taken.is_empty() && product > 1 << ORDER {
            break;
        }
        taken.push((variable, size));
    }
    let mut weight: i128 = 1;
    let mut tables: Vec<Factor<i128>> = Vec::new();
    for (variable, size) in taken.into_iter().rev() {
        tables.push(Factor::tabulate(&network.domains, vec![variable], |values| {
            let value = values.first().and_then(|value| i128::try_from(*value).ok()).unwrap_or(0);
            value * weight
        }));
        weight *= size;
    }
    tables
}

/// An assignment that is first by the counts and one part of the order.
fn one(
    network: &Network<'_>,
    wish: &Wish<'_>,
    fixed: &[Factor<bool>],
    order: &[Factor<i128>],
    budget: &mut Budget,
) -> Result<Option<Vec<usize>>, Exhausted> {
    let mut terms: Vec<(&Factor<i128>, Vec<i128>)> = Vec::new();
    let mut row = vec![0; 1 + wish.floors.len()];
    let mut put = |place: usize, by: i128| {
        row.fill(0);
        if let Some(cell) = row.get_mut(place) {
            *cell = by;
        }
        row.clone()
    };
    let mut by: i128 = 1;
    terms.extend(order.iter().map(|table| (table, put(0, by))));
    by <<= ORDER + 8;
    for list in wish.counts.iter().rev() {
        terms.extend(list.iter().map(|table| (table, put(0, by))));
        by <<= COUNT;
    }
    for (place, list) in wish.floors.iter().enumerate() {
        terms.extend(list.iter().map(|table| (table, put(1 + place, 1))));
    }
    let mut hard: Vec<&Factor<bool>> = network.hard.iter().chain(fixed).collect();
    hard.extend(&wish.hard);
    let views = 1 + wish.floors.len();
    let sums = Sums { domains: network.domains.clone(), hard, terms, views };
    let bounds = Bounds::new(&sums, TABLE, budget)?;
    let mut width = WIDTH;
    let mut best: Option<(i128, Vec<usize>)> = None;
    loop {
        let bound = best.as_ref().map_or(i128::MAX, |(key, _)| *key);
        let plan = Plan { apart: 0, costs: 1, ties: 1, width };
        let wanted = |sums: &[i128], _: &[u64]| {
            sums.first().is_none_or(|key| *key < bound) && sums.iter().skip(1).all(|it| *it <= 0)
        };
        let layers = search(&bounds, network.domains.len(), &[], plan, wanted, budget)?;
        let found = layers.found.into_iter();
        let least = found.min_by_key(|it| (it.sums.first().copied(), it.assignment.clone()));
        if let Some(least) = least {
            best = Some((least.sums.first().copied().unwrap_or(0), least.assignment));
        }
        if !layers.narrow {
            return Ok(best.map(|(_, assignment)| assignment));
        }
        width = width.saturating_mul(16);
    }
}
