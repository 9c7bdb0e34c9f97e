//! [`OptionSet`]: some of the options of one issue.

use std::fmt;

use super::OptionId;

/// A set of options of one issue; bit 63 is free for *not applicable* of the largest issue.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionSet(u64);

impl OptionSet {
    /// No option.
    pub const EMPTY: Self = Self(0);

    /// The first `count` options.
    pub fn first(count: usize) -> Self {
        if count >= 64 { Self(u64::MAX) } else { Self((1 << count) - 1) }
    }

    /// One option.
    pub fn only(option: OptionId) -> Self {
        Self(1_u64.checked_shl(u32::try_from(option.index()).unwrap_or(64)).unwrap_or(0))
    }

    /// Whether the option is in the set.
    pub fn contains(self, option: OptionId) -> bool {
        self.0 & Self::only(option).0 != 0
    }

    /// The set with one more option.
    #[must_use]
    pub fn with(self, option: OptionId) -> Self {
        Self(self.0 | Self::only(option).0)
    }

    /// The options in both sets.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The options in either set.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The options that are not in `other`.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every option is in `other`.
    pub fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// How many options there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The option, if there is exactly one.
    pub fn single(self) -> Option<OptionId> {
        (self.len() == 1).then(|| OptionId::new(self.0.trailing_zeros() as usize))
    }

    /// The options in their order.
    pub fn iter(self) -> impl Iterator<Item = OptionId> {
        (0..64).filter(move |bit| self.0 & (1 << bit) != 0).map(OptionId::new)
    }
}

impl FromIterator<OptionId> for OptionSet {
    fn from_iter<T: IntoIterator<Item = OptionId>>(options: T) -> Self {
        options.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Debug for OptionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(OptionId::index)).finish()
    }
}
