//! Minimal infeasible sets over any oracle, smallest first, by implicit hitting sets (Reiter 1987;
//! Ignatiev, Previti, Liffiton and Marques-Silva 2015).
//!
//! Every infeasible set meets every correction set (what must be left out of a largest feasible
//! set). A set of least size that meets all correction sets known so far is either feasible, and
//! then yields a new correction set that it does not meet, or a minimal infeasible set. One tree
//! of hitting sets is walked for each size, and correction sets found on the way prune the rest of
//! it; what is cut off at one size stands when the next begins.

use super::budget::{Budget, Exhausted};

/// The minimal infeasible sets found, and whether there may be more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minimal {
    /// The sets, smallest first; elements rising.
    pub sets: Vec<Vec<usize>>,
    /// All sets of at most so many elements are among them; none: all sets.
    pub up_to: Option<usize>,
    /// Why the search stopped early, if it did.
    pub stopped: Option<Exhausted>,
}

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The elements are the numbers below this.
    pub count: usize,
    /// Only sets with one of these among their elements are looked for.
    pub among: &'a [usize],
    /// All the minimal infeasible sets, up to the largest size, that have none of these.
    pub known: &'a [Vec<usize>],
    /// Larger sets are not looked for.
    pub largest: usize,
    /// The search ends after so many sets.
    pub most: usize,
}

/// Enumerates minimal infeasible sets, smallest first. The oracle is asked for a set and answers,
/// where it is feasible, with a feasible set that contains it.
pub fn minimal_infeasible(
    wanted: &Wanted<'_>,
    budget: &mut Budget,
    oracle: impl FnMut(&[usize], &mut Budget) -> Result<Option<Vec<usize>>, Exhausted>,
) -> Minimal {
    if wanted.known.iter().any(Vec::is_empty) {
        return Minimal { sets: Vec::new(), up_to: None, stopped: None };
    }
    let mut tree = Tree {
        oracle,
        corrections: Family::new(wanted.count),
        infeasible: Family::new(wanted.count),
        barred: vec![0; wanted.count],
        chosen: Vec::new(),
        size: 0,
        cut: false,
        found: Vec::new(),
        most: wanted.most,
    };
    tree.corrections.add(wanted.among.to_vec(), &[]);
    for set in wanted.known {
        tree.infeasible.add(set.clone(), &[]);
    }
    // The last part of the budget is for larger sets, should all up to some size not be the end.
    let mut walking = Budget::new(budget.left() - budget.left() / 4);
    let mut outcome = Ok(());
    for size in 0..=wanted.largest.min(wanted.count) {
        tree.size = size;
        tree.cut = false;
        outcome = tree.walk(&mut walking);
        if outcome.is_err() || !tree.cut {
            break;
        }
    }
    let spent = budget.spend(walking.spent());
    let complete = outcome.is_ok() && !tree.cut;
    if tree.found.len() < tree.most && !complete && spent.is_ok() {
        // Whether this ends early makes no difference to what is proven.
        let _ended = tree.some_larger(budget);
    }
    tree.found.sort_by_key(|set| (set.len(), set.clone()));
    let up_to = if outcome.is_ok() { tree.size } else { tree.size.saturating_sub(1) };
    Minimal { sets: tree.found, up_to: (!complete).then_some(up_to), stopped: outcome.err() }
}

/// So many correction sets are looked at for larger infeasible sets.
const LARGER: usize = 16;

/// Some sets, with how many of the chosen elements are in each.
#[derive(Debug)]
struct Family {
    sets: Vec<Vec<usize>>,
    chosen: Vec<usize>,
    /// By element: the sets it is in.
    of: Vec<Vec<usize>>,
}

impl Family {
    fn new(count: usize) -> Self {
        Self { sets: Vec::new(), chosen: Vec::new(), of: vec![Vec::new(); count] }
    }

    fn add(&mut self, set: Vec<usize>, chosen: &[usize]) {
        for element in &set {
            if let Some(of) = self.of.get_mut(*element) {
                of.push(self.sets.len());
            }
        }
        self.chosen.push(set.iter().filter(|it| chosen.contains(it)).count());
        self.sets.push(set);
    }

    fn having(&self, element: usize) -> &[usize] {
        self.of.get(element).map_or(&[], Vec::as_slice)
    }

    fn note(&mut self, element: usize, is_chosen: bool) {
        for set in self.of.get(element).map_or(&[][..], Vec::as_slice) {
            if let Some(chosen) = self.chosen.get_mut(*set) {
                *chosen = if is_chosen { *chosen + 1 } else { chosen.saturating_sub(1) };
            }
        }
    }

    /// The sets that no chosen element is in.
    fn open(&self) -> impl Iterator<Item = &Vec<usize>> {
        self.sets.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen == 0).map(|(it, _)| it)
    }

    /// Whether a set that has this element has all its others among those marked.
    fn clashes(&self, element: usize, marked: &[bool]) -> bool {
        let is_in = |it: &usize| *it == element || marked.get(*it) == Some(&true);
        let mut having = self.having(element).iter().filter_map(|set| self.sets.get(*set));
        having.any(|set| set.iter().all(is_in))
    }

    /// Whether a set that has this element would have all its elements chosen.
    fn completes(&self, element: usize) -> bool {
        self.having(element).iter().any(|set| {
            let size = self.sets.get(*set).map_or(0, Vec::len);
            self.chosen.get(*set).is_some_and(|chosen| chosen + 1 == size)
        })
    }
}

/// The walk through the hitting sets.
struct Tree<O> {
    oracle: O,
    /// What every set looked for must meet.
    corrections: Family,
    /// What no set looked for may contain.
    infeasible: Family,
    /// By element: how often an earlier branch already holds all sets with it.
    barred: Vec<usize>,
    chosen: Vec<usize>,
    size: usize,
    /// Whether something was cut off for its size.
    cut: bool,
    found: Vec<Vec<usize>>,
    most: usize,
}

impl<O> Tree<O>
where
    O: FnMut(&[usize], &mut Budget) -> Result<Option<Vec<usize>>, Exhausted>,
{
    /// Finds every minimal infeasible set of the present size that has all the chosen elements
    /// and no barred one.
    fn walk(&mut self, budget: &mut Budget) -> Result<(), Exhausted> {
        let branches = loop {
            budget.spend(1 + self.corrections.sets.len() as u64 / 8)?;
            match self.branches() {
                Branches::Over(branches) => break branches,
                Branches::CutOff => {
                    self.cut = true;
                    return Ok(());
                }
                Branches::None => {
                    let mut set = self.chosen.clone();
                    set.sort_unstable();
                    match (self.oracle)(&set, budget)? {
                        Some(kept) => {
                            let correction = self.correction(kept, budget)?;
                            self.corrections.add(correction, &self.chosen);
                        }
                        None => {
                            self.infeasible.add(set.clone(), &self.chosen);
                            self.found.push(set);
                            if self.found.len() == self.most {
                                return Err(Exhausted { budget: self.most as u64 });
                            }
                            return Ok(());
                        }
                    }
                }
            }
        };
        let mut outcome = Ok(());
        let mut done = 0;
        for element in &branches {
            self.choose(*element, true);
            outcome = self.walk(budget);
            self.choose(*element, false);
            if outcome.is_err() {
                break;
            }
            self.bar(*element, true);
            done += 1;
        }
        for element in branches.iter().take(done) {
            self.bar(*element, false);
        }
        outcome
    }

    fn choose(&mut self, element: usize, is_chosen: bool) {
        if is_chosen {
            self.chosen.push(element);
        } else {
            self.chosen.pop();
        }
        self.corrections.note(element, is_chosen);
        self.infeasible.note(element, is_chosen);
    }

    fn bar(&mut self, element: usize, is_barred: bool) {
        if let Some(barred) = self.barred.get_mut(element) {
            *barred = if is_barred { *barred + 1 } else { barred.saturating_sub(1) };
        }
    }

    /// What to branch over: the elements of the open set that has the fewest usable ones.
    fn branches(&self) -> Branches {
        let usable = |element: &usize| {
            self.barred.get(*element) == Some(&0) && !self.infeasible.completes(*element)
        };
        let mut open: Vec<Vec<usize>> = self
            .corrections
            .open()
            .map(|set| set.iter().copied().filter(usable).collect())
            .collect();
        open.sort_by_key(Vec::len);
        // Open sets without a common element need one element each.
        let mut met = vec![false; self.barred.len()];
        let mut needed = self.chosen.len();
        for set in &open {
            if !set.iter().any(|it| met.get(*it) == Some(&true)) {
                needed += 1;
                for element in set {
                    if let Some(met) = met.get_mut(*element) {
                        *met = true;
                    }
                }
            }
        }
        match open.into_iter().next() {
            None => Branches::None,
            Some(set) if set.is_empty() => Branches::Over(set),
            Some(_) if needed > self.size => Branches::CutOff,
            Some(set) => Branches::Over(set),
        }
    }

    /// A few minimal infeasible sets that need not be the smallest: in what each correction set
    /// leaves, with one element of it put back.
    fn some_larger(&mut self, budget: &mut Budget) -> Result<(), Exhausted> {
        let count = self.barred.len();
        // The first is no correction set: it says what is looked for.
        for place in 1..self.corrections.sets.len().min(LARGER) {
            let Some(correction) = self.corrections.sets.get(place).cloned() else { break };
            let kept: Vec<bool> = (0..count).map(|it| !correction.contains(&it)).collect();
            for element in correction {
                if self.infeasible.clashes(element, &kept) {
                    continue;
                }
                let mut set: Vec<usize> = (0..count)
                    .filter(|it| *it == element || kept.get(*it) == Some(&true))
                    .collect();
                if (self.oracle)(&set, budget)?.is_some() {
                    continue;
                }
                for place in (0..set.len()).rev() {
                    let one = set.remove(place);
                    if (self.oracle)(&set, budget)?.is_some() {
                        set.insert(place, one);
                    }
                }
                self.infeasible.add(set.clone(), &[]);
                self.found.push(set);
                if self.found.len() == self.most {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// What a largest feasible set that contains a given one leaves out. Elements are tried many
    /// at a time, fewer after a failure.
    fn correction(
        &mut self,
        mut kept: Vec<usize>,
        budget: &mut Budget,
    ) -> Result<Vec<usize>, Exhausted> {
        let count = self.barred.len();
        let mut next = 0;
        let mut many = count;
        while next < count {
            let mut larger = vec![false; count];
            mark(&kept, &mut larger);
            let before = kept.len();
            let mut tried = 0;
            let mut until = next;
            while until < count && tried < many {
                if larger.get(until) == Some(&false) && !self.infeasible.clashes(until, &larger) {
                    mark(&[until], &mut larger);
                    tried += 1;
                }
                until += 1;
            }
            budget.spend(1 + (until - next) as u64)?;
            if tried == 0 {
                break;
            }
            let set: Vec<usize> = (0..count).filter(|it| larger.get(*it) == Some(&true)).collect();
            if let Some(more) = (self.oracle)(&set, budget)? {
                kept = more;
                many = 2 * tried;
                next = until;
            } else if tried == 1 {
                next = until;
            } else {
                many = tried / 2;
            }
            debug_assert!(kept.len() >= before, "the oracle keeps what it is asked to");
        }
        let mut is_kept = vec![false; count];
        mark(&kept, &mut is_kept);
        Ok((0..count).filter(|it| is_kept.get(*it) == Some(&false)).collect())
    }
}

fn mark(elements: &[usize], marks: &mut [bool]) {
    for element in elements {
        if let Some(mark) = marks.get_mut(*element) {
            *mark = true;
        }
    }
}

enum Branches {
    /// Over these elements; over none where some set cannot be met.
    Over(Vec<usize>),
    /// Every set is met.
    None,
    /// More elements are needed than the present size allows.
    CutOff,
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
            let wanted = Wanted { count: 8, among: &all, known: &[], largest: 8, most: 1000 };
            let found = minimal_infeasible(&wanted, &mut budget, |set, _| {
                Ok(feasible(set).then(|| set.to_vec()))
            });
            let mut sets = found.sets.clone();
            sets.sort_by_key(|set| (set.len(), set.clone()));
            assert_eq!(sets, expected);
            assert!(
                found.sets.is_sorted_by_key(Vec::len)
                    && found.stopped.is_none()
                    && found.up_to.is_none()
            );
        }
    }
}
