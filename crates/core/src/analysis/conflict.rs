//! Which demands cannot hold together, and what does dropping each one open?
//!
//! A conflict is a minimal set of firm demands (for a proposal: with at least one of its clauses)
//! that no package keeps together under the rules: a minimal unsatisfiable subset. Conflicts
//! without floors come from elimination of issues, all of them; those with floors from a search,
//! smallest first. What is not finished within the budget is complete up to some size, and a few
//! larger conflicts are listed with it, each minimal all the same.

use super::agreement::{Strength, find};
use super::network::Network;
use super::worth::End;
use crate::scenario::{Clause, DemandId, Formula, Package, PartyId, Points, Reading};
use crate::search::satisfy::Constraints;
use crate::search::subsets::{self, Minimal, Wanted};
use crate::search::{Budget, Exhausted, Factor, nogoods};

/// All minimal conflicts, or as many as were proven within the budget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflicts {
    /// Smallest first, then in file order.
    pub list: Vec<Conflict>,
    /// Why there may be more, if there may.
    pub stopped: Option<Exhausted>,
    /// All conflicts of at most so many members are listed; larger ones perhaps not all. None
    /// where the list has every conflict.
    pub complete_up_to: Option<usize>,
}

/// A minimal set of demands and clauses that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The members, demands in file order, then clauses in the document's order.
    pub members: Vec<Member>,
    /// By member: a package on which all the others hold.
    pub without: Vec<Package>,
}

/// A member of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// A demand.
    Demand(DemandId),
    /// A clause of the proposal in question, by its place.
    Clause(usize),
}

impl Conflicts {
    /// The conflicts as sets of demand numbers, clauses left out.
    pub fn demand_sets(&self) -> Vec<Vec<usize>> {
        self.list.iter().map(|conflict| conflict.demands().map(DemandId::index).collect()).collect()
    }

    /// The conflicts grouped into knots: two conflicts with a common demand are in one knot.
    /// Untying every knot, one by one, is a way out.
    pub fn knots(&self) -> Vec<Vec<&Conflict>> {
        let mut knots: Vec<Vec<&Conflict>> = Vec::new();
        for conflict in &self.list {
            let shares = |knot: &Vec<&Conflict>| {
                knot.iter()
                    .any(|other| other.members.iter().any(|it| conflict.members.contains(it)))
            };
            let (tied, rest): (Vec<_>, Vec<_>) = knots.into_iter().partition(shares);
            knots = rest;
            let mut knot: Vec<&Conflict> = tied.into_iter().flatten().collect();
            knot.push(conflict);
            knots.push(knot);
        }
        for knot in &mut knots {
            knot.sort_by_key(|conflict| (conflict.members.len(), conflict.members.clone()));
        }
        knots.sort_by_key(|knot| knot.iter().map(|it| it.members.clone()).min());
        knots
    }
}

impl Conflict {
    /// The demands among the members.
    pub fn demands(&self) -> impl Iterator<Item = DemandId> + '_ {
        self.members.iter().filter_map(|member| match member {
            Member::Demand(demand) => Some(*demand),
            Member::Clause(_) => None,
        })
    }
}

/// How many conflicts with floors are looked for.
pub const MOST_WITH_FLOORS: usize = 200;

/// All minimal conflicts among firm demands; with clauses, only those that have a clause among
/// their members.
pub fn conflicts(network: &Network<'_>, clauses: &[Clause], budget: &mut Budget) -> Conflicts {
    let scenario = network.scenario;
    let firm: Vec<DemandId> =
        network.binding().map(|(id, _)| id).filter(|id| scenario.is_firm(*id)).collect();
    let texts: Vec<(usize, Vec<Factor<bool>>)> = clauses
        .iter()
        .enumerate()
        .map(|(place, clause)| (place, vec![clause_table(network, clause)]))
        .collect();
    let mut elements: Vec<(Member, &Factor<bool>)> = firm
        .iter()
        .filter_map(|id| Some((Member::Demand(*id), network.keeps[*id].as_ref()?)))
        .collect();
    for (place, tables) in &texts {
        elements.extend(tables.iter().map(|table| (Member::Clause(*place), table)));
    }
    let hard: Vec<&Factor<bool>> = network.hard.iter().collect();
    let soft: Vec<&Factor<bool>> = elements.iter().map(|(_, table)| *table).collect();
    let mut members: Vec<Member> = elements.iter().map(|(member, _)| *member).collect();
    let mut floors: Vec<Vec<Factor<Points>>> = Vec::new();
    let mut floored_parties: Vec<PartyId> = Vec::new();
    for (party, demand) in network.floored() {
        let Some((_, floor)) = scenario.floor(party) else { continue };
        // In the best filling a floor is one list of costs, or none where no weight is stated.
        let costs = network.floor_costs(party, &floor.height, End::High).into_iter().next();
        floors.push(costs.unwrap_or_default());
        members.push(Member::Demand(demand));
        floored_parties.push(party);
    }
    let thresholds: Vec<Vec<&Factor<Points>>> =
        floors.iter().map(|list| list.iter().collect()).collect();
    let constraints = Constraints::new(&network.domains, &hard, &soft, &thresholds);

    // A quarter of what is left is for the packages without each member.
    let mut searching = Budget::new(budget.left() - budget.left() / 4);
    let mut found = nogoods::smallest(&network.domains, &hard, &soft, usize::MAX, &mut searching);
    let floored = with_floors(&constraints, soft.len(), &found, &mut searching);
    found.sets.extend(floored.sets);
    found.sets.sort_by_key(|set| (set.len(), set.clone()));
    found.sets.dedup();
    let mut stopped = found.stopped.or(floored.stopped);
    let mut up_to = found.up_to.into_iter().chain(floored.up_to).min();
    let spent = budget.spend(searching.spent());

    let is_clause = |element: &usize| matches!(members.get(*element), Some(Member::Clause(_)));
    let mut list = Vec::new();
    for set in found.sets.iter().filter(|set| clauses.is_empty() || set.iter().any(is_clause)) {
        let without = spent.and_then(|()| {
            without_each(network, &constraints, &soft, &floored_parties, set, budget)
        });
        match without {
            Ok(without) => list.push(conflict(&members, set, without)),
            Err(exhausted) => {
                stopped = Some(exhausted);
                let proven = set.len().saturating_sub(1);
                up_to = Some(up_to.map_or(proven, |up_to| up_to.min(proven)));
                break;
            }
        }
    }
    list.sort_by_key(|conflict| (conflict.members.len(), conflict.members.clone()));
    Conflicts { list, stopped, complete_up_to: up_to }
}

/// The conflicts with a floor among their members; floors come after so many other elements.
fn with_floors(
    constraints: &Constraints,
    others: usize,
    without: &Minimal,
    budget: &mut Budget,
) -> Minimal {
    let count = constraints.count();
    let among: Vec<usize> = (others..count).collect();
    if among.is_empty() {
        return Minimal { sets: Vec::new(), up_to: None, stopped: None };
    }
    let largest = without.up_to.unwrap_or(count);
    let known: Vec<Vec<usize>> =
        without.sets.iter().filter(|set| set.len() <= largest).cloned().collect();
    let wanted = Wanted { count, among: &among, known: &known, largest, most: MOST_WITH_FLOORS };
    subsets::minimal_infeasible(&wanted, budget, |set, budget| {
        let witness = constraints.witness(set, budget)?;
        Ok(witness.map(|witness| constraints.kept(&witness)))
    })
}

/// For each member of a conflict a package on which the other members hold: of several the one
/// with the fewest unknown stances of asked parties, then the first in file order.
fn without_each(
    network: &Network<'_>,
    constraints: &Constraints,
    soft: &[&Factor<bool>],
    floored: &[PartyId],
    set: &[usize],
    budget: &mut Budget,
) -> Result<Vec<Package>, Exhausted> {
    // Where nothing is unknown, file order alone decides, and the search has it at once.
    let is_known = network.unknown_costs().is_empty();
    let mut packages = Vec::new();
    for dropped in set {
        let others: Vec<usize> = set.iter().copied().filter(|it| it != dropped).collect();
        if is_known && others.iter().all(|it| *it < soft.len()) {
            let first = constraints.first(&others, &[], budget)?;
            packages.extend(first.map(|assignment| network.package(&assignment)));
        } else {
            let tables: Vec<&Factor<bool>> =
                others.iter().filter_map(|it| soft.get(*it).copied()).collect();
            let floors: Vec<PartyId> = others
                .iter()
                .filter_map(|it| floored.get(it.checked_sub(soft.len())?).copied())
                .collect();
            packages.extend(find(network, Strength::Possible, &[], &floors, &tables, budget)?);
        }
    }
    Ok(packages)
}

/// The conflict of some elements, its members in their order with their packages.
fn conflict(members: &[Member], set: &[usize], without: Vec<Package>) -> Conflict {
    let named = set.iter().filter_map(|element| members.get(*element).copied());
    let mut pairs: Vec<(Member, Package)> = named.zip(without).collect();
    pairs.sort_by_key(|(member, _)| *member);
    let (members, without) = pairs.into_iter().unzip();
    Conflict { members, without }
}

/// True where some reading of a clause holds; a clause that settles nothing holds everywhere.
pub fn clause_table(network: &Network<'_>, clause: &Clause) -> Factor<bool> {
    network.table(&clause_formula(clause), None)
}

/// What holds in a package that follows some reading of a clause.
pub fn clause_formula(clause: &Clause) -> Formula {
    if clause.readings.is_empty() {
        return Formula::All(Vec::new());
    }
    let readings = clause.readings.iter().map(reading_formula);
    Formula::Any(readings.chain([idle_formula(clause)]).collect())
}

/// What holds where a clause does not bite: no condition of a reading does.
pub fn idle_formula(clause: &Clause) -> Formula {
    let conditions = clause.readings.iter().map(|reading| reading.when.clone());
    let none: Option<Vec<Formula>> = conditions.map(|when| when.map(Formula::negated)).collect();
    // Without a condition a reading bites everywhere.
    none.map_or(Formula::Any(Vec::new()), Formula::All)
}

/// What holds in a package that follows a reading.
pub fn reading_formula(reading: &Reading) -> Formula {
    let settles = reading.settles.iter().map(|(issue, options)| Formula::Is(*issue, *options));
    Formula::All(reading.when.iter().cloned().chain(settles).collect())
}
