//! Exact numbers and ranges, read from their own text: never through floating point.

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use std::fmt;

use super::spanned::{nested, raw};
use crate::scenario::limits::DIGITS;
use crate::scenario::{Range, Ratio};

/// A number: whole, decimal, or a ratio in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) Ratio);

/// A number, `(low, high)` or `(low, likely, high)`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numbers(pub(crate) Vec<Ratio>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        parse(text.trim_matches('"')).map(Self).ok_or_else(|| {
            D::Error::custom(format_args!(
                "`{text}` is not a number: write a whole number, a decimal or a ratio such as \
                 \"5/9\", not below zero, with at most {DIGITS} digits on either side"
            ))
        })
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        if text.starts_with('(') {
            nested::<Arguments, D::Error>(text).map(|arguments| Self(arguments.0))
        } else {
            nested::<Number, D::Error>(text).map(|number| Self(vec![number.0]))
        }
    }
}

/// The numbers between parentheses.
pub(crate) struct Arguments(pub(crate) Vec<Ratio>);

impl<'de> Deserialize<'de> for Arguments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Arguments;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one to three numbers in `(…)`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut numbers = Vec::new();
                while let Some(Numbers(inner)) = seq.next_element()? {
                    numbers.extend(inner);
                }
                Ok(Arguments(numbers))
            }
        }

        deserializer.deserialize_tuple(3, Each)
    }
}

impl Numbers {
    /// The range the numbers stand for: none if they are not one to three, or do not rise.
    pub(crate) fn range(&self) -> Option<Range<Ratio>> {
        let (low, likely, high) = match self.0[..] {
            [value] => (value, value, value),
            [low, high] => (low, (low + high) / Ratio::from_integer(2), high),
            [low, likely, high] => (low, likely, high),
            _ => return None,
        };
        (low <= likely && likely <= high).then_some(Range { low, likely, high })
    }
}

/// Reads `35`, `0.35` or `5/9`.
pub fn parse(text: &str) -> Option<Ratio> {
    if let Some((numerator, denominator)) = text.split_once('/') {
        let denominator = whole(denominator)?;
        return (denominator > 0).then(|| Some(Ratio::new(whole(numerator)?, denominator)))?;
    }
    let Some((integer, fraction)) = text.split_once('.') else {
        return whole(text).map(Ratio::from_integer);
    };
    let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some(Ratio::new(whole(integer)?.checked_mul(scale)?.checked_add(whole(fraction)?)?, scale))
}

fn whole(text: &str) -> Option<i128> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && text.len() <= DIGITS { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        for (text, numerator, denominator) in
            [("40", 40, 1), ("12.5", 25, 2), ("5/9", 5, 9), ("0.10", 1, 10)]
        {
            assert_eq!(parse(text), Some(Ratio::new(numerator, denominator)));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "-3", "1e3", "1/0", "1.2.3", "five", "12345678901", "1/", ".5", "+1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
