//! Tables of allowed combinations, made ready to take away values that no allowed combination has:
//! arc consistency (Mackworth 1977), over supports as bit sets.

use smallvec::SmallVec;

use super::domains::{Domains, Layout, has, set};
use super::factor::{Factor, Variable};

/// More combinations than this are not looked at before some variables have narrowed down.
pub(super) const SCANNED: usize = 1024;

/// A table of allowed combinations.
#[derive(Clone, Debug)]
pub(super) enum Table {
    /// Nothing is named: allowed or not.
    Constant(bool),
    /// The allowed values of one variable.
    Unary(Variable, Vec<u64>),
    /// Two variables; for each value of one, which values of the other go with it.
    Binary([Variable; 2], [Vec<u64>; 2]),
    /// More variables.
    Wide(Factor<bool>),
}

impl Table {
    pub(super) fn new(layout: &Layout, factor: &Factor<bool>) -> Self {
        match *factor.scope() {
            [] => Self::Constant(factor.entries().first().copied().unwrap_or(true)),
            [variable] => {
                let mut allowed = vec![0; layout.width(variable)];
                for (value, _) in factor.entries().iter().enumerate().filter(|(_, it)| **it) {
                    set(&mut allowed, value);
                }
                Self::Unary(variable, allowed)
            }
            [one, other] => {
                let mut supports = [
                    vec![0; layout.size(one) * layout.width(other)],
                    vec![0; layout.size(other) * layout.width(one)],
                ];
                let [first, second] = &mut supports;
                for (place, _) in factor.entries().iter().enumerate().filter(|(_, it)| **it) {
                    let (left, right) = (place / layout.size(other), place % layout.size(other));
                    set(first, left * layout.width(other) * 64 + right);
                    set(second, right * layout.width(one) * 64 + left);
                }
                Self::Binary([one, other], supports)
            }
            _ => Self::Wide(factor.clone()),
        }
    }

    /// Whether nothing is allowed whatever the values.
    pub(super) fn is_never(&self) -> bool {
        matches!(self, Self::Constant(false))
    }

    pub(super) fn scope(&self) -> &[Variable] {
        match self {
            Self::Constant(_) => &[],
            Self::Unary(variable, _) => std::slice::from_ref(variable),
            Self::Binary(pair, _) => pair,
            Self::Wide(factor) => factor.scope(),
        }
    }

    /// Whether an assignment is allowed.
    pub(super) fn allows(&self, layout: &Layout, assignment: &[usize]) -> bool {
        let value = |variable: &Variable| assignment.get(*variable).copied().unwrap_or(0);
        match self {
            Self::Constant(allowed) => *allowed,
            Self::Unary(variable, allowed) => has(allowed, value(variable)),
            Self::Binary([one, other], [first, _]) => {
                has(first, value(one) * layout.width(*other) * 64 + value(other))
            }
            Self::Wide(factor) => factor.at(assignment) == Some(&true),
        }
    }

    /// Takes away values that no allowed combination has; `narrowed` is told of each variable
    /// that lost some. Returns the combinations looked at.
    pub(super) fn prune(
        &self,
        layout: &Layout,
        domains: &mut Domains,
        mut narrowed: impl FnMut(Variable),
    ) -> u64 {
        match self {
            Self::Constant(_) => 1,
            Self::Unary(variable, allowed) => {
                if domains.narrow(layout, *variable, allowed) {
                    narrowed(*variable);
                }
                1
            }
            Self::Binary([one, other], [first, second]) => {
                for (from, to, supports) in [(*one, *other, first), (*other, *one, second)] {
                    let width = layout.width(to);
                    let mut kept: SmallVec<[u64; 4]> = SmallVec::from_elem(0, width);
                    for value in domains.values(layout, from) {
                        let support = supports.get(value * width..(value + 1) * width);
                        for (word, more) in kept.iter_mut().zip(support.unwrap_or(&[])) {
                            *word |= more;
                        }
                    }
                    if domains.narrow(layout, to, &kept) {
                        narrowed(to);
                    }
                }
                2
            }
            Self::Wide(factor) => {
                let Some(combinations) = box_size(layout, domains, factor.scope()) else {
                    return 1;
                };
                let scope = factor.scope();
                let mut kept: SmallVec<[SmallVec<[u64; 2]>; 4]> =
                    scope.iter().map(|it| SmallVec::from_elem(0, layout.width(*it))).collect();
                for_box(layout, domains, factor, |place, values| {
                    if factor.entries().get(place).copied().unwrap_or(false) {
                        for (kept, value) in kept.iter_mut().zip(values) {
                            set(kept, *value);
                        }
                    }
                });
                for (variable, kept) in scope.iter().zip(&kept) {
                    if domains.narrow(layout, *variable, kept) {
                        narrowed(*variable);
                    }
                }
                combinations as u64
            }
        }
    }
}

/// How many combinations the variables have left, unless they are too many to look at.
pub(super) fn box_size(layout: &Layout, domains: &Domains, scope: &[Variable]) -> Option<usize> {
    scope.iter().try_fold(1_usize, |product, variable| {
        let product = product.saturating_mul(domains.count(layout, *variable));
        (product <= SCANNED).then_some(product)
    })
}

/// Calls `visit` with the place in the table and the values of every combination that is left.
pub(super) fn for_box<T>(
    layout: &Layout,
    domains: &Domains,
    factor: &Factor<T>,
    mut visit: impl FnMut(usize, &[usize]),
) {
    let scope = factor.scope();
    let lists: SmallVec<[SmallVec<[usize; 8]>; 4]> =
        scope.iter().map(|it| domains.values(layout, *it).collect()).collect();
    let strides: SmallVec<[usize; 4]> = scope.iter().map(|it| factor.stride(*it)).collect();
    let sizes: SmallVec<[usize; 4]> = lists.iter().map(SmallVec::len).collect();
    let mut values: SmallVec<[usize; 4]> = SmallVec::from_elem(0, scope.len());
    super::factor::for_each(&sizes, |places| {
        let mut at = 0;
        for (((value, place), list), stride) in
            values.iter_mut().zip(places).zip(&lists).zip(&strides)
        {
            *value = list.get(*place).copied().unwrap_or(0);
            at += *value * stride;
        }
        visit(at, &values);
    });
}
