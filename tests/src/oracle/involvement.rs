//! How often parties and demands stand in conflicts.

use std::collections::BTreeMap;

use impasse_core::scenario::{DemandId, PartyId, Ratio, Scenario};
use itertools::Itertools;

/// By party its points; by demand its conflicts, points, and the sum of one over their sizes.
pub type Shares = (BTreeMap<PartyId, Ratio>, BTreeMap<DemandId, (usize, Ratio, Ratio)>);

/// One point for each conflict, shared among its parties, then among each party's members.
pub fn shares(scenario: &Scenario, conflicts: &[Vec<DemandId>]) -> Shares {
    let count = |number: usize| Ratio::from(i128::try_from(number).unwrap());
    let party = |id: &DemandId| scenario.demands[*id].party;
    let (mut parties, mut demands) = Shares::default();
    for conflict in conflicts {
        let number = count(conflict.iter().map(party).unique().count());
        for id in conflict {
            let fellows = conflict.iter().filter(|other| party(other) == party(id)).count();
            let points = number.recip() / count(fellows);
            *parties.entry(party(id)).or_default() += points;
            let share = demands.entry(*id).or_insert((0, Ratio::default(), Ratio::default()));
            share.0 += 1;
            share.1 += points;
            share.2 += count(conflict.len()).recip();
        }
    }
    (parties, demands)
}
