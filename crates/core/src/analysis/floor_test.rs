//! Does a way to carry out a text meet a party's floor: in every filling, in some, in none?

use super::network::{Asked, Network};
use super::settlement::Realisation;
use super::treatment::occasions;
use super::worth::{End, Term, Worth, above_floor, at_weight};
use crate::scenario::{OptionId, OptionSet, Package, PartyId, Points, Proposal};
use crate::search::{Budget, Exhausted, Factor};

/// Whether a floor is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// In no filling.
    Never,
    /// Where the ranges of the coders turn out well, unknowns at their best.
    ByJudgement,
    /// In every filling with unknowns at their best; not with unknowns or later talks at worst.
    IfUnknownsTurnOutWell,
    /// In every filling.
    Always,
}

/// How a floor fares in the packages that follow a realisation.
pub fn floor_met(
    network: &Network<'_>,
    proposal: &Proposal,
    party: PartyId,
    realisation: &Realisation,
    budget: &mut Budget,
) -> Result<Met, Exhausted> {
    if network.scenario.floor(party).is_none() {
        return Ok(Met::Always);
    }
    let text = Following::new(network, proposal, party, realisation);
    // Costs are what the floor test lacks: the worst filling at the worst package, and the best
    // at the best.
    if text.most_lacking(budget)?.is_none_or(|(cost, _)| cost <= 0) {
        return Ok(Met::Always);
    }
    if text.least_lacking(budget)?.is_some_and(|(cost, _)| cost > 0) {
        return Ok(Met::Never);
    }
    let known = known_costs(network, party, realisation);
    Ok(if known { Met::IfUnknownsTurnOutWell } else { Met::ByJudgement })
}

/// The packages that follow a realisation and ask a party.
pub(crate) struct Following<'a> {
    network: &'a Network<'a>,
    party: PartyId,
    constraints: Vec<Factor<bool>>,
    asking: Vec<Vec<Factor<bool>>>,
}

impl<'a> Following<'a> {
    pub(crate) fn new(
        network: &'a Network<'a>,
        proposal: &Proposal,
        party: PartyId,
        realisation: &Realisation,
    ) -> Self {
        let mut constraints = realisation.constraints(network);
        constraints.extend(interim(network, proposal));
        // Where the party is not asked its floor is met; only packages that ask it count here.
        let asking: Vec<Vec<Factor<bool>>> = match network.asked(party) {
            Asked::Always | Asked::Never => vec![Vec::new()],
            Asked::Where(variable) => {
                let is_asked = Factor::tabulate(&network.domains, vec![variable], |values| {
                    values.first() == Some(&1)
                });
                let occasions = occasions(network, party);
                let tables = occasions.iter().map(|occasion| network.table(occasion, None));
                tables.map(|table| vec![table, is_asked.clone()]).collect()
            }
        };
        Self { network, party, constraints, asking }
    }

    /// The most that the floor test lacks in the worst filling, and the package where it does.
    pub(crate) fn most_lacking(
        &self,
        budget: &mut Budget,
    ) -> Result<Option<(Points, Package)>, Exhausted> {
        self.lacking(End::Low, true, budget)
    }

    /// The least that it lacks in the best filling, and the package where it does.
    pub(crate) fn least_lacking(
        &self,
        budget: &mut Budget,
    ) -> Result<Option<(Points, Package)>, Exhausted> {
        self.lacking(End::High, false, budget)
    }

    fn lacking(
        &self,
        end: End,
        greatest: bool,
        budget: &mut Budget,
    ) -> Result<Option<(Points, Package)>, Exhausted> {
        let network = self.network;
        let Some((_, floor)) = network.scenario.floor(self.party) else { return Ok(None) };
        let sign = if greatest { -1 } else { 1 };
        let mut most: Option<(Points, Package)> = None;
        for costs in network.floor_costs(self.party, &floor.height, end) {
            let costs: Vec<Factor<Points>> =
                costs.iter().map(|factor| factor.map(|cost| sign * cost)).collect();
            let mut least: Option<(Points, Package)> = None;
            for asked in &self.asking {
                let mut problem = network.problem();
                problem.hard.extend(&self.constraints);
                problem.hard.extend(asked);
                problem.costs = costs.iter().map(|factor| (0, factor)).collect();
                problem.dimensions = 1;
                let Some(found) = problem.least(budget)? else { continue };
                let Some(cost) = found.costs.first().copied() else { continue };
                if least.as_ref().is_none_or(|(other, _)| cost < *other) {
                    least = Some((cost, network.package(&found.assignment)));
                }
            }
            let Some((cost, package)) = least else { continue };
            let cost = cost * sign;
            if most.as_ref().is_none_or(|(other, _)| cost > *other) {
                most = Some((cost, package));
            }
        }
        Ok(most)
    }
}

/// Whether a floor is met in every filling once unknown stances are at their best and unsettled
/// issues come out best.
fn known_costs(network: &Network<'_>, party: PartyId, realisation: &Realisation) -> bool {
    let scenario = network.scenario;
    let Some((_, floor)) = scenario.floor(party) else { return true };
    scenario.weights[party].boxes().iter().all(|weights| {
        let lacks: i128 = network
            .terms(party)
            .iter()
            .filter_map(|term| {
                let weight = weights.get(term.issue.index()).copied()?;
                let best = possible_worths(term, realisation)
                    .map(|worth| {
                        let above = above_floor(scenario, party, term.issue, worth, &floor.height);
                        // An unknown stance at its best still faces the floor at its highest.
                        let amount = if worth.unknown {
                            above.low + worth.range.high - worth.range.low
                        } else {
                            above.low
                        };
                        at_weight(weight, amount, End::Low)
                    })
                    .max()?;
                Some(-best)
            })
            .sum();
        lacks <= 0
    })
}

/// The worths of a term under every combination of options that a realisation leaves possible,
/// issue by issue.
pub(crate) fn possible_worths<'a>(
    term: &'a Term,
    realisation: &'a Realisation,
) -> impl Iterator<Item = &'a Worth> {
    let sets: Vec<OptionSet> = term
        .worth
        .scope()
        .iter()
        .map(|issue| realisation.options.get(*issue).map_or(OptionSet::EMPTY, |it| it.1))
        .collect();
    term.worth.entries().iter().enumerate().filter_map(move |(place, worth)| {
        let mut rest = place;
        let inside = term.worth.scope().iter().zip(&sets).all(|(variable, set)| {
            let stride = term.worth.stride(*variable);
            let value = rest / stride;
            rest %= stride;
            set.contains(OptionId::new(value))
        });
        inside.then_some(worth)
    })
}

/// Packages that follow a text, as far as a party's worth goes: what the text leaves open with an
/// interim rule counts as that rule says.
pub(crate) fn interim(network: &Network<'_>, proposal: &Proposal) -> Vec<Factor<bool>> {
    let left = proposal.clauses.iter().flat_map(|clause| &clause.leaves);
    left.filter_map(|(issue, interim)| {
        interim.map(|option| {
            let nowhere = network.scenario.frame.issues[*issue].not_applicable();
            let set = OptionSet::only(option);
            network.only(*issue, nowhere.map_or(set, |nowhere| set.with(nowhere)))
        })
    })
    .collect()
}
