//! [`Trust`] and [`Enforcement`]: how far promises are believed.

use super::{Formula, Grounds, PartyId, Range, Ratio};

/// How far a party believes that another keeps its promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Who believes.
    pub holder: PartyId,
    /// Whose promises.
    pub toward: PartyId,
    /// The belief, in percent.
    pub belief: Range<Ratio>,
    /// What it rests on.
    pub grounds: Grounds,
}

/// What raises the belief in a party's promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enforcement {
    /// The packages in which it works.
    pub when: Formula,
    /// Whose promises it makes more credible.
    pub of: PartyId,
    /// The belief it brings, in percent.
    pub belief: Range<Ratio>,
    /// What it rests on.
    pub grounds: Grounds,
}
