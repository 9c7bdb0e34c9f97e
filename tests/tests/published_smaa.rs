//! Acceptability analysis: cases with known or published results.

use impasse_core::scenario::Ratio;
use impasse_core::search::acceptability::{
    Alternative, Estimate, Model, Number, Stop, Tally, Weighing, Worth, average_weights,
    rank_share, sample, share,
};
use impasse_core::search::random::Random;
use impasse_core::search::simplex::share_not_below_zero;
use num_bigint::BigInt;

/// Alternatives with fixed values on every criterion.
fn model(values: &[&[i64]], weighing: Weighing) -> Model {
    let alternative = |(group, values): (usize, &&[i64])| Alternative {
        group,
        worths: values.iter().map(|value| Worth::of(Number::Fixed(*value))).collect(),
        test: None,
    };
    Model {
        scale: (0, 100),
        ranges: Vec::new(),
        weighing,
        alternatives: values.iter().enumerate().map(alternative).collect(),
        greatest: false,
    }
}

fn tally(model: &Model, samples: u64, seed: u64) -> Tally {
    sample(model, Stop::After(samples), Random::new(seed, 0)).unwrap()
}

/// Within four of its standard errors, which one sample in sixteen thousand is not.
fn is_near(estimate: Estimate, expected: Ratio) -> bool {
    let off = estimate.mean - expected;
    off <= estimate.error * 4 && -off <= estimate.error * 4
}

fn tenths(tenths: i128) -> Ratio {
    Ratio::new(tenths, 10)
}

/// Values (1, 0), (0.6, 0.6), (0, 1) with weights t and 1 − t, t uniform: the ranks change at
/// t = 0.4, 0.5 and 0.6, so that everything is known in closed form.
const THREE: [&[i64]; 3] = [&[10, 0], &[6, 6], &[0, 10]];

#[test]
fn three_alternatives_on_two_criteria_by_sampling() {
    for seed in 0..8 {
        let tally = tally(&model(&THREE, Weighing::any(2)), 20_000, seed);
        let ranks = [[4, 1, 5], [2, 8, 0], [4, 1, 5]];
        for (places, ranks) in tally.groups.iter().zip(ranks) {
            for (rank, expected) in ranks.into_iter().enumerate() {
                assert!(is_near(rank_share(places, rank, tally.samples), tenths(expected)));
            }
        }
        let central = [[8, 2], [5, 5], [2, 8]];
        for (first, weights) in tally.first.iter().zip(central) {
            let found = average_weights(first).unwrap();
            for (weight, expected) in found.into_iter().zip(weights) {
                assert!(is_near(weight, tenths(expected)), "{weight:?}");
            }
        }
        for (one, other, expected) in [(0, 1, 4), (0, 2, 5), (1, 2, 6)] {
            let wins = share(tally.wins[one][other], tally.samples);
            assert!(is_near(wins, tenths(expected)));
        }
    }
}

#[test]
fn three_alternatives_on_two_criteria_as_volumes() {
    let difference = |one: usize, other: usize| -> Vec<i128> {
        THREE[one].iter().zip(THREE[other]).map(|(one, other)| i128::from(one - other)).collect()
    };
    for (one, other, expected) in [(0, 1, 4), (0, 2, 5), (1, 2, 6)] {
        let exact = num_rational::Ratio::new(BigInt::from(expected), BigInt::from(10));
        assert_eq!(share_not_below_zero(&difference(one, other)), exact);
    }
}

/// The tests of the package rsmaa (Tervonen and van Valkenhoef): an alternative that is never
/// first has no central weight and no confidence factor.
#[test]
fn never_first_means_no_central_weight() {
    let tally = tally(&model(&[&[1, 1, 1], &[0, 0, 0]], Weighing::any(3)), 1000, 1);
    assert_eq!(average_weights(&tally.first[1]), None);
    let central = average_weights(&tally.first[0]).unwrap();
    assert!(central.iter().all(|weight| is_near(*weight, Ratio::new(1, 3))));
    assert_eq!(rank_share(&tally.groups[0], 0, 1000).mean, Ratio::from_integer(1));
}

/// What is level is not ahead, and shares its ranks.
#[test]
fn ties_share_their_ranks() {
    let tally = tally(&model(&[&[1, 2], &[1, 2], &[0, 1]], Weighing::any(2)), 100, 1);
    let half = Estimate { mean: Ratio::new(1, 2), error: Ratio::from_integer(0) };
    for group in 0..2 {
        assert_eq!(rank_share(&tally.groups[group], 0, 100), half);
        assert_eq!(rank_share(&tally.groups[group], 1, 100), half);
    }
    assert_eq!(rank_share(&tally.groups[2], 2, 100).mean, Ratio::from_integer(1));
    assert_eq!((tally.wins[0][1], tally.wins[1][0], tally.wins[0][2]), (0, 0, 100));
}
