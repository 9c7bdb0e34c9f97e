//! What holds for certain holds wherever in its range a number lies.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::verdict::{Kind, without_worths};
use impasse_core::scenario::{Ratio, Scenario, Supposition};
use impasse_core::search::Budget;
use impasse_tests::generate::{Size, scenario};
use impasse_tests::oracle::World;
use impasse_tests::parse_history;
use impasse_tests::replay::seeds;

/// By proposal and party, the verdict.
fn kinds(scenario: &Scenario) -> Vec<Vec<Kind>> {
    let network = Network::new(scenario);
    let mut budget = Budget::new(Budget::DEFAULT);
    let proposals = scenario.frame.proposals.values();
    proposals
        .map(|proposal| {
            let outline = outline(&network, proposal, &mut budget).unwrap();
            let verdicts = without_worths(&network, proposal, &outline, &mut budget).unwrap();
            verdicts.iter().map(|verdict| verdict.kind).collect()
        })
        .collect()
}

/// Moving a weight inside its range changes no acceptance and no rejection that is told as certain.
#[test]
fn a_weight_moved_inside_its_range_changes_no_verdict_that_is_certain() {
    let mut moved = 0;
    for seed in seeds(150) {
        let size = Size { ranges: 100, ..Size::FLOORS };
        let history = parse_history(&scenario(seed, &size).text());
        let known = history.at(history.as_of(), &Supposition::default()).unwrap();
        if World::new(&known).packages.is_empty() {
            continue;
        }
        let before = kinds(&known);
        for party in known.frame.parties.ids() {
            let weights = &known.weights[party];
            let [ranges] = weights.boxes() else { continue };
            for (issue, range) in known.frame.issues.ids().zip(ranges) {
                if range.low == range.high {
                    continue;
                }
                for part in 0..=3 {
                    let points = 3 * range.low + part * (range.high - range.low);
                    let weight = Ratio::new(points, 3 * weights.unit());
                    let weights = vec![(party, issue, weight)];
                    let supposition = Supposition { weights, ..Supposition::default() };
                    let changed = history.at(history.as_of(), &supposition).unwrap();
                    moved += 1;
                    for (was, is) in before.iter().zip(kinds(&changed)) {
                        for (was, is) in was.iter().zip(is) {
                            let certain = matches!(was, Kind::Accepts | Kind::Rejects);
                            assert!(!certain || *was == is, "seed {seed}: {was:?} {is:?}");
                        }
                    }
                }
            }
        }
    }
    assert!(moved > 100, "{moved}");
}
