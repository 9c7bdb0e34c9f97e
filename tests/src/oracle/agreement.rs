//! Is there a package that every asked party accepts: in every filling, in some, in none?

use impasse_core::scenario::DemandKind;

use super::worth::{above_floor, unstated};
use super::{Choice, World};

/// The strongest agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strongest {
    /// Accepted in every filling.
    Certain,
    /// Accepted in some.
    NoStatedObstacle,
    /// In none.
    Deadlock,
}

/// Whether every floor of an asked party is met, in every filling or in some.
fn floors_met(world: &World<'_>, choice: &Choice, certain: bool) -> bool {
    world.scenario.demands.values().all(|demand| {
        let DemandKind::Floor(floor) = &demand.kind else { return true };
        if !world.asked(demand.party, choice) {
            return true;
        }
        let (worst, best) = above_floor(world, demand.party, floor, choice);
        if certain { worst >= 0.into() } else { best >= 0.into() }
    })
}

/// Whether all asked parties accept a package in every filling.
pub fn is_agreement(world: &World<'_>, choice: &Choice) -> bool {
    world.broken(choice).is_empty()
        && unstated(world, choice).is_empty()
        && world.asked_parties(choice).into_iter().all(|party| world.has_stated(party))
        && floors_met(world, choice, true)
}

/// Whether all asked parties accept a package in some filling.
pub fn has_no_stated_obstacle(world: &World<'_>, choice: &Choice) -> bool {
    world.firmly_broken(choice).is_empty() && floors_met(world, choice, false)
}

/// The strongest agreement of all packages.
pub fn strongest(world: &World<'_>) -> Strongest {
    if world.packages.iter().any(|choice| is_agreement(world, choice)) {
        Strongest::Certain
    } else if world.packages.iter().any(|choice| has_no_stated_obstacle(world, choice)) {
        Strongest::NoStatedObstacle
    } else {
        Strongest::Deadlock
    }
}

/// The packages of a strength with the fewest unstated views of asked parties, in file order.
pub fn with_fewest_unstated(world: &World<'_>, strength: Strongest) -> Vec<Choice> {
    let good = world.packages.iter().filter(|choice| match strength {
        Strongest::Certain => is_agreement(world, choice),
        Strongest::NoStatedObstacle => has_no_stated_obstacle(world, choice),
        Strongest::Deadlock => false,
    });
    let counted: Vec<(usize, &Choice)> =
        good.map(|choice| (unstated(world, choice).len(), choice)).collect();
    let least = counted.iter().map(|(count, _)| *count).min();
    counted.iter().filter(|it| Some(it.0) == least).map(|it| it.1.clone()).collect()
}
