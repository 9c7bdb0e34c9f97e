//! What does each party say to a proposal as trusted, beside what it says on paper?

use super::belief::Beliefs;
use super::demands::{fares, scope};
use super::state::{State, left_possible, states};
use super::worth::range;
use crate::analysis::extremes::Extreme;
use crate::analysis::floor_test::{Met, Part, met};
use crate::analysis::network::Network;
use crate::analysis::settlement::{Outline, Realisation};
use crate::analysis::treatment::undetermined;
use crate::analysis::verdict::{Fares, OnPaper, Test, Verdict, verdict_by};
use crate::scenario::{DemandId, Formula, IssueId, PartyId, Proposal, Ratio, Scenario};
use crate::search::{Budget, Exhausted};

/// What a scenario says about promises to one party, worked out once for all proposals.
#[derive(Clone, Debug)]
pub struct Doubts<'a> {
    pub(super) network: &'a Network<'a>,
    pub(super) beliefs: Beliefs<'a>,
    /// Who.
    pub party: PartyId,
    pub(super) states: Vec<State>,
}

impl<'a> Doubts<'a> {
    /// What the scenario says about promises to a party.
    pub fn new(
        network: &'a Network<'a>,
        party: PartyId,
        budget: &mut Budget,
    ) -> Result<Self, Exhausted> {
        Self::with(network, Beliefs::new(network.scenario), party, budget)
    }

    /// The same, supposing that the belief of the party in another is at least so many hundredths.
    pub fn supposing(
        network: &'a Network<'a>,
        party: PartyId,
        toward: PartyId,
        least: Ratio,
        budget: &mut Budget,
    ) -> Result<Self, Exhausted> {
        let beliefs = Beliefs::new(network.scenario).raised(party, toward, least);
        Self::with(network, beliefs, party, budget)
    }

    /// The same with beliefs that may be raised.
    pub(super) fn with(
        network: &'a Network<'a>,
        beliefs: Beliefs<'a>,
        party: PartyId,
        budget: &mut Budget,
    ) -> Result<Self, Exhausted> {
        let states = states(network, &beliefs, party, budget)?;
        Ok(Self { network, beliefs, party, states })
    }

    /// The network of the scenario.
    pub fn network(&self) -> &'a Network<'a> {
        self.network
    }

    /// Whether the party's verdicts can differ as trusted from those on paper: it has a floor, or
    /// a demand of its asks for a belief.
    pub fn may_decide(&self) -> bool {
        let scenario = self.network.scenario;
        scenario.floor(self.party).is_some() || conditions(scenario, self.party)
    }

    /// What the party says to a proposal as trusted, its worth left out.
    pub fn verdict(
        &self,
        proposal: &Proposal,
        outline: &Outline,
        budget: &mut Budget,
    ) -> Result<Verdict, Exhausted> {
        verdict_by(self, self.network, proposal, (outline, self.party), budget)
    }

    /// The least and the greatest worth of a proposal to the party as trusted.
    pub fn worth(
        &self,
        proposal: &Proposal,
        outline: &Outline,
        budget: &mut Budget,
    ) -> Result<Option<(Extreme, Extreme)>, Exhausted> {
        let left = left_possible(outline);
        let scenario = self.network.scenario;
        let may_be = |state: &&State| state.may_hold(scenario, &self.beliefs, self.party, &left);
        let states: Vec<&State> = self.states.iter().filter(may_be).collect();
        range(self.network, proposal, self.party, &states, budget)
    }
}

/// Whether a demand of a party asks for a belief.
fn conditions(scenario: &Scenario, party: PartyId) -> bool {
    scenario.demands.values().any(|it| it.party == party && it.as_trusted().is_some())
}

impl Test for Doubts<'_> {
    fn demand(
        &self,
        demand: DemandId,
        keeps: &Formula,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Fares, Exhausted> {
        let stated = &self.network.scenario.demands[demand];
        if stated.as_trusted().is_none() {
            return OnPaper(self.network).demand(demand, keeps, realisation, budget);
        }
        fares(self.network, &self.beliefs, stated, realisation, budget)
    }

    fn waits_for(
        &self,
        demand: DemandId,
        keeps: &Formula,
        realisation: &Realisation,
    ) -> Vec<IssueId> {
        let stated = &self.network.scenario.demands[demand];
        if stated.as_trusted().is_none() {
            return undetermined(keeps, realisation);
        }
        let count = |issue: &IssueId| realisation.options.get(issue.index()).map(|it| it.1.len());
        scope(&self.beliefs, stated).into_iter().filter(|it| count(it) != Some(1)).collect()
    }

    fn floor(
        &self,
        proposal: &Proposal,
        party: PartyId,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Met, Exhausted> {
        let parts =
            self.states.iter().filter_map(|it| Some((&it.constraints[..], it.margins.as_ref()?)));
        let parts: Vec<Part<'_>> = parts.collect();
        if parts.is_empty() {
            return Ok(Met::Always);
        }
        met(self.network, proposal, (party, &parts), realisation, budget)
    }
}
