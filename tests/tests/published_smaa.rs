//! Acceptability analysis: cases with known or published results.

use impasse_core::scenario::Ratio;
use impasse_core::search::acceptability::{
    Alternative, Estimate, Model, Number, Stop, Tally, Weighing, Worth, average_weights,
    rank_share, sample, share,
};
use impasse_core::search::random::Random;
use impasse_core::search::simplex::share_not_below_zero;
use impasse_tests::draw::Draw;
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

/// A pairwise winning index of rsmaa's tests: one criterion, A above B in nine of ten cases.
#[test]
fn an_alternative_wins_in_the_cases_in_which_it_is_ahead() {
    let mut model = model(&[&[0], &[90]], Weighing::Box(vec![(1, 1)]));
    model.ranges = vec![(0, 900)];
    model.alternatives[0].worths = vec![Worth::of(Number::Range(0))];
    let tally = tally(&model, 20_000, 1);
    assert!(is_near(share(tally.wins[0][1], tally.samples), tenths(9)));
    assert!(is_near(share(tally.wins[1][0], tally.samples), tenths(1)));
}

/// A value drawn from the Beta distribution of two whole numbers: of so many uniform numbers the
/// one at that place.
fn beta(one: usize, other: usize, draw: &mut Draw) -> f64 {
    let mut numbers: Vec<u64> = (0..one + other - 1).map(|_| draw.bits() >> 11).collect();
    let (_, number, _) = numbers.select_nth_unstable(one - 1);
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let number = *number as f64 / (1_u64 << 53) as f64;
    number
}

/// Antidepressants, one placebo-controlled trial (the data of Nemeroff and Thase as used by
/// Tervonen et al., Statistics in Medicine 2011): efficacy, nausea, insomnia, anxiety of
/// venlafaxine, fluoxetine and placebo, each from Beta distributions; partial values are linear
/// between the hulls of the 95 % intervals; no preferences. The expected ranks are an independent
/// Monte Carlo of four million samples, not a printed table.
#[test]
fn antidepressants_without_preferences() {
    const TRIAL: [[(usize, usize); 4]; 3] = [
        [(52, 46), (41, 61), (23, 79), (11, 91)],
        [(46, 56), (23, 81), (16, 88), (8, 96)],
        [(38, 65), (9, 95), (15, 89), (2, 102)],
    ];
    const SCALES: [(f64, f64); 4] = [(0.28, 0.63), (0.04, 0.5), (0.08, 0.31), (0.0, 0.17)];
    type Beta = (usize, usize);
    type Scale = (f64, f64);
    const EXPECTED: [[f64; 3]; 3] =
        [[0.0822, 0.121, 0.7968], [0.1707, 0.7194, 0.1099], [0.7471, 0.1596, 0.0933]];
    const DRAWS: u32 = 12_000;
    let mut draw = Draw::new(11);
    let mut ranks = [[0.0; 3]; 3];
    for seed in 0..DRAWS {
        let values: Vec<Vec<i64>> = TRIAL
            .iter()
            .map(|row| {
                let each = row.iter().zip(SCALES).enumerate();
                let value = |(criterion, (of, scale)): (usize, (&Beta, Scale))| {
                    let (low, high) = scale;
                    let part = (beta(of.0, of.1, &mut draw) - low) / (high - low);
                    // Of side effects less is better.
                    let part = if criterion == 0 { part } else { 1.0 - part };
                    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
                    let points = (part * 1e6) as i64;
                    points
                };
                each.map(value).collect()
            })
            .collect();
        let rows: Vec<&[i64]> = values.iter().map(Vec::as_slice).collect();
        let tally = tally(&model(&rows, Weighing::any(4)), 32, seed.into());
        for (sums, places) in ranks.iter_mut().zip(&tally.groups) {
            for (rank, sum) in sums.iter_mut().enumerate() {
                let mean = rank_share(places, rank, tally.samples).mean;
                #[expect(clippy::cast_precision_loss, reason = "counts of 32 samples")]
                let mean = *mean.numer() as f64 / *mean.denom() as f64;
                *sum += mean / f64::from(DRAWS);
            }
        }
    }
    for (found, expected) in ranks.iter().flatten().zip(EXPECTED.iter().flatten()) {
        assert!((found - expected).abs() < 0.01, "{ranks:?}");
    }
}
