//! By how much does a way to carry out a text miss a party's floor, at worst and at best, and in
//! which package?

use super::floor_test::{asking, interim};
use super::network::Network;
use super::settlement::Realisation;
use super::worth::End;
use crate::scenario::{Package, PartyId, Points, Proposal};
use crate::search::{Budget, Exhausted, Factor};

/// The packages that follow a realisation and ask a party.
pub(crate) struct Following<'a> {
    network: &'a Network<'a>,
    party: PartyId,
    constraints: Vec<Factor<bool>>,
    asking: Vec<Vec<Factor<bool>>>,
}

impl<'a> Following<'a> {
    pub(crate) fn new(
        network: &'a Network<'a>,
        proposal: &Proposal,
        party: PartyId,
        realisation: &Realisation,
    ) -> Self {
        let mut constraints = realisation.constraints(network);
        constraints.extend(interim(network, proposal));
        Self { network, party, constraints, asking: asking(network, party) }
    }

    /// The most that the floor test lacks in the worst filling, and the package where it does.
    pub(crate) fn most_lacking(
        &self,
        budget: &mut Budget,
    ) -> Result<Option<(Points, Package)>, Exhausted> {
        self.lacking(End::Low, true, budget)
    }

    /// The least that it lacks in the best filling, and the package where it does.
    pub(crate) fn least_lacking(
        &self,
        budget: &mut Budget,
    ) -> Result<Option<(Points, Package)>, Exhausted> {
        self.lacking(End::High, false, budget)
    }

    fn lacking(
        &self,
        end: End,
        greatest: bool,
        budget: &mut Budget,
    ) -> Result<Option<(Points, Package)>, Exhausted> {
        let network = self.network;
        let Some((_, floor)) = network.scenario.floor(self.party) else { return Ok(None) };
        let sign = if greatest { -1 } else { 1 };
        let mut most: Option<(Points, Package)> = None;
        for costs in network.floor_costs(self.party, &floor.height, end) {
            let costs: Vec<Factor<Points>> =
                costs.iter().map(|factor| factor.map(|cost| sign * cost)).collect();
            let mut least: Option<(Points, Package)> = None;
            for asked in &self.asking {
                let mut problem = network.problem();
                problem.hard.extend(&self.constraints);
                problem.hard.extend(asked);
                problem.costs = costs.iter().map(|factor| (0, factor)).collect();
                problem.dimensions = 1;
                let Some(found) = problem.least(budget)? else { continue };
                let Some(cost) = found.costs.first().copied() else { continue };
                if least.as_ref().is_none_or(|(other, _)| cost < *other) {
                    least = Some((cost, network.package(&found.assignment)));
                }
            }
            let Some((cost, package)) = least else { continue };
            let cost = cost * sign;
            if most.as_ref().is_none_or(|(other, _)| cost > *other) {
                most = Some((cost, package));
            }
        }
        Ok(most)
    }
}
