//! Of the packages that ask a party, which cost least?

use super::network::{Asked, Network};
use super::treatment::occasions;
use crate::scenario::PartyId;
use crate::search::{Budget, Exhausted, Factor, Least, Problem};

/// The packages that ask a party. Nothing is said of a party that is asked always or never: where
/// it is not asked its floor is met.
pub(crate) struct Asking {
    is_asked: Option<Factor<bool>>,
    /// Any of these asks it.
    occasions: Vec<Factor<bool>>,
}

impl Asking {
    pub(crate) fn new(network: &Network<'_>, party: PartyId) -> Self {
        let Asked::Where(variable) = network.asked(party) else {
            return Self { is_asked: None, occasions: Vec::new() };
        };
        let is_asked =
            Factor::tabulate(&network.domains, vec![variable], |values| values.first() == Some(&1));
        let occasions = occasions(network, party);
        let occasions = occasions.iter().map(|occasion| network.table(occasion, None)).collect();
        Self { is_asked: Some(is_asked), occasions }
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
}
