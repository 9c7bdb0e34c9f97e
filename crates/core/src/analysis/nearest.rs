//! What is the nearest text that passes?
//!
//! The fewest clauses of a proposal to change or strike so that some package that follows the
//! rest has no stated obstacle; all smallest sets, those that weigh least first. A clause weighs
//! as much as the issues it settles weigh to the party to which they weigh most, as a share of
//! all that weighs to that party; a set weighs as much as its clauses together. Told apart from
//! what must change are clauses to clarify, which fit but have another reading that breaks a firm
//! demand, and issues to add, which the text leaves unsettled though another of their options
//! would break one. If the demands conflict by themselves no text can pass; then the least-bad
//! text: fewest refusals still broken, then fewest clauses changed, then fewest points missing.

use super::conflict::{Conflicts, clause_formula, clause_table};
use super::distance::{Concessions, Step, staircase, step};
use super::first::{Wish, first};
use super::network::{Network, is_asked};
use super::price_scale::PriceScale;
use crate::scenario::{
    Clause, DemandId, IssueId, OptionId, Package, PartyId, Points, Proposal, Ratio,
};
use crate::search::bounds::{Bounds, Sums};
use crate::search::layers::{Plan, search};
use crate::search::{Budget, Exhausted, Factor};

/// The nearest text that passes, or the least bad one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one of them a report")]
pub enum Nearest {
    /// Texts that pass with no stated obstacle: all with the fewest clauses changed, those that
    /// weigh least first.
    Passing(Vec<Text>),
    /// No text can pass; the least bad one, and what it still breaks.
    LeastBad(Text, Step),
}

/// A text near to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Clauses to change, so that they say what the package says, or to strike; by their places.
    pub changed: Vec<usize>,
    /// Those of them that can only be struck: nothing they settle arises in the package.
    pub struck: Vec<usize>,
    /// Clauses that fit the package but have another reading that breaks a firm demand.
    pub clarified: Vec<usize>,
    /// Issues to add: the text does not settle them, and another of their options would break a
    /// firm demand, everything else as in the package.
    pub added: Vec<IssueId>,
    /// What the changed clauses weigh, in shares of a party's whole.
    pub weight: Ratio,
    /// A package that follows the changed text: of several the one with the fewest unstated views
    /// of parties that are asked, then the first in file order.
    pub package: Package,
}

/// How many smallest sets of clauses are listed.
pub const MOST: usize = 32;

/// Tables of bounds have no more entries than this.
const TABLE: usize = 4096;

/// Labels a layer in the first search; each further one has more room.
const WIDTH: usize = 64;

/// The nearest text that passes; `conflicts` are those among the demands themselves.
pub fn nearest(
    network: &Network<'_>,
    proposal: &Proposal,
    conflicts: &Conflicts,
    budget: &mut Budget,
) -> Result<Nearest, Exhausted> {
    let concessions = Concessions::new(network, |_| true);
    let firm: Vec<&Factor<bool>> = network
        .binding()
        .filter(|(id, _)| network.scenario.is_firm(*id))
        .map(|(_, keeps)| keeps)
        .collect();
    let floors: Vec<&[Factor<Points>]> = concessions.floors.values().map(Vec::as_slice).collect();
    let can_pass = if floors.is_empty() && conflicts.stopped.is_none() {
        conflicts.list.is_empty()
    } else {
        let wish = Wish { hard: firm.clone(), floors: floors.clone(), ..Wish::default() };
        first(network, &wish, budget)?.is_some()
    };
    if !can_pass {
        return least_bad(network, proposal, &concessions, budget);
    }
    let tables: Vec<Factor<bool>> =
        proposal.clauses.iter().map(|clause| clause_table(network, clause)).collect();
    let unknown = network.unknown_costs();
    let mut texts = Vec::new();
    for changed in fewest(network, proposal, &tables, &firm, &floors, budget)? {
        let kept = tables.iter().enumerate().filter(|(place, _)| !changed.contains(place));
        let hard = firm.iter().copied().chain(kept.map(|(_, table)| table)).collect();
        let wish = Wish { hard, counts: vec![unknown], floors: floors.clone() };
        if let Some(assignment) = first(network, &wish, budget)? {
            texts.push(text(network, proposal, changed, network.package(&assignment)));
        }
    }
    texts.sort_by_key(|text| text.weight);
    Ok(Nearest::Passing(texts))
}

/// All smallest sets of clauses without which some package keeps the firm demands and floors;
/// at most [`MOST`], those that weigh least.
fn fewest(
    network: &Network<'_>,
    proposal: &Proposal,
    tables: &[Factor<bool>],
    firm: &[&Factor<bool>],
    floors: &[&[Factor<Points>]],
    budget: &mut Budget,
) -> Result<Vec<Vec<usize>>, Exhausted> {
    let changes: Vec<Factor<bool>> = tables.iter().map(|table| table.map(|holds| !holds)).collect();
    let counted: Vec<Factor<i128>> =
        changes.iter().map(|table| table.map(|changed| i128::from(*changed))).collect();
    let scale = PriceScale::new(network, std::iter::empty());
    let mut terms: Vec<(&Factor<i128>, Vec<i128>)> = Vec::new();
    for (clause, table) in proposal.clauses.iter().zip(&counted) {
        terms.push((table, vec![scale.hundredths(weight(network, clause)), 1]));
    }
    let mut views = 2;
    for list in floors {
        let mut row = vec![0; views];
        row.push(1);
        terms.extend(list.iter().map(|table| (table, row.clone())));
        views += 1;
    }
    let hard = network.hard.iter().chain(firm.iter().copied()).collect();
    let sums = Sums { domains: network.domains.clone(), hard, terms, views };
    let bounds = Bounds::new(&sums, TABLE, budget)?;
    let marks: Vec<(usize, &Factor<bool>)> = changes.iter().enumerate().collect();
    let mut least = i128::MAX;
    let mut width = WIDTH;
    loop {
        let plan = Plan { apart: 1, costs: 1, ties: MOST, width };
        let wanted = |sums: &[i128], _: &[u64]| {
            sums.get(1).is_none_or(|count| *count <= least)
                && sums.iter().skip(2).all(|lacks| *lacks <= 0)
        };
        let layers = search(&bounds, network.domains.len(), &marks, plan, wanted, budget)?;
        let mut found: Vec<(Option<i128>, Option<i128>, Vec<usize>)> = layers
            .found
            .iter()
            .map(|it| {
                let marked = |place: &usize| {
                    it.marks.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
                };
                let changed = (0..changes.len()).filter(marked).collect();
                (it.sums.get(1).copied(), it.sums.first().copied(), changed)
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        least = found.first().and_then(|(count, _, _)| *count).unwrap_or(least);
        if !layers.narrow {
            found.retain(|(count, _, _)| *count == Some(least));
            found.truncate(MOST);
            return Ok(found.into_iter().map(|(_, _, changed)| changed).collect());
        }
        width = width.saturating_mul(16);
    }
}

/// The least bad text, by refusals, clauses and points.
fn least_bad(
    network: &Network<'_>,
    proposal: &Proposal,
    concessions: &Concessions,
    budget: &mut Budget,
) -> Result<Nearest, Exhausted> {
    let changes: Vec<Factor<i128>> = proposal
        .clauses
        .iter()
        .map(|clause| clause_table(network, clause).map(|holds| i128::from(!holds)))
        .collect();
    let step = if concessions.floors.is_empty() {
        let counts = vec![concessions.refusals.as_slice(), changes.as_slice()];
        let found = first(network, &Wish { counts, ..Wish::default() }, budget)?;
        found.map(|assignment| step(network, &network.package(&assignment)))
    } else {
        let by = i128::try_from(changes.len() + 1).unwrap_or(i128::MAX);
        let refusals = concessions.refusals.iter().map(|table| (table, by));
        let counts: Vec<(&Factor<i128>, i128)> =
            refusals.chain(changes.iter().map(|table| (table, 1))).collect();
        let rungs = staircase(network, &counts, &concessions.floors, true, budget)?;
        rungs.into_iter().next().map(|rung| rung.step)
    };
    // Rules that exclude every package are a fault, so there is a least bad one.
    let Some(step) = step else { return Ok(Nearest::Passing(Vec::new())) };
    let changed = contradicted(network, proposal, &step.package);
    Ok(Nearest::LeastBad(text(network, proposal, changed, step.package.clone()), step))
}

/// A changed text with what else is to be done to it.
fn text(network: &Network<'_>, proposal: &Proposal, changed: Vec<usize>, package: Package) -> Text {
    let issues = &network.scenario.frame.issues;
    let arises = |issue: &IssueId| issues[*issue].option(package.option(*issue)).is_some();
    let clauses =
        || changed.iter().filter_map(|place| Some((*place, proposal.clauses.get(*place)?)));
    let struck = clauses().filter(|(_, clause)| !settled(clause).any(|it| arises(&it)));
    Text {
        struck: struck.map(|(place, _)| place).collect(),
        weight: clauses().map(|(_, clause)| weight(network, clause)).sum(),
        clarified: clarified(network, proposal, &changed, &package),
        added: added(network, proposal, &package),
        changed,
        package,
    }
}

/// The issues that some reading of a clause settles.
fn settled(clause: &Clause) -> impl Iterator<Item = IssueId> + '_ {
    clause.readings.iter().flat_map(|reading| &reading.settles).map(|(issue, _)| *issue)
}

/// What the issues that a clause settles weigh to the party to which they weigh most, as a share
/// of all that weighs to it, in the middle of all ranges.
pub fn weight(network: &Network<'_>, clause: &Clause) -> Ratio {
    let mut issues: Vec<IssueId> = settled(clause).collect();
    issues.sort_unstable();
    issues.dedup();
    let share = |party: PartyId| {
        let weights = &network.scenario.weights[party];
        let own: Points = issues.iter().map(|issue| weights.middle(*issue)).sum();
        if weights.total() == 0 { Ratio::default() } else { Ratio::new(own, weights.total()) }
    };
    network.scenario.frame.parties.ids().map(share).max().unwrap_or_default()
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
    let issues = &network.scenario.frame.issues;
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
                    bites
                        && option != package.option(*issue)
                        && breaks_more(network, package, &other)
                })
            })
        });
        if harmful {
            result.push(place);
        }
    }
    result
}

/// The issues that no clause settles and whose other options would break a firm demand,
/// everything else as in the package.
fn added(network: &Network<'_>, proposal: &Proposal, package: &Package) -> Vec<IssueId> {
    let frame = &network.scenario.frame;
    let possible = |other: &Package| {
        frame.rules.values().all(|rule| rule.holds.holds(&frame.issues, other))
            && frame.issues.iter().all(|(id, issue)| {
                issue.applies.as_ref().is_none_or(|(applies, _)| {
                    applies.holds(&frame.issues, other) == issue.option(other.option(id)).is_some()
                })
            })
    };
    let harmful = |issue: IssueId| {
        (0..frame.issues[issue].options.len()).map(OptionId::new).any(|option| {
            let other = with(package, issue, option);
            option != package.option(issue)
                && possible(&other)
                && breaks_more(network, package, &other)
        })
    };
    let arises = |issue: IssueId| frame.issues[issue].option(package.option(issue)).is_some();
    let is_settled =
        |issue: IssueId| proposal.clauses.iter().flat_map(settled).any(|it| it == issue);
    let open = frame.issues.ids().filter(|issue| arises(*issue) && !is_settled(*issue));
    open.filter(|issue| harmful(*issue)).collect()
}

/// Whether another package breaks a firm demand of a party that it asks, which this one keeps.
fn breaks_more(network: &Network<'_>, package: &Package, other: &Package) -> bool {
    let scenario = network.scenario;
    let issues = &scenario.frame.issues;
    scenario.demands.iter().any(|(id, demand): (DemandId, _)| {
        scenario.is_firm(id)
            && is_asked(scenario, demand.party, other)
            && demand
                .keeps()
                .is_some_and(|keeps| !keeps.holds(issues, other) && keeps.holds(issues, package))
    })
}

fn with(package: &Package, issue: IssueId, option: OptionId) -> Package {
    let choices = package.choices();
    Package::new(choices.map(|(id, old)| if id == issue { option } else { old }).collect())
}
