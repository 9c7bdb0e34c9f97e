//! The form of a scenario file, as serde reads it: everything by name, nothing checked.
//!
//! Whatever a message may point at is [`Spanned`]; whatever may fail alone is [`Lenient`].

use serde::Deserialize;

use super::entries::Entries;
use super::number::{Number, Numbers};
use super::spanned::{Lenient, Spanned};
use super::stance_text::{Branches, Ground, OptionText};

/// A name, with its place.
pub(crate) type Name = Spanned<String>;
/// Rows that may fail one by one.
pub(crate) type Rows<T> = Vec<Lenient<T>>;
/// Options by issue.
pub(crate) type Settles = Entries<Vec<Name>>;

macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident : $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name { $($(#[$attribute])* pub(crate) $field: $type),+ }
    )+};
}

forms! {
    /// The main file, or an included one.
    File {
        format: Option<Spanned<u32>>,
        title: Option<String>,
        about: Option<String>,
        from: Option<Name>,
        as_of: Option<Name>,
        scale: Option<Spanned<ScaleText>>,
        weights: Option<WeightWords>,
        #[serde(default)] include: Vec<Name>,
        #[serde(default)] sources: Entries<Lenient<SourceText>>,
        #[serde(default)] parties: Entries<Lenient<PartyText>>,
        #[serde(default)] issues: Entries<Lenient<IssueText>>,
        #[serde(default)] rules: Rows<RuleText>,
        #[serde(default)] positions: Entries<Entries<Lenient<PositionText>>>,
        #[serde(default)] links: Rows<LinkText>,
        #[serde(default)] trust: Entries<Entries<Lenient<TrustText>>>,
        #[serde(default)] enforcement: Rows<EnforcementText>,
        #[serde(default)] moves: Rows<MoveText>,
        #[serde(default)] proposals: Entries<Lenient<ProposalText>>,
    }
    ScaleText {
        #[serde(rename = "Ideal")] ideal: Number,
        #[serde(rename = "Acceptable")] acceptable: Number,
        #[serde(rename = "Tolerable")] tolerable: Number,
        #[serde(rename = "Opposed")] opposed: Number,
        #[serde(rename = "Never")] never: Option<Number>,
    }
    WeightWords {
        #[serde(rename = "High")] high: Spanned<Numbers>,
        #[serde(rename = "Medium")] medium: Spanned<Numbers>,
        #[serde(rename = "Low")] low: Spanned<Numbers>,
    }
    SourceText {
        publisher: String,
        title: Option<String>,
        date: Name,
        kind: SourceKindText,
        url: Option<String>,
        locator: Option<String>,
        note: Option<String>,
    }
    PartyText {
        name: String,
        note: Option<String>,
        consent: ConsentText,
        floor: Option<Spanned<FloorText>>,
        weight_order: Option<Spanned<Vec<Vec<Name>>>>,
    }
    FloorText {
        worth: Option<Spanned<Numbers>>,
        as_good_as: Option<Spanned<Entries<Name>>>,
        horizon: Option<String>,
        says: Option<String>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    IssueText {
        title: String,
        theme: Option<String>,
        options: Option<Entries<OptionText>>,
        #[serde(default)] ordered: bool,
        values: Option<Vec<Spanned<Number>>>,
        range: Option<Spanned<StepsText>>,
        unit: Option<String>,
        beyond: Option<Name>,
        status_quo: Option<Name>,
        applies: Option<FormulaText>,
        parent: Option<Name>,
    }
    StepsText { from: Number, to: Number, step: Number }
    OptionForm {
        title: String,
        #[serde(default)] obliged: Vec<Name>,
        if_broken: Option<Spanned<Number>>,
        note: Option<String>,
    }
    RuleText { id: Name, says: String, rule: FormulaText }
    PositionText {
        weight: Option<Spanned<WeightText>>,
        because: Option<String>,
        says: Option<String>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
        shape: Option<Spanned<ShapeText>>,
        #[serde(default)] stances: Rows<RowText>,
    }
    RowText {
        id: Option<Name>,
        on: Spanned<Vec<Name>>,
        is: Spanned<Branches>,
        says: Option<String>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    LinkText {
        id: Name,
        party: Option<Name>,
        says: String,
        demand: FormulaText,
        as_trusted: Option<Spanned<Number>>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    TrustText {
        belief: Spanned<Numbers>,
        says: Option<String>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    EnforcementText {
        when: FormulaText,
        of: Name,
        belief: Spanned<Numbers>,
        says: Option<String>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    MoveText {
        date: Name,
        seq: Option<Spanned<u32>>,
        party: Name,
        says: String,
        #[serde(default)] stances: Entries<Rows<RowText>>,
        #[serde(default)] weights: Entries<Spanned<WeightText>>,
        floor: Option<Spanned<FloorText>>,
        #[serde(default)] adds: Rows<LinkText>,
        #[serde(default)] drops: Vec<Name>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    ProposalText {
        title: String,
        date: Name,
        public: Option<Name>,
        #[serde(default)] by: Vec<Name>,
        about: Option<String>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
        #[serde(default)] clauses: Rows<ClauseText>,
    }
    ClauseText {
        no: Name,
        says: String,
        firmness: Option<FirmnessText>,
        settles: Option<Settles>,
        when: Option<FormulaText>,
        readings: Option<Spanned<Rows<ReadingText>>>,
        #[serde(default)] leaves: Vec<Name>,
        #[serde(default)] if_unsettled: Entries<Name>,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
        note: Option<String>,
    }
    ReadingText {
        #[serde(default)] read_by: Vec<Name>,
        says: Option<String>,
        when: Option<FormulaText>,
        #[serde(default)] settles: Settles,
        #[serde(default)] sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) enum SourceKindText {
    Primary,
    Wire,
    Outlet,
    Secondary,
    Doubtful,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) enum ConfidenceText {
    High,
    Medium,
    Low,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FirmnessText {
    Binding,
    Conditional,
    Declared,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ShapeText {
    FallsOff,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) enum ConsentText {
    Always,
    Never,
    When(FormulaText),
}

/// A weight: a word or a range.
#[derive(Clone, Debug)]
pub(crate) enum WeightText {
    Word(WeightWord),
    Numbers(Numbers),
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) enum WeightWord {
    High,
    Medium,
    Low,
}

impl<'de> Deserialize<'de> for WeightText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::spanned::raw(deserializer)?;
        if text.starts_with(|first: char| first.is_ascii_alphabetic()) {
            super::spanned::nested(text).map(Self::Word)
        } else {
            super::spanned::nested(text).map(Self::Numbers)
        }
    }
}

/// A condition on packages, by names.
#[derive(Clone, Debug, Deserialize)]
pub(crate) enum FormulaText {
    Is(Name, Vec<Name>),
    AtLeast(Name, Spanned<Number>),
    AtMost(Name, Spanned<Number>),
    Same(Name, Name),
    NoMore(Name, Name),
    Not(Box<FormulaText>),
    All(Vec<FormulaText>),
    Any(Vec<FormulaText>),
    If(Box<FormulaText>, Box<FormulaText>),
}
