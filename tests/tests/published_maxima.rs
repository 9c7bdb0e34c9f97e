//! Published sets of undominated points.

use impasse_core::search::pareto::maxima;
use itertools::Itertools;

/// The skyline of `mtcars`, miles per gallon and horsepower both high, as printed in the vignette
/// of the R package `rPref`. Miles are in tenths. Cars with equal points are tied.
#[test]
fn seven_cars_of_mtcars_are_undominated() {
    let cars = [
        [210, 110],
        [210, 110],
        [228, 93],
        [214, 110],
        [187, 175],
        [181, 105],
        [143, 245],
        [244, 62],
        [228, 95],
        [192, 123],
        [178, 123],
        [164, 180],
        [173, 180],
        [152, 180],
        [104, 205],
        [104, 215],
        [147, 230],
        [324, 66],
        [304, 52],
        [339, 65],
        [215, 97],
        [155, 150],
        [152, 150],
        [133, 245],
        [192, 175],
        [273, 66],
        [260, 91],
        [304, 113],
        [158, 264],
        [197, 175],
        [150, 335],
        [214, 109],
    ];
    let printed =
        [[339, 65], [324, 66], [304, 113], [197, 175], [173, 180], [158, 264], [150, 335]];
    assert_eq!(maxima(cars.to_vec()), printed);
}

/// Docstrings of `moocore`: less is better there. Of two equal points the documented filter drops
/// the second unless asked to keep it; here a point stands once for all that share it.
#[test]
fn equal_points_do_not_beat_each_other() {
    let least = |points: &[[i64; 2]]| {
        let points = points.iter().map(|point| point.map(|it| -it)).collect();
        maxima(points).into_iter().map(|point| point.map(|it| -it)).collect_vec()
    };
    assert_eq!(least(&[[1, 1], [0, 1], [1, 0], [1, 0]]), [[0, 1], [1, 0]]);
    let staircase = [[5, 5], [4, 6], [2, 7], [7, 4]];
    assert_eq!(least(&staircase), [[2, 7], [4, 6], [5, 5], [7, 4]]);
    assert_eq!(maxima(staircase.to_vec()), [[7, 4], [5, 5], [4, 6], [2, 7]]);
}
