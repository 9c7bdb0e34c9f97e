//! Shares of weightings, by divided differences and by counting a lattice; and how often things
//! happen, by drawing in floating-point numbers.

use num_bigint::BigInt;
use num_rational::Ratio;

type Exact = Ratio<BigInt>;

/// The share of the standard simplex on which the weighted sum of some values is not below zero.
///
/// By the theorem of Hermite and Genocchi that is the divided difference, over the values, of the
/// function that is x^(n−1) above zero and zero elsewhere; where values coincide its derivatives
/// take the place of quotients.
pub fn volume(values: &[i128]) -> Exact {
    let zero = || Exact::from_integer(0.into());
    if values.iter().all(|value| *value == 0) {
        return Exact::from_integer(1.into());
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let power = sorted.len() - 1;
    // The k-th derivative over k!, at a value.
    let derivative = |value: i128, order: usize| {
        if value <= 0 {
            return zero();
        }
        let choose = (0..order).fold(BigInt::from(1), |product, step| {
            product * BigInt::from(power - step) / BigInt::from(step + 1)
        });
        let rest = u32::try_from(power - order).unwrap();
        Exact::from_integer(choose * BigInt::from(value).pow(rest))
    };
    let mut row: Vec<Exact> = sorted.iter().map(|value| derivative(*value, 0)).collect();
    for order in 1..sorted.len() {
        row = (0..row.len() - 1)
            .map(|start| {
                let (low, high) = (sorted[start], sorted[start + order]);
                if low == high {
                    derivative(low, order)
                } else {
                    (&row[start + 1] - &row[start]) / Exact::from_integer((high - low).into())
                }
            })
            .collect();
    }
    row.pop().unwrap()
}

/// The part of the lattice points of the simplex, weights being so many parts, on which the sum is
/// above zero, and on which it is not below zero: the share lies near these two.
pub fn lattice(values: &[i128], parts: i128) -> (f64, f64) {
    fn visit(values: &[i128], left: i128, sum: i128, counts: &mut (u64, u64, u64)) {
        match values {
            [] => {}
            [last] => {
                let sum = sum + last * left;
                counts.0 += u64::from(sum > 0);
                counts.1 += u64::from(sum >= 0);
                counts.2 += 1;
            }
            [first, rest @ ..] => {
                for weight in 0..=left {
                    visit(rest, left - weight, sum + first * weight, counts);
                }
            }
        }
    }
    let mut counts = (0, 0, 0);
    visit(values, parts, 0, &mut counts);
    #[expect(clippy::cast_precision_loss, reason = "counts of a small lattice")]
    let part = |count: u64| count as f64 / counts.2 as f64;
    (part(counts.0), part(counts.1))
}
