//! The product agrees with brute force on texts, overlaps and partial deals.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::analysis::closable::closable;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::overlap::overlaps;
use impasse_core::analysis::settlement::{Outline, Realisation, outline};
use impasse_core::analysis::verdict::{Answer, Kind, Passing, Verdict, passing, verdicts};
use impasse_core::scenario::{Proposal, Scenario};
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::closable::{largest, today};
use impasse_tests::oracle::overlap::classes;
use impasse_tests::oracle::worth::of_package;
use impasse_tests::oracle::{World, choice};
use impasse_tests::oracle::verdict::{Key, Says, is_gate_with_floor, realisations, says, worth};
use impasse_tests::replay::each;
use itertools::Itertools;

const SIZES: [Size; 3] = [Size::MIXED, Size::REFUSALS, Size::FLOORS];

/// Whether floors of parties that only some packages ask are compared (FINDINGS F5, F6).
const FLOORS_OF_GATES: bool = false;

/// Whether partial deals with consent or red lines under conditions, or shapes, are
/// compared (FINDINGS F4).
const CONDITIONS_IN_DEALS: bool = false;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

fn text(scenario: &Scenario) -> &Proposal {
    scenario.frame.proposals.values().next().unwrap()
}

/// How the oracle calls a realisation.
fn key(outline: &Outline, realisation: &Realisation) -> Key {
    let settled = realisation.options.iter().enumerate().filter(|(_, (settled, _))| *settled);
    let options = settled.map(|(issue, (_, set))| (issue, set.single().unwrap().index()));
    (outline.readings[realisation.reading].picks.clone(), options.collect())
}

#[test]
fn realisations_are_what_packages_follow() {
    for size in SIZES {
        each(&size, 150, |world| {
            let proposal = text(world.scenario);
            let network = Network::new(world.scenario);
            let outline = outline(&network, proposal, &mut budget()).unwrap();
            let expected = realisations(world, proposal);
            let found = outline.realisations.iter().map(|it| key(&outline, it)).collect_vec();
            assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected.keys().cloned().collect());
            assert_eq!(found.len(), expected.len(), "a realisation is listed twice");
            for (realisation, key) in outline.realisations.iter().zip(&found) {
                for (issue, (_, options)) in realisation.options.iter().enumerate() {
                    let possible: BTreeSet<_> = expected[key].iter().map(|it| it[issue]).collect();
                    assert!(options.iter().map(|it| it.index()).eq(possible), "issue {issue}");
                }
            }
        });
    }
}

fn check_verdict(
    (world, proposal): (&World<'_>, &Proposal),
    (keys, packages): (&[Key], &BTreeMap<Key, Vec<Vec<usize>>>),
    verdict: &Verdict,
) -> Vec<Option<Says>> {
    let mut crossed = BTreeSet::new();
    let expected = keys.iter().map(|key| {
        says(world, (verdict.party, proposal), (key, &packages[key]), &mut crossed)
    });
    let expected = expected.collect_vec();
    let found = verdict.by_realisation.iter().map(|answer| {
        answer.map(|answer| match answer {
            Answer::Breaks => Says::Breaks,
            Answer::Judgement | Answer::Open => Says::Between,
            Answer::Accepts => Says::Accepts,
        })
    });
    let found = found.collect_vec();
    let mut gates = keys.iter().map(|key| is_gate_with_floor(world, verdict.party, &packages[key]));
    if !FLOORS_OF_GATES && gates.any(|gate| gate) {
        return found;
    }
    assert_eq!(found, expected, "{:?} {keys:?}", verdict.party);
    assert_eq!(verdict.crossed.iter().map(|it| it.demand).collect::<BTreeSet<_>>(), crossed);
    let said = expected.iter().flatten().copied().collect_vec();
    let right = match verdict.kind {
        Kind::Impossible => keys.is_empty(),
        Kind::NotAsked => !keys.is_empty() && said.is_empty(),
        Kind::Rejects => said.iter().all(|it| *it == Says::Breaks),
        Kind::Accepts => said.iter().all(|it| *it == Says::Accepts),
        Kind::DependsOnReading => said.iter().min() == Some(&Says::Breaks) && said.iter().any(|it| *it > Says::Breaks),
        Kind::DependsOnJudgement | Kind::NoStatedObjection => {
            said.iter().min() == Some(&Says::Between)
        }
    };
    assert!(right, "{:?} of {said:?}", verdict.kind);
    let means = verdict.worth.as_ref().map(|(low, high)| (low.mean, high.mean));
    assert_eq!(means, worth(world, verdict.party, proposal), "{:?}", verdict.party);
    if let Some((low, high)) = &verdict.worth {
        let at = |package| of_package(world, verdict.party, &choice(package)).unwrap();
        assert_eq!((at(&low.package).0, at(&high.package).1), means.unwrap());
    }
    expected
}

#[test]
fn verdicts_are_what_the_packages_of_a_text_say() {
    for size in SIZES {
        each(&size, 100, |world| {
            let proposal = text(world.scenario);
            let network = Network::new(world.scenario);
            let outline = outline(&network, proposal, &mut budget()).unwrap();
            let answer = verdicts(&network, proposal, &outline, &mut budget()).unwrap();
            let packages = realisations(world, proposal);
            let keys = outline.realisations.iter().map(|it| key(&outline, it)).collect_vec();
            let all = answer.iter().map(|verdict| {
                check_verdict((world, proposal), (&keys, &packages), verdict)
            });
            let all = all.collect_vec();
            let least = (0..keys.len()).map(|place| {
                all.iter().filter_map(|said| said[place]).min().unwrap_or(Says::Accepts)
            });
            let best = least.clone().max();
            let right = match passing(&answer, &outline) {
                Passing::Impossible => keys.is_empty(),
                Passing::Passes(place) => least.clone().nth(place) == Some(Says::Accepts),
                Passing::NoStatedObstacle(place) => {
                    best == Some(Says::Between) && least.clone().nth(place) == best
                }
                Passing::OnlyReadDifferently | Passing::Fails(_) => best == Some(Says::Breaks),
            };
            assert!(right, "{:?}", passing(&answer, &outline));
        });
    }
}

#[test]
fn overlaps_are_the_best_words_common_to_all() {
    for size in SIZES {
        each(&size, 150, |world| {
            let network = Network::new(world.scenario);
            let principals = world.scenario.principals().collect_vec();
            for answer in overlaps(&network, &mut budget()).unwrap() {
                let expected = classes(world, &principals, answer.issue);
                assert_eq!((answer.best, answer.worst), expected, "{:?}", answer.issue);
                for (one, other, best, worst) in &answer.pairs {
                    let expected = classes(world, &[*one, *other], answer.issue);
                    assert_eq!((*best, *worst), expected, "{one:?} {other:?}");
                }
                let count = principals.len() * (principals.len() - 1) / 2;
                assert_eq!(answer.pairs.len(), count);
            }
        });
    }
}

#[test]
fn all_largest_partial_deals_are_found() {
    let plain = Size { conditional: 0, ..Size::TODAY };
    each(if CONDITIONS_IN_DEALS { &Size::TODAY } else { &plain }, 400, |world| {
        let Some(today) = today(world) else { return };
        let mut parties = world.scenario.frame.parties.ids();
        let gate = |party| {
            let asked = world.packages.iter().filter(|it| world.asked(party, it)).count();
            asked > 0 && asked < world.packages.len()
        };
        let mut positions = world.scenario.positions.values().flat_map(|it| it.values().flatten());
        let mut shaped = positions.any(|position| position.falls_off);
        shaped |= parties.any(gate);
        if !CONDITIONS_IN_DEALS && shaped {
            return;
        }
        let network = Network::new(world.scenario);
        let answer = closable(&network, &mut budget()).unwrap();
        let sets = answer.sets.iter().map(|set| {
            set.iter().map(|(issue, option)| (issue.index(), option.index())).collect()
        });
        assert_eq!(sets.collect::<BTreeSet<Vec<_>>>(), largest(world, &today));
    });
}
