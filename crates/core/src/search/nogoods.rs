//! All minimal conflicts by elimination of variables.
//!
//! A *nogood* is a partial assignment together with a set of elements: whoever extends the
//! assignment breaks one of the elements. Joining, over all values of a variable, one nogood for
//! each value gives a nogood that no longer names the variable. Once every variable is gone, the
//! minimal nogoods on the empty assignment are exactly the minimal sets of elements that cannot
//! all be kept: prime implicates as in the assumption-based truth maintenance of de Kleer (1986),
//! by variable elimination. The cost grows with the width of the constraints' graph, not with the
//! number of ways to satisfy a part of them.

use super::budget::{Budget, Exhausted};
use super::factor::{Factor, for_each, strides_of};

/// All minimal sets of elements that cannot be kept together, smallest first. `hard` tables are
/// false where an assignment is impossible, `soft` ones where it breaks their element.
pub fn conflicts(
    domains: &[usize],
    hard: &[&Factor<bool>],
    soft: &[&Factor<bool>],
    budget: &mut Budget,
) -> Result<Vec<Vec<usize>>, Exhausted> {
    let literals: usize = domains.iter().sum();
    // Bit sets of a fixed number of words: the smallest that holds this problem.
    match (literals.div_ceil(64), soft.len().div_ceil(64)) {
        (0..=4, 0..=2) => run::<4, 2>(domains, hard, soft, budget),
        (0..=8, 0..=8) => run::<8, 8>(domains, hard, soft, budget),
        (0..=32, 0..=16) => run::<32, 16>(domains, hard, soft, budget),
        _ => Err(Exhausted { budget: 64 * 32 }),
    }
}

/// A set of small numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bits<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Bits<WORDS> {
    const EMPTY: Self = Self([0; WORDS]);

    fn with(mut self, bit: usize) -> Self {
        if let Some(word) = self.0.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
        self
    }

    fn contains(self, bit: usize) -> bool {
        self.0.get(bit / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0)
    }

    fn or(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, more)| *word |= more);
        self
    }

    fn minus(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, less)| *word &= !less);
        self
    }

    fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(word, other)| word & other != 0)
    }

    fn within(self, other: Self) -> bool {
        self.0.iter().zip(other.0).all(|(word, other)| word & !other == 0)
    }

    fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    fn elements(self) -> Vec<usize> {
        (0..WORDS * 64).filter(|bit| self.contains(*bit)).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Nogood<const A: usize, const E: usize> {
    assigned: Bits<A>,
    elements: Bits<E>,
}

fn run<const A: usize, const E: usize>(
    domains: &[usize],
    hard: &[&Factor<bool>],
    soft: &[&Factor<bool>],
    budget: &mut Budget,
) -> Result<Vec<Vec<usize>>, Exhausted> {
    let mut offsets = Vec::with_capacity(domains.len());
    let mut literals = 0;
    for values in domains {
        offsets.push(literals);
        literals += values;
    }
    let block = |variable: usize| {
        let from = offsets.get(variable).copied().unwrap_or(0);
        let values = domains.get(variable).copied().unwrap_or(0);
        (from..from + values).fold(Bits::<A>::EMPTY, Bits::with)
    };
    let blocks: Vec<Bits<A>> = (0..domains.len()).map(block).collect();
    let mut nogoods: Vec<Nogood<A, E>> = Vec::new();
    let elements = soft.iter().enumerate().map(|(element, factor)| (Some(element), factor));
    for (element, factor) in hard.iter().map(|factor| (None, factor)).chain(elements) {
        for partial in violations(domains, factor, budget)? {
            let assigned = partial.iter().fold(Bits::EMPTY, |bits, (variable, value)| {
                bits.with(offsets.get(*variable).copied().unwrap_or(0) + value)
            });
            let elements = element.map_or(Bits::EMPTY, |element| Bits::EMPTY.with(element));
            nogoods.push(Nogood { assigned, elements });
        }
    }
    let mut nogoods = minimal(nogoods, budget)?;
    let mut left: Vec<usize> = (0..domains.len()).collect();
    while !left.is_empty() {
        let joins = |variable: &usize| {
            let from = offsets.get(*variable).copied().unwrap_or(0);
            let values = domains.get(*variable).copied().unwrap_or(0);
            (from..from + values).fold(1_u64, |product, literal| {
                let here = nogoods.iter().filter(|it| it.assigned.contains(literal)).count();
                product.saturating_mul(here as u64)
            })
        };
        let Some(variable) = left.iter().copied().min_by_key(joins) else { break };
        left.retain(|other| *other != variable);
        let block = blocks.get(variable).copied().unwrap_or(Bits::EMPTY);
        let (touching, mut rest): (Vec<_>, Vec<_>) =
            nogoods.into_iter().partition(|it| it.assigned.meets(block));
        let from = offsets.get(variable).copied().unwrap_or(0);
        let values = domains.get(variable).copied().unwrap_or(0);
        let mut by_value: Vec<Vec<Nogood<A, E>>> = (from..from + values)
            .map(|literal| {
                let here = touching.iter().filter(|it| it.assigned.contains(literal));
                here.map(|it| Nogood { assigned: it.assigned.minus(block), ..*it }).collect()
            })
            .collect();
        by_value.sort_by_key(Vec::len);
        let mut joined = vec![Nogood { assigned: Bits::EMPTY, elements: Bits::EMPTY }];
        for list in &by_value {
            let mut next = Vec::new();
            for one in &joined {
                for other in list {
                    budget.spend(1)?;
                    let assigned = one.assigned.or(other.assigned);
                    if !is_assignment(assigned, &blocks) {
                        continue;
                    }
                    next.push(Nogood { assigned, elements: one.elements.or(other.elements) });
                }
            }
            joined = minimal(next, budget)?;
            if joined.is_empty() {
                break;
            }
        }
        rest.extend(joined);
        nogoods = minimal(rest, budget)?;
    }
    let mut conflicts: Vec<Vec<usize>> =
        nogoods.into_iter().map(|it| it.elements.elements()).collect();
    conflicts.sort_by_key(|conflict| (conflict.len(), conflict.clone()));
    Ok(conflicts)
}

/// Whether no variable has two values.
fn is_assignment<const A: usize>(assigned: Bits<A>, blocks: &[Bits<A>]) -> bool {
    blocks.iter().all(|block| {
        let mut count = 0;
        for (word, mask) in assigned.0.iter().zip(block.0) {
            count += (word & mask).count_ones();
        }
        count <= 1
    })
}

/// The nogoods that no other one implies.
fn minimal<const A: usize, const E: usize>(
    mut nogoods: Vec<Nogood<A, E>>,
    budget: &mut Budget,
) -> Result<Vec<Nogood<A, E>>, Exhausted> {
    nogoods.sort_unstable_by_key(|it| (it.assigned.len() + it.elements.len(), *it));
    nogoods.dedup();
    let mut kept: Vec<Nogood<A, E>> = Vec::new();
    for nogood in nogoods {
        budget.spend(1 + kept.len() as u64 / 8)?;
        let implied = kept
            .iter()
            .any(|it| it.assigned.within(nogood.assigned) && it.elements.within(nogood.elements));
        if !implied {
            kept.push(nogood);
        }
    }
    Ok(kept)
}

/// The least partial assignments all of whose extensions a table forbids.
fn violations(
    domains: &[usize],
    factor: &Factor<bool>,
    budget: &mut Budget,
) -> Result<Vec<Vec<(usize, usize)>>, Exhausted> {
    let scope = factor.scope();
    let sizes: Vec<usize> =
        scope.iter().map(|variable| domains.get(*variable).copied().unwrap_or(1)).collect();
    // One more value a variable, "any": true where every value is forbidden.
    let open: Vec<usize> = sizes.iter().map(|size| size + 1).collect();
    let total = open.iter().fold(1_u64, |product, size| product.saturating_mul(*size as u64));
    budget.spend(total)?;
    let mut strides = vec![1; open.len()];
    strides_of(&open, &mut strides);
    let index = |values: &[usize]| -> usize {
        values.iter().zip(&strides).map(|(value, stride)| value * stride).sum()
    };
    let mut forbidden = vec![false; usize::try_from(total).unwrap_or(0)];
    let mut entries = factor.entries().iter();
    for_each(&sizes, |values| {
        if let (Some(cell), Some(allowed)) = (forbidden.get_mut(index(values)), entries.next()) {
            *cell = !allowed;
        }
    });
    for (place, size) in sizes.iter().enumerate() {
        // Variables before `place` may already be "any"; those after it are not yet.
        let range: Vec<usize> = open
            .iter()
            .zip(&sizes)
            .enumerate()
            .map(|(other, (open, size))| match other.cmp(&place) {
                std::cmp::Ordering::Less => *open,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Greater => *size,
            })
            .collect();
        let stride = strides.get(place).copied().unwrap_or(1);
        for_each(&range, |values| {
            let from = index(values);
            let every = (0..*size)
                .all(|value| forbidden.get(from + value * stride).copied().unwrap_or(false));
            if let Some(cell) = forbidden.get_mut(from + size * stride) {
                *cell = every;
            }
        });
    }
    let mut least = Vec::new();
    for_each(&open, |values| {
        let here = index(values);
        if !forbidden.get(here).copied().unwrap_or(false) {
            return;
        }
        let parts = || values.iter().zip(&sizes).zip(&strides);
        let wider = parts().any(|((value, size), stride)| {
            value < size && forbidden.get(here + (size - value) * stride).copied().unwrap_or(false)
        });
        if !wider {
            let fixed = parts().zip(scope).filter(|(((value, size), _), _)| value < size);
            least.push(fixed.map(|(((value, _), _), variable)| (*variable, *value)).collect());
        }
    });
    Ok(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_its_least_violations() {
        // Forbidden: the first variable is 1, whatever the second.
        let factor = Factor::tabulate(&[2, 3], vec![0, 1], |values| values[0] == 0);
        let least = violations(&[2, 3], &factor, &mut Budget::new(1000)).unwrap();
        assert_eq!(least, [vec![(0, 1)]]);
    }

    #[test]
    fn all_minimal_conflicts_are_found() {
        // One variable of three values; three elements that each allow two, one that allows one.
        let domains = [3];
        let allow = |values: &'static [usize]| {
            Factor::tabulate(&domains, vec![0], move |at| values.contains(&at[0]))
        };
        let soft = [allow(&[0, 1]), allow(&[1, 2]), allow(&[0, 2]), allow(&[0])];
        let soft: Vec<&Factor<bool>> = soft.iter().collect();
        let found = conflicts(&domains, &[], &soft, &mut Budget::new(10_000)).unwrap();
        assert_eq!(found, [vec![1, 3], vec![0, 1, 2]]);
    }
}
