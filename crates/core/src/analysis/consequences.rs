//! What would settling some issues otherwise break, whatever else is agreed, and whose consent
//! would it bring in?

use super::network::{Asked, Network, occasions};
use super::shift::Move;
use crate::scenario::{IssueId, OptionId, PartyId};
use crate::search::{Budget, Exhausted, Factor};

/// Rules, and the red lines and links of those who may be asked.
pub(super) struct Conditions<'a> {
    pub(super) network: &'a Network<'a>,
    tables: Vec<Factor<bool>>,
    /// By issue, the tables that name it.
    naming: Vec<Vec<usize>>,
}

impl<'a> Conditions<'a> {
    pub(super) fn new(network: &'a Network<'a>) -> Self {
        let scenario = network.scenario;
        let rules = scenario.frame.rules.values().map(|rule| &rule.holds);
        let demands = scenario.demands.values();
        let demands = demands.filter(|demand| network.asked(demand.party) != Asked::Never);
        let formulas = rules.chain(demands.filter_map(|demand| demand.keeps()));
        let tables: Vec<Factor<bool>> = formulas.map(|it| network.table(it, None)).collect();
        let naming = scenario.frame.issues.ids().map(|issue| {
            let named = tables.iter().enumerate();
            named.filter(|(_, it)| it.scope().contains(&issue.index())).map(|it| it.0).collect()
        });
        Self { network, naming: naming.collect(), tables }
    }

    /// The tables that name one of the issues, in their order.
    fn named(&self, issues: impl Iterator<Item = IssueId>) -> Vec<usize> {
        let lists = issues.filter_map(|issue| self.naming.get(issue.index()));
        let mut named: Vec<usize> = lists.flatten().copied().collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// Whether each condition by itself holds somewhere with an option of an issue.
    pub(super) fn hold_somewhere(
        &self,
        given: (IssueId, OptionId),
        budget: &mut Budget,
    ) -> Result<bool, Exhausted> {
        for place in self.named([given.0].into_iter()) {
            let Some(table) = self.tables.get(place) else { continue };
            budget.spend(table.entries().len() as u64)?;
            let contexts = contexts(&self.network.domains, table, &[given]);
            if !contexts.iter().any(|context| table.at(context) == Some(&true)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether each condition by itself holds somewhere before, and wherever it held before also
    /// after the shifts.
    pub(super) fn keep(&self, moves: &[&Move], budget: &mut Budget) -> Result<bool, Exhausted> {
        let from: Vec<(IssueId, OptionId)> = moves.iter().map(|it| (it.issue, it.from)).collect();
        for place in self.named(from.iter().map(|(issue, _)| *issue)) {
            let Some(table) = self.tables.get(place) else { continue };
            budget.spend(table.entries().len() as u64)?;
            let mut held = false;
            for mut context in contexts(&self.network.domains, table, &from) {
                if table.at(&context) == Some(&true) {
                    held = true;
                    for one in moves {
                        set(&mut context, one.issue, one.to);
                    }
                    if table.at(&context) != Some(&true) {
                        return Ok(false);
                    }
                }
            }
            if !held {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The parties with an occasion of being asked that may hold after the shifts and not before, and
/// none that holds before for certain.
pub(super) fn newly_asked(network: &Network<'_>, moves: &[Move]) -> Vec<PartyId> {
    let from: Vec<(IssueId, OptionId)> = moves.iter().map(|it| (it.issue, it.from)).collect();
    let asked_anew = |party: &PartyId| {
        if network.asked(*party) == Asked::Always {
            return false;
        }
        let (mut sure, mut anew) = (false, false);
        for occasion in occasions(network.scenario, *party) {
            let table = network.table(&occasion, None);
            let mut always = true;
            for mut context in contexts(&network.domains, &table, &from) {
                let before = table.at(&context) == Some(&true);
                always &= before;
                for one in moves {
                    set(&mut context, one.issue, one.to);
                }
                anew |= !before && table.at(&context) == Some(&true);
            }
            sure |= always;
        }
        anew && !sure
    };
    network.scenario.frame.parties.ids().filter(asked_anew).collect()
}

/// Puts an option into an assignment.
pub(super) fn set(assignment: &mut [usize], issue: IssueId, option: OptionId) {
    if let Some(slot) = assignment.get_mut(issue.index()) {
        *slot = option.index();
    }
}

/// Every assignment of a table's variables in which some issues take given options; variables
/// that the table does not name are at their first value.
pub(super) fn contexts<T>(
    domains: &[usize],
    table: &Factor<T>,
    given: &[(IssueId, OptionId)],
) -> Vec<Vec<usize>> {
    let fixed = |variable: usize| given.iter().any(|(issue, _)| issue.index() == variable);
    let free: Vec<usize> = table.scope().iter().copied().filter(|it| !fixed(*it)).collect();
    let sizes: Vec<usize> =
        free.iter().map(|variable| domains.get(*variable).copied().unwrap_or(1)).collect();
    let mut start = vec![0; domains.len()];
    for (issue, option) in given {
        set(&mut start, *issue, *option);
    }
    let mut all = Vec::new();
    crate::search::factor::for_each(&sizes, |values| {
        let mut assignment = start.clone();
        for (variable, value) in free.iter().zip(values) {
            if let Some(slot) = assignment.get_mut(*variable) {
                *slot = *value;
            }
        }
        all.push(assignment);
    });
    all
}
