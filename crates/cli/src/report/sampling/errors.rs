//! How far sampled shares may be off, in words.

use impasse_core::scenario::{Ratio, decimal};
use impasse_core::search::acceptability::root;

use super::{Estimate, PartySamples};

/// The greatest standard error, rounded up, for it is said to be the most.
pub(super) fn greatest<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> String {
    let errors = estimates.filter_map(|it| it.error.as_ref());
    let parsed = errors.filter_map(|it| it.exact.parse::<Ratio>().ok());
    let hundred = Ratio::from_integer(100);
    decimal((parsed.max().unwrap_or_default() * hundred).ceil() / hundred, 2)
}

/// The greatest standard error that a share of so many samples can have, rounded up: that of one
/// half.
pub(super) fn greatest_possible(samples: u64) -> String {
    let error = root(&1_u8.into(), &(num_bigint::BigUint::from(samples.max(1)) * 4_u8));
    let (thousand, ten) = (Ratio::from_integer(1000), Ratio::from_integer(10));
    decimal((error * thousand).ceil() / ten, 1)
}

/// How far shares may be off.
pub(super) fn error_words<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> String {
    match greatest(estimates).as_str() {
        "0" => "no draw made a difference here".to_owned(),
        error => format!("standard errors at most {error} percentage points"),
    }
}

/// How far the numbers of a table may be off; confidences, if it has them, by themselves, for fewer
/// samples are drawn of them.
pub(super) fn table_errors(parties: &[&PartySamples], confidence: bool) -> String {
    let errors = error_words(parties.iter().flat_map(|it| it.estimates()));
    let shown = parties.iter().filter(|_| confidence);
    let proposals = shown.flat_map(|it| it.cautious.proposals.iter().chain(&it.hopeful.proposals));
    match greatest(proposals.filter_map(|it| it.confidence.as_ref())).as_str() {
        "0" => errors,
        error => format!("{errors}, in the last column {error}"),
    }
}
