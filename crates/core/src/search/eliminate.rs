//! Best assignments by bucket elimination (Dechter 1999; with vectors of costs, Rollón and
//! Larrosa 2006): one variable after the other is replaced by a function of its neighbours, whose
//! entries are the best that the eliminated part can still do.

use smallvec::SmallVec;

use super::budget::{Budget, Exhausted};
use super::factor::{Factor, Variable, for_each, strides_of};
use super::least::{Least, Tables};
use super::plan::Plan;

/// What is to be minimised, and what is forbidden.
#[derive(Clone, Debug, Default)]
pub struct Problem<'a> {
    /// How many values each variable has.
    pub domains: Vec<usize>,
    /// Tables that are false where an assignment is forbidden.
    pub hard: Vec<&'a Factor<bool>>,
    /// Costs: each table adds to one place of the vector of costs.
    pub costs: Vec<(usize, &'a Factor<i128>)>,
    /// How many places the vector of costs has.
    pub dimensions: usize,
    /// Marks: a table that is true where an assignment bears the mark.
    pub marks: Vec<(usize, &'a Factor<bool>)>,
}

/// Which assignments are best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The least vector of costs, the first place counting first; of ties the assignment that
    /// is first in the order of variables and values.
    First,
    /// Every vector of costs that no other undercuts everywhere; one assignment for each
    /// different set of marks.
    Frontier,
}

/// A best assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its costs.
    pub costs: Vec<i128>,
    /// Its marks, rising.
    pub marks: Vec<usize>,
    /// The value of every variable.
    pub assignment: Vec<usize>,
}

type Costs = SmallVec<[i128; 6]>;
type Marks = SmallVec<[u64; 4]>;

/// One way to assign the eliminated variables below a bucket.
#[derive(Clone, Debug)]
struct Label {
    costs: Costs,
    marks: Marks,
    value: usize,
    /// Which label of each message was used.
    parts: SmallVec<[u32; 4]>,
}

/// What remains of an eliminated variable: for each combination of its neighbours' values the
/// best labels.
#[derive(Debug)]
struct Bucket {
    variable: Variable,
    neighbours: Vec<Variable>,
    strides: Vec<usize>,
    labels: Vec<Vec<Label>>,
    /// The earlier buckets whose messages this one has taken up.
    children: Vec<usize>,
}

impl Problem<'_> {
    /// The best assignments; none where everything is forbidden.
    pub fn solve(&self, goal: Goal, budget: &mut Budget) -> Result<Vec<Found>, Exhausted> {
        let plan = Plan::new(&self.domains, self.scopes());
        match goal {
            Goal::First => self.first(&plan, budget),
            Goal::Frontier => self.frontier(&plan, budget),
        }
    }

    fn first(&self, plan: &Plan, budget: &mut Budget) -> Result<Vec<Found>, Exhausted> {
        let tables = Tables { hard: &self.hard, costs: &self.costs, dimensions: self.dimensions };
        let found = plan.least(tables, budget)?.map(|Least { costs, assignment }| {
            let bears =
                |(_, factor): &&(usize, &Factor<bool>)| factor.at(&assignment) == Some(&true);
            let mut marks: Vec<usize> =
                self.marks.iter().filter(bears).map(|(it, _)| *it).collect();
            marks.sort_unstable();
            marks.dedup();
            Found { costs, marks, assignment }
        });
        Ok(found.into_iter().collect())
    }

    fn frontier(&self, plan: &Plan, budget: &mut Budget) -> Result<Vec<Found>, Exhausted> {
        let mut buckets: Vec<Bucket> = Vec::new();
        let mut taken: Vec<bool> = Vec::new();
        for variable in plan.buckets.iter().map(|bucket| bucket.variable) {
            let bucket = self.eliminate(variable, &buckets, &mut taken, budget)?;
            buckets.push(bucket);
            taken.push(false);
        }
        let roots: Vec<usize> =
            taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(it, _)| it).collect();
        let mut labels = vec![self.empty_label()];
        for root in &roots {
            let below = buckets.get(*root).and_then(|bucket| bucket.labels.first());
            labels = Self::combine(&labels, below.map_or(&[], Vec::as_slice), budget)?;
        }
        let mut found = Vec::new();
        for label in labels {
            let mut assignment = vec![0; self.domains.len()];
            for (root, part) in roots.iter().zip(&label.parts) {
                trace(&buckets, *root, *part, &mut assignment);
            }
            found.push(Found {
                costs: label.costs.iter().take(self.dimensions).copied().collect(),
                marks: mark_list(&label.marks),
                assignment,
            });
        }
        found.sort_by(|one, other| {
            (&one.costs, &one.marks, &one.assignment).cmp(&(
                &other.costs,
                &other.marks,
                &other.assignment,
            ))
        });
        Ok(found)
    }

    fn empty_label(&self) -> Label {
        Label {
            costs: SmallVec::from_elem(0, self.dimensions),
            marks: SmallVec::from_elem(0, self.mark_words()),
            value: 0,
            parts: SmallVec::new(),
        }
    }

    fn mark_words(&self) -> usize {
        self.marks.iter().map(|(mark, _)| mark / 64 + 1).max().unwrap_or(0)
    }

    fn scopes(&self) -> impl Iterator<Item = &[Variable]> {
        let hard = self.hard.iter().map(|factor| factor.scope());
        let costs = self.costs.iter().map(|(_, factor)| factor.scope());
        let marks = self.marks.iter().map(|(_, factor)| factor.scope());
        hard.chain(costs).chain(marks)
    }

    fn eliminate(
        &self,
        variable: Variable,
        buckets: &[Bucket],
        taken: &mut [bool],
        budget: &mut Budget,
    ) -> Result<Bucket, Exhausted> {
        let done = |other: &Variable| buckets.iter().any(|bucket| bucket.variable == *other);
        // A factor belongs to the bucket of the first of its variables to go.
        let here = |scope: &[Variable]| scope.contains(&variable) && !scope.iter().any(done);
        let hard: Vec<_> = self.hard.iter().filter(|factor| here(factor.scope())).collect();
        let costs: Vec<_> = self.costs.iter().filter(|(_, factor)| here(factor.scope())).collect();
        let marks: Vec<_> = self.marks.iter().filter(|(_, factor)| here(factor.scope())).collect();
        let mut children = Vec::new();
        for (index, bucket) in buckets.iter().enumerate() {
            if bucket.neighbours.contains(&variable)
                && let Some(taken) = taken.get_mut(index)
                && !*taken
            {
                *taken = true;
                children.push(index);
            }
        }
        let scopes = hard
            .iter()
            .map(|factor| factor.scope())
            .chain(costs.iter().map(|(_, factor)| factor.scope()))
            .chain(marks.iter().map(|(_, factor)| factor.scope()));
        let mut neighbours: Vec<Variable> = scopes.flatten().copied().collect();
        let below: Vec<&Bucket> = children.iter().filter_map(|child| buckets.get(*child)).collect();
        neighbours.extend(below.iter().flat_map(|bucket| &bucket.neighbours));
        neighbours.retain(|other| *other != variable);
        neighbours.sort_unstable();
        neighbours.dedup();

        let sizes: Vec<usize> = neighbours.iter().map(|it| self.size(*it)).collect();
        let values = self.size(variable);
        let combinations =
            sizes.iter().fold(values as u64, |product, size| product.saturating_mul(*size as u64));
        budget.spend(combinations)?;
        let mut strides = vec![1; sizes.len()];
        strides_of(&sizes, &mut strides);
        let steps_of = |stride: &dyn Fn(Variable) -> usize| {
            let around: Vec<usize> = neighbours.iter().map(|it| stride(*it)).collect();
            (around, stride(variable))
        };
        let hard: Vec<_> = hard
            .iter()
            .map(|factor| (factor.entries(), steps_of(&|it| factor.stride(it))))
            .collect();
        let costs: Vec<_> = costs
            .iter()
            .map(|(place, factor)| (*place, factor.entries(), steps_of(&|it| factor.stride(it))))
            .collect();
        let marks: Vec<_> = marks
            .iter()
            .map(|(mark, factor)| (*mark, factor.entries(), steps_of(&|it| factor.stride(it))))
            .collect();
        let below: Vec<_> = below
            .iter()
            .map(|bucket| (&bucket.labels, steps_of(&|it| bucket.stride(it))))
            .collect();

        let mut labels: Vec<Vec<Label>> = Vec::new();
        let mut outcome = Ok(());
        for_each(&sizes, |around| {
            let mut best: Vec<Label> = Vec::new();
            let at = |(steps, own): &(Vec<usize>, usize), value: usize| {
                steps.iter().zip(around).map(|(step, other)| step * other).sum::<usize>()
                    + own * value
            };
            for value in 0..values {
                let allowed = |(entries, steps): &(&[bool], _)| {
                    entries.get(at(steps, value)).copied().unwrap_or(false)
                };
                if outcome.is_err() || !hard.iter().all(allowed) {
                    continue;
                }
                let mut label = self.empty_label();
                label.value = value;
                for (place, entries, steps) in &costs {
                    if let (Some(cost), Some(more)) =
                        (label.costs.get_mut(*place), entries.get(at(steps, value)))
                    {
                        *cost += more;
                    }
                }
                for (mark, entries, steps) in &marks {
                    if entries.get(at(steps, value)).copied().unwrap_or(false)
                        && let Some(word) = label.marks.get_mut(mark / 64)
                    {
                        *word |= 1 << (mark % 64);
                    }
                }
                let mut combined = vec![label];
                for (messages, steps) in &below {
                    let message = messages.get(at(steps, value)).map_or(&[][..], Vec::as_slice);
                    match Self::combine(&combined, message, budget) {
                        Ok(labels) => combined = labels,
                        Err(exhausted) => outcome = Err(exhausted),
                    }
                }
                for label in combined {
                    insert(&mut best, label);
                }
            }
            labels.push(best);
        });
        outcome?;
        Ok(Bucket { variable, neighbours, strides, labels, children })
    }

    /// Every sum of a label of one list and one of the other that is worth keeping.
    fn combine(
        one: &[Label],
        other: &[Label],
        budget: &mut Budget,
    ) -> Result<Vec<Label>, Exhausted> {
        budget.spend((one.len() as u64).saturating_mul(other.len() as u64))?;
        let mut sums = Vec::new();
        for first in one {
            for (index, second) in other.iter().enumerate() {
                let mut sum = first.clone();
                for (cost, more) in sum.costs.iter_mut().zip(&second.costs) {
                    *cost += more;
                }
                for (word, more) in sum.marks.iter_mut().zip(&second.marks) {
                    *word |= more;
                }
                sum.parts.push(u32::try_from(index).unwrap_or(u32::MAX));
                insert(&mut sums, sum);
            }
            budget.spend(sums.len() as u64)?;
        }
        Ok(sums)
    }

    fn size(&self, variable: Variable) -> usize {
        self.domains.get(variable).copied().unwrap_or(1)
    }
}

impl Bucket {
    fn stride(&self, variable: Variable) -> usize {
        let place = self.neighbours.binary_search(&variable).ok();
        place.and_then(|place| self.strides.get(place).copied()).unwrap_or(0)
    }
}

/// Adds a label to a list of best ones, unless it is no better than one of them.
fn insert(best: &mut Vec<Label>, label: Label) {
    let no_better = |kept: &Label| {
        let everywhere = kept.costs.iter().zip(&label.costs).all(|(one, two)| one <= two);
        everywhere && (kept.costs != label.costs || kept.marks == label.marks)
    };
    if best.iter().any(no_better) {
        return;
    }
    best.retain(|kept| {
        let beaten = label.costs.iter().zip(&kept.costs).all(|(one, two)| one <= two);
        !beaten || kept.costs == label.costs
    });
    best.push(label);
}

/// Follows a label down the buckets and notes the values it stands for.
fn trace(buckets: &[Bucket], bucket: usize, label: u32, assignment: &mut [usize]) {
    // The values of the neighbours are known already: buckets are traced from the last one down.
    let mut open = vec![(bucket, label)];
    while let Some((index, label)) = open.pop() {
        let Some(bucket) = buckets.get(index) else { continue };
        let place: usize = bucket
            .neighbours
            .iter()
            .zip(&bucket.strides)
            .map(|(neighbour, stride)| assignment.get(*neighbour).copied().unwrap_or(0) * stride)
            .sum();
        let label = bucket.labels.get(place).and_then(|labels| labels.get(label as usize));
        let Some(label) = label else { continue };
        if let Some(value) = assignment.get_mut(bucket.variable) {
            *value = label.value;
        }
        open.extend(bucket.children.iter().copied().zip(label.parts.iter().copied()));
    }
}

fn mark_list(marks: &[u64]) -> Vec<usize> {
    let bits = marks.iter().enumerate();
    bits.flat_map(|(word, bits)| {
        (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| word * 64 + bit)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brute(problem: &Problem<'_>) -> Vec<(Vec<i128>, Vec<usize>)> {
        let mut all = Vec::new();
        for_each(&problem.domains, |values| {
            if problem.hard.iter().all(|factor| *factor.at(values).unwrap()) {
                let mut costs = vec![0; problem.dimensions];
                for (place, factor) in &problem.costs {
                    costs[*place] += factor.at(values).unwrap();
                }
                all.push((costs, values.to_vec()));
            }
        });
        all.sort();
        all
    }

    fn noise(seed: u64, count: u64) -> i128 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5;
        state ^= state >> 31;
        state = state.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state ^= state >> 27;
        i128::from(state % count)
    }

    #[test]
    fn elimination_finds_what_enumeration_finds() {
        for seed in 0..200_u64 {
            let domains: Vec<usize> =
                (0..6).map(|it| 1 + usize::try_from(noise(seed * 31 + it, 3)).unwrap()).collect();
            let scope = |salt: u64| -> Vec<usize> {
                let pick =
                    |it: u64| usize::try_from(noise(seed * 977 + salt * 13 + it, 6)).unwrap();
                (0..3).map(pick).collect()
            };
            let mut count = seed * 7919;
            let mut next = |bound| {
                count += 1;
                noise(count, bound)
            };
            let hard: Vec<Factor<bool>> = (0..3)
                .map(|salt| Factor::tabulate(&domains, scope(salt), |_| next(4) > 0))
                .collect();
            let costs: Vec<Factor<i128>> = (0..8)
                .map(|salt| Factor::tabulate(&domains, scope(salt + 9), |_| next(5) - 2))
                .collect();
            let problem = Problem {
                domains: domains.clone(),
                hard: hard.iter().collect(),
                costs: costs.iter().enumerate().map(|(it, cost)| (it % 2, cost)).collect(),
                dimensions: 2,
                ..Problem::default()
            };
            let all = brute(&problem);
            let mut budget = Budget::new(Budget::DEFAULT);
            let first = problem.solve(Goal::First, &mut budget).unwrap();
            let first_of_all = first.first().map(|it| (it.costs.clone(), it.assignment.clone()));
            assert_eq!(first_of_all.as_ref(), all.first());
            let mut frontier: Vec<Vec<i128>> = all
                .iter()
                .map(|(costs, _)| costs.clone())
                .filter(|costs| {
                    !all.iter().any(|(other, _)| {
                        other != costs && other.iter().zip(costs).all(|(one, two)| one <= two)
                    })
                })
                .collect();
            frontier.dedup();
            let found = problem.solve(Goal::Frontier, &mut budget).unwrap();
            assert_eq!(found.iter().map(|it| it.costs.clone()).collect::<Vec<_>>(), frontier);
            for best in found.iter().chain(&first) {
                assert!(all.contains(&(best.costs.clone(), best.assignment.clone())));
            }
        }
    }
}
