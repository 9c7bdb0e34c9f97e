//! By how much does a way to carry out a text miss a party's floor, at worst and at best, and in
//! which package?

use super::asking::Asking;
use super::floor_test::interim;
use super::network::Network;
use super::settlement::Realisation;
use super::worth::End;
use crate::scenario::{Package, PartyId, Points, Proposal};
use crate::search::{Budget, Exhausted, Factor};

/// What a party's floor test lacks in the packages that follow a way to carry out a text and ask
/// the party.
pub(crate) struct Following<'a> {
    network: &'a Network<'a>,
    worst: bool,
    interim: Vec<Factor<bool>>,
    asking: Asking<'a>,
    /// What is lacking, as costs to be least: at worst the other way round.
    costs: Vec<Vec<Factor<Points>>>,
}

impl<'a> Following<'a> {
    /// At worst: the most that is lacking, in the worst filling. At best: the least, in the best.
    pub(crate) fn new(
        network: &'a Network<'a>,
        proposal: &Proposal,
        party: PartyId,
        worst: bool,
    ) -> Self {
        let end = if worst { End::Low } else { End::High };
        let floor = network.scenario.floor(party);
        let mut costs =
            floor.map_or(Vec::new(), |(_, floor)| network.floor_costs(party, &floor.height, end));
        if worst {
            for factor in costs.iter_mut().flatten() {
                *factor = factor.map(|cost| -cost);
            }
        }
        let (interim, asking) = (interim(network, proposal), Asking::new(network, party));
        Self { network, worst, interim, asking, costs }
    }

    /// How much is lacking, and the package where it is; none where no package asks the party.
    pub(crate) fn lacking(
        &self,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Option<(Points, Package)>, Exhausted> {
        let network = self.network;
        let text = realisation.constraints(network);
        let sign = if self.worst { -1 } else { 1 };
        let mut most: Option<(Points, Package)> = None;
        for costs in &self.costs {
            let mut problem = network.problem();
            problem.hard.extend(&text);
            problem.hard.extend(&self.interim);
            problem.costs = costs.iter().map(|factor| (0, factor)).collect();
            problem.dimensions = 1;
            // What none follows, none follows with other weights.
            let Some(found) = self.asking.least(&problem, budget)? else { return Ok(None) };
            let cost = sign * found.costs.first().copied().unwrap_or(0);
            if most.as_ref().is_none_or(|(other, _)| cost > *other) {
                most = Some((cost, network.package(&found.assignment)));
            }
        }
        Ok(most)
    }
}
