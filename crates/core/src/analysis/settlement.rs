//! What does a proposal settle?
//!
//! A proposal's *readings* are the choices of one reading per clause that some package under the
//! rules follows. A *realisation* is a reading together with one option for every issue it
//! settles: a way to carry out the words. What no clause settles is *open*, if a clause leaves it
//! to later talks, or *silent*; such an issue may still come out any way the rules allow.

use std::collections::BTreeSet;

use itertools::Itertools as _;

use super::conflict::{Member, clause_table, reading_formula};
use super::network::Network;
use crate::scenario::{Clause, Formula, IssueId, OptionId, OptionSet, Proposal, Reading, limits};
use crate::search::{Budget, Exhausted, Factor, Goal, Problem, nogoods};

/// What a proposal settles.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its readings.
    pub readings: Vec<Choice>,
    /// Its realisations, reading by reading.
    pub realisations: Vec<Realisation>,
    /// By issue, over all readings.
    pub settlements: Vec<Settlement>,
    /// A smallest set of clauses that no package follows under the rules, if the text has no
    /// reading.
    pub clash: Vec<usize>,
}

/// A choice of one reading for every clause.
#[derive(Clone, Debug)]
pub struct Choice {
    /// By clause: which reading; none where the clause settles nothing or does not bite.
    pub picks: Vec<Option<usize>>,
    /// By issue: whether a clause settles it, and the options the text still allows. Options of
    /// an issue that no clause settles are all that the rules allow.
    pub options: Vec<(bool, OptionSet)>,
    /// What holds in every package that follows the reading.
    pub constraints: Vec<Factor<bool>>,
}

/// A way to carry out the words of a proposal.
#[derive(Clone, Debug)]
pub struct Realisation {
    /// The reading it belongs to, by its place.
    pub reading: usize,
    /// By issue: whether a clause settles it, and what is still possible.
    pub options: Vec<(bool, OptionSet)>,
    /// What holds in every package that follows it.
    pub constraints: Vec<Factor<bool>>,
}

/// What a proposal does about an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Every reading settles it by the same option.
    Settled(OptionId),
    /// Readings differ, or the words allow several options.
    Ambiguous(OptionSet),
    /// It is left to later talks; the options are those still possible.
    Open(OptionSet, Option<OptionId>),
    /// No clause mentions it; the options are those still possible.
    Silent(OptionSet),
    /// It does not arise.
    NotApplicable,
}

impl Settlement {
    /// The options still possible.
    pub fn options(&self) -> OptionSet {
        match self {
            Self::Settled(option) => OptionSet::only(*option),
            Self::Ambiguous(options) | Self::Open(options, _) | Self::Silent(options) => *options,
            Self::NotApplicable => OptionSet::EMPTY,
        }
    }

    /// Whether no clause settles the issue.
    pub fn is_unsettled(&self) -> bool {
        matches!(self, Self::Open(..) | Self::Silent(_))
    }
}

/// What a proposal settles.
pub fn outline(
    network: &Network<'_>,
    proposal: &Proposal,
    budget: &mut Budget,
) -> Result<Outline, Exhausted> {
    let mut readings = Vec::new();
    let mut picks = Vec::new();
    choose(network, &proposal.clauses, &mut picks, &mut readings, budget)?;
    let mut realisations = Vec::new();
    for (place, reading) in readings.iter().enumerate() {
        realise(network, place, reading, &mut realisations, budget)?;
    }
    let issues = network.scenario.frame.issues.ids();
    let settlements =
        issues.map(|issue| settlement(network, proposal, issue, &realisations)).collect();
    let clash = if readings.is_empty() {
        smallest_clash(network, &proposal.clauses, budget)?
    } else {
        Vec::new()
    };
    Ok(Outline { readings, realisations, settlements, clash })
}

/// Adds every consistent choice of readings that begins with `picks`.
fn choose(
    network: &Network<'_>,
    clauses: &[Clause],
    picks: &mut Vec<Option<usize>>,
    readings: &mut Vec<Choice>,
    budget: &mut Budget,
) -> Result<(), Exhausted> {
    let formulas = chosen_formulas(clauses, picks);
    let constraints: Vec<Factor<bool>> =
        formulas.iter().map(|formula| network.table(formula, None)).collect();
    let Some(clause) = clauses.get(picks.len()) else {
        if let Some(possible) = possible(network, &constraints, budget)? {
            if readings.len() == limits::READINGS {
                return Err(Exhausted { budget: limits::READINGS as u64 });
            }
            let settled = settled_issues(clauses, picks);
            let options = possible
                .into_iter()
                .enumerate()
                .map(|(issue, options)| (settled.contains(&IssueId::new(issue)), options))
                .collect();
            readings.push(Choice { picks: picks.clone(), options, constraints });
        }
        return Ok(());
    };
    // A branch that no package follows has no readings further down.
    if picks.last().is_some_and(Option::is_some) && !follows(network, &constraints, budget)? {
        return Ok(());
    }
    let mut alternatives: Vec<Option<usize>> = (0..clause.readings.len()).map(Some).collect();
    let conditional = clause.readings.iter().all(|reading| reading.when.is_some());
    if conditional {
        // No reading bites: either there is none, or no condition holds.
        alternatives.push(None);
    }
    for alternative in alternatives {
        picks.push(alternative);
        choose(network, clauses, picks, readings, budget)?;
        picks.pop();
    }
    Ok(())
}

/// What holds in packages that follow the chosen readings.
fn chosen_formulas(clauses: &[Clause], picks: &[Option<usize>]) -> Vec<Formula> {
    let mut formulas = Vec::new();
    for (clause, pick) in clauses.iter().zip(picks) {
        match pick.and_then(|pick| clause.readings.get(pick)) {
            Some(reading) => formulas.push(reading_formula(reading)),
            None => {
                let conditions = clause.readings.iter().filter_map(|it| it.when.clone());
                formulas.extend(conditions.map(Formula::negated));
            }
        }
    }
    formulas
}

fn chosen<'a>(
    clauses: &'a [Clause],
    picks: &'a [Option<usize>],
) -> impl Iterator<Item = &'a Reading> {
    clauses.iter().zip(picks).filter_map(|(clause, pick)| clause.readings.get((*pick)?))
}

fn settled_issues(clauses: &[Clause], picks: &[Option<usize>]) -> BTreeSet<IssueId> {
    chosen(clauses, picks)
        .flat_map(|reading| reading.settles.iter().map(|(issue, _)| *issue))
        .collect()
}

/// The world without who is asked: whoever is asked, the world stays the same.
fn world<'a>(network: &'a Network<'_>, extra: &'a [Factor<bool>]) -> Problem<'a> {
    let issues = network.scenario.frame.issues.len();
    let about_issues =
        |factor: &&Factor<bool>| factor.scope().iter().all(|variable| *variable < issues);
    Problem {
        domains: network.domains.iter().take(issues).copied().collect(),
        hard: network.hard.iter().filter(about_issues).chain(extra).collect(),
        ..Problem::default()
    }
}

/// Whether some package follows these constraints under the rules.
pub(crate) fn follows(
    network: &Network<'_>,
    constraints: &[Factor<bool>],
    budget: &mut Budget,
) -> Result<bool, Exhausted> {
    Ok(!world(network, constraints).solve(Goal::First, budget)?.is_empty())
}

/// By issue the options that occur in some package under the rules and these constraints,
/// *not applicable* included; none if there is no such package.
pub fn possible(
    network: &Network<'_>,
    constraints: &[Factor<bool>],
    budget: &mut Budget,
) -> Result<Option<Vec<OptionSet>>, Exhausted> {
    let places = network.scenario.frame.issues.values().map(crate::scenario::Issue::places);
    let all: Vec<OptionSet> = places.map(OptionSet::first).collect();
    possible_within(network, constraints, &all, budget)
}

/// The same, where by issue no option outside `within` can occur.
fn possible_within(
    network: &Network<'_>,
    constraints: &[Factor<bool>],
    within: &[OptionSet],
    budget: &mut Budget,
) -> Result<Option<Vec<OptionSet>>, Exhausted> {
    let whole = world(network, constraints);
    let mut seen = vec![OptionSet::EMPTY; whole.domains.len()];
    // Issues that no table couples can be looked at apart.
    for variables in components(&whole) {
        let hard: Vec<&Factor<bool>> = whole
            .hard
            .iter()
            .copied()
            .filter(|factor| factor.scope().iter().any(|it| variables.contains(it)))
            .collect();
        let part = Problem { hard, domains: whole.domains.clone(), ..Problem::default() };
        let mut note = |seen: &mut Vec<OptionSet>, fixed: Option<&Factor<bool>>| {
            let mut narrowed = part.clone();
            narrowed.hard.extend(fixed);
            let found = narrowed.solve(Goal::First, budget)?.pop();
            for variable in variables.iter().filter(|_| found.is_some()) {
                let value = found.as_ref().and_then(|found| found.assignment.get(*variable));
                if let (Some(set), Some(value)) = (seen.get_mut(*variable), value) {
                    *set = set.with(OptionId::new(*value));
                }
            }
            Ok::<bool, Exhausted>(found.is_some())
        };
        // Each package found shows one option of every issue; the others are asked for one by one.
        if !note(&mut seen, None)? {
            return Ok(None);
        }
        for variable in &variables {
            let within = within.get(*variable).copied().unwrap_or_default();
            for option in within.iter() {
                if !seen.get(*variable).is_some_and(|set| set.contains(option)) {
                    let fixed = only(network, IssueId::new(*variable), option);
                    note(&mut seen, Some(&fixed))?;
                }
            }
        }
    }
    Ok(Some(seen))
}

/// The variables in groups that no table joins.
fn components(problem: &Problem<'_>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..problem.domains.len()).map(|it| vec![it]).collect();
    for factor in &problem.hard {
        let joined = |group: &Vec<usize>| factor.scope().iter().any(|it| group.contains(it));
        let (touched, rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(joined);
        groups = rest;
        let mut one: Vec<usize> = touched.into_iter().flatten().collect();
        one.sort_unstable();
        if !one.is_empty() {
            groups.push(one);
        }
    }
    groups.sort();
    groups
}

/// Adds every realisation of a reading.
fn realise(
    network: &Network<'_>,
    place: usize,
    reading: &Choice,
    realisations: &mut Vec<Realisation>,
    budget: &mut Budget,
) -> Result<(), Exhausted> {
    let loose = reading
        .options
        .iter()
        .enumerate()
        .filter(|(_, (settled, options))| *settled && options.len() > 1);
    let loose: Vec<(IssueId, OptionSet)> =
        loose.map(|(issue, (_, options))| (IssueId::new(issue), *options)).collect();
    let count = loose.iter().fold(1_usize, |product, (_, set)| product.saturating_mul(set.len()));
    if realisations.len().saturating_add(count) > limits::READINGS {
        return Err(Exhausted { budget: limits::READINGS as u64 });
    }
    // What an issue that no table couples to others comes out as leaves the others as they are.
    let components = components(&world(network, &reading.constraints));
    let is_alone = |issue: &IssueId| components.contains(&vec![issue.index()]);
    let (alone, coupled): (Vec<_>, Vec<_>) =
        loose.into_iter().partition(|(issue, _)| is_alone(issue));
    for fixed in combinations(&coupled) {
        let mut constraints = reading.constraints.clone();
        constraints.extend(fixed.iter().map(|(issue, option)| only(network, *issue, *option)));
        let options = if fixed.is_empty() {
            reading.options.clone()
        } else {
            let within: Vec<OptionSet> = reading.options.iter().map(|(_, set)| *set).collect();
            let Some(possible) = possible_within(network, &constraints, &within, budget)? else {
                continue;
            };
            let settled = reading.options.iter().map(|(settled, _)| *settled);
            settled.zip(possible).collect()
        };
        for apart in combinations(&alone) {
            let mut realisation = Realisation {
                reading: place,
                options: options.clone(),
                constraints: constraints.clone(),
            };
            for (issue, option) in apart {
                realisation.constraints.push(only(network, issue, option));
                if let Some((_, set)) = realisation.options.get_mut(issue.index()) {
                    *set = OptionSet::only(option);
                }
            }
            realisations.push(realisation);
        }
    }
    Ok(())
}

fn only(network: &Network<'_>, issue: IssueId, option: OptionId) -> Factor<bool> {
    network.only(issue, OptionSet::only(option))
}

/// Every choice of one option for each of some issues.
fn combinations(issues: &[(IssueId, OptionSet)]) -> Vec<Vec<(IssueId, OptionId)>> {
    let options = issues.iter().map(|(issue, set)| set.iter().map(|it| (*issue, it)).collect_vec());
    if issues.is_empty() {
        return vec![Vec::new()];
    }
    options.multi_cartesian_product().collect()
}

fn settlement(
    network: &Network<'_>,
    proposal: &Proposal,
    issue: IssueId,
    realisations: &[Realisation],
) -> Settlement {
    let nowhere = network.scenario.frame.issues[issue].not_applicable();
    let here = |it: &Realisation| it.options.get(issue.index()).copied().unwrap_or_default();
    let all =
        realisations.iter().fold(OptionSet::EMPTY, |set, realisation| set.or(here(realisation).1));
    let arises = nowhere.map_or(all, |nowhere| all.minus(OptionSet::only(nowhere)));
    if arises.is_empty() {
        return Settlement::NotApplicable;
    }
    if realisations.iter().any(|realisation| here(realisation).0) {
        let everywhere = realisations.iter().all(|realisation| here(realisation).0);
        return match all.single() {
            Some(option) if everywhere => Settlement::Settled(option),
            _ => Settlement::Ambiguous(arises),
        };
    }
    let left = proposal.clauses.iter().flat_map(|clause| &clause.leaves);
    match left.into_iter().find(|(left, _)| *left == issue) {
        Some((_, interim)) => Settlement::Open(arises, *interim),
        None => Settlement::Silent(arises),
    }
}

fn smallest_clash(
    network: &Network<'_>,
    clauses: &[Clause],
    budget: &mut Budget,
) -> Result<Vec<usize>, Exhausted> {
    let tables: Vec<Factor<bool>> =
        clauses.iter().map(|clause| clause_table(network, clause)).collect();
    let hard: Vec<&Factor<bool>> = network.hard.iter().collect();
    let soft: Vec<&Factor<bool>> = tables.iter().collect();
    let clashes = nogoods::conflicts(&network.domains, &hard, &soft, budget)?;
    Ok(clashes.into_iter().next().unwrap_or_default())
}

/// The clauses that have a say on an issue: by their places.
pub fn clauses_on(proposal: &Proposal, issue: IssueId) -> Vec<usize> {
    let speaks = |clause: &Clause| {
        let settles = clause.readings.iter().flat_map(|reading| &reading.settles);
        settles
            .map(|(issue, _)| issue)
            .chain(clause.leaves.iter().map(|(issue, _)| issue))
            .any(|other| *other == issue)
    };
    let clauses = proposal.clauses.iter().enumerate();
    clauses.filter(|(_, clause)| speaks(clause)).map(|(place, _)| place).collect()
}

/// The clauses among the members of a conflict.
pub fn clauses_of(members: &[Member]) -> Vec<usize> {
    members
        .iter()
        .filter_map(|member| match member {
            Member::Clause(place) => Some(*place),
            Member::Demand(_) => None,
        })
        .collect()
}
