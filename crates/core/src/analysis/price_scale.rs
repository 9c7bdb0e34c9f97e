//! Prices of several parties on one scale of whole numbers, for bounds.
//!
//! A price is a number of points of weight times worth, over the party's own total. Where the
//! totals have a small common multiple the scale is exact; else what is put on it is rounded
//! down, so that sums of scaled prices never exceed the true ones.

use super::network::Network;
use crate::scenario::{PartyId, Points, Ratio};
use crate::search::Factor;

/// A common scale for the prices of all parties.
#[derive(Clone, Debug)]
pub(crate) struct PriceScale {
    /// Steps in one hundredth of a party's total.
    steps: i128,
    /// By party: its total, in points.
    totals: Vec<Points>,
}

/// Scaled prices stay below two to the power of this.
const BITS: u32 = 36;

impl PriceScale {
    /// A scale on which the sum of each party's tables stays within bounds.
    pub(crate) fn new<'a>(
        network: &Network<'_>,
        tables: impl Iterator<Item = (PartyId, &'a [Factor<Points>])>,
    ) -> Self {
        let scenario = network.scenario;
        let total = |party| scenario.weights[party].total() * scenario.worth_unit(party);
        let totals: Vec<Points> = scenario.frame.parties.ids().map(total).collect();
        let mut greatest: i128 = 100;
        for (party, list) in tables {
            let most = |table: &Factor<Points>| {
                table.entries().iter().map(|points| points.abs()).max().unwrap_or(0)
            };
            let sum: Points = list.iter().map(most).sum();
            let total = totals.get(party.index()).copied().unwrap_or(0);
            greatest = greatest.max(sum.checked_div(total).unwrap_or(0) + 1);
        }
        let bits = BITS.saturating_sub(128 - greatest.leading_zeros());
        let most = 1_i128 << bits;
        let common = totals.iter().filter(|total| **total > 0).try_fold(1_i128, |common, total| {
            let next = num_integer_lcm(common, *total)?;
            (next <= most).then_some(next)
        });
        Self { steps: common.unwrap_or(most), totals }
    }

    /// Points of a party, rounded down.
    pub(crate) fn down(&self, party: PartyId, points: Points) -> i128 {
        let total = self.totals.get(party.index()).copied().unwrap_or(0);
        if total == 0 {
            return 0;
        }
        points.checked_mul(self.steps).map_or_else(
            || points.div_euclid(total).saturating_mul(self.steps),
            |steps| steps.div_euclid(total),
        )
    }

    /// Points of a party, rounded up.
    pub(crate) fn up(&self, party: PartyId, points: Points) -> i128 {
        -self.down(party, -points)
    }

    /// A table of a party's points, rounded down.
    pub(crate) fn table(&self, party: PartyId, table: &Factor<Points>) -> Factor<i128> {
        table.map(|points| self.down(party, *points))
    }

    /// Hundredths of a total, rounded up.
    pub(crate) fn hundredths(&self, share: Ratio) -> i128 {
        (share * Ratio::from_integer(self.steps)).ceil().to_integer()
    }

    /// Points of a party as hundredths of its total.
    pub(crate) fn exactly(&self, party: PartyId, points: Points) -> Ratio {
        let total = self.totals.get(party.index()).copied().unwrap_or(0);
        if total == 0 { Ratio::from_integer(0) } else { Ratio::new(points, total) }
    }
}

/// The least common multiple of two numbers above zero, if it fits.
fn num_integer_lcm(first: i128, second: i128) -> Option<i128> {
    let (mut a, mut b) = (first, second);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (first / a).checked_mul(second)
}
