//! How unevenly is something shared out?

use num_bigint::BigInt;
use num_traits::Zero as _;

use crate::scenario::Ratio;

/// A ratio of whole numbers of any size: squares of many parts have denominators past machine words.
pub type Fraction = num_rational::Ratio<BigInt>;

/// The concentration of some parts, none of them negative: 0 where all are equal, 1 where one has
/// everything. None for fewer than two parts, or if nobody has anything.
///
/// The normalised index of Herfindahl and Hirschman: with p the parts of the sum and n their number,
/// (sum of p squared less 1/n) / (1 less 1/n).
pub fn concentration(parts: &[Ratio]) -> Option<Fraction> {
    let big = |part: &Ratio| Fraction::new((*part.numer()).into(), (*part.denom()).into());
    let parts: Vec<Fraction> = parts.iter().map(big).collect();
    let sum: Fraction = parts.iter().sum();
    if parts.len() < 2 || sum.is_zero() {
        return None;
    }
    let squares: Fraction = parts.iter().map(|part| part * part).sum();
    let even = Fraction::new(1.into(), parts.len().into());
    let whole = Fraction::from_integer(1.into());
    Some((squares / (&sum * &sum) - &even) / (whole - even))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[i128]) -> Option<Fraction> {
        concentration(&parts.iter().map(|part| Ratio::from_integer(*part)).collect::<Vec<_>>())
    }

    #[test]
    fn it_runs_from_equal_parts_to_one_that_has_everything() {
        assert_eq!(of(&[3, 3, 3, 3]), Some(Fraction::zero()));
        assert_eq!(of(&[0, 7, 0]), Some(Fraction::from_integer(1.into())));
        assert_eq!(of(&[1, 3]), Some(Fraction::new(1.into(), 4.into())));
        assert_eq!(of(&[10, 30]), of(&[30, 10]));
    }

    #[test]
    fn where_nobody_has_anything_there_is_none() {
        assert_eq!(of(&[0, 0]), None);
        assert_eq!(of(&[5]), None);
    }

    #[test]
    fn large_denominators_are_no_limit() {
        let parts: Vec<Ratio> = [1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099]
            .into_iter()
            .map(|prime| Ratio::new(prime - 7, prime))
            .collect();
        assert!(concentration(&parts).is_some());
    }
}
