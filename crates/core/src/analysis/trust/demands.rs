//! Does a package keep a demand that asks for promises it can believe?
//!
//! A link or a conditional red line may say `as_trusted: b`. An atom of it that names an issue
//! whose chosen option obliges a party other than the holder counts as true only if the holder's
//! belief in each such party, after the strongest single enforcement in the package, is at least
//! b. Own duties count as kept. What a red line itself refuses is no promise: atoms on its own
//! issue count as on paper.

use std::collections::{BTreeMap, BTreeSet};

use super::belief::Beliefs;
use crate::analysis::network::Network;
use crate::analysis::settlement::{Realisation, follows};
use crate::analysis::treatment::Treatment;
use crate::analysis::verdict::Fares;
use crate::scenario::{
    Demand, DemandId, Formula, IssueId, OptionId, OptionSet, Package, PartyId, Scenario,
};
use crate::search::factor::for_each;
use crate::search::{Budget, Exhausted, Factor};

/// Whether a package keeps a demand, over all beliefs that the file allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// For some beliefs at least.
    pub possibly: bool,
    /// For all that the file states, if those it does not state turn out well.
    pub if_unstated_turn_out_well: bool,
    /// For all.
    pub certainly: bool,
}

impl Kept {
    fn exactly(kept: bool) -> Self {
        Self { possibly: kept, if_unstated_turn_out_well: kept, certainly: kept }
    }
}

/// The demands that ask for a belief, in file order.
pub fn conditioned(scenario: &Scenario) -> impl Iterator<Item = (DemandId, &Demand)> {
    scenario.demands.iter().filter(|(_, demand)| demand.as_trusted().is_some())
}

/// Whether a package keeps a red line or a link as trusted; a floor is never in question here.
pub fn kept(scenario: &Scenario, demand: DemandId, package: &Package) -> Kept {
    let beliefs = Beliefs::new(scenario);
    kept_where(&beliefs, &scenario.demands[demand], &|issue| package.option(issue))
}

/// Whether a demand is kept where `chosen` gives the options.
pub(super) fn kept_where(
    beliefs: &Beliefs<'_>,
    demand: &Demand,
    chosen: &impl Fn(IssueId) -> OptionId,
) -> Kept {
    let issues = &beliefs.scenario.frame.issues;
    let Some(keeps) = demand.keeps() else { return Kept::exactly(true) };
    let Some(asked) = demand.as_trusted() else {
        return Kept::exactly(keeps.holds_with(issues, chosen));
    };
    let parties: BTreeSet<PartyId> = keeps
        .scope()
        .into_iter()
        .filter(|issue| Some(*issue) != demand.issue())
        .flat_map(|issue| obliged(beliefs.scenario, demand.party, issue, chosen(issue)))
        .collect();
    let holds = |formula: &Formula| formula.holds_with(issues, chosen);
    // Whether each is believed enough: surely, surely not, or as the beliefs turn out.
    let mut believed: Vec<(PartyId, bool, Vec<bool>)> = parties
        .into_iter()
        .map(|party| {
            let credence = beliefs.credence(demand.party, party, holds);
            let cases = [credence.range.low < asked, credence.range.high >= asked];
            let cases = [false, true].into_iter().zip(cases).filter(|(_, may_be)| *may_be);
            (party, credence.stated, cases.map(|(case, _)| case).collect())
        })
        .collect();
    // What nobody stated first, so that what is stated varies fastest.
    believed.sort_by_key(|(party, stated, _)| (*stated, *party));
    let sizes: Vec<usize> = believed.iter().map(|(_, _, cases)| cases.len()).collect();
    let stated = believed.iter().filter(|(_, stated, _)| *stated);
    let block: usize = stated.map(|(_, _, cases)| cases.len()).product();
    let mut outcomes: Vec<bool> = Vec::new();
    for_each(&sizes, |values| {
        let is_believed = |party: PartyId| {
            let place = believed.iter().position(|(other, ..)| *other == party);
            let case = place.and_then(|it| believed.get(it)?.2.get(*values.get(it)?));
            case.copied().unwrap_or(true)
        };
        outcomes.push(holds_if(beliefs.scenario, demand, keeps, chosen, &is_believed));
    });
    Kept {
        possibly: outcomes.contains(&true),
        if_unstated_turn_out_well: outcomes.chunks(block).any(|it| it.iter().all(|it| *it)),
        certainly: outcomes.iter().all(|it| *it),
    }
}

/// The parties other than the holder that an option obliges.
fn obliged(
    scenario: &Scenario,
    holder: PartyId,
    issue: IssueId,
    option: OptionId,
) -> impl Iterator<Item = PartyId> + use<'_> {
    let obliged = scenario.frame.issues[issue].option(option).map_or(&[][..], |it| &it.obliged);
    obliged.iter().copied().filter(move |other| *other != holder)
}

/// Whether a formula holds where only some parties are believed.
fn holds_if(
    scenario: &Scenario,
    demand: &Demand,
    formula: &Formula,
    chosen: &impl Fn(IssueId) -> OptionId,
    is_believed: &impl Fn(PartyId) -> bool,
) -> bool {
    let again = |part: &Formula| holds_if(scenario, demand, part, chosen, is_believed);
    let credible = |issue: IssueId| {
        Some(issue) == demand.issue()
            || obliged(scenario, demand.party, issue, chosen(issue)).all(is_believed)
    };
    match formula {
        Formula::Is(issue, _) => {
            formula.holds_with(&scenario.frame.issues, chosen) && credible(*issue)
        }
        Formula::Same(one, other) | Formula::NoMore(one, other) => {
            formula.holds_with(&scenario.frame.issues, chosen) && credible(*one) && credible(*other)
        }
        Formula::Not(inner) => !again(inner),
        Formula::All(parts) => parts.iter().all(again),
        Formula::Any(parts) => parts.iter().any(again),
        Formula::If(condition, consequence) => !again(condition) || again(consequence),
    }
}

/// The issues that decide whether a demand is kept as trusted: those it names, and those that
/// decide which enforcement counts.
pub(super) fn scope(beliefs: &Beliefs<'_>, demand: &Demand) -> Vec<IssueId> {
    let mut scope = demand.keeps().map(Formula::scope).unwrap_or_default();
    if demand.as_trusted().is_some() {
        let named: Vec<IssueId> = scope.iter().copied().collect();
        for issue in named {
            let options = beliefs.scenario.frame.issues[issue].all();
            for option in options.iter() {
                for other in obliged(beliefs.scenario, demand.party, issue, option) {
                    scope.extend(beliefs.scope(demand.party, other));
                }
            }
        }
    }
    scope.into_iter().collect()
}

/// How a realisation fares by a demand as trusted: *kept* if every package that follows it keeps
/// the demand whatever the beliefs, *broken* if none does for any; *pending* if some package keeps
/// it for all beliefs that are stated, so that what is unsettled or unstated decides; else the
/// coders' ranges decide.
pub(super) fn fares(
    network: &Network<'_>,
    beliefs: &Beliefs<'_>,
    demand: &Demand,
    realisation: &Realisation,
    budget: &mut Budget,
) -> Result<Fares, Exhausted> {
    let scope = scope(beliefs, demand);
    let options = |issue: &IssueId| -> OptionSet {
        realisation.options.get(issue.index()).map(|it| it.1).unwrap_or_default()
    };
    let possible: Vec<Vec<OptionId>> =
        scope.iter().map(|it| options(it).iter().collect()).collect();
    let sizes: Vec<usize> = possible.iter().map(Vec::len).collect();
    budget.spend(sizes.iter().fold(1, |product, size| product.saturating_mul(*size as u64)))?;
    let mut tables: BTreeMap<Vec<usize>, Kept> = BTreeMap::new();
    for_each(&sizes, |values| {
        let options = possible.iter().zip(values);
        let picked: Vec<OptionId> =
            options.filter_map(|(options, value)| options.get(*value).copied()).collect();
        let chosen = |issue: IssueId| {
            let place = scope.binary_search(&issue).ok();
            place.and_then(|it| picked.get(it).copied()).unwrap_or(OptionId::new(0))
        };
        let kept = kept_where(beliefs, demand, &chosen);
        tables.insert(picked.iter().map(|it| it.index()).collect(), kept);
    });
    let mut seen: BTreeSet<Kept> = tables.values().copied().collect();
    let open = sizes.iter().filter(|size| **size > 1).count();
    if open >= 2 && seen.len() > 1 {
        // Options that are possible one by one may not be so together.
        let mut together = BTreeSet::new();
        for kind in seen {
            let places = scope.iter().map(|it| it.index()).collect();
            let table = Factor::tabulate(&network.domains, places, |values| {
                tables.get(values) == Some(&kind)
            });
            let mut with = realisation.constraints(network);
            with.push(table);
            if follows(network, &with, budget)? {
                together.insert(kind);
            }
        }
        seen = together;
    }
    let all = |test: fn(&Kept) -> bool| seen.iter().all(test);
    Ok(if all(|it| it.certainly) {
        Fares::Treated(Treatment::Kept)
    } else if all(|it| !it.possibly) {
        Fares::Treated(Treatment::Broken)
    } else if seen.iter().any(|it| it.if_unstated_turn_out_well) {
        Fares::Treated(Treatment::Pending)
    } else {
        Fares::ByJudgement
    })
}
