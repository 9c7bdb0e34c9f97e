//! [`Grounds`]: what a statement rests on.

use super::SourceId;

/// The kind of support a statement has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Somebody said so, and the sources show it.
    Stated,
    /// Sources contradict each other, or the private line differs from the public one.
    Contested(Option<String>),
    /// The coder's inference, and why.
    Inferred(String),
    /// The coder's estimate, and why.
    Judgement(String),
    /// Nobody is cited.
    Unsourced,
}

/// How firmly the sources carry a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Secondary or uncertain.
    Low,
    /// One reputable source.
    Medium,
    /// Several independent sources, or the text itself.
    High,
}

/// What a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// The statement in a sentence.
    pub says: Option<String>,
    /// Where it was said.
    pub sources: Vec<SourceId>,
    /// The kind of support.
    pub basis: Basis,
    /// How firmly.
    pub confidence: Confidence,
    /// Known only from sources later than the day spoken of.
    pub hindsight: bool,
}

impl Grounds {
    /// Whether the statement may turn out not to hold: contested, inferred or judged by the
    /// coder, or of low confidence.
    pub fn disputed(&self) -> bool {
        self.confidence == Confidence::Low
            || matches!(self.basis, Basis::Contested(_) | Basis::Inferred(_) | Basis::Judgement(_))
    }
}
