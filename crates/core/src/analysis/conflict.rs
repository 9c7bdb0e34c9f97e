//! Which demands cannot hold together, and what does dropping each one open?
//!
//! A conflict is a minimal set of firm demands (for a proposal: with at least one of its clauses)
//! that no package keeps together under the rules: a minimal unsatisfiable subset. Conflicts
//! without floors come from elimination of issues, all of them; those with floors from a search,
//! smallest first.

use super::agreement::{Strength, find};
use super::network::Network;
use crate::scenario::{Clause, DemandId, Formula, Package, PartyId, Reading};
use crate::search::{Budget, Exhausted, Factor, nogoods, subsets};

/// All minimal conflicts, or as many as were proven within the budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflicts {
    /// Smallest first, then in file order.
    pub list: Vec<Conflict>,
    /// Why there may be more, if there may.
    pub stopped: Option<Exhausted>,
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
    let (plain, mut stopped) = match nogoods::conflicts(&network.domains, &hard, &soft, budget) {
        Ok(conflicts) => (conflicts, None),
        Err(exhausted) => (Vec::new(), Some(exhausted)),
    };
    let mut sets = plain.clone();
    let floors: Vec<(PartyId, DemandId)> = network.floored().collect();
    if !floors.is_empty() && stopped.is_none() {
        let with_floors = conflicts_with_floors(network, &elements, &floors, &plain, budget);
        stopped = with_floors.stopped;
        sets.extend(with_floors.sets);
    }
    let member = |element: usize| {
        elements
            .get(element)
            .map(|(member, _)| *member)
            .or_else(|| Some(Member::Demand(floors.get(element - elements.len())?.1)))
    };
    let mut list = Vec::new();
    for set in sets {
        let mut members: Vec<Member> = set.into_iter().filter_map(member).collect();
        members.sort_unstable();
        let has_clause = members.iter().any(|member| matches!(member, Member::Clause(_)));
        if !clauses.is_empty() && !has_clause {
            continue;
        }
        match without_each(network, clauses, &members, budget) {
            Ok(without) => list.push(Conflict { members, without }),
            Err(exhausted) => stopped = Some(exhausted),
        }
    }
    list.sort_by_key(|conflict| (conflict.members.len(), conflict.members.clone()));
    Conflicts { list, stopped }
}

fn conflicts_with_floors(
    network: &Network<'_>,
    elements: &[(Member, &Factor<bool>)],
    floors: &[(PartyId, DemandId)],
    plain: &[Vec<usize>],
    budget: &mut Budget,
) -> subsets::Minimal {
    let count = elements.len() + floors.len();
    let among: Vec<usize> = (elements.len()..count).collect();
    subsets::minimal_infeasible(count, &among, plain, MOST_WITH_FLOORS, budget, |set, budget| {
        let tables: Vec<&Factor<bool>> =
            set.iter().filter_map(|it| elements.get(*it).map(|(_, table)| *table)).collect();
        let floored: Vec<PartyId> = set
            .iter()
            .filter_map(|it| floors.get(it.checked_sub(elements.len())?).map(|(party, _)| *party))
            .collect();
        let found = find(network, Strength::Possible, &[], &floored, &tables, budget)?;
        Ok(found.is_some())
    })
}

/// For each member a package on which the other members hold.
fn without_each(
    network: &Network<'_>,
    clauses: &[Clause],
    members: &[Member],
    budget: &mut Budget,
) -> Result<Vec<Package>, Exhausted> {
    let mut packages = Vec::new();
    for dropped in members {
        let others: Vec<Member> =
            members.iter().copied().filter(|member| member != dropped).collect();
        packages.extend(keeping(network, clauses, &others, budget)?);
    }
    Ok(packages)
}

/// A package that keeps some demands and clauses, if there is one.
pub fn keeping(
    network: &Network<'_>,
    clauses: &[Clause],
    members: &[Member],
    budget: &mut Budget,
) -> Result<Option<Package>, Exhausted> {
    let mut demands = Vec::new();
    let mut floored = Vec::new();
    let mut tables = Vec::new();
    for member in members {
        match member {
            Member::Demand(id) => {
                let demand = &network.scenario.demands[*id];
                if demand.floor().is_some() {
                    floored.push(demand.party);
                } else {
                    demands.push(*id);
                }
            }
            Member::Clause(place) => {
                tables.extend(clauses.get(*place).map(|clause| clause_table(network, clause)));
            }
        }
    }
    let tables: Vec<&Factor<bool>> = tables.iter().collect();
    find(network, Strength::Possible, &demands, &floored, &tables, budget)
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
