//! What does a proposal settle?
//!
//! A proposal's *readings* are the choices of one reading per clause that some package under the
//! rules follows. A *realisation* is a reading together with one option for every issue it
//! settles: a way to carry out the words. What no clause settles is *open*, if a clause leaves it
//! to later talks, or *silent*; such an issue may still come out any way the rules allow.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use itertools::Itertools as _;

use super::conflict::{Member, clause_table, reading_formula};
use super::network::Network;
use crate::scenario::{Clause, Formula, IssueId, OptionId, OptionSet, Proposal, limits};
use crate::search::{Budget, Exhausted, Factor, Plan, Problem, nogoods};

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
    pub constraints: Rc<[Factor<bool>]>,
}

/// A way to carry out the words of a proposal.
#[derive(Clone, Debug)]
pub struct Realisation {
    /// The reading it belongs to, by its place.
    pub reading: usize,
    /// By issue: whether a clause settles it, and what is still possible.
    pub options: Vec<(bool, OptionSet)>,
    /// What holds in every package that follows the reading.
    text: Rc<[Factor<bool>]>,
}

impl Realisation {
    /// What holds in every package that follows it.
    pub fn constraints(&self, network: &Network<'_>) -> Vec<Factor<bool>> {
        let issues = network.scenario.frame.issues.ids().zip(&self.options);
        let settled = issues.filter(|(_, (settled, _))| *settled);
        let fixed = settled.map(|(issue, (_, options))| network.only(issue, *options));
        self.text.iter().cloned().chain(fixed).collect()
    }
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
    let clauses: Vec<Vec<Alternative>> =
        proposal.clauses.iter().map(|clause| alternatives(network, clause)).collect();
    let mut readings = Vec::new();
    choose(network, &clauses, &mut Vec::new(), &mut readings, budget)?;
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

/// One way to read a clause.
struct Alternative {
    /// Which reading; none where the clause settles nothing or does not bite.
    pick: Option<usize>,
    /// The issues it settles.
    settles: Vec<IssueId>,
    /// What holds in packages that follow it.
    constraints: Vec<Factor<bool>>,
}

fn alternatives(network: &Network<'_>, clause: &Clause) -> Vec<Alternative> {
    let readings = clause.readings.iter().enumerate();
    let mut list: Vec<Alternative> = readings
        .map(|(place, reading)| Alternative {
            pick: Some(place),
            settles: reading.settles.iter().map(|(issue, _)| *issue).collect(),
            constraints: network.tables(&reading_formula(reading)),
        })
        .collect();
    // No reading bites: either there is none, or no condition holds.
    let conditions: Option<Vec<Formula>> =
        clause.readings.iter().map(|reading| Some(reading.when.clone()?.negated())).collect();
    list.extend(conditions.map(|none| Alternative {
        pick: None,
        settles: Vec::new(),
        constraints: network.tables(&Formula::All(none)),
    }));
    list
}

/// Adds every consistent choice of readings that begins with `picks`.
fn choose<'a>(
    network: &Network<'_>,
    clauses: &'a [Vec<Alternative>],
    picks: &mut Vec<&'a Alternative>,
    readings: &mut Vec<Choice>,
    budget: &mut Budget,
) -> Result<(), Exhausted> {
    let constraints = |picks: &[&Alternative]| -> Vec<Factor<bool>> {
        picks.iter().flat_map(|pick| pick.constraints.iter().cloned()).collect()
    };
    let Some(alternatives) = clauses.get(picks.len()) else {
        let constraints = constraints(picks);
        if let Some(possible) = possible(network, &constraints, budget)? {
            if readings.len() == limits::READINGS {
                return Err(Exhausted { budget: limits::READINGS as u64 });
            }
            let settled: BTreeSet<&IssueId> = picks.iter().flat_map(|it| &it.settles).collect();
            let options = possible
                .into_iter()
                .enumerate()
                .map(|(issue, options)| (settled.contains(&IssueId::new(issue)), options))
                .collect();
            let picks = picks.iter().map(|it| it.pick).collect();
            readings.push(Choice { picks, options, constraints: constraints.into() });
        }
        return Ok(());
    };
    // A branch that no package follows has no readings further down.
    if alternatives.len() > 1 && !follows(network, &constraints(picks), budget)? {
        return Ok(());
    }
    for alternative in alternatives {
        picks.push(alternative);
        choose(network, clauses, picks, readings, budget)?;
        picks.pop();
    }
    Ok(())
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
    let world = world(network, constraints);
    let plan = Plan::new(&world.domains, world.hard.iter().map(|factor| factor.scope()));
    plan.is_satisfiable(&world.hard, budget)
}

/// By issue the options that occur in some package under the rules and these constraints,
/// *not applicable* included; none if there is no such package.
pub fn possible(
    network: &Network<'_>,
    constraints: &[Factor<bool>],
    budget: &mut Budget,
) -> Result<Option<Vec<OptionSet>>, Exhausted> {
    let world = world(network, constraints);
    let plan = Plan::new(&world.domains, world.hard.iter().map(|factor| factor.scope()));
    let options = |values: Vec<bool>| -> OptionSet {
        let seen = values.iter().enumerate().filter(|(_, seen)| **seen);
        seen.map(|(value, _)| OptionId::new(value)).collect()
    };
    let support = plan.support(&world.hard, budget)?;
    Ok(support.map(|variables| variables.into_iter().map(options).collect()))
}

/// The issues in groups that neither the world nor some constraints join.
pub(crate) fn groups(network: &Network<'_>, constraints: &[Factor<bool>]) -> Vec<Vec<usize>> {
    components(&world(network, constraints))
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
    let components = groups(network, &reading.constraints);
    // What the options of some issues leave possible: of one component only, because others are
    // not touched.
    let mut known: BTreeMap<Vec<(IssueId, OptionId)>, Option<Vec<OptionSet>>> = BTreeMap::new();
    'next: for fixed in combinations(&loose) {
        let mut options = reading.options.clone();
        for component in &components {
            let here = fixed.iter().filter(|(issue, _)| component.contains(&issue.index()));
            let here: Vec<(IssueId, OptionId)> = here.copied().collect();
            if here.is_empty() {
                continue;
            }
            if !known.contains_key(&here) {
                let mut constraints = reading.constraints.to_vec();
                constraints.extend(here.iter().map(|(issue, it)| only(network, *issue, *it)));
                known.insert(here.clone(), possible(network, &constraints, budget)?);
            }
            let Some(Some(possible)) = known.get(&here) else { continue 'next };
            for issue in component {
                if let (Some((_, set)), Some(left)) =
                    (options.get_mut(*issue), possible.get(*issue))
                {
                    *set = *left;
                }
            }
        }
        realisations.push(Realisation {
            reading: place,
            options,
            text: reading.constraints.clone(),
        });
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

/// What holds in packages that follow some reading of a clause, as tables that all have to hold.
pub(crate) fn clause_tables(network: &Network<'_>, clause: &Clause) -> Vec<Factor<bool>> {
    match &clause.readings[..] {
        [] => Vec::new(),
        [only] if only.when.is_none() => network.tables(&reading_formula(only)),
        _ => vec![clause_table(network, clause)],
    }
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
