//! Exact numbers: [`Ratio`] as written in a file, [`Range`]s of them, and whole points.

use num_rational::Ratio as Fraction;

/// An exact number.
pub type Ratio = Fraction<i128>;

/// What a coder leaves open: any number from `low` to `high`, `likely` being the best guess (the
/// middle where the file names none).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    /// The least.
    pub low: T,
    /// The best guess.
    pub likely: T,
    /// The greatest.
    pub high: T,
}

impl<T: Copy + PartialEq> Range<T> {
    /// One number, nothing open.
    pub fn exactly(value: T) -> Self {
        Self { low: value, likely: value, high: value }
    }

    /// Whether nothing is open.
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// The same range in another measure.
    pub fn map<U>(self, mut convert: impl FnMut(T) -> U) -> Range<U> {
        Range { low: convert(self.low), likely: convert(self.likely), high: convert(self.high) }
    }
}

/// A decimal of a ratio, rounded half to even, with trailing zeros cut: identical on every
/// machine.
pub fn decimal(value: Ratio, places: u32) -> String {
    let unit = 10_i128.pow(places);
    let scaled = value * Ratio::from_integer(unit);
    let floor = scaled.floor().to_integer();
    let rest = scaled - Ratio::from_integer(floor);
    let half = Ratio::new(1, 2);
    let whole = match rest.cmp(&half) {
        std::cmp::Ordering::Less => floor,
        std::cmp::Ordering::Greater => floor + 1,
        std::cmp::Ordering::Equal => floor + floor.rem_euclid(2),
    };
    let sign = if whole < 0 { "-" } else { "" };
    let (integer, fraction) = (whole.abs() / unit, whole.abs() % unit);
    let digits = format!("{fraction:0width$}", width = places as usize);
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() { format!("{sign}{integer}") } else { format!("{sign}{integer}.{digits}") }
}

#[cfg(test)]
mod tests {
    use super::{Ratio, decimal};

    #[test]
    fn decimals_round_half_to_even() {
        for (numerator, denominator, places, text) in [
            (1, 8, 2, "0.12"),
            (3, 8, 2, "0.38"),
            (-1, 8, 2, "-0.12"),
            (2, 3, 1, "0.7"),
            (100, 1, 1, "100"),
            (5, 2, 0, "2"),
            (7, 2, 0, "4"),
            (-1, 1000, 1, "0"),
        ] {
            assert_eq!(decimal(Ratio::new(numerator, denominator), places), text);
        }
    }
}
