//! Reports: answers with names, ready to be serialised or laid out. One file a command.
//!
//! A report is the contract with programs: its JSON has `"schema": 1`; a new field is a minor
//! change, anything else a major one.

pub mod arithmetic;
mod big;
pub mod briefing;
pub mod check;
pub mod deadlock;
pub mod diff;
pub mod files;
pub mod findings;
pub mod hidden;
pub mod overlap;
pub mod parts;
pub mod ratify;
pub mod robust;
pub mod sampling;
pub mod schema;
pub mod score;
pub mod settle;
pub mod timeline;
pub mod trade;
pub mod trust;
pub mod voice;
pub mod wording;

/// The version of the JSON reports.
pub const SCHEMA: u32 = 1;
