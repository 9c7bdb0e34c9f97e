//! The share of all weightings that a sum passes, exactly.
//!
//! The weightings of `n` things are the points of the standard simplex: `n` weights that are not
//! negative and sum to one, all equally likely. The share of them whose weighted sum of some
//! values is not below zero is the volume of a simplex cut by a half-space. Varsi (1973) found a
//! recursion of at most `n²/4` steps for it; see also Ali (1973) and Gerber (1981).

use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;
use num_traits::{One as _, Zero as _};

/// A share of a whole, from zero to one: an exact number, too fine for machine words where there
/// are many things.
pub type Share = Ratio<BigInt>;

/// The share of all weightings for which the weighted sum of `values` is not below zero.
///
/// Values of zero do not matter: what the others weigh among themselves is again every weighting,
/// all equally likely. If all values are zero, or there are none, the share is one.
pub fn share_not_below_zero(values: &[i128]) -> Share {
    let unit = values.iter().fold(0, |unit, value| divisor(unit, value.unsigned_abs()));
    let parts = |sign: i128| -> Vec<u128> {
        let part = values.iter().filter(|value| value.signum() == sign);
        part.map(|value| value.unsigned_abs() / unit).collect()
    };
    let (above, below) = (parts(1), parts(-1));
    if below.is_empty() {
        return Share::one();
    }
    if above.is_empty() {
        return Share::zero();
    }
    recursion(&above, &below)
}

/// Varsi's recursion over the sizes of the values above zero and of those below.
///
/// After the first `h` values above and the first `k` below, the share is a whole number over the
/// product of the sums of every two of them, one of each kind: so nothing is ever cancelled but
/// the last.
fn recursion(above: &[u128], below: &[u128]) -> Share {
    let mut shares = vec![BigUint::zero(); below.len()];
    // By value below: the product of its sums with the values above so far.
    let mut columns = vec![BigUint::one(); below.len()];
    let mut whole = BigUint::one();
    for up in above {
        let mut row = BigUint::one();
        // Nothing below yet: the share is one, over one.
        let mut before = BigUint::one();
        for ((down, share), column) in below.iter().zip(&mut shares).zip(&mut columns) {
            *share = &*share * &row * *down + &before * &*column * *up;
            let both = BigUint::from(*up) + *down;
            row *= &both;
            *column *= &both;
            before.clone_from(share);
        }
        whole *= row;
    }
    let share = shares.pop().unwrap_or_default();
    Share::new(share.into(), whole.into())
}

/// The greatest common divisor.
fn divisor(one: u128, other: u128) -> u128 {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::{Share, share_not_below_zero};

    fn ratio(numerator: i64, denominator: i64) -> Share {
        Share::new(BigInt::from(numerator), BigInt::from(denominator))
    }

    #[test]
    fn shares_of_small_simplices() {
        // Two things: the cut divides the segment.
        assert_eq!(share_not_below_zero(&[2, -3]), ratio(2, 5));
        assert_eq!(share_not_below_zero(&[-3, 2]), ratio(2, 5));
        // Three: one corner of a triangle cut off at both its sides.
        assert_eq!(share_not_below_zero(&[-1, 2, 1]), ratio(5, 6));
        assert_eq!(share_not_below_zero(&[1, -2, -1]), ratio(1, 6));
        // Zeros and a common factor change nothing.
        assert_eq!(share_not_below_zero(&[0, 20, 0, -30, 0]), ratio(2, 5));
        assert_eq!(share_not_below_zero(&[0, 0]), ratio(1, 1));
        assert_eq!(share_not_below_zero(&[]), ratio(1, 1));
        assert_eq!(share_not_below_zero(&[0, -1]), ratio(0, 1));
        assert_eq!(share_not_below_zero(&[0, 1]), ratio(1, 1));
    }

    #[test]
    fn many_values_outgrow_machine_words() {
        let values: Vec<i128> = (1..=100).map(|it| if it % 2 == 0 { it } else { -it }).collect();
        let mirrored: Vec<i128> = values.iter().map(|value| -value).collect();
        let both = share_not_below_zero(&values) + share_not_below_zero(&mirrored);
        assert_eq!(both, ratio(1, 1));
    }
}
