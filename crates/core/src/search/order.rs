//! In which order to assign the variables of a diagram, so that few of them are open at a time.
#![expect(clippy::indexing_slicing, reason = "variables are numbered by the lists they index")]

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::Additive;
use super::factor::Variable;

/// Beyond so many variables that hang together, not every one is tried as the first.
const STARTS: usize = 48;

/// An order of the variables. Those that tables join stand together; among these, next comes the
/// variable that leaves the fewest combinations of open variables (greedily, from every start).
/// What can gain most comes first.
pub(super) fn order(problem: &Additive<'_>) -> Vec<Variable> {
    let graph = Graph::new(problem);
    let mut groups: Vec<(i64, Vec<Variable>)> = graph
        .groups()
        .into_iter()
        .map(|group| (group.iter().map(|it| graph.reach[*it]).sum(), graph.order_of(&group)))
        .collect();
    groups.sort_by_key(|(reach, group)| (-reach, group.first().copied()));
    groups.into_iter().flat_map(|(_, group)| group).collect()
}

struct Graph {
    near: Vec<BTreeSet<Variable>>,
    /// By variable: how many kinds of values the tables tell apart, in sixteenths of a binary
    /// digit: sums compare products.
    kinds: Vec<u64>,
    /// By variable: how far its values lie apart in gains, roughly.
    reach: Vec<i64>,
}

impl Graph {
    fn new(problem: &Additive<'_>) -> Self {
        let count = problem.domains.len();
        let mut near = vec![BTreeSet::new(); count];
        let mut rows: Vec<BTreeMap<usize, Vec<i64>>> = vec![BTreeMap::new(); count];
        let mut reach = vec![0; count];
        let hard = problem.hard.iter().map(|it| it.map(|allowed| i64::from(*allowed)));
        let gains = problem.gains.iter().map(|(_, it)| (*it).clone());
        for (number, factor) in hard.chain(gains).enumerate() {
            let scope = factor.scope();
            if number >= problem.hard.len()
                && let (Some(low), Some(high)) =
                    (factor.entries().iter().min(), factor.entries().iter().max())
            {
                for variable in scope {
                    reach[*variable] += (high - low) / i64::try_from(scope.len()).unwrap_or(1);
                }
            }
            if scope.len() < 2 {
                continue;
            }
            for variable in scope {
                near[*variable].extend(scope.iter().filter(|other| *other != variable));
                let stride = factor.stride(*variable);
                let size = problem.domains[*variable];
                for (at, entry) in factor.entries().iter().enumerate() {
                    rows[*variable].entry(at / stride % size).or_default().push(*entry);
                }
            }
        }
        let kinds = rows
            .iter()
            .map(|rows| {
                let distinct: BTreeSet<&Vec<i64>> = rows.values().collect();
                u64::from((distinct.len().max(1) as u128).saturating_pow(16).ilog2())
            })
            .collect();
        Self { near, kinds, reach }
    }

    fn groups(&self) -> Vec<Vec<Variable>> {
        let mut seen = vec![false; self.near.len()];
        let mut groups = Vec::new();
        for start in 0..self.near.len() {
            let mut open = vec![start];
            let mut group = Vec::new();
            while let Some(next) = open.pop() {
                if !std::mem::replace(&mut seen[next], true) {
                    group.push(next);
                    open.extend(&self.near[next]);
                }
            }
            if !group.is_empty() {
                group.sort_unstable();
                groups.push(group);
            }
        }
        groups
    }

    fn order_of(&self, group: &[Variable]) -> Vec<Variable> {
        let mut starts = group.to_vec();
        starts.sort_by_key(|it| (self.near[*it].len(), *it));
        starts.truncate(STARTS);
        let orders = starts.into_iter().map(|start| self.from(start, group));
        orders.min_by_key(|(cost, order)| (*cost, order.clone())).map_or(Vec::new(), |it| it.1)
    }

    /// The greedy order from a start, and the sum of the sizes of its layers.
    fn from(&self, start: Variable, group: &[Variable]) -> (u128, Vec<Variable>) {
        let mut left: BTreeSet<Variable> = group.iter().copied().collect();
        let mut waiting: Vec<usize> = self.near.iter().map(BTreeSet::len).collect();
        let mut order = Vec::with_capacity(group.len());
        let (mut size, mut cost) = (0_u64, 0_u128);
        let mut next = start;
        loop {
            size = self.size_after(size, next, &left, &waiting);
            cost = cost.saturating_add(1_u128 << (size / 16).min(120));
            left.remove(&next);
            for other in &self.near[next] {
                waiting[*other] -= 1;
            }
            order.push(next);
            let choice = left
                .iter()
                .copied()
                .min_by_key(|it| (self.size_after(size, *it, &left, &waiting), waiting[*it], *it));
            let Some(choice) = choice else { return (cost, order) };
            next = choice;
        }
    }

    /// The size of a layer once `next` is assigned: of the open variables, those with unassigned
    /// neighbours stay.
    fn size_after(
        &self,
        size: u64,
        next: Variable,
        left: &BTreeSet<Variable>,
        waiting: &[usize],
    ) -> u64 {
        let opened = if waiting[next] > 0 { self.kinds[next] } else { 0 };
        let closed: u64 = self.near[next]
            .iter()
            .filter(|it| !left.contains(it) && waiting[**it] == 1)
            .map(|it| self.kinds[*it])
            .sum();
        size + opened - closed.min(size)
    }
}
