//! [`Demand`]: anything a party may insist on.

use super::{Floor, Formula, Grounds, IssueId, OptionSet, PartyId};

/// The unit in which conflicts and concessions are counted: one statement of one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Its name.
    pub name: String,
    /// Who insists.
    pub party: PartyId,
    /// What is insisted on.
    pub kind: DemandKind,
    /// What it rests on.
    pub grounds: Grounds,
}

/// What a demand insists on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DemandKind {
    /// No package with any of these options of one issue, or only under a condition.
    RedLine {
        /// The issue.
        issue: IssueId,
        /// The options it excludes, under some condition at least.
        options: OptionSet,
        /// What holds in a package that keeps it.
        keeps: Formula,
        /// The belief, in percent, that its conditions ask of the promises they name.
        as_trusted: Option<super::Ratio>,
    },
    /// A condition on packages: "A only if B".
    Link {
        /// What holds in a package that keeps it.
        keeps: Formula,
        /// The belief, in percent, that it asks of the promises it rests on.
        as_trusted: Option<super::Ratio>,
    },
    /// No package worth less than no deal.
    Floor(Floor),
}

impl Demand {
    /// What holds in a package that keeps the demand; a floor has no such formula.
    pub fn keeps(&self) -> Option<&Formula> {
        match &self.kind {
            DemandKind::RedLine { keeps, .. } | DemandKind::Link { keeps, .. } => Some(keeps),
            DemandKind::Floor(_) => None,
        }
    }

    /// The floor, if it is one.
    pub fn floor(&self) -> Option<&Floor> {
        match &self.kind {
            DemandKind::Floor(floor) => Some(floor),
            DemandKind::RedLine { .. } | DemandKind::Link { .. } => None,
        }
    }

    /// The belief, in percent, that it asks of the promises it rests on, if it asks any.
    pub fn as_trusted(&self) -> Option<super::Ratio> {
        match &self.kind {
            DemandKind::RedLine { as_trusted, .. } | DemandKind::Link { as_trusted, .. } => {
                *as_trusted
            }
            DemandKind::Floor(_) => None,
        }
    }

    /// The issue of a red line.
    pub fn issue(&self) -> Option<IssueId> {
        match &self.kind {
            DemandKind::RedLine { issue, .. } => Some(*issue),
            DemandKind::Link { .. } | DemandKind::Floor(_) => None,
        }
    }
}
