//! [`Party`]: whoever has positions.

use super::{Formula, Grounds, OptionId, Range, Ratio};

/// Whoever has positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its name in the file.
    pub name: String,
    /// Its name in sentences.
    pub title: String,
    /// Who this is.
    pub note: Option<String>,
    /// Whether its yes is needed.
    pub consent: Consent,
}

/// Whether a party's yes is needed. Whatever this says, a party that an option of a package
/// obliges must consent to that package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// A principal.
    Always,
    /// A mediator or an observer.
    Never,
    /// A ratification gate or a guarantor: its yes is needed where the formula holds.
    When(Formula),
}

impl Party {
    /// Whether the party is a principal, whose yes every package needs.
    pub fn is_principal(&self) -> bool {
        self.consent == Consent::Always
    }
}

/// The worth of no deal to a party: what it expects if talks fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// How much.
    pub height: FloorHeight,
    /// How far ahead the forecast looks.
    pub horizon: Option<String>,
    /// What it rests on.
    pub grounds: Grounds,
}

/// How high a floor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FloorHeight {
    /// A worth, 0 to 100.
    Worth(Range<Ratio>),
    /// At least as good as these options, one an issue; the package may break rules.
    AsGoodAs(Vec<OptionId>),
}
