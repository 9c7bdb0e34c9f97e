//! How large a scenario may be. Messages quote these numbers.

/// Options of one issue.
pub const OPTIONS: usize = 63;
/// Issues of a scenario.
pub const ISSUES: usize = 200;
/// Parties of a scenario.
pub const PARTIES: usize = 64;
/// Combinations of options that one formula may range over.
pub const COMBINATIONS: usize = 1 << 16;
/// Digits of a number, before the point and after it.
pub const DIGITS: usize = 9;
/// Points that the weights and worths of one party may come to.
pub const POINTS: i128 = 1 << 60;
/// Readings of one proposal.
pub const READINGS: usize = 4096;
