//! How often does each party's each demand stand in a conflict, and could one side alone open an
//! agreement?
//!
//! Each conflict gives one point, shared equally among the parties in it, then among each party's
//! members. This says how often a demand stands in a conflict, not who should give.

use std::collections::BTreeMap;

use super::conflict::Conflicts;
use super::distance::may_be_asked;
use super::network::Network;
use super::way_out::{Criterion, WayOut, cheapest};
use crate::scenario::{DemandId, PartyId, Ratio};
use crate::search::{Budget, Exhausted};

/// How often parties and demands stand in conflicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Involvement {
    /// By party, in file order.
    pub parties: Vec<PartyShare>,
    /// By demand that stands in a conflict, in file order.
    pub demands: Vec<DemandShare>,
}

/// A party's share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyShare {
    /// The party.
    pub party: PartyId,
    /// Its points.
    pub points: Ratio,
    /// How many demands it has stated, firm or not.
    pub stated: usize,
}

/// A demand's share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandShare {
    /// The demand.
    pub demand: DemandId,
    /// How many conflicts it stands in.
    pub conflicts: usize,
    /// Its points.
    pub points: Ratio,
    /// The sum over its conflicts of one over their size (Hunter and Konieczny 2010).
    pub inconsistency: Ratio,
}

/// The shares of all parties and demands in some conflicts.
pub fn involvement(network: &Network<'_>, conflicts: &Conflicts) -> Involvement {
    let scenario = network.scenario;
    let zero = Ratio::from_integer(0);
    let share = |count: usize| Ratio::new(1, i128::try_from(count.max(1)).unwrap_or(i128::MAX));
    let mut by_demand: BTreeMap<DemandId, DemandShare> = BTreeMap::new();
    for conflict in &conflicts.list {
        let mut by_party: BTreeMap<PartyId, Vec<DemandId>> = BTreeMap::new();
        for demand in conflict.demands() {
            by_party.entry(scenario.demands[demand].party).or_default().push(demand);
        }
        let size = conflict.members.len();
        for members in by_party.values() {
            for demand in members {
                let entry = by_demand.entry(*demand).or_insert(DemandShare {
                    demand: *demand,
                    conflicts: 0,
                    points: zero,
                    inconsistency: zero,
                });
                entry.conflicts += 1;
                entry.points += share(by_party.len()) * share(members.len());
                entry.inconsistency += share(size);
            }
        }
    }
    let parties = scenario
        .frame
        .parties
        .ids()
        .map(|party| PartyShare {
            party,
            points: by_demand
                .values()
                .filter(|share| scenario.demands[share.demand].party == party)
                .map(|share| share.points)
                .sum(),
            stated: scenario.demands.values().filter(|demand| demand.party == party).count(),
        })
        .collect();
    Involvement { parties, demands: by_demand.into_values().collect() }
}

/// For every party that is asked: the cheapest way to open an agreement that asks only of it.
pub fn alone(
    network: &Network<'_>,
    budget: &mut Budget,
) -> Result<Vec<(PartyId, Option<WayOut>)>, Exhausted> {
    let mut answers = Vec::new();
    for party in network.scenario.frame.parties.ids() {
        let insists = network.scenario.demands.values().any(|demand| demand.party == party);
        if may_be_asked(network, party) && insists {
            let order = Criterion::FewestRefusals;
            let ways = cheapest(network, |other| other == party, order, 1, budget);
            if let Some(exhausted) = ways.stopped {
                return Err(exhausted);
            }
            answers.push((party, ways.list.into_iter().next()));
        }
    }
    Ok(answers)
}
