//! The generators themselves.

use impasse_tests::generate::{Size, scenario};
use impasse_tests::parse;

#[test]
fn every_generated_text_reads_without_faults() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        for seed in 0..300 {
            parse(&scenario(seed, &size).text());
        }
    }
}
