//! Whose terms a text has, package by package.

use std::collections::BTreeSet;

use impasse_core::scenario::{
    DemandKind, IssueId, OptionId, PartyId, Proposal, Ratio, Scenario, Stance, Word,
};

use super::verdict::realisations;
use super::worth::view;
use super::{Choice, World, is_firm};

/// By issue on which the party has a position: how it stands to what the text does about it, in the
/// words of the report.
pub fn standings(
    world: &World<'_>,
    party: PartyId,
    proposal: &Proposal,
) -> Vec<(IssueId, &'static str)> {
    let ways = realisations(world, proposal);
    let packages: Vec<&Choice> = ways.values().flatten().collect();
    let settled: BTreeSet<usize> =
        ways.keys().flat_map(|key| key.1.iter().map(|(issue, _)| *issue)).collect();
    let issues = &world.scenario.frame.issues;
    let spoken = issues.ids().filter(|it| world.scenario.positions[party][*it].is_some());
    spoken
        .map(|issue| {
            let mut speaks = issue;
            while let Some((_, parent)) = &issues[speaks].applies
                && packages.iter().all(|it| it[speaks.index()] == issues[speaks].options.len())
            {
                speaks = *parent;
            }
            if !settled.contains(&speaks.index()) {
                let mut left = proposal.clauses.iter().flat_map(|clause| &clause.leaves);
                let open = left.any(|(other, _)| *other == speaks);
                return (issue, if open { "open" } else { "silent" });
            }
            let words = packages.iter().map(|choice| word(world, party, issue, choice));
            let words: BTreeSet<&str> = words.collect();
            let mut words = words.into_iter();
            match (words.next(), words.next()) {
                (Some(only), None) => (issue, only),
                _ => (issue, "varies"),
            }
        })
        .collect()
}

fn word(world: &World<'_>, party: PartyId, issue: IssueId, choice: &Choice) -> &'static str {
    let scenario = world.scenario;
    let view = view(world, party, issue, choice);
    let (on, option) = (IssueId::from(view.key.0), OptionId::new(view.key.1));
    let refused = || {
        scenario.demands.values().any(|demand| {
            let excludes = matches!(&demand.kind, DemandKind::RedLine { issue, options, .. }
                if *issue == on && options.iter().any(|it| it == option));
            demand.party == party && excludes && is_firm(demand)
        })
    };
    match view.stance {
        Stance::Word(Word::Ideal) => "ideal",
        Stance::Word(Word::Acceptable) => "acceptable",
        Stance::Word(Word::Tolerable) => "tolerable",
        Stance::Word(Word::Opposed) => "opposed",
        Stance::Word(Word::Never) => {
            if refused() {
                "crossed"
            } else {
                "varies"
            }
        }
        Stance::Worth(range) => {
            let [low, high] = [range.low, range.high].map(|worth| reached(scenario, worth));
            if low == high { low } else { "varies" }
        }
        Stance::Unknown => {
            let plain = scenario.positions[party][on]
                .as_ref()
                .is_some_and(|position| position.cells[view.key.1].branches.is_empty());
            if plain && refused() { "crossed" } else { "unspoken" }
        }
    }
}

fn reached(scenario: &Scenario, worth: Ratio) -> &'static str {
    let scale = &scenario.frame.scale;
    if worth >= scale.ideal {
        "ideal"
    } else if worth >= scale.acceptable {
        "acceptable"
    } else if worth >= scale.tolerable {
        "tolerable"
    } else {
        "opposed"
    }
}
