//! Ids: positions in the tables of a [`Scenario`](super::Scenario), in file order.

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id that stands at `index`, counted from zero in file order.
            pub(crate) fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The place in file order, counted from zero.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self::new(index)
            }
        }

        impl super::table::Id for $name {
            fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )+};
}

ids! {
    /// A party.
    PartyId,
    /// An issue.
    IssueId,
    /// A source.
    SourceId,
    /// A rule of the world.
    RuleId,
    /// A demand: a red line, a link or a floor.
    DemandId,
    /// A proposal.
    ProposalId,
}

/// An option of an issue: its place in the issue's list, counted from zero. The place after the
/// last option stands for *not applicable* where the issue is conditional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionId(u8);

impl OptionId {
    /// The option at a place in the list.
    pub fn new(index: usize) -> Self {
        Self(u8::try_from(index).unwrap_or(u8::MAX))
    }

    /// The place in the list.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}
