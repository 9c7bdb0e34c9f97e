//! All minimal conflicts, by looking at every set of demands and clauses.

use std::collections::BTreeSet;

use impasse_core::scenario::{Clause, DemandId, DemandKind};

use super::worth::above_floor;
use super::{Choice, World, is_firm};

/// A demand, or a clause by its place, as the product orders them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// A demand.
    Demand(DemandId),
    /// A clause.
    Clause(usize),
}

/// The firm demands that a package breaks, floors included.
pub fn breaks(world: &World<'_>, choice: &Choice) -> Vec<DemandId> {
    let mut broken = world.firmly_broken(choice);
    for (id, demand) in world.scenario.demands.iter() {
        if let DemandKind::Floor(floor) = &demand.kind
            && world.asked(demand.party, choice)
            && above_floor(world, demand.party, floor, choice).1 < 0.into()
        {
            broken.push(id);
        }
    }
    broken.sort_unstable();
    broken
}

/// Whether a package follows some reading of a clause that bites, or none bites.
pub fn follows(world: &World<'_>, choice: &Choice, clause: &Clause) -> bool {
    let mut biting = clause
        .readings
        .iter()
        .filter(|it| it.when.as_ref().is_none_or(|when| world.holds(when, choice)))
        .peekable();
    let settles =
        |issue: &impasse_core::scenario::IssueId, place: usize| choice[issue.index()] == place;
    biting.peek().is_none()
        || biting.any(|reading| {
            reading
                .settles
                .iter()
                .all(|(issue, options)| options.iter().any(|option| settles(issue, option.index())))
        })
}

/// Every minimal set of firm demands and clauses that no package keeps; with clauses, only those
/// with a clause among them.
pub fn conflicts(world: &World<'_>, clauses: &[Clause]) -> BTreeSet<Vec<Element>> {
    let demands = world.scenario.demands.iter().filter(|(_, demand)| is_firm(demand));
    let elements: Vec<Element> = demands
        .map(|(id, _)| Element::Demand(id))
        .chain((0..clauses.len()).map(Element::Clause))
        .collect();
    let broken_by: BTreeSet<u64> = world
        .packages
        .iter()
        .map(|choice| {
            let broken = breaks(world, choice);
            let bits = elements.iter().enumerate().filter(|(_, element)| match element {
                Element::Demand(id) => broken.contains(id),
                Element::Clause(place) => !follows(world, choice, &clauses[*place]),
            });
            bits.map(|(bit, _)| 1 << bit).sum()
        })
        .collect();
    let minimal = minimal_hitting_sets(&broken_by);
    minimal
        .into_iter()
        .map(|set| {
            (0..elements.len()).filter(|bit| set >> bit & 1 == 1).map(|bit| elements[bit]).collect()
        })
        .filter(|set: &Vec<Element>| {
            clauses.is_empty() || matches!(set.last(), Some(Element::Clause(_)))
        })
        .collect()
}

/// A set of elements cannot be kept iff every package breaks one of them. Package by package:
/// sets that are hit stay, the others take one more element, and what is not minimal goes.
pub fn minimal_hitting_sets(broken_by: &BTreeSet<u64>) -> Vec<u64> {
    let mut sets: Vec<u64> = vec![0];
    for broken in broken_by {
        let mut longer: BTreeSet<u64> = BTreeSet::new();
        for set in sets {
            if set & broken == 0 {
                longer.extend(
                    (0..64)
                        .map(|bit| 1 << bit)
                        .filter(|bit| broken & bit != 0)
                        .map(|bit| set | bit),
                );
            } else {
                longer.insert(set);
            }
        }
        let is_minimal = |set: &u64| !longer.iter().any(|other| other != set && other & !set == 0);
        sets = longer.iter().copied().filter(is_minimal).collect();
    }
    sets
}
