//! How unevenly is something shared out?

use num_traits::Zero as _;

use crate::scenario::Ratio;

/// The concentration of some parts, none of them negative: 0 where all are equal, 1 where one has
/// everything. None for fewer than two parts, or if nobody has anything.
///
/// The normalised index of Herfindahl and Hirschman: with p the parts of the sum and n their number,
/// (sum of p squared less 1/n) / (1 less 1/n).
pub fn concentration(parts: &[Ratio]) -> Option<Ratio> {
    let sum: Ratio = parts.iter().sum();
    if parts.len() < 2 || sum.is_zero() {
        return None;
    }
    let squares: Ratio = parts.iter().map(|part| (part / sum) * (part / sum)).sum();
    let even = Ratio::new(1, i128::try_from(parts.len()).ok()?);
    Some((squares - even) / (Ratio::from_integer(1) - even))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[i128]) -> Option<Ratio> {
        concentration(&parts.iter().map(|part| Ratio::from_integer(*part)).collect::<Vec<_>>())
    }

    #[test]
    fn it_runs_from_equal_parts_to_one_that_has_everything() {
        assert_eq!(of(&[3, 3, 3, 3]), Some(Ratio::zero()));
        assert_eq!(of(&[0, 7, 0]), Some(Ratio::from_integer(1)));
        assert_eq!(of(&[1, 3]), Some(Ratio::new(1, 4)));
        assert_eq!(of(&[10, 30]), of(&[30, 10]));
    }

    #[test]
    fn where_nobody_has_anything_there_is_none() {
        assert_eq!(of(&[0, 0]), None);
        assert_eq!(of(&[5]), None);
    }
}
