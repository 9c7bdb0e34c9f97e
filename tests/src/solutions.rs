//! The four solutions over finitely many packages, word by word: all winners, ties included.

use impasse_core::scenario::Ratio;
use itertools::Itertools;

use super::scores::{Vector, frontier};

/// Gains above the floors, by party, with how many packages give them.
pub type Gains = Vec<(Vector, usize)>;

/// The vectors for which `key` is greatest, the greatest vector first.
fn best<K: Ord>(
    gains: impl IntoIterator<Item = (Vector, usize)>,
    key: impl Fn(&Vector) -> K,
) -> Gains {
    let mut sorted = gains.into_iter().sorted().rev().collect_vec();
    let most = sorted.iter().map(|(gain, _)| key(gain)).max();
    sorted.retain(|(gain, _)| Some(key(gain)) == most);
    let merged = sorted.into_iter().coalesce(|one, other| {
        if one.0 == other.0 { Ok((one.0, one.1 + other.1)) } else { Err((one, other)) }
    });
    merged.collect()
}

/// Nash (1950): the greatest product of gains where every party gains.
pub fn nash(gains: &Gains) -> Gains {
    let gaining = gains.iter().filter(|(gain, _)| gain.iter().all(|it| *it > 0)).cloned();
    best(gaining, |gain| {
        gain.iter().try_fold(1_i128, |product, it| product.checked_mul(*it)).unwrap()
    })
}

/// By party: its greatest gain where no party is below its floor.
pub fn ideal(gains: &Gains) -> Option<Vector> {
    let rational = gains.iter().filter(|(gain, _)| gain.iter().all(|it| *it >= 0));
    rational
        .map(|(gain, _)| gain.clone())
        .reduce(|one, other| one.into_iter().zip(other).map(|(a, b)| a.max(b)).collect())
}

/// Gains as parts of some measure, by party.
pub fn measured(gain: &Vector, measure: &Vector) -> Vec<Ratio> {
    gain.iter().zip(measure).map(|(gain, unit)| Ratio::new(*gain, *unit)).collect()
}

/// Kalai and Smorodinsky (1975), over packages: the greatest least part of the ideal gain, and of
/// those the undominated ones.
pub fn kalai_smorodinsky(gains: &Gains) -> Gains {
    let Some(ideal) = ideal(gains) else { return Vec::new() };
    frontier(best(gains.iter().cloned(), |gain| measured(gain, &ideal).into_iter().min()))
}

/// Sen (1970), and Kalai (1977) for the least: gains compared from the least up.
pub fn leximin(gains: &Gains, measure: &Vector) -> Gains {
    best(gains.iter().cloned(), |gain| measured(gain, measure).into_iter().sorted().collect_vec())
}

/// The greatest sum of gains.
pub fn utilitarian(gains: &Gains, measure: &Vector) -> Gains {
    best(gains.iter().cloned(), |gain| measured(gain, measure).into_iter().sum::<Ratio>())
}
