//! [`Budget`]: counted work, never timed, so that a bound gives the same answer everywhere.

use std::fmt;

/// How much work a search may do. One unit is one combination looked at.
#[derive(Clone, Debug)]
pub struct Budget {
    left: u64,
    whole: u64,
}

/// The work was not finished within its budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted {
    /// The budget that was spent.
    pub budget: u64,
}

impl Budget {
    /// The budget of one search, unless told otherwise: some seconds of work.
    pub const DEFAULT: u64 = 100_000_000;

    /// So many units of work.
    pub fn new(units: u64) -> Self {
        Self { left: units, whole: units }
    }

    /// Spends some units.
    pub fn spend(&mut self, units: u64) -> Result<(), Exhausted> {
        match self.left.checked_sub(units) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Exhausted { budget: self.whole }),
        }
    }

    /// The units left.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// The units spent so far.
    pub fn spent(&self) -> u64 {
        self.whole - self.left
    }
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = if self.budget == 1 { "step" } else { "steps" };
        write!(f, "not finished within {} {steps}", self.budget)
    }
}
