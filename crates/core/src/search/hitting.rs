//! Minimal hitting sets: the least sets that meet each of some sets.

use super::budget::{Budget, Exhausted};

/// The minimal hitting sets of `sets`, smallest first, then by their elements; at most `most` of
/// them, and whether there are more.
pub fn minimal(
    sets: &[Vec<usize>],
    most: usize,
    budget: &mut Budget,
) -> Result<(Vec<Vec<usize>>, bool), Exhausted> {
    let elements: std::collections::BTreeSet<usize> = sets.iter().flatten().copied().collect();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for size in 0..=elements.len() {
        let mut chosen = Vec::new();
        let complete = extend(sets, size, &mut chosen, &[], &mut found, most, budget)?;
        if !complete {
            found.sort_by_key(|set| (set.len(), set.clone()));
            return Ok((found, true));
        }
    }
    found.sort_by_key(|set| (set.len(), set.clone()));
    Ok((found, false))
}

/// Adds every minimal hitting set of exactly `size` elements that begins with `chosen` and uses
/// nothing in `barred`. False when the search stopped because enough were found.
fn extend(
    sets: &[Vec<usize>],
    size: usize,
    chosen: &mut Vec<usize>,
    barred: &[usize],
    found: &mut Vec<Vec<usize>>,
    most: usize,
    budget: &mut Budget,
) -> Result<bool, Exhausted> {
    budget.spend(sets.len() as u64)?;
    let open = sets.iter().find(|set| !set.iter().any(|element| chosen.contains(element)));
    let Some(open) = open else {
        if chosen.len() == size && is_minimal(sets, chosen) {
            if found.len() == most {
                return Ok(false);
            }
            let mut set = chosen.clone();
            set.sort_unstable();
            found.push(set);
        }
        return Ok(true);
    };
    if chosen.len() == size {
        return Ok(true);
    }
    let mut barred = barred.to_vec();
    for element in open {
        if barred.contains(element) {
            continue;
        }
        chosen.push(*element);
        let complete = extend(sets, size, chosen, &barred, found, most, budget)?;
        chosen.pop();
        if !complete {
            return Ok(false);
        }
        // Later branches do without this element, so that no set is met twice.
        barred.push(*element);
    }
    Ok(true)
}

/// Whether every element is the only one to meet some set.
pub fn is_minimal(sets: &[Vec<usize>], chosen: &[usize]) -> bool {
    chosen.iter().all(|element| {
        sets.iter().any(|set| {
            set.contains(element)
                && set.iter().all(|other| other == element || !chosen.contains(other))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hitting_sets_of_the_camus_example_are_its_correction_sets() {
        // Liffiton and Sakallah (2008), running example: conflicts {1,2}, {1,3,4}, {1,5,6}.
        let sets = [vec![1, 2], vec![1, 3, 4], vec![1, 5, 6]];
        let (found, more) = minimal(&sets, 100, &mut Budget::new(1_000_000)).unwrap();
        let expected: [&[usize]; 5] = [&[1], &[2, 3, 5], &[2, 3, 6], &[2, 4, 5], &[2, 4, 6]];
        assert_eq!(found, expected);
        assert!(!more);
    }

    #[test]
    fn nothing_to_hit_is_hit_by_nothing() {
        let (found, _) = minimal(&[], 10, &mut Budget::new(100)).unwrap();
        assert_eq!(found, [Vec::<usize>::new()]);
    }
}
