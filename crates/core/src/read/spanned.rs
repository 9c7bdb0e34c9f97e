//! [`Spanned`]: a value together with the place it was written; [`Lenient`]: a value that may be
//! faulty without stopping the reader.
//!
//! ron says where parsing stopped, but forgets where a value stood once it has been read. It
//! does lend out the exact text of any value as a borrowed [`RawValue`]; that text is a slice
//! of the file, so the distance between the two addresses is the offset of the value.
//!
//! The price is that such a value is scanned once more for every wrapper around it, so we wrap
//! what a message may point at and what may fail alone. Serde buffers the content of `untagged`
//! enums and `flatten`ed fields, which leaves no slice to point at, so file types use neither.

use std::cell::RefCell;
use std::ops::Range;

use ron::Options;
use ron::error::{Error, Position, SpannedError};
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, Error as _};

use super::Span;
use super::form::{FormError, Misform};

/// A value and the span of the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A value, or nothing where its text is well-formed RON but not such a value; the reason is
/// then among the errors that [`from_str`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lenient<T>(pub(crate) Option<T>);

/// What [`from_str`] gives.
pub(crate) struct Parsed<T> {
    pub(crate) value: Option<T>,
    pub(crate) errors: Vec<FormError>,
    /// Whether the value lacks something that is written in the text.
    pub(crate) gaps: bool,
}

/// Reads a RON text, the `file`th of the scenario. Gives the value, if its outermost form is
/// right, and everything that was wrong with the form of its parts.
pub(crate) fn from_str<'de, T: Deserialize<'de>>(text: &'de str, file: usize) -> Parsed<T> {
    let reading = Reading { addresses: addresses(text), file, ..Reading::default() };
    let outer = READING.replace(Some(reading));
    // Some editors begin a file with a mark that nobody sees.
    let visible = text.trim_start_matches('\u{feff}');
    let result = options().from_str(visible);
    let Reading { innermost, mut errors, gaps, .. } = READING.replace(outer).unwrap_or_default();
    let value = result.map_err(|error| {
        if !is_reported(&error.code) {
            let base = text.len() - visible.len();
            errors.push(innermost.unwrap_or_else(|| locate(&error, visible, base, file)));
        }
    });
    Parsed { value: value.ok(), errors, gaps }
}

/// The exact text of a value, without surrounding blanks.
pub(crate) fn raw<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de str, D::Error> {
    Ok(<&RawValue>::deserialize(deserializer)?.trim().get_ron())
}

/// Reads a value from its own text, remembering the place of an error.
pub(crate) fn nested<'de, T: Deserialize<'de>, E: serde::de::Error>(
    text: &'de str,
) -> Result<T, E> {
    let outer = enter(span_of(text));
    let result = options().from_str(text);
    enter(outer);
    result.map_err(|error| {
        if is_reported(&error.code) {
            return reported();
        }
        let Some(span) = span_of(text) else { return E::custom(&error.code) };
        remember(match error {
            // Well-formed, but refused by its type: the whole value is at fault.
            SpannedError { code: Error::Message(message), .. } => {
                FormError { what: Misform::Refused(message), span }
            }
            error => within(locate(&error, text, span.start, span.file), text, span.start),
        })
    })
}

/// Refuses a value for a reason that serde has no word for.
pub(crate) fn refuse<E: serde::de::Error>(text: &str, what: Misform) -> E {
    match span_of(text) {
        Some(span) => remember(FormError { what, span }),
        None => E::custom("read outside `from_str`"),
    }
}

/// Adds an error that does not stop the reading.
pub(crate) fn report(error: FormError) {
    with_reading(|reading| reading.errors.push(error));
}

/// The error of a value whose faults have all been reported.
pub(crate) fn reported<E: serde::de::Error>() -> E {
    E::custom(REPORTED)
}

/// Notes that something written in the text is not in the value.
pub(crate) fn leave_gap() {
    with_reading(|reading| reading.gaps = true);
}

/// The first character of the value being read.
pub(crate) fn opening() -> Option<Span> {
    let within = READING.with_borrow(|reading| reading.as_ref()?.within)?;
    Some(Span { end: within.start + 1, ..within })
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        let span = span_of(text).ok_or_else(|| D::Error::custom("read outside `from_str`"))?;
        Ok(Self { value: nested(text)?, span })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        let value = nested::<T, D::Error>(text).ok();
        if value.is_none() {
            with_reading(|reading| reading.errors.extend(reading.innermost.take()));
        }
        Ok(Self(value))
    }
}

/// What [`from_str`] is reading on this thread. Serde gives a value no way to ask.
#[derive(Default)]
struct Reading {
    addresses: Range<usize>,
    file: usize,
    /// The value being read from its own text.
    within: Option<Span>,
    innermost: Option<FormError>,
    errors: Vec<FormError>,
    gaps: bool,
}

const REPORTED: &str = "reported";

fn is_reported(error: &Error) -> bool {
    matches!(error, Error::Message(message) if message == REPORTED)
}

fn with_reading(change: impl FnOnce(&mut Reading)) {
    READING.with_borrow_mut(|reading| reading.as_mut().map(change));
}

fn enter(within: Option<Span>) -> Option<Span> {
    READING.with_borrow_mut(|reading| std::mem::replace(&mut reading.as_mut()?.within, within))
}

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// Where `slice` stands in the text being read, if it is a part of it.
pub(crate) fn span_of(slice: &str) -> Option<Span> {
    let slice = addresses(slice);
    READING.with_borrow(|reading| {
        let reading = reading.as_ref()?;
        let text = &reading.addresses;
        let inside = text.start <= slice.start && slice.end <= text.end;
        inside.then(|| Span {
            file: reading.file,
            start: slice.start - text.start,
            end: slice.end - text.start,
        })
    })
}

/// Keeps the error that was met first, which is the innermost.
fn remember<E: serde::de::Error>(error: FormError) -> E {
    with_reading(|reading| {
        reading.innermost.get_or_insert(error);
    });
    E::custom("remembered")
}

/// Translates an error within `text`, which stands at `base`, into one within the whole file.
fn locate(error: &SpannedError, text: &str, base: usize, file: usize) -> FormError {
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
fn within(error: FormError, text: &str, base: usize) -> FormError {
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
pub(crate) fn quoted(text: &str) -> Option<&str> {
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

fn addresses(text: &str) -> Range<usize> {
    let start = text.as_ptr().addr();
    start..start + text.len()
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}
