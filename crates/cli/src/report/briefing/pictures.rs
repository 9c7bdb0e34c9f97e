//! The pictures of the document, from the same data as its tables. One picture a file.

mod attainable;
mod changes;
mod conflicts;
mod stances;
mod worths;

use crate::report::parts::{Number, Span};

/// A number's place in a drawing.
fn place(number: &Number) -> f64 {
    number.decimal.parse().unwrap_or_default()
}

fn ends(span: &Span) -> (f64, f64) {
    (place(&span.low), place(&span.high))
}
