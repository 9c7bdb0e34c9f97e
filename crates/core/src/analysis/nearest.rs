//! What is the nearest text that passes?
//!
//! The fewest clauses of a proposal to change or strike so that some package that follows the
//! rest has no stated obstacle; all smallest sets. If the demands conflict by themselves no text
//! can pass; then the least-bad text: fewest refusals still broken, then fewest clauses changed,
//! then fewest points missing.

use super::agreement::{Strength, find, order_costs};
use super::conflict::{Conflicts, clause_formula, clause_table, reading_formula};
use super::distance::{Concessions, Step, step};
use super::network::{Network, is_asked};
use crate::scenario::{DemandId, OptionId, Package, PartyId, Proposal};
use crate::search::{Budget, Exhausted, Factor, Goal, hitting, nogoods};

/// The nearest text that passes, or the least bad one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nearest {
    /// Texts that pass with no stated obstacle: all with the fewest clauses changed.
    Passing(Vec<Text>),
    /// No text can pass; the least bad one, and what it still breaks.
    LeastBad(Text, Step),
}

/// A text near to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Clauses to change, so that they say what the package says, or to strike; by their places.
    pub changed: Vec<usize>,
    /// Clauses that fit the package but have another reading that breaks a firm demand.
    pub clarified: Vec<usize>,
    /// A package that follows the changed text.
    pub package: Package,
}

/// How many smallest sets of clauses are listed.
const MOST: usize = 32;

/// The nearest text that passes; `conflicts` are those among the demands themselves.
pub fn nearest(
    network: &Network<'_>,
    proposal: &Proposal,
    conflicts: &Conflicts,
    budget: &mut Budget,
) -> Result<Nearest, Exhausted> {
    let tables: Vec<Factor<bool>> =
        proposal.clauses.iter().map(|clause| clause_table(network, clause)).collect();
    let firm: Vec<DemandId> =
        network.binding().map(|(id, _)| id).filter(|id| network.scenario.is_firm(*id)).collect();
    let floored: Vec<PartyId> = network.floored().map(|(party, _)| party).collect();
    let can_pass = if floored.is_empty() && conflicts.stopped.is_none() {
        conflicts.list.is_empty()
    } else {
        find(network, Strength::Possible, &firm, &floored, &[], budget)?.is_some()
    };
    if !can_pass || !floored.is_empty() {
        return by_search(network, proposal, &tables, can_pass, budget);
    }
    // The smallest sets to change are the smallest hitting sets of the clauses' conflicts.
    let mut hard: Vec<&Factor<bool>> = network.hard.iter().collect();
    hard.extend(firm.iter().filter_map(|id| network.keeps[*id].as_ref()));
    let soft: Vec<&Factor<bool>> = tables.iter().collect();
    let clashes = nogoods::conflicts(&network.domains, &hard, &soft, budget)?;
    let (sets, _) = hitting::minimal(&clashes, MOST, budget)?;
    let least = sets.first().map_or(0, Vec::len);
    let mut texts = Vec::new();
    for changed in sets.into_iter().filter(|set| set.len() == least) {
        let kept: Vec<&Factor<bool>> = tables
            .iter()
            .enumerate()
            .filter(|(place, _)| !changed.contains(place))
            .map(|(_, table)| table)
            .collect();
        if let Some(package) = find(network, Strength::Possible, &firm, &[], &kept, budget)? {
            let clarified = clarified(network, proposal, &changed, &package);
            texts.push(Text { changed, clarified, package });
        }
    }
    Ok(Nearest::Passing(texts))
}

/// The least bad text, by refusals, clauses and points.
fn by_search(
    network: &Network<'_>,
    proposal: &Proposal,
    tables: &[Factor<bool>],
    can_pass: bool,
    budget: &mut Budget,
) -> Result<Nearest, Exhausted> {
    let concessions = Concessions::new(network, |_| true);
    let changes: Vec<Factor<i128>> =
        tables.iter().map(|table| table.map(|holds| i128::from(!holds))).collect();
    let mut problem = network.problem();
    problem.costs.extend(concessions.refusals.iter().map(|factor| (0, factor)));
    problem.costs.extend(changes.iter().map(|factor| (1, factor)));
    let order = order_costs(network);
    let goal = if concessions.floors.is_empty() {
        problem.costs.extend(order.iter().enumerate().map(|(it, factor)| (2 + it, factor)));
        problem.dimensions = 2 + order.len();
        Goal::First
    } else {
        for (place, list) in concessions.floors.values().enumerate() {
            problem.costs.extend(list.iter().map(|factor| (2 + place, factor)));
        }
        problem.dimensions = 2 + concessions.floors.len();
        Goal::Frontier
    };
    let found = problem.solve(goal, budget)?;
    let texts = found.iter().map(|found| {
        let package = network.package(&found.assignment);
        let changed = contradicted(network, proposal, &package);
        (step(network, &package), changed)
    });
    let passes = |step: &Step| step.breaks.is_empty();
    let zero = crate::scenario::Ratio::from_integer(0);
    let best = texts.filter(|(step, _)| !can_pass || passes(step)).min_by_key(|(step, changed)| {
        let missing = if can_pass { zero } else { step.missing };
        (step.refusals, changed.len(), missing, step.package.clone())
    });
    let Some((step, changed)) = best else { return Ok(Nearest::Passing(Vec::new())) };
    let clarified = clarified(network, proposal, &changed, &step.package);
    let text = Text { changed, clarified, package: step.package.clone() };
    Ok(if can_pass { Nearest::Passing(vec![text]) } else { Nearest::LeastBad(text, step) })
}

/// The clauses that no reading brings in line with a package.
pub fn contradicted(network: &Network<'_>, proposal: &Proposal, package: &Package) -> Vec<usize> {
    let issues = &network.scenario.frame.issues;
    let clauses = proposal.clauses.iter().enumerate();
    clauses
        .filter(|(_, clause)| !clause_formula(clause).holds(issues, package))
        .map(|(place, _)| place)
        .collect()
}

/// The clauses kept that another reading, or another option they allow, turns against a firm
/// demand of a party that is asked, everything else as in the package.
fn clarified(
    network: &Network<'_>,
    proposal: &Proposal,
    changed: &[usize],
    package: &Package,
) -> Vec<usize> {
    let scenario = network.scenario;
    let issues = &scenario.frame.issues;
    let kept_now = |other: &Package| {
        scenario.demands.iter().all(|(id, demand)| {
            !scenario.is_firm(id)
                || !is_asked(scenario, demand.party, other)
                || demand
                    .keeps()
                    .is_none_or(|keeps| keeps.holds(issues, other) || !keeps.holds(issues, package))
        })
    };
    let mut result = Vec::new();
    for (place, clause) in proposal.clauses.iter().enumerate() {
        if changed.contains(&place) {
            continue;
        }
        let harmful = clause.readings.iter().any(|reading| {
            reading.settles.iter().any(|(issue, options)| {
                options.iter().any(|option| {
                    let other = with(package, *issue, option);
                    let bites = reading.when.as_ref().is_none_or(|it| it.holds(issues, package));
                    bites && option != package.option(*issue) && !kept_now(&other)
                })
            }) && !reading_is_only(clause.readings.len(), reading, package, network)
        });
        if harmful {
            result.push(place);
        }
    }
    result
}

/// Whether a clause has one reading, of one option an issue: then there is nothing to clarify.
fn reading_is_only(
    readings: usize,
    reading: &crate::scenario::Reading,
    package: &Package,
    network: &Network<'_>,
) -> bool {
    readings == 1
        && reading.settles.iter().all(|(_, options)| options.len() == 1)
        && reading_formula(reading).holds(&network.scenario.frame.issues, package)
}

fn with(package: &Package, issue: crate::scenario::IssueId, option: OptionId) -> Package {
    let choices = package.choices();
    Package::new(choices.map(|(id, old)| if id == issue { option } else { old }).collect())
}
