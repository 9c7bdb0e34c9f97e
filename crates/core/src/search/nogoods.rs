//! All minimal conflicts by elimination of variables.
//!
//! A *nogood* is a partial assignment together with a set of elements: whoever extends the
//! assignment breaks one of the elements. Joining, over all values of a variable, one nogood for
//! each value gives a nogood that no longer names the variable. Once every variable is gone, the
//! minimal nogoods on the empty assignment are exactly the minimal sets of elements that cannot
//! all be kept: prime implicates as in the assumption-based truth maintenance of de Kleer (1986),
//! by variable elimination. The cost grows with the width of the constraints' graph, not with the
//! number of ways to satisfy a part of them.
//!
//! A join has at least the elements of its parts, so nogoods of more than `k` elements can be
//! dropped on the way and every conflict of at most `k` elements is still found.

use super::bits::Bits;
use super::budget::{Budget, Exhausted};
use super::factor::Factor;
use super::satisfy::Constraints;
use super::subsets::Minimal;
use super::violations::violations;

/// All minimal sets of elements that cannot be kept together, smallest first. `hard` tables are
/// false where an assignment is impossible, `soft` ones where it breaks their element.
pub fn conflicts(
    domains: &[usize],
    hard: &[&Factor<bool>],
    soft: &[&Factor<bool>],
    budget: &mut Budget,
) -> Result<Vec<Vec<usize>>, Exhausted> {
    let (found, stopped) = run(domains, hard, soft, usize::MAX, budget);
    stopped.map_or(Ok(found.sets), Err)
}

/// The smallest minimal sets of elements that cannot be kept together: all, or where they are more
/// than `most` or the budget is not enough for all, every one up to some size and a few larger.
pub fn smallest(
    domains: &[usize],
    hard: &[&Factor<bool>],
    soft: &[&Factor<bool>],
    most: usize,
    budget: &mut Budget,
) -> Minimal {
    // Half the budget for all of them; else size by size, and a little to check larger ones.
    let mut half = Budget::new(budget.left() / 2);
    let (all, mut stopped) = run(domains, hard, soft, usize::MAX, &mut half);
    let mut found = Minimal { sets: all.sets, up_to: None, stopped: None };
    if stopped.is_some() {
        let larger = std::mem::take(&mut found.sets);
        let mut rest = Budget::new(budget.left() / 4);
        let mut proven = 0;
        for size in 1..=soft.len() {
            let (upto, exhausted) = run(domains, hard, soft, size, &mut rest);
            if exhausted.is_some() {
                break;
            }
            (found.sets, proven) = (upto.sets, size);
            if upto.is_complete {
                stopped = None;
            }
            if upto.is_complete || found.sets.len() >= most {
                break;
            }
        }
        let spent = budget.spend(rest.spent());
        if stopped.is_some() {
            found.up_to = Some(proven);
            found.stopped = stopped;
            let constraints = Constraints::new(domains, hard, soft, &[]);
            for set in larger {
                if spent.is_err() || shrink(&constraints, set, &mut found.sets, budget).is_err() {
                    break;
                }
            }
        }
    }
    // What was spent is part of the budget.
    let _within = budget.spend(half.spent());
    found.sets.sort_by_key(|set| (set.len(), set.clone()));
    if let Some(first) = found.sets.get(most) {
        // All that are smaller than the first one left out are there.
        let proven = first.len().saturating_sub(1);
        found.up_to = Some(found.up_to.map_or(proven, |up_to| up_to.min(proven)));
        found.stopped = found.stopped.or(Some(Exhausted { budget: most as u64 }));
        found.sets.truncate(most);
    }
    found
}

/// Adds a minimal set within one that cannot be kept, unless it is there already.
fn shrink(
    constraints: &Constraints,
    mut set: Vec<usize>,
    sets: &mut Vec<Vec<usize>>,
    budget: &mut Budget,
) -> Result<(), Exhausted> {
    for place in (0..set.len()).rev() {
        let element = set.remove(place);
        if constraints.witness(&set, budget)?.is_some() {
            set.insert(place, element);
        }
    }
    if !sets.contains(&set) {
        sets.push(set);
    }
    Ok(())
}

/// The sets of one run.
struct Run {
    /// Minimal where the run was not stopped.
    sets: Vec<Vec<usize>>,
    /// Whether no set was left out for its size.
    is_complete: bool,
}

/// All minimal sets of at most so many elements; where the run is stopped, what it had by then.
fn run(
    domains: &[usize],
    hard: &[&Factor<bool>],
    soft: &[&Factor<bool>],
    largest: usize,
    budget: &mut Budget,
) -> (Run, Option<Exhausted>) {
    let literals: usize = domains.iter().sum();
    // Bit sets of a fixed number of words: the smallest that holds this problem.
    let run = match (literals + soft.len()).div_ceil(64) {
        0..=2 => run_in::<2>,
        3..=4 => run_in::<4>,
        5..=8 => run_in::<8>,
        9..=16 => run_in::<16>,
        17..=32 => run_in::<32>,
        33..=256 => run_in::<256>,
        _ => {
            let run = Run { sets: Vec::new(), is_complete: false };
            return (run, Some(Exhausted { budget: 64 * 256 }));
        }
    };
    run(domains, hard, soft, largest, budget)
}

fn run_in<const W: usize>(
    domains: &[usize],
    hard: &[&Factor<bool>],
    soft: &[&Factor<bool>],
    largest: usize,
    budget: &mut Budget,
) -> (Run, Option<Exhausted>) {
    let mut elimination = Elimination::<W>::new(domains, soft.len(), largest);
    let outcome = elimination.begin(domains, hard, soft, budget);
    let stopped = outcome.and_then(|()| elimination.run(budget)).err();
    let literals = elimination.literals;
    let found = elimination.nogoods.iter().filter(|it| it.iter().all(|bit| bit >= literals));
    let mut sets: Vec<Vec<usize>> =
        found.map(|it| it.iter().map(|bit| bit - literals).collect()).collect();
    sets.sort_by_key(|set| (set.len(), set.clone()));
    (Run { sets, is_complete: !elimination.cut }, stopped)
}

/// The state of an elimination. A nogood is one set of bits: literals (a value of a variable each),
/// after them elements.
struct Elimination<const W: usize> {
    /// By variable: its literals.
    blocks: Vec<Bits<W>>,
    /// By literal: its variable.
    variables: Vec<usize>,
    literals: usize,
    bits: usize,
    elements: Bits<W>,
    /// Nogoods of more elements are dropped.
    largest: usize,
    /// Whether one was.
    cut: bool,
    nogoods: Vec<Bits<W>>,
}

/// A nogood on its way through a join.
#[derive(Clone, Copy)]
struct Partial<const W: usize> {
    nogood: Bits<W>,
    /// The literals that contradict its own.
    barred: Bits<W>,
}

impl<const W: usize> Elimination<W> {
    fn new(domains: &[usize], elements: usize, largest: usize) -> Self {
        let mut blocks = Vec::with_capacity(domains.len());
        let mut variables = Vec::new();
        for (variable, values) in domains.iter().enumerate() {
            let from = variables.len();
            blocks.push((from..from + values).collect());
            variables.extend(std::iter::repeat_n(variable, *values));
        }
        let literals = variables.len();
        let bits = literals + elements;
        let elements = (literals..bits).collect();
        let nogoods = Vec::new();
        Self { blocks, variables, literals, bits, elements, largest, cut: false, nogoods }
    }

    /// The nogoods that the tables state.
    fn begin(
        &mut self,
        domains: &[usize],
        hard: &[&Factor<bool>],
        soft: &[&Factor<bool>],
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        let mut nogoods: Vec<Bits<W>> = Vec::new();
        let elements = soft.iter().enumerate().map(|(element, factor)| (Some(element), factor));
        for (element, factor) in hard.iter().map(|factor| (None, factor)).chain(elements) {
            for partial in violations(domains, factor, budget)? {
                let literals = partial.iter().filter_map(|(variable, value)| {
                    self.blocks.get(*variable).and_then(|block| block.iter().nth(*value))
                });
                let element = element.map(|element| self.literals + element);
                nogoods.push(literals.chain(element).collect());
            }
        }
        self.nogoods = self.minimal(nogoods, budget)?;
        Ok(())
    }

    /// Eliminates every variable. What is left when this is stopped was true all the same.
    fn run(&mut self, budget: &mut Budget) -> Result<(), Exhausted> {
        let mut left: Vec<usize> = (0..self.blocks.len()).collect();
        while let Some(variable) = self.next(&left) {
            left.retain(|other| *other != variable);
            let Some(block) = self.blocks.get(variable).copied() else { continue };
            let (touching, mut rest): (Vec<_>, Vec<_>) =
                self.nogoods.iter().copied().partition(|it| it.meets(&block));
            let joined = self.join(&block, &touching, budget)?;
            if !joined.is_empty() {
                rest.extend(joined);
                rest = self.minimal(rest, budget)?;
            }
            self.nogoods = rest;
        }
        Ok(())
    }

    /// The variable whose elimination takes the fewest joins.
    fn next(&self, left: &[usize]) -> Option<usize> {
        let mut counts = vec![0_u64; self.literals];
        for nogood in &self.nogoods {
            for literal in nogood.iter().take_while(|bit| *bit < self.literals) {
                if let Some(count) = counts.get_mut(literal) {
                    *count += 1;
                }
            }
        }
        let joins = |variable: &usize| {
            let block = self.blocks.get(*variable).unwrap_or(&Bits::EMPTY);
            let here = block.iter().map(|it| counts.get(it).copied().unwrap_or(0));
            here.fold(1_u64, u64::saturating_mul)
        };
        left.iter().copied().min_by_key(joins)
    }

    /// Every nogood that follows from one nogood for each value of a variable.
    fn join(
        &mut self,
        block: &Bits<W>,
        touching: &[Bits<W>],
        budget: &mut Budget,
    ) -> Result<Vec<Bits<W>>, Exhausted> {
        let mut by_value: Vec<Vec<Partial<W>>> = block
            .iter()
            .map(|literal| {
                let here = touching.iter().filter(|it| it.contains(literal));
                here.map(|it| self.partial(it.minus(block))).collect()
            })
            .collect();
        by_value.sort_by_key(Vec::len);
        let mut joined = vec![self.partial(Bits::EMPTY)];
        for list in &by_value {
            let mut next = Vec::new();
            for one in &joined {
                budget.spend(list.len() as u64)?;
                if list.iter().any(|other| other.nogood.within(&one.nogood)) {
                    next.push(one.nogood);
                    continue;
                }
                for other in list {
                    if other.barred.meets(&one.nogood) {
                        continue;
                    }
                    let both = one.nogood.or(&other.nogood);
                    if self.largest < self.bits && both.and(&self.elements).len() > self.largest {
                        self.cut = true;
                    } else {
                        next.push(both);
                    }
                }
            }
            let kept = self.minimal(next, budget)?;
            joined = kept.into_iter().map(|it| self.partial(it)).collect();
            if joined.is_empty() {
                break;
            }
        }
        Ok(joined.into_iter().map(|it| it.nogood).collect())
    }

    fn partial(&self, nogood: Bits<W>) -> Partial<W> {
        let literals = nogood.iter().take_while(|bit| *bit < self.literals);
        let blocks = literals.filter_map(|it| self.blocks.get(*self.variables.get(it)?));
        let barred = blocks.fold(Bits::EMPTY, Bits::or).minus(&nogood);
        Partial { nogood, barred }
    }

    /// The nogoods that no other one implies.
    fn minimal(
        &self,
        nogoods: Vec<Bits<W>>,
        budget: &mut Budget,
    ) -> Result<Vec<Bits<W>>, Exhausted> {
        let mut sized: Vec<(usize, Bits<W>)> =
            nogoods.into_iter().map(|it| (it.len(), it)).collect();
        sized.sort_unstable();
        sized.dedup();
        let mut kept: Vec<Bits<W>> = Vec::new();
        let mut watched: Vec<Vec<u32>> = vec![Vec::new(); self.bits];
        for (_, nogood) in sized {
            let mut work = 1;
            let implied = nogood.iter().any(|bit| {
                let list = watched.get(bit).map_or(&[][..], Vec::as_slice);
                work += list.len() as u64;
                list.iter().any(|it| kept.get(*it as usize).is_some_and(|it| it.within(&nogood)))
            });
            budget.spend(work)?;
            if implied {
                continue;
            }
            let Some(bit) = nogood.iter().min_by_key(|it| watched.get(*it).map_or(0, Vec::len))
            else {
                return Ok(vec![nogood]);
            };
            if let Some(list) = watched.get_mut(bit) {
                list.push(u32::try_from(kept.len()).unwrap_or(u32::MAX));
            }
            kept.push(nogood);
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
