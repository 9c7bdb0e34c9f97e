//! Minimal infeasible sets over any yes-or-no oracle, smallest first, by implicit hitting sets
//! (Reiter 1987; Ignatiev, Previti, Liffiton and Marques-Silva 2015).
//!
//! Every infeasible set meets every correction set (what must be left out of a largest feasible
//! set). A smallest set that meets all correction sets known so far is either feasible, and then
//! yields a new correction set, or it is a smallest infeasible set not found before.

use super::budget::{Budget, Exhausted};

/// The minimal infeasible sets found, and whether there may be more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minimal {
    /// The sets, smallest first; elements rising.
    pub sets: Vec<Vec<usize>>,
    /// Why the search stopped early, if it did.
    pub stopped: Option<Exhausted>,
}

/// Enumerates minimal infeasible sets of `0..count` that contain an element of `among`, given
/// all the minimal infeasible sets that contain none. Stops after `most` sets.
pub fn minimal_infeasible(
    count: usize,
    among: &[usize],
    known: &[Vec<usize>],
    most: usize,
    budget: &mut Budget,
    mut feasible: impl FnMut(&[usize], &mut Budget) -> Result<bool, Exhausted>,
) -> Minimal {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut stopped = None;
    if among.is_empty() {
        return Minimal { sets, stopped };
    }
    let mut corrections: Vec<Vec<usize>> = vec![among.to_vec()];
    let mut excluded: Vec<Vec<usize>> = known.to_vec();
    while sets.len() < most {
        let step = least(&corrections, &excluded, count, budget).and_then(|candidate| {
            let Some(candidate) = candidate else { return Ok(None) };
            if feasible(&candidate, budget)? {
                let mut largest = candidate;
                for element in 0..count {
                    if !largest.contains(&element) {
                        largest.push(element);
                        if !feasible(&largest, budget)? {
                            largest.pop();
                        }
                    }
                }
                let left: Vec<usize> = (0..count).filter(|it| !largest.contains(it)).collect();
                Ok(Some(Err(left)))
            } else {
                Ok(Some(Ok(candidate)))
            }
        });
        match step {
            Ok(None) => return Minimal { sets, stopped },
            Ok(Some(Ok(conflict))) => {
                excluded.push(conflict.clone());
                sets.push(conflict);
            }
            Ok(Some(Err(correction))) => corrections.push(correction),
            Err(exhausted) => {
                stopped = Some(exhausted);
                return Minimal { sets, stopped };
            }
        }
    }
    stopped = Some(Exhausted { budget: most as u64 });
    Minimal { sets, stopped }
}

/// A smallest set that meets every one of `sets` and contains none of `excluded`.
fn least(
    sets: &[Vec<usize>],
    excluded: &[Vec<usize>],
    count: usize,
    budget: &mut Budget,
) -> Result<Option<Vec<usize>>, Exhausted> {
    for size in 0..=count {
        let mut chosen = Vec::new();
        if extend(sets, excluded, size, &mut chosen, &mut Vec::new(), budget)? {
            chosen.sort_unstable();
            return Ok(Some(chosen));
        }
    }
    Ok(None)
}

fn extend(
    sets: &[Vec<usize>],
    excluded: &[Vec<usize>],
    size: usize,
    chosen: &mut Vec<usize>,
    barred: &mut Vec<usize>,
    budget: &mut Budget,
) -> Result<bool, Exhausted> {
    budget.spend((sets.len() + excluded.len()) as u64)?;
    if excluded.iter().any(|set| set.iter().all(|element| chosen.contains(element))) {
        return Ok(false);
    }
    // The open set with the fewest usable elements branches least.
    let usable = |set: &Vec<usize>, barred: &[usize]| {
        set.iter().filter(|element| !barred.contains(element)).count()
    };
    let open = sets
        .iter()
        .filter(|set| !set.iter().any(|element| chosen.contains(element)))
        .min_by_key(|set| usable(set, barred));
    let Some(open) = open else { return Ok(true) };
    if chosen.len() == size {
        return Ok(false);
    }
    let before = barred.len();
    for element in open {
        if barred.contains(element) {
            continue;
        }
        chosen.push(*element);
        if extend(sets, excluded, size, chosen, barred, budget)? {
            return Ok(true);
        }
        chosen.pop();
        barred.push(*element);
    }
    barred.truncate(before);
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every minimal infeasible set, by trying all sets.
    fn brute(count: usize, feasible: impl Fn(&[usize]) -> bool) -> Vec<Vec<usize>> {
        let set = |bits: usize| (0..count).filter(|it| bits & (1 << it) != 0).collect::<Vec<_>>();
        let bad: Vec<usize> = (0..1 << count).filter(|bits| !feasible(&set(*bits))).collect();
        let minimal =
            |bits: &&usize| !bad.iter().any(|other| other != *bits && other & *bits == *other);
        let mut sets: Vec<_> = bad.iter().filter(minimal).map(|bits| set(*bits)).collect();
        sets.sort_by_key(|set| (set.len(), set.clone()));
        sets
    }

    #[test]
    fn agrees_with_trying_all_sets() {
        // A set is feasible while its weights stay within a bound and avoid some pairs.
        for seed in 0..60_usize {
            let weights: Vec<usize> = (0..8).map(|it| (seed * 7 + it * it * 3) % 9).collect();
            let bound = 9 + seed % 12;
            let pair = (seed % 8, (seed / 3 + 1) % 8);
            let feasible = |set: &[usize]| {
                let heavy = set.iter().map(|it| weights[*it]).sum::<usize>() > bound;
                let clash = pair.0 != pair.1 && set.contains(&pair.0) && set.contains(&pair.1);
                !heavy && !clash
            };
            let expected = brute(8, feasible);
            let all: Vec<usize> = (0..8).collect();
            let mut budget = Budget::new(10_000_000);
            let found =
                minimal_infeasible(8, &all, &[], 1000, &mut budget, |set, _| Ok(feasible(set)));
            let mut sets = found.sets.clone();
            sets.sort_by_key(|set| (set.len(), set.clone()));
            assert_eq!(sets, expected);
            assert!(found.sets.is_sorted_by_key(Vec::len) && found.stopped.is_none());
        }
    }
}
