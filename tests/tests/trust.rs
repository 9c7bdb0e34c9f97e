//! Worths and verdicts as trusted, against every filling looked at one by one.

use std::collections::BTreeMap;

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::{Outline, Realisation, outline};
use impasse_core::analysis::trust::{Doubts, kept, of_package};
use impasse_core::analysis::verdict::Answer;
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::trust::{kept as kept_by_all, of_package as trusted_range, says};
use impasse_tests::oracle::verdict::{Key, Says, follows_interim, realisations};
use impasse_tests::oracle::{Choice, package};
use impasse_tests::replay::each;
use itertools::Itertools;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

#[test]
fn the_worth_of_a_package_as_trusted_ranges_over_all_fillings() {
    each(&Size::TRUST, 200, |world| {
        for party in world.scenario.frame.parties.ids() {
            for choice in world.packages.iter().step_by(5) {
                let answer = of_package(world.scenario, party, &package(choice));
                let answer = answer.map(|it| (it.low, it.high));
                if let Some(range) = trusted_range(world, party, choice, false) {
                    assert_eq!(answer, range, "{party:?} {choice:?}");
                }
                if let Some(range) = trusted_range(world, party, choice, true) {
                    assert_eq!(answer, range, "{party:?} {choice:?}, inner points too");
                }
            }
        }
    });
}

#[test]
fn demands_are_kept_as_trusted_where_beliefs_reach_what_they_ask() {
    each(&Size::TRUST, 300, |world| {
        for (id, demand) in world.scenario.demands.iter().filter(|it| it.1.floor().is_none()) {
            for choice in &world.packages {
                let found = kept(world.scenario, id, &package(choice));
                let expected = kept_by_all(world, demand, choice);
                assert_eq!(
                    (found.possibly, found.certainly),
                    expected,
                    "{} {choice:?}",
                    demand.name
                );
            }
        }
    });
}

/// How the oracle calls a realisation.
fn key(outline: &Outline, realisation: &Realisation) -> Key {
    let settled = realisation.options.iter().enumerate().filter(|(_, (settled, _))| *settled);
    let options = settled.map(|(issue, (_, set))| (issue, set.single().unwrap().index()));
    (outline.readings[realisation.reading].picks.clone(), options.collect())
}

#[test]
fn verdicts_as_trusted_are_what_the_packages_of_a_text_say() {
    let tried = std::cell::Cell::new((0, 0));
    each(&Size::TRUST, 250, |world| {
        let proposal = world.scenario.frame.proposals.values().next().unwrap();
        let network = Network::new(world.scenario);
        let outline = outline(&network, proposal, &mut budget()).unwrap();
        let packages: BTreeMap<Key, Vec<Choice>> = realisations(world, proposal);
        for party in world.scenario.frame.parties.ids() {
            let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
            let verdict = doubts.verdict(proposal, &outline, &mut budget()).unwrap();
            for (realisation, answer) in outline.realisations.iter().zip(&verdict.by_realisation) {
                let key = key(&outline, realisation);
                let expected = says(world, (party, proposal), (&key, &packages[&key]));
                let Some(expected) = expected else { continue };
                let found = answer.map(|answer| match answer {
                    Answer::Breaks => Says::Breaks,
                    Answer::Judgement | Answer::Open => Says::Between,
                    Answer::Accepts => Says::Accepts,
                });
                assert_eq!(found, expected, "{party:?} {key:?}");
                let (all, broken) = tried.get();
                tried.set((all + 1, broken + usize::from(found == Some(Says::Breaks))));
            }
        }
    });
    assert!(tried.get().0 > 100 && tried.get().1 > 10, "{:?}", tried.get());
}

#[test]
fn the_worth_of_a_text_as_trusted_ranges_over_its_packages() {
    each(&Size::TRUST, 200, |world| {
        let proposal = world.scenario.frame.proposals.values().next().unwrap();
        let network = Network::new(world.scenario);
        let packages = realisations(world, proposal).into_values().flatten();
        let packages = packages.filter(|it| follows_interim(world, proposal, it)).collect_vec();
        for party in world.scenario.frame.parties.ids() {
            let worths = packages.iter().map(|it| trusted_range(world, party, it, false));
            let Some(worths) = worths.collect::<Option<Vec<_>>>() else { continue };
            let worths = worths.into_iter().flatten().collect_vec();
            let low = worths.iter().map(|it| it.0).min();
            let high = worths.iter().map(|it| it.1).max();
            let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
            let found = doubts.worth(proposal, &mut budget()).unwrap();
            let found = found.map(|(low, high)| (low.mean, high.mean));
            assert_eq!(found, low.zip(high), "{party:?}");
        }
    });
}
