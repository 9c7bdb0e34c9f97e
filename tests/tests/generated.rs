//! The generators themselves, and answers known by construction.

use impasse_core::analysis::agreement::{Agreement, strongest};
use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::network::Network;
use impasse_core::search::Budget;
use impasse_tests::generate::{Size, scenario};
use impasse_tests::oracle::agreement::{has_no_stated_obstacle, is_agreement};
use impasse_tests::oracle::{World, choice};
use impasse_tests::replay::seeds;
use impasse_tests::{evidence, parse, plant};

const SIZES: [Size; 3] = [Size::MIXED, Size::REFUSALS, Size::FLOORS];

#[test]
fn every_generated_text_reads_without_faults() {
    for size in SIZES {
        for seed in seeds(200) {
            parse(&scenario(seed, &size).text());
        }
    }
}

#[test]
fn a_planted_agreement_is_found() {
    let mut certain = 0;
    for size in SIZES {
        for seed in seeds(100) {
            let (spec, package) = plant::agreement(seed, &size);
            let scenario = parse(&spec.text());
            let world = World::new(&scenario);
            // Nobody who has stated nothing is said to accept anything.
            let mut asked = world.asked_parties(&package).into_iter();
            if !asked.all(|party| world.has_stated(party)) {
                assert!(has_no_stated_obstacle(&world, &package), "{}", spec.text());
                continue;
            }
            certain += 1;
            assert!(is_agreement(&world, &package), "seed {seed}\n{}", spec.text());
            let network = Network::new(&scenario);
            let answer = strongest(&network, &mut Budget::new(Budget::DEFAULT)).unwrap();
            let Agreement::Certain(witness) = &answer else {
                panic!("{answer:?}\n{}", spec.text())
            };
            evidence::agreement(&world, &answer).unwrap();
            assert!(world.packages.contains(&choice(witness)));
        }
    }
    assert!(certain > 200, "{certain}");
}

#[test]
fn a_planted_conflict_is_found() {
    for size in SIZES {
        for seed in seeds(100) {
            let (spec, names) = plant::conflict(seed, &size);
            let scenario = parse(&spec.text());
            if World::new(&scenario).packages.is_empty() {
                continue;
            }
            let network = Network::new(&scenario);
            let mut budget = Budget::new(Budget::DEFAULT);
            assert_eq!(strongest(&network, &mut budget).unwrap(), Agreement::Deadlock);
            // The two clash; where the rules make one of them impossible, it clashes alone.
            let name = |id| &scenario.demands[id].name;
            let known = conflicts(&network, &[], &mut budget);
            let planted =
                known.list.iter().filter(|it| it.demands().all(|id| names.contains(name(id))));
            assert!(planted.count() > 0, "seed {seed}\n{}", spec.text());
        }
    }
}
