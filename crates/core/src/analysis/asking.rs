//! Of the packages that ask a party, which is found, and which cost least?

use super::network::{Asked, Network, is_asked, occasions};
use crate::scenario::{Package, PartyId, Scenario};
use crate::search::{Budget, Exhausted, Factor, Least, Problem};

/// The packages that ask a party. Nothing is said of a party that is asked always or never: where
/// it is not asked its floor is met.
pub(crate) struct Asking<'a> {
    scenario: &'a Scenario,
    party: PartyId,
    is_asked: Option<Factor<bool>>,
    /// Any of these asks it.
    occasions: Vec<Factor<bool>>,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(network: &Network<'a>, party: PartyId) -> Self {
        let scenario = network.scenario;
        let Asked::Where(variable) = network.asked(party) else {
            return Self { scenario, party, is_asked: None, occasions: Vec::new() };
        };
        let is_asked =
            Factor::tabulate(&network.domains, vec![variable], |values| values.first() == Some(&1));
        let occasions = occasions(scenario, party);
        let occasions = occasions.iter().map(|occasion| network.table(occasion, None)).collect();
        Self { scenario, party, is_asked: Some(is_asked), occasions }
    }

    /// What a problem has at least where the party is asked, and the first assignment with it.
    pub(crate) fn least(
        &self,
        problem: &Problem<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Least>, Exhausted> {
        let mut problem = problem.clone();
        problem.hard.extend(&self.is_asked);
        // One table for all occasions would join all their issues, and one search for each takes as
        // many. Most often what is least of all has one of them by itself.
        let found = problem.least(budget)?;
        let asks = |least: &Least| {
            let mut occasions = self.occasions.iter();
            occasions.any(|occasion| occasion.at(&least.assignment) == Some(&true))
        };
        if self.is_asked.is_none() || found.as_ref().is_none_or(asks) {
            return Ok(found);
        }
        let mut least: Option<Least> = None;
        for occasion in &self.occasions {
            problem.hard.push(occasion);
            let found = problem.least(budget)?;
            problem.hard.pop();
            let key = |it: &Least| (it.costs.clone(), it.assignment.clone());
            least = [least, found].into_iter().flatten().min_by_key(key);
        }
        Ok(least)
    }

    /// A package that asks the party, by a search that takes more tables to be true.
    pub(crate) fn find(
        &self,
        mut search: impl FnMut(&[&Factor<bool>]) -> Result<Option<Package>, Exhausted>,
    ) -> Result<Option<Package>, Exhausted> {
        let mut tables: Vec<&Factor<bool>> = self.is_asked.iter().collect();
        let found = search(&tables)?;
        let asks = |package: &Package| is_asked(self.scenario, self.party, package);
        if self.is_asked.is_none() || found.as_ref().is_none_or(asks) {
            return Ok(found);
        }
        for occasion in &self.occasions {
            tables.push(occasion);
            let found = search(&tables)?;
            tables.pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
