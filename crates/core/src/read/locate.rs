//! Where and what an error of ron is: a place in the whole file, and a reason without the words
//! of the language.

use std::ops::Range;

use ron::error::{Error, Position, SpannedError};

use super::Span;
use super::form::{FormError, Misform};
use super::part::after_blanks;

/// Translates an error within `text`, which stands at `base`, into one within the whole file.
pub(super) fn locate(error: &SpannedError, text: &str, base: usize, file: usize) -> FormError {
    let start = base + offset(text, error.span.start);
    let end = base + offset(text, error.span.end);
    let span = Span { file, start, end: end.max(start) };
    let what = Misform::of(&error.code);
    match bare_date(text, start - base) {
        Some(date) if matches!(what, Misform::Syntax(_)) => FormError {
            what: Misform::BareDate(text.get(date.clone()).unwrap_or_default().to_owned()),
            span: Span { file, start: base + date.start, end: base + date.end },
        },
        _ => FormError { what, span },
    }
}

/// Translates an error of the outermost form: the text may be no scenario at all.
pub(super) fn outermost(error: &SpannedError, text: &str, base: usize, file: usize) -> FormError {
    let no_fields = matches!(
        error.code,
        Error::ExpectedStructLike
            | Error::ExpectedNamedStructLike(_)
            | Error::ExpectedDifferentStructName { .. }
    );
    let rest = after_blanks(text);
    // A heading of Markdown begins like an attribute of RON.
    let heading = rest.starts_with('#') && !rest.starts_with("#!");
    if !no_fields && !heading {
        return locate(error, text, base, file);
    }
    let start = base + text.len() - rest.len();
    let (what, length) = match rest {
        "" => (Misform::Empty, 0),
        _ => (Misform::NoScenario, token_length(rest)),
    };
    FormError { what, span: Span { file, start, end: start + length } }
}

/// The date without quotes that stands at a place, if one does.
fn bare_date(text: &str, at: usize) -> Option<Range<usize>> {
    let digit = |letter: char| letter.is_ascii_digit() || letter == '-';
    let (before, after) = text.split_at_checked(at)?;
    let start = before.trim_end_matches(digit).len();
    let blank = if start == at { after.len() - after.trim_start().len() } else { 0 };
    let length = after.get(blank..)?.find(|letter| !digit(letter))?;
    let place = start + blank..at + blank + length;
    let word = text.get(place.clone())?;
    (word.len() == 10 && crate::scenario::parse_date(word).is_some()).then_some(place)
}

/// An error within a value that is known to be RON: it is of another kind than expected there,
/// and ron may have stopped at the blanks before it.
pub(super) fn within(error: FormError, text: &str, base: usize) -> FormError {
    let FormError { what, mut span } = error;
    let rest = text.get(span.start.saturating_sub(base)..).unwrap_or_default();
    let token = rest.trim_start();
    let shown = text.get(span.start.saturating_sub(base)..span.end.saturating_sub(base));
    let vague = |shown: &str| shown.is_empty() || shown == "\"" || shown.trim_start() != shown;
    if !token.is_empty() && shown.is_none_or(vague) {
        span.start += rest.len() - token.len();
        span.end = span.start + token_length(token);
    }
    let what = match what {
        Misform::Syntax(_) => match quoted(token) {
            Some(word) => Misform::QuotedWord(word.to_owned()),
            None => Misform::WrongKind("this is not what can stand here".to_owned()),
        },
        what => what,
    };
    FormError { what, span }
}

/// How long the word, text or bracket is that a text begins with.
fn token_length(text: &str) -> usize {
    let word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let closing = text.strip_prefix('"').and_then(|rest| rest.find('"'));
    let length = closing.map_or_else(
        || text.find(|letter| !word(letter)).unwrap_or(text.len()),
        |closing| closing + 2,
    );
    length.max(text.chars().next().map_or(0, char::len_utf8))
}

/// The word that a text puts in quotes.
pub(super) fn quoted(text: &str) -> Option<&str> {
    let (word, _) = text.strip_prefix('"')?.split_once('"')?;
    let plain = word.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '_');
    (plain && !word.is_empty()).then_some(word)
}

/// The byte offset of ron's line and column, which count from one, the column in characters.
fn offset(text: &str, position: Position) -> usize {
    let (lines, columns) = (position.line.saturating_sub(1), position.col.saturating_sub(1));
    let line: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
    let rest = text.get(line..).unwrap_or_default();
    line + rest.chars().take(columns).map(char::len_utf8).sum::<usize>()
}
