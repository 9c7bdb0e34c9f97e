//! Reports: answers with names, ready to be serialised or laid out. One file a command.
//!
//! A report is the contract with programs: its JSON has `"schema": 1`; a new field is a minor
//! change, anything else a major one.

pub mod arithmetic;
mod big;
pub mod briefing;
pub mod check;
pub mod deadlock;
mod deadlock_document;
pub mod diff;
pub mod files;
pub mod findings;
pub mod hidden;
pub mod overlap;
pub mod parts;
pub mod schema;
pub mod score;
mod score_document;
pub mod settle;
mod settle_arithmetic;
pub mod settle_build;
mod settle_document;
mod settle_packages;
mod settle_solutions;
mod settle_standings;
pub mod trade;
pub mod voice;

/// The version of the JSON reports.
pub const SCHEMA: u32 = 1;
