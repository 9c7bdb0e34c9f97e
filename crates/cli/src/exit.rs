//! How a run ends.

use std::process::{ExitCode, Termination};

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: the question was answered.
    Answered,
    /// 1: `check` found faults, or, with `--exit-code`, the answer is bad news.
    BadNews,
    /// 2: the question could not be answered.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Answered => Self::SUCCESS,
            Exit::BadNews => Self::from(1),
            Exit::Failed => Self::from(2),
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        self.into()
    }
}
