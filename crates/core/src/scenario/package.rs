//! [`Package`]: one option for every issue, a complete settlement.

use super::{IssueId, OptionId};

/// One option for every issue, *not applicable* included where an issue does not arise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package(Vec<OptionId>);

impl Package {
    /// A package of these choices, one an issue, in file order.
    pub fn new(choices: Vec<OptionId>) -> Self {
        Self(choices)
    }

    /// The option chosen for an issue.
    #[expect(clippy::indexing_slicing, reason = "a package has a choice for every issue")]
    pub fn option(&self, issue: IssueId) -> OptionId {
        self.0[issue.index()]
    }

    /// The choices, in the order of the issues.
    pub fn choices(&self) -> impl Iterator<Item = (IssueId, OptionId)> {
        self.0.iter().enumerate().map(|(index, option)| (IssueId::new(index), *option))
    }
}
