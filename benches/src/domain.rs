//! [`Domain`]: additive worths, drawn independently or opposed.

use serde::Serialize;

use crate::lcg::Lcg;

/// Parties that value the options of issues, a package being worth the weighted sum.
#[derive(Clone, Debug, Serialize)]
pub struct Domain {
    /// By issue: its options.
    pub issues: Vec<Vec<String>>,
    /// The parties.
    pub parties: Vec<Party>,
    /// Where the draws began.
    pub seed: u64,
    /// How many packages there are, or the greatest number there is a word for.
    pub outcomes: u64,
    /// By party, issue and option: the worth in whole points. These are the instance; the
    /// fractions they were rounded from are kept to show where they come from.
    pub points: Vec<Vec<Vec<i64>>>,
}

/// A party of a [`Domain`].
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// By issue; they sum to one.
    pub weights: Vec<f64>,
    /// By issue and option, from 0 to 1.
    pub values: Vec<Vec<f64>>,
}

impl Domain {
    /// Independent draws. For each party: a weight for each issue, then, issue by issue, a value
    /// for each option, stretched so that the issue's least is 0 and its greatest 1. `total` is
    /// how many points a party's best package comes to, but for rounding.
    pub fn random(parties: usize, options: &[usize], seed: u64, total: i64) -> Self {
        let mut draw = Lcg::new(seed);
        let parties = (0..parties).map(|party| Party::drawn(party, options, &mut draw)).collect();
        Self::of(parties, options, seed, total)
    }

    /// As [`Domain::random`], but the second party wants the contrary of the first on every issue;
    /// only their weights differ.
    pub fn opposed(parties: usize, options: &[usize], seed: u64, total: i64) -> Self {
        let mut parties = Self::random(parties, options, seed, total).parties;
        let contrary = |values: &Vec<f64>| values.iter().map(|value| 1.0 - value).collect();
        parties[1].values = parties[0].values.iter().map(contrary).collect();
        Self::of(parties, options, seed, total)
    }

    fn of(parties: Vec<Party>, options: &[usize], seed: u64, total: i64) -> Self {
        let issues = options.iter().map(|count| (0..*count).map(|it| format!("o{it}")).collect());
        let outcomes = options.iter().fold(1_u64, |all, it| all.saturating_mul(*it as u64));
        let points = parties.iter().map(|party| party.points(total)).collect();
        Self { issues: issues.collect(), parties, seed, outcomes, points }
    }
}

impl Party {
    fn drawn(place: usize, options: &[usize], draw: &mut Lcg) -> Self {
        let raw: Vec<f64> = options.iter().map(|_| draw.unit()).collect();
        let sum: f64 = raw.iter().sum();
        let values = options.iter().map(|count| {
            let raw: Vec<f64> = (0..*count).map(|_| draw.unit()).collect();
            let low = raw.iter().copied().fold(f64::INFINITY, f64::min);
            let high = raw.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            raw.iter().map(|value| (value - low) / (high - low)).collect()
        });
        let values = values.collect();
        Self { name: format!("p{place}"), weights: raw.iter().map(|it| it / sum).collect(), values }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "rounding to whole points makes the instance"
    )]
    fn points(&self, total: i64) -> Vec<Vec<i64>> {
        let cells = self.weights.iter().zip(&self.values);
        cells
            .map(|(weight, values)| {
                values.iter().map(|value| (weight * value * total as f64).round() as i64).collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by the Python of `reference/generate.py`, which shares no code with this file.
    #[test]
    fn draws_are_those_of_the_reference() {
        let reference: serde_json::Value =
            serde_json::from_str(include_str!("../reference/opposed_p3_i4.json")).unwrap();
        let drawn = serde_json::to_value(Domain::opposed(3, &[10; 4], 3004, 1_000_000)).unwrap();
        for (place, party) in reference["parties"].as_array().unwrap().iter().enumerate() {
            assert_eq!(party["weights"], drawn["parties"][place]["weights"]);
            assert_eq!(party["values"], drawn["parties"][place]["values"]);
        }
    }
}
