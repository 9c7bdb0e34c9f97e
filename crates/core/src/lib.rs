//! Negotiation positions, compared exactly.
#![warn(clippy::float_arithmetic, reason = "answers are exact")]

pub mod analysis;
pub mod read;
pub mod scenario;
pub mod search;
