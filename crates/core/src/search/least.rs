//! The least cost and the first assignment that has it, by bucket elimination (Dechter 1999).

use super::budget::{Budget, Exhausted};
use super::factor::{Factor, Variable, walk};
use super::plan::Plan;

/// What is to be least, and what is forbidden.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// Tables that are false where an assignment is forbidden.
    pub hard: &'a [&'a Factor<bool>],
    /// Costs: each table adds to one place of the vector of costs.
    pub costs: &'a [(usize, &'a Factor<i128>)],
    /// How many places the vector of costs has.
    pub dimensions: usize,
}

/// The least vector of costs, and the first assignment that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Least {
    /// The costs.
    pub costs: Vec<i128>,
    /// The value of every variable.
    pub assignment: Vec<usize>,
}

/// What a bucket passes on: for each combination of its neighbours' values whether anything is
/// allowed, and the least that is: its costs, then its rank.
struct Message {
    allowed: Vec<bool>,
    least: Vec<i128>,
}

/// Assignments as numbers that rise in the order of variables and values: one number for so many
/// variables as it can hold.
struct Ranks {
    /// By variable: in which number it stands, and how much one step of its value adds.
    steps: Vec<(usize, i128)>,
    numbers: usize,
}

impl Plan {
    /// The least vector of costs, the first place counting first, and of all assignments with
    /// these costs the one that is first in the order of variables and values; none where
    /// everything is forbidden. Variables that no table names keep their first value.
    ///
    /// Every table must join only variables that the plan knew to be joined.
    pub fn least(
        &self,
        tables: Tables<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Least>, Exhausted> {
        let Tables { hard, costs, dimensions } = tables;
        let ranks = Ranks::new(&self.domains);
        let width = dimensions + ranks.numbers;
        let hard_at = self.sorted(hard.iter().map(|it| it.scope()));
        let costs_at = self.sorted(costs.iter().map(|(_, it)| it.scope()));
        let mut whole = vec![0; width];
        let mut possible = hard.iter().all(|it| it.entries().contains(&true));
        for (place, factor) in costs.iter().filter(|(_, it)| it.scope().is_empty()) {
            if let (Some(sum), Some(cost)) = (whole.get_mut(*place), factor.entries().first()) {
                *sum += cost;
            }
        }
        let mut messages: Vec<Message> = Vec::with_capacity(self.buckets.len());
        for ((bucket, hard_here), costs_here) in self.buckets.iter().zip(hard_at).zip(costs_at) {
            budget.spend(bucket.cost())?;
            let hard: Vec<&Factor<bool>> =
                hard_here.iter().filter_map(|it| hard.get(*it).copied()).collect();
            let costs: Vec<(usize, &Factor<i128>)> =
                costs_here.iter().filter_map(|it| costs.get(*it).copied()).collect();
            let below: Vec<&Message> =
                bucket.children.iter().filter_map(|it| messages.get(*it)).collect();
            let mut steps: Vec<Vec<usize>> = hard.iter().map(|it| bucket.steps_of(it)).collect();
            steps.extend(costs.iter().map(|(_, it)| bucket.steps_of(it)));
            let children = bucket.children.iter().filter_map(|it| self.buckets.get(*it));
            steps.extend(children.map(|it| bucket.steps_in(it)));

            let entries = bucket.entries();
            let mut message =
                Message { allowed: vec![false; entries], least: vec![0; entries * width] };
            let (number, step) = ranks.of(bucket.variable);
            let mut kept = message.allowed.iter_mut().zip(message.least.chunks_mut(width));
            let mut slot = kept.next();
            let mut value = 0;
            let mut sum = vec![0; width];
            walk(&bucket.sizes, &steps, |places| {
                let (at_hard, rest) = places.split_at(hard.len().min(places.len()));
                let (at_cost, at_below) = rest.split_at(costs.len().min(rest.len()));
                let allowed =
                    hard.iter().zip(at_hard).all(|(it, at)| it.entries().get(*at) == Some(&true))
                        && below
                            .iter()
                            .zip(at_below)
                            .all(|(it, at)| it.allowed.get(*at) == Some(&true));
                if allowed && let Some((known, least)) = &mut slot {
                    sum.fill(0);
                    for ((place, factor), at) in costs.iter().zip(at_cost) {
                        if let (Some(sum), Some(cost)) =
                            (sum.get_mut(*place), factor.entries().get(*at))
                        {
                            *sum += cost;
                        }
                    }
                    for (message, at) in below.iter().zip(at_below) {
                        let more = message.least.chunks(width).nth(*at).unwrap_or_default();
                        for (sum, more) in sum.iter_mut().zip(more) {
                            *sum += more;
                        }
                    }
                    if let Some(rank) = sum.get_mut(dimensions + number) {
                        *rank += step * value;
                    }
                    if !**known || sum[..] < **least {
                        **known = true;
                        least.copy_from_slice(&sum);
                    }
                }
                value += 1;
                if value == i128::try_from(bucket.values()).unwrap_or(1) {
                    value = 0;
                    slot = kept.next();
                }
            });
            if bucket.is_root {
                possible &= message.allowed.first() == Some(&true);
                for (sum, more) in whole.iter_mut().zip(&message.least) {
                    *sum += more;
                }
            }
            messages.push(message);
        }
        let rank = whole.split_off(dimensions);
        let assignment = || ranks.assignment(&self.domains, &rank);
        Ok(possible.then(|| Least { costs: whole, assignment: assignment() }))
    }
}

impl Ranks {
    /// The greatest number that ranks may reach.
    const MOST: i128 = 1 << 120;

    fn new(domains: &[usize]) -> Self {
        let mut steps = Vec::with_capacity(domains.len());
        let (mut number, mut step) = (0, 1_i128);
        for size in domains.iter().rev() {
            let size = i128::try_from(*size).unwrap_or(Self::MOST);
            if step.saturating_mul(size) > Self::MOST {
                number += 1;
                step = 1;
            }
            steps.push((number, step));
            step = step.saturating_mul(size);
        }
        steps.reverse();
        // The first variables count first.
        let numbers = number + 1;
        for (place, _) in &mut steps {
            *place = number - *place;
        }
        Self { steps, numbers }
    }

    fn of(&self, variable: Variable) -> (usize, i128) {
        self.steps.get(variable).copied().unwrap_or_default()
    }

    fn assignment(&self, domains: &[usize], rank: &[i128]) -> Vec<usize> {
        let variables = self.steps.iter().zip(domains);
        let value = |((number, step), size): (&(usize, i128), &usize)| {
            let size = i128::try_from(*size).unwrap_or(Self::MOST);
            let number = rank.get(*number).copied().unwrap_or(0);
            usize::try_from(number / step % size.max(1)).unwrap_or(0)
        };
        variables.map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equal_costs_the_first_assignment_is_found_over_many_variables() {
        // Too many for one number: neighbours differ, and the last variable is not zero.
        let domains = vec![10; 80];
        let mut hard: Vec<Factor<bool>> = (1..80)
            .map(|it| Factor::tabulate(&domains, vec![it - 1, it], |values| values[0] != values[1]))
            .collect();
        hard.push(Factor::tabulate(&domains, vec![79], |values| values[0] == 7));
        let cost = Factor::tabulate(&domains, vec![40], |values| i128::from(values[0] < 5));
        let plan = Plan::new(&domains, hard.iter().map(Factor::scope).chain([cost.scope()]));
        let hard: Vec<&Factor<bool>> = hard.iter().collect();
        let tables = Tables { hard: &hard, costs: &[(0, &cost)], dimensions: 1 };
        let least = plan.least(tables, &mut Budget::new(Budget::DEFAULT)).unwrap().unwrap();
        let mut expected: Vec<usize> = (0..80).map(|it| it % 2).collect();
        expected[40] = 5;
        expected.splice(41.., (0..38).map(|it| it % 2).chain([7]));
        assert_eq!(least, Least { costs: vec![0], assignment: expected });
    }

    #[test]
    fn nothing_is_least_where_everything_is_forbidden() {
        let never = Factor::tabulate(&[2], Vec::new(), |_| false);
        let plan = Plan::new(&[2], [never.scope()]);
        let tables = Tables { hard: &[&never], costs: &[], dimensions: 0 };
        assert_eq!(plan.least(tables, &mut Budget::new(9)), Ok(None));
        let tables = Tables { hard: &[], costs: &[], dimensions: 0 };
        let first = Least { costs: Vec::new(), assignment: vec![0] };
        assert_eq!(plan.least(tables, &mut Budget::new(9)), Ok(Some(first)));
    }
}
