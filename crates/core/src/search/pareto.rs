//! The maxima of a set of points: those that no other point equals or exceeds everywhere.
//!
//! Two dimensions by a sweep, three by a sweep over a staircase, more by divide and conquer (Kung,
//! Luccio and Preparata 1975; Bentley 1980): n log n steps, times log n for each dimension past
//! the third. Whole numbers only, so that a tie is a tie.
#![expect(clippy::indexing_slicing, reason = "places come from the lists they point into")]

use std::collections::BTreeMap;

/// The points that no other one equals or exceeds in every coordinate: falling, each once.
///
/// A list made of a few sorted runs is sorted by merging them.
pub fn maxima<const D: usize>(points: Vec<[i64; D]>) -> Vec<[i64; D]> {
    maxima_of(points, D)
}

/// The points that no other one exceeds in the first `counted` coordinates (equal or greater in
/// all, greater in one) while it is no less in the others: falling, each once.
pub fn maxima_of<const D: usize>(mut points: Vec<[i64; D]>, counted: usize) -> Vec<[i64; D]> {
    points.sort_by(|one, other| other.cmp(one));
    points.dedup();
    // From here on a point is exceeded by earlier ones only.
    match if counted < D { usize::MAX } else { D } {
        0 | 1 => points.truncate(1),
        2 => {
            let mut best = None;
            points.retain(|point| {
                let kept = best.is_none_or(|best| point[1] > best);
                best = best.max(Some(point[1]));
                kept
            });
        }
        3 => {
            let mut stairs = Staircase::default();
            points.retain(|point| stairs.add(point[1], point[2]));
        }
        _ => {
            let mut exceeded = vec![false; points.len()];
            divide(&points, counted, 0, points.len(), &mut exceeded);
            let mut place = 0;
            points.retain(|_| {
                place += 1;
                !exceeded[place - 1]
            });
        }
    }
    points
}

/// Points of the plane none of which exceeds another: as one coordinate rises, the other falls.
#[derive(Default)]
struct Staircase(BTreeMap<i64, i64>);

impl Staircase {
    /// Adds a point, unless one there equals or exceeds it.
    fn add(&mut self, x: i64, y: i64) -> bool {
        if self.0.range(x..).next().is_some_and(|(_, other)| *other >= y) {
            return false;
        }
        while let Some((&beside, _)) = self.0.range(..=x).next_back().filter(|(_, it)| **it <= y) {
            self.0.remove(&beside);
        }
        self.0.insert(x, y);
        true
    }
}

/// Below so many pairs, comparing them all is faster than dividing further.
const FEW: usize = 256;

/// Marks what is exceeded among the points `from..to`; gives the places of the others, falling
/// in the second coordinate.
fn divide<const D: usize>(
    points: &[[i64; D]],
    counted: usize,
    from: usize,
    to: usize,
    exceeded: &mut [bool],
) -> Vec<usize> {
    let alike = |one: usize, other: usize| points[one][..counted] == points[other][..counted];
    // Points alike in what counts exceed each other in nothing: they stay in one half.
    let half = from.midpoint(to);
    let middle = (half..to)
        .find(|it| *it > from && !alike(*it, it - 1))
        .or_else(|| (from + 1..half).rev().find(|it| !alike(*it, it - 1)));
    let Some(middle) = middle.filter(|_| to - from > 16) else {
        let mut kept: Vec<usize> = Vec::with_capacity(to - from);
        for place in from..to {
            let exceeds =
                |other: &usize| !alike(*other, place) && covers(&points[*other], &points[place], D);
            exceeded[place] = middle.is_some() && kept.iter().any(exceeds);
            if !exceeded[place] {
                kept.push(place);
            }
        }
        kept.sort_by_key(|place| -points[*place][1]);
        return kept;
    };
    let high = divide(points, counted, from, middle, exceeded);
    let mut low = divide(points, counted, middle, to, exceeded);
    // The upper half is no lower in the first coordinate: the others decide.
    sieve(points, &high, &low, D - 1, exceeded);
    low.retain(|place| !exceeded[*place]);
    merge(points, high, low)
}

fn covers<const D: usize>(one: &[i64; D], other: &[i64; D], dimensions: usize) -> bool {
    (1..dimensions).all(|it| one[it] >= other[it])
}

fn merge<const D: usize>(points: &[[i64; D]], mut one: Vec<usize>, two: Vec<usize>) -> Vec<usize> {
    one.extend(two);
    // Two runs: sorting merges them.
    one.sort_by_key(|place| -points[*place][1]);
    one
}

/// Marks the points of `below` that some point of `above` equals or exceeds in the coordinates
/// from the second to `last`. Both lists fall in the second coordinate.
fn sieve<const D: usize>(
    points: &[[i64; D]],
    above: &[usize],
    below: &[usize],
    last: usize,
    exceeded: &mut [bool],
) {
    if above.is_empty() || below.is_empty() {
        return;
    }
    if last == 1 {
        let highest = points[above[0]][1];
        for place in below {
            exceeded[*place] = exceeded[*place] || highest >= points[*place][1];
        }
        return;
    }
    if last == 2 {
        let mut rest = above.iter().peekable();
        let mut best = i64::MIN;
        for place in below {
            while let Some(higher) = rest.next_if(|it| points[**it][1] >= points[*place][1]) {
                best = best.max(points[*higher][2]);
            }
            if best >= points[*place][2] {
                exceeded[*place] = true;
            }
        }
        return;
    }
    if above.len() * below.len() <= FEW {
        for place in below {
            let covered = |it: &usize| covers(&points[*it], &points[*place], last + 1);
            exceeded[*place] = exceeded[*place] || above.iter().any(covered);
        }
        return;
    }
    let at = |place: &usize| points[*place][last];
    let bounds = |list: &[usize]| {
        list.iter()
            .map(at)
            .fold((i64::MAX, i64::MIN), |(low, high), it| (low.min(it), high.max(it)))
    };
    let ((lowest_above, highest_above), (lowest_below, highest_below)) =
        (bounds(above), bounds(below));
    if highest_above < lowest_below {
        return;
    }
    if lowest_above >= highest_below {
        sieve(points, above, below, last - 1, exceeded);
        return;
    }
    let mut values: Vec<i64> = above.iter().chain(below).map(at).collect();
    let half = values.len() / 2;
    let (under, median, over) = values.select_nth_unstable(half);
    // Something must lie under the pivot.
    let pivot = if under.iter().any(|it| *it < *median) {
        *median
    } else {
        over.iter().copied().filter(|it| it > median).min().unwrap_or(*median)
    };
    let split = |list: &[usize]| -> (Vec<usize>, Vec<usize>) {
        list.iter().partition(|place| at(place) >= pivot)
    };
    let ((above_high, above_low), (below_high, below_low)) = (split(above), split(below));
    sieve(points, &above_high, &below_low, last - 1, exceeded);
    sieve(points, &above_high, &below_high, last, exceeded);
    let left: Vec<usize> = below_low.into_iter().filter(|place| !exceeded[*place]).collect();
    sieve(points, &above_low, &left, last, exceeded);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brute<const D: usize>(points: &[[i64; D]]) -> Vec<[i64; D]> {
        let covered = |point: &&[i64; D]| {
            points.iter().any(|it| it != *point && (0..D).all(|place| it[place] >= point[place]))
        };
        let mut kept: Vec<[i64; D]> = points.iter().filter(|it| !covered(it)).copied().collect();
        kept.sort_by(|one, other| other.cmp(one));
        kept.dedup();
        kept
    }

    fn points<const D: usize>(count: usize, range: u64, seed: u64) -> Vec<[i64; D]> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            i64::try_from((state >> 33) % range).unwrap()
        };
        (0..count).map(|_| std::array::from_fn(|_| next())).collect()
    }

    fn brute_of<const D: usize>(points: &[[i64; D]], counted: usize) -> Vec<[i64; D]> {
        let exceeded = |point: &&[i64; D]| {
            points.iter().any(|it| {
                it[..counted] != point[..counted] && (0..D).all(|place| it[place] >= point[place])
            })
        };
        let mut kept: Vec<[i64; D]> = points.iter().filter(|it| !exceeded(it)).copied().collect();
        kept.sort_by(|one, other| other.cmp(one));
        kept.dedup();
        kept
    }

    fn agree<const D: usize>() {
        for (count, range) in [(0, 5), (1, 5), (40, 4), (200, 6), (300, 1000), (700, 12)] {
            for seed in 0..12 {
                let points = points::<D>(count, range, seed * 31 + count as u64);
                assert_eq!(maxima(points.clone()), brute(&points), "{D} {count} {range} {seed}");
                for counted in 1..=D {
                    let found = maxima_of(points.clone(), counted);
                    assert_eq!(found, brute_of(&points, counted), "{D} {counted} {count} {seed}");
                }
            }
        }
    }

    #[test]
    fn the_maxima_are_those_of_comparing_all_pairs() {
        agree::<1>();
        agree::<2>();
        agree::<3>();
        agree::<4>();
        agree::<5>();
        agree::<8>();
    }
}
