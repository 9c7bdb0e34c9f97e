//! The form of a scenario file, as serde reads it: everything by name, nothing checked.
//!
//! Whatever a message may point at is [`Spanned`]; whatever may fail alone is [`Lenient`].

use serde::Deserialize;

use super::entries::Entries;
use super::forms::{Field, field_name, forms};
use super::number::{Number, Numbers};
use super::spanned::{Lenient, Spanned};
use super::stance_text::{Branches, Ground, OptionText};

/// A name, with its place.
pub(crate) type Name = Spanned<String>;
/// Rows that may fail one by one.
pub(crate) type Rows<T> = Vec<Lenient<T>>;
/// Options by issue.
pub(crate) type Settles = Entries<Vec<Name>>;

forms! {
    /// The main file, or an included one.
    File "scenario" true {
        format: Option<Lenient<Spanned<u32>>>,
        title: Option<Lenient<Name>>,
        about: Option<Lenient<Name>>,
        from: Option<Lenient<Name>>,
        as_of: Option<Lenient<Name>>,
        scale: Option<Lenient<Spanned<ScaleText>>>,
        weights: Option<Lenient<Spanned<WeightWords>>>,
        include: Vec<Name>,
        compare: Vec<Name>,
        sources: Entries<Lenient<SourceText>>,
        parties: Entries<Lenient<PartyText>>,
        issues: Entries<Lenient<IssueText>>,
        rules: Rows<RuleText>,
        positions: Entries<Entries<Lenient<PositionText>>>,
        links: Rows<LinkText>,
        trust: Entries<Entries<Lenient<TrustText>>>,
        enforcement: Rows<EnforcementText>,
        moves: Rows<MoveText>,
        proposals: Entries<Lenient<ProposalText>>,
    }
    ScaleText "scale" false {
        ideal "Ideal": Number,
        acceptable "Acceptable": Number,
        tolerable "Tolerable": Number,
        opposed "Opposed": Number,
        never "Never": Option<Number>,
    }
    WeightWords "table of weights" false {
        high "High": Spanned<Numbers>,
        medium "Medium": Spanned<Numbers>,
        low "Low": Spanned<Numbers>,
    }
    SourceText "source" false {
        publisher: String,
        title: Option<String>,
        date: Name,
        kind: SourceKindText,
        url: Option<String>,
        locator: Option<String>,
        note: Option<String>,
    }
    PartyText "party" false {
        name: String,
        note: Option<String>,
        consent: ConsentText,
        floor: Option<Spanned<FloorText>>,
        weight_order: Option<Spanned<Vec<Vec<Name>>>>,
    }
    FloorText "floor" false {
        worth: Option<Spanned<Numbers>>,
        as_good_as: Option<Spanned<Entries<Name>>>,
        horizon: Option<String>,
        says: Option<String>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    IssueText "issue" false {
        title: String,
        theme: Option<String>,
        options: Option<Entries<OptionText>>,
        ordered: Option<Spanned<bool>>,
        values: Option<Rows<Spanned<Number>>>,
        range: Option<Spanned<StepsText>>,
        unit: Option<Name>,
        beyond: Option<Name>,
        obliged: Vec<Name>,
        if_broken: Option<Spanned<Number>>,
        status_quo: Option<Name>,
        applies: Option<FormulaText>,
        parent: Option<Name>,
    }
    StepsText "range" false { from: Number, to: Number, step: Number }
    OptionForm "option" false {
        title: String,
        obliged: Vec<Name>,
        if_broken: Option<Spanned<Number>>,
        note: Option<String>,
    }
    RuleText "rule" false { id: Name, says: String, rule: FormulaText }
    PositionText "position" false {
        weight: Option<Spanned<WeightText>>,
        because: Option<String>,
        says: Option<String>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
        shape: Option<Spanned<ShapeText>>,
        stances: Rows<RowText>,
    }
    RowText "row" false {
        id: Option<Name>,
        on: Spanned<Vec<Name>>,
        is: Spanned<Branches>,
        as_trusted: Option<Spanned<Number>>,
        says: Option<String>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    LinkText "link" false {
        id: Name,
        party: Option<Name>,
        says: String,
        demand: FormulaText,
        as_trusted: Option<Spanned<Number>>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    TrustText "belief" false {
        belief: Spanned<Numbers>,
        says: Option<String>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    EnforcementText "enforcement" false {
        when: FormulaText,
        of: Name,
        belief: Spanned<Numbers>,
        says: Option<String>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    MoveText "move" false {
        date: Name,
        seq: Option<Spanned<u32>>,
        party: Name,
        says: String,
        stances: Entries<Rows<RowText>>,
        weights: Entries<Spanned<WeightText>>,
        floor: Option<Spanned<FloorText>>,
        adds: Rows<LinkText>,
        drops: Vec<Name>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    }
    ProposalText "proposal" false {
        title: String,
        date: Name,
        public: Option<Name>,
        by: Vec<Name>,
        about: Option<String>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
        clauses: Rows<ClauseText>,
    }
    ClauseText "clause" false {
        no: Name,
        says: String,
        firmness: Option<FirmnessText>,
        settles: Option<Settles>,
        when: Option<FormulaText>,
        readings: Option<Spanned<Rows<ReadingText>>>,
        leaves: Vec<Name>,
        if_unsettled: Entries<Name>,
        ratified_by: Vec<Name>,
        otherwise: Option<Spanned<Settles>>,
        sources: Vec<Name>,
        basis: Option<Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
        note: Option<String>,
    }
    ReadingText "reading" false {
        read_by: Vec<Name>,
        says: Option<String>,
        when: Option<FormulaText>,
        settles: Settles,
        sources: Vec<Name>,
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
        if let Some(word) = super::locate::quoted(text) {
            let what = super::form::Misform::QuotedWord(word.to_owned());
            Err(super::spanned::refuse(text, what))
        } else if text.starts_with(|first: char| first.is_ascii_alphabetic()) {
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
    All(Spanned<Vec<FormulaText>>),
    Any(Spanned<Vec<FormulaText>>),
    If(Box<FormulaText>, Box<FormulaText>),
}

impl Field for ConsentText {}
impl Field for FormulaText {}
impl Field for SourceKindText {}
