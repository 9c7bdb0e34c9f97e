//! [`FormError`]: text that is not RON, or RON that has not the form the format asks for.

use ron::error::Error;

use super::Span;

/// What is wrong with the form of a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormError {
    pub(crate) what: Misform,
    pub(crate) span: Span,
}

/// What is wrong with the form of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Misform {
    /// It is not RON.
    Syntax(String),
    /// A field that does not belong here, and those that do.
    UnknownField(String, Vec<&'static str>),
    /// A field that is not there, and what lacks it.
    MissingField(&'static str, &'static str),
    /// A field that stands twice.
    DuplicateField(String),
    /// A word that has no meaning here, and those that have.
    UnknownWord(String, Vec<&'static str>),
    /// Another kind of value than expected.
    WrongKind(String),
    /// The right kind of value, refused for what it says.
    Refused(String),
    /// A word in quotes where words have none.
    QuotedWord(String),
    /// A number where a stance is expected.
    BareNumber(String),
    /// A date without quotes.
    BareDate(String),
    /// A reason after a word that takes none.
    NoReason(&'static str),
    /// More digits than can be read.
    LongNumber,
    /// Brackets in brackets in brackets.
    TooDeep,
    /// A file with nothing in it.
    Empty,
    /// A file with something else in it than fields.
    NoScenario,
}

impl Misform {
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::NoSuchStructField { expected, found, .. } => {
                Self::UnknownField(found.clone(), expected.to_vec())
            }
            Error::NoSuchEnumVariant { expected, found, .. } => {
                Self::UnknownWord(found.clone(), expected.to_vec())
            }
            Error::InvalidValueForType { expected, found } => {
                Self::WrongKind(wrong_kind(expected, found))
            }
            Error::ExceededRecursionLimit => Self::TooDeep,
            Error::IntegerOutOfBounds => Self::LongNumber,
            Error::Message(message) => Self::Refused(message.clone()),
            Error::ExpectedArray => Self::WrongKind("expected a list in `[…]`".to_owned()),
            Error::ExpectedMap => Self::WrongKind("expected a map in `{…}`".to_owned()),
            Error::ExpectedString => Self::WrongKind("expected a text in quotes".to_owned()),
            Error::ExpectedBoolean => Self::WrongKind("expected `true` or `false`".to_owned()),
            Error::ExpectedInteger => Self::WrongKind("expected a whole number".to_owned()),
            Error::ExpectedStructLike
            | Error::ExpectedNamedStructLike(_)
            | Error::ExpectedDifferentStructName { .. } => {
                Self::WrongKind("expected fields in `(…)`".to_owned())
            }
            Error::ExpectedDifferentLength { expected, found } => {
                Self::WrongKind(wrong_kind(expected, &found.to_string()))
            }
            other => Self::Syntax(lower_first(&other.to_string())),
        }
    }
}

/// "expected tuple variant `FormulaText::If` with 2 elements" without the words of the language.
fn wrong_kind(expected: &str, found: &str) -> String {
    let variant = expected.strip_prefix("tuple variant ").and_then(|it| it.split_once(" with "));
    let plain = variant.and_then(|(name, rest)| {
        let word = name.rsplit("::").next()?.trim_matches('`');
        let count = rest.split(' ').next()?;
        Some(format!("`{word}` takes {count} values, found {found}"))
    });
    plain.unwrap_or_else(|| format!("expected {expected}, found {found}"))
}

fn lower_first(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
