//! Which disputed demands would block an agreement if they were firm?

use std::collections::BTreeSet;

use super::network::Network;
use crate::scenario::DemandId;
use crate::search::{Budget, Exhausted, Factor, nogoods};

/// The disputed demands that stand in a conflict with others as soon as all demands count as
/// firm, in file order. Floors are left out.
pub fn would_block(network: &Network<'_>, budget: &mut Budget) -> Result<Vec<DemandId>, Exhausted> {
    let demands: Vec<(DemandId, &Factor<bool>)> = network.binding().collect();
    let hard: Vec<&Factor<bool>> = network.hard.iter().collect();
    let soft: Vec<&Factor<bool>> = demands.iter().map(|(_, table)| *table).collect();
    let conflicts = nogoods::conflicts(&network.domains, &hard, &soft, budget)?;
    let members: BTreeSet<usize> = conflicts.into_iter().flatten().collect();
    Ok(members
        .into_iter()
        .filter_map(|member| demands.get(member).map(|(id, _)| *id))
        .filter(|id| !network.scenario.is_firm(*id))
        .collect())
}
