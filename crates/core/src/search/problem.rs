//! [`Problem`]: what is forbidden, and what is to be least.

use super::budget::{Budget, Exhausted};
use super::factor::Factor;
use super::least::{Least, Tables};
use super::plan::Plan;

/// What is forbidden, and what is to be least.
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
}

impl Problem<'_> {
    /// The least vector of costs, the first place counting first, and the first assignment that
    /// has it, in the order of variables and values; none where everything is forbidden.
    pub fn least(&self, budget: &mut Budget) -> Result<Option<Least>, Exhausted> {
        let hard = self.hard.iter().map(|factor| factor.scope());
        let costs = self.costs.iter().map(|(_, factor)| factor.scope());
        let plan = Plan::new(&self.domains, hard.chain(costs));
        let (hard, costs) = (&self.hard[..], &self.costs[..]);
        plan.least(Tables { hard, costs, dimensions: self.dimensions }, budget)
    }

    /// Whether anything is allowed.
    pub fn is_possible(&self, budget: &mut Budget) -> Result<bool, Exhausted> {
        Ok(self.least(budget)?.is_some())
    }
}
