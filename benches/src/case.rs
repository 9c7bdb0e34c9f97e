//! The cases: each a name, and a measurement that fits a process of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::usage::{Cost, peak};

mod conflicts;
mod frontier;
mod growth;
mod sampling;
mod scenario;

pub use conflicts::COUNTS as CONFLICT_COUNTS;

/// Something to measure.
pub struct Case {
    /// Its name, as `group/what`.
    pub name: String,
    /// Runs it.
    pub run: Run,
}

/// A case's measurement, unless a command that it started was stopped at the limit.
pub type Run = Box<dyn Fn(&Tools) -> Option<Measurement>>;

/// What cases need from outside.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The command `impasse`.
    pub impasse: PathBuf,
}

/// What a case came to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measurement {
    /// Processor seconds of one run, the median.
    pub seconds: f64,
    /// How many runs.
    pub runs: usize,
    /// The greatest memory that the process held, in KiB.
    pub peak: u64,
    /// What the answer was, in numbers that other tools can be held against.
    pub answer: BTreeMap<String, serde_json::Value>,
}

impl Measurement {
    fn new(cost: Cost) -> Self {
        let Cost { seconds, runs } = cost;
        Self { seconds, runs, peak: peak(), answer: BTreeMap::new() }
    }

    fn with(mut self, what: &str, value: impl Into<serde_json::Value>) -> Self {
        self.answer.insert(what.to_owned(), value.into());
        self
    }
}

/// All cases, in the order in which they are shown.
pub fn all() -> Vec<Case> {
    let mut cases = scenario::cases();
    cases.extend(conflicts::cases());
    cases.extend(frontier::cases());
    cases.extend(growth::cases());
    cases.extend(sampling::cases());
    cases
}

fn case(name: impl Into<String>, run: impl Fn(&Tools) -> Option<Measurement> + 'static) -> Case {
    Case { name: name.into(), run: Box::new(run) }
}

/// A scenario file of the repository.
fn scenario_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(name)
}
