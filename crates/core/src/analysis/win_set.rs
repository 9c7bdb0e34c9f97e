//! Which packages would a side carry through its votes?
//!
//! The *win-set* of some parties is the set of packages under the rules that each of them accepts
//! where it is asked (Putnam 1988 has it of one side's own constituents). Counted exactly, in two
//! outlooks: *hopeful*, where only firm demands hold and floors are at their low end; *cautious*,
//! where disputed demands hold as well and worths and floors are at their worst. Weights are taken
//! at the middle of their ranges. Stances that nobody has stated refuse nothing.

use num_bigint::BigUint;

use super::agreement::{Agreement, strongest};
use super::case::{Case, Demands, Outlook};
use super::network::{Asked, Network};
use crate::scenario::{Consent, IssueId, OptionSet, PartyId, Scenario};
use crate::search::count::count;
use crate::search::{Budget, Exhausted, Factor};

/// The scenario in which nobody but some parties is ever asked.
pub fn only(scenario: &Scenario, kept: impl Fn(PartyId) -> bool) -> Scenario {
    let mut scenario = scenario.clone();
    for party in scenario.frame.parties.ids() {
        if !kept(party) {
            scenario.frame.parties[party].consent = Consent::Never;
        }
    }
    for issue in scenario.frame.issues.ids() {
        for option in &mut scenario.frame.issues[issue].options {
            option.obliged.retain(|party| kept(*party));
        }
    }
    scenario
}

/// How many packages every party of a scenario accepts where it is asked.
pub fn win_set(
    scenario: &Scenario,
    outlook: Outlook,
    budget: &mut Budget,
) -> Result<BigUint, Exhausted> {
    let network = Network::new(scenario);
    let case = Case::new(&network, outlook);
    let diagram = case.diagram(Demands::Kept, &[], budget)?;
    count(&diagram, &case.floors, budget)
}

/// What a gate takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The gate.
    pub party: PartyId,
    /// How many packages under the rules do not ask it.
    pub unasked: BigUint,
    /// How many it would let pass, asked or not, if nobody else had a say.
    pub passes: BigUint,
    /// For every principal: how many packages both would let pass.
    pub with: Vec<(PartyId, BigUint)>,
    /// How many packages all others would let pass.
    pub without: BigUint,
    /// Whether nothing can be agreed, as things are and without it.
    pub deadlock_without: bool,
    /// The options that can occur under the rules, but only in packages that break a red line or a
    /// link of its.
    pub rules_out: Vec<(IssueId, OptionSet)>,
}

/// The win-sets of a scenario in one outlook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WinSets {
    /// How many packages the rules allow.
    pub possible: BigUint,
    /// By principal: how many it accepts.
    pub principals: Vec<(PartyId, BigUint)>,
    /// How many all principals accept.
    pub table: BigUint,
    /// How many all principals accept, and every gate that they ask.
    pub all: BigUint,
    /// Whether nothing can be agreed.
    pub deadlock: bool,
    /// By gate, in file order.
    pub gates: Vec<Gate>,
}

/// The win-sets of a scenario in one outlook.
pub fn win_sets(
    scenario: &Scenario,
    outlook: Outlook,
    budget: &mut Budget,
) -> Result<WinSets, Exhausted> {
    let of = |kept: &dyn Fn(PartyId) -> bool, budget: &mut Budget| {
        win_set(&only(scenario, kept), outlook, budget)
    };
    let network = Network::new(scenario);
    let principals: Vec<PartyId> = scenario.principals().collect();
    let possible = of(&|_| false, budget)?;
    let mut alone = Vec::new();
    for party in &principals {
        alone.push((*party, of(&|it| it == *party, budget)?));
    }
    let table = of(&|it| principals.contains(&it), budget)?;
    let all = win_set(scenario, outlook, budget)?;
    let free = occurring(&only(scenario, |_| false), outlook, budget)?;
    let mut gates = Vec::new();
    for gate in scenario.frame.parties.ids() {
        let Asked::Where(_) = network.asked(gate) else { continue };
        let alone = only(scenario, |it| it == gate);
        let mut with = Vec::new();
        for party in &principals {
            with.push((*party, of(&|it| it == gate || it == *party, budget)?));
        }
        let others = only(scenario, |it| it != gate);
        let passes = occurring(&alone, outlook, budget)?;
        gates.push(Gate {
            party: gate,
            unasked: unasked(&alone, gate, outlook, budget)?,
            passes: win_set(&alone, outlook, budget)?,
            with,
            without: win_set(&others, outlook, budget)?,
            deadlock_without: deadlock(&others, budget)?,
            rules_out: free
                .iter()
                .zip(&passes)
                .map(|((issue, free), (_, passes))| (*issue, free.minus(*passes)))
                .filter(|(_, gone)| !gone.is_empty())
                .collect(),
        });
    }
    let deadlock = deadlock(scenario, budget)?;
    Ok(WinSets { possible, principals: alone, table, all, deadlock, gates })
}

fn deadlock(scenario: &Scenario, budget: &mut Budget) -> Result<bool, Exhausted> {
    let network = Network::new(scenario);
    Ok(strongest(&network, budget)? == Agreement::Deadlock)
}

/// How many packages under the rules do not ask a gate.
fn unasked(
    scenario: &Scenario,
    gate: PartyId,
    outlook: Outlook,
    budget: &mut Budget,
) -> Result<BigUint, Exhausted> {
    let network = Network::new(scenario);
    let Asked::Where(variable) = network.asked(gate) else { return Ok(BigUint::ZERO) };
    let case = Case::new(&network, outlook);
    let sizes: Vec<usize> = (0..=variable).map(|it| if it == variable { 2 } else { 1 }).collect();
    let unasked = Factor::tabulate(&sizes, vec![variable], |values| values == [0]);
    Ok(case.diagram(Demands::Left, &[unasked], budget)?.count())
}

/// By issue, the options that occur in packages that every party of a scenario lets pass, floors left
/// aside.
fn occurring(
    scenario: &Scenario,
    outlook: Outlook,
    budget: &mut Budget,
) -> Result<Vec<(IssueId, OptionSet)>, Exhausted> {
    let network = Network::new(scenario);
    let case = Case::new(&network, outlook);
    let diagram = case.diagram(Demands::Kept, &[], budget)?;
    let occurring = case.occurring(&diagram).into_iter().enumerate();
    Ok(occurring
        .map(|(issue, places)| {
            let places = places.into_iter().enumerate().filter(|(_, occurs)| *occurs);
            let set = places.fold(OptionSet::EMPTY, |set, (place, _)| {
                set.with(crate::scenario::OptionId::new(place))
            });
            (IssueId::new(issue), set)
        })
        .collect())
}
