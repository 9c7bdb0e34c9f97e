//! Numbers too big to read, as people write them.

use impasse_core::scenario::{Ratio, decimal};
use num_bigint::{BigInt, BigUint};

use super::parts::Number;

/// Up to so many digits are written out.
const WRITTEN_OUT: usize = 15;

/// A whole number for people: its digits in groups, or `5.6 × 10^18` where there are too many.
pub(super) fn grouped(digits: &str) -> String {
    if digits.len() > WRITTEN_OUT {
        return scientific(digits);
    }
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Two digits, rounded half up, and the power of ten.
fn scientific(digits: &str) -> String {
    let leading = |from: usize, to: usize| -> u32 {
        digits.get(from..to).and_then(|it| it.parse().ok()).unwrap_or(0)
    };
    let power = digits.len() - 1;
    match leading(0, 2) + u32::from(leading(2, 3) >= 5) {
        100 => format!("1.0 × 10^{}", power + 1),
        two => format!("{}.{} × 10^{power}", two / 10, two % 10),
    }
}

/// A count with its noun: `1 package`, `1,234 packages`, `no packages`.
pub(super) fn many(digits: &str, noun: &str) -> String {
    match digits {
        "0" => format!("no {noun}s"),
        "1" => format!("1 {noun}"),
        _ => format!("{} {noun}s", grouped(digits)),
    }
}

/// A number of parties.
pub(super) fn parties(number: usize) -> String {
    if number == 1 { "1 party".to_owned() } else { format!("{number} parties") }
}

/// The product of some numbers above zero, which may have more digits than a ratio holds; the
/// decimal has four digits after the point.
pub(super) fn product(factors: &[Ratio]) -> Option<Number> {
    let (mut above, mut below) = (BigUint::from(1_u32), BigUint::from(1_u32));
    for factor in factors {
        above *= u128::try_from(*factor.numer()).ok()?;
        below *= u128::try_from(*factor.denom()).ok()?;
    }
    let (mut divisor, mut rest) = (above.clone(), below.clone());
    while rest != BigUint::ZERO {
        (divisor, rest) = (rest.clone(), divisor % rest);
    }
    if divisor == BigUint::ZERO {
        return None;
    }
    let (above, below) = (above / &divisor, below / &divisor);
    let scaled: BigUint = (&above * 20_000_u32 + &below) / (&below * 2_u32);
    let digits = format!("{scaled:0>5}", scaled = scaled.to_string());
    let (whole, fraction) = digits.split_at(digits.len() - 4);
    let fraction = fraction.trim_end_matches('0');
    let decimal =
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    let exact =
        if below == BigUint::from(1_u32) { above.to_string() } else { format!("{above}/{below}") };
    Some(Number { exact, decimal })
}

/// A fraction in hundredths; the decimal has one digit after the point, rounded half up.
pub(super) fn hundredths(fraction: &num_rational::Ratio<BigInt>) -> Number {
    let hundredths = fraction * BigInt::from(100);
    let tenths = (&hundredths * BigInt::from(10)).round().to_integer();
    let decimal = decimal(Ratio::new(i128::try_from(&tenths).unwrap_or(0), 10), 1);
    Number { exact: hundredths.to_string(), decimal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_in_groups_until_there_are_too_many() {
        for (digits, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("123456789012345", "123,456,789,012,345"),
            ("1234567890123456", "1.2 × 10^15"),
            ("1250000000000000", "1.3 × 10^15"),
            ("9950000000000000", "1.0 × 10^16"),
        ] {
            assert_eq!(grouped(digits), text);
        }
    }

    #[test]
    fn products_are_exact_past_what_a_ratio_holds() {
        let third = Ratio::new(1, 3);
        let number = product(&[third, Ratio::new(3, 4)]).unwrap();
        assert_eq!((number.exact.as_str(), number.decimal.as_str()), ("1/4", "0.25"));
        let tiny = Ratio::new(1, 1_000_000_007);
        let number = product(&[tiny; 6]).unwrap();
        assert_eq!(number.decimal, "0");
        assert!(number.exact.len() > 50);
        let number = product(&[Ratio::new(5, 2), Ratio::new(2, 5)]).unwrap();
        assert_eq!((number.exact.as_str(), number.decimal.as_str()), ("1", "1"));
        assert_eq!(product(&[Ratio::new(-1, 2)]), None);
    }
}
