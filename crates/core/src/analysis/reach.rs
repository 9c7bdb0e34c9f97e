//! What can each issue come to under a text, and what is that worth to a party?
//!
//! Issue by issue: what one reading of a text still allows on it, interim rules of the text
//! counting as they say. What several unsettled issues can come to *together* is not looked at
//! here, so the least over the issues is a lower bound, and the greatest an upper one.

use super::settlement::Choice;
use super::worth::{Term, Worth};
use crate::scenario::{
    IssueId, OptionId, OptionSet, Package, PartyId, Points, Proposal, Scenario, Stance,
};

/// What a text, a reading of it, or a package still allows, by issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    issues: Vec<Possible>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Possible {
    settled: bool,
    options: OptionSet,
}

impl Reach {
    /// What a reading of a proposal allows.
    pub fn of_reading(scenario: &Scenario, proposal: &Proposal, reading: &Choice) -> Self {
        let possible = |(settled, options): &(bool, OptionSet)| Possible {
            settled: *settled,
            options: *options,
        };
        let mut issues: Vec<Possible> = reading.options.iter().map(possible).collect();
        for (issue, interim) in proposal.clauses.iter().flat_map(|clause| &clause.leaves) {
            let (Some(interim), Some(slot)) = (interim, issues.get_mut(issue.index())) else {
                continue;
            };
            let nowhere = scenario.frame.issues[*issue].not_applicable();
            let rule = OptionSet::only(*interim);
            let rule = nowhere.map_or(rule, |nowhere| rule.with(nowhere));
            if !slot.settled && !slot.options.and(rule).is_empty() {
                slot.options = slot.options.and(rule);
            }
        }
        Self { issues }
    }

    /// A package allows one option of every issue.
    pub fn of_package(package: &Package, issues: usize) -> Self {
        let only = |issue: usize| Possible {
            settled: true,
            options: OptionSet::only(package.option(IssueId::new(issue))),
        };
        Self { issues: (0..issues).map(only).collect() }
    }

    /// What an issue may be worth.
    pub fn worths(&self, term: &Term) -> Vec<Worth> {
        let mut found: Vec<Worth> = Vec::new();
        for (_, worth) in self.entries(term) {
            if !found.contains(&worth) {
                found.push(worth);
            }
        }
        found
    }

    /// What an issue may be worth here and there: what both leave unsettled in the same way comes
    /// alike under both.
    pub fn pairs(&self, other: &Self, term: &Term) -> Vec<(Worth, Worth)> {
        let alike: Vec<bool> = term
            .worth
            .scope()
            .iter()
            .map(|issue| {
                let (one, other) = (self.issues.get(*issue), other.issues.get(*issue));
                one == other && one.is_some_and(|it| !it.settled)
            })
            .collect();
        let mut found: Vec<(Worth, Worth)> = Vec::new();
        for (here, one) in self.entries(term) {
            for (there, another) in other.entries(term) {
                let both = here.iter().zip(&there);
                let fits = both.zip(&alike).all(|((here, there), alike)| !alike || here == there);
                if fits && !found.contains(&(one, another)) {
                    found.push((one, another));
                }
            }
        }
        found
    }

    /// The possible entries of a term, with the values of its variables.
    fn entries(&self, term: &Term) -> Vec<(Vec<usize>, Worth)> {
        let scope = term.worth.scope();
        let entries = term.worth.entries().iter().enumerate();
        entries
            .filter_map(|(place, worth)| {
                let mut rest = place;
                let mut values = Vec::with_capacity(scope.len());
                for variable in scope {
                    let stride = term.worth.stride(*variable);
                    values.push(rest / stride);
                    rest %= stride;
                }
                let inside = scope.iter().zip(&values).all(|(issue, value)| {
                    let possible = self.issues.get(*issue);
                    possible.is_some_and(|it| it.options.contains(OptionId::new(*value)))
                });
                inside.then_some((values, *worth))
            })
            .collect()
    }
}

/// The stance that a worth comes from.
pub fn stance(scenario: &Scenario, party: PartyId, worth: &Worth) -> Stance {
    let (issue, option, branch) = worth.cell;
    let Some(position) = scenario.position(party, issue) else { return Stance::Unknown };
    let cell = position.cell(option);
    cell.branches.get(branch).map_or(cell.last, |(_, stance)| *stance)
}

/// Whether an issue can weigh anything for a party.
pub fn weighs(scenario: &Scenario, party: PartyId, issue: IssueId) -> bool {
    let mut boxes = scenario.weights[party].boxes().iter();
    boxes.any(|weights| weights.get(issue.index()).is_some_and(|weight| weight.high > 0))
}

/// The lesser or the greater end of what a stance leaves open: of what is stated the middle.
pub fn at_end(scenario: &Scenario, party: PartyId, worth: &Worth, greatest: bool) -> Points {
    match stance(scenario, party, worth) {
        Stance::Unknown if greatest => worth.range.high,
        Stance::Unknown => worth.range.low,
        Stance::Word(_) | Stance::Worth(_) => worth.range.likely,
    }
}
