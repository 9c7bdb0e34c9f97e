//! Which enforcement is in force: the packages parted by it.
//!
//! Beliefs depend on packages only by which conditions of enforcement hold. Part by part every
//! issue's worth as trusted depends on no other issues than on paper, which keeps searches narrow.

use super::belief::Beliefs;
use super::floor::margins;
use super::worth::{TrustedTerm, terms};
use crate::analysis::floor_test::Margins;
use crate::analysis::network::Network;
use crate::analysis::settlement::{Outline, follows};
use crate::scenario::{Formula, IssueId, OptionId, OptionSet, PartyId, Scenario};
use crate::search::factor::for_each;
use crate::search::{Budget, Exhausted, Factor};

/// The packages in which the same conditions of enforcement hold, as far as they count for a party.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// The conditions that hold.
    pub(super) holding: Vec<Formula>,
    /// What holds in its packages.
    pub(super) constraints: Vec<Factor<bool>>,
    /// The parts of the party's worth as trusted in them.
    pub(super) terms: Vec<TrustedTerm>,
    /// How far the party is above its floor in them, if it has one.
    pub(super) margins: Option<Margins>,
}

impl State {
    /// Whether a condition of enforcement holds.
    pub(super) fn in_force(&self, condition: &Formula) -> bool {
        self.holding.contains(condition)
    }

    /// Whether its conditions may hold, and the others not, each by itself, where these options are
    /// left for each issue.
    pub(super) fn may_hold(
        &self,
        scenario: &Scenario,
        beliefs: &Beliefs<'_>,
        party: PartyId,
        left: &[OptionSet],
    ) -> bool {
        let possible = |condition: &Formula, wanted: bool| {
            let scope: Vec<IssueId> = condition.scope().into_iter().collect();
            let options = scope.iter().map(|issue| left.get(issue.index()).copied());
            let options: Vec<Vec<OptionId>> =
                options.map(|set| set.unwrap_or_default().iter().collect()).collect();
            let sizes: Vec<usize> = options.iter().map(Vec::len).collect();
            let mut found = false;
            for_each(&sizes, |values| {
                let chosen = |issue: IssueId| {
                    let place = scope.binary_search(&issue).ok();
                    let option = place.and_then(|it| options.get(it)?.get(*values.get(it)?));
                    option.copied().unwrap_or(OptionId::new(0))
                };
                found |= condition.holds_with(&scenario.frame.issues, &chosen) == wanted;
            });
            found
        };
        let conditions = beliefs.conditions(party);
        conditions.into_iter().all(|condition| possible(condition, self.in_force(condition)))
    }
}

/// By issue the options that some way to carry out a text leaves possible.
pub(super) fn left_possible(outline: &Outline) -> Vec<OptionSet> {
    let mut left: Vec<OptionSet> = vec![OptionSet::EMPTY; outline.settlements.len()];
    for realisation in &outline.realisations {
        for (set, (_, options)) in left.iter_mut().zip(&realisation.options) {
            *set = set.or(*options);
        }
    }
    left
}

/// The states of a party that the rules allow.
pub(super) fn states(
    network: &Network<'_>,
    beliefs: &Beliefs<'_>,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Vec<State>, Exhausted> {
    let mut patterns: Vec<(Vec<Formula>, Vec<Factor<bool>>)> = vec![(Vec::new(), Vec::new())];
    for condition in beliefs.conditions(party) {
        let table = network.table(condition, None);
        let mut longer = Vec::new();
        for (holding, constraints) in patterns {
            for holds in [false, true] {
                let mut constraints = constraints.clone();
                constraints.push(table.map(|it| *it == holds));
                if follows(network, &constraints, budget)? {
                    let more = holds.then(|| condition.clone());
                    longer.push((holding.iter().cloned().chain(more).collect(), constraints));
                }
            }
        }
        patterns = longer;
    }
    let floor = network.scenario.floor(party).map(|(_, floor)| &floor.height);
    let mut states = Vec::new();
    for (holding, constraints) in patterns {
        let in_force = |condition: &Formula| holding.contains(condition);
        let terms = terms(network, beliefs, party, &in_force, budget)?;
        let margins = match floor {
            Some(height) => Some(margins(network, beliefs, (party, height), &in_force, budget)?),
            None => None,
        };
        states.push(State { holding, constraints, terms, margins });
    }
    Ok(states)
}
