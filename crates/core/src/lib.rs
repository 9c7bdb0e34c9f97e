//! Negotiation positions, compared exactly: text becomes a [`scenario`], a scenario an answer.
//!
//! The core is a function of its input: no files, no clock, no randomness, no floating point. Data
//! flows one way, and each module knows those before it only:
//!
//! 1. [`scenario`]: the validated model;
//! 2. [`read`]: the only way to make one, from text, with every fault at its place;
//! 3. [`search`]: machinery that knows nothing of negotiation;
//! 4. [`analysis`]: one question a file, answered with evidence.
//!
//! ```
//! use impasse_core::analysis::{conflict::conflicts, network::Network};
//! use impasse_core::read::{Source, read};
//! use impasse_core::scenario::Supposition;
//! use impasse_core::search::Budget;
//!
//! let text = r#"(
//!     format: 1, title: "The bridge", from: "2030-04-01", as_of: "2030-05-01",
//!     parties: {"north": (name: "North", consent: Always), "south": (name: "South", consent: Always)},
//!     issues: {"bridge": (title: "Who keeps the bridge", options: {"north": "North", "south": "South"})},
//!     positions: {
//!         "north": {"bridge": (weight: High, stances: [(on: ["north"], is: Ideal), (id: "ours", on: ["south"], is: Never)])},
//!         "south": {"bridge": (weight: High, stances: [(on: ["south"], is: Ideal), (id: "no-north", on: ["north"], is: Never)])},
//!     },
//! )"#;
//! let reading = read(Source::new("bridge.ron", text), |_| Err("nothing is included".to_owned()));
//! let history = reading.result.expect("no faults").history;
//! let scenario = history.at(history.as_of(), &Supposition::default()).expect("a day it knows");
//! let network = Network::new(&scenario);
//! let found = conflicts(&network, &[], &mut Budget::new(Budget::DEFAULT));
//! let names: Vec<&str> =
//!     found.list[0].demands().map(|id| scenario.demands[id].name.as_str()).collect();
//! assert_eq!(names, ["ours", "no-north"]);
//! ```
#![warn(clippy::float_arithmetic, reason = "answers are exact")]

pub mod analysis;
pub mod read;
pub mod scenario;
pub mod search;
