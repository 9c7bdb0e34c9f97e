//! The product agrees with brute force on texts, overlaps and partial deals.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::analysis::closable::closable;
use impasse_core::analysis::compare::{Gain, Side, compare};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::overlap::overlaps;
use impasse_core::analysis::settlement::{Outline, Realisation, outline};
use impasse_core::analysis::verdict::{Answer, Kind, Passing, Verdict, passing, verdicts};
use impasse_core::scenario::{OptionId, Proposal, Scenario};
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::closable::{largest, today};
use impasse_tests::oracle::compare::{gain, means};
use impasse_tests::oracle::overlap::{classes, making};
use impasse_tests::oracle::verdict::{Key, Says, realisations, says, worth};
use impasse_tests::oracle::worth::of_package;
use impasse_tests::oracle::{World, choice};
use impasse_tests::replay::each;
use itertools::Itertools;

const SIZES: [Size; 3] = [Size::MIXED, Size::REFUSALS, Size::FLOORS];

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

fn text(scenario: &Scenario, place: usize) -> &Proposal {
    scenario.frame.proposals.values().nth(place).unwrap()
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
            let proposal = text(world.scenario, 0);
            let network = Network::new(world.scenario);
            let outline = outline(&network, proposal, &mut budget()).unwrap();
            let expected = realisations(world, proposal);
            let found = outline.realisations.iter().map(|it| key(&outline, it)).collect_vec();
            assert_eq!(
                found.iter().cloned().collect::<BTreeSet<_>>(),
                expected.keys().cloned().collect()
            );
            assert_eq!(found.len(), expected.len(), "a realisation is listed twice");
            for (realisation, key) in outline.realisations.iter().zip(&found) {
                for (issue, (_, options)) in realisation.options.iter().enumerate() {
                    let possible: BTreeSet<_> = expected[key].iter().map(|it| it[issue]).collect();
                    assert!(options.iter().map(OptionId::index).eq(possible), "issue {issue}");
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
    let expected = keys
        .iter()
        .map(|key| says(world, (verdict.party, proposal), (key, &packages[key]), &mut crossed));
    let expected = expected.collect_vec();
    let found = verdict.by_realisation.iter().map(|answer| {
        answer.map(|answer| match answer {
            Answer::Breaks => Says::Breaks,
            Answer::Judgement | Answer::Open => Says::Between,
            Answer::Accepts => Says::Accepts,
        })
    });
    let found = found.collect_vec();
    assert_eq!(found, expected, "{:?} {keys:?}", verdict.party);
    assert_eq!(verdict.crossed.iter().map(|it| it.demand).collect::<BTreeSet<_>>(), crossed);
    let said = expected.iter().flatten().copied().collect_vec();
    let right = match verdict.kind {
        Kind::Impossible => keys.is_empty(),
        Kind::NotAsked => !keys.is_empty() && said.is_empty(),
        Kind::Rejects => said.iter().all(|it| *it == Says::Breaks),
        Kind::Accepts => said.iter().all(|it| *it == Says::Accepts),
        Kind::DependsOnReading => {
            said.iter().min() == Some(&Says::Breaks) && said.iter().any(|it| *it > Says::Breaks)
        }
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
            let proposal = text(world.scenario, 1);
            let network = Network::new(world.scenario);
            let outline = outline(&network, proposal, &mut budget()).unwrap();
            let answer = verdicts(&network, proposal, &outline, &mut budget()).unwrap();
            let packages = realisations(world, proposal);
            let keys = outline.realisations.iter().map(|it| key(&outline, it)).collect_vec();
            let all = answer
                .iter()
                .map(|verdict| check_verdict((world, proposal), (&keys, &packages), verdict));
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
                let found = [answer.options, answer.sure];
                let found = found.map(|set| set.iter().map(OptionId::index).collect_vec());
                assert_eq!(found, making(world, &principals, answer.issue), "{:?}", answer.issue);
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
    each(&Size::TODAY, 400, |world| {
        let Some(today) = today(world) else { return };
        let network = Network::new(world.scenario);
        let answer = closable(&network, &mut budget()).unwrap();
        let sets = answer
            .sets
            .iter()
            .map(|set| set.iter().map(|(issue, option)| (issue.index(), option.index())).collect());
        assert_eq!(sets.collect::<BTreeSet<Vec<_>>>(), largest(world, &today));
    });
}

#[test]
fn gains_range_over_all_pairs_of_packages() {
    each(&Size::PAIRS, 150, |world| {
        let network = Network::new(world.scenario);
        let texts = [text(world.scenario, 0), text(world.scenario, 1)];
        let outlines = texts.map(|it| outline(&network, it, &mut budget()).unwrap());
        let said =
            [0, 1].map(|it| verdicts(&network, texts[it], &outlines[it], &mut budget()).unwrap());
        let [first, second] = [0, 1].map(|it| Side {
            proposal: texts[it],
            outline: &outlines[it],
            verdicts: &said[it],
        });
        let answer = compare(&network, first, second, &mut budget()).unwrap();
        for change in &answer.parties {
            let expected = gain(world, change.party, texts[0], texts[1]);
            let found = change.gain.as_ref().map(|(least, most)| (least.mean, most.mean));
            assert_eq!(found, expected, "{:?}", change.party);
            if let Some((least, most)) = &change.gain {
                let ends = |it: &Gain| {
                    means(world, change.party, &choice(&it.first), &choice(&it.second)).unwrap()
                };
                assert_eq!((ends(least).0, ends(most).1), (least.mean, most.mean));
            }
        }
    });
}
