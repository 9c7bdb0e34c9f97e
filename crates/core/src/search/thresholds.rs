//! Thresholds: sums of cost tables that must not be above a bound. The sum of each table's least
//! cost left bounds them from below; a mix of several thresholds with whole multipliers
//! (Lagrangian relaxation, Geoffrion 1974) fails where each alone does not.

use super::domains::{Domains, Layout};
use super::factor::{Factor, Variable};
use super::tables::{box_size, for_box};

/// A sum of cost tables that must not be above zero.
#[derive(Clone, Debug)]
pub(super) struct Threshold {
    /// What the tables over no variable add up to, less the bound.
    constant: i128,
    /// One place a value: the tables over one variable, added up.
    costs: Vec<i128>,
    /// The variables of those tables, rising.
    variables: Vec<Variable>,
    /// Tables over several variables, one a scope.
    wide: Vec<Wide>,
}

#[derive(Clone, Debug)]
struct Wide {
    factor: Factor<i128>,
    least: i128,
}

/// What makes thresholds comparable is at most this.
const COMPARABLE: i128 = 1 << 20;
/// Where the search for multipliers begins, and its first step.
const START: i128 = 64;

impl Threshold {
    /// The sum of some tables, each as many times as stated, not to be above a bound.
    pub(super) fn new(
        layout: &Layout,
        sizes: &[usize],
        tables: &[&Factor<i128>],
        bound: i128,
    ) -> Self {
        let mut sum = Self {
            constant: -bound,
            costs: vec![0; layout.literals()],
            variables: Vec::new(),
            wide: Vec::new(),
        };
        for table in tables {
            match *table.scope() {
                [] => sum.constant += table.entries().first().copied().unwrap_or(0),
                [variable] => {
                    let from = layout.literal(variable);
                    for (slot, cost) in sum.costs.iter_mut().skip(from).zip(table.entries()) {
                        *slot += cost;
                    }
                    sum.variables.push(variable);
                }
                _ => sum.add_wide(sizes, 1, table),
            }
        }
        sum.variables.sort_unstable();
        sum.variables.dedup();
        sum
    }

    fn add_wide(&mut self, sizes: &[usize], times: i128, table: &Factor<i128>) {
        let known = self.wide.iter().position(|it| it.factor.scope() == table.scope());
        let known = known.map(|place| self.wide.swap_remove(place));
        let old = known.as_ref().map_or(&[][..], |it| it.factor.entries());
        let mut places = table.entries().iter().enumerate();
        let factor = Factor::tabulate(sizes, table.scope().to_vec(), |_| {
            places
                .next()
                .map_or(0, |(place, cost)| times * cost + old.get(place).copied().unwrap_or(0))
        });
        let least = factor.entries().iter().copied().min().unwrap_or(0);
        self.wide.push(Wide { factor, least });
    }

    /// The same sum, not to be above another bound.
    pub(super) fn with_bound(&self, bound: i128) -> Self {
        Self { constant: self.constant - bound, ..self.clone() }
    }

    /// The variables of the tables, some more than once.
    pub(super) fn variables(&self) -> impl Iterator<Item = Variable> + '_ {
        let wide = self.wide.iter().flat_map(|it| it.factor.scope());
        self.variables.iter().chain(wide).copied()
    }

    /// The sum, less the bound.
    pub(super) fn at(&self, layout: &Layout, assignment: &[usize]) -> i128 {
        let cost = |variable: &Variable| {
            let value = assignment.get(*variable).copied().unwrap_or(0);
            self.costs.get(layout.literal(*variable) + value).copied().unwrap_or(0)
        };
        let wide = self.wide.iter().filter_map(|it| it.factor.at(assignment));
        self.constant + self.variables.iter().map(cost).sum::<i128>() + wide.sum::<i128>()
    }

    /// A lower bound of the sum; `more`, one place a value, is set to how much the bound grows
    /// with that value.
    pub(super) fn bound(&self, layout: &Layout, domains: &Domains, more: &mut [i128]) -> i128 {
        more.fill(0);
        let mut bound = self.constant;
        for variable in &self.variables {
            let from = layout.literal(*variable);
            let cost = |value: usize| self.costs.get(from + value).copied().unwrap_or(0);
            let least = domains.values(layout, *variable).map(cost).min().unwrap_or(0);
            bound += least;
            for value in domains.values(layout, *variable) {
                if let Some(more) = more.get_mut(from + value) {
                    *more = cost(value) - least;
                }
            }
        }
        for wide in &self.wide {
            bound += wide.bound(layout, domains, more);
        }
        bound
    }
}

impl Wide {
    /// As [`Threshold::bound`], but adding to `more`.
    fn bound(&self, layout: &Layout, domains: &Domains, more: &mut [i128]) -> i128 {
        let scope = self.factor.scope();
        if box_size(layout, domains, scope).is_none_or(|size| size == 0) {
            return self.least;
        }
        // The least cost with each value of each variable, one variable after the other.
        let mut with: Vec<i128> = vec![i128::MAX; scope.iter().map(|it| layout.size(*it)).sum()];
        let mut least = i128::MAX;
        for_box(layout, domains, &self.factor, |place, values| {
            let cost = self.factor.entries().get(place).copied().unwrap_or(0);
            least = least.min(cost);
            let mut from = 0;
            for (variable, value) in scope.iter().zip(values) {
                if let Some(slot) = with.get_mut(from + value) {
                    *slot = cost.min(*slot);
                }
                from += layout.size(*variable);
            }
        });
        let mut from = 0;
        for variable in scope {
            for value in domains.values(layout, *variable) {
                if let (Some(more), Some(with)) =
                    (more.get_mut(layout.literal(*variable) + value), with.get(from + value))
                {
                    *more += with - least;
                }
            }
            from += layout.size(*variable);
        }
        least
    }
}

/// A sum of thresholds, each a whole number of times, whose bound is as high as a few rounds of
/// subgradient steps get it.
pub(super) fn mix(
    layout: &Layout,
    sizes: &[usize],
    domains: &Domains,
    thresholds: &[Threshold],
) -> Threshold {
    // Each threshold as one sum over single variables, and what makes them comparable.
    let mut parts: Vec<(i128, Vec<i128>)> = Vec::new();
    for threshold in thresholds {
        let mut more = vec![0; layout.literals()];
        let bound = threshold.bound(layout, domains, &mut more);
        parts.push((bound, more));
    }
    let spread = |more: &[i128]| more.iter().copied().max().unwrap_or(0).max(1);
    let widest = parts.iter().map(|(_, more)| spread(more)).max().unwrap_or(1);
    let comparable: Vec<i128> =
        parts.iter().map(|(_, more)| (16 * widest / spread(more)).clamp(1, COMPARABLE)).collect();
    let mut steps: Vec<i128> = vec![START; parts.len()];
    let mut best: Option<(i128, i128, Vec<i128>)> = None;
    let mut step = START / 2;
    'steps: while step > 0 {
        for _ in 0..2 {
            let times: Vec<i128> =
                steps.iter().zip(&comparable).map(|(steps, unit)| steps * unit).collect();
            // How far each threshold is missed where the mix is least.
            let mut missed: Vec<i128> = parts.iter().map(|(bound, _)| *bound).collect();
            for variable in 0..layout.variables() {
                let from = layout.literal(variable);
                let cost = |value: &usize| -> i128 {
                    let here = parts.iter().map(|(_, more)| more.get(from + value).unwrap_or(&0));
                    here.zip(&times).map(|(more, times)| more * times).sum()
                };
                let Some(value) = domains.values(layout, variable).min_by_key(cost) else {
                    continue;
                };
                for (missed, (_, more)) in missed.iter_mut().zip(&parts) {
                    *missed += more.get(from + value).copied().unwrap_or(0);
                }
            }
            let bound: i128 = missed.iter().zip(&times).map(|(missed, times)| missed * times).sum();
            let weight: i128 = steps.iter().sum::<i128>().max(1);
            let better = best.as_ref().is_none_or(|(known, of, _)| bound * of > known * weight);
            if better {
                best = Some((bound, weight, times));
            }
            // Proven already that the mix fails, or that no other mix can.
            if bound > 0 || missed.iter().all(|it| *it <= 0) {
                break 'steps;
            }
            let pull: Vec<i128> =
                missed.iter().zip(&comparable).map(|(missed, unit)| missed * unit).collect();
            let strongest = pull.iter().map(|it| it.abs()).max().unwrap_or(0).max(1);
            for (steps, pull) in steps.iter_mut().zip(pull) {
                *steps = (*steps + step * pull / strongest).max(0);
            }
        }
        step /= 2;
    }
    let times = best.map_or_else(Vec::new, |(_, _, times)| times);
    let mut sum = Threshold::new(layout, sizes, &[], 0);
    for (threshold, times) in thresholds.iter().zip(times) {
        sum.constant += times * threshold.constant;
        for (slot, cost) in sum.costs.iter_mut().zip(&threshold.costs) {
            *slot += times * cost;
        }
        sum.variables.extend(&threshold.variables);
        for wide in &threshold.wide {
            sum.add_wide(sizes, times, &wide.factor);
        }
    }
    sum.variables.sort_unstable();
    sum.variables.dedup();
    sum
}
