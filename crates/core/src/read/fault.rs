//! [`Fault`]: one thing that is wrong with a file, or odd about it. All wording of faults is here.

use super::Span;
use super::form::{FormError, Misform};
use super::suggest::{list, nearest};

/// One thing that is wrong with a file, or odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule it breaks.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where, the primary place first.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The parts of the scenario that it is about, so that a report can say what leans on them.
    pub about: Vec<Subject>,
}

/// A part of a scenario, by its name in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A party.
    Party(String),
    /// An issue.
    Issue(String),
    /// A demand.
    Demand(String),
    /// A proposal.
    Proposal(String),
}

/// A place that a fault points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there; may be empty.
    pub message: String,
}

macro_rules! codes {
    ($($variant:ident $name:literal $warns:literal),+ $(,)?) => {
        /// The rules: each has a code, a faulty example and a heading in the book.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the book has a heading for each")]
        pub enum Code { $($variant),+ }

        impl Code {
            /// Every code, in the order of the book.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as printed.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Whether it is a warning: the file can be used all the same.
            pub fn is_warning(self) -> bool {
                match self { $(Self::$variant => $warns),+ }
            }
        }
    };
}

codes! {
    Syntax "syntax" false,
    UnknownField "unknown-field" false,
    MissingField "missing-field" false,
    DuplicateField "duplicate-field" false,
    UnknownWord "unknown-word" false,
    WrongKind "wrong-kind" false,
    BadValue "bad-value" false,
    FormatVersion "format-version" false,
    IncludeUnread "include-unread" false,
    IncludeForm "include-form" false,
    UnknownName "unknown-name" false,
    DuplicateName "duplicate-name" false,
    EmptyList "empty-list" false,
    BadDate "bad-date" false,
    DatesReversed "dates-reversed" false,
    RangeReversed "range-reversed" false,
    OutOfBounds "out-of-bounds" false,
    ScaleRises "scale-rises" false,
    TooLarge "too-large" false,
    OptionsForm "options-form" false,
    ValuesNotRising "values-not-rising" false,
    NotNumeric "not-numeric" false,
    NotOrdered "not-ordered" false,
    UnitsDiffer "units-differ" false,
    AppliesWithoutParent "applies-without-parent" false,
    ParentCircle "parent-circle" false,
    WeightForm "weight-form" false,
    OrderIncomplete "order-incomplete" false,
    FloorForm "floor-form" false,
    StatedTwice "stated-twice" false,
    BranchesForm "branches-form" false,
    InferenceWithSources "inference-with-sources" false,
    LinkParty "link-party" false,
    ClauseForm "clause-form" false,
    ClausesClash "clauses-clash" false,
    SettledAndLeft "settled-and-left" false,
    MoveBeforeStart "move-before-start" false,
    MovesUnordered "moves-unordered" false,
    NothingToDrop "nothing-to-drop" false,
    RedLineStands "red-line-stands" false,
    RedLineUnnamed "red-line-unnamed" false,
    RedLineMixed "red-line-mixed" false,
    NoPrincipal "no-principal" false,
    NothingPossible "nothing-possible" false,
    Unsourced "unsourced" true,
    CellMissing "cell-missing" true,
    NoAddress "no-address" true,
    SourceUnused "source-unused" true,
    WorthBelowOne "worth-below-one" true,
    WeightsSum "weights-sum" true,
    AttributesOutweigh "attributes-outweigh" true,
    StatusQuoBreaksRule "status-quo-breaks-rule" true,
    OptionImpossible "option-impossible" true,
    DemandImpossible "demand-impossible" true,
    DemandImplied "demand-implied" true,
    OwnIdealExcluded "own-ideal-excluded" true,
    AuthorRejects "author-rejects" true,
}

impl Code {
    /// Whether a part of the files that could not be read may be the only reason for it.
    pub(crate) fn needs_everything(self) -> bool {
        matches!(
            self,
            Self::UnknownName
                | Self::NoPrincipal
                | Self::OrderIncomplete
                | Self::FloorForm
                | Self::WeightForm
                | Self::NothingToDrop
        )
    }
}

/// Nouns of the format, for messages about names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    Party,
    Issue,
    Option,
    Source,
    Demand,
    Rule,
    Clause,
    Proposal,
    Position,
}

impl Noun {
    fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Issue => "issue",
            Self::Option => "option",
            Self::Source => "source",
            Self::Demand => "demand",
            Self::Rule => "rule",
            Self::Clause => "clause",
            Self::Proposal => "proposal",
            Self::Position => "position",
        }
    }

    fn article(self) -> &'static str {
        match self {
            Self::Issue | Self::Option => "an",
            _ => "a",
        }
    }
}

impl Fault {
    /// A fault at one place.
    pub(crate) fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        let labels = vec![Label { span, message: String::new() }];
        Self { code, message: message.into(), labels, help: None, about: Vec::new() }
    }

    /// A fault of the file as a whole.
    pub(crate) fn of_file(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), labels: Vec::new(), help: None, about: Vec::new() }
    }

    /// Names what stands at the primary place.
    #[must_use]
    pub(crate) fn here(mut self, message: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.message = message.into();
        }
        self
    }

    /// The other end of the quarrel.
    #[must_use]
    pub(crate) fn and(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// What to do.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what it is about.
    pub(crate) fn about(mut self, subject: Subject) -> Self {
        self.about.push(subject);
        self
    }

    pub(crate) fn form(error: FormError) -> Self {
        let span = error.span;
        match error.what {
            Misform::Syntax(message) => {
                Self::at(Code::Syntax, span, format!("this is not RON: {message}"))
                    .help("look for a missing comma, quote or bracket just before this place")
            }
            Misform::UnknownField(found, expected) => {
                let fault = Self::at(
                    Code::UnknownField,
                    span,
                    format!("no field is called `{found}` here"),
                );
                fault.help(suggestion(&found, &expected))
            }
            Misform::MissingField(field, noun) => {
                let message = format!("the field `{field}` of this {noun} is missing");
                Self::at(Code::MissingField, span, message).help(format!("add `{field}: …`"))
            }
            Misform::DuplicateField(field) => {
                Self::at(Code::DuplicateField, span, format!("the field `{field}` stands twice"))
                    .help("keep one of the two")
            }
            Misform::UnknownWord(found, expected) => {
                let fault = Self::at(
                    Code::UnknownWord,
                    span,
                    format!("`{found}` is not one of the words that can stand here"),
                );
                fault.help(suggestion(&found, &expected))
            }
            Misform::WrongKind(message) => Self::at(Code::WrongKind, span, message),
            Misform::Refused(message) => Self::at(Code::BadValue, span, message),
            Misform::QuotedWord(word) => {
                Self::at(Code::WrongKind, span, "a word of the format stands without quotes")
                    .help(format!("write `{word}`"))
            }
            Misform::BareNumber(number) => {
                Self::at(Code::WrongKind, span, "a number alone is not a stance")
                    .help(format!("write `Worth({number})`"))
            }
            Misform::BareDate(date) => Self::at(Code::WrongKind, span, "a date stands in quotes")
                .help(format!("write \"{date}\"")),
            Misform::NoReason(word) => {
                Self::at(Code::WrongKind, span, format!("`{word}` has no reason")).help(format!(
                    "write `{word}` alone, or `Contested`, `Inferred` or `Judgement`"
                ))
            }
            Misform::LongNumber => {
                Self::at(Code::BadValue, span, "this number has too many digits")
                    .help("write a smaller number")
            }
            Misform::TooDeep => Self::at(Code::TooLarge, span, "this is nested too deeply")
                .help("take brackets away, or split it into several entries"),
            Misform::Empty => {
                Self::at(Code::WrongKind, span, "this file is empty").help(what_a_file_holds(span))
            }
            Misform::NoScenario => Self::at(Code::WrongKind, span, "this is not a scenario file")
                .help(what_a_file_holds(span)),
        }
    }

    pub(crate) fn unknown_name<'a>(
        noun: Noun,
        name: &str,
        span: Span,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.collect();
        let message = format!("no {} is called `{name}`", noun.word());
        Self::at(Code::UnknownName, span, message).help(suggestion(name, &known))
    }

    pub(crate) fn unknown_option<'a>(
        issue: &str,
        name: &str,
        span: Span,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.collect();
        let message = format!("the issue `{issue}` has no option `{name}`");
        Self::at(Code::UnknownName, span, message).help(suggestion(name, &known))
    }

    pub(crate) fn duplicate(noun: Noun, name: &str, first: Span, again: Span) -> Self {
        let message = format!("{} {} `{name}` is declared twice", noun.article(), noun.word());
        Self::at(Code::DuplicateName, again, message)
            .here("declared again here")
            .and(first, "first declared here")
            .help("give one of the two another name, or make them one")
    }

    pub(crate) fn listed_twice(name: &str, first: Span, again: Span) -> Self {
        Self::at(Code::DuplicateName, again, format!("`{name}` stands twice here"))
            .here("again here")
            .and(first, "first here")
            .help("keep one of the two")
    }

    /// What is wrong with a name as such.
    pub(crate) fn of_name(name: &str, span: Span) -> Option<Self> {
        name.trim().is_empty().then(|| {
            Self::at(Code::BadValue, span, "a name cannot be empty")
                .help("give it a short name, such as \"bridge\"")
        })
    }

    /// What is wrong with the words that reports call something by.
    pub(crate) fn of_title(title: &str, span: Span) -> Option<Self> {
        title.trim().is_empty().then(|| {
            Self::at(Code::BadValue, span, "what reports call this cannot be empty")
                .help("give it a few words, such as \"The bridge\"")
        })
    }

    /// A character that would not be shown, or would change how the rest is shown.
    pub(crate) fn control(span: Span) -> Self {
        Self::at(Code::BadValue, span, "a control character cannot stand in a text")
            .help("delete it")
    }

    pub(crate) fn too_large(span: Span, what: &str, found: usize, bound: usize) -> Self {
        Self::at(Code::TooLarge, span, format!("{what}: {found}, and at most {bound} can be read"))
    }
}

/// How the main file begins, or an included one.
fn what_a_file_holds(span: Span) -> &'static str {
    if span.file == 0 {
        "a scenario file is RON, fields in `(…)`: begin with `(format: 1, title: \"…\", \
         from: \"2025-01-01\", as_of: \"2025-12-31\", parties: {…}, issues: {…})`"
    } else {
        "an included file is RON, fields in `(…)`: write its entries as in \
         `(positions: {…}, proposals: {…})`"
    }
}

/// "Did you mean", and what could stand there.
fn suggestion(found: &str, known: &[&str]) -> String {
    match nearest(found, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "none is declared".to_owned(),
        None if known.len() == 1 => format!("there is {}", list(known.iter().copied())),
        None => format!("there are {}", list(known.iter().copied())),
    }
}
